//! What languages are called.

use journey::language::Language;

/// In Dutch and in English, in the order of [`Language::ALL`].
const NAMES: [(&str, &str); Language::ALL.len()] = [
    ("Nederlands", "Dutch"),
    ("Engels", "English"),
    ("Duits", "German"),
    ("Frans", "French"),
    ("Fries", "Frisian"),
    ("Pools", "Polish"),
    ("Turks", "Turkish"),
    ("Oekraïens", "Ukrainian"),
    ("Arabisch", "Arabic"),
];

impl super::Words {
    /// A language by its name; one that is not known here by its tag.
    pub(in super::super) fn language<'a>(&self, tag: &'a str) -> &'a str {
        let known =
            Language::of(tag).and_then(|it| Language::ALL.iter().position(|one| *one == it));
        let names = known.and_then(|at| NAMES.get(at));
        names.map_or(tag, |(dutch, english)| match self.code {
            "nl" => dutch,
            _ => english,
        })
    }
}
