//! A step: what was answered, whether it changes, why, by whom, and what people said last.

use super::{
    answer,
    chart::{self, Happened, waits},
    frame::{self, Place, Tab, periods, step_title},
    improvements::At,
    inbox::signal_item,
    journey::{badges, reason_label},
    live_preview,
    number::{count, counted, day, fill, share},
    visit::{Visit, address, today},
};
use crate::{error::Error, improvements, qr_code, reply::Reply, results, signals};
use journey::{
    access::Role,
    day::Day,
    edition::{AskedQuestion, Edition},
    improvement::Improvement,
    response::{Channel, OPEN_OPTION},
    results::{BrokenDown, StepDetail},
    scale::Tone,
    signal::Asked,
};
use maud::{Markup, html};

/// How many signals show.
const LATEST: u32 = 5;

/// The page of a step.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    step: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    if !edition.asked.contains_key(step) {
        return Err(Error::unknown("step"));
    }
    let words = visit.words;
    let period = visit.period(edition)?;
    let report = results::step_report(visit.env, journey, step, edition, period).await?;
    let asked = Asked {
        status: None,
        step: Some(step.to_owned()),
        limit: LATEST,
        after: None,
    };
    let latest = signals::page(visit.env, journey, edition, asked).await?;
    let at = At {
        visit,
        journey,
        edition,
    };
    let improvements = improvements::listed(visit.env, journey).await?;
    let happened = happened(at, step, &improvements, period.last().min(today(edition)?));
    let all = format!("/journeys/{journey}/signals");
    let title = step_title(visit, edition, step);
    let main = html! {
        h1 { (title) }
        @if edition.definition.step(step).is_some() && visit.can(Role::Admin, Some(journey)) {
            @let editor = format!("/journeys/{journey}/steps/{step}/edit");
            p.act { a href=(address(&editor, &[])) { (words.editor.link) } }
        }
        (periods(visit, period, today(edition)?))
        // The newest question first: that is the one that is asked now.
        @for (number, detail) in report.steps.iter().rev().enumerate() {
            (question(visit, edition, step, detail, if number == 0 { &happened } else { &[] }))
        }
        @if visit.can(Role::Editor, Some(journey)) {
            p { a.button href=(address(&format!("/journeys/{journey}/improvements/new"), &[("step", step)])) { (words.improvements.write) } }
        }
        section {
            h2 { (words.latest_signals) }
            @if latest.signals.is_empty() { p { (words.no_signals) } }
            ul.signals { @for signal in &latest.signals { (signal_item(visit, edition, signal, None, &at.led_to(&improvements, &signal.id))) } }
            p { a href=(address(&all, &[("step", step)])) { (words.all_signals_of_step) } }
        }
        @if edition.definition.step(step).is_some() {
            section { (live_preview::frames(visit, journey, step, edition)) }
            (on_paper(visit, journey, step))
        }
        p.hint { (words.about_ranges) }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Steps,
    };
    Ok(frame::page(visit, title, Some(&place), &main))
}

/// The codes and addresses of the page on which the question stands alone.
fn on_paper(visit: &Visit, journey: &str, step: &str) -> Markup {
    let (words, says) = (visit.words, visit.words.on_paper);
    let url = visit.request.url();
    html! {
        details.on-paper {
            summary { (says.title) }
            p { (says.about) }
            @for channel in [Channel::Letter, Channel::Desk] {
                @let page = qr_code::address(&url, journey, step, channel);
                @let code = answer::address_of_code(&answer::address(journey, step, channel));
                section {
                    h3 { (words.channel(channel.name()).unwrap_or_default()) }
                    img src=(code) alt=(fill(says.code_of, &[("address", &page)])) width="160" height="160" loading="lazy";
                    p { a href=(page) { (page) } }
                    p { a href=(code) download={ (journey) "-" (step) "-" (channel.name()) ".svg" } { (says.download) } }
                }
            }
        }
    }
}

/// The improvements of a step until a day, the oldest first.
fn happened(at: At, step: &str, all: &[Improvement], until: Day) -> Vec<Happened> {
    let words = at.visit.words;
    let of_step = all
        .iter()
        .filter(|it| it.step == step && it.since <= until)
        .rev();
    of_step
        .map(|improvement| {
            let since = day(words, &improvement.since.to_string());
            let since = fill(words.improvements.since_day, &[("day", &since)]);
            Happened {
                week: improvement.since.week(),
                what: html! { (since) ": " a href=(at.address(&improvement.id)) { (at.what(improvement)) } },
            }
        })
        .collect()
}

