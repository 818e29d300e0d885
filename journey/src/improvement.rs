//! "You said, we did": what changed at a step and since when, and whether answers tell that it helped.
//!
//! An effect compares released answers of one question version alone, so its figures are sums of whole batches like every
//! other. Answers count on the day of their release, as in results: a batch that is released after a change may hold
//! answers from before it.

use crate::{
    check::{self, Faults, Node},
    day::Day,
    definition::{Definition, Languages, MAX_PROMPT, read_texts},
    edition::{AskedQuestion, Edition},
    language,
    problem::Fault,
    redaction,
    results::natural,
    scale::Tone,
    signal::split_id,
    statistics::{
        newcombe::{Difference, newcombe},
        wilson::Share,
    },
    texts::Texts,
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The largest body, in bytes.
pub const BODY_LIMIT: usize = 128 * 1024;
/// The most improvements of a journey.
pub const MAX_IMPROVEMENTS: usize = 500;
/// The most signals that led to one improvement.
pub const MAX_SIGNALS: usize = 200;
/// The most improvements that a resident is shown at a step.
pub const MAX_SHOWN: usize = 5;
/// How many days before a change are compared with as many from it on: 8 weeks.
pub const WINDOW_DAYS: i32 = 8 * 7;

/// What changed at a step, and since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Improvement {
    /// Its name.
    pub id: String,
    /// The step's id.
    pub step: String,
    /// The first day on which it held.
    pub since: Day,
    /// What residents said, by language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub you_said: Option<Texts>,
    /// What was done, by language.
    pub we_did: Texts,
    /// Whether residents see it.
    pub published: bool,
    /// The ids of the signals that led to it; a signal's own status stays what the owner makes it.
    pub signals: Vec<String>,
    /// What answers tell of it; never stored.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

/// The negative share at the step in the 8 weeks before an improvement, and in the 8 weeks from it on, as far as answers
/// were released.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// The version of the question whose answers are compared: the newest that was answered from the improvement on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question_version: Option<u32>,
    /// Before; absent while no such answer was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Share>,
    /// From then on; absent while no such answer was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Share>,
    /// The share after less the share before, with Newcombe's interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// What can be said of it.
    pub verdict: Verdict,
}

/// What can be said of an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The whole interval of the difference lies below nought: fewer negative answers.
    Better,
    /// It lies above nought: more negative answers.
    Worse,
    /// It holds nought, or there is no such interval: too few answers, or another question before.
    CannotTellYet,
}

/// Released answers of a window: its place among those that were asked, an option and how often it was answered.
pub type WindowCount = (usize, String, i64);

/// A step's published improvements in one language, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownImprovements {
    /// The language that was chosen, BCP 47; a text that is not there in it is in the journey's default language.
    pub language: String,
    /// The improvements.
    pub improvements: Vec<ShownImprovement>,
}

/// An improvement as residents see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ShownImprovement {
    /// Its name.
    pub id: String,
    /// The first day on which it held.
    pub since: Day,
    /// What residents said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub you_said: Option<String>,
    /// What was done.
    pub we_did: String,
}

impl Improvement {
    /// Reads the body of an improvement by this name. What it says of people is masked. An `id` and an `effect`, as they
    /// are given, may stand in it and mean nothing.
    ///
    /// # Errors
    /// Every fault in the body.
    pub fn read(bytes: &[u8], id: &str, edition: &Edition) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let improvement = read_improvement(&Node::root(&value, &faults), id, edition);
        faults.settle(improvement)
    }
}

/// The windows whose counts [`judge`] wants: for each improvement and each version of its step's question, oldest first,
/// the days before and the days from it on; each as step, version, first day and last.
#[must_use]
pub fn windows<'a>(
    improvements: &'a [Improvement],
    edition: &Edition,
) -> Vec<(&'a str, u32, i32, i32)> {
    let mut windows = Vec::new();
    for improvement in improvements {
        let since = improvement.since.number();
        for question in versions(improvement, edition) {
            for first in [since - WINDOW_DAYS, since] {
                let last = first + WINDOW_DAYS - 1;
                windows.push((improvement.step.as_str(), question.version, first, last));
            }
        }
    }
    windows
}

