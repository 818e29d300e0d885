//! Scales: the possible answers to a question.
//!
//! Four are ready and bring their own labels in nine languages; `open` has no options, its
//! answer is the comment; any other is written out in the definition. The order of the options
//! is the order on the page; on an ordered scale it also runs from one end to the other.

mod ready;

use crate::{language::Language, texts::Texts};
use ready::ReadyOption;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        self,
        value::{MapAccessDeserializer, StrDeserializer},
    },
};

/// A scale as a definition gives it: a name, or its options written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Scale {
    /// One of the named scales.
    Named(NamedScale),
    /// The definition's own.
    Custom(CustomScale),
}

/// A scale that needs no more than its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum NamedScale {
    /// Very difficult, difficult, neutral, easy, very easy.
    Ease,
    /// No, partly, yes.
    Done,
    /// Worse, same, better than expected.
    Expectation,
    /// Down, up.
    Thumbs,
    /// No options: the answer is the comment alone.
    Open,
}

/// A scale written out; 2 to 11 options with different ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct CustomScale {
    /// Whether the options run from one end to the other.
    pub ordered: bool,
    /// The options, in order.
    #[cfg_attr(feature = "schema", schemars(length(min = 2, max = crate::definition::MAX_OPTIONS)))]
    pub options: Vec<ScaleOption>,
}

/// One option of a scale written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ScaleOption {
    /// Its id.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Id"))]
    pub id: String,
    /// What the button says.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Title"))]
    pub label: Texts,
    /// Its tone.
    pub tone: Tone,
}

/// The tone of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// It went badly.
    Negative,
    /// Neither.
    Neutral,
    /// It went well.
    Positive,
}

impl<'de> Deserialize<'de> for Scale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Scale;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a scale")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Scale, E> {
                NamedScale::deserialize(StrDeserializer::new(name)).map(Scale::Named)
            }

            fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<Scale, M::Error> {
                CustomScale::deserialize(MapAccessDeserializer::new(map)).map(Scale::Custom)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// One option of any scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its tone.
    pub tone: Tone,
    /// Whether it is the first or last option of an ordered scale.
    pub outlier: bool,
    label: Label<'a>,
}

impl Scale {
    /// Whether the answer is the comment alone.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Named(NamedScale::Open))
    }

    /// Whether the options run from one end to the other.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        match self {
            Self::Named(name) => *name != NamedScale::Open,
            Self::Custom(custom) => custom.ordered,
        }
    }

    /// The options, in order; none when it is open.
    #[must_use]
    pub fn options(&self) -> Vec<OptionView<'_>> {
        let mut options: Vec<OptionView<'_>> = match self {
            Self::Named(name) => name.ready_options().iter().map(OptionView::ready).collect(),
            Self::Custom(custom) => custom.options.iter().map(OptionView::own).collect(),
        };
        if self.is_ordered() {
            for end in [0, options.len().saturating_sub(1)] {
                if let Some(option) = options.get_mut(end) {
                    option.outlier = true;
                }
            }
        }
        options
    }

    /// Whether an option is the first or last of an ordered scale.
    #[must_use]
    pub fn is_outlier(&self, id: &str) -> bool {
        self.options()
            .iter()
            .any(|option| option.outlier && option.id == id)
    }
}

impl NamedScale {
    /// Every named scale with its name in the API.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("ease", Self::Ease),
        ("done", Self::Done),
        ("expectation", Self::Expectation),
        ("thumbs", Self::Thumbs),
        ("open", Self::Open),
    ];

    fn ready_options(self) -> &'static [ReadyOption] {
        match self {
            Self::Ease => &ready::EASE,
            Self::Done => &ready::DONE,
            Self::Expectation => &ready::EXPECTATION,
            Self::Thumbs => &ready::THUMBS,
            Self::Open => &[],
        }
    }
}

impl Tone {
    /// Every tone with its name in the API.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("negative", Self::Negative),
        ("neutral", Self::Neutral),
        ("positive", Self::Positive),
    ];
}

