//! Where a chart's parts stand: the geometry of distribution bars, of the p-chart and of a
//! difference, in whole units, so that drawing them takes no more than writing numbers down.

use core::iter;

use crate::{
    results::OptionShare,
    scale::Tone,
    statistics::{
        newcombe::Difference,
        p_chart::{Change, ChangeStatus, ChartPoint, Rule},
    },
    week::Week,
};

/// A bar is so many units long.
pub const BAR: u32 = 1000;

/// One option's part of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The option's id.
    pub option: &'a str,
    /// Its tone.
    pub tone: Tone,
    /// Where it begins.
    pub from: u32,
    /// How long it is.
    pub length: u32,
}

/// The segments of a distribution from its negative to its positive side, each option where its
/// scale has it. They are a bar together, whatever rounding does; without answers there are none.
#[must_use]
pub fn bar(distribution: &[OptionShare]) -> Vec<Segment<'_>> {
    let mut options: Vec<&OptionShare> = distribution.iter().collect();
    options.sort_by_key(|it| it.tone);
    let of = options.first().map_or(0, |it| it.share.of);
    let mut before = 0;
    let mut segments = Vec::with_capacity(options.len());
    for OptionShare {
        option,
        tone,
        share,
    } in options
    {
        let (from, to) = (part(before, of), part(before + share.count, of));
        before += share.count;
        if to > from {
            segments.push(Segment {
                option,
                tone: *tone,
                from,
                length: to - from,
            });
        }
    }
    segments
}

/// Where a share of 0 to 1 lies on a stretch of so many units.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0 to 1 of a u32 is a u32"
)]
pub fn place(share: f64, units: u32) -> u32 {
    (share.clamp(0.0, 1.0) * f64::from(units)).round() as u32
}

fn part(count: u64, of: u64) -> u32 {
    let units = u64::from(BAR) * count;
    u32::try_from((units + of / 2).checked_div(of).unwrap_or(0)).unwrap_or(BAR)
}

/// A p-chart in units; y runs downwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plot {
    /// The share at the top, in whole per cents; a multiple of ten.
    pub top: u32,
    /// The points, in order.
    pub points: Vec<Spot>,
    /// Stretches with one centre line, in order.
    pub phases: Vec<Phase>,
    /// Weeks in which something else happened, in order.
    pub flags: Vec<Flag>,
}

impl Plot {
    /// Where a change begins to show: marked points, but for those that go on in the direction of the point before.
    pub fn turns(&self) -> impl Iterator<Item = (Week, Mark)> {
        let direction = |spot: &Spot| spot.mark.map(|mark| mark.status);
        let before = iter::once(None).chain(self.points.iter().map(direction));
        let turns = self.points.iter().zip(before);
        turns.filter_map(move |(spot, before)| {
            let mark = spot.mark.filter(|mark| before != Some(mark.status))?;
            Some((spot.week, mark))
        })
    }
}

/// A week in which something else happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The week.
    pub week: Week,
    /// Across.
    pub x: u32,
    /// What happened: places in the list that the plot was asked with.
    pub which: Vec<usize>,
}

/// A week's place in a plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The week.
    pub week: Week,
    /// Across.
    pub x: u32,
    /// Down.
    pub y: u32,
    /// The upper limit, down.
    pub upper: u32,
    /// The lower limit, down.
    pub lower: u32,
    /// What the point shows, if anything.
    pub mark: Option<Mark>,
}

/// What a point shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is better or worse.
    pub status: ChangeStatus,
    /// The rule by which it shows.
    pub rule: Rule,
}

/// A stretch with one centre line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// Where it begins, across.
    pub from: u32,
    /// Where it ends, across.
    pub to: u32,
    /// The centre line, down.
    pub centre: u32,
}

