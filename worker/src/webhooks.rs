//! Webhooks: where the owner's systems are told of what happens at a journey. For admins of the journey alone.
//!
//! The Worker that serves the dashboard answers these calls of the API too: they are for the few who look after a journey, so
//! whoever answers a question need not wait for them.

use crate::{
    access,
    api::known_journey,
    error::Error,
    journey_object, negotiation,
    organisation::{self, AuditEntry},
    random,
    reply::Reply,
    route::Route,
    webhook_signature::{PREFIX, SECRET_BYTES, secret_of},
    zone::Zone,
};
use journey::{
    access::Role,
    alert,
    edition::Edition,
    webhook::{BODY_LIMIT, Request},
};
use worker::{Date, Env, web_sys};

/// What an admin does with a webhook.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Adds it.
    Add,
    /// Changes it.
    Change,
    /// Removes it, with all that is on its way.
    Remove,
    /// Gives it a new secret.
    Rotate,
    /// Sends it an event to try it.
    Test,
    /// Sends it a dead delivery again.
    Again,
}

/// Answers a call of the API about webhooks.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    path: &str,
) -> Result<web_sys::Response, Error> {
    let route = Route::parse(path).unwrap_or(Route::Health);
    let reply = answer(request, env, &route).await;
    // Some calls take no body, which a caller may send all the same.
    negotiation::discard_body(request).await;
    Ok(reply?.into_response()?)
}

async fn answer(request: &web_sys::Request, env: &Env, route: &Route<'_>) -> Result<Reply, Error> {
    let (Route::Webhooks(journey)
    | Route::Webhook(journey, _)
    | Route::WebhookSecret(journey, _)
    | Route::WebhookTest(journey, _)
    | Route::Deliveries(journey, _)
    | Route::Delivery(journey, ..)) = route
    else {
        return Err(Error::Method(route.methods()));
    };
    let method = request.method();
    if !route.methods().contains(&method) {
        return Err(Error::Method(route.methods()));
    }
    let caller = access::check(request, env, Role::Admin, Some(journey)).await?;
    negotiation::accepts_json(request)?;
    let edition = known_journey(env, journey).await?;
    let (act, id, delivery) = match (method.as_str(), route) {
        ("GET", Route::Webhooks(_)) => {
            let document = format!("{{\"webhooks\":[{}]}}", list(env, journey, "").await?);
            return Ok(Reply::text(200, "application/json", document));
        }
        ("GET", Route::Webhook(_, id)) => {
            let webhook = list(env, journey, id).await?;
            return Ok(Reply::text(200, "application/json", known(webhook)?));
        }
        ("GET", Route::Deliveries(_, id)) => {
            known(list(env, journey, id).await?)?;
            let deliveries = deliveries(env, journey, id).await?;
            let document = format!("{{\"deliveries\":[{deliveries}]}}");
            return Ok(Reply::text(200, "application/json", document));
        }
        (_, Route::Delivery(_, id, delivery)) => (Act::Again, *id, *delivery),
        (_, Route::WebhookSecret(_, id)) => (Act::Rotate, *id, ""),
        (_, Route::WebhookTest(_, id)) => (Act::Test, *id, ""),
        ("PUT", Route::Webhook(_, id)) => (Act::Change, *id, ""),
        (_, Route::Webhook(_, id)) => (Act::Remove, *id, ""),
        _ => (Act::Add, "", ""),
    };
    let mut asked = None;
    if matches!(act, Act::Add | Act::Change) {
        let body = negotiation::json_body(request, BODY_LIMIT).await?;
        asked = Some(Request::read(&body).map_err(Error::Invalid)?);
    }
    let done = carry_out(env, journey, &edition, caller.key, act, id, delivery, asked).await?;
    let status = match act {
        Act::Add => 201,
        Act::Remove => return Ok(Reply::empty(204)),
        Act::Test | Act::Again => 202,
        Act::Change | Act::Rotate => 200,
    };
    let reply = Reply::text(status, "application/json", done.text);
    Ok(match act {
        Act::Add => reply.header(
            "Location",
            format!("/v1/journeys/{journey}/webhooks/{}", done.id),
        ),
        _ => reply,
    })
}

