//! Callbacks: a resident asks to be called, and an editor calls.
//!
//! Whoever reads them reads personal data: it takes an editor, and it is in the audit log.

use crate::{
    access,
    api::{known_journey, parameter, writing_origin},
    error::Error,
    journey_object, negotiation,
    organisation::{self, AuditEntry},
    rate_limit,
    reply::Reply,
    route::Route,
    zone::Zone,
};
use journey::{
    access::Role,
    callback::{self, BODY_LIMIT, CHANGE_LIMIT, Change, Kept, Status},
    day::Day,
    definition::Step,
    edition::Edition,
    problem::Fault,
    ulid_time::{self, UlidTime},
};
use worker::{Date, Env, web_sys};

/// Answers a call about callbacks.
pub(crate) async fn answer(
    request: &web_sys::Request,
    env: &Env,
    route: &Route<'_>,
    query: &str,
) -> Result<Reply, Error> {
    match (request.method().as_str(), route) {
        ("POST", Route::StepCallbacks(journey, step)) => {
            let edition = known_journey(env, journey).await?;
            let origin = writing_origin(request, &request.url(), &edition)?;
            let reply = match ask(request, env, journey, step, &edition).await {
                Ok(reply) => reply,
                Err(error) => {
                    negotiation::discard_body(request).await;
                    error.into_reply()
                }
            };
            Ok(reply.for_origin(origin.as_deref()))
        }
        ("GET", Route::Callbacks(journey)) => {
            let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            let status = parameter(query, "status");
            let status = Status::asked(status.as_deref()).map_err(Error::Invalid)?;
            let callbacks = list(env, journey, &edition, status, caller.key).await?;
            let document = format!("{{\"callbacks\":{callbacks}}}");
            Ok(Reply::text(200, "application/json", document))
        }
        ("PATCH", Route::Callback(journey, id)) => {
            let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
            negotiation::accepts_json(request)?;
            let edition = known_journey(env, journey).await?;
            let body = negotiation::patch_body(request, CHANGE_LIMIT).await?;
            let change = Change::read(&body).map_err(Error::Invalid)?;
            let callback = apply(env, journey, id, &edition, change, caller.key).await?;
            Ok(Reply::text(200, "application/json", callback))
        }
        _ => Err(Error::Method(route.methods())),
    }
}

/// The callbacks of a journey that have a status, or all where it is empty, as a JSON list, the
/// first due first. That they were read is in the audit log before they are given.
pub(crate) async fn list(
    env: &Env,
    journey: &str,
    edition: &Edition,
    status: &str,
    by: String,
) -> Result<String, Error> {
    let entry = AuditEntry::today(by, "callbacks-read", journey)?;
    organisation::record_once(env, entry).await?;
    let today = today(edition)?.number();
    let address = format!("https://journey/callbacks?{today},{status},");
    let (_, callbacks) = journey_object::call(env, journey, "GET", &address, None).await?;
    Ok(["[", &callbacks, "]"].concat())
}

/// How many callbacks of a journey are overdue. It tells nothing of anyone, so nobody read it.
pub(crate) async fn overdue(env: &Env, journey: &str, edition: &Edition) -> Result<u64, Error> {
    let today = today(edition)?.number();
    let address = format!("https://journey/overdue-callbacks?{today}");
    let (_, count) = journey_object::call(env, journey, "GET", &address, None).await?;
    Ok(serde_json::from_str(&count)?)
}

/// Changes a callback, and gives it as it then stands, as JSON.
pub(crate) async fn apply(
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    change: Change,
    by: String,
) -> Result<String, Error> {
    let status = change.status.map(Status::name);
    let body = serde_json::to_string(&(status, change.note))?;
    let today = today(edition)?.number();
    let address = format!("https://journey/callbacks?{today},,{id}");
    let call = journey_object::call(env, journey, "PATCH", &address, Some(&body));
    let (_, callback) = call.await?;
    if callback.is_empty() {
        return Err(Error::unknown("callback"));
    }
    let action = format!("callback-{}", status.unwrap_or("noted"));
    let entry = AuditEntry::today(by, &action, format!("{journey}/{id}"))?;
    organisation::record(env, entry).await?;
    Ok(callback)
}

async fn ask(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    step: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let caller = rate_limit::check(&request.headers(), env, journey).await?;
    let step = edition.definition.step(step);
    let step = step.ok_or_else(|| Error::unknown("step"))?;
    let body = negotiation::json_body(request, BODY_LIMIT).await?;
    let (status, told) = take(env, journey, step, edition, &caller, &body).await?;
    Ok(Reply::text(status, "application/json", told))
}

/// Takes a request to be called, a body of the API's; 201 where it is new and 200 where not, and what the resident is told.
pub(crate) async fn take(
    env: &Env,
    journey: &str,
    step: &Step,
    edition: &Edition,
    caller: &str,
    body: &[u8],
) -> Result<(u16, String), Error> {
    let promise = step
        .callback
        .ok_or_else(|| Error::NotFound("At this step nobody can ask to be called.".into(), None))?;
    let asked = callback::Request::read(body, edition).map_err(Error::Invalid)?;
    match ulid_time::judge(asked.ulid, Date::now().as_millis()) {
        UlidTime::Open => {}
        UlidTime::Ahead => {
            return Err(Error::Invalid(vec![Fault::body(
                "/id",
                "clock-ahead",
                "The ULID's time lies in the future; make one from the time in the Date header.",
            )]));
        }
        UlidTime::Closed => {
            return Err(Error::Conflict(
                "This was made more than 48 hours ago; use a new ULID.".into(),
            ));
        }
    }
    let today = today(edition)?;
    let kept_days = edition.definition.retention.callbacks_days;
    let due = callback::due(today, promise.within_days);
    let due = due.ok_or_else(|| Error::Internal("no day to call on".to_owned()))?;
    let id = access::hash(&asked.ulid.to_string());
    let kept = Kept {
        id: id.get(..32).unwrap_or_default(),
        step: &step.id,
        phone: &asked.phone,
        name: asked.name.as_deref().unwrap_or_default(),
        moment: asked.moment.name(),
        language: &asked.language,
        asked: today.number(),
        due: due.number(),
        deletes: today.number().saturating_add_unsigned(kept_days),
    };
    let body = serde_json::to_string(&kept)?;
    let address = format!("https://journey/callbacks?{caller}");
    match journey_object::call(env, journey, "POST", &address, Some(&body)).await? {
        (status @ (200 | 201), told) => Ok((status, told)),
        (429, _) => Err(rate_limit::too_many()),
        _ => Err(Error::Conflict(
            "Too many ask to be called at this moment; try again tomorrow.".into(),
        )),
    }
}

/// The day now, in the journey's time zone.
fn today(edition: &Edition) -> Result<Day, Error> {
    Zone::of(edition)?.day(Date::now().as_millis())
}
