//! Responses as browsers send them: what needs no shard is decided here, the rest goes to the shard
//! that holds the response.

use crate::{
    api,
    carriage::{self, Item},
    error::Error,
    negotiation, rate_limit,
    reply::{self, Reply},
    route,
};
use journey::response::BODY_LIMIT;
use ulid::Ulid;
use worker::{Context, Env, web_sys};

/// What a page of another origin is told.
const FOREIGN_ORIGIN: &str =
    "Pages of this origin may not answer; the journey's definition lists its origins.";

/// Where a response is.
pub(crate) struct Address<'a> {
    pub(crate) url: &'a str,
    pub(crate) journey: &'a str,
    pub(crate) step: &'a str,
    /// As it was written.
    pub(crate) ulid: &'a str,
}

/// Lets the shard that holds a response answer to its `PUT` or `DELETE`.
pub(crate) async fn hand_on(
    request: &web_sys::Request,
    method: String,
    address: Address<'_>,
    env: &Env,
    context: &Context,
) -> Result<web_sys::Response, Error> {
    let Address {
        url,
        journey,
        step,
        ulid,
    } = address;
    let edition = api::known_journey(env, journey).await?;
    let headers = request.headers();
    let origin = headers.get("Origin")?;
    let listed = origin.as_ref().is_none_or(|origin| {
        edition.definition.origins.contains(origin) || origin == route::origin(url)
    });
    let answer = async {
        if !listed {
            return Err(Error::Forbidden(FOREIGN_ORIGIN.into()));
        }
        rate_limit::check(&headers, env).await?;
        let body = if method == "DELETE" {
            Vec::new()
        } else {
            negotiation::json_body(request, BODY_LIMIT).await?
        };
        // What is no ULID is refused by any shard.
        let shard = Ulid::from_string(ulid).map_or(0, |ulid| edition.shard_plan.shard(ulid));
        let item = Item::new(method, step, ulid, body);
        carriage::deliver(env, context, (journey.to_owned(), shard), item).await
    };
    let answer = answer.await;
    let origin = origin.filter(|_| listed);
    let reply = match answer {
        Ok(answer) if answer.problem.is_empty() => {
            return Ok(reply::acknowledgement(answer.status, origin)?);
        }
        Ok(answer) => Reply::problem(answer.status, answer.problem),
        Err(error) => {
            negotiation::discard_body(request).await;
            error.into_reply()
        }
    };
    Ok(reply.for_origin(origin.as_deref()).into_response()?)
}
