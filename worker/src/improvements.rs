//! Improvements: what residents are shown, and what owners write and see of the effect.

use crate::{
    access,
    api::{cacheable, known_journey, parameter},
    error::Error,
    journey_object, negotiation,
    organisation::{self, AuditEntry},
    random,
    reply::Reply,
    route::Route,
    shards,
};
use journey::{
    access::Role,
    definition::Definition,
    edition::Edition,
    improvement::{
        self, BODY_LIMIT, Improvement, MAX_IMPROVEMENTS, ShownImprovements, WindowCount,
    },
};
use worker::{Env, web_sys};

/// Improvements whose effect is asked of the shards at once, so that what they say stays small.
const AT_ONCE: usize = 100;

/// Answers a call about improvements.
pub(crate) async fn answer(
    request: &web_sys::Request,
    env: &Env,
    route: &Route<'_>,
    query: &str,
) -> Result<Reply, Error> {
    match (request.method().as_str(), route) {
        ("GET", Route::StepImprovements(journey, step)) => {
            shown(request, env, journey, step, query).await
        }
        ("GET", Route::Improvements(journey)) => {
            let edition = readable(request, env, journey).await?;
            let improvements = listed(env, journey).await?;
            let improvements = judged(env, journey, &edition, improvements).await?;
            Ok(Reply::list("improvements", &improvements))
        }
        ("GET", Route::Improvement(journey, id)) => {
            let edition = readable(request, env, journey).await?;
            let improvement = one(env, journey, id, &edition).await?;
            Ok(Reply::json(200, &improvement))
        }
        ("POST", Route::Improvements(journey)) => {
            let id = new_id()?;
            let address = format!("/v1/journeys/{journey}/improvements/{id}");
            let reply = take(request, env, journey, &id, Writing::Add).await?;
            Ok(reply.header("Location", address))
        }
        ("PUT", Route::Improvement(journey, id)) => {
            take(request, env, journey, id, Writing::Replace).await
        }
        ("DELETE", Route::Improvement(journey, id)) => {
            let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
            known_journey(env, journey).await?;
            remove(env, journey, id, caller.key).await?;
            Ok(Reply::empty(204))
        }
        _ => Err(Error::Method(route.methods())),
    }
}

/// How an improvement is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As a new one.
    Add,
    /// In the place of the one of its name.
    Replace,
}

/// The name of a new improvement.
pub(crate) fn new_id() -> Result<String, Error> {
    random::hex(8)
}

/// Every improvement of a journey, the newest first, without its effect.
pub(crate) async fn listed(env: &Env, journey: &str) -> Result<Vec<Improvement>, Error> {
    stored(env, journey, "https://journey/improvements").await
}

/// One improvement, with its effect.
pub(crate) async fn one(
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
) -> Result<Improvement, Error> {
    let address = format!("https://journey/improvement?{id}");
    let improvements = stored(env, journey, &address).await?;
    let judged = judged(env, journey, edition, improvements).await?;
    let improvement = judged.into_iter().next();
    improvement.ok_or_else(|| Error::unknown("improvement"))
}

/// Writes an improvement, and gives it with its effect; that is asked first, so that nothing is
/// written where it fails.
pub(crate) async fn write(
    env: &Env,
    journey: &str,
    edition: &Edition,
    improvement: Improvement,
    writing: Writing,
    by: String,
) -> Result<Improvement, Error> {
    // With its keys in alphabetical order, as a backup has them.
    let value: serde_json::Value = serde_json::from_str(&serde_json::to_string(&improvement)?)?;
    let text = value.to_string();
    let judged = judged(env, journey, edition, vec![improvement]).await?;
    let improvement = judged.into_iter().next();
    let improvement = improvement.ok_or_else(|| Error::unknown("improvement"))?;
    let (method, action) = match writing {
        Writing::Add => ("POST", "improvement-added"),
        Writing::Replace => ("PUT", "improvement-changed"),
    };
    change(env, journey, &improvement.id, method, &text).await?;
    record(env, by, action, journey, &improvement.id).await?;
    Ok(improvement)
}

