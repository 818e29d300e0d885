//! What a service owner reads: one step's results, and a whole journey's.
//!
//! Every figure is a sum over whole released batches, every share comes with its count and its
//! Wilson interval, and there is no mean. Question versions are never mixed: a period with two
//! of them holds two entries for the step. Answers count on the day their batch is released, so a
//! period may release more answers than it has showings; it then counts as many showings.

use crate::{
    day::Day,
    edition::{AskedQuestion, Edition},
    response::OPEN_OPTION,
    scale::Tone,
    statistics::{
        agreement::agreement,
        norm::{Norm, NormStatus},
        p_chart::{Change, ChartPoint, PChart, WeekCount, p_chart},
        wilson::Share,
    },
    sums::Sums,
    week::Week,
};
use litemap::LiteMap;
use serde::Serialize;
use std::collections::BTreeSet;

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
    /// The steps of each provider added up, in the definition's order.
    pub providers: Vec<ProviderSum>,
    /// All steps added up.
    pub all: Sum,
}

/// The results of one step in full.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepReport {
    /// The journey's id.
    pub journey: String,
    /// The period asked for, as it was written.
    pub period: String,
    /// An entry for each version of the step's question.
    pub steps: Vec<StepDetail>,
}

/// One question version's results with everything they break down into. A breakdown need not add
/// up to the total: answers that were released together with others than their own kind count
/// in the total only.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepDetail {
    /// The results as in the journey's.
    #[serde(flatten)]
    pub results: StepResults,
    /// The negative share per ISO week, up to the period's end.
    pub trend: Vec<ChartPoint>,
    /// By the way answers came in.
    pub channels: Vec<BrokenDown>,
    /// By the group the page named.
    pub audiences: Vec<BrokenDown>,
    /// By the language of the question.
    pub languages: Vec<BrokenDown>,
}

/// The part of the results that has one value of a property.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrokenDown {
    /// The channel, audience or language.
    pub value: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
}

/// What several steps add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sum {
    /// Responses that were in view.
    pub seen: u64,
    /// Answers in released batches; null while there is none.
    pub answered: Option<u64>,
    /// Answers of negative tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<Share>,
    /// Answers of positive tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive: Option<Share>,
}

/// What a provider's steps add up to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProviderSum {
    /// The provider's id.
    pub provider: String,
    /// Its sums.
    #[serde(flatten)]
    pub sum: Sum,
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
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Van der Eijk's agreement, from -1 to 1; null where the scale has no order or fewer than
    /// three options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Option<f64>>,
    /// How the step does by its norm, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub norm: Option<JudgedNorm>,
    /// Whether the negative share changed lately, as of the period's end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Reasons that outliers gave, the most frequent first; of the answers that got the follow-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<ReasonShare>>,
    /// The inbox.
    pub signals: SignalCounts,
    /// Responses that were set aside with a burst and wait for the owner; nothing else here counts
    /// them.
    pub held: u64,
}

/// How often a question was shown, and what was answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Figures {
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
    let steps: Vec<StepResults> = in_definition
        .chain(others)
        .flat_map(|step| of_step(step, edition, sums))
        .map(|detail| detail.results)
        .collect();
    let mut providers: Vec<&str> = Vec::new();
    for provider in edition
        .definition
        .steps
        .iter()
        .filter_map(|it| it.provider.as_deref())
    {
        if !providers.contains(&provider) {
            providers.push(provider);
        }
    }
    let runs = |provider: &str, step: &str| {
        let step = edition.definition.step(step);
        step.is_some_and(|it| it.provider.as_deref() == Some(provider))
    };
    JourneyResults {
        journey: journey.to_owned(),
        period: period.to_owned(),
        providers: providers
            .into_iter()
            .map(|provider| ProviderSum {
                provider: provider.to_owned(),
                sum: add_up(steps.iter().filter(|it| runs(provider, &it.step))),
            })
            .collect(),
        all: add_up(steps.iter()),
        steps,
    }
}

