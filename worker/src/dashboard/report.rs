//! A period's report, to be read, printed or kept as a table.

use super::{
    chart::{self, change_sentence, shape, waits},
    effect,
    frame::{self, Place, Tab, periods, step_title, title_of},
    journey::{At, badges, reason_label},
    number::{self, count, day, fill, share},
    step::option_label,
    visit::{Visit, address, today},
};
use crate::{callbacks, error::Error, improvements, reply::Reply, results, signals};
use journey::{
    attention,
    edition::Edition,
    improvement::Improvement,
    period::{Kind, Period},
    report::{Report, told},
    results::StepResults,
    statistics::p_chart::ChangeStatus,
};
use maud::{Markup, html};

/// The most frequent reasons that a report names.
const REASONS: usize = 3;

/// The report as a page.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let (words, says) = (visit.words, visit.words.report);
    let period = period(visit, edition)?;
    let report = read(visit, journey, edition, period).await?;
    let today = today(edition)?;
    let at = At {
        visit,
        journey,
        edition,
        period,
    };
    let table = format!("/journeys/{journey}/report.csv");
    let main = html! {
        h1 { (says.title) ": " (title_of(visit, edition)) }
        (periods(visit, period, today))
        p.screen { (says.print) " " a href=(address(&table, &[("period", &period.to_string())])) download { (says.csv) } }
        section { h2 { (says.asked) } (asked(&at, &report)) }
        section {
            h2 { (says.hurts) }
            (at.first(attention::first(&report.results.steps)))
            @for step in &report.results.steps { (hurts(&at, step)) }
        }
        section { h2 { (says.changed) } (changed(&at, &report)) }
        section {
            h2 { (says.done) }
            @if report.improvements.is_empty() { p { (says.nothing_done) } } @else {
                p.hint { (says.about_done) }
                @for improvement in &report.improvements { (done(&at, improvement)) }
            }
        }
        section {
            h2 { (says.waits) }
            p.hint { (fill(says.about_waits, &[("day", &day(words, &today.to_string()))])) }
            dl.figures.waits {
                @for (name, number) in [(says.unread, report.unread), (says.held, report.held()), (says.overdue, report.overdue)] {
                    div { dt { (name) } dd { (count(words, number)) } }
                }
            }
        }
        p.hint { (words.about_ranges) " " (says.about) }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Report,
    };
    let title = format!("{} {}", says.title, number::period(words, period));
    Ok(frame::page(visit, &title, Some(&place), &main))
}

/// The report as a table.
pub(super) async fn table(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let period = period(visit, edition)?;
    let report = read(visit, journey, edition, period).await?;
    let csv = report.csv(edition, visit.words.code);
    let file = format!("attachment; filename=\"{journey}-{period}-report.csv\"");
    let reply = Reply::text(200, "text/csv; charset=utf-8", csv);
    Ok(reply.header("Content-Disposition", file))
}

/// The period asked for, else the month before this one, which is whole.
fn period(visit: &Visit, edition: &Edition) -> Result<Period, Error> {
    let month = Period::of(Kind::Month, today(edition)?);
    match visit.asked("period") {
        None => Ok(month.before().unwrap_or(month)),
        Some(_) => visit.period(edition),
    }
}

async fn read(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    period: Period,
) -> Result<Report, Error> {
    let env = visit.env;
    let told = async {
        let all = improvements::listed(env, journey).await?;
        improvements::judged(env, journey, edition, told(all, period)).await
    };
    let (results, improvements, unread, overdue) = futures_util::try_join!(
        results::journey_results(env, journey, edition, period),
        told,
        signals::unread(env, journey, edition),
        callbacks::overdue(env, journey, edition),
    )?;
    Ok(Report {
        results,
        improvements,
        unread: unread.count,
        overdue,
    })
}

fn asked(at: &At, report: &Report) -> Markup {
    let (words, edition) = (at.visit.words, at.edition);
    html! {
        div.wide tabindex="0" role="region" aria-label=(words.report.asked) { table {
            thead { tr {
                @for name in [words.step, words.report.question] { th scope="col" { (name) } }
                @for name in [words.seen, words.answered] { th.number scope="col" { (name) } }
            } }
            tbody { @for step in &report.results.steps { tr {
                th scope="row" { (step_title(at.visit, edition, &step.step)) }
                td {
                    @if let Some(question) = edition.question(&step.step, step.question_version) {
                        (question.prompt.in_language(words.code, &edition.definition.default_language))
                    }
                }
                td.number { (count(words, step.figures.seen)) }
                td.number {
                    @match (step.figures.answered, &step.figures.answer_rate) {
                        (Some(answered), Some(rate)) => { (count(words, answered)) " " (share(words, rate)) },
                        _ => span.hint { (waits(words, edition.definition.minimum_cell)) },
                    }
                }
            } } }
        } }
    }
}