/// Removes an improvement.
pub(crate) async fn remove(env: &Env, journey: &str, id: &str, by: String) -> Result<(), Error> {
    change(env, journey, id, "DELETE", "").await?;
    record(env, by, "improvement-removed", journey, id).await
}

/// Improvements with their effect, by the counts of all shards.
pub(crate) async fn judged(
    env: &Env,
    journey: &str,
    edition: &Edition,
    mut improvements: Vec<Improvement>,
) -> Result<Vec<Improvement>, Error> {
    for some in improvements.chunks_mut(AT_ONCE) {
        let windows = serde_json::to_string(&improvement::windows(some, edition))?;
        let address = "https://tally/windows";
        let answers = shards::post_all(env, journey, edition, address, &windows).await?;
        let mut counts: Vec<WindowCount> = Vec::new();
        for answer in answers {
            counts.extend(serde_json::from_str::<Vec<WindowCount>>(&answer)?);
        }
        improvement::judge(some, edition, counts);
    }
    Ok(improvements)
}

/// What residents are shown at a step.
pub(crate) async fn shown(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    step: &str,
    query: &str,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    let edition = known_journey(env, journey).await?;
    let definition = &edition.definition;
    let tagged = if definition.step(step).is_some() {
        let language = parameter(query, "lang");
        let shown = published(env, journey, step, definition, language.as_deref()).await?;
        let text = serde_json::to_string(&shown)?;
        let hash = access::hash(&text);
        let tag = format!("\"{}\"", hash.get(..16).unwrap_or_default());
        Some((tag, text))
    } else {
        None
    };
    cacheable(request, &edition, tagged)
}

/// The published improvements of a step, as residents see them in a language.
pub(crate) async fn published(
    env: &Env,
    journey: &str,
    step: &str,
    definition: &Definition,
    language: Option<&str>,
) -> Result<ShownImprovements, Error> {
    let address = format!("https://journey/published?{step}");
    let improvements = stored(env, journey, &address).await?;
    Ok(improvement::show(improvements, definition, language))
}

/// The edition of a journey whose improvements the caller may read.
async fn readable(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
) -> Result<std::rc::Rc<Edition>, Error> {
    access::check(request, env, Role::Viewer, Some(journey)).await?;
    negotiation::accepts_json(request)?;
    known_journey(env, journey).await
}

/// Takes the improvement that a request's body holds.
async fn take(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    id: &str,
    writing: Writing,
) -> Result<Reply, Error> {
    let caller = access::check(request, env, Role::Editor, Some(journey)).await?;
    let edition = known_journey(env, journey).await?;
    let body = negotiation::json_body(request, BODY_LIMIT).await?;
    let improvement = Improvement::read(&body, id, &edition).map_err(Error::Invalid)?;
    let written = write(env, journey, &edition, improvement, writing, caller.key).await?;
    let status = if writing == Writing::Add { 201 } else { 200 };
    Ok(Reply::json(status, &written))
}

async fn change(env: &Env, journey: &str, id: &str, method: &str, text: &str) -> Result<(), Error> {
    let address = format!("https://journey/improvement?{id}");
    match journey_object::call(env, journey, method, &address, Some(text)).await? {
        (200..300, _) => Ok(()),
        (409, _) => Err(Error::Conflict(
            format!("There are {MAX_IMPROVEMENTS} improvements already; remove one first.").into(),
        )),
        _ => Err(Error::unknown("improvement")),
    }
}

async fn record(
    env: &Env,
    key: String,
    action: &str,
    journey: &str,
    id: &str,
) -> Result<(), Error> {
    let entry = AuditEntry::today(key, action, format!("{journey}/{id}"))?;
    organisation::record(env, entry).await
}

/// What the journey's object gives of improvements.
async fn stored(env: &Env, journey: &str, address: &str) -> Result<Vec<Improvement>, Error> {
    let (_, lines) = journey_object::call(env, journey, "GET", address, None).await?;
    let lines = lines.lines();
    Ok(lines.map(serde_json::from_str).collect::<Result<_, _>>()?)
}
