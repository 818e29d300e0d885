//! Van der Eijk's measure of agreement A: how far the answers on an ordered scale agree.
//!
//! Source: C. van der Eijk (2001), "Measuring agreement in ordered rating scales", Quality &
//! Quantity 35(3):325–341, in the way of `agreement()` of the R package agrmt 1.42.12 (its
//! standard, not its `old`, algorithm).

use crate::statistics::wilson::{as_f64, rounded};

/// A of the counts per option, in the scale's order: 1 when all chose the same option, 0 when all
/// options were chosen alike, -1 when halves chose the two ends; rounded to 4 decimals.
///
/// None for fewer than three options, where A is not defined, and for no answers at all. On a
/// scale without an order it means nothing.
#[must_use]
pub fn agreement(counts: &[u64]) -> Option<f64> {
    let total: f64 = counts.iter().copied().map(as_f64).sum();
    if counts.len() < 3 || total == 0.0 {
        return None;
    }
    // The distribution is peeled into layers, each of which has the same count in every option
    // that is left; A is the sum of the layers' agreements, weighted by their share of answers.
    let mut rest = counts.to_vec();
    let mut sum = 0.0;
    while let Some(height) = rest.iter().copied().filter(|count| *count > 0).min() {
        let pattern: Vec<bool> = rest.iter().map(|count| *count > 0).collect();
        let width = pattern.iter().filter(|filled| **filled).count() as u64;
        sum += as_f64(width) * as_f64(height) * of_layer(&pattern);
        for count in &mut rest {
            *count = count.saturating_sub(height);
        }
    }
    Some(rounded(sum / total))
}

/// The agreement of one layer: its unimodality U (van der Eijk's equation 2), times the share of
/// options that it leaves empty.
fn of_layer(pattern: &[bool]) -> f64 {
    let (mut unimodal, mut bimodal) = (0, 0);
    for (first, low) in pattern.iter().enumerate() {
        for (second, middle) in pattern.iter().enumerate().skip(first + 1) {
            for high in pattern.iter().skip(second + 1) {
                match (low, middle, high) {
                    (true, true, false) | (false, true, true) => unimodal += 1,
                    (true, false, true) => bimodal += 1,
                    _ => {}
                }
            }
        }
    }
    let filled = pattern.iter().filter(|filled| **filled).count();
    if filled == 1 {
        return 1.0;
    }
    if unimodal + bimodal == 0 {
        return 0.0;
    }
    let options = pattern.len() as u64;
    let (unimodal, bimodal) = (as_f64(unimodal), as_f64(bimodal));
    let (two_less, one_less) = (as_f64(options - 2), as_f64(options - 1));
    let u = (two_less * unimodal - one_less * bimodal) / (two_less * (unimodal + bimodal));
    u * (1.0 - as_f64(filled as u64 - 1) / one_less)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of_pattern(pattern: &str) -> f64 {
        let pattern: Vec<bool> = pattern.bytes().map(|digit| digit == b'1').collect();
        of_layer(&pattern)
    }

    fn close(one: f64, other: f64, decimals: i32) {
        assert!(
            (one - other).abs() < 0.5 * 10_f64.powi(-decimals),
            "{one} is not {other}"
        );
    }

    #[test]
    fn the_article_and_the_package_agree_on_their_main_example() {
        // Van der Eijk (2001), p. 331; 0.6113333 in the manual page of agrmt's agreement().
        assert_eq!(agreement(&[30, 40, 210, 130, 530, 50, 10]), Some(0.6113));
    }

    #[test]
    fn its_layers_come_out_as_published() {
        // The table of layers in "An Introduction to the R Package Agrmt" (the package's
        // vignette), section "Concept", after van der Eijk (2001), p. 331.
        for (pattern, published) in [
            ("1111111", 0.0),
            ("1111110", 0.167),
            ("0111110", 0.333),
            ("0011110", 0.5),
            ("0011100", 0.667),
            ("0010100", 0.467),
            ("0000100", 1.0),
        ] {
            close(of_pattern(pattern), published, 3);
        }
    }

    #[test]
    fn two_dutch_parties_come_out_as_published() {
        // Van der Eijk (2001), placements on a 7-point scale, as repeated in the vignette of
        // agrmt: 0.61 for the PvdA and 0.48 for D66; percentages, here times ten.
        close(
            agreement(&[24, 28, 32, 62, 135, 304, 416]).unwrap(),
            0.61,
            2,
        );
        close(
            agreement(&[16, 26, 82, 210, 293, 270, 103]).unwrap(),
            0.48,
            2,
        );
    }

    #[test]
    fn the_ideal_types_come_out_as_published() {
        // The figure in the vignette of agrmt, section "Interpretation of Agreement Scores".
        assert_eq!(agreement(&[4, 0, 0, 0]), Some(1.0));
        assert_eq!(agreement(&[1, 1, 1, 1]), Some(0.0));
        assert_eq!(agreement(&[2, 0, 0, 2]), Some(-1.0));
        close(agreement(&[2, 0, 1, 1]).unwrap(), 0.08, 2);
    }

    #[test]
    fn fewer_than_three_options_have_no_agreement() {
        assert_eq!(agreement(&[]), None);
        assert_eq!(agreement(&[5]), None);
        assert_eq!(agreement(&[5, 5]), None);
        assert!(agreement(&[5, 5, 5]).is_some());
    }

    #[test]
    fn no_answers_have_no_agreement() {
        assert_eq!(agreement(&[0, 0, 0, 0, 0]), None);
    }

    prop_compose! {
        fn answers()(
            counts in proptest::collection::vec(0..500_u64, 3..12).prop_filter("no answers", |counts| counts.iter().any(|count| *count > 0))
        ) -> Vec<u64> {
            counts
        }
    }

    proptest! {
        #[test]
        fn it_lies_between_minus_one_and_one(counts in answers()) {
            let value = agreement(&counts).unwrap();
            prop_assert!((-1.0..=1.0).contains(&value), "{value}");
        }

        #[test]
        fn the_direction_of_the_scale_does_not_matter(counts in answers()) {
            let reversed: Vec<u64> = counts.iter().rev().copied().collect();
            prop_assert_eq!(agreement(&counts), agreement(&reversed));
        }

        #[test]
        fn only_the_shape_matters_not_the_number_of_answers(counts in answers(), times in 1..20_u64) {
            let more: Vec<u64> = counts.iter().map(|count| count * times).collect();
            let difference = agreement(&counts).unwrap() - agreement(&more).unwrap();
            prop_assert!(difference.abs() < 0.000_15, "{difference}");
        }

        #[test]
        fn one_option_alone_is_full_agreement(options in 3..12_usize, at in 0..12_usize, count in 1..500_u64) {
            let mut counts = vec![0; options];
            counts[at % options] = count;
            prop_assert_eq!(agreement(&counts), Some(1.0));
        }

        #[test]
        fn the_two_ends_alone_are_full_disagreement(options in 3..12_usize, count in 1..500_u64) {
            let mut counts = vec![0; options];
            counts[0] = count;
            counts[options - 1] = count;
            prop_assert_eq!(agreement(&counts), Some(-1.0));
        }
    }
}
