//! Charts as SVG, from places that `journey::plot` works out. Whatever a chart shows also stands
//! beside it in words or in a table. Colours and line styles are the style sheet's.

use super::{
    number::{counted, exact, fill, percent, share, week},
    words::Words,
};
use journey::{
    plot::{self, BAR, Flag, Mark, Plot, Spot, place},
    results::StepDetail,
    scale::Tone,
    statistics::{
        newcombe::Difference,
        p_chart::{Change, ChangeStatus, ChartPoint, Rule},
        wilson::Share,
    },
    week::Week,
};
use maud::{Markup, html};
use std::{collections::BTreeMap, fmt::Write};

/// A distribution as one stacked bar, with the interval of its negative part drawn over it, and
/// the norm's threshold where there is one.
pub(super) fn stacked(
    words: &Words,
    figures: &journey::results::Figures,
    norm: Option<&journey::results::JudgedNorm>,
) -> Markup {
    let (Some(distribution), Some(negative), Some(positive)) =
        (&figures.distribution, &figures.negative, &figures.positive)
    else {
        return html! {};
    };
    let neutral = Share::of(
        negative.of.saturating_sub(negative.count + positive.count),
        negative.of,
    );
    let threshold = norm.map(|it| match it.norm.tone {
        Tone::Positive => BAR - place(it.norm.at_least, BAR),
        _ => place(it.norm.at_least, BAR),
    });
    let tones = [
        (Tone::Negative, Some(*negative)),
        (Tone::Neutral, neutral),
        (Tone::Positive, Some(*positive)),
    ];
    html! {
        div.distribution {
            svg viewBox={ "0 0 " (BAR) " 40" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                @for (at, segment) in plot::bar(distribution).iter().enumerate() {
                    rect .(tone(segment.tone)) .odd[at % 2 == 1] x=(segment.from) y="10" width=(segment.length) height="20" {}
                }
                (whisker(negative, 20, 12))
                @if let Some(x) = threshold {
                    path.norm d={ "M" (x) " 0V40" } {}
                }
            }
            p.key {
                @for (at, part) in tones {
                    @if let Some(part) = part {
                        span { span.swatch.(tone(at)) aria-hidden="true" {} (tone_name(words, at)) " " (percent(part.share)) } " "
                    }
                }
            }
        }
    }
}

/// One share as a bar with its interval.
pub(super) fn single(share: &Share, of_tone: Tone) -> Markup {
    html! {
        svg.single viewBox={ "0 0 " (BAR) " 40" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.rest x="0" y="10" width=(BAR) height="20" {}
            rect .(tone(of_tone)) x="0" y="10" width=(place(share.share, BAR)) height="20" {}
            (whisker(share, 20, 10))
        }
    }
}

/// A difference with its interval, beside nought.
pub(super) fn gap(difference: &Difference) -> Markup {
    let gap = plot::gap(difference);
    html! {
        svg.single viewBox={ "0 0 " (BAR) " 40" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.rest x="0" y="10" width=(BAR) height="20" {}
            path.norm d={ "M" (BAR / 2) " 0V40" } {}
            path.whisker.at d={ "M" (gap.at) " 10v20" } {}
            (range(gap.low, gap.high, 20, 10))
        }
    }
}

fn whisker(share: &Share, middle: u32, reach: u32) -> Markup {
    range(place(share.low, BAR), place(share.high, BAR), middle, reach)
}

fn range(low: u32, high: u32, middle: u32, reach: u32) -> Markup {
    let (top, height) = (middle - reach, 2 * reach);
    html! {
        path.whisker d={ "M" (low) " " (middle) "H" (high) "M" (low) " " (top) "v" (height) "M" (high) " " (top) "v" (height) } {}
    }
}

/// What happened in a week, besides answers.
pub(super) struct Happened {
    /// The week.
    pub(super) week: Week,
    /// What it was.
    pub(super) what: Markup,
}

