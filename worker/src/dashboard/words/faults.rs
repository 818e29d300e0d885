//! What is said of a field that is wrong, by the code of its fault.

/// The words of faults, in one language.
pub(crate) struct Faults {
    pub(in super::super) title: &'static str,
    pub(in super::super) about: &'static str,
    /// The same words by the API's codes; `{n}` is the number in the API's own text.
    pub(in super::super) by_code: &'static [(&'static str, &'static str)],
    /// For a code that has none.
    pub(in super::super) other: &'static str,
}

pub(super) const NL: Faults = Faults {
    title: "Dit klopt nog niet",
    about: "Er is niets opgeslagen. Wat u hebt ingevuld, staat er nog.",
    by_code: &[
        ("missing", "Vul dit in."),
        ("empty", "Vul dit in."),
        ("too-long", "Dit is te lang: hoogstens {n} tekens."),
        ("not-a-day", "Vul een datum in, zoals 22-11-2026."),
        ("unknown-step", "Kies een stap van deze klantreis."),
        ("unknown-value", "Kies een van de mogelijkheden."),
        (
            "wrong-length",
            "Dit zijn er te veel: hoogstens 200 signalen.",
        ),
        ("not-a-signal", "Een van deze signalen is geen signaal."),
        ("twice", "Een van deze signalen staat er twee keer."),
    ],
    other: "Dit kan zo niet.",
};

pub(super) const EN: Faults = Faults {
    title: "This is not right yet",
    about: "Nothing was saved. What you filled in is still there.",
    by_code: &[
        ("missing", "Fill this in."),
        ("empty", "Fill this in."),
        ("too-long", "This is too long: at most {n} characters."),
        ("not-a-day", "Fill in a date, such as 22-11-2026."),
        ("unknown-step", "Choose a step of this journey."),
        ("unknown-value", "Choose one of the options."),
        ("wrong-length", "These are too many: at most 200 signals."),
        ("not-a-signal", "One of these signals is no signal."),
        ("twice", "One of these signals is there twice."),
    ],
    other: "This cannot be so.",
};
