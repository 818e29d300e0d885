//! Languages: the nine that bring the widget's own words, and the choice among those of a journey.
//!
//! A journey may offer other languages too, so everything that chooses works on BCP 47 tags as
//! text; case and the separator (`nl-BE`, `nl_be`) do not matter.

use serde::Serialize;

/// A language with words and scale labels of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// West Frisian.
    Fy,
    /// Polish.
    Pl,
    /// Turkish.
    Tr,
    /// Ukrainian.
    Uk,
    /// Arabic.
    Ar,
}

/// The direction in which a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Language {
    /// Every language, the default first.
    pub const ALL: [Self; 9] = [
        Self::Nl,
        Self::En,
        Self::De,
        Self::Fr,
        Self::Fy,
        Self::Pl,
        Self::Tr,
        Self::Uk,
        Self::Ar,
    ];

    /// Its BCP 47 tag.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Fy => "fy",
            Self::Pl => "pl",
            Self::Tr => "tr",
            Self::Uk => "uk",
            Self::Ar => "ar",
        }
    }

    /// The language of a tag, whatever its region or script.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| same(primary(tag), language.code()))
    }

    /// The language whose words to use beside a text in `tag`: its own, else that of the
    /// journey's `default`, else English.
    #[must_use]
    pub fn nearest(tag: &str, default: &str) -> Self {
        Self::of(tag)
            .or_else(|| Self::of(default))
            .unwrap_or(Self::En)
    }
}

impl Direction {
    /// The direction of any language, by its tag: right to left for the living languages whose
    /// script is.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        const RIGHT_TO_LEFT: [&str; 10] =
            ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
        if RIGHT_TO_LEFT.iter().any(|code| same(primary(tag), code)) {
            Self::Rtl
        } else {
            Self::Ltr
        }
    }
}

/// The offered language that serves the asked one best (RFC 4647, section 3.4, lookup): the same
/// tag, or the longest beginning of it that is offered, or else any offered variant of the same
/// language, or else the default.
#[must_use]
pub fn choose<'a>(asked: Option<&str>, offered: &'a [String], default: &'a str) -> &'a str {
    let Some(mut range) = asked else {
        return default;
    };
    loop {
        if let Some(tag) = offered.iter().find(|tag| same(tag, range)) {
            return tag;
        }
        match range.rfind(SEPARATORS) {
            Some(end) => range = range.get(..end).unwrap_or_default(),
            None => break,
        }
    }
    offered
        .iter()
        .find(|tag| same(primary(tag), range))
        .map_or(default, String::as_str)
}

const SEPARATORS: [char; 2] = ['-', '_'];

fn primary(tag: &str) -> &str {
    tag.split(SEPARATORS).next().unwrap_or_default()
}

fn same(one: &str, other: &str) -> bool {
    let plain = |byte: u8| {
        if byte == b'_' {
            b'-'
        } else {
            byte.to_ascii_lowercase()
        }
    };
    one.bytes().map(plain).eq(other.bytes().map(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chosen(asked: &str, offered: &[&str]) -> String {
        let offered: Vec<String> = offered.iter().map(ToString::to_string).collect();
        choose(Some(asked), &offered, "nl").to_owned()
    }

    #[test]
    fn the_same_tag_is_chosen_whatever_its_case_or_separator() {
        assert_eq!(chosen("en", &["nl", "en"]), "en");
        assert_eq!(chosen("EN", &["nl", "en"]), "en");
        assert_eq!(chosen("pt_br", &["nl", "pt", "pt-BR"]), "pt-BR");
    }

    #[test]
    fn a_tag_falls_back_to_its_longest_beginning() {
        assert_eq!(chosen("nl-BE", &["en", "nl"]), "nl");
        assert_eq!(chosen("zh-Hant-TW", &["zh", "zh-Hant"]), "zh-Hant");
        assert_eq!(chosen("zh-Hans-CN", &["zh-Hant", "zh"]), "zh");
    }

    #[test]
    fn a_variant_of_the_same_language_comes_before_the_default() {
        assert_eq!(chosen("de-CH", &["nl", "de-AT"]), "de-AT");
        assert_eq!(chosen("en", &["nl", "en-GB"]), "en-GB");
    }

    #[test]
    fn another_language_with_the_same_letters_is_not_chosen() {
        assert_eq!(chosen("fil", &["fi"]), "nl");
        assert_eq!(chosen("fi", &["fil"]), "nl");
    }

    #[test]
    fn what_is_not_offered_gives_the_default() {
        for asked in ["", "-", "_", "-nl", "es", "x-klingon", "en;q=0.8", "٣"] {
            assert_eq!(chosen(asked, &["en"]), "nl", "{asked}");
        }
        assert_eq!(chosen("en", &[]), "nl");
        assert_eq!(choose(None, &["en".to_owned()], "nl"), "nl");
    }

    #[test]
    fn the_nine_languages_are_known_by_their_tags() {
        let codes: Vec<&str> = Language::ALL
            .iter()
            .map(|language| language.code())
            .collect();
        assert_eq!(
            codes,
            ["nl", "en", "de", "fr", "fy", "pl", "tr", "uk", "ar"]
        );
        for language in Language::ALL {
            assert_eq!(Language::of(language.code()), Some(language));
            assert_eq!(
                Language::of(&format!("{}-XX", language.code())),
                Some(language)
            );
        }
        assert_eq!(Language::of("es"), None);
        assert_eq!(Language::of(""), None);
    }

    #[test]
    fn words_come_in_the_nearest_language() {
        assert_eq!(Language::nearest("pl-PL", "nl"), Language::Pl);
        assert_eq!(Language::nearest("es", "nl-NL"), Language::Nl);
        assert_eq!(Language::nearest("es", "pt"), Language::En);
    }

    #[test]
    fn arabic_and_its_neighbours_run_from_right_to_left() {
        for tag in ["ar", "ar-MA", "AR_sy", "fa", "he", "ur-PK", "ckb"] {
            assert_eq!(Direction::of(tag), Direction::Rtl, "{tag}");
        }
        for tag in ["nl", "tr", "uk", "arn", "", "-ar"] {
            assert_eq!(Direction::of(tag), Direction::Ltr, "{tag}");
        }
        assert_eq!(serde_json::to_string(&Direction::Rtl).unwrap(), "\"rtl\"");
        assert_eq!(serde_json::to_string(&Direction::Ltr).unwrap(), "\"ltr\"");
    }

    proptest! {
        #[test]
        fn the_choice_is_always_offered_or_the_default(
            asked in "\\PC{0,12}|[a-z]{2}([-_][A-Z]{2}){0,3}",
            offered in proptest::collection::vec("[a-z]{2}(-[A-Z]{2})?", 0..5),
        ) {
            let choice = choose(Some(&asked), &offered, "default");
            prop_assert!(choice == "default" || offered.iter().any(|tag| tag == choice));
        }
    }
}