/// The negative share per week as a p-chart, with what happened marked in its week, and the same in a
/// table.
pub(super) fn weekly(words: &Words, detail: &StepDetail, happened: &[Happened]) -> Markup {
    const WIDTH: u32 = 700;
    const HEIGHT: u32 = 200;
    const LEFT: u32 = 46;
    const TOP: u32 = 26;
    let change = detail.results.change;
    let weeks: Vec<Week> = happened.iter().map(|it| it.week).collect();
    let plot = plot::plot(&detail.trend, change, &weeks, WIDTH, HEIGHT);
    if plot.points.is_empty() {
        return html! { p { (words.no_weeks) } };
    }
    let mut band = String::new();
    let mut line = String::new();
    for (at, spot) in plot.points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let _infallible = write!(band, "{letter}{} {}", spot.x, spot.upper);
        let _infallible = write!(line, "{letter}{} {}", spot.x, spot.y);
    }
    for spot in plot.points.iter().rev() {
        let _infallible = write!(band, "L{} {}", spot.x, spot.lower);
    }
    band.push('Z');
    let rows = if plot.top > 50 { 20 } else { 10 };
    let every = plot.points.len().div_ceil(9).max(1);
    html! {
        figure.chart {
            div.wide tabindex="0" role="region" aria-label=(words.chart_title) {
                svg viewBox={ "0 0 " (LEFT + WIDTH + 14) " " (TOP + HEIGHT + 44) } role="img" aria-labelledby="chart-title chart-says" {
                    title #chart-title { (words.chart_title) }
                    desc #chart-says { (change_sentence(words, change)) }
                    g transform={ "translate(" (LEFT) " " (TOP) ")" } {
                        @for step in 0..=plot.top / rows {
                            @let y = HEIGHT - step * rows * HEIGHT / plot.top;
                            path.grid d={ "M0 " (y) "H" (WIDTH) } {}
                            text.axis x="-8" y=(y + 4) text-anchor="end" { (step * rows) "%" }
                        }
                        path.band d=(band) {}
                        @for phase in &plot.phases {
                            path.centre d={ "M" (phase.from) " " (phase.centre) "H" (phase.to.max(phase.from + 4)) } {}
                        }
                        @for flag in &plot.flags {
                            path.flag d={ "M" (flag.x) " -4V" (HEIGHT) } {}
                            text.flagged x=(flag.x) y="-9" text-anchor="middle" { (numbers(flag)) }
                        }
                        path.line d=(line) {}
                        @for (at, spot) in plot.points.iter().enumerate() {
                            @match spot.mark {
                                None => circle.point cx=(spot.x) cy=(spot.y) r="3.5" {},
                                Some(mark) => (marked(words, spot.x, spot.y, mark)),
                            }
                            @if at % every == 0 {
                                text.axis x=(spot.x) y=(HEIGHT + 18) text-anchor="middle" { (words.week_short) (week_number(spot.week)) }
                            }
                        }
                        text.axis x=(WIDTH / 2) y=(HEIGHT + 38) text-anchor="middle" { (words.chart_axis) }
                    }
                }
            }
            figcaption {
                p { (words.chart_key) }
                @for (since, mark) in plot.turns() {
                    p.mark { (shape(mark.status)) " " (sentence(words, mark, &week(words, since))) }
                }
                @if !plot.flags.is_empty() {
                    p { (words.improvements.about_flags) }
                    ul aria-label=(words.improvements.in_chart) {
                        @for (at, happened) in plot.flags.iter().flat_map(|it| what(it, happened)) {
                            li.mark { strong { (at + 1) } " " (happened.what) }
                        }
                    }
                }
            }
        }
        (table(words, detail, &plot, happened))
    }
}

