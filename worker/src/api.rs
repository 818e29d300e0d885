//! The API's front: finds the route, the caller's right and the object that answers.

use crate::{
    access::{self, Caller},
    assets, backup, callbacks,
    dashboard::{self, answer},
    editions,
    error::Error,
    extract, held_bursts, improvements,
    journey_object::etag,
    negotiation, object,
    organisation::{self, AuditEntry},
    pause, problem_kind,
    reply::Reply,
    responses::{self, Address},
    results,
    route::{self, Pages, Route},
    signals, tally,
    zone::Zone,
};
use journey::{
    access::{KeyRequest, Role},
    check::is_id,
    definition::{self, Definition},
    edition::Edition,
    problem::{Fault, Part},
    question,
};
use std::rc::Rc;
use worker::{Context, Env, Stub, web_sys};

/// Answers a request.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
) -> Result<web_sys::Response, Error> {
    let url = request.url();
    let (path, query) = route::path_and_query(&url);
    let method = request.method();
    let route = Route::parse(path);
    let pages = pages_of(path, route.as_ref());
    if let Some(pages) = pages {
        #[cfg(all(feature = "answer", feature = "dashboard"))]
        return match pages {
            Pages::Answer => answer::respond(request, env, context).await,
            Pages::Dashboard => dashboard::respond(request, env, context).await,
        };
        #[cfg(not(all(feature = "answer", feature = "dashboard")))]
        if let Some(answer) = crate::to_pages::hand_on(request, env, pages.binding()).await? {
            return Ok(answer);
        }
    }
    let Some(route) = route.filter(|_| pages.is_none()) else {
        return Ok(page_or_file(request, env, path).await?.into_response()?);
    };
    let reply = match (method.as_str(), &route) {
        ("PUT" | "DELETE", Route::Response(journey, step, ulid)) => {
            let address = Address {
                url: &url,
                journey,
                step,
                ulid,
            };
            return responses::hand_on(request, method, address, env, context).await;
        }
        (
            "OPTIONS",
            Route::Response(journey, ..)
            | Route::Question(journey, _)
            | Route::StepImprovements(journey, _)
            | Route::StepCallbacks(journey, _),
        ) => preflight(request, &route, env, journey).await?,
        ("GET", Route::Question(journey, step)) => ask(request, env, journey, step, query).await?,
        ("GET", Route::Health) => {
            organisation::journeys(env).await?;
            Reply::text(200, "application/json", r#"{"status":"ok"}"#.to_owned())
        }
        ("GET", Route::OpenApi | Route::JourneySchema) => {
            negotiation::accepts_json(request)?;
            file(request, env, path).await?
        }
        ("GET", Route::WidgetFiles) => {
            negotiation::accepts_json(request)?;
            file(request, env, "/widget.json").await?
        }
        ("GET", Route::Journeys) => {
            let caller = access::caller(request, env).await?;
            negotiation::accepts_json(request)?;
            let mut journeys = organisation::journeys(env).await?;
            journeys.retain(|journey| caller.grant.sees(journey));
            Reply::list("journeys", &journeys)
        }
        ("GET", Route::Journey(journey)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            Reply::json(200, &edition.definition).header("ETag", etag(&edition))
        }
        ("PUT", Route::Journey(journey)) => {
            let caller = access::check(request, env, Role::Admin, Some(journey)).await?;
            put_journey(request, env, journey, &caller).await?
        }
        ("DELETE", Route::Journey(journey)) => {
            let caller = access::check(request, env, Role::Admin, Some(journey)).await?;
            delete_journey(env, journey, &caller).await?
        }
        (_, Route::Keys | Route::Key(_) | Route::AuditLog) => {
            of_access(request, env, &method, &route).await?
        }
        ("GET", Route::JourneyResults(journey)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            results::of_journey(env, journey, &edition, query).await?
        }
        ("GET", Route::StepResults(journey, step)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            results::of_step(env, journey, step, &edition, query).await?
        }
        (_, Route::StepImprovements(..) | Route::Improvements(_) | Route::Improvement(..)) => {
            improvements::answer(request, env, &route, query).await?
        }
        (_, Route::StepCallbacks(..) | Route::Callbacks(_) | Route::Callback(..)) => {
            callbacks::answer(request, env, &route, query).await?
        }
        _ => of_signals_and_moves(request, env, context, &route, query).await?,
    };
    Ok(reply.into_response()?)
}

/// The Worker of pages that answers a request.
fn pages_of(path: &str, route: Option<&Route>) -> Option<Pages> {
    if answer::has(path) {
        Some(Pages::Answer)
    } else if dashboard::has(path) {
        Some(Pages::Dashboard)
    } else {
        route.and_then(Route::of_pages)
    }
}

/// Who may do what, and who did.
async fn of_access(
    request: &web_sys::Request,
    env: &Env,
    method: &str,
    route: &Route<'_>,
) -> Result<Reply, Error> {
    match (method, route) {
        ("GET", Route::Keys) => {
            access::check(request, env, Role::Admin, None).await?;
            negotiation::accepts_json(request)?;
            let keys = organisation::keys(env).await?;
            Ok(Reply::list("keys", &keys))
        }
        ("POST", Route::Keys) => {
            let caller = access::check(request, env, Role::Admin, None).await?;
            let body = negotiation::json_body(request, KEY_REQUEST_LIMIT).await?;
            let asked = KeyRequest::read(&body).map_err(Error::Invalid)?;
            let key = organisation::add_key(env, asked, caller.key).await?;
            let address = format!("/v1/keys/{}", key.listed.id);
            Ok(Reply::json(201, &key).header("Location", address))
        }
        ("DELETE", Route::Key(id)) => {
            let caller = access::check(request, env, Role::Admin, None).await?;
            if !organisation::revoke_key(env, id, caller.key).await? {
                return Err(Error::unknown("key"));
            }
            Ok(Reply::empty(204))
        }
        ("GET", Route::AuditLog) => {
            access::check(request, env, Role::Admin, None).await?;
            negotiation::accepts_json(request)?;
            let entries = organisation::audit(env).await?;
            Ok(Reply::list("entries", &entries))
        }
        _ => Err(Error::Method(route.methods())),
    }
}

/// The owner's inbox, and everything that takes data out or in.
async fn of_signals_and_moves(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
    route: &Route<'_>,
    query: &str,
) -> Result<Reply, Error> {
    match (request.method().as_str(), route) {
        ("GET", Route::Signals(journey)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            signals::inbox(env, journey, &edition, query).await
        }
        ("PATCH", Route::Signal(journey, id)) => {
            let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
            let edition = known_journey(env, journey).await?;
            signals::change(request, env, journey, id, &edition, &caller.key).await
        }
        ("GET", Route::HeldBursts(journey)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            held_bursts::all(env, journey, &edition).await
        }
        ("PATCH", Route::HeldBurst(journey, id)) => {
            let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
            let edition = known_journey(env, journey).await?;
            held_bursts::decide(request, env, journey, id, &edition, &caller).await
        }
        ("GET", Route::JourneyExport(journey)) => {
            access::check(request, env, Role::Viewer, Some(journey)).await?;
            let edition = known_journey(env, journey).await?;
            extract::of_journey(request, env, journey, &edition, query).await
        }
        ("GET", Route::Export) => {
            let caller = access::check(request, env, Role::Admin, None).await?;
            let entry = AuditEntry::today(&caller.key, "exported", "everything")?;
            organisation::record(env, entry).await?;
            backup::export(request, env, context).await
        }
        ("PUT", Route::Import) => {
            let caller = access::check(request, env, Role::Admin, None).await?;
            let entry = AuditEntry::today(&caller.key, "imported", "a backup")?;
            organisation::record(env, entry).await?;
            backup::import(request, env).await
        }
        _ => Err(Error::Method(route.methods())),
    }
}

/// What is there outside the API: the pages about problems and the widget's files.
async fn page_or_file(request: &web_sys::Request, env: &Env, path: &str) -> Result<Reply, Error> {
    if matches!(request.method().as_str(), "GET" | "HEAD") {
        return match path.strip_prefix(problem_kind::FOLDER) {
            Some(kind) if is_id(kind) => file(request, env, &format!("{path}.html")).await,
            _ => file(request, env, path).await,
        };
    }
    Err(nothing_here())
}

/// What lies beside the worker.
async fn file(request: &web_sys::Request, env: &Env, path: &str) -> Result<Reply, Error> {
    let accept_encoding = request.headers().get("Accept-Encoding")?;
    assets::find(env, path, accept_encoding.as_deref())
        .await?
        .ok_or_else(nothing_here)
}

fn nothing_here() -> Error {
    Error::NotFound(
        "The API begins at /v1; addresses have no trailing slash.".into(),
        None,
    )
}

/// The edition in force of a journey that there is.
pub(crate) async fn known_journey(env: &Env, journey: &str) -> Result<Rc<Edition>, Error> {
    editions::current(env, journey)
        .await?
        .ok_or_else(|| Error::unknown("journey"))
}

/// Tells a browser whether a page's script may make a call.
async fn preflight(
    request: &web_sys::Request,
    route: &Route<'_>,
    env: &Env,
    journey: &str,
) -> Result<Reply, Error> {
    let edition = known_journey(env, journey).await?;
    let origin = listed_origin(request, &edition)?;
    Ok(Reply::empty(204)
        .for_origin(origin.as_deref())
        .header("Access-Control-Allow-Methods", route.methods())
        .header("Access-Control-Allow-Headers", "Content-Type")
        .header("Access-Control-Max-Age", "7200"))
}

/// The request's origin, if the journey lists it.
fn listed_origin(request: &web_sys::Request, edition: &Edition) -> Result<Option<String>, Error> {
    let origin = request.headers().get("Origin")?;
    Ok(origin.filter(|origin| edition.definition.origins.contains(origin)))
}

/// What a page of another origin is told.
const FOREIGN_ORIGIN: &str =
    "Pages of this origin may not write here; the journey's definition lists its origins.";

/// The origin of a page that writes: one that the journey lists, the worker's own, or none that a browser tells.
///
/// # Errors
/// [`Error::Forbidden`] for pages of any other.
pub(crate) fn writing_origin(
    request: &web_sys::Request,
    url: &str,
    edition: &Edition,
) -> Result<Option<String>, Error> {
    let origin = request.headers().get("Origin")?;
    let may = origin.as_ref().is_none_or(|origin| {
        edition.definition.origins.contains(origin) || origin == route::origin(url)
    });
    if may {
        Ok(origin)
    } else {
        Err(Error::Forbidden(FOREIGN_ORIGIN.into()))
    }
}

/// What pages of the journey's origins may read of a step, and keep for a minute: a text in JSON after its entity tag;
/// none where there is no such step.
pub(crate) fn cacheable(
    request: &web_sys::Request,
    edition: &Edition,
    tagged: Option<(String, String)>,
) -> Result<Reply, Error> {
    let origin = listed_origin(request, edition)?;
    let reply = match tagged {
        None => Error::unknown("step").into_reply(),
        Some((tag, text)) => {
            let known = request.headers().get("If-None-Match")?;
            let reply = if known.is_some_and(|tags| tags.split(',').any(|it| it.trim() == tag)) {
                Reply::empty(304)
            } else {
                Reply::text(200, "application/json", text)
            };
            reply
                .dated()
                .header("ETag", tag)
                .header(
                    "Cache-Control",
                    "public, max-age=60, stale-while-revalidate=600",
                )
                .header("Vary", "Origin")
        }
    };
    Ok(reply.for_origin(origin.as_deref()))
}

async fn ask(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    step: &str,
    query: &str,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    let edition = known_journey(env, journey).await?;
    let language = parameter(query, "lang");
    let question = edition
        .definition
        .step(step)
        .and_then(|step| question::show(journey, step, &edition, language.as_deref()));
    let tagged = match question {
        None => None,
        Some(mut question) => {
            let mut pauses = "";
            if pause::holds(env, journey, &edition).await {
                question.ask.sample_rate = 0.0;
                pauses = "-paused";
            }
            let tag = format!("\"{}-{}{pauses}\"", edition.number, question.language);
            Some((tag, serde_json::to_string(&question)?))
        }
    };
    cacheable(request, &edition, tagged)
}

/// The largest request for a key, in bytes.
const KEY_REQUEST_LIMIT: usize = 16 * 1024;

async fn put_journey(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    caller: &Caller,
) -> Result<Reply, Error> {
    if !is_id(journey) {
        return Err(Error::unknown("journey"));
    }
    let body = negotiation::json_body(request, definition::BODY_LIMIT).await?;
    let definition =
        Definition::read(&body, |name| Zone::named(name).is_some()).map_err(Error::Invalid)?;
    organisation::add_journey(env, journey).await?;

    let tags = request.headers().get("If-Match")?.unwrap_or_default();
    let (status, edition) = define(env, journey, &definition, &tags, &caller.key).await?;
    Ok(Reply::json(status, &edition.definition).header("ETag", etag(&edition)))
}

/// Puts a definition in force by a key, where the edition is still one of these entity tags, if there
/// are any; the status, and the edition that it makes.
///
/// # Errors
/// [`Error::Precondition`] where the edition is another.
pub(crate) async fn define(
    env: &Env,
    journey: &str,
    definition: &Definition,
    tags: &str,
    key: &str,
) -> Result<(u16, Edition), Error> {
    let body = format!("{tags}\n{}", serde_json::to_string(definition)?);
    let stub = object::namespace(env, "JOURNEY")?.get_by_name(journey)?;
    let address = format!("https://journey/edition?{journey}");
    let response = object::call(stub, "PUT", &address, Some(&body.into())).await?;
    match response.status() {
        status @ (200 | 201) => {
            let text = object::text(&response).await?;
            let edition: Edition = serde_json::from_str(&text)?;
            editions::forget(journey);
            let entry = AuditEntry::today(key, "journey-defined", journey)?;
            organisation::record(env, entry).await?;
            Ok((status, edition))
        }
        412 => Err(Error::Precondition),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status} to a definition"
        ))),
    }
}

