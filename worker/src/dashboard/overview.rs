//! The journeys that a key sees, and in each the step to look at first.

use super::{
    callbacks,
    frame::{self, step_title, title_of},
    number::{counted, day},
    visit::{Visit, address},
};
use crate::{api, error::Error, organisation, reply::Reply, results, signals};
use futures_util::future::join_all;
use journey::{access::Role, attention, edition::Edition, results::JourneyResults, signal::Unread};
use maud::{Markup, html};
use std::rc::Rc;

/// The first page.
pub(super) async fn page(visit: &Visit<'_>) -> Result<Reply, Error> {
    let words = visit.words;
    let mut journeys = organisation::journeys(visit.env).await?;
    journeys.retain(|journey| visit.can(Role::Viewer, Some(journey)));
    let read = join_all(journeys.iter().map(|journey| read(visit, journey))).await;
    let main = html! {
        h1 { (words.journeys) }
        @if journeys.is_empty() { p { (words.no_journeys) } }
        ul.cards {
            @for (journey, read) in journeys.iter().zip(read) {
                (card(visit, journey, &read?))
            }
        }
        @if visit.can(Role::Admin, None) {
            p { a href=(address("/export", &[])) download { (words.export_all) } }
        }
    };
    Ok(frame::page(visit, words.journeys, None, &main))
}

struct Read {
    edition: Rc<Edition>,
    results: JourneyResults,
    unread: Unread,
    overdue: u64,
}

async fn read(visit: &Visit<'_>, journey: &str) -> Result<Read, Error> {
    let edition = api::known_journey(visit.env, journey).await?;
    let period = visit.period(&edition)?;
    Ok(Read {
        results: results::journey_results(visit.env, journey, &edition, period).await?,
        unread: signals::unread(visit.env, journey, &edition).await?,
        overdue: callbacks::overdue(visit, journey, &edition).await?,
        edition,
    })
}

fn card(visit: &Visit, journey: &str, read: &Read) -> Markup {
    let words = visit.words;
    let edition = &read.edition;
    let home = format!("/journeys/{journey}");
    let steps = edition.definition.steps.len();
    let steps = u64::try_from(steps).unwrap_or(u64::MAX);
    html! {
        li.card {
            h2 { a href=(address(&home, &[])) { (title_of(visit, edition)) } }
            p.hint { (counted(words, words.n_steps, steps)) }
            @match attention::first(&read.results.steps) {
                Some(first) => p {
                    @let below = format!("{home}/steps/{}", first.step.step);
                    strong { (if first.missed || first.worse { words.look_first } else { words.most_negative }) ": " }
                    a href=(address(&below, &[])) { (step_title(visit, edition, &first.step.step)) }
                },
                None => p { (words.nothing_stands_out) },
            }
            (callbacks::says_overdue(visit, read.overdue, Some(journey)))
            @if read.unread.count > 0 {
                p { a href=(address(&format!("{home}/signals"), &[("status", "new")])) {
                    (counted(words, words.n_unread, read.unread.count))
                } @if let Some(since) = read.unread.since { ", " (words.oldest_of) " " (day(words, &since.to_string())) } }
            }
        }
    }
}
