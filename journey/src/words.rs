//! The widget's own words, in nine languages; they travel with the question.
//!
//! One file per language, so that a translator has everything in one place. Sentences are short
//! and plain (B1), promise nothing the software does not do, and address the reader politely.

mod ar;
mod de;
mod en;
mod fr;
mod fy;
mod nl;
mod pl;
mod tr;
mod uk;

use crate::language::Language;
use serde::Serialize;
use std::borrow::Cow;

/// What every question needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Words {
    /// Names the widget among the regions of the page.
    pub title: &'static str,
    /// Puts the question away.
    pub dismiss: &'static str,
    /// The answer is on its way.
    pub sending: &'static str,
    /// The server has the answer.
    pub thanks: &'static str,
    /// The answer is not sent yet and is being retried.
    pub waiting: &'static str,
    /// The answer was refused for good.
    pub failed: &'static str,
    /// Closes the widget after the answer.
    pub close: &'static str,
    /// Heads what happens after this step.
    pub next: &'static str,
    /// Heads what earlier answers changed.
    pub improvements: &'static str,
    /// Present when outliers are asked further, or the question is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUpWords>,
    /// Present when the resident may ask to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<CallbackWords>,
}

/// What a follow-up needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FollowUpWords {
    /// Heads the reasons after an answer of negative tone.
    pub reason_negative: &'static str,
    /// Heads the reasons after an answer of neutral tone.
    pub reason_neutral: &'static str,
    /// Heads the reasons after an answer of positive tone.
    pub reason_positive: &'static str,
    /// Stands beside what may be left empty.
    pub optional: &'static str,
    /// Asks to leave personal data out of the comment.
    pub comment_hint: &'static str,
    /// The comment has too many characters; names the most.
    pub too_long: Cow<'static, str>,
    /// Sends the follow-up.
    pub send: &'static str,
    /// The comment holds personal data; the masked comment follows.
    pub personal_data: &'static str,
    /// Sends the masked comment.
    pub send_masked: &'static str,
    /// Goes back to the comment.
    pub edit: &'static str,
}

/// What a request to be called needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallbackWords {
    /// Opens the form.
    pub offer: &'static str,
    /// Why the data is asked, when the call comes and how long the data is kept.
    pub promise: Cow<'static, str>,
    /// Labels the telephone number.
    pub phone: &'static str,
    /// The telephone number is not one.
    pub phone_wrong: &'static str,
    /// Labels the name, which may be left out.
    pub name: &'static str,
    /// Labels the part of the day.
    pub moment: &'static str,
    /// Any part of the day.
    pub any: &'static str,
    /// The first part of the day.
    pub morning: &'static str,
    /// The second part of the day.
    pub afternoon: &'static str,
    /// Sends the request.
    pub send: &'static str,
    /// The request is on its way.
    pub sending: &'static str,
    /// The request is not sent yet and is being retried.
    pub waiting: &'static str,
    /// The request was refused for good, or its form did not come.
    pub failed: &'static str,
    /// The server has the request.
    pub done: &'static str,
    /// Follows that with the day of the call, for which it holds `{date}`.
    pub due: &'static str,
}

/// What a callback promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallbackTerms {
    /// The call comes within so many working days.
    pub within_days: u32,
    /// The data is erased after so many days.
    pub kept_days: u32,
}

/// The words for one question, in the language of its texts or else the nearest to it.
///
/// `comment_limit` is the most characters of a follow-up's comment, 0 where it asks for none; the words of a
/// follow-up are left out when there is no limit, and those of a callback when it has no terms.
#[must_use]
pub fn for_question(
    language: Language,
    comment_limit: Option<u32>,
    callback: Option<CallbackTerms>,
) -> Words {
    let phrases = phrases(language);
    let filled = |text: &str, name: &str, value: &str| text.replace(name, value);
    let mut words = phrases.words.clone();
    words.follow_up = comment_limit.map(|most| {
        let mut follow_up = phrases.follow_up.clone();
        follow_up.too_long = filled(&follow_up.too_long, "{most}", &most.to_string()).into();
        follow_up
    });
    words.callback = callback.map(|terms| {
        let mut callback = phrases.callback.clone();
        let within = filled(
            &callback.promise,
            "{within}",
            &(phrases.working_days)(terms.within_days),
        );
        callback.promise = filled(&within, "{kept}", &(phrases.days)(terms.kept_days)).into();
        callback
    });
    words
}

