//! Webhooks: add one, see what did not arrive and send it again, change a secret, remove one. A secret is shown once.

use super::{
    frame::{self, Place, Tab},
    inbox::token,
    number::day,
    visit::{Form, Visit, address, see},
};
use crate::{
    error::Error,
    reply::Reply,
    webhooks::{self, Act},
};
use journey::{
    access::Role,
    edition::Edition,
    webhook::{Delivery, Kind, Listed, Request, State},
};
use maud::{Markup, html};
use serde_json::{Value, json};

/// The page of a journey's webhooks; with a secret that was just made.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    secret: Option<&str>,
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
    let here = format!("/journeys/{journey}/webhooks");
    let main = html! {
        h1 { (words.title) }
        p { (words.about) }
        @if let Some(secret) = secret {
            div.outcome role="status" {
                p { strong { (words.new_secret) } }
                p { code.key { (secret) } }
                p { (words.secret_once) }
            }
        }
        @if all.is_empty() { p { (words.none) } }
        @for (webhook, deliveries) in &all { (card(visit, &here, webhook, deliveries)) }
        h2 { (words.add) }
        form.narrow method="post" action=(address(&here, &[])) {
            (token(visit))
            label for="url" { (words.address) }
            p #url-hint .hint { (words.address_hint) }
            input #url name="url" type="url" required maxlength="1000" autocomplete="off" aria-describedby="url-hint";
            fieldset {
                legend { (words.events) }
                @for (at, (name, _)) in Kind::NAMES.iter().enumerate() {
                    div.choice { input type="checkbox" name="event" value=(name) id={ "event-" (at) } checked; label for={ "event-" (at) } { (words.event_is(name)) } }
                }
            }
            button name="act" value="add" { (words.add) }
        }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Webhooks,
    };
    Ok(frame::page(visit, words.title, Some(&place), &main))
}

/// Does what a form of the page asks for.
pub(super) async fn change(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let by = visit.may(Role::Admin, Some(journey))?.key.clone();
    let form = visit.form().await?;
    let (act, asked) = match form.value("act") {
        "add" => (Act::Add, Some(read(&form)?)),
        "remove" => (Act::Remove, None),
        "secret" => (Act::Rotate, None),
        "test" => (Act::Test, None),
        "again" => (Act::Again, None),
        _ => return Err(Error::unknown("webhook")),
    };
    let (id, delivery) = (form.value("webhook"), form.value("delivery"));
    let fits = |id: &str| id.is_empty() || journey::check::is_id(id);
    if !fits(id) || !fits(delivery) || (act != Act::Add && id.is_empty()) {
        return Err(Error::unknown("webhook"));
    }
    let done =
        webhooks::carry_out(visit.env, journey, edition, by, act, id, delivery, asked).await?;
    let told: Value = serde_json::from_str(&done.text)?;
    match told.get("secret").and_then(Value::as_str) {
        Some(secret) => page(visit, journey, edition, Some(secret)).await,
        None => Ok(see(address(&format!("/journeys/{journey}/webhooks"), &[]))),
    }
}

/// The webhook that the form asks for, read by the rules of the API.
fn read(form: &Form) -> Result<Request, Error> {
    let events: Vec<&str> = form.all("event").collect();
    let body = json!({"url": form.value("url"), "events": events});
    Request::read(&serde_json::to_vec(&body)?).map_err(Error::Invalid)
}

fn card(visit: &Visit, here: &str, webhook: &Listed, deliveries: &[Delivery]) -> Markup {
    let words = &visit.words.webhooks;
    let button = |act: &str, name: &str| {
        html! {
            form method="post" action=(address(here, &[])) {
                (token(visit))
                input type="hidden" name="webhook" value=(webhook.id);
                button.quiet name="act" value=(act) { (name) span.unseen { " " (webhook.url) } }
            }
        }
    };
    html! {
        section {
            h2 { code { (webhook.url) } }
            p {
                @for kind in &webhook.events { span.item { (words.event_is(kind.name())) } " " }
                @if webhook.paused { strong { (words.paused) } }
            }
            (button("test", words.test))
            (button("secret", words.change_secret))
            details {
                summary { (words.remove) span.unseen { " " (webhook.url) } }
                p { (words.remove_means) }
                form method="post" action=(address(here, &[])) {
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
                            form method="post" action=(address(here, &[])) {
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
