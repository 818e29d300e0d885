//! Held bursts: what is known of each, and the owner's decision, which is final.

use super::{
    frame::{self, Place, Tab, outcome, step_title},
    inbox::token,
    number::{counted, day},
    visit::{Visit, address, see},
};
use crate::{error::Error, held_bursts, reply::Reply};
use journey::{
    access::Role,
    burst::{self, Status},
    day::Day,
    edition::Edition,
    period::{Kind, Period},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

/// A burst as the API lists it.
#[derive(Deserialize)]
struct Listed {
    id: String,
    step: String,
    day: Day,
    status: Status,
    responses: u32,
}

/// The page of the held bursts.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let words = visit.words.held_bursts;
    let list = held_bursts::list(visit.env, journey, edition).await?;
    let list: Vec<Listed> = serde_json::from_str(&list)?;
    let (held, decided): (Vec<_>, Vec<_>) = list.iter().partition(|it| it.status == Status::Held);
    let editable = visit.can(Role::Editor, Some(journey));
    let main = html! {
        h1 { (words.title) }
        (outcome(visit, ["", words.done, ""]))
        p { (words.about) }
        @if held.is_empty() { p { strong { (words.none) } } } @else {
            p { (words.ask_yourself) }
            ul.bursts {
                @for burst in held {
                    li.burst {
                        h2 { (name(visit, edition, burst)) }
                        (what(visit, journey, burst))
                        @if editable {
                            div.choices {
                                (decision(visit, journey, burst, "admitted", [words.admit, words.admit_means, words.admit_sure]))
                                (decision(visit, journey, burst, "dropped", [words.drop, words.drop_means, words.drop_sure]))
                            }
                        }
                    }
                }
            }
        }
        @if !decided.is_empty() {
            h2 { (words.decided) }
            ul.bursts {
                @for burst in decided {
                    li.burst {
                        h3 { (name(visit, edition, burst)) }
                        (what(visit, journey, burst))
                        p.about { span.status { (if burst.status == Status::Admitted { words.admitted } else { words.dropped }) } }
                    }
                }
            }
        }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Steps,
    };
    Ok(frame::page(visit, words.title, Some(&place), &main))
}

/// Says how many responses wait for a decision, with a link to it.
pub(super) fn says_held(visit: &Visit, journey: &str, held: u64) -> Markup {
    let words = visit.words;
    html! {
        @if held > 0 {
            p.alert {
                span.shape aria-hidden="true" { "‖ " } (counted(words, words.n_held, held)) " "
                a href=(address(&below(journey), &[])) { (words.held_bursts.decide) }
            }
        }
    }
}

/// Makes the owner's decision, and shows what is left to decide.
pub(super) async fn change(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let by = &visit.may(Role::Editor, Some(journey))?.key;
    let form = visit.form().await?;
    let body = json!({"status": form.value("status")}).to_string();
    let decision = burst::read_decision(body.as_bytes()).map_err(Error::Invalid)?;
    held_bursts::carry_out(visit.env, journey, form.value("id"), edition, decision, by).await?;
    Ok(see(address(&below(journey), &[("changed", "1")])))
}

fn below(journey: &str) -> String {
    format!("/journeys/{journey}/held-bursts")
}

fn name(visit: &Visit, edition: &Edition, burst: &Listed) -> Markup {
    let words = visit.words;
    html! {
        (step_title(visit, edition, &burst.step)) ": "
        (counted(words, words.held_bursts.n_responses, burst.responses.into()))
    }
}

fn what(visit: &Visit, journey: &str, burst: &Listed) -> Markup {
    let words = visit.words;
    let date = burst.day.to_string();
    let step = format!("/journeys/{journey}/steps/{}", burst.step);
    let week = Period::of(Kind::Week, burst.day).to_string();
    html! {
        p.about {
            span { (words.held_bursts.set_aside_on) " " time datetime=(date) { (day(words, &date)) } }
        }
        p { a href=(address(&step, &[("period", &week)])) { (words.held_bursts.that_week) } }
    }
}

fn decision(
    visit: &Visit,
    journey: &str,
    burst: &Listed,
    status: &str,
    [name, means, sure]: [&str; 3],
) -> Markup {
    html! {
        details {
            summary { (name) }
            form method="post" action=(address(&below(journey), &[])) {
                (token(visit))
                input type="hidden" name="id" value=(burst.id);
                p { (means) }
                button .danger[status == "dropped"] name="status" value=(status) { (sure) }
            }
        }
    }
}
