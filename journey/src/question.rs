//! What a page needs to ask a step's question in one language.

use crate::{
    definition::{Ask, Callback, ExitKind, Step},
    edition::Edition,
    language::{self, Direction, Language},
    scale::Tone,
    words::{self, CallbackTerms, Words},
};
use serde::Serialize;

/// A step's question in one language, with the widget's own words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ShownQuestion {
    /// The journey's id.
    pub journey: String,
    /// The step's id.
    pub step: String,
    /// To be sent back with the answer.
    pub question_version: u32,
    /// The language of the texts, BCP 47.
    pub language: String,
    /// The direction in which that language is written.
    pub direction: Direction,
    /// What is asked.
    pub prompt: String,
    /// The possible answers; none for an open question.
    pub options: Vec<ShownOption>,
    /// What outliers are asked next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<ShownFollowUp>,
    /// What happens after this step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Ways out for whoever gets stuck.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exits: Vec<ShownExit>,
    /// Present when the resident may ask to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<Callback>,
    /// How often the question is asked.
    pub ask: Ask,
    /// The widget's own words.
    pub words: Words,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownOption {
    /// To be sent back.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Whether it is good or bad news.
    pub tone: Tone,
    /// Whether it gets a follow-up.
    pub outlier: bool,
}

/// What outliers are asked next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownFollowUp {
    /// The reasons to choose from.
    pub reasons: Vec<ShownReason>,
    /// The comment, if one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<ShownComment>,
}

/// One reason to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownReason {
    /// To be sent back.
    pub id: String,
    /// What it says.
    pub label: String,
}

/// A comment's prompt and length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ShownComment {
    /// What is asked.
    pub prompt: String,
    /// The most characters.
    pub max_length: u32,
}

/// A way out for whoever gets stuck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownExit {
    /// What kind of way.
    pub kind: ExitKind,
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A step's question in the language that was asked for, else in the nearest the journey has.
#[must_use]
pub fn show(
    journey: &str,
    step: &Step,
    edition: &Edition,
    asked_language: Option<&str>,
) -> Option<ShownQuestion> {
    let definition = &edition.definition;
    let default = definition.default_language.as_str();
    let language = language::choose(asked_language, &definition.languages, default);
    let question = edition.current(step)?;
    let follow_up = step.question.follow_up.as_ref();
    Some(ShownQuestion {
        journey: journey.to_owned(),
        step: step.id.clone(),
        question_version: question.version,
        language: language.to_owned(),
        direction: Direction::of(language),
        prompt: question.prompt.in_language(language, default).to_owned(),
        options: question
            .scale
            .options()
            .into_iter()
            .map(|option| ShownOption {
                label: option.label(language, default).to_owned(),
                outlier: question.follows_up(option.id),
                tone: option.tone,
                id: option.id.to_owned(),
            })
            .collect(),
        follow_up: follow_up.map(|it| ShownFollowUp {
            reasons: it
                .reasons
                .iter()
                .map(|reason| ShownReason {
                    id: reason.id.clone(),
                    label: reason.label.in_language(language, default).to_owned(),
                })
                .collect(),
            comment: it.comment.as_ref().map(|comment| ShownComment {
                prompt: comment.prompt.in_language(language, default).to_owned(),
                max_length: comment.max_length,
            }),
        }),
        next: step
            .next
            .as_ref()
            .map(|next| next.in_language(language, default).to_owned()),
        exits: step
            .exits
            .iter()
            .map(|exit| ShownExit {
                kind: exit.kind,
                label: exit.label.in_language(language, default).to_owned(),
                href: exit.href.clone(),
            })
            .collect(),
        callback: step.callback,
        ask: step.ask,
        words: words::for_question(
            Language::nearest(language, default),
            follow_up.map(|it| it.comment.as_ref().map_or(0, |comment| comment.max_length)),
            step.callback.map(|callback| CallbackTerms {
                within_days: callback.within_days,
                kept_days: definition.retention.callbacks_days,
            }),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::{ShownQuestion, show};
    use crate::{definition::Definition, edition::Edition, language::Direction};
    use serde_json::json;

    fn shown(language: Option<&str>) -> ShownQuestion {
        let definition = json!({
            "title": {"nl": "Verbouwvergunning"}, "languages": ["nl", "ar"], "origins": [],
            "steps": [{
                "id": "tekeningen", "title": {"nl": "Tekeningen"},
                "question": {
                    "prompt": {"nl": "Hoe makkelijk?", "ar": "ما مدى السهولة؟"}, "scale": "ease",
                    "followUp": {"on": "outliers",
                        "reasons": [{"id": "file-too-large", "label": {"nl": "Te groot"}}],
                        "comment": {"prompt": {"nl": "Wat kan beter?"}, "maxLength": 20}}},
                "next": {"nl": "U hoort van ons."},
                "exits": [{"kind": "phone", "label": {"nl": "Bellen"}, "href": "tel:140318"}],
                "callback": {"withinDays": 2}
            }]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true);
        let edition = Edition::next(None, definition.unwrap(), 0);
        let step = edition.definition.step("tekeningen").unwrap();
        show("verbouwvergunning", step, &edition, language).unwrap()
    }

    #[test]
    fn everything_of_a_step_is_in_the_language_that_was_asked_for() {
        let shown = shown(Some("nl-BE"));
        assert_eq!((&*shown.language, shown.direction), ("nl", Direction::Ltr));
        assert_eq!(shown.prompt, "Hoe makkelijk?");
        assert_eq!(shown.question_version, 1);
        let outliers: Vec<_> = shown.options.iter().map(|it| it.outlier).collect();
        assert_eq!(outliers, [true, false, false, false, true]);
        let follow_up = shown.follow_up.unwrap();
        assert_eq!(follow_up.reasons[0].label, "Te groot");
        assert_eq!(follow_up.comment.unwrap().max_length, 20);
        assert_eq!(shown.next.as_deref(), Some("U hoort van ons."));
        assert_eq!(shown.exits[0].href, "tel:140318");
        assert!(shown.callback.is_some() && shown.words.callback.is_some());
    }

    #[test]
    fn what_a_language_lacks_comes_in_the_journeys_own_and_the_widgets_words_in_neither_fail() {
        let shown = shown(Some("ar"));
        assert_eq!((&*shown.language, shown.direction), ("ar", Direction::Rtl));
        assert_eq!(shown.prompt, "ما مدى السهولة؟");
        assert_eq!(shown.follow_up.unwrap().reasons[0].label, "Te groot");
        // The ready scale's labels are in it.
        assert_ne!(shown.options[0].label, self::shown(None).options[0].label);
    }

    #[test]
    fn a_language_that_the_journey_lacks_gives_its_own() {
        for asked in [None, Some("de"), Some(""), Some("x")] {
            assert_eq!(shown(asked).language, "nl", "{asked:?}");
        }
    }
}
