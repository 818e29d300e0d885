//! What people write, and what became of it: some angry, some kind, in Dutch and English; nobody in it can be told.

use std::collections::BTreeMap;

use super::random::Random;

/// The answer that a comment goes with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) step: &'static str,
    pub(super) option: &'static str,
    pub(super) language: &'static str,
}

/// What was written already.
#[derive(Debug, Default)]
pub(super) struct Remarks(BTreeMap<(&'static str, &'static str), usize>);

impl Remarks {
    /// A comment that fits; each text in its turn, so that few come back soon. None where there is nothing to say.
    pub(super) fn next(
        &mut self,
        told: Told,
        reason: Option<&str>,
        random: &mut Random,
    ) -> Option<String> {
        let is_kind = matches!(told.option, "very-easy" | "up" | "yes");
        let about = match (told.step, reason) {
            ("tekeningen", Some("file-too-large")) if !is_kind => "file-too-large",
            ("versturen", Some("signed-out")) if !is_kind => "signed-out",
            (_, _) if is_kind => "kind",
            _ => "unkind",
        };
        let place = if matches!(about, "kind" | "unkind") {
            told.step
        } else {
            ""
        };
        let texts = TEXTS
            .iter()
            .find(|it| (it.step, it.about, it.language) == (place, about, told.language))?
            .texts;
        let used = self.0.entry((place, about)).or_default();
        let text = texts.get(*used % texts.len())?;
        *used += 1;
        let mut text = (*text).to_owned();
        for (slot, values) in SLOTS {
            if let Some(value) = random.one(values) {
                text = text.replace(slot, value);
            }
        }
        Some(text)
    }
}

/// What an owner did with a signal.
#[derive(Debug)]
pub(super) struct Handling {
    pub(super) status: &'static str,
    pub(super) note: Option<&'static str>,
}

impl Handling {
    /// By its age in days; what was mended is done, what nobody came to yet is new.
    pub(super) fn of(step: &str, reason: Option<&str>, age: i32, random: &mut Random) -> Self {
        let of = |status, note| Self { status, note };
        match (step, reason) {
            ("tekeningen", Some("file-too-large")) if age > 14 => {
                return of("done", Some("Een bestand mag nu 100 MB zijn."));
            }
            ("versturen", Some("signed-out")) if age > 5 => {
                return of("planned", Some("Besproken met het omgevingsloket."));
            }
            _ => {}
        }
        let drawn = random.share();
        match age {
            ..=9 if drawn < 0.85 => of("new", None),
            ..=9 => of("seen", None),
            _ if drawn < 0.5 => of("seen", None),
            _ if drawn < 0.62 => of("planned", Some("Gaat mee in de volgende versie.")),
            _ if drawn < 0.86 => of("done", Some("De uitleg is aangepast.")),
            _ => of("declined", Some("Dit staat zo in de wet.")),
        }
    }
}

/// What employees heard and wrote down.
pub(super) struct Heard {
    pub(super) step: &'static str,
    pub(super) ago: i32,
    pub(super) status: &'static str,
    pub(super) text: &'static str,
}

pub(super) const HEARD: [Heard; 3] = [
    Heard {
        step: "versturen",
        ago: 3,
        status: "new",
        text: "Deze week belden vier mensen die bij het versturen waren uitgelogd. Twee van hen kwamen daarna naar de balie.",
    },
    Heard {
        step: "tekeningen",
        ago: 40,
        status: "seen",
        text: "Bij de balie vragen mensen vaak wat een situatietekening is.",
    },
    Heard {
        step: "tekeningen",
        ago: 96,
        status: "done",
        text: "Aannemers zeggen dat hun tekeningen niet meer worden aangenomen sinds de grens op 20 MB staat.",
    },
];

/// What is filled in for a word in braces.
const SLOTS: [(&str, &[&str]); 4] = [
    ("{mb}", &["22", "24", "27", "31", "36", "42", "48"]),
    (
        "{werk}",
        &[
            "een dakkapel",
            "een aanbouw",
            "een dakopbouw",
            "een serre",
            "een carport",
        ],
    ),
    (
        "{work}",
        &["a dormer", "an extension", "a loft conversion", "a carport"],
    ),
    (
        "{wie}",
        &["Mijn architect", "De aannemer", "Mijn zoon", "De tekenaar"],
    ),
];

/// Texts of one kind in one language.
struct Kind {
    step: &'static str,
    about: &'static str,
    language: &'static str,
    texts: &'static [&'static str],
}