/// Says of each improvement what the counts of all shards tell, in the [`windows`] of these improvements.
pub fn judge(
    improvements: &mut [Improvement],
    edition: &Edition,
    counts: impl IntoIterator<Item = WindowCount>,
) {
    let mut by_window: LiteMap<usize, LiteMap<String, i64>> = LiteMap::new();
    for (window, option, count) in counts {
        *by_window
            .entry(window)
            .or_default()
            .entry(option)
            .or_default() += count;
    }
    let mut windows = (0..).map(|window| by_window.remove(&window).unwrap_or_default());
    for improvement in improvements {
        let mut effect = Effect {
            question_version: None,
            before: None,
            after: None,
            difference: None,
            verdict: Verdict::CannotTellYet,
        };
        for question in versions(improvement, edition) {
            let [before, after] = [(); 2].map(|()| windows.next().unwrap_or_default());
            let [before, after] = [before, after].map(|counts| negative(question, &counts));
            // A newer version takes over as soon as it was answered; before that, an older one tells.
            if after.1 > 0 || (before.1 > 0 && effect.after.is_none()) {
                effect = compare(question.version, before, after);
            }
        }
        improvement.effect = Some(effect);
    }
}

/// The improvements given, which are published and of one step, in the language that was asked for, else in the nearest the
/// journey has.
#[must_use]
pub fn show(
    improvements: Vec<Improvement>,
    definition: &Definition,
    asked_language: Option<&str>,
) -> ShownImprovements {
    let default = definition.default_language.as_str();
    let language = language::choose(asked_language, &definition.languages, default);
    let text = |texts: &Texts| texts.in_language(language, default).to_owned();
    ShownImprovements {
        language: language.to_owned(),
        improvements: improvements
            .into_iter()
            .map(|it| ShownImprovement {
                since: it.since,
                you_said: it.you_said.as_ref().map(text),
                we_did: text(&it.we_did),
                id: it.id,
            })
            .collect(),
    }
}

fn versions<'e>(improvement: &Improvement, edition: &'e Edition) -> &'e [AskedQuestion] {
    edition
        .asked
        .get(&improvement.step)
        .map_or(&[][..], Vec::as_slice)
}

/// Negative answers, and all of them. In a short period more may have been taken back than given.
fn negative(question: &AskedQuestion, counts: &LiteMap<String, i64>) -> (u64, u64) {
    let options = question.scale.options();
    let is_negative = |id: &str| {
        options
            .iter()
            .any(|option| option.id == id && option.tone == Tone::Negative)
    };
    let sum = |negative_only: bool| {
        let counted = counts
            .iter()
            .filter(|(option, _)| !negative_only || is_negative(option));
        counted.map(|(_, count)| natural(*count)).sum()
    };
    (sum(true), sum(false))
}

fn compare(version: u32, before: (u64, u64), after: (u64, u64)) -> Effect {
    let difference = newcombe(after.0, after.1, before.0, before.1);
    Effect {
        question_version: Some(version),
        before: Share::of(before.0, before.1),
        after: Share::of(after.0, after.1),
        difference,
        verdict: match difference {
            Some(Difference { high, .. }) if high < 0.0 => Verdict::Better,
            Some(Difference { low, .. }) if low > 0.0 => Verdict::Worse,
            _ => Verdict::CannotTellYet,
        },
    }
}

fn read_improvement(root: &Node, id: &str, edition: &Edition) -> Option<Improvement> {
    let root = root.object(&[
        "id",
        "step",
        "since",
        "youSaid",
        "weDid",
        "published",
        "signals",
        "effect",
    ])?;
    let step = root.required("step").and_then(|node| {
        let id = node.text(64)?;
        let known = edition.asked.contains_key(id);
        if !known {
            node.fault("unknown-step", "This journey has no such step.");
        }
        known.then(|| id.to_owned())
    });
    let since = root.required("since").and_then(|node| {
        let day = node.value().as_str().and_then(|text| text.parse().ok());
        if day.is_none() {
            node.fault("not-a-day", "A day is expected, such as 2026-11-22.");
        }
        day
    });
    let languages = Languages {
        all: edition.definition.languages.clone(),
        default: edition.definition.default_language.clone(),
    };
    let texts = |node: &Node| {
        let mut texts = read_texts(node, &languages, MAX_PROMPT)?;
        for (_, text) in texts.0.iter_mut() {
            *text = redaction::mask(text).text;
        }
        Some(texts)
    };
    let you_said = root.optional("youSaid").and_then(|node| texts(&node));
    let we_did = root.required("weDid").and_then(|node| texts(&node));
    let published = match root.optional("published") {
        Some(node) => node.boolean(),
        None => Some(false),
    };
    let signals = match root.optional("signals") {
        Some(node) => read_signals(&node, edition),
        None => Some(Vec::new()),
    };
    Some(Improvement {
        id: id.to_owned(),
        step: step?,
        since: since?,
        you_said,
        we_did: we_did?,
        published: published?,
        signals: signals?,
        effect: None,
    })
}

