//! Responses as browsers send them: what needs no shard is decided here, the rest goes to the shard
//! that holds the response.

use crate::{
    api,
    carriage::{self, Answer, Item},
    error::Error,
    negotiation, rate_limit,
    reply::{self, Reply},
};
use journey::{edition::Edition, response::BODY_LIMIT};
use ulid::Ulid;
use worker::{Context, Env, web_sys};

/// Where a response is.
pub(crate) struct Address<'a> {
    pub(crate) url: &'a str,
    pub(crate) journey: &'a str,
    pub(crate) step: &'a str,
    /// As it was written.
    pub(crate) ulid: &'a str,
}

/// Brings a response to the shard that holds it, and gives its answer. The caller's name is that of
/// [`rate_limit::check`]; it is empty for one who is not limited.
pub(crate) async fn deliver(
    method: String,
    address: Address<'_>,
    caller: String,
    body: Vec<u8>,
    edition: &Edition,
    env: &Env,
    context: &Context,
) -> Result<Answer, Error> {
    let Address {
        journey,
        step,
        ulid,
        ..
    } = address;
    // What is no ULID is refused by any shard.
    let shard = Ulid::from_string(ulid).map_or(0, |ulid| edition.shard_plan.shard(ulid));
    let item = Item::new(method, step, ulid, caller, body);
    carriage::deliver(env, context, (journey.to_owned(), shard), item).await
}

/// Lets the shard that holds a response answer to its `PUT` or `DELETE`.
pub(crate) async fn hand_on(
    request: &web_sys::Request,
    method: String,
    address: Address<'_>,
    env: &Env,
    context: &Context,
) -> Result<web_sys::Response, Error> {
    let (url, journey) = (address.url, address.journey);
    let edition = api::known_journey(env, journey).await?;
    let origin = api::writing_origin(request, url, &edition)?;
    let answer = async {
        let caller = rate_limit::check(&request.headers(), env, journey).await?;
        let body = if method == "DELETE" {
            Vec::new()
        } else {
            negotiation::json_body(request, BODY_LIMIT).await?
        };
        deliver(method, address, caller, body, &edition, env, context).await
    };
    let reply = match answer.await {
        Ok(answer) if answer.problem.is_empty() => {
            return Ok(reply::acknowledgement(answer.status, origin)?);
        }
        Ok(answer) if answer.status == 429 => rate_limit::too_many().into_reply(),
        Ok(answer) => Reply::problem(answer.status, answer.problem),
        Err(error) => {
            negotiation::discard_body(request).await;
            error.into_reply()
        }
    };
    Ok(reply.for_origin(origin.as_deref()).into_response()?)
}