/// The same as the chart, in a table.
fn table(words: &Words, detail: &StepDetail, plot: &Plot, happened: &[Happened]) -> Markup {
    html! {
        details {
            summary { (words.chart_table) }
            div.wide tabindex="0" role="region" aria-label=(words.chart_table) {
                table {
                    caption.unseen { (words.chart_title) }
                    thead { tr {
                        th scope="col" { (words.week) }
                        @for name in [words.negative_of_answers, words.centre, words.limits] { th.number scope="col" { (name) } }
                        th scope="col" { (words.says) }
                    } }
                    tbody {
                        @for (at, row) in rows_of(detail, plot).into_iter().rev() {
                            tr {
                                th scope="row" { (week(words, at)) }
                                @match row.point {
                                    None => td.hint colspan="3" { (words.improvements.no_answers) },
                                    Some((point, _)) => {
                                        td.number { (point.negative.count) " / " (point.negative.of) " " (share(words, &point.negative)) }
                                        td.number { data value=(exact(point.centre)) { (percent(point.centre)) } }
                                        td.number {
                                            data value=(exact(point.lower_limit)) { (percent(point.lower_limit)) } " – "
                                            data value=(exact(point.upper_limit)) { (percent(point.upper_limit)) }
                                        }
                                    }
                                }
                                td {
                                    @if let Some(mark) = row.point.and_then(|(_, spot)| spot.mark) { (shape(mark.status)) " " (rule(words, mark.rule)) }
                                    @for (at, happened) in row.flag.into_iter().flat_map(|it| what(it, happened)) {
                                        p { (fill(words.improvements.number, &[("n", &(at + 1).to_string())])) ": " (happened.what) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a row of the table says of its week.
#[derive(Default)]
struct Row<'a> {
    point: Option<(&'a ChartPoint, &'a Spot)>,
    flag: Option<&'a Flag>,
}

/// The weeks that have answers or a flag, in order.
fn rows_of<'a>(detail: &'a StepDetail, plot: &'a Plot) -> BTreeMap<Week, Row<'a>> {
    let mut rows: BTreeMap<Week, Row> = BTreeMap::new();
    for (point, spot) in detail.trend.iter().zip(&plot.points) {
        rows.entry(point.week).or_default().point = Some((point, spot));
    }
    for flag in &plot.flags {
        rows.entry(flag.week).or_default().flag = Some(flag);
    }
    rows
}

/// What a flag stands for, each with its place in the list.
fn what<'a>(
    flag: &'a Flag,
    happened: &'a [Happened],
) -> impl Iterator<Item = (usize, &'a Happened)> {
    let which = flag.which.iter();
    which.filter_map(|at| Some((*at, happened.get(*at)?)))
}

/// The numbers above a flag's line.
fn numbers(flag: &Flag) -> String {
    let numbers = flag.which.iter().map(|at| (at + 1).to_string());
    numbers.collect::<Vec<_>>().join(", ")
}

/// What a change means, and by which rule it shows.
pub(super) fn change_sentence(words: &Words, change: Option<Change>) -> String {
    match change {
        Some(Change {
            status,
            since: Some(since),
            rule: Some(rule),
        }) => sentence(words, Mark { status, rule }, &week(words, since)),
        _ => words.no_change.to_owned(),
    }
}

/// The shape that stands for a direction.
pub(super) fn shape(status: ChangeStatus) -> Markup {
    let shape = match status {
        ChangeStatus::Better => "▼",
        ChangeStatus::Worse => "▲",
        ChangeStatus::None => "–",
    };
    html! { span.shape aria-hidden="true" { (shape) } }
}

/// A tone's name.
pub(super) fn tone_name(words: &Words, tone: Tone) -> &'static str {
    match tone {
        Tone::Negative => words.negative,
        Tone::Neutral => words.neutral,
        Tone::Positive => words.positive,
    }
}

/// A tone's class.
pub(super) fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Negative => "negative",
        Tone::Neutral => "neutral",
        Tone::Positive => "positive",
    }
}

fn sentence(words: &Words, mark: Mark, week: &str) -> String {
    let text = match mark.status {
        ChangeStatus::Better => words.better_since,
        _ => words.worse_since,
    };
    fill(text, &[("week", week), ("rule", rule(words, mark.rule))])
}

fn rule(words: &Words, rule: Rule) -> &'static str {
    match rule {
        Rule::BeyondThreeSigma => words.beyond_three_sigma,
        Rule::SixInARow => words.six_in_a_row,
        Rule::SevenOnOneSide => words.seven_on_one_side,
        Rule::TwoOfThreeNearLimit => words.two_of_three_near_limit,
    }
}

fn marked(words: &Words, x: u32, y: u32, mark: Mark) -> Markup {
    let (class, path) = match mark.status {
        ChangeStatus::Better => ("point better", "l-8 -8h16z"),
        _ => ("point worse", "l-8 8h16z"),
    };
    let start = match mark.status {
        ChangeStatus::Better => y + 5,
        _ => y.saturating_sub(5),
    };
    html! {
        path class=(class) d={ "M" (x) " " (start) (path) } { title { (rule(words, mark.rule)) } }
    }
}

fn week_number(week: journey::week::Week) -> String {
    let text = week.to_string();
    text.rsplit_once('W')
        .map_or("", |(_, number)| number)
        .trim_start_matches('0')
        .to_owned()
}

/// How many answers still lack, where none shows yet.
pub(super) fn waits(words: &Words, minimum_cell: u32) -> String {
    if minimum_cell > 1 {
        counted(words, words.fewer_than, minimum_cell.into())
    } else {
        words.no_answers.to_owned()
    }
}
