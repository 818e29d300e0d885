//! What a service owner reads: one step's results, and a whole journey's.
//!
//! Every figure is a sum over whole released batches, every share comes with its count and its
//! Wilson interval, and there is no mean. Question versions are never mixed: a period with two
//! of them holds two entries for the step. Answers count on the day their batch is released, so a
//! period may release more answers than it has showings; it then counts as many showings.

use crate::{
    edition::{AskedQuestion, Edition},
    response::OPEN_OPTION,
    scale::Tone,
    statistics::{
        norm::{Norm, NormStatus},
        wilson::Share,
    },
    sums::Sums,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The results of a whole journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JourneyResults {
    /// The journey's id.
    pub journey: String,
    /// The period asked for, as it was written.
    pub period: String,
    /// Every step in the definition's order; then steps that are no longer in it.
    pub steps: Vec<StepResults>,
}

/// The results of one question version of one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepResults {
    /// The step's id.
    pub step: String,
    /// The version of its question.
    pub question_version: u32,
    /// Responses that were in view.
    pub seen: u64,
    /// Responses that were begun.
    pub started: u64,
    /// Responses that were put away.
    pub dismissed: u64,
    /// Answers in released batches; null while there is none.
    pub answered: Option<u64>,
    /// Answers of responses in view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_rate: Option<Share>,
    /// Whether no batch has been released.
    pub suppressed: bool,
    /// Answers by option, in the scale's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Vec<OptionShare>>,
    /// Answers of negative tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<Share>,
    /// Answers of positive tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive: Option<Share>,
    /// How the step does by its norm, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub norm: Option<JudgedNorm>,
    /// Reasons that outliers gave, the most frequent first; of the answers that got the follow-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<ReasonShare>>,
    /// The inbox.
    pub signals: SignalCounts,
}

/// One option's share.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptionShare {
    /// The option's id.
    pub option: String,
    /// Its tone.
    pub tone: Tone,
    /// Its share of the answers.
    #[serde(flatten)]
    pub share: Share,
}

/// One reason's share.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonShare {
    /// The reason's id.
    pub reason: String,
    /// Its share of the answers that got the follow-up.
    #[serde(flatten)]
    pub share: Share,
}

/// A norm with its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedNorm {
    /// The norm.
    #[serde(flatten)]
    pub norm: Norm,
    /// How the step does.
    pub status: NormStatus,
}

/// How many signals there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignalCounts {
    /// Those that nobody read.
    pub new: u64,
    /// All of them.
    pub total: u64,
}

/// The results of every step, from every shard's sums.
#[must_use]
pub fn of_journey(journey: &str, period: &str, edition: &Edition, sums: &Sums) -> JourneyResults {
    let known: BTreeSet<&str> = edition
        .definition
        .steps
        .iter()
        .map(|step| step.id.as_str())
        .collect();
    let in_definition = edition.definition.steps.iter().map(|step| step.id.as_str());
    let others = edition
        .asked
        .keys()
        .map(String::as_str)
        .filter(|step| !known.contains(step));
    let steps = in_definition
        .chain(others)
        .flat_map(|step| of_step(step, edition, sums))
        .collect();
    JourneyResults {
        journey: journey.to_owned(),
        period: period.to_owned(),
        steps,
    }
}

/// The results of one step: an entry for each question version that was shown or answered, and
/// for the current one in any case.
#[must_use]
pub fn of_step(step: &str, edition: &Edition, sums: &Sums) -> Vec<StepResults> {
    let defined = edition.definition.step(step);
    let current = defined
        .and_then(|step| edition.current(step))
        .map(|it| it.version);
    edition
        .asked
        .get(step)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(|question| of_question(step, question, defined.and_then(|it| it.norm), sums))
        .filter(|results| {
            results.seen > 0 || !results.suppressed || Some(results.question_version) == current
        })
        .collect()
}