/// The plot of a chart, `width` by `height`. Weeks stand at their own distance, so that a week
/// without answers leaves a gap. A point is marked when it lies beyond a limit, when a new phase
/// begins at it, or when the latest change began there. The weeks in which something `happened` have
/// a flag each; what happened before the chart begins has none, and after its end it goes on until
/// the last of them.
#[must_use]
pub fn plot(
    chart: &[ChartPoint],
    change: Option<Change>,
    happened: &[Week],
    width: u32,
    height: u32,
) -> Plot {
    let highest = chart
        .iter()
        .map(|it| it.negative.share.max(it.centre))
        .fold(0.0_f64, f64::max);
    // Some room above, so that limits mostly fit; wide ones are cut off at the top.
    let top = (place(highest, 100) + 15).div_ceil(10).clamp(2, 10) * 10;
    let down = |share: f64| height - place(share * 100.0 / f64::from(top), height);
    let flags = flags(chart, happened);
    let first = chart.first().map_or(0, |it| it.week.first().number());
    let last = chart.last().map(|it| it.week);
    let last = last.max(flags.last().map(|it| it.week));
    let last = last.map_or(0, |it| it.first().number());
    let across = |week: Week| {
        let days = |to: i32| f64::from(to - first);
        place(days(week.first().number()) / days(last).max(1.0), width)
    };
    let mut points: Vec<Spot> = Vec::with_capacity(chart.len());
    let mut phases: Vec<Phase> = Vec::new();
    let mut before: Option<&ChartPoint> = None;
    for point in chart {
        let x = across(point.week);
        let shifted = before.filter(|it| it.centre.to_bits() != point.centre.to_bits());
        match phases.last_mut() {
            Some(phase) if shifted.is_none() => phase.to = x,
            _ => phases.push(Phase {
                from: x,
                to: x,
                centre: down(point.centre),
            }),
        }
        points.push(Spot {
            week: point.week,
            x,
            y: down(point.negative.share),
            upper: down(point.upper_limit),
            lower: down(point.lower_limit),
            mark: mark(point, shifted, change),
        });
        before = Some(point);
    }
    Plot {
        top,
        points,
        phases,
        flags: flags
            .into_iter()
            .map(|flag| Flag {
                x: across(flag.week),
                ..flag
            })
            .collect(),
    }
}

/// Flags from the chart's beginning on, each yet to be placed.
fn flags(chart: &[ChartPoint], happened: &[Week]) -> Vec<Flag> {
    let Some(first) = chart.first() else {
        return Vec::new();
    };
    let mut flags: Vec<Flag> = Vec::new();
    for (at, week) in happened.iter().enumerate() {
        match flags.iter_mut().find(|it| it.week == *week) {
            _ if *week < first.week => {}
            Some(flag) => flag.which.push(at),
            None => flags.push(Flag {
                week: *week,
                x: 0,
                which: vec![at],
            }),
        }
    }
    flags.sort_by_key(|it| it.week);
    flags
}

/// A difference on a bar whose middle is nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// What either end of the bar stands for, in whole per cents; a multiple of ten.
    pub reach: u32,
    /// The difference itself.
    pub at: u32,
    /// The interval's lower end.
    pub low: u32,
    /// Its upper end.
    pub high: u32,
}

/// Where a difference lies on a bar that reaches as far as its interval.
#[must_use]
pub fn gap(difference: &Difference) -> Gap {
    let widest = difference.low.abs().max(difference.high.abs());
    let reach = (place(widest, 1000).div_ceil(100)).max(1) * 10;
    let on_bar = |value: f64| place(0.5 + value * 50.0 / f64::from(reach), BAR);
    Gap {
        reach,
        at: on_bar(difference.difference),
        low: on_bar(difference.low),
        high: on_bar(difference.high),
    }
}