const TEXTS: &[Kind] = &[
    Kind {
        step: "",
        about: "file-too-large",
        language: "nl",
        texts: &[
            "Mijn tekening is {mb} MB en wordt geweigerd. Vorig jaar kon dit gewoon.",
            "Wie maakt er nou een bouwtekening onder de 20 MB? Belachelijk.",
            "{wie} levert een PDF van {mb} MB. Ik weet niet hoe ik die kleiner maak.",
            "Ik heb de tekening in drie stukken moeten knippen. Nu is niets meer te lezen.",
            "Bestand te groot, meer staat er niet. Hoe groot mag het dan wel zijn?",
            "Pas na drie keer proberen zag ik dat 20 MB de grens is. Zet dat erbij!",
            "Voor {werk} heb ik vijf tekeningen. Samen past dat nooit.",
            "Ik geef het op en kom wel naar de balie met papier.",
            "Een foto van de gevel is al te groot. Dit werkt niet op een telefoon.",
            "Al een uur bezig met bestanden kleiner maken. Zonde van mijn avond.",
            "Na het verkleinen zijn de maten niet meer te lezen. Daar hebt u toch ook niets aan?",
            "{wie} heeft alles opnieuw moeten opslaan. Dat kost mij geld.",
        ],
    },
    Kind {
        step: "",
        about: "file-too-large",
        language: "en",
        texts: &[
            "My drawing is {mb} MB and gets refused. Nobody told me the limit beforehand.",
            "Why 20 MB? My architect cannot make it any smaller.",
            "I had to split the plan for {work} into four parts. Please allow larger files.",
            "It says the file is too large, but not how large it may be.",
        ],
    },
    Kind {
        step: "",
        about: "signed-out",
        language: "nl",
        texts: &[
            "Ineens uitgelogd, net voor het versturen. Alles weg. Ik ben woedend.",
            "Ik was even mijn telefoon pakken om in te loggen en kon opnieuw beginnen.",
            "Na tien minuten word ik uitgelogd. Zo snel lees ik niet.",
            "Drie keer opnieuw moeten inloggen. Bij de vierde keer lukte het.",
            "Waarom krijg ik geen waarschuwing voordat ik word uitgelogd?",
            "Alles ging goed, tot het versturen. Toen was ik uitgelogd en was mijn aanvraag weg.",
            "Ik heb een schermlezer en ben niet zo snel. De tijd is voor mij te kort.",
            "Weer uitgelogd. Ik bel morgen wel.",
        ],
    },
    Kind {
        step: "",
        about: "signed-out",
        language: "en",
        texts: &[
            "I was signed out while reading the last page and lost everything.",
            "Ten minutes is far too short. I had to look up a word and was thrown out.",
            "Please warn people before you sign them out.",
        ],
    },
    Kind {
        step: "gegevens",
        about: "unkind",
        language: "nl",
        texts: &[
            "Ik verbouw een huis waar ik nog niet woon. Dat adres kon ik eerst niet kiezen.",
            "Wat is het verschil tussen verbouwen en veranderen? Dat staat er niet.",
            "Ik wist niet of {werk} hieronder valt.",
            "Te veel vragen voor iets kleins.",
            "Mijn huisnummer heeft een toevoeging. Daar was geen plaats voor.",
            "Moeilijke woorden. Wat is een bouwwerk?",
        ],
    },
    Kind {
        step: "gegevens",
        about: "unkind",
        language: "en",
        texts: &[
            "I did not know which kind of work to choose for {work}.",
            "The explanation of the words is in Dutch only.",
        ],
    },
    Kind {
        step: "gegevens",
        about: "kind",
        language: "nl",
        texts: &[
            "Fijn dat mijn adres vanzelf werd ingevuld.",
            "Duidelijke vragen, ik was zo klaar.",
            "Goed dat er een voorbeeld bij staat.",
            "Eindelijk een formulier dat ik begrijp.",
            "Ging ook prima op mijn telefoon.",
        ],
    },
    Kind {
        step: "gegevens",
        about: "kind",
        language: "en",
        texts: &[
            "Very clear, thank you.",
            "Nice that this is available in English.",
        ],
    },
    Kind {
        step: "tekeningen",
        about: "unkind",
        language: "nl",
        texts: &[
            "Wat is een situatietekening? Een voorbeeld zou helpen.",
            "Ik weet niet welke tekeningen nodig zijn voor {werk}.",
            "{wie} stuurt DWG-bestanden. Die kan ik niet toevoegen.",
            "Ik heb geen tekening van hoe het nu is. Waar haal ik die?",
            "Na het toevoegen zie ik niet of het gelukt is.",
            "Ik kan een verkeerde tekening niet meer weghalen.",
            "De uitleg gaat over nieuwbouw, niet over een verbouwing.",
            "Schaal 1:100, wat betekent dat?",
            "Mag een tekening met de hand ook? Dat staat nergens.",
            "Het toevoegen duurt heel lang en er beweegt niets.",
        ],
    },
    Kind {
        step: "tekeningen",
        about: "unkind",
        language: "en",
        texts: &[
            "Which drawings do I need for {work}? A list would help.",
            "Why can I only add PDF, JPG or PNG?",
            "I could not find the old drawings of my house.",
        ],
    },
    Kind {
        step: "tekeningen",
        about: "kind",
        language: "nl",
        texts: &[
            "Goed uitgelegd, ik was in vijf minuten klaar!",
            "Handig dat ik een foto mag toevoegen.",
            "De voorbeelden maken het duidelijk.",
            "Ging veel beter dan vorige keer. Complimenten.",
            "Alle tekeningen in één keer toegevoegd. Top.",
            "Voor {werk} had ik maar twee tekeningen nodig. Viel mee.",
        ],
    },
    Kind {
        step: "tekeningen",
        about: "kind",
        language: "en",
        texts: &[
            "Adding the files was quick and easy.",
            "The examples helped a lot.",
        ],
    },
    Kind {
        step: "versturen",
        about: "unkind",
        language: "nl",
        texts: &[
            "Ik weet niet of het nu verstuurd is of niet.",
            "Er kwam een foutmelding met alleen een nummer.",
            "Waarom moet ik hier nog een keer inloggen?",
            "Ik dacht dat ik klaar was, maar dit is weer een andere website.",
            "De knop deed niets. Pas na verversen ging het.",
        ],
    },
    Kind {
        step: "versturen",
        about: "unkind",
        language: "en",
        texts: &[
            "I got an error with a number and no explanation.",
            "Not clear whether it was sent.",
        ],
    },
    Kind {
        step: "versturen",
        about: "kind",
        language: "nl",
        texts: &[
            "Snel en duidelijk.",
            "In één keer gelukt.",
            "Fijn dat ik meteen een bevestiging kreeg.",
            "Geen gedoe met papier meer. Heerlijk.",
        ],
    },
    Kind {
        step: "versturen",
        about: "kind",
        language: "en",
        texts: &["Quick and easy.", "Worked the first time."],
    },
];
