//! Webhooks: add one, change or pause it, see what did not arrive and send it again, change a secret, remove one. A secret is shown once.

use super::{
    frame::{self, Place, Tab},
    inbox::token,
    number::day,
    visit::{Visit, address, see},
    webhook_form::Draft,
};
use crate::{
    error::Error,
    reply::Reply,
    webhooks::{self, Act},
};
use journey::{
    access::Role,
    edition::Edition,
    problem::Fault,
    webhook::{Delivery, Listed, State},
};
use maud::{Markup, html};
use serde_json::Value;

/// What came of a form of the page.
pub(super) enum Outcome {
    /// There was none.
    None,
    /// A secret was made.
    Secret(String),
    /// The webhook of this id, or a new one where it is empty, was not taken.
    Refused(String, Draft, Vec<Fault>),
}

/// The page of a journey's webhooks, with what came of the form before.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    outcome: Outcome,
) -> Result<Reply, Error> {
    visit.may(Role::Admin, Some(journey))?;
    let words = &visit.words.webhooks;
    let listed = webhooks::list(visit.env, journey, "").await?;
    let mut all: Vec<(Listed, Vec<Delivery>)> = Vec::new();
    for webhook in serde_json::from_str::<Vec<Listed>>(&["[", &listed, "]"].concat())? {
        let deliveries = webhooks::deliveries(visit.env, journey, &webhook.id).await?;
        let deliveries = serde_json::from_str(&["[", &deliveries, "]"].concat())?;
        all.push((webhook, deliveries));
    }
    let here = address(&format!("/journeys/{journey}/webhooks"), &[]);
    let form = |id: &str, stored: Draft| match &outcome {
        Outcome::Refused(refused, draft, faults) if refused == id => {
            draft.show(visit, &here, id, faults)
        }
        _ => stored.show(visit, &here, id, &[]),
    };
    let main = html! {
        h1 { (words.title) }
        p { (words.about) }
        @if let Outcome::Secret(secret) = &outcome {
            div.outcome role="status" {
                p { strong { (words.new_secret) } }
                p { code.key { (secret) } }
                p { (words.secret_once) }
            }
        }
        @if all.is_empty() { p { (words.none) } }
        @for (webhook, deliveries) in &all {
            @let open = matches!(&outcome, Outcome::Refused(id, ..) if *id == webhook.id);
            @let change = html! {
                details open[open] {
                    summary { (words.change) span.unseen { " " (webhook.url) } }
                    (form(&webhook.id, Draft::of(webhook)))
                }
            };
            (card(visit, &here, webhook, deliveries, &change))
        }
        h2 { (words.add) }
        (form("", Draft::begun()))
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Webhooks,
    };
    let status = match outcome {
        Outcome::Refused(..) => 400,
        _ => 200,
    };
    Ok(frame::page_as(
        status,
        visit,
        words.title,
        Some(&place),
        &main,
    ))
}

/// Does what a form of the page asks for.
pub(super) async fn change(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let by = visit.may(Role::Admin, Some(journey))?.key.clone();
    let form = visit.form().await?;
    let act = match form.value("act") {
        "add" => Act::Add,
        "change" => Act::Change,
        "remove" => Act::Remove,
        "secret" => Act::Rotate,
        "test" => Act::Test,
        "again" => Act::Again,
        _ => return Err(Error::unknown("webhook")),
    };
    let (id, delivery) = (form.value("webhook"), form.value("delivery"));
    let fits = |id: &str| id.is_empty() || journey::check::is_id(id);
    if !fits(id) || !fits(delivery) || (act != Act::Add && id.is_empty()) {
        return Err(Error::unknown("webhook"));
    }
    let mut asked = None;
    if matches!(act, Act::Add | Act::Change) {
        let draft = Draft::filled_in(&form);
        match draft.read() {
            Ok(request) => asked = Some(request),
            Err(faults) => {
                let refused = Outcome::Refused(id.to_owned(), draft, faults);
                return page(visit, journey, edition, refused).await;
            }
        }
    }
    let done =
        webhooks::carry_out(visit.env, journey, edition, by, act, id, delivery, asked).await?;
    let told: Value = serde_json::from_str(&done.text)?;
    match told.get("secret").and_then(Value::as_str) {
        Some(secret) => page(visit, journey, edition, Outcome::Secret(secret.to_owned())).await,
        None => Ok(see(address(&format!("/journeys/{journey}/webhooks"), &[]))),
    }
}

fn card(
    visit: &Visit,
    here: &str,
    webhook: &Listed,
    deliveries: &[Delivery],
    change: &Markup,
) -> Markup {
    let words = &visit.words.webhooks;
    let button = |act: &str, name: &str| {
        html! {
            form method="post" action=(here) {
                (token(visit))
                input type="hidden" name="webhook" value=(webhook.id);
                button.quiet name="act" value=(act) { (name) span.unseen { " " (webhook.url) } }
            }
        }
    };
    html! {
        section {
            h2 { code { (webhook.url) } }
            @if webhook.paused { p { strong { (words.paused) } } }
            ul.plain { @for kind in &webhook.events { li { (words.event_is(kind.name())) } } }
            div.buttons {
                (button("test", words.test))
                (button("secret", words.change_secret))
            }
            (change)
            details {
                summary { (words.remove) span.unseen { " " (webhook.url) } }
                p { (words.remove_means) }
                form method="post" action=(here) {
                    (token(visit))
                    input type="hidden" name="webhook" value=(webhook.id);
                    button.danger name="act" value="remove" { (words.remove_sure) }
                }
            }
            @if deliveries.is_empty() { p { (words.all_arrived) } } @else {
                div.wide tabindex="0" role="region" aria-label=(words.not_arrived) { table {
                    caption { (words.not_arrived) }
                    thead { tr {
                        @for name in [words.event, visit.words.date, words.state, words.attempts, words.last_status] { th scope="col" { (name) } }
                        td {}
                    } }
                    tbody { @for it in deliveries { tr {
                        th scope="row" { (words.event_is(&it.kind)) }
                        td { (day(visit.words, &it.date)) }
                        td { @if it.state == State::Dead { (words.dead) } @else { (words.waiting) } }
                        td { (it.attempts) }
                        td { @match it.last_status { Some(status) => (status), None => (words.no_answer) } }
                        td { @if it.state == State::Dead {
                            form method="post" action=(here) {
                                (token(visit))
                                input type="hidden" name="webhook" value=(webhook.id);
                                input type="hidden" name="delivery" value=(it.id);
                                button.quiet name="act" value="again" { (words.again) }
                            }
                        } }
                    } } }
                } }
            }
        }
    }
}