fn of_question(
    step: &str,
    question: &AskedQuestion,
    norm: Option<Norm>,
    sums: &Sums,
) -> StepResults {
    let version = question.version;
    let mut states: BTreeMap<&str, i64> = BTreeMap::new();
    for (at, of, _, _, _, state, count) in &sums.showings {
        if at == step && *of == version {
            *states.entry(state).or_default() += count;
        }
    }
    let state = |name| natural(states.get(name).copied().unwrap_or_default());
    let mut signals = SignalCounts::default();
    for (at, of, status, count) in &sums.signals {
        if at == step && *of == version {
            signals.total += natural(*count);
            if status == "new" {
                signals.new += natural(*count);
            }
        }
    }
    let counts = count_answers(step, question, "total", sums);
    let answered: u64 = counts.options.iter().map(|(_, _, count)| count).sum();
    let seen = state("seen").max(answered);
    let mut results = StepResults {
        step: step.to_owned(),
        question_version: version,
        seen,
        started: state("started").max(answered),
        dismissed: state("dismissed"),
        answered: None,
        answer_rate: None,
        suppressed: answered == 0,
        distribution: None,
        negative: None,
        positive: None,
        norm: norm.map(|norm| JudgedNorm {
            norm,
            status: norm.judge(0, 0),
        }),
        reasons: None,
        signals,
    };
    if answered == 0 {
        return results;
    }
    let of_tone = |tone| {
        counts
            .options
            .iter()
            .filter(|(_, it, _)| *it == tone)
            .map(|(_, _, count)| count)
            .sum()
    };
    results.answered = Some(answered);
    results.answer_rate = Share::of(answered, seen);
    results.distribution = Some(counts.distribution(answered));
    results.negative = Share::of(of_tone(Tone::Negative), answered);
    results.positive = Share::of(of_tone(Tone::Positive), answered);
    results.norm = norm.map(|norm| JudgedNorm {
        norm,
        status: norm.judge(of_tone(norm.tone), answered),
    });
    results.reasons = Some(counts.reasons(question));
    results
}

/// Released answers of one group, never below zero: in a short period more may have been taken
/// back than given.
struct Counts {
    /// Option, tone and count, in the scale's order.
    options: Vec<(String, Tone, u64)>,
    reasons: BTreeMap<String, u64>,
}

fn count_answers(step: &str, question: &AskedQuestion, breakdown: &str, sums: &Sums) -> Counts {
    let mut by_option: BTreeMap<&str, i64> = BTreeMap::new();
    let mut by_reason: BTreeMap<&str, i64> = BTreeMap::new();
    for (at, of, group, option, reason, count) in &sums.answers {
        if at == step && *of == question.version && group == breakdown {
            *by_option.entry(option).or_default() += count;
            if !reason.is_empty() {
                *by_reason.entry(reason).or_default() += count;
            }
        }
    }
    let count = |option: &str| natural(by_option.get(option).copied().unwrap_or_default());
    let options = if question.scale.is_open() {
        vec![(OPEN_OPTION.to_owned(), Tone::Neutral, count(OPEN_OPTION))]
    } else {
        question
            .scale
            .options()
            .iter()
            .map(|option| (option.id.to_owned(), option.tone, count(option.id)))
            .collect()
    };
    Counts {
        options,
        reasons: by_reason
            .into_iter()
            .map(|(reason, count)| (reason.to_owned(), natural(count)))
            .filter(|(_, count)| *count > 0)
            .collect(),
    }
}

impl Counts {
    fn distribution(&self, answered: u64) -> Vec<OptionShare> {
        self.options
            .iter()
            .filter_map(|(option, tone, count)| {
                Some(OptionShare {
                    option: option.clone(),
                    tone: *tone,
                    share: Share::of(*count, answered)?,
                })
            })
            .collect()
    }

    fn reasons(&self, question: &AskedQuestion) -> Vec<ReasonShare> {
        let asked: u64 = self
            .options
            .iter()
            .filter(|(option, ..)| question.follows_up(option))
            .map(|(_, _, count)| count)
            .sum();
        let mut reasons: Vec<ReasonShare> = self
            .reasons
            .iter()
            .filter_map(|(reason, count)| {
                Some(ReasonShare {
                    reason: reason.clone(),
                    share: Share::of(*count, asked.max(*count))?,
                })
            })
            .collect();
        reasons.sort_by_key(|it| std::cmp::Reverse(it.share.count));
        reasons
    }
}

fn natural(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
