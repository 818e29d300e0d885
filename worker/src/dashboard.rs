//! The dashboard: pages on which owners see, understand and act, without a script.
//!
//! A Worker of its own serves them, on the addresses of the one that answers the API; another serves the page on which
//! residents [`mod@answer`] without a script. Nothing is
//! kept here. Every figure comes from the functions that the API gives it by. Who looks
//! is known by a session cookie; what they may is looked up at every request. A form is taken only
//! from a page of the dashboard's own, and only with its session's token.

mod account;
pub(crate) mod answer;
mod audit;
mod callbacks;
mod chart;
mod editor;
mod effect;
mod entry;
mod faults;
mod frame;
mod given;
mod held_bursts;
mod improvement_form;
mod improvements;
mod inbox;
mod journey;
mod keys;
mod live_preview;
mod number;
mod overview;
mod pause;
mod preview;
mod report;
mod sign_in;
mod step;
mod visit;
mod webhook_form;
mod webhooks;
mod words;

use crate::{
    api, backup,
    error::Error,
    extract, negotiation,
    organisation::{self, AuditEntry},
    reply::Reply,
    route,
};
use ::journey::{access::Role, check::is_id};
#[cfg(feature = "fuzzed")]
pub(crate) use sign_in::own_or_first;
use visit::Visit;
#[cfg(feature = "fuzzed")]
pub(crate) use words::accepted;
use worker::{Context, Env, web_sys};

/// The address of the first page; every other one lies below it.
pub(crate) const ROOT: &str = "/dashboard";

/// Whether a path is a page's; the style sheet beside them is a file.
pub(crate) fn has(path: &str) -> bool {
    let below = path.strip_prefix(ROOT);
    below.is_some_and(|it| it.is_empty() || it.starts_with('/') && it != "/dashboard.css")
}

/// Answers a request for a page; what goes wrong becomes a page too.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
) -> Result<web_sys::Response, Error> {
    let url = request.url();
    let (path, query) = route::path_and_query(&url);
    if !has(path) {
        return crate::webhooks::respond(request, env, path).await;
    }
    let mut visit = Visit::of(request, env, path, query)?;
    let reply = match answer(&mut visit, context).await {
        Err(Error::Unauthorized) => sign_in::ask(&visit)?,
        Err(error) => frame::of_error(&visit, error),
        Ok(reply) => reply,
    };
    negotiation::discard_body(request).await;
    Ok(visit.remember_language(reply).into_response()?)
}

async fn answer(visit: &mut Visit<'_>, context: &Context) -> Result<Reply, Error> {
    let rest = visit.path.strip_prefix(ROOT).unwrap_or_default();
    let places: Vec<&str> = rest.split('/').skip(1).collect();
    if let [
        "preview",
        "v1",
        "journeys",
        journey,
        "steps",
        step,
        below @ ..,
    ] = places.as_slice()
    {
        return live_preview::answer(visit, journey, step, below).await;
    }
    let method = match visit.request.method().as_str() {
        "GET" | "HEAD" => "GET",
        "POST" => "POST",
        _ => return Err(Error::Method("GET, POST")),
    };
    match (method, places.as_slice()) {
        ("GET", ["sign-in"]) => return Ok(sign_in::page(visit, None)),
        ("POST", ["sign-in"]) => return sign_in::sign_in(visit).await,
        ("GET", ["sign-in", "organisation"]) => return account::begin(visit).await,
        ("GET", ["sign-in", "back"]) => return account::finish(visit).await,
        _ => visit.recognise().await?,
    }
    match (method, places.as_slice()) {
        ("POST", ["sign-out"]) => sign_in::sign_out(visit).await,
        ("GET", []) => overview::page(visit).await,
        ("GET", ["keys"]) => keys::page(visit, None).await,
        ("POST", ["keys"]) => keys::change(visit).await,
        ("GET", ["audit-log"]) => audit::page(visit).await,
        ("GET", ["export"]) => {
            let viewer = visit.may(Role::Admin, None)?;
            let entry = AuditEntry::today(&viewer.key, "exported", "everything")?;
            organisation::record(visit.env, entry).await?;
            backup::export(visit.request, visit.env, context).await
        }
        (_, ["journeys", journey, below @ ..]) if is_id(journey) => {
            visit.may(Role::Viewer, Some(journey))?;
            let edition = api::known_journey(visit.env, journey).await?;
            match (method, below) {
                ("GET", []) => journey::page(visit, journey, &edition).await,
                ("GET", ["steps", step]) => step::page(visit, journey, step, &edition).await,
                ("GET", ["steps", step, "preview"]) => {
                    live_preview::page(visit, journey, step, &edition)
                }
                ("GET", ["steps", step, "edit"]) => editor::page(visit, journey, step).await,
                ("POST", ["steps", step, "edit"]) => editor::change(visit, journey, step).await,
                ("GET", ["report"]) => report::page(visit, journey, &edition).await,
                ("GET", ["report.csv"]) => report::table(visit, journey, &edition).await,
                ("GET", ["entry"]) => entry::page(visit, journey, &edition),
                ("POST", ["entry"]) => entry::record(visit, journey, &edition, context).await,
                ("GET", ["signals"]) => inbox::page(visit, journey, &edition).await,
                ("POST", ["signals"]) => inbox::change(visit, journey, &edition).await,
                ("GET", ["webhooks"]) => {
                    webhooks::page(visit, journey, &edition, webhooks::Outcome::None).await
                }
                ("POST", ["webhooks"]) => webhooks::change(visit, journey, &edition).await,
                ("GET", ["export"]) => {
                    let query = visit.query;
                    extract::of_journey(visit.request, visit.env, journey, &edition, query).await
                }
                (_, ["improvements", below @ ..]) => {
                    let edition = &edition;
                    let at = improvements::At {
                        visit,
                        journey,
                        edition,
                    };
                    at.answer(method, below).await
                }
                ("GET", ["callbacks"]) => callbacks::page(visit, journey, &edition).await,
                ("POST", ["callbacks"]) => callbacks::change(visit, journey, &edition).await,
                ("GET", ["held-bursts"]) => held_bursts::page(visit, journey, &edition).await,
                ("POST", ["held-bursts"]) => held_bursts::change(visit, journey, &edition).await,
                _ => Err(nothing()),
            }
        }
        _ => Err(nothing()),
    }
}

fn nothing() -> Error {
    Error::NotFound("The dashboard has no such page.".into(), None)
}
