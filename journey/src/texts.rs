//! One text in several languages, by BCP 47 tag.

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// A text by language, as in `{"nl": "Ja", "en": "Yes"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Texts(
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, String>")
    )]
    pub LiteMap<String, String>,
);

impl Texts {
    /// The text in `language`, else in the journey's `default` language, else in any; empty only
    /// when there is none at all.
    #[must_use]
    pub fn in_language(&self, language: &str, default: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get(default))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Texts {
    fn from(texts: [(&str, &str); N]) -> Self {
        Self(
            texts
                .into_iter()
                .map(|(language, text)| (language.to_owned(), text.to_owned()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asked_language_comes_before_the_default_and_that_before_any() {
        let texts = Texts::from([("de", "Ja."), ("en", "Yes."), ("nl", "Ja!")]);
        assert_eq!(texts.in_language("en", "nl"), "Yes.");
        assert_eq!(texts.in_language("fr", "nl"), "Ja!");
        assert_eq!(texts.in_language("fr", "es"), "Ja.");
        assert_eq!(Texts::default().in_language("nl", "nl"), "");
    }

    #[test]
    fn json_is_the_bare_map() {
        let texts = Texts::from([("nl", "Ja"), ("en", "Yes")]);
        let json = serde_json::to_string(&texts).unwrap();
        assert_eq!(json, r#"{"en":"Yes","nl":"Ja"}"#);
        assert_eq!(serde_json::from_str::<Texts>(&json).unwrap(), texts);
    }
}
