//! What languages are called.

/// Languages by their tag, in Dutch and in English.
const NAMES: [(&str, &str, &str); 9] = [
    ("nl", "Nederlands", "Dutch"),
    ("en", "Engels", "English"),
    ("de", "Duits", "German"),
    ("fr", "Frans", "French"),
    ("fy", "Fries", "Frisian"),
    ("pl", "Pools", "Polish"),
    ("tr", "Turks", "Turkish"),
    ("uk", "Oekraïens", "Ukrainian"),
    ("ar", "Arabisch", "Arabic"),
];

impl super::Words {
    /// A language by its name; one that is not known here by its tag.
    pub(in super::super) fn language<'a>(&self, tag: &'a str) -> &'a str {
        let found = NAMES.iter().find(|(known, ..)| *known == tag);
        found.map_or(tag, |(_, dutch, english)| match self.code {
            "nl" => dutch,
            _ => english,
        })
    }
}