fn question(
    visit: &Visit,
    edition: &Edition,
    step: &str,
    detail: &StepDetail,
    happened: &[Happened],
) -> Markup {
    let words = visit.words;
    let (results, figures) = (&detail.results, &detail.results.figures);
    let Some(asked) = edition.question(step, results.question_version) else {
        return html! {};
    };
    let default = &edition.definition.default_language;
    let minimum_cell = edition.definition.minimum_cell;
    html! {
        section.question {
            h2 { q { (asked.prompt.in_language(words.code, default)) } }
            p.hint { (fill(words.version_of_question, &[("n", &asked.version.to_string())])) }
            (badges(visit, results))
            dl.figures {
                @for (name, number) in [(words.seen, figures.seen), (words.started, figures.started), (words.dismissed, figures.dismissed)] {
                    div { dt { (name) } dd { (count(words, number)) } }
                }
                div { dt { (words.answered) } dd {
                    @match figures.answered {
                        None => (waits(words, minimum_cell)),
                        Some(answered) => {
                            (count(words, answered))
                            @if let Some(rate) = &figures.answer_rate { " " (share(words, rate)) }
                        }
                    }
                } }
            }
            @if let Some(distribution) = &figures.distribution {
                (chart::stacked(words, figures, results.norm.as_ref()))
                h3 { (words.answers) }
                div.wide tabindex="0" role="region" aria-label=(words.answers) { table {
                    thead { tr { th scope="col" { (words.answer) } th scope="col" { (words.tone) } th.number scope="col" { (words.number) } th.number scope="col" { (words.share) } td {} } }
                    tbody {
                        @for option in distribution {
                            tr {
                                th scope="row" { (option_label(visit, asked, &option.option, default)) }
                                td { span.swatch.(chart::tone(option.tone)) aria-hidden="true" {} (chart::tone_name(words, option.tone)) }
                                (cells(visit, &option.share, option.tone))
                            }
                        }
                    }
                } }
                h3 { (words.chart_title) }
                (chart::weekly(words, detail, happened))
                (reasons(visit, edition, detail))
                (broken_down(visit, edition, words.channels, &detail.channels, &|value| words.channel(value)))
                (broken_down(visit, edition, words.audiences, &detail.audiences, &|value| {
                    let audience = edition.definition.audiences.iter().find(|it| it.id == value)?;
                    Some(audience.label.in_language(words.code, default))
                }))
                (broken_down(visit, edition, words.languages, &detail.languages, &|value| Some(words.language(value))))
            }
        }
    }
}

/// What an option is called in the visit's language.
pub(super) fn option_label<'a>(
    visit: &Visit,
    asked: &'a AskedQuestion,
    option: &'a str,
    default: &str,
) -> &'a str {
    if option == OPEN_OPTION {
        return visit.words.open_answer;
    }
    let options = asked.scale.options();
    let found = options.iter().find(|it| it.id == option);
    found.map_or(option, |it| it.label(visit.words.code, default))
}

fn cells(visit: &Visit, part: &journey::statistics::wilson::Share, tone: Tone) -> Markup {
    html! {
        td.number { (count(visit.words, part.count)) }
        td.number { (share(visit.words, part)) }
        td.bar { (chart::single(part, tone)) }
    }
}

fn reasons(visit: &Visit, edition: &Edition, detail: &StepDetail) -> Markup {
    let words = visit.words;
    let results = &detail.results;
    let reasons = results.reasons.as_deref().unwrap_or_default();
    let Some(asked) = reasons.first().map(|it| it.share.of) else {
        return html! {};
    };
    html! {
        h3 { (words.reasons) }
        p.hint { (counted(words, words.reasons_of, asked)) }
        div.wide tabindex="0" role="region" aria-label=(words.reasons) { table {
            thead { tr { th scope="col" { (words.reason) } th.number scope="col" { (words.number) } th.number scope="col" { (words.share) } td {} } }
            tbody { @for reason in reasons { tr {
                th scope="row" { (reason_label(visit, edition, &results.step, results.question_version, &reason.reason)) }
                (cells(visit, &reason.share, Tone::Neutral))
            } } }
        } }
    }
}

fn broken_down<'a>(
    visit: &Visit,
    edition: &Edition,
    title: &str,
    values: &'a [BrokenDown],
    label: &dyn Fn(&'a str) -> Option<&'a str>,
) -> Markup {
    let words = visit.words;
    if values.is_empty() {
        return html! {};
    }
    html! {
        h3 { (title) }
        div.wide tabindex="0" role="region" aria-label=(title) { table {
            thead { tr {
                th scope="col" { (title) }
                @for name in [words.seen, words.answered, words.negative_title] { th.number scope="col" { (name) } }
                td {}
            } }
            tbody { @for BrokenDown { value, figures } in values { tr {
                th scope="row" { (label(value).unwrap_or(value)) }
                td.number { (count(words, figures.seen)) }
                @match (figures.answered, &figures.negative) {
                    (Some(answered), Some(negative)) => {
                        td.number { (count(words, answered)) }
                        td.number { (share(words, negative)) }
                        td.bar { (chart::single(negative, Tone::Negative)) }
                    },
                    _ => td.hint colspan="3" { (waits(words, edition.definition.minimum_cell)) },
                }
            } } }
        } }
    }
}