/// The results of one step: an entry for each question version that was shown or answered, and
/// for the current one in any case.
#[must_use]
pub fn of_step(step: &str, edition: &Edition, sums: &Sums) -> Vec<StepDetail> {
    let defined = edition.definition.step(step);
    let norm = defined.and_then(|it| it.norm);
    let current = defined
        .and_then(|step| edition.current(step))
        .map(|it| it.version);
    edition
        .asked
        .get(step)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(|question| Asked {
            step,
            question,
            sums,
        })
        .map(|asked| asked.detail(norm))
        .filter(|detail| {
            let results = &detail.results;
            let figures = &results.figures;
            let is_current = Some(results.question_version) == current;
            figures.seen > 0 || !figures.suppressed || results.held > 0 || is_current
        })
        .collect()
}

fn add_up<'a>(steps: impl Iterator<Item = &'a StepResults>) -> Sum {
    let mut sum = Sum::default();
    let (mut answered, mut negative, mut positive) = (0, 0, 0);
    for StepResults { figures, .. } in steps {
        sum.seen += figures.seen;
        answered += figures.answered.unwrap_or(0);
        negative += figures.negative.map_or(0, |share| share.count);
        positive += figures.positive.map_or(0, |share| share.count);
    }
    if answered > 0 {
        sum.answered = Some(answered);
        sum.negative = Share::of(negative, answered);
        sum.positive = Share::of(positive, answered);
    }
    sum
}

/// One question version among the sums.
#[derive(Clone, Copy)]
struct Asked<'a> {
    step: &'a str,
    question: &'a AskedQuestion,
    sums: &'a Sums,
}

