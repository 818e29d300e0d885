//! Every kind of problem the API gives, with what its page says: one table, so that no kind is without a page. Pure; the
//! build reads it too, to describe the API.

/// The folder of the pages; a kind's name follows.
pub(crate) const FOLDER: &str = "/problems/";

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:literal $name:literal
        en $title:literal $meaning:literal
        nl $titel:literal $betekenis:literal)*) => {
        /// What a caller's request may run into.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum ProblemKind { $($(#[$doc])* $kind,)* }

        impl ProblemKind {
            /// Every kind, by status.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its HTTP status, its name in addresses and its title.
            pub(crate) fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$kind => &Entry { status: $status, name: $name, title: $title },)*
                }
            }

            /// What its page says, in English and in Dutch.
            pub(crate) fn texts(self) -> [Text; 2] {
                match self {
                    $(Self::$kind => [
                        Text { title: $title, meaning: $meaning },
                        Text { title: $titel, meaning: $betekenis },
                    ],)*
                }
            }
        }
    };
}

/// What a problem document says of a kind.
pub(crate) struct Entry {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The name in the address of its page.
    pub(crate) name: &'static str,
    /// What it is called, in English.
    pub(crate) title: &'static str,
}

/// A page's words in one language.
pub(crate) struct Text {
    /// What it is called.
    pub(crate) title: &'static str,
    /// What happened and what to do; plain text without signs that HTML reserves.
    pub(crate) meaning: &'static str,
}

kinds! {
    /// The input has faults.
    InvalidInput = 400 "invalid-input"
        en "The input is not valid"
        "Something in the address, the headers or the body is missing or wrong. Nothing was changed. Every fault is listed under errors with its place, a code for programs and an explanation: mend them all and send the request again."
        nl "De invoer klopt niet"
        "Er ontbreekt iets in het adres, de headers of de body, of het klopt niet. Er is niets gewijzigd. Onder errors staat elke fout met de plaats, een code voor programma's en uitleg: herstel ze en verstuur het verzoek opnieuw."
    /// The caller did not say who they are, or not truly.
    Unauthorized = 401 "unauthorized"
        en "A valid key is needed"
        "This address is for owners. Send your key in the header Authorization, after the word Bearer."
        nl "Er is een geldige sleutel nodig"
        "Dit adres is voor beheerders. Stuur uw sleutel mee in de header Authorization, na het woord Bearer."
    /// The caller may not do this.
    Forbidden = 403 "forbidden"
        en "This is not allowed"
        "We know who asks, but they may not do this. A page may only send answers when its origin is in the journey's definition, under origins."
        nl "Dit mag niet"
        "We weten wie het vraagt, maar diegene mag dit niet. Een pagina mag alleen antwoorden sturen als haar origin in de definitie van de reis staat, onder origins."
    /// There is nothing at this address.
    NotFound = 404 "not-found"
        en "There is nothing here"
        "The address is written differently, or what it names does not exist. Addresses have no slash at the end, and identifiers are written in lower case."
        nl "Hier is niets"
        "Het adres wordt anders geschreven, of wat het noemt bestaat niet. Adressen eindigen niet op een schuine streep en namen zijn in kleine letters."
    /// The address does not take this method.
    MethodNotAllowed = 405 "method-not-allowed"
        en "This address does not take that method"
        "The header Allow of the answer names the methods that this address takes."
        nl "Dit adres kent die methode niet"
        "De header Allow van het antwoord noemt de methoden die dit adres wel kent."
    /// The caller accepts nothing that this address gives.
    NotAcceptable = 406 "not-acceptable"
        en "Nothing here is of an accepted type"
        "The header Accept asks for another media type than this address gives. Ask for application/json, or leave the header out."
        nl "Niets hier is van een gevraagd type"
        "De header Accept vraagt om een ander mediatype dan dit adres geeft. Vraag om application/json, of laat de header weg."
    /// What is there stands in the way.
    Conflict = 409 "conflict"
        en "What is there stands in the way"
        "The request cannot be carried out as things are now. A response can be changed or taken back for 48 hours; after that, and for another step, a new one is needed."
        nl "Wat er al is staat in de weg"
        "Het verzoek past niet bij wat er nu is. Een reactie kan 48 uur lang worden gewijzigd of ingetrokken; daarna, en voor een andere stap, is een nieuwe nodig."
    /// It changed since the caller read it.
    PreconditionFailed = 412 "precondition-failed"
        en "It changed in the meantime"
        "Someone else changed it after you read it. Read it again, apply your change to that, and send its ETag in the header If-Match."
        nl "Het is intussen gewijzigd"
        "Iemand anders heeft het gewijzigd nadat u het las. Lees het opnieuw, breng uw wijziging daarin aan en stuur de ETag daarvan mee in de header If-Match."
    /// The body is too large.
    TooLarge = 413 "too-large"
        en "The body is too large"
        "The answer's detail says how many bytes are allowed."
        nl "De body is te groot"
        "Onder detail in het antwoord staat hoeveel bytes er mogen zijn."
    /// The body's media type is not taken.
    UnsupportedMediaType = 415 "unsupported-media-type"
        en "The body is of another type"
        "The body must be JSON, sent with the header Content-Type: application/json."
        nl "De body is van een ander type"
        "De body moet JSON zijn, met de header Content-Type: application/json."
    /// The caller's address made too many writes.
    TooManyRequests = 429 "too-many-requests"
        en "There were too many of these"
        "Many writes came from your address in a short time. Wait as many seconds as the header Retry-After says, then try again."
        nl "Dit waren er te veel"
        "Er kwam in korte tijd veel van uw adres. Wacht het aantal seconden in de header Retry-After en probeer het dan opnieuw."
    /// Our own fault.
    InternalError = 500 "internal-error"
        en "Something went wrong on our side"
        "This is not your fault. Try again later; what was acknowledged before is safe. The cause is in the server's log."
        nl "Er ging bij ons iets mis"
        "Dit ligt niet aan u. Probeer het later opnieuw; wat eerder is bevestigd is veilig. De oorzaak staat in het logboek van de server."
    /// A shard did not answer.
    ShardFailed = 503 "shard-failed"
        en "A part of the counts cannot be read now"
        "Counts are spread over several places, and one of them did not answer. Rather than a sum that is too low, you get none. Try again after as many seconds as the header Retry-After says."
        nl "Een deel van de tellingen is nu niet te lezen"
        "Tellingen staan op meerdere plaatsen en een daarvan gaf geen antwoord. Liever geen som dan een te lage. Probeer het opnieuw na het aantal seconden in de header Retry-After."
    /// The disk is full.
    StorageFull = 507 "storage-full"
        en "There is no room left"
        "The server's disk is full, so nothing was written; what was acknowledged before is safe. Whoever runs the server has to make room; try again after that."
        nl "Er is geen ruimte meer"
        "De schijf van de server is vol, dus er is niets opgeslagen; wat eerder is bevestigd is veilig. De beheerder van de server moet ruimte maken; probeer het daarna opnieuw."
}