/// Everything in one language. `too_long` holds `{most}`; `promise` holds `{within}` and `{kept}`,
/// for which `working_days` and `days` write a number of days in the grammatical case that its place needs.
struct Phrases {
    words: Words,
    follow_up: FollowUpWords,
    callback: CallbackWords,
    days: fn(u32) -> String,
    working_days: fn(u32) -> String,
}

fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::Nl => &nl::PHRASES,
        Language::En => &en::PHRASES,
        Language::De => &de::PHRASES,
        Language::Fr => &fr::PHRASES,
        Language::Fy => &fy::PHRASES,
        Language::Pl => &pl::PHRASES,
        Language::Tr => &tr::PHRASES,
        Language::Uk => &uk::PHRASES,
        Language::Ar => &ar::PHRASES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const TERMS: CallbackTerms = CallbackTerms {
        within_days: 2,
        kept_days: 30,
    };

    fn texts(language: Language) -> Vec<String> {
        fn gather(value: &serde_json::Value, into: &mut Vec<String>) {
            match value {
                serde_json::Value::Object(map) => {
                    for value in map.values() {
                        gather(value, into);
                    }
                }
                value => into.push(value.as_str().unwrap().to_owned()),
            }
        }
        let words = for_question(language, Some(500), Some(TERMS));
        let mut texts = Vec::new();
        gather(&serde_json::to_value(words).unwrap(), &mut texts);
        texts
    }

    fn promise(language: Language, within_days: u32, kept_days: u32) -> String {
        let terms = CallbackTerms {
            within_days,
            kept_days,
        };
        let words = for_question(language, None, Some(terms));
        words.callback.unwrap().promise.into_owned()
    }

    #[test]
    fn every_language_has_every_text_and_leaves_no_blank_to_fill() {
        for language in Language::ALL {
            let texts = texts(language);
            assert_eq!(texts.len(), 34, "{language:?}");
            for text in texts {
                assert!(
                    !text.is_empty() && text.trim() == text,
                    "{language:?}: {text:?}"
                );
                let whole = text.replace("{date}", "");
                assert!(!whole.contains(['{', '}']), "{language:?}: {text:?}");
            }
        }
    }

    #[test]
    fn no_two_languages_share_their_sentences() {
        for (index, one) in Language::ALL.into_iter().enumerate() {
            let sentences: BTreeSet<String> = texts(one)
                .into_iter()
                .filter(|text| text.contains(' '))
                .collect();
            for other in &Language::ALL[index + 1..] {
                let shared: Vec<String> = texts(*other)
                    .into_iter()
                    .filter(|text| sentences.contains(text))
                    .collect();
                assert!(shared.is_empty(), "{one:?} and {other:?}: {shared:?}");
            }
        }
    }

    #[test]
    fn ukrainian_and_arabic_are_in_their_own_script() {
        for text in texts(Language::Uk) {
            assert!(
                text.chars().any(|sign| ('а'..='ї').contains(&sign)),
                "{text}"
            );
        }
        for text in texts(Language::Ar) {
            assert!(
                text.chars().any(|sign| ('ا'..='ي').contains(&sign)),
                "{text}"
            );
        }
    }

    #[test]
    fn buttons_are_short_enough_for_a_narrow_page() {
        for language in Language::ALL {
            let words = for_question(language, Some(500), Some(TERMS));
            let (follow_up, callback) = (words.follow_up.unwrap(), words.callback.unwrap());
            for button in [
                words.dismiss,
                words.close,
                follow_up.send,
                follow_up.send_masked,
                follow_up.edit,
                callback.offer,
                callback.send,
            ] {
                assert!(button.chars().count() <= 30, "{language:?}: {button}");
            }
        }
    }

    #[test]
    fn dutch_sentences_are_short() {
        for text in texts(Language::Nl) {
            for sentence in text.split_inclusive(['.', '?', ':']) {
                assert!(sentence.split_whitespace().count() <= 15, "{sentence}");
            }
        }
    }

    #[test]
    fn words_that_a_question_does_not_need_stay_out() {
        let words = for_question(Language::Nl, None, None);
        let json = serde_json::to_value(&words).unwrap();
        assert_eq!(json["dismiss"], "Niet nu");
        assert!(json.get("followUp").is_none());
        assert!(json.get("callback").is_none());
        let words = for_question(Language::Nl, Some(500), Some(TERMS));
        let json = serde_json::to_value(&words).unwrap();
        assert_eq!(json["followUp"]["sendMasked"], "Zo versturen");
        assert_eq!(
            json["callback"]["phoneWrong"],
            words.callback.unwrap().phone_wrong
        );
    }

    #[test]
    fn the_longest_comment_is_named() {
        for language in Language::ALL {
            let words = for_question(language, Some(273), None);
            assert!(
                words.follow_up.unwrap().too_long.contains("273"),
                "{language:?}"
            );
        }
    }

    #[test]
    fn the_promise_names_both_terms() {
        for language in Language::ALL {
            let promise = promise(language, 14, 45);
            assert!(
                promise.contains("14") && promise.contains("45"),
                "{promise}"
            );
            assert!(promise.find("14") < promise.find("45"), "{promise}");
        }
    }

    #[test]
    fn the_day_of_the_call_has_a_place() {
        for language in Language::ALL {
            let words = for_question(language, None, Some(TERMS));
            assert!(
                words.callback.unwrap().due.contains("{date}"),
                "{language:?}"
            );
        }
    }

    #[test]
    fn one_day_is_not_written_as_several() {
        use Language::{De, En, Fr, Fy, Nl, Pl, Tr};
        for (language, one, several) in [
            (Nl, ["1 werkdag.", "1 dag."], ["2 werkdagen.", "2 dagen."]),
            (
                En,
                ["1 working day.", "1 day."],
                ["2 working days.", "2 days."],
            ),
            (
                De,
                ["1 Arbeitstag ", "1 Tag "],
                ["2 Arbeitstagen ", "2 Tagen "],
            ),
            (
                Fr,
                ["1 jour ouvré.", "1 jour."],
                ["2 jours ouvrés.", "2 jours."],
            ),
            (Fy, ["1 wurkdei.", "1 dei."], ["2 wurkdagen.", "2 dagen."]),
            (
                Pl,
                ["1 dnia roboczego.", "1 dnia."],
                ["2 dni roboczych.", "2 dni."],
            ),
            (Tr, ["1 iş günü ", "1 gün "], ["2 iş günü ", "2 gün "]),
        ] {
            for (days, texts) in [(1, one), (2, several)] {
                let promise = promise(language, days, days);
                for text in texts {
                    assert!(promise.contains(text), "{text}: {promise}");
                }
            }
        }
    }

    #[test]
    fn ukrainian_days_follow_the_last_digit() {
        for (days, text) in [
            (1, "1 робочого дня"),
            (21, "21 робочого дня"),
            (22, "22 робочих днів"),
            (2, "2 днів"),
            (11, "11 днів"),
            (11, "11 робочих днів"),
            (21, "21 дня"),
            (111, "111 днів"),
        ] {
            assert!(promise(Language::Uk, days, days).contains(text), "{days}");
        }
    }

    #[test]
    fn arabic_days_have_their_dual_and_two_plurals() {
        for (days, text) in [
            (1, "يوم واحد"),
            (2, "يومين"),
            (3, "3 أيام"),
            (10, "10 أيام"),
            (11, "11 يومًا"),
            (30, "30 يومًا"),
            (99, "99 يومًا"),
            (100, "100 يوم."),
            (101, "101 يوم."),
            (102, "102 يوم."),
            (103, "103 أيام"),
        ] {
            let promise = promise(Language::Ar, 1, days);
            assert!(promise.contains(text), "{days}: {promise}");
        }
        for (days, text) in [
            (1, "يوم عمل واحد"),
            (2, "يومي عمل"),
            (3, "3 أيام عمل"),
            (10, "10 أيام عمل"),
            (11, "11 يوم عمل"),
            (102, "102 يوم عمل"),
            (103, "103 أيام عمل"),
        ] {
            let promise = promise(Language::Ar, days, 1);
            assert!(promise.contains(text), "{days}: {promise}");
        }
    }
}