/// What became of it.
pub(crate) struct Done {
    /// The webhook's id.
    pub(crate) id: String,
    /// The webhook as it then stands (or stood) as JSON, with its secret where that is new; of a delivery it gives that.
    pub(crate) text: String,
}

/// Does what an admin does.
#[expect(clippy::too_many_arguments, reason = "it is a call's every part")]
pub(crate) async fn carry_out(
    env: &Env,
    journey: &str,
    edition: &Edition,
    by: String,
    act: Act,
    id: &str,
    delivery: &str,
    asked: Option<Request>,
) -> Result<Done, Error> {
    let (method, path, action) = match act {
        Act::Add => ("POST", "webhooks", "webhook-added"),
        Act::Change => ("PUT", "webhooks", "webhook-changed"),
        Act::Remove => ("DELETE", "webhooks", "webhook-removed"),
        Act::Rotate => ("PUT", "webhook-secret", "webhook-secret-changed"),
        Act::Test => ("POST", "deliveries", ""),
        Act::Again => ("PUT", "deliveries", ""),
    };
    let mut id = id.to_owned();
    if act == Act::Add {
        id = random::hex(8)?;
    }
    let mut secret = String::new();
    if matches!(act, Act::Add | Act::Rotate) {
        secret = secret_of(&random::bytes(SECRET_BYTES)?);
    }
    let body = match asked {
        Some(asked) => {
            let body = with(serde_json::to_string(&asked)?, "journey", journey);
            with(body, "secret", &secret)
        }
        None if act == Act::Test => {
            alert::test(journey, Zone::of(edition)?.day(Date::now().as_millis())?)?
        }
        None => secret.clone(),
    };
    let address = ["https://journey/", path, "?", &id, ",", delivery].concat();
    let call = journey_object::call(env, journey, method, &address, Some(&body));
    let (_, mut text) = call.await?;
    if text.is_empty() {
        return Err(match act {
            Act::Add => Error::Conflict("There are 10 webhooks already; remove one first.".into()),
            Act::Again => Error::unknown("delivery"),
            _ => Error::unknown("webhook"),
        });
    }
    if !action.is_empty() {
        let entry = AuditEntry::today(by, action, [journey, "/", &id].concat())?;
        organisation::record(env, entry).await?;
    }
    if !secret.is_empty() {
        text = with(text, "secret", &[PREFIX, &secret].concat());
    }
    Ok(Done { id, text })
}

/// Webhooks as JSON, between commas: all of a journey, or one by its id.
pub(crate) async fn list(env: &Env, journey: &str, id: &str) -> Result<String, Error> {
    get(env, journey, "webhooks", id).await
}

/// The deliveries of a webhook that did not succeed yet or not at all, the newest first, as JSON between commas.
pub(crate) async fn deliveries(env: &Env, journey: &str, id: &str) -> Result<String, Error> {
    get(env, journey, "deliveries", id).await
}

async fn get(env: &Env, journey: &str, path: &str, id: &str) -> Result<String, Error> {
    let address = format!("https://journey/{path}?{id}");
    let (_, text) = journey_object::call(env, journey, "GET", &address, None).await?;
    Ok(text)
}

fn known(webhook: String) -> Result<String, Error> {
    if webhook.is_empty() {
        return Err(Error::unknown("webhook"));
    }
    Ok(webhook)
}

/// A JSON object with one more text, in which nothing needs to be escaped.
fn with(mut object: String, name: &str, text: &str) -> String {
    object.pop();
    object.push_str(&[",\"", name, "\":\"", text, "\"}"].concat());
    object
}
