//! The p-chart of the negative share per week, and whether it got better or worse.
//!
//! Sources: the p-chart with limits that vary with each week's answers, D. C. Montgomery,
//! "Introduction to Statistical Quality Control"; the four rules of NHS England's "Making Data
//! Count"; the baseline, its length and what follows a change, the NHS-R Community's package
//! `NHSRplotthedots` ("Number of points required").
//!
//! - A point is a week with answers; weeks without are passed over, so "in a row" counts points.
//! - Weeks form phases. A phase's centre line is the pooled share of its first 12 points, and is
//!   then locked; while it has fewer, of those it has. No signal is given before 12 points in all.
//! - Seven points in a row on one side of the centre line, not counting a run that opens the phase
//!   (it helped to draw the line), are a lasting change: a new phase, with limits of its own,
//!   begins at the first of them. So a later change shows against the level of its own time.
//! - Every other signal lasts until a later point is back at the level from before: the centre
//!   line, or, of a trend, its first point.
//! - A point on a limit is not beyond it; a point on the centre line is on neither side. Where the
//!   centre line is 0 or 1 the formula knows no spread, and the limits are left wide open.

use crate::{
    statistics::wilson::{Share, as_f64, rounded},
    week::Week,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One week's released answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekCount {
    /// The week.
    pub week: Week,
    /// The answers of negative tone.
    pub negative: u64,
    /// All answers.
    pub of: u64,
}

/// One point of the chart; fractions rounded to 4 decimals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChartPoint {
    /// The week.
    pub week: Week,
    /// The negative share.
    pub negative: Share,
    /// The centre line of the week's phase.
    pub centre: f64,
    /// Three sigma below the centre line, at least 0.
    pub lower_limit: f64,
    /// Three sigma above the centre line, at most 1.
    pub upper_limit: f64,
}

/// Whether the negative share changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ChangeStatus {
    /// It fell.
    Better,
    /// It rose.
    Worse,
    /// There is no sign that it did either, or too few weeks to tell.
    None,
}

/// The rule by which a change shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// One point beyond three sigma.
    BeyondThreeSigma,
    /// Six points in a row, each higher, or each lower, than the one before.
    SixInARow,
    /// Seven points in a row on one side of the centre line.
    SevenOnOneSide,
    /// Three points in a row on one side, two of them beyond two sigma.
    TwoOfThreeNearLimit,
}

/// The latest change that still lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Which way.
    pub status: ChangeStatus,
    /// The week it began; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Week>,
    /// The rule it shows by; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
}

/// A chart and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PChart {
    /// The points, in order.
    pub points: Vec<ChartPoint>,
    /// What they say as of the last of them.
    pub change: Change,
}

impl Change {
    /// No change.
    pub const NONE: Self = Self {
        status: ChangeStatus::None,
        since: None,
        rule: None,
    };
}

/// The chart of `weeks`, which come in order, each once, from the first week of the question
/// version up to the last one that matters. A week without answers, or with more negative ones
/// than answers, is passed over.
#[must_use]
pub fn p_chart(weeks: &[WeekCount]) -> PChart {
    chart(weeks, BASELINE)
}

/// The points that a phase's centre line is drawn from.
const BASELINE: usize = 12;

/// The points on one side that make a lasting change.
const RUN: usize = 7;

fn chart(weeks: &[WeekCount], baseline: usize) -> PChart {
    let shares: Vec<(Week, Share)> = weeks
        .iter()
        .filter_map(|count| Some((count.week, Share::of(count.negative, count.of)?)))
        .collect();
    let enough = shares.len() >= baseline;
    let mut rest = shares.as_slice();
    let mut points = Vec::with_capacity(shares.len());
    let mut change = Change::NONE;
    loop {
        let phase = Phase::new(rest, baseline);
        let lasting = phase.lasting_change().filter(|_| enough);
        let (own, later) = rest.split_at(lasting.map_or(rest.len(), |signal| signal.first));
        points.extend(own.iter().map(|(week, share)| phase.point(*week, *share)));
        if let Some(signal) = lasting {
            change = signal.change(rest);
            rest = later;
            continue;
        }
        if let Some(signal) = phase.latest_signal().filter(|_| enough) {
            change = signal.change(rest);
        }
        return PChart { points, change };
    }
}

