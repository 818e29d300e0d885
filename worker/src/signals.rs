//! The owner's inbox over all shards.

use crate::{api::parameter, error::Error, negotiation, reply::Reply, shards};
use journey::{
    edition::Edition,
    signal::{self, Asked, Change, Inbox, Signal, Status},
};
use worker::{Env, web_sys};

/// One page of a journey's signals.
pub(crate) async fn inbox(
    env: &Env,
    journey: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    let asked = Asked::read(|name| parameter(query, name)).map_err(Error::Invalid)?;
    let status = asked.status.map_or("", Status::name);
    let (day, uuid) = asked.after.map_or((i32::MAX, String::new()), |place| {
        (place.day.number(), place.uuid)
    });
    // One more than a page tells whether there is another.
    let limit = asked.limit + 1;
    let answers = shards::ask_all(env, journey, edition, |shard| {
        let days = format!("{},{}", i32::MIN, i32::MAX);
        format!("https://tally/signals?{shard},{status},{days},{day},{uuid},{limit},")
    });
    let mut signals: Vec<Signal> = Vec::new();
    for answer in answers.await? {
        signals.extend(serde_json::from_str::<Vec<Signal>>(&answer)?);
    }
    let mut inbox = Inbox::merge(signals, asked.limit);
    for signal in &mut inbox.signals {
        signal.add_tone(edition);
    }
    Ok(Reply::json(200, &inbox))
}

/// Changes what the owner says of a signal, and gives it as it then stands.
pub(crate) async fn change(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    let (shard, uuid) = signal::split_id(id)
        .filter(|(shard, _)| *shard < edition.shard_plan.count())
        .ok_or_else(|| Error::unknown("signal"))?;
    let body = negotiation::patch_body(request, signal::BODY_LIMIT).await?;
    let change = Change::read(&body).map_err(Error::Invalid)?;
    let note = change.note.map(Option::unwrap_or_default);
    let body = serde_json::to_string(&(change.status, note))?;
    let address = format!("https://tally/signals?{shard},{uuid}");
    let call = shards::call(env, journey, shard, "PATCH", address, Some(&body));
    let (_, answer) = call.await?;
    let mut found: Vec<Signal> = serde_json::from_str(&answer)?;
    let mut signal = found.pop().ok_or_else(|| Error::unknown("signal"))?;
    signal.add_tone(edition);
    Ok(Reply::json(200, &signal))
}