fn hurts(at: &At, step: &StepResults) -> Markup {
    let (words, edition) = (at.visit.words, at.edition);
    let default = &edition.definition.default_language;
    let title = step_title(at.visit, edition, &step.step);
    let (Some(question), Some(distribution)) = (
        edition.question(&step.step, step.question_version),
        &step.figures.distribution,
    ) else {
        return html! {};
    };
    html! {
        article.reported {
            h3 { (title) }
            p.hint { (fill(words.version_of_question, &[("n", &step.question_version.to_string())])) }
            (badges(at.visit, step))
            (chart::stacked(words, &step.figures, step.norm.as_ref()))
            div.wide tabindex="0" role="region" aria-label={ (title) ": " (words.answers) } { table {
                thead { tr {
                    @for name in [words.answer, words.tone] { th scope="col" { (name) } }
                    @for name in [words.number, words.share] { th.number scope="col" { (name) } }
                } }
                tbody {
                    @for option in distribution { tr {
                        th scope="row" { (option_label(at.visit, question, &option.option, default)) }
                        td { span.swatch.(chart::tone(option.tone)) aria-hidden="true" {} (chart::tone_name(words, option.tone)) }
                        td.number { (count(words, option.share.count)) }
                        td.number { (share(words, &option.share)) }
                    } }
                    @if let Some(negative) = &step.figures.negative { tr.sum {
                        th scope="row" { (words.negative_title) }
                        td {}
                        td.number { (count(words, negative.count)) }
                        td.number { (share(words, negative)) }
                    } }
                }
            } }
            @let reasons = step.reasons.as_deref().unwrap_or_default();
            @if !reasons.is_empty() {
                p { (words.reasons) ": "
                    @for (number, reason) in reasons.iter().take(REASONS).enumerate() {
                        @if number > 0 { ", " }
                        q { (reason_label(at.visit, edition, &step.step, step.question_version, &reason.reason)) } " "
                        (count(words, reason.share.count)) " (" (share(words, &reason.share)) ")"
                    }
                }
            }
        }
    }
}

fn changed(at: &At, report: &Report) -> Markup {
    let words = at.visit.words;
    let steps = &report.results.steps;
    let changed = |step: &&StepResults| {
        let change = step.change.filter(|it| it.status != ChangeStatus::None);
        change.is_some()
    };
    // Entries of one step stand together.
    let other: Vec<&str> = steps
        .iter()
        .zip(steps.iter().skip(1))
        .filter(|(one, next)| one.step == next.step)
        .map(|(one, _)| one.step.as_str())
        .collect();
    html! {
        @if !steps.iter().any(|step| changed(&step)) { p { (words.report.nothing_changed) } }
        ul.plain {
            @for step in steps.iter().filter(changed) {
                @let status = step.change.map_or(ChangeStatus::None, |it| it.status);
                li { (shape(status)) " " strong { (step_title(at.visit, at.edition, &step.step)) } ". " (change_sentence(words, step.change)) }
            }
            @for step in other {
                li { strong { (step_title(at.visit, at.edition, step)) } ". " (words.report.other_question) }
            }
        }
    }
}

fn done(at: &At, improvement: &Improvement) -> Markup {
    let (words, says) = (at.visit.words, at.visit.words.report);
    let default = &at.edition.definition.default_language;
    let text = |texts: &journey::texts::Texts| texts.in_language(words.code, default).to_owned();
    let since = day(words, &improvement.since.to_string());
    html! {
        article.reported {
            h3 { (step_title(at.visit, at.edition, &improvement.step)) ", " (fill(says.since, &[("day", &since)])) }
            @if let Some(said) = &improvement.you_said { p { q dir="auto" { (text(said)) } } }
            p dir="auto" { (text(&improvement.we_did)) }
            (effect::verdict(at.visit, improvement))
            (effect::figures(at.visit, improvement))
        }
    }
}
