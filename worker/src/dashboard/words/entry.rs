//! What the page says on which an employee records what they hear.

/// The page's words in one language.
pub(crate) struct EntryWords {
    pub(crate) tab: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) recorded: [&'static str; 3],

    pub(crate) answer_title: &'static str,
    pub(crate) how: &'static str,
    pub(crate) language: &'static str,
    pub(crate) audience: &'static str,
    pub(crate) no_audience: &'static str,
    pub(crate) further: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) no_reason: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) record: &'static str,

    pub(crate) signal_title: &'static str,
    pub(crate) signal_about: &'static str,
    pub(crate) signal: &'static str,
    pub(crate) record_signal: &'static str,
    pub(crate) reported: &'static str,

    pub(crate) faults: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) no_further: &'static str,
    pub(crate) too_old: &'static str,
}

pub(super) static NL: EntryWords = EntryWords {
    tab: "Invoeren",
    title: "Invoeren aan de balie of telefoon",
    about: "Schrijf op wat u van een inwoner hoort, of wat u zelf merkt. Een antwoord telt mee zoals een antwoord op de website.",
    recorded: [
        "Dit stond er al. Het telt één keer.",
        "Genoteerd. U kunt meteen het volgende invoeren.",
        "Genoteerd.",
    ],

    answer_title: "Een antwoord van een inwoner",
    how: "Waar sprak u de inwoner?",
    language: "In welke taal stelde u de vraag?",
    audience: "Doelgroep",
    no_audience: "Weet ik niet",
    further: "Alleen bij:",
    reason: "Reden (niet verplicht)",
    no_reason: "Geen reden genoemd",
    hint: "Schrijf geen naam, adres, telefoonnummer of andere persoonlijke gegevens op.",
    record: "Antwoord opslaan",

    signal_title: "Een signaal van uzelf",
    signal_about: "Merkt u vaker dat iets misgaat? Schrijf het op. Het komt bij de signalen en telt niet mee als antwoord.",
    signal: "Wat merkt u?",
    record_signal: "Signaal opslaan",
    reported: "gemeld door een medewerker",

    faults: "Nog niet opgeslagen",
    choose: "Kies een antwoord.",
    no_further: "Een reden of opmerking hoort alleen bij een van de twee uiterste antwoorden. Haal die weg, of kies een ander antwoord.",
    too_old: "Deze bladzijde stond te lang open. Er is niets opgeslagen. Wat u invulde, staat er nog: sla het nog een keer op.",
};

pub(super) static EN: EntryWords = EntryWords {
    tab: "Record",
    title: "Record at the desk or on the phone",
    about: "Write down what a resident tells you, or what you notice yourself. An answer counts like one on the website.",
    recorded: [
        "This was recorded already. It counts once.",
        "Recorded. You can enter the next at once.",
        "Recorded.",
    ],

    answer_title: "A resident's answer",
    how: "Where did you speak to the resident?",
    language: "In which language did you ask?",
    audience: "Audience",
    no_audience: "I do not know",
    further: "Only with:",
    reason: "Reason (may be skipped)",
    no_reason: "No reason given",
    hint: "Do not write down a name, address, phone number or other personal data.",
    record: "Store the answer",

    signal_title: "A signal of your own",
    signal_about: "Do you notice that something goes wrong more often? Write it down. It comes to the signals and does not count as an answer.",
    signal: "What do you notice?",
    record_signal: "Store the signal",
    reported: "reported by an employee",

    faults: "Not stored yet",
    choose: "Choose an answer.",
    no_further: "A reason or comment goes only with one of the two outermost answers. Take it away, or choose another answer.",
    too_old: "This page was open for too long. Nothing was stored. What you typed is still here: store it once more.",
};