impl<'a> OptionView<'a> {
    /// What the button says in `language`; where there is no such label, in the journey's
    /// `default` language.
    #[must_use]
    pub fn label(&self, language: &str, default: &str) -> &'a str {
        match self.label {
            Label::Ready(option) => option.label(Language::nearest(language, default)),
            Label::Own(texts) => texts.in_language(language, default),
        }
    }

    fn ready(option: &'static ReadyOption) -> Self {
        Self {
            id: option.id,
            tone: option.tone,
            outlier: false,
            label: Label::Ready(option),
        }
    }

    fn own(option: &'a ScaleOption) -> Self {
        Self {
            id: &option.id,
            tone: option.tone,
            outlier: false,
            label: Label::Own(&option.label),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label<'a> {
    Ready(&'static ReadyOption),
    Own(&'a Texts),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn named(name: &str) -> Scale {
        serde_json::from_value(name.into()).unwrap()
    }

    fn ids_and_tones(name: &str) -> Vec<(String, Tone)> {
        let scale = named(name);
        let options = scale.options();
        options
            .iter()
            .map(|option| (option.id.to_owned(), option.tone))
            .collect()
    }

    fn custom(ordered: bool, count: usize) -> Scale {
        Scale::Custom(CustomScale {
            ordered,
            options: (0..count)
                .map(|index| ScaleOption {
                    id: format!("option-{index}"),
                    label: Texts::from([("nl", "Keuze"), ("es", "Opción")]),
                    tone: Tone::Neutral,
                })
                .collect(),
        })
    }

    fn outliers(scale: &Scale) -> Vec<String> {
        let options = scale.options();
        options
            .iter()
            .filter(|option| option.outlier)
            .map(|option| option.id.to_owned())
            .collect()
    }

    #[test]
    fn ready_scales_have_the_agreed_options_and_tones() {
        use Tone::{Negative, Neutral, Positive};
        let expected = |pairs: &[(&str, Tone)]| -> Vec<(String, Tone)> {
            pairs
                .iter()
                .map(|(id, tone)| ((*id).to_owned(), *tone))
                .collect()
        };
        assert_eq!(
            ids_and_tones("ease"),
            expected(&[
                ("very-difficult", Negative),
                ("difficult", Negative),
                ("neutral", Neutral),
                ("easy", Positive),
                ("very-easy", Positive),
            ])
        );
        assert_eq!(
            ids_and_tones("done"),
            expected(&[("no", Negative), ("partly", Neutral), ("yes", Positive)])
        );
        assert_eq!(
            ids_and_tones("expectation"),
            expected(&[("worse", Negative), ("same", Neutral), ("better", Positive)])
        );
        assert_eq!(
            ids_and_tones("thumbs"),
            expected(&[("down", Negative), ("up", Positive)])
        );
        assert_eq!(ids_and_tones("open"), []);
    }

    #[test]
    fn outliers_are_the_ends_of_an_ordered_scale() {
        assert_eq!(outliers(&named("ease")), ["very-difficult", "very-easy"]);
        assert_eq!(outliers(&named("done")), ["no", "yes"]);
        assert_eq!(outliers(&named("expectation")), ["worse", "better"]);
        assert_eq!(outliers(&named("thumbs")), ["down", "up"]);
        assert_eq!(outliers(&custom(true, 4)), ["option-0", "option-3"]);
    }

    #[test]
    fn an_unordered_or_open_scale_has_no_outliers() {
        assert!(outliers(&custom(false, 4)).is_empty());
        assert!(outliers(&named("open")).is_empty());
        assert!(!named("open").is_ordered());
        assert!(!custom(false, 4).is_ordered());
        assert!(custom(true, 4).is_ordered());
        assert!(named("done").is_ordered());
    }

    #[test]
    fn an_outlier_is_known_by_its_id() {
        assert!(named("ease").is_outlier("very-easy"));
        assert!(!named("ease").is_outlier("easy"));
        assert!(!named("ease").is_outlier("up"));
    }

    #[test]
    fn tones_have_the_names_of_the_json() {
        for (name, tone) in Tone::NAMES {
            assert_eq!(serde_json::to_value(tone).unwrap(), name);
        }
    }

    #[test]
    fn only_the_open_scale_is_open() {
        for (name, _) in NamedScale::NAMES {
            assert_eq!(named(name).is_open(), name == "open");
        }
        assert!(!custom(true, 2).is_open());
    }

    #[test]
    fn every_ready_label_is_there_in_every_language_and_differs_from_the_others_of_its_scale() {
        for (name, _) in NamedScale::NAMES {
            let scale = named(name);
            for language in Language::ALL {
                let options = scale.options();
                let labels: BTreeSet<&str> = options
                    .iter()
                    .map(|option| option.label(language.code(), "nl"))
                    .collect();
                assert_eq!(labels.len(), options.len(), "{name} in {}", language.code());
                assert!(
                    labels
                        .iter()
                        .all(|label| !label.is_empty() && label.chars().count() <= 32),
                    "{name} in {}: {labels:?}",
                    language.code()
                );
            }
        }
    }

    #[test]
    fn ready_labels_come_in_the_asked_language_or_the_nearest() {
        let scale = named("ease");
        let first = scale.options()[0];
        assert_eq!(first.label("nl", "nl"), "Heel moeilijk");
        assert_eq!(first.label("en-GB", "nl"), "Very difficult");
        assert_eq!(first.label("es", "de"), "Sehr schwierig");
        assert_eq!(first.label("es", "pt"), "Very difficult");
    }

    #[test]
    fn ready_labels_are_in_the_script_of_their_language() {
        let cyrillic = |label: &str| label.chars().any(|sign| ('а'..='я').contains(&sign));
        let arabic = |label: &str| label.chars().any(|sign| ('ا'..='ي').contains(&sign));
        for (name, _) in NamedScale::NAMES {
            for option in named(name).options() {
                assert!(
                    cyrillic(&option.label("uk", "nl").to_lowercase()),
                    "{}",
                    option.id
                );
                assert!(arabic(option.label("ar", "nl")), "{}", option.id);
            }
        }
    }

    #[test]
    fn own_labels_may_be_in_any_language() {
        let scale = custom(true, 2);
        let option = scale.options()[0];
        assert_eq!(option.label("es", "nl"), "Opción");
        assert_eq!(option.label("en", "nl"), "Keuze");
    }

    #[test]
    fn json_is_a_name_or_the_options() {
        for (name, scale) in NamedScale::NAMES {
            assert_eq!(serde_json::to_value(Scale::Named(scale)).unwrap(), name);
        }
        let json = r#"{"ordered":true,"options":[{"id":"bad","label":{"nl":"Slecht"},"tone":"negative"},{"id":"good","label":{"nl":"Goed"},"tone":"positive"}]}"#;
        let scale: Scale = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&scale).unwrap(), json);
        assert!(serde_json::from_str::<Scale>("\"stars\"").is_err());
    }

    proptest! {
        #[test]
        fn an_ordered_scale_of_any_length_has_its_two_ends_as_outliers(count in 0..12_usize) {
            prop_assert_eq!(outliers(&custom(true, count)).len(), count.min(2));
            prop_assert_eq!(custom(true, count).options().len(), count);
        }
    }
}
