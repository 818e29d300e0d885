//! The difference of two independent proportions, with Newcombe's hybrid score interval.
//!
//! Source: method 10 of R. G. Newcombe (1998), "Interval estimation for the difference between
//! independent proportions: comparison of eleven methods", Statistics in Medicine 17:873–890.

use crate::statistics::wilson::{as_f64, rounded, wilson};
use serde::{Deserialize, Serialize};

/// A difference of two shares with its 95 % interval, each from -1 to 1, rounded to 4 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The first share less the second.
    pub difference: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// The share of `count` in `of` less that of `other_count` in `other_of`; none when either has no
/// share.
#[must_use]
pub fn newcombe(count: u64, of: u64, other_count: u64, other_of: u64) -> Option<Difference> {
    let (one, other) = (wilson(count, of)?, wilson(other_count, other_of)?);
    let p = as_f64(count) / as_f64(of);
    let q = as_f64(other_count) / as_f64(other_of);
    Some(Difference {
        difference: rounded(p - q),
        low: rounded(p - q - (p - one.low).hypot(other.high - q)),
        high: rounded(p - q + (one.high - p).hypot(q - other.low)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn newcombes_examples_come_out_as_published() {
        // Newcombe (1998), table II, examples (a) to (h), method 10.
        for (count, of, other_count, other_of, low, high) in [
            (56, 70, 48, 80, 0.0524, 0.3339),
            (9, 10, 3, 10, 0.1705, 0.8090),
            (6, 7, 2, 7, 0.0582, 0.8062),
            (5, 56, 0, 29, -0.0381, 0.1926),
            (0, 10, 0, 20, -0.1611, 0.2775),
            (0, 10, 0, 10, -0.2775, 0.2775),
            (10, 10, 0, 20, 0.6791, 1.0),
            (10, 10, 0, 10, 0.6075, 1.0),
        ] {
            let found = newcombe(count, of, other_count, other_of).unwrap();
            assert_eq!(
                (found.low, found.high),
                (low, high),
                "{count}/{of} - {other_count}/{other_of}"
            );
        }
    }

    #[test]
    fn nothing_has_no_difference() {
        assert_eq!(newcombe(0, 0, 1, 2), None);
        assert_eq!(newcombe(1, 2, 0, 0), None);
        assert_eq!(newcombe(3, 2, 1, 2), None);
        assert_eq!(newcombe(1, 2, 3, 2), None);
    }

    #[test]
    fn json_names_the_difference_and_its_ends() {
        assert_eq!(
            serde_json::to_string(&newcombe(56, 70, 48, 80).unwrap()).unwrap(),
            r#"{"difference":0.2,"low":0.0524,"high":0.3339}"#
        );
    }

    prop_compose! {
        fn counts()(of in 1..10_000_u64)(count in 0..=of, of in Just(of)) -> (u64, u64) {
            (count, of)
        }
    }

    proptest! {
        #[test]
        fn the_difference_lies_within_its_interval((count, of) in counts(), (other, other_of) in counts()) {
            let found = newcombe(count, of, other, other_of).unwrap();
            prop_assert!(-1.0 <= found.low && found.low <= found.difference);
            prop_assert!(found.difference <= found.high && found.high <= 1.0);
        }

        #[test]
        fn changing_sides_mirrors_it((count, of) in counts(), (other, other_of) in counts()) {
            let one = newcombe(count, of, other, other_of).unwrap();
            let two = newcombe(other, other_of, count, of).unwrap();
            prop_assert!((one.low + two.high).abs() < 1e-9 && (one.high + two.low).abs() < 1e-9);
        }
    }
}