/// A stretch of weeks with one centre line.
struct Phase {
    centre: Part,
    points: Vec<Part>,
}

impl Phase {
    fn new(shares: &[(Week, Share)], baseline: usize) -> Self {
        let points: Vec<Part> = shares
            .iter()
            .map(|(_, share)| Part {
                count: share.count.into(),
                of: share.of.into(),
            })
            .collect();
        let locked = || points.iter().take(baseline);
        let centre = Part {
            count: locked().map(|point| point.count).sum(),
            of: locked().map(|point| point.of).sum(),
        };
        Self { centre, points }
    }

    fn point(&self, week: Week, negative: Share) -> ChartPoint {
        let centre = self.centre.share();
        let sigma = (centre * (1.0 - centre) / as_f64(negative.of)).sqrt();
        let reach = if sigma > 0.0 { 3.0 * sigma } else { 1.0 };
        ChartPoint {
            week,
            negative,
            centre: rounded(centre),
            lower_limit: rounded((centre - reach).max(0.0)),
            upper_limit: rounded((centre + reach).min(1.0)),
        }
    }

    fn side(&self, point: Part) -> Option<Side> {
        point.side_of(self.centre)
    }

    /// The earliest run of seven on one side that does not open the phase.
    fn lasting_change(&self) -> Option<Signal> {
        let mut first = 0;
        let mut run = None;
        for (last, point) in self.points.iter().enumerate() {
            let side = self.side(*point);
            if side != run {
                (first, run) = (last, side);
            }
            if let Some(side) = side
                && first > 0
                && last + 1 - first == RUN
            {
                return Some(self.signal(side, Rule::SevenOnOneSide, first, last));
            }
        }
        None
    }

    /// The earliest of the signals that agree with the latest, among those that still last.
    fn latest_signal(&self) -> Option<Signal> {
        let mut lasting = self.signals();
        lasting.retain(|signal| self.lasts(signal));
        let side = lasting.iter().max_by_key(|signal| signal.last)?.side;
        lasting
            .into_iter()
            .filter(|signal| signal.side == side)
            .min_by_key(|signal| signal.first)
    }

    fn lasts(&self, signal: &Signal) -> bool {
        self.points
            .iter()
            .skip(signal.last)
            .all(|point| point.side_of(signal.back_at) == Some(signal.side))
    }

    fn signals(&self) -> Vec<Signal> {
        let mut signals = Vec::new();
        for last in 0..self.points.len() {
            signals.extend(self.beyond_three_sigma(last));
            signals.extend(self.two_of_three_near_limit(last));
            signals.extend(self.six_in_a_row(last));
        }
        signals
    }

    fn beyond_three_sigma(&self, last: usize) -> Option<Signal> {
        let point = self.points.get(last)?;
        let side = self.side(*point)?;
        point
            .is_beyond(self.centre, 3)
            .then(|| self.signal(side, Rule::BeyondThreeSigma, last, last))
    }

    fn two_of_three_near_limit(&self, last: usize) -> Option<Signal> {
        let start = last.checked_sub(2)?;
        let three = self.points.get(start..=last)?;
        let side = self.side(*three.first()?)?;
        let same = three.iter().all(|point| self.side(*point) == Some(side));
        let mut near = (start..=last)
            .zip(three)
            .filter(|(_, point)| point.is_beyond(self.centre, 2))
            .map(|(index, _)| index);
        let first = near.next()?;
        near.next()?;
        same.then(|| self.signal(side, Rule::TwoOfThreeNearLimit, first, last))
    }

    fn six_in_a_row(&self, last: usize) -> Option<Signal> {
        let first = last.checked_sub(5)?;
        let six = self.points.get(first..=last)?;
        let mut steps = six
            .iter()
            .zip(six.iter().skip(1))
            .map(|(one, next)| next.side_of(*one));
        let side = steps.next()??;
        steps.all(|step| step == Some(side)).then_some(Signal {
            back_at: *six.first()?,
            ..self.signal(side, Rule::SixInARow, first, last)
        })
    }

