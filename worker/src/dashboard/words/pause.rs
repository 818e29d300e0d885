//! What is said while asking pauses.

/// The words of a pause, in one language.
pub(crate) struct Pause {
    pub(in super::super) title: &'static str,
    pub(in super::super) why: [&'static str; 2],
    pub(in super::super) how: &'static str,
    pub(in super::super) link: &'static str,
}

pub(super) const NL: Pause = Pause {
    title: "De vraag wordt nu niet gesteld.",
    why: [
        "Er ligt al {n} dag een signaal dat niemand las. Vragen zonder te lezen is erger dan niet vragen.",
        "Er ligt al {n} dagen een signaal dat niemand las. Vragen zonder te lezen is erger dan niet vragen.",
    ],
    how: "Lees wat {n} dagen of langer wacht, en geef het een andere status dan nieuw. Binnen een paar minuten krijgen mensen de vraag dan weer.",
    link: "Lees de nieuwe signalen",
};

pub(super) const EN: Pause = Pause {
    title: "The question is not asked now.",
    why: [
        "A signal has waited {n} day for a reader. Asking without reading is worse than not asking.",
        "A signal has waited {n} days for a reader. Asking without reading is worse than not asking.",
    ],
    how: "Read what has waited for {n} days or more, and give it another status than new. People get the question again within a few minutes.",
    link: "Read the new signals",
};
