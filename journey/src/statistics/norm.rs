//! A norm: what the owner calls good enough for a step, judged by the share's interval.

use crate::{scale::Tone, statistics::wilson::wilson};
use serde::Serialize;

/// At least this share of the answers has this tone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Norm {
    /// The tone that is counted.
    pub tone: Tone,
    /// The threshold, 0 to 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    pub at_least: f64,
}

/// How a step does by its norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NormStatus {
    /// The whole interval lies at or above the threshold.
    Met,
    /// The whole interval lies below the threshold.
    Missed,
    /// The threshold lies within the interval.
    Undecided,
    /// There are no answers to judge by.
    TooFew,
}

impl Norm {
    /// Judges by `count` answers of the norm's tone out of `of` released answers.
    #[must_use]
    pub fn judge(self, count: u64, of: u64) -> NormStatus {
        match wilson(count, of) {
            None => NormStatus::TooFew,
            Some(interval) if interval.low >= self.at_least => NormStatus::Met,
            Some(interval) if interval.high < self.at_least => NormStatus::Missed,
            Some(_) => NormStatus::Undecided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::wilson::Interval;
    use proptest::prelude::*;

    fn judged(at_least: f64, count: u64, of: u64) -> NormStatus {
        let tone = Tone::Positive;
        Norm { tone, at_least }.judge(count, of)
    }

    #[test]
    fn the_side_of_the_threshold_that_the_interval_lies_on_decides() {
        // 240 of 390 lies between 0.5662 and 0.6623.
        assert_eq!(judged(0.7, 240, 390), NormStatus::Missed);
        assert_eq!(judged(0.6, 240, 390), NormStatus::Undecided);
        assert_eq!(judged(0.5, 240, 390), NormStatus::Met);
    }

    #[test]
    fn a_good_share_of_few_answers_stays_undecided() {
        assert_eq!(judged(0.7, 8, 10), NormStatus::Undecided);
        assert_eq!(judged(0.7, 800, 1000), NormStatus::Met);
    }

    #[test]
    fn no_answers_are_too_few() {
        assert_eq!(judged(0.7, 0, 0), NormStatus::TooFew);
        assert_eq!(judged(0.0, 0, 0), NormStatus::TooFew);
    }

    #[test]
    fn an_end_that_touches_the_threshold_is_on_the_good_side() {
        let Interval { low, high } = wilson(8, 10).unwrap();
        assert_eq!(judged(low, 8, 10), NormStatus::Met);
        assert_eq!(judged(high, 8, 10), NormStatus::Undecided);
        assert_eq!(judged(0.0, 0, 10), NormStatus::Met);
        assert_eq!(judged(1.0, 10, 10), NormStatus::Undecided);
    }

    #[test]
    fn json_is_as_the_definition_and_the_results_write_it() {
        let norm = Norm {
            tone: Tone::Positive,
            at_least: 0.7,
        };
        let json = serde_json::to_string(&norm).unwrap();
        assert_eq!(json, r#"{"tone":"positive","atLeast":0.7}"#);
        let names = [
            (NormStatus::Met, "met"),
            (NormStatus::Missed, "missed"),
            (NormStatus::Undecided, "undecided"),
            (NormStatus::TooFew, "too-few"),
        ];
        for (status, name) in names {
            assert_eq!(serde_json::to_value(status).unwrap(), name);
        }
    }

    proptest! {
        #[test]
        fn a_higher_threshold_never_makes_it_better(
            of in 1..5000_u64, part in 0.0..=1.0_f64, one in 0.0..=1.0_f64, other in 0.0..=1.0_f64,
        ) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let count = (part * of as f64) as u64;
            let rank = |status| match status {
                NormStatus::Missed => 0,
                NormStatus::Undecided => 1,
                NormStatus::Met => 2,
                NormStatus::TooFew => 3,
            };
            let (low, high) = (one.min(other), one.max(other));
            prop_assert!(rank(judged(low, count, of)) >= rank(judged(high, count, of)));
        }
    }
}