    fn signal(&self, side: Side, rule: Rule, first: usize, last: usize) -> Signal {
        Signal {
            side,
            rule,
            first,
            last,
            back_at: self.centre,
        }
    }
}

/// So many out of so many. Parts are compared as fractions, without rounding; counts of answers
/// are far too small for the products to saturate.
#[derive(Debug, Clone, Copy)]
struct Part {
    count: u128,
    of: u128,
}

impl Part {
    fn share(self) -> f64 {
        let whole = |number: u128| as_f64(u64::try_from(number).unwrap_or(u64::MAX));
        whole(self.count) / whole(self.of)
    }

    fn side_of(self, line: Self) -> Option<Side> {
        let (own, other) = self.over_one_denominator(line);
        match own.cmp(&other) {
            Ordering::Greater => Some(Side::Above),
            Ordering::Less => Some(Side::Below),
            Ordering::Equal => None,
        }
    }

    /// Whether |p - c| > k √(c (1 - c) / n), both sides squared and brought to one denominator;
    /// never where c is 0 or 1.
    fn is_beyond(self, centre: Self, sigmas: u128) -> bool {
        let (own, other) = self.over_one_denominator(centre);
        let distance = own.abs_diff(other);
        let spread = centre
            .count
            .saturating_mul(centre.of - centre.count)
            .saturating_mul(self.of);
        spread > 0 && distance.saturating_mul(distance) > spread.saturating_mul(sigmas * sigmas)
    }