fn mark(point: &ChartPoint, shifted: Option<&ChartPoint>, change: Option<Change>) -> Option<Mark> {
    let began = change.filter(|it| it.since == Some(point.week));
    if let Some(Change {
        status,
        rule: Some(rule),
        ..
    }) = began
    {
        return Some(Mark { status, rule });
    }
    let side = |above: bool, rule| {
        let status = if above {
            ChangeStatus::Worse
        } else {
            ChangeStatus::Better
        };
        Some(Mark { status, rule })
    };
    if let Some(before) = shifted {
        return side(point.centre > before.centre, Rule::SevenOnOneSide);
    }
    let share = point.negative.share;
    if share > point.upper_limit || share < point.lower_limit {
        return side(share > point.upper_limit, Rule::BeyondThreeSigma);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{
        p_chart::{WeekCount, p_chart},
        wilson::Share,
    };
    use proptest::prelude::*;

    fn share(option: &str, tone: Tone, count: u64, of: u64) -> OptionShare {
        OptionShare {
            option: option.to_owned(),
            tone,
            share: Share::of(count, of).unwrap(),
        }
    }

    fn weeks(negatives: &[u64]) -> Vec<WeekCount> {
        let first: Week = "2026-W01".parse().unwrap();
        let weeks = std::iter::successors(Some(first), |week| week.following());
        weeks
            .zip(negatives)
            .map(|(week, negative)| WeekCount {
                week,
                negative: *negative,
                of: 100,
            })
            .collect()
    }

    #[test]
    fn a_bar_runs_from_negative_to_positive_and_leaves_out_what_nobody_chose() {
        let distribution = [
            share("up", Tone::Positive, 1, 3),
            share("down", Tone::Negative, 2, 3),
            share("never", Tone::Neutral, 0, 3),
        ];
        let bar = bar(&distribution);
        assert_eq!(
            bar.iter()
                .map(|it| (it.option, it.from, it.length))
                .collect::<Vec<_>>(),
            [("down", 0, 667), ("up", 667, 333)]
        );
    }

    #[test]
    fn a_bar_is_rounded_to_the_nearest_unit() {
        let distribution = [
            share("down", Tone::Negative, 3, 7),
            share("up", Tone::Positive, 4, 7),
        ];
        let lengths: Vec<_> = bar(&distribution).iter().map(|it| it.length).collect();
        assert_eq!(lengths, [429, 571]);
    }

    #[test]
    fn a_point_on_its_limit_is_not_marked() {
        for (usual, last) in [(5, 0), (95, 100)] {
            let chart = p_chart(&weeks(&[[usual; 11].as_slice(), &[last]].concat()));
            let point = chart.points.last().unwrap();
            let limits = [point.lower_limit, point.upper_limit];
            assert!(limits.contains(&point.negative.share), "{point:?}");
            assert!(mark(point, None, None).is_none(), "{point:?}");
        }
    }

    #[test]
    fn a_point_below_its_limit_is_better_and_what_happened_in_the_first_week_has_a_flag() {
        let quiet = [50, 52, 48, 51, 49, 50, 52, 48, 51, 49, 50, 51];
        let chart = p_chart(&weeks(&[&quiet[..], &[5, 50]].concat()));
        let first = chart.points[0].week;
        let plot = plot(&chart.points, None, &[first], 700, 200);
        let marked: Vec<_> = plot.points.iter().filter_map(|spot| spot.mark).collect();
        let better = Mark {
            status: ChangeStatus::Better,
            rule: Rule::BeyondThreeSigma,
        };
        assert_eq!(marked, [better]);
        assert_eq!(plot.points[12].mark, Some(better));
        assert_eq!(plot.flags[0].week, first);
    }

    #[test]
    fn a_shift_a_point_beyond_a_limit_and_the_latest_change_are_marked() {
        let quiet = [28, 22, 26, 24, 30, 20, 27, 23, 28, 22, 25, 25];
        let chart = p_chart(&weeks(
            &[&quiet[..], &[50, 50, 50, 50, 50, 50, 50, 80]].concat(),
        ));
        let plot = plot(&chart.points, Some(chart.change), &[], 700, 200);
        assert_eq!(plot.phases.len(), 2);
        let marks: Vec<(usize, Mark)> = plot
            .points
            .iter()
            .enumerate()
            .filter_map(|(at, spot)| Some((at, spot.mark?)))
            .collect();
        let worse = |rule| Mark {
            status: ChangeStatus::Worse,
            rule,
        };
        assert_eq!(
            marks,
            [
                (12, worse(Rule::SevenOnOneSide)),
                (19, worse(Rule::BeyondThreeSigma))
            ]
        );
        assert_eq!(plot.top, 100);
        assert_eq!((plot.points[0].x, plot.points[19].x), (0, 700));
    }

    #[test]
    fn a_change_that_goes_on_is_told_once_and_its_return_again() {
        let quiet = [10, 12, 8, 11, 9, 10, 12, 8, 11, 9, 10, 11];
        let chart = p_chart(&weeks(
            &[&quiet[..], &[60, 62, 61, 10, 12, 63, 64]].concat(),
        ));
        let plot = plot(&chart.points, Some(chart.change), &[], 700, 200);
        let marked: Vec<Week> = plot
            .points
            .iter()
            .filter(|spot| spot.mark.is_some())
            .map(|spot| spot.week)
            .collect();
        let told: Vec<Week> = plot.turns().map(|(since, _)| since).collect();
        assert_eq!(marked.len(), 5);
        assert_eq!(told, [marked[0], marked[3]]);
        // The highest is 64 of 100, so that the top is 80: 60 lies a quarter down.
        assert_eq!((plot.top, plot.points[12].y), (80, 50));
    }

    #[test]
    fn a_week_without_answers_leaves_a_gap() {
        let mut weeks = weeks(&[20, 20, 20]);
        weeks.remove(1);
        let plot = plot(&p_chart(&weeks).points, None, &[], 100, 100);
        assert_eq!(
            plot.points.iter().map(|it| it.x).collect::<Vec<_>>(),
            [0, 100]
        );
        assert_eq!(plot.points[0].y, plot.phases[0].centre);
    }

    #[test]
    fn what_happened_is_flagged_in_its_week_and_the_chart_goes_on_until_then() {
        let chart = p_chart(&weeks(&[20, 20, 20]));
        let happened: Vec<Week> = ["2026-W05", "2025-W52", "2026-W02", "2026-W05"]
            .iter()
            .map(|it| it.parse().unwrap())
            .collect();
        let plot = plot(&chart.points, None, &happened, 100, 100);
        let flags: Vec<(String, u32, &[usize])> = plot
            .flags
            .iter()
            .map(|it| (it.week.to_string(), it.x, &it.which[..]))
            .collect();
        assert_eq!(
            flags,
            [
                ("2026-W02".to_owned(), 25, &[2][..]),
                ("2026-W05".to_owned(), 100, &[0, 3])
            ]
        );
        assert_eq!(plot.points[2].x, 50);
    }

    #[test]
    fn a_difference_lies_on_its_side_of_nought() {
        let difference = Difference {
            difference: -0.4,
            low: -0.5125,
            high: -0.27,
        };
        let expected = Gap {
            reach: 60,
            at: 167,
            low: 73,
            high: 275,
        };
        assert_eq!(gap(&difference), expected);
        let none = Difference {
            difference: 0.0,
            low: 0.0,
            high: 0.0,
        };
        assert_eq!((gap(&none).reach, gap(&none).at), (10, 500));
    }

    #[test]
    fn nothing_makes_an_empty_plot() {
        let empty = plot(&[], None, &["2026-W01".parse().unwrap()], 100, 100);
        assert!(empty.points.is_empty() && empty.phases.is_empty() && empty.flags.is_empty());
        assert!(bar(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn a_bar_has_no_gap_and_no_overlap(counts in proptest::collection::vec(0..10_000_u64, 2..11)) {
            let of: u64 = counts.iter().sum();
            prop_assume!(of > 0);
            let tones = [Tone::Positive, Tone::Negative, Tone::Neutral];
            let distribution: Vec<OptionShare> = counts
                .iter()
                .enumerate()
                .map(|(at, count)| share("o", tones[at % 3], *count, of))
                .collect();
            let mut end = 0;
            for segment in bar(&distribution) {
                prop_assert_eq!(segment.from, end);
                end += segment.length;
            }
            prop_assert_eq!(end, BAR);
        }

        #[test]
        fn every_point_lies_within_the_plot(negatives in proptest::collection::vec(0..=100_u64, 1..60)) {
            let chart = p_chart(&weeks(&negatives));
            let plot = plot(&chart.points, Some(chart.change), &[], 700, 200);
            for spot in &plot.points {
                prop_assert!(spot.x <= 700 && spot.y <= 200);
                prop_assert!(spot.upper <= spot.lower && spot.lower <= 200);
            }
        }
    }
}