/// The ids of signals that may be there; one that is linked stays so when it is removed in time.
fn read_signals(node: &Node, edition: &Edition) -> Option<Vec<String>> {
    let mut signals: Vec<String> = Vec::new();
    for node in node.list(0..=MAX_SIGNALS)? {
        let Some(id) = node.text(80) else { continue };
        if split_id(id).is_none_or(|(shard, _)| shard >= edition.shard_plan.count()) {
            node.fault(
                "not-a-signal",
                "The id of a signal as it is listed is expected.",
            );
        } else if signals.iter().any(|it| it == id) {
            node.fault("twice", "This signal is in the list already.");
        } else {
            signals.push(id.to_owned());
        }
    }
    Some(signals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// An edition whose one step has so many versions of its question, each asked in other words.
    fn edition(versions: u32) -> Edition {
        let mut edition = None;
        for version in 1..=versions {
            let definition = json!({
                "title": {"nl": "Reis"}, "languages": ["nl", "en"], "origins": [], "shards": 2,
                "steps": [{"id": "a", "title": {"nl": "A"},
                           "question": {"prompt": {"nl": format!("{version}?")}, "scale": "ease"}}]
            });
            let read = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
            edition = Some(Edition::next(edition.as_ref(), read, 0));
        }
        edition.unwrap()
    }

    fn body() -> Value {
        json!({
            "step": "a", "since": "2026-11-01", "published": true, "signals": ["0-ab", "1-cd"],
            "youSaid": {"nl": "Te groot", "en": "Too large"}, "weDid": {"nl": "Grens verhoogd"}
        })
    }

    fn read(body: &Value) -> Result<Improvement, Vec<Fault>> {
        Improvement::read(body.to_string().as_bytes(), "x1", &edition(1))
    }

    /// The effect at a step with so many versions, given the counts of each version before and after: difficult and easy.
    fn effect(counts: &[[(i64, i64); 2]]) -> Effect {
        let edition = edition(u32::try_from(counts.len()).unwrap());
        let mut improvements = [read(&body()).unwrap()];
        let counts = counts.iter().flatten().enumerate();
        let counts = counts.flat_map(|(window, (difficult, easy))| {
            [
                (window, "difficult".to_owned(), *difficult),
                (window, "easy".to_owned(), *easy),
            ]
        });
        judge(&mut improvements, &edition, counts);
        let [improvement] = improvements;
        improvement.effect.unwrap()
    }

    #[test]
    fn the_verdict_waits_until_the_interval_leaves_nought_out() {
        let better = effect(&[[(60, 40), (20, 80)]]);
        assert_eq!(better.verdict, Verdict::Better);
        let share = better.before.unwrap();
        assert_eq!((share.count, share.of), (60, 100));
        assert!(better.difference.unwrap().high < 0.0);
        assert_eq!(effect(&[[(20, 80), (60, 40)]]).verdict, Verdict::Worse);
        let unsure = effect(&[[(6, 4), (4, 6)]]);
        assert_eq!(unsure.verdict, Verdict::CannotTellYet);
        assert!(unsure.difference.is_some());
        for counts in [[(0, 0), (0, 0)], [(60, 40), (0, 0)], [(0, 0), (60, 40)]] {
            let none = effect(&[counts]);
            assert_eq!(none.verdict, Verdict::CannotTellYet);
            assert_eq!(none.difference, None);
        }
        assert_eq!(effect(&[[(0, 0), (0, 0)]]).question_version, None);
    }

    #[test]
    fn another_question_before_is_never_compared_with() {
        let asked_anew = effect(&[[(60, 40), (0, 0)], [(0, 0), (20, 80)]]);
        assert_eq!(asked_anew.question_version, Some(2));
        assert_eq!(asked_anew.before, None);
        let before_alone = effect(&[[(60, 40), (0, 0)], [(0, 0), (0, 0)]]);
        assert_eq!(before_alone.question_version, Some(1));
        assert_eq!(before_alone.before.unwrap().of, 100);
        assert_eq!(asked_anew.verdict, Verdict::CannotTellYet);

        let asked_anew_long_ago = effect(&[[(1, 500), (0, 0)], [(60, 40), (20, 80)]]);
        assert_eq!(asked_anew_long_ago.question_version, Some(2));
        assert_eq!(asked_anew_long_ago.verdict, Verdict::Better);

        let late_answers_to_the_old = effect(&[[(60, 40), (20, 80)], [(9, 1), (0, 0)]]);
        assert_eq!(late_answers_to_the_old.question_version, Some(1));
    }

    #[test]
    fn more_taken_back_than_given_counts_as_none() {
        let effect = effect(&[[(60, 40), (-3, 80)]]);
        assert_eq!(effect.after.unwrap().count, 0);
    }

    #[test]
    fn windows_are_eight_weeks_before_and_from_the_day_on() {
        let improvements = [read(&body()).unwrap()];
        let day = |text: &str| text.parse::<Day>().unwrap().number();
        assert_eq!(
            windows(&improvements, &edition(2)),
            [
                ("a", 1, day("2026-09-06"), day("2026-10-31")),
                ("a", 1, day("2026-11-01"), day("2026-12-26")),
                ("a", 2, day("2026-09-06"), day("2026-10-31")),
                ("a", 2, day("2026-11-01"), day("2026-12-26")),
            ]
        );
    }

    #[test]
    fn texts_come_in_the_nearest_language_and_personal_data_is_masked() {
        let mut body = body();
        body["weDid"]["nl"] = json!(" Mail ons: jan@voorbeeld.nl ");
        body["id"] = json!("other");
        body["effect"] = json!({"verdict": "better"});
        let improvement = read(&body).unwrap();
        assert_eq!(
            (improvement.id.as_str(), &improvement.effect),
            ("x1", &None)
        );
        let shown = show(vec![improvement], &edition(1).definition, Some("en-GB"));
        assert_eq!(
            serde_json::to_value(shown).unwrap(),
            json!({"language": "en", "improvements": [{
                "id": "x1", "since": "2026-11-01",
                "youSaid": "Too large", "weDid": "Mail ons: [e-mail]"
            }]})
        );
        body["youSaid"] = Value::Null;
        let shown = show(
            vec![read(&body).unwrap()],
            &edition(1).definition,
            Some("fr"),
        );
        assert_eq!(
            (shown.language.as_str(), &shown.improvements[0].you_said),
            ("nl", &None)
        );
    }

    #[test]
    fn every_fault_of_a_body_is_named() {
        let bad = json!({
            "step": "b", "since": "2026-02-30", "published": "yes", "more": 1,
            "youSaid": {"en": "x".repeat(301)}, "weDid": {"nl": " ", "fr": "x"},
            "signals": ["0-ab", "0-ab", "2-ab", "AB", 1]
        });
        let faults = read(&bad).unwrap_err();
        let places: Vec<String> = faults
            .iter()
            .map(|it| format!("{:?} {}", it.location, it.code))
            .collect();
        assert_eq!(
            places,
            [
                r#"Pointer("/more") unknown-field"#,
                r#"Pointer("/step") unknown-step"#,
                r#"Pointer("/since") not-a-day"#,
                r#"Pointer("/youSaid/en") too-long"#,
                r#"Pointer("/youSaid/nl") missing"#,
                r#"Pointer("/weDid/fr") unknown-language"#,
                r#"Pointer("/weDid/nl") empty"#,
                r#"Pointer("/published") not-a-boolean"#,
                r#"Pointer("/signals/1") twice"#,
                r#"Pointer("/signals/2") not-a-signal"#,
                r#"Pointer("/signals/3") not-a-signal"#,
                r#"Pointer("/signals/4") not-a-text"#,
            ]
        );
        assert_eq!(read(&json!({})).unwrap_err().len(), 3);
        let mut many = body();
        many["signals"] = (0..201).map(|it| json!(format!("0-{it}"))).collect();
        assert_eq!(read(&many).unwrap_err()[0].code, "wrong-length");
    }

    proptest! {
        #[test]
        fn a_verdict_is_what_its_interval_says(
            before in (0..300_i64, 0..300_i64), after in (0..300_i64, 0..300_i64),
        ) {
            let effect = effect(&[[before, after]]);
            let mirrored = super::tests::effect(&[[after, before]]);
            match effect.verdict {
                Verdict::Better => {
                    prop_assert!(effect.difference.unwrap().high < 0.0);
                    prop_assert_eq!(mirrored.verdict, Verdict::Worse);
                }
                Verdict::Worse => prop_assert_eq!(mirrored.verdict, Verdict::Better),
                Verdict::CannotTellYet => prop_assert_eq!(mirrored.verdict, Verdict::CannotTellYet),
            }
        }

        #[test]
        fn counts_of_shards_add_up_in_any_order(
            parts in proptest::collection::vec((0..4_usize, 0..2_usize, 1..50_i64), 0..30).prop_shuffle(),
        ) {
            let counts = |parts: &[(usize, usize, i64)]| -> Vec<WindowCount> {
                parts.iter().map(|(window, option, count)| (*window, ["difficult", "easy"][*option].to_owned(), *count)).collect()
            };
            let mut sorted = parts.clone();
            sorted.sort_unstable();
            let [mut one, mut other] = [[read(&body()).unwrap()], [read(&body()).unwrap()]];
            judge(&mut one, &edition(2), counts(&parts));
            judge(&mut other, &edition(2), counts(&sorted));
            prop_assert_eq!(one, other);
        }
    }
}