    fn over_one_denominator(self, other: Self) -> (u128, u128) {
        (
            self.count.saturating_mul(other.of),
            other.count.saturating_mul(self.of),
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// A rule that points from `first` to `last` of a phase satisfy.
#[derive(Debug, Clone, Copy)]
struct Signal {
    side: Side,
    rule: Rule,
    first: usize,
    last: usize,
    back_at: Part,
}

impl Signal {
    fn change(self, phase: &[(Week, Share)]) -> Change {
        Change {
            status: match self.side {
                Side::Above => ChangeStatus::Worse,
                Side::Below => ChangeStatus::Better,
            },
            since: phase.get(self.first).map(|(week, _)| *week),
            rule: Some(self.rule),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A baseline in which nothing shows: 12 weeks around a centre line of 0.25 with 100 answers
    /// each, the last one upon it. Two sigma lies at 0.3366 and 0.1634, three at 0.3799 and 0.1201.
    const QUIET: [u64; 12] = [28, 22, 26, 24, 30, 20, 27, 23, 28, 22, 25, 25];

    fn week(index: usize) -> Week {
        let first: Week = "2026-W01".parse().unwrap();
        let number = first.first().number() + 7 * i32::try_from(index).unwrap();
        crate::day::Day::from_number(number).unwrap().week()
    }

    fn counts(parts: &[(u64, u64)]) -> Vec<WeekCount> {
        let weeks = parts.iter().enumerate();
        weeks
            .map(|(index, (negative, of))| WeekCount {
                week: week(index),
                negative: *negative,
                of: *of,
            })
            .collect()
    }

    fn of_hundred(negatives: &[u64]) -> Vec<WeekCount> {
        let parts: Vec<(u64, u64)> = negatives.iter().map(|count| (*count, 100)).collect();
        counts(&parts)
    }

    fn after_quiet(tail: &[u64]) -> Change {
        p_chart(&of_hundred(&[&QUIET, tail].concat())).change
    }

    fn change(status: ChangeStatus, index: usize, rule: Rule) -> Change {
        Change {
            status,
            since: Some(week(index)),
            rule: Some(rule),
        }
    }

    fn worse(tail_index: usize, rule: Rule) -> Change {
        change(ChangeStatus::Worse, 12 + tail_index, rule)
    }

    fn better(tail_index: usize, rule: Rule) -> Change {
        change(ChangeStatus::Better, 12 + tail_index, rule)
    }

    // T. Pyzdek and P. Keller (2013), "The Handbook for Quality Management", table 9.6: bruised
    // peaches in shipments of one crate of 250 or two.
    const PEACHES: [(u64, u64); 25] = [
        (47, 250),
        (42, 250),
        (55, 250),
        (51, 250),
        (46, 250),
        (61, 250),
        (39, 250),
        (44, 250),
        (41, 250),
        (51, 250),
        (88, 500),
        (101, 500),
        (101, 500),
        (40, 250),
        (48, 250),
        (47, 250),
        (50, 250),
        (48, 250),
        (57, 250),
        (45, 250),
        (43, 250),
        (105, 500),
        (98, 500),
        (100, 500),
        (96, 500),
    ];

    // D. C. Montgomery (2009), "Introduction to Statistical Quality Control", 6th edition, table
    // 7.4: purchase orders with errors, per week, out of a number that varies.
    const PURCHASE_ORDERS: [(u64, u64); 25] = [
        (12, 100),
        (8, 80),
        (6, 80),
        (9, 100),
        (10, 110),
        (12, 110),
        (11, 100),
        (16, 100),
        (10, 90),
        (6, 90),
        (20, 110),
        (15, 120),
        (9, 120),
        (8, 120),
        (6, 110),
        (8, 80),
        (10, 80),
        (7, 80),
        (5, 90),
        (8, 100),
        (5, 100),
        (8, 100),
        (10, 100),
        (6, 90),
        (9, 90),
    ];

    #[test]
    fn pyzdeks_limits_come_out_as_published() {
        // Centre line 0.193; 0.118 and 0.268 for one crate, 0.140 and 0.246 for two; in control.
        let chart = chart(&counts(&PEACHES), PEACHES.len());
        assert_eq!(chart.change, Change::NONE);
        for point in chart.points {
            let (low, high) = if point.negative.of == 250 {
                (0.118, 0.268)
            } else {
                (0.140, 0.246)
            };
            for (found, published) in [
                (point.centre, 0.193),
                (point.lower_limit, low),
                (point.upper_limit, high),
            ] {
                assert!(
                    (found - published).abs() < 0.0006,
                    "{found} is not {published}"
                );
            }
        }
    }

    #[test]
    fn montgomerys_one_week_out_of_control_is_found() {
        // Centre line 234 / 2450 = 0.096; of the 25 weeks only the 11th, 20 of 110, is beyond its
        // limit of 0.180.
        let weeks = counts(&PURCHASE_ORDERS);
        let eleventh = chart(&weeks, weeks.len()).points[10];
        assert!((eleventh.centre - 0.096).abs() < 0.0006);
        assert!((eleventh.upper_limit - 0.180).abs() < 0.0006);
        let shares: Vec<(Week, Share)> = weeks
            .iter()
            .map(|count| (count.week, Share::of(count.negative, count.of).unwrap()))
            .collect();
        let phase = Phase::new(&shares, shares.len());
        let beyond: Vec<(usize, Side)> = (0..shares.len())
            .filter_map(|index| phase.beyond_three_sigma(index))
            .map(|signal| (signal.first, signal.side))
            .collect();
        assert_eq!(beyond, [(10, Side::Above)]);
    }

    #[test]
    fn a_quiet_baseline_says_nothing() {
        assert_eq!(after_quiet(&[]), Change::NONE);
        assert_eq!(p_chart(&[]).change, Change::NONE);
        assert!(p_chart(&[]).points.is_empty());
    }

    #[test]
    fn no_signal_is_given_before_twelve_points() {
        let mut weeks = of_hundred(&[25, 24, 26, 25, 24, 26, 25, 24, 26, 25, 90, 90]);
        assert_eq!(p_chart(&weeks).change.status, ChangeStatus::Worse);
        weeks.pop();
        assert_eq!(p_chart(&weeks).change, Change::NONE);
        assert_eq!(p_chart(&weeks).points.len(), 11);
    }

    #[test]
    fn one_point_beyond_three_sigma_is_a_signal() {
        assert_eq!(after_quiet(&[38]), worse(0, Rule::BeyondThreeSigma));
        assert_eq!(after_quiet(&[37]), Change::NONE);
        assert_eq!(after_quiet(&[12]), better(0, Rule::BeyondThreeSigma));
        assert_eq!(after_quiet(&[13]), Change::NONE);
    }

    #[test]
    fn a_point_on_the_limit_is_not_beyond_it() {
        // With 75 answers sigma is 0.05, so that three sigma above the centre line is 0.4.
        let with = |last| {
            let quiet: Vec<(u64, u64)> = QUIET.iter().map(|count| (*count, 100)).collect();
            p_chart(&counts(&[quiet, vec![last]].concat())).change
        };
        assert_eq!(with((30, 75)), Change::NONE);
        assert_eq!(with((31, 75)), worse(0, Rule::BeyondThreeSigma));
    }

    #[test]
    fn the_limits_follow_the_number_of_answers() {
        let chart = p_chart(&counts(
            &[vec![(25, 100); 12], vec![(100, 400), (10, 25)]].concat(),
        ));
        let limits: Vec<(f64, f64)> = chart.points[11..]
            .iter()
            .map(|point| (point.lower_limit, point.upper_limit))
            .collect();
        assert_eq!(limits, [(0.1201, 0.3799), (0.185, 0.315), (0.0, 0.5098)]);
    }

    #[test]
    fn six_points_in_a_row_in_one_direction_are_a_signal() {
        assert_eq!(
            after_quiet(&[20, 22, 24, 26, 28, 29]),
            worse(0, Rule::SixInARow)
        );
        assert_eq!(after_quiet(&[20, 22, 24, 26, 28]), Change::NONE);
        assert_eq!(after_quiet(&[20, 22, 24, 24, 26, 28]), Change::NONE);
        assert_eq!(
            after_quiet(&[30, 28, 26, 24, 22, 21]),
            better(0, Rule::SixInARow)
        );
        assert_eq!(after_quiet(&[30, 28, 26, 24, 22]), Change::NONE);
    }

    #[test]
    fn seven_points_on_one_side_are_a_lasting_change() {
        // As in the tests of NHSRplotthedots' ptd_seven_point_one_side_mean(): seven, not six,
        // and not interrupted.
        assert_eq!(
            after_quiet(&[26, 27, 26, 28, 27, 26, 28]),
            worse(0, Rule::SevenOnOneSide)
        );
        assert_eq!(after_quiet(&[26, 27, 26, 28, 27, 26]), Change::NONE);
        assert_eq!(after_quiet(&[26, 27, 26, 28, 27, 26, 24, 28]), Change::NONE);
        assert_eq!(
            after_quiet(&[26, 24, 23, 24, 22, 23, 24, 22]),
            better(1, Rule::SevenOnOneSide)
        );
    }

    #[test]
    fn a_point_on_the_centre_line_is_on_neither_side() {
        assert_eq!(after_quiet(&[26, 27, 26, 25, 28, 27, 26]), Change::NONE);
        let long_upon_it = [&[25; 8][..], &[26; 7]].concat();
        assert_eq!(after_quiet(&long_upon_it), worse(8, Rule::SevenOnOneSide));
    }

    #[test]
    fn two_of_three_points_near_a_limit_are_a_signal() {
        // As in the tests of NHSRplotthedots' ptd_two_in_three(): any two of the three, all of
        // them on one side of the centre line.
        for (tail, first) in [([34, 34, 26], 0), ([34, 26, 34], 0), ([26, 34, 34], 1)] {
            assert_eq!(
                after_quiet(&tail),
                worse(first, Rule::TwoOfThreeNearLimit),
                "{tail:?}"
            );
        }
        for tail in [
            [34, 24, 34],
            [24, 34, 34],
            [34, 34, 25],
            [34, 26, 26],
            [33, 33, 33],
            [34, 33, 33],
        ] {
            assert_eq!(after_quiet(&tail), Change::NONE, "{tail:?}");
        }
        assert_eq!(
            after_quiet(&[16, 24, 16]),
            better(0, Rule::TwoOfThreeNearLimit)
        );
        assert_eq!(after_quiet(&[34, 26, 26, 34]), Change::NONE);
    }

    #[test]
    fn a_passing_signal_ends_at_the_centre_line() {
        assert_eq!(after_quiet(&[40, 30, 26]), worse(0, Rule::BeyondThreeSigma));
        assert_eq!(after_quiet(&[40, 30, 25]), Change::NONE);
        assert_eq!(after_quiet(&[40, 30, 24]), Change::NONE);
        assert_eq!(
            after_quiet(&[34, 26, 34, 26]),
            worse(0, Rule::TwoOfThreeNearLimit)
        );
        assert_eq!(after_quiet(&[34, 26, 34, 24]), Change::NONE);
    }

    #[test]
    fn a_trend_ends_where_it_began() {
        assert_eq!(
            after_quiet(&[20, 22, 24, 26, 28, 29, 21]),
            worse(0, Rule::SixInARow)
        );
        assert_eq!(after_quiet(&[20, 22, 24, 26, 28, 29, 20]), Change::NONE);
    }

    #[test]
    fn a_change_dates_from_its_first_sign_that_lasts() {
        assert_eq!(after_quiet(&[39, 27, 40]), worse(0, Rule::BeyondThreeSigma));
        assert_eq!(after_quiet(&[39, 24, 40]), worse(2, Rule::BeyondThreeSigma));
    }

    #[test]
    fn the_latest_of_two_changes_counts() {
        assert_eq!(after_quiet(&[40, 10]), better(1, Rule::BeyondThreeSigma));
        assert_eq!(after_quiet(&[10, 40]), worse(1, Rule::BeyondThreeSigma));
    }

    #[test]
    fn a_lasting_change_gets_limits_of_its_own() {
        let improved = [15, 16, 14, 15, 16, 14, 15];
        let chart = p_chart(&of_hundred(&[&QUIET[..], &improved].concat()));
        let centres: Vec<f64> = chart.points.iter().map(|point| point.centre).collect();
        assert_eq!(centres, [vec![0.25; 12], vec![0.15; 7]].concat());
        assert_eq!(chart.points[11].upper_limit.to_bits(), 0.3799_f64.to_bits());
        assert_eq!(chart.points[12].upper_limit.to_bits(), 0.2571_f64.to_bits());
    }

    #[test]
    fn a_setback_after_an_improvement_shows_though_it_is_still_below_the_first_level() {
        let improved = [15, 16, 14, 15, 16, 14, 15, 16, 14, 15, 16, 14];
        assert_eq!(after_quiet(&improved), better(0, Rule::SevenOnOneSide));
        let setback = [&improved[..], &[24, 24, 24]].concat();
        assert_eq!(after_quiet(&setback), worse(12, Rule::TwoOfThreeNearLimit));
        let over = [&setback[..], &[15]].concat();
        assert_eq!(after_quiet(&over), better(0, Rule::SevenOnOneSide));
    }

    #[test]
    fn the_run_that_opens_a_phase_is_no_change() {
        let opening = [28, 27, 29, 28, 27, 29, 28, 20, 18, 21, 19, 22];
        assert_eq!(p_chart(&of_hundred(&opening)).change, Change::NONE);
        let later = [&opening[..], &[20, 21]].concat();
        assert_eq!(
            p_chart(&of_hundred(&later)).change,
            change(ChangeStatus::Better, 7, Rule::SevenOnOneSide)
        );
    }

    #[test]
    fn the_centre_line_is_locked_after_twelve_points() {
        let chart = p_chart(&of_hundred(&[&QUIET[..], &[35, 24]].concat()));
        assert!(
            chart
                .points
                .iter()
                .all(|point| point.centre.to_bits() == 0.25_f64.to_bits())
        );
    }

    #[test]
    fn weeks_without_answers_are_passed_over() {
        let mut weeks = of_hundred(&[&QUIET[..], &[40, 0, 0]].concat());
        weeks[13].of = 0;
        weeks[14].negative = 101;
        let chart = p_chart(&weeks);
        assert_eq!(chart.points.len(), 13);
        assert_eq!(chart.change, worse(0, Rule::BeyondThreeSigma));
    }

    #[test]
    fn where_nothing_ever_varied_one_answer_is_no_signal() {
        for (usual, odd) in [(0, 1), (10, 9)] {
            let chart = p_chart(&counts(&[vec![(usual, 10); 12], vec![(odd, 10)]].concat()));
            assert_eq!(chart.change, Change::NONE);
            let last = chart.points[12];
            assert_eq!((last.lower_limit, last.upper_limit), (0.0, 1.0));
        }
    }

    #[test]
    fn json_is_as_the_results_show_it() {
        assert_eq!(
            serde_json::to_string(&after_quiet(&[40])).unwrap(),
            r#"{"status":"worse","since":"2026-W13","rule":"beyond-three-sigma"}"#
        );
        assert_eq!(
            serde_json::to_string(&Change::NONE).unwrap(),
            r#"{"status":"none"}"#
        );
        for (rule, name) in [
            (Rule::SixInARow, "six-in-a-row"),
            (Rule::SevenOnOneSide, "seven-on-one-side"),
            (Rule::TwoOfThreeNearLimit, "two-of-three-near-limit"),
        ] {
            assert_eq!(serde_json::to_value(rule).unwrap(), name);
        }
        let point = p_chart(&of_hundred(&[25])).points[0];
        assert_eq!(
            serde_json::to_string(&point).unwrap(),
            r#"{"week":"2026-W01","negative":{"count":25,"of":100,"share":0.25,"low":0.1755,"high":0.343},"centre":0.25,"lowerLimit":0.1201,"upperLimit":0.3799}"#
        );
    }

    fn mirrored(change: Change) -> Change {
        let status = match change.status {
            ChangeStatus::Better => ChangeStatus::Worse,
            ChangeStatus::Worse => ChangeStatus::Better,
            ChangeStatus::None => ChangeStatus::None,
        };
        Change { status, ..change }
    }

    prop_compose! {
        fn any_weeks()(
            parts in proptest::collection::vec((0..400_u64, 0..=100_u64), 0..60),
        ) -> Vec<WeekCount> {
            let parts: Vec<(u64, u64)> = parts.iter().map(|(of, percent)| (of * percent / 100, *of)).collect();
            counts(&parts)
        }
    }

    proptest! {
        #[test]
        fn limits_enclose_the_centre_line(weeks in any_weeks()) {
            for point in p_chart(&weeks).points {
                prop_assert!(0.0 <= point.lower_limit && point.lower_limit <= point.centre);
                prop_assert!(point.centre <= point.upper_limit && point.upper_limit <= 1.0);
            }
        }

        #[test]
        fn every_week_with_answers_is_a_point_in_order(weeks in any_weeks()) {
            let with_answers: Vec<Week> = weeks.iter().filter(|count| count.of > 0).map(|count| count.week).collect();
            let points: Vec<Week> = p_chart(&weeks).points.iter().map(|point| point.week).collect();
            prop_assert_eq!(points, with_answers);
        }

        #[test]
        fn counting_the_others_mirrors_the_change(weeks in any_weeks()) {
            let others: Vec<WeekCount> = weeks
                .iter()
                .map(|count| WeekCount { negative: count.of - count.negative, ..*count })
                .collect();
            prop_assert_eq!(p_chart(&others).change, mirrored(p_chart(&weeks).change));
        }

        #[test]
        fn a_change_names_its_week_and_rule_and_no_change_names_neither(weeks in any_weeks()) {
            let change = p_chart(&weeks).change;
            let none = change.status == ChangeStatus::None;
            prop_assert_eq!(change.since.is_none(), none);
            prop_assert_eq!(change.rule.is_none(), none);
        }

        #[test]
        fn a_steady_share_never_changes(negative in 0..=50_u64, others in 0..50_u64, weeks in 0..60_usize) {
            let parts = vec![(negative, negative + others); weeks];
            prop_assert_eq!(p_chart(&counts(&parts)).change, Change::NONE);
        }

        #[test]
        fn later_weeks_do_not_move_a_locked_centre_line(weeks in any_weeks(), more in 0..20_usize) {
            let all = p_chart(&weeks).points;
            let earlier = p_chart(&weeks[..weeks.len().saturating_sub(more)]).points;
            if earlier.len() >= BASELINE {
                prop_assert_eq!(all[0], earlier[0]);
            }
        }
    }
}
