//! Which step of a journey to look at first; a rule anyone can redo by hand, and no score.
//!
//! Steps whose answers still wait are left out: nothing is known of them. Of the others, in this
//! order:
//!
//! 1. a step that misses its norm comes before one that does not;
//! 2. among those, a step that got worse comes before one that did not;
//! 3. among those, the higher lower end of the negative share's interval comes first: the part of
//!    the answers that is negative at the least, so that few answers do not cry wolf;
//! 4. else the order of the journey decides.
//!
//! A step that neither misses its norm nor got worse is no cause for alarm; it may still be first.

use crate::{
    results::StepResults,
    statistics::{norm::NormStatus, p_chart::ChangeStatus},
};
use std::cmp::Reverse;

/// A step to look at first, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct First<'a> {
    /// Its results.
    pub step: &'a StepResults,
    /// Whether its norm is missed.
    pub missed: bool,
    /// Whether it got worse.
    pub worse: bool,
}

/// The step to look at first; none while every step's answers wait, or when no answer is negative
/// and no norm missed.
#[must_use]
pub fn first(steps: &[StepResults]) -> Option<First<'_>> {
    let known = steps.iter().filter(|step| !step.figures.suppressed);
    let ranked = known.map(|step| First {
        step,
        missed: step.norm.is_some_and(|it| it.status == NormStatus::Missed),
        worse: step
            .change
            .is_some_and(|it| it.status == ChangeStatus::Worse),
    });
    ranked
        .filter(|it| it.missed || it.worse || low(it.step) > 0.0)
        .min_by(|one, other| {
            let rank = |it: &First| Reverse((it.missed, it.worse));
            rank(one)
                .cmp(&rank(other))
                .then_with(|| low(other.step).total_cmp(&low(one.step)))
        })
}

fn low(step: &StepResults) -> f64 {
    step.figures.negative.map_or(0.0, |share| share.low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        results::{Figures, JudgedNorm, SignalCounts},
        scale::Tone,
        statistics::{
            norm::Norm,
            p_chart::{Change, Rule},
            wilson::Share,
        },
    };
    use proptest::prelude::*;

    fn step(id: &str, negative: u64, of: u64, missed: bool, worse: bool) -> StepResults {
        let released = of > 0;
        let norm = Norm {
            tone: Tone::Positive,
            at_least: 0.7,
        };
        StepResults {
            step: id.to_owned(),
            question_version: 1,
            figures: Figures {
                seen: of,
                started: of,
                dismissed: 0,
                answered: released.then_some(of),
                answer_rate: None,
                suppressed: !released,
                distribution: None,
                negative: Share::of(negative, of),
                positive: None,
            },
            agreement: None,
            norm: Some(JudgedNorm {
                norm,
                status: if missed {
                    NormStatus::Missed
                } else {
                    NormStatus::Met
                },
            }),
            change: worse.then_some(Change {
                status: ChangeStatus::Worse,
                since: None,
                rule: Some(Rule::SevenOnOneSide),
            }),
            reasons: None,
            held: 0,
            signals: SignalCounts::default(),
        }
    }

    fn first_of(steps: &[StepResults]) -> Option<&str> {
        first(steps).map(|it| it.step.step.as_str())
    }

    #[test]
    fn a_missed_norm_comes_before_a_change_and_that_before_a_share() {
        let share = step("share", 90, 100, false, false);
        let worse = step("worse", 30, 100, false, true);
        let missed = step("missed", 20, 100, true, false);
        let both = step("both", 10, 100, true, true);
        let mut steps = vec![share, worse, missed, both];
        for expected in ["both", "missed", "worse", "share"] {
            assert_eq!(first_of(&steps), Some(expected));
            steps.pop();
        }
        assert_eq!(first_of(&steps), None);
    }

    #[test]
    fn few_answers_do_not_cry_wolf() {
        // 3 of 4 is 30 % at the least, 50 of 100 is 40 %.
        let few = step("few", 3, 4, false, false);
        let many = step("many", 50, 100, false, false);
        assert_eq!(first_of(&[few, many]), Some("many"));
    }

    #[test]
    fn equals_stand_in_the_order_of_the_journey() {
        let steps = ["a", "b"].map(|id| step(id, 5, 10, true, false));
        assert_eq!(first_of(&steps), Some("a"));
    }

    #[test]
    fn what_waits_or_has_nothing_negative_is_not_pointed_at() {
        let waiting = step("waiting", 0, 0, true, false);
        let content = step("content", 0, 50, false, false);
        assert_eq!(first_of(&[waiting, content]), None);
    }

    proptest! {
        #[test]
        fn no_other_step_is_worse_by_every_measure(
            parts in proptest::collection::vec((0..50_u64, 50..200_u64, any::<bool>(), any::<bool>()), 1..12),
        ) {
            let steps: Vec<StepResults> = parts
                .iter()
                .map(|(negative, of, missed, worse)| step("s", *negative, *of, *missed, *worse))
                .collect();
            if let Some(chosen) = first(&steps) {
                for other in &steps {
                    let missed = other.norm.unwrap().status == NormStatus::Missed;
                    let worse = other.change.is_some();
                    let dominated = missed >= chosen.missed && worse >= chosen.worse && low(other) > low(chosen.step);
                    prop_assert!(!dominated);
                }
            }
        }
    }

    #[test]
    fn a_norm_can_be_missed_without_a_negative_answer() {
        assert_eq!(
            first_of(&[step("missed", 0, 100, true, false)]),
            Some("missed")
        );
        assert_eq!(
            first_of(&[step("worse", 0, 100, false, true)]),
            Some("worse")
        );
        assert_eq!(first_of(&[step("fine", 0, 100, false, false)]), None);
    }
}
