//! Calls to the shards of a journey. One shard that does not answer fails the whole: nothing is
//! ever silently left out.

use crate::{error::Error, object, tally};
use futures_util::future::join_all;
use journey::edition::Edition;
use wasm_bindgen::JsValue;
use worker::Env;

/// Asks every shard, side by side, for the address that its number gives; their answers in order.
pub(crate) async fn ask_all(
    env: &Env,
    journey: &str,
    edition: &Edition,
    address: impl Fn(u16) -> String,
) -> Result<Vec<String>, Error> {
    let calls = (0..edition.shard_plan.count())
        .map(|shard| call(env, journey, shard, "GET", address(shard), None));
    join_all(calls)
        .await
        .into_iter()
        .map(|answer| answer.map(|(_, body)| body))
        .collect()
}

/// Sends every shard the same, side by side; their answers in order.
pub(crate) async fn post_all(
    env: &Env,
    journey: &str,
    edition: &Edition,
    address: &str,
    body: &str,
) -> Result<Vec<String>, Error> {
    let calls = (0..edition.shard_plan.count()).map(|shard| {
        let address = address.to_owned();
        call(env, journey, shard, "POST", address, Some(body))
    });
    join_all(calls)
        .await
        .into_iter()
        .map(|answer| answer.map(|(_, body)| body))
        .collect()
}

/// Calls one shard; its status, which is a success or 409, and its answer.
pub(crate) async fn call(
    env: &Env,
    journey: &str,
    shard: u16,
    method: &str,
    address: String,
    body: Option<&str>,
) -> Result<(u16, String), Error> {
    let answer = async {
        let stub = tally::stub(env, journey, shard)?;
        let body = body.map(JsValue::from);
        let response = object::call(stub, method, &address, body.as_ref()).await?;
        match response.status() {
            status @ (200..=299 | 409) => Ok((status, object::text(&response).await?)),
            status => Err(Error::Internal(format!("it answered {status}"))),
        }
    };
    answer.await.map_err(|error| {
        worker::console_error!("shard {shard} of {journey}: {error:?}");
        Error::Shard(shard)
    })
}