impl Asked<'_> {
    fn is(&self, step: &str, version: u32) -> bool {
        self.step == step && self.question.version == version
    }

    fn detail(self, norm: Option<Norm>) -> StepDetail {
        let counts = self.count_answers("total");
        let figures = self.figures(&counts, |_, _, _| true);
        let answered = figures.answered.unwrap_or(0);
        let chart = self.chart();
        let released = answered > 0;
        let results = StepResults {
            step: self.step.to_owned(),
            question_version: self.question.version,
            agreement: released.then(|| self.agreement(&counts)),
            norm: norm.map(|norm| JudgedNorm {
                norm,
                status: norm.judge(counts.of_tone(norm.tone), answered),
            }),
            change: released.then_some(chart.change),
            reasons: released.then(|| counts.reasons(self.question)),
            signals: self.signals(),
            held: self.held(),
            figures,
        };
        StepDetail {
            results,
            trend: chart.points,
            channels: self.break_down("channel", |channel, _, _| channel),
            audiences: self.break_down("audience", |_, audience, _| audience),
            languages: self.break_down("language", |_, _, language| language),
        }
    }

    /// The figures of the responses whose channel, audience and language `belong`.
    fn figures(self, counts: &Counts, belong: impl Fn(&str, &str, &str) -> bool) -> Figures {
        let mut states: LiteMap<&str, i64> = LiteMap::new();
        for (step, version, channel, audience, language, state, count) in &self.sums.showings {
            if self.is(step, *version) && belong(channel, audience, language) {
                *states.entry(state).or_default() += count;
            }
        }
        let state = |name| natural(states.get(name).copied().unwrap_or_default());
        let answered: u64 = counts.options.iter().map(|(_, _, count)| count).sum();
        let seen = state("seen").max(answered);
        let released = answered > 0;
        let share = |tone| {
            released
                .then(|| Share::of(counts.of_tone(tone), answered))
                .flatten()
        };
        Figures {
            seen,
            started: state("started").max(answered),
            dismissed: state("dismissed"),
            answered: released.then_some(answered),
            answer_rate: released.then(|| Share::of(answered, seen)).flatten(),
            suppressed: !released,
            distribution: released.then(|| counts.distribution(answered)),
            negative: share(Tone::Negative),
            positive: share(Tone::Positive),
        }
    }

    fn break_down(
        self,
        property: &str,
        of: impl for<'b> Fn(&'b str, &'b str, &'b str) -> &'b str,
    ) -> Vec<BrokenDown> {
        let mut values: BTreeSet<&str> = BTreeSet::new();
        for (step, version, channel, audience, language, ..) in &self.sums.showings {
            let value = of(channel, audience, language);
            if self.is(step, *version) && !value.is_empty() {
                values.insert(value);
            }
        }
        for (step, version, breakdown, ..) in &self.sums.answers {
            if let Some((name, value)) = breakdown.split_once(':')
                && self.is(step, *version)
                && name == property
            {
                values.insert(value);
            }
        }
        values
            .into_iter()
            .map(|value| {
                let counts = self.count_answers(&format!("{property}:{value}"));
                BrokenDown {
                    value: value.to_owned(),
                    figures: self.figures(&counts, |channel, audience, language| {
                        of(channel, audience, language) == value
                    }),
                }
            })
            .collect()
    }

    fn signals(self) -> SignalCounts {
        let mut signals = SignalCounts::default();
        for (step, version, status, count) in &self.sums.signals {
            if self.is(step, *version) {
                signals.total += natural(*count);
                if status == "new" {
                    signals.new += natural(*count);
                }
            }
        }
        signals
    }

    fn held(self) -> u64 {
        let held = self.sums.held.iter();
        held.filter(|(step, version, _)| self.is(step, *version))
            .map(|(_, _, count)| natural(*count))
            .sum()
    }

    fn agreement(self, counts: &Counts) -> Option<f64> {
        if !self.question.scale.is_ordered() {
            return None;
        }
        let counts: Vec<u64> = counts.options.iter().map(|(_, _, count)| *count).collect();
        agreement(&counts)
    }

    fn chart(self) -> PChart {
        let options = self.question.scale.options();
        let is_negative = |id: &str| {
            options
                .iter()
                .any(|option| option.id == id && option.tone == Tone::Negative)
        };
        let mut weeks: LiteMap<i32, LiteMap<&str, i64>> = LiteMap::new();
        for (step, version, week, option, count) in &self.sums.weeks {
            if self.is(step, *version) {
                *weeks.entry(*week).or_default().entry(option).or_default() += count;
            }
        }
        let weeks: Vec<WeekCount> = weeks
            .into_iter()
            .filter_map(|(week, options)| {
                let week = Day::from_number(week.checked_mul(7)?.checked_sub(3)?)?;
                let sum = |negative_only: bool| -> u64 {
                    options
                        .iter()
                        .filter(|(option, _)| !negative_only || is_negative(option))
                        .map(|(_, count)| natural(*count))
                        .sum()
                };
                Some(WeekCount {
                    week: Week::of(week),
                    negative: sum(true),
                    of: sum(false),
                })
            })
            .collect();
        p_chart(&weeks)
    }

    fn count_answers(self, breakdown: &str) -> Counts {
        let mut by_option: LiteMap<&str, i64> = LiteMap::new();
        let mut by_reason: LiteMap<&str, i64> = LiteMap::new();
        for (step, version, group, option, reason, count) in &self.sums.answers {
            if self.is(step, *version) && group == breakdown {
                *by_option.entry(option).or_default() += count;
                if !reason.is_empty() {
                    *by_reason.entry(reason).or_default() += count;
                }
            }
        }
        let count = |option: &str| natural(by_option.get(option).copied().unwrap_or_default());
        let scale = &self.question.scale;
        let options = if scale.is_open() {
            vec![(OPEN_OPTION.to_owned(), Tone::Neutral, count(OPEN_OPTION))]
        } else {
            scale
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
}

/// Released answers of one group, never below zero: in a short period more may have been taken
/// back than given.
struct Counts {
    /// Option, tone and count, in the scale's order.
    options: Vec<(String, Tone, u64)>,
    reasons: LiteMap<String, u64>,
}

impl Counts {
    fn of_tone(&self, tone: Tone) -> u64 {
        self.options
            .iter()
            .filter(|(_, it, _)| *it == tone)
            .map(|(_, _, count)| count)
            .sum()
    }

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

/// A count that is never below zero.
pub(crate) fn natural(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