/// Removes a journey with everything that was counted. It is taken off the list last, so that a
/// removal that broke off can be done again.
async fn delete_journey(env: &Env, journey: &str, caller: &Caller) -> Result<Reply, Error> {
    let edition = known_journey(env, journey).await?;
    for shard in 0..edition.shard_plan.count() {
        empty(tally::stub(env, journey, shard)?).await?;
    }
    empty(object::namespace(env, "JOURNEY")?.get_by_name(journey)?).await?;
    organisation::remove_journey(env, journey).await?;
    editions::forget(journey);
    let entry = AuditEntry::today(&caller.key, "journey-deleted", journey)?;
    organisation::record(env, entry).await?;
    Ok(Reply::empty(204))
}

/// Tells an object to forget everything.
async fn empty(stub: Stub) -> Result<(), Error> {
    let response = object::call(stub, "DELETE", "https://object/", None).await?;
    match response.status() {
        204 => Ok(()),
        status => Err(Error::Internal(format!(
            "an object to be emptied answered {status}"
        ))),
    }
}

/// A query parameter's first value.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

impl Error {
    /// A path that names something the organisation does not have.
    pub(crate) fn unknown(segment: &'static str) -> Self {
        let detail = match segment {
            "journey" => "There is no such journey.",
            "key" => "There is no such key.",
            "signal" => "This journey has no such signal.",
            "burst" => "This journey has no such burst.",
            "improvement" => "This journey has no such improvement.",
            "callback" => "This journey has no such callback.",
            "webhook" => "This journey has no such webhook.",
            "delivery" => "This webhook has no such delivery.",
            _ => "This journey has no such step.",
        };
        Self::NotFound(
            detail.into(),
            Some(Fault::named(Part::Path, segment, "unknown", detail)),
        )
    }
}
