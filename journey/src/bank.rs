//! Ready questions in Dutch and English, for an owner to choose from.
//!
//! Each asks one thing, in plain words (B1), with a ready scale whose labels answer it; none asks for a mark.

use crate::{language::Language, scale::NamedScale};

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// How much effort it took.
    Ease,
    /// Whether it worked.
    Success,
    /// What was expected beside what came.
    Expectation,
    /// What the person needs.
    Need,
}

impl About {
    /// All of them, in the order in which to show them.
    pub const ALL: [Self; 4] = [Self::Ease, Self::Success, Self::Expectation, Self::Need];
}

/// A question that is ready to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyQuestion {
    /// Its name in the bank.
    pub id: &'static str,
    /// What it is about.
    pub about: About,
    /// Its scale.
    pub scale: NamedScale,
    nl: &'static str,
    en: &'static str,
}

impl ReadyQuestion {
    /// The question in the language of a tag, if the bank has it in that.
    #[must_use]
    pub fn prompt(&self, tag: &str) -> Option<&'static str> {
        of_two(tag, self.nl, self.en)
    }
}

/// What labels the field in which a question is answered in words, in the language of a tag.
#[must_use]
pub fn field(tag: &str) -> Option<&'static str> {
    of_two(tag, "Uw antwoord", "Your answer")
}

fn of_two(tag: &str, nl: &'static str, en: &'static str) -> Option<&'static str> {
    match Language::of(tag)? {
        Language::Nl => Some(nl),
        Language::En => Some(en),
        _ => None,
    }
}

/// A ready question by its name.
#[must_use]
pub fn question(id: &str) -> Option<&'static ReadyQuestion> {
    QUESTIONS.iter().find(|question| question.id == id)
}

const fn ready(
    id: &'static str,
    about: About,
    scale: NamedScale,
    nl: &'static str,
    en: &'static str,
) -> ReadyQuestion {
    ReadyQuestion {
        id,
        about,
        scale,
        nl,
        en,
    }
}

/// The bank.
pub static QUESTIONS: [ReadyQuestion; 18] = [
    ready(
        "ease-step",
        About::Ease,
        NamedScale::Ease,
        "Hoe makkelijk of moeilijk was deze stap?",
        "How easy or difficult was this step?",
    ),
    ready(
        "ease-find",
        About::Ease,
        NamedScale::Ease,
        "Hoe makkelijk of moeilijk was het om te vinden wat u zocht?",
        "How easy or difficult was it to find what you were looking for?",
    ),
    ready(
        "ease-explanation",
        About::Ease,
        NamedScale::Ease,
        "Hoe makkelijk of moeilijk was het om de uitleg te begrijpen?",
        "How easy or difficult was it to understand the explanation?",
    ),
    ready(
        "ease-documents",
        About::Ease,
        NamedScale::Ease,
        "Hoe makkelijk of moeilijk was het om uw documenten toe te voegen?",
        "How easy or difficult was it to add your documents?",
    ),
    ready(
        "ease-letter",
        About::Ease,
        NamedScale::Ease,
        "Hoe makkelijk of moeilijk was het om deze brief te begrijpen?",
        "How easy or difficult was it to understand this letter?",
    ),
    ready(
        "success-goal",
        About::Success,
        NamedScale::Done,
        "Is het gelukt wat u hier wilde doen?",
        "Did you manage to do what you came for?",
    ),
    ready(
        "success-found",
        About::Success,
        NamedScale::Done,
        "Hebt u gevonden wat u zocht?",
        "Did you find what you were looking for?",
    ),
    ready(
        "success-answered",
        About::Success,
        NamedScale::Done,
        "Is uw vraag beantwoord?",
        "Was your question answered?",
    ),
    ready(
        "success-solved",
        About::Success,
        NamedScale::Done,
        "Is uw probleem opgelost?",
        "Was your problem solved?",
    ),
    ready(
        "success-next",
        About::Success,
        NamedScale::Done,
        "Weet u wat er nu gaat gebeuren?",
        "Do you know what happens next?",
    ),
    ready(
        "expectation-step",
        About::Expectation,
        NamedScale::Expectation,
        "Ging deze stap zoals u had verwacht?",
        "Did this step go as you expected?",
    ),
    ready(
        "expectation-application",
        About::Expectation,
        NamedScale::Expectation,
        "Ging uw aanvraag zoals u had verwacht?",
        "Did your application go as you expected?",
    ),
    ready(
        "expectation-waiting",
        About::Expectation,
        NamedScale::Expectation,
        "Was de wachttijd zoals u had verwacht?",
        "Was the waiting time as you expected?",
    ),
    ready(
        "expectation-contact",
        About::Expectation,
        NamedScale::Expectation,
        "Was het contact met ons zoals u had verwacht?",
        "Was the contact with us as you expected?",
    ),
    ready(
        "need-purpose",
        About::Need,
        NamedScale::Open,
        "Waarvoor kwam u hier?",
        "What did you come here for?",
    ),
    ready(
        "need-missing",
        About::Need,
        NamedScale::Open,
        "Wat miste u op deze bladzijde?",
        "What was missing on this page?",
    ),
    ready(
        "need-information",
        About::Need,
        NamedScale::Open,
        "Wat wilt u nog van ons weten?",
        "What else do you want to know from us?",
    ),
    ready(
        "need-easier",
        About::Need,
        NamedScale::Open,
        "Wat zou deze stap makkelijker maken?",
        "What would make this step easier?",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definition;
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn each_is_valid_as_the_question_of_a_definition() {
        let steps: Vec<_> = QUESTIONS
            .iter()
            .map(|ready| {
                json!({
                    "id": ready.id,
                    "title": {"nl": "Stap"},
                    "question": {
                        "prompt": {"nl": ready.prompt("nl"), "en-GB": ready.prompt("en-GB")},
                        "scale": ready.scale,
                    }
                })
            })
            .collect();
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl", "en-GB"], "origins": [], "steps": steps
        });
        let read = Definition::read(definition.to_string().as_bytes(), |_| true);
        assert_eq!(read.unwrap().steps.len(), QUESTIONS.len());
    }

    #[test]
    fn there_are_some_about_everything_and_no_two_alike() {
        for about in About::ALL {
            let some = QUESTIONS.iter().filter(|it| it.about == about);
            assert!((3..=6).contains(&some.count()), "{about:?}");
        }
        let mut known = BTreeSet::new();
        for ready in &QUESTIONS {
            assert_eq!(question(ready.id), Some(ready));
            for text in [ready.id, ready.nl, ready.en] {
                assert!(known.insert(text), "{text}");
            }
        }
        assert_eq!(question("none"), None);
        assert_eq!(QUESTIONS[0].prompt("de"), None);
    }

    #[test]
    fn each_is_one_short_question_whose_scale_answers_it() {
        for ready in &QUESTIONS {
            for text in [ready.nl, ready.en] {
                assert_eq!(text.matches('?').count(), 1, "{text}");
                assert!(text.ends_with('?') && !text.contains('.'), "{text}");
                assert!(text.split(' ').count() <= 13, "{text}");
            }
            let scale = match ready.about {
                About::Ease => NamedScale::Ease,
                About::Success => NamedScale::Done,
                About::Expectation => NamedScale::Expectation,
                About::Need => NamedScale::Open,
            };
            assert_eq!(ready.scale, scale, "{}", ready.id);
        }
    }
}
