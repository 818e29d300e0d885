//! The options of the ready scales, with their labels in nine languages.
//!
//! Labels are what a resident reads on a button: short, plain (B1), and without a word for how
//! sure or how satisfied one should be.

use super::Tone;
use crate::language::Language;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReadyOption {
    pub(super) id: &'static str,
    pub(super) tone: Tone,
    nl: &'static str,
    en: &'static str,
    de: &'static str,
    fr: &'static str,
    fy: &'static str,
    pl: &'static str,
    tr: &'static str,
    uk: &'static str,
    ar: &'static str,
}

impl ReadyOption {
    pub(super) fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Nl => self.nl,
            Language::En => self.en,
            Language::De => self.de,
            Language::Fr => self.fr,
            Language::Fy => self.fy,
            Language::Pl => self.pl,
            Language::Tr => self.tr,
            Language::Uk => self.uk,
            Language::Ar => self.ar,
        }
    }
}

pub(super) static EASE: [ReadyOption; 5] = [
    ReadyOption {
        id: "very-difficult",
        tone: Tone::Negative,
        nl: "Heel moeilijk",
        en: "Very difficult",
        de: "Sehr schwierig",
        fr: "Très difficile",
        fy: "Tige lestich",
        pl: "Bardzo trudno",
        tr: "Çok zor",
        uk: "Дуже важко",
        ar: "صعب جدًا",
    },
    ReadyOption {
        id: "difficult",
        tone: Tone::Negative,
        nl: "Moeilijk",
        en: "Difficult",
        de: "Schwierig",
        fr: "Difficile",
        fy: "Lestich",
        pl: "Trudno",
        tr: "Zor",
        uk: "Важко",
        ar: "صعب",
    },
    ReadyOption {
        id: "neutral",
        tone: Tone::Neutral,
        nl: "Niet moeilijk, niet makkelijk",
        en: "Neither difficult nor easy",
        de: "Weder schwierig noch einfach",
        fr: "Ni difficile ni facile",
        fy: "Net lestich, net maklik",
        pl: "Ani trudno, ani łatwo",
        tr: "Ne zor ne kolay",
        uk: "Ні важко, ні легко",
        ar: "لا صعب ولا سهل",
    },
    ReadyOption {
        id: "easy",
        tone: Tone::Positive,
        nl: "Makkelijk",
        en: "Easy",
        de: "Einfach",
        fr: "Facile",
        fy: "Maklik",
        pl: "Łatwo",
        tr: "Kolay",
        uk: "Легко",
        ar: "سهل",
    },
    ReadyOption {
        id: "very-easy",
        tone: Tone::Positive,
        nl: "Heel makkelijk",
        en: "Very easy",
        de: "Sehr einfach",
        fr: "Très facile",
        fy: "Tige maklik",
        pl: "Bardzo łatwo",
        tr: "Çok kolay",
        uk: "Дуже легко",
        ar: "سهل جدًا",
    },
];

pub(super) static DONE: [ReadyOption; 3] = [
    ReadyOption {
        id: "no",
        tone: Tone::Negative,
        nl: "Nee",
        en: "No",
        de: "Nein",
        fr: "Non",
        fy: "Nee",
        pl: "Nie",
        tr: "Hayır",
        uk: "Ні",
        ar: "لا",
    },
    ReadyOption {
        id: "partly",
        tone: Tone::Neutral,
        nl: "Voor een deel",
        en: "Partly",
        de: "Teilweise",
        fr: "En partie",
        fy: "Foar in part",
        pl: "Częściowo",
        tr: "Kısmen",
        uk: "Частково",
        ar: "جزئيًا",
    },
    ReadyOption {
        id: "yes",
        tone: Tone::Positive,
        nl: "Ja",
        en: "Yes",
        de: "Ja",
        fr: "Oui",
        fy: "Ja",
        pl: "Tak",
        tr: "Evet",
        uk: "Так",
        ar: "نعم",
    },
];

pub(super) static EXPECTATION: [ReadyOption; 3] = [
    ReadyOption {
        id: "worse",
        tone: Tone::Negative,
        nl: "Slechter dan verwacht",
        en: "Worse than expected",
        de: "Schlechter als erwartet",
        fr: "Moins bien que prévu",
        fy: "Minder as ferwachte",
        pl: "Gorzej, niż oczekiwano",
        tr: "Beklediğimden kötü",
        uk: "Гірше, ніж очікувалося",
        ar: "أسوأ من المتوقع",
    },
    ReadyOption {
        id: "same",
        tone: Tone::Neutral,
        nl: "Zoals verwacht",
        en: "As expected",
        de: "Wie erwartet",
        fr: "Comme prévu",
        fy: "Lykas ferwachte",
        pl: "Zgodnie z oczekiwaniami",
        tr: "Beklediğim gibi",
        uk: "Як і очікувалося",
        ar: "كما هو متوقع",
    },
    ReadyOption {
        id: "better",
        tone: Tone::Positive,
        nl: "Beter dan verwacht",
        en: "Better than expected",
        de: "Besser als erwartet",
        fr: "Mieux que prévu",
        fy: "Better as ferwachte",
        pl: "Lepiej, niż oczekiwano",
        tr: "Beklediğimden iyi",
        uk: "Краще, ніж очікувалося",
        ar: "أفضل من المتوقع",
    },
];

pub(super) static THUMBS: [ReadyOption; 2] = [
    ReadyOption {
        id: "down",
        tone: Tone::Negative,
        nl: "Niet goed",
        en: "Not good",
        de: "Nicht gut",
        fr: "Pas bien",
        fy: "Net goed",
        pl: "Źle",
        tr: "İyi değil",
        uk: "Погано",
        ar: "غير جيد",
    },
    ReadyOption {
        id: "up",
        tone: Tone::Positive,
        nl: "Goed",
        en: "Good",
        de: "Gut",
        fr: "Bien",
        fy: "Goed",
        pl: "Dobrze",
        tr: "İyi",
        uk: "Добре",
        ar: "جيد",
    },
];
