//! The Wilson score interval of a proportion, and the share that carries it.
//!
//! Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
//! inference", Journal of the American Statistical Association 22:209–212; method 3 of
//! R. G. Newcombe (1998), Statistics in Medicine 17:857–872. Without continuity correction.

use serde::{Deserialize, Serialize};

/// A two-sided 95 % interval; both ends lie within 0 to 1 when it is of a proportion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A part of a whole with its 95 % Wilson interval; fractions rounded to 4 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Out of how many; at least 1.
    pub of: u64,
    /// `count` divided by `of`.
    pub share: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// The standard normal quantile of 97.5 %.
pub(crate) const Z: f64 = 1.959_963_984_540_054;

/// The interval of `count` out of `of`; none when `of` is 0 or less than `count`.
#[must_use]
pub fn wilson(count: u64, of: u64) -> Option<Interval> {
    if of == 0 || count > of {
        return None;
    }
    let (n, p) = (as_f64(of), as_f64(count) / as_f64(of));
    let centre = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    // At the very ends the formula gives exactly 0 and 1; floating point nearly so.
    Some(Interval {
        low: if count == 0 {
            0.0
        } else {
            (centre - reach) / whole
        },
        high: if count == of {
            1.0
        } else {
            (centre + reach) / whole
        },
    })
}

impl Share {
    /// The share of `count` in `of`; none when `of` is 0 or less than `count`.
    #[must_use]
    pub fn of(count: u64, of: u64) -> Option<Self> {
        let Interval { low, high } = wilson(count, of)?;
        Some(Self {
            count,
            of,
            share: rounded(as_f64(count) / as_f64(of)),
            low: rounded(low),
            high: rounded(high),
        })
    }
}

/// Rounded to 4 decimals; never the negative zero, which JSON would show.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

// Counts beyond 2^53 answers do not occur; below it the conversion is exact.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn published(count: u64, of: u64, low: f64, high: f64) {
        let share = Share::of(count, of).unwrap();
        assert_eq!((share.low, share.high), (low, high), "{count} of {of}");
    }

    #[test]
    fn newcombes_examples_come_out_as_published() {
        // R. G. Newcombe (1998), "Two-sided confidence intervals for the single proportion:
        // comparison of seven methods", Statistics in Medicine 17:857–872, table I, method 3.
        published(81, 263, 0.2553, 0.3662);
        published(15, 148, 0.0624, 0.1605);
        published(0, 20, 0.0, 0.1611);
        published(1, 29, 0.0061, 0.1718);
    }

    #[test]
    fn eight_of_ten_is_between_half_and_nearly_all() {
        // The value R gives: prop.test(8, 10, correct = FALSE)$conf.int.
        published(8, 10, 0.4902, 0.9433);
    }

    #[test]
    fn all_and_none_reach_the_very_ends() {
        let none = wilson(0, 7).unwrap();
        let all = wilson(7, 7).unwrap();
        assert_eq!(none.low.to_bits(), 0.0_f64.to_bits());
        assert_eq!(all.high.to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(wilson(0, 0), None);
        assert_eq!(Share::of(3, 2), None);
    }

    #[test]
    fn rounding_leaves_no_negative_zero() {
        assert_eq!(rounded(-0.000_01).to_bits(), 0.0_f64.to_bits());
        assert_eq!(rounded(-0.123_456).to_bits(), (-0.1235_f64).to_bits());
    }

    #[test]
    fn json_has_four_decimals_at_most() {
        assert_eq!(
            serde_json::to_string(&Share::of(390, 812).unwrap()).unwrap(),
            r#"{"count":390,"of":812,"share":0.4803,"low":0.4461,"high":0.5147}"#
        );
    }

    prop_compose! {
        fn counts()(of in 1..1_000_000_u64)(count in 0..=of, of in Just(of)) -> (u64, u64) {
            (count, of)
        }
    }

    proptest! {
        #[test]
        fn the_share_lies_within_its_interval((count, of) in counts()) {
            let share = Share::of(count, of).unwrap();
            prop_assert!(0.0 <= share.low && share.low <= share.share);
            prop_assert!(share.share <= share.high && share.high <= 1.0);
        }

        #[test]
        fn the_complement_mirrors_the_interval((count, of) in counts()) {
            let (one, other) = (wilson(count, of).unwrap(), wilson(of - count, of).unwrap());
            prop_assert!((one.low + other.high - 1.0).abs() < 1e-12);
            prop_assert!((one.high + other.low - 1.0).abs() < 1e-12);
        }

        // The interval is where the score test does not reject: |p - x| <= z sqrt(x (1 - x) / n).
        #[test]
        fn its_ends_solve_the_score_equation((count, of) in counts()) {
            let (n, p) = (as_f64(of), as_f64(count) / as_f64(of));
            let interval = wilson(count, of).unwrap();
            for end in [interval.low, interval.high] {
                let residue = (p - end).powi(2) - Z * Z * end * (1.0 - end) / n;
                prop_assert!(residue.abs() < 1e-12, "{end}: {residue}");
            }
        }

        #[test]
        fn more_answers_with_the_same_share_narrow_it((count, of) in counts(), times in 2..50_u64) {
            let (few, many) = (wilson(count, of).unwrap(), wilson(count * times, of * times).unwrap());
            prop_assert!(many.high - many.low < few.high - few.low);
        }
    }
}
