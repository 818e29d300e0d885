//! The owner's inbox over all shards.

use crate::{
    access,
    api::parameter,
    error::Error,
    negotiation,
    organisation::{self, AuditEntry},
    pause,
    reply::Reply,
    shards,
};
use futures_util::future::join_all;
use journey::{
    definition::Step,
    edition::Edition,
    signal::{self, Asked, Change, Inbox, Signal, Status, Unread},
    ulid_time::{self, UlidTime},
};
use litemap::LiteMap;
use ulid::Ulid;
use worker::{Date, Env, web_sys};

/// One page of a journey's signals, as a reply.
pub(crate) async fn inbox(
    env: &Env,
    journey: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    let asked = Asked::read(|name| parameter(query, name)).map_err(Error::Invalid)?;
    Ok(Reply::json(200, &page(env, journey, edition, asked).await?))
}

/// One page of a journey's signals.
pub(crate) async fn page(
    env: &Env,
    journey: &str,
    edition: &Edition,
    asked: Asked,
) -> Result<Inbox, Error> {
    let step = asked.step.unwrap_or_default();
    let status = asked.status.map_or("", Status::name);
    let (day, uuid) = asked.after.map_or((i32::MAX, String::new()), |place| {
        (place.day.number(), place.uuid)
    });
    // One more than a page tells whether there is another.
    let limit = asked.limit + 1;
    let answers = shards::ask_all(env, journey, edition, |shard| {
        let days = format!("{},{}", i32::MIN, i32::MAX);
        format!("https://tally/signals?{shard},{status},{days},{day},{uuid},{limit},,{step}")
    });
    let mut signals: Vec<Signal> = Vec::new();
    for answer in answers.await? {
        signals.extend(serde_json::from_str::<Vec<Signal>>(&answer)?);
    }
    let mut inbox = Inbox::merge(signals, asked.limit);
    for signal in &mut inbox.signals {
        signal.add_tone(edition);
    }
    Ok(inbox)
}

/// Those of the signals named that are there, the newest first.
pub(crate) async fn of(
    env: &Env,
    journey: &str,
    edition: &Edition,
    ids: &[String],
) -> Result<Vec<Signal>, Error> {
    let mut by_shard: LiteMap<u16, Vec<&str>> = LiteMap::new();
    for (shard, uuid) in ids.iter().filter_map(|id| place(id, edition).ok()) {
        by_shard.entry(shard).or_default().push(uuid);
    }
    // Few enough for an address, and for one document.
    let calls = by_shard.iter().flat_map(|(&shard, uuids)| {
        uuids.chunks(50).map(move |some| {
            let days = format!("{},{},{}", i32::MIN, i32::MAX, i32::MAX);
            let names = some.join("+");
            let address = format!("https://tally/signals?{shard},,{days},,50,{names},");
            shards::call(env, journey, shard, "GET", address, None)
        })
    });
    let mut signals: Vec<Signal> = Vec::new();
    for answer in join_all(calls).await {
        signals.extend(serde_json::from_str::<Vec<Signal>>(&answer?.1)?);
    }
    let most = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let mut signals = Inbox::merge(signals, most).signals;
    for signal in &mut signals {
        signal.add_tone(edition);
    }
    Ok(signals)
}

/// How many signals of a journey nobody read, and since when.
pub(crate) async fn unread(env: &Env, journey: &str, edition: &Edition) -> Result<Unread, Error> {
    let address = |_| "https://tally/unread".to_owned();
    let mut unread = Unread::default();
    for answer in shards::ask_all(env, journey, edition, address).await? {
        let (count, since) = serde_json::from_str(&answer)?;
        unread.add(count, since);
    }
    Ok(unread)
}

/// Changes what the owner says of a signal, and gives it as it then stands, as a reply.
pub(crate) async fn change(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    key: &str,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    place(id, edition)?;
    let body = negotiation::patch_body(request, signal::BODY_LIMIT).await?;
    let change = Change::read(&body).map_err(Error::Invalid)?;
    let signal = apply(env, journey, id, edition, &change, key).await?;
    Ok(Reply::json(200, &signal))
}

/// Changes what the owner says of a signal in the name of a key, and gives it as it then stands. Another status is in the
/// audit log.
pub(crate) async fn apply(
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    change: &Change,
    key: &str,
) -> Result<Signal, Error> {
    let (shard, uuid) = place(id, edition)?;
    let note = change
        .note
        .as_ref()
        .map(|note| note.as_deref().unwrap_or_default());
    let body = serde_json::to_string(&(change.status, note))?;
    let address = format!("https://tally/signals?{shard},{uuid}");
    let call = shards::call(env, journey, shard, "PATCH", address, Some(&body));
    let (_, answer) = call.await?;
    let (before, found) = answer.split_once('\n').unwrap_or_default();
    let mut found: Vec<Signal> = serde_json::from_str(found)?;
    let mut signal = found.pop().ok_or_else(|| Error::unknown("signal"))?;
    let now = signal.status.name();
    if before != now {
        pause::forget(journey);
        let subject = format!("{journey}/{id} from {before} to {now}");
        let entry = AuditEntry::today(key, "signal-changed", subject)?;
        organisation::record(env, entry).await?;
    }
    signal.add_tone(edition);
    Ok(signal)
}

/// Keeps what an employee reports of a step, as [`signal::read_reported`] read it: in the inbox, in no
/// figure. Sent twice under one ULID it is kept once, under a name that does not tell when; whether it
/// is new.
pub(crate) async fn report(
    env: &Env,
    journey: &str,
    edition: &Edition,
    step: &Step,
    ulid: Ulid,
    comment: &str,
) -> Result<bool, Error> {
    match ulid_time::judge(ulid, Date::now().as_millis()) {
        UlidTime::Open => {}
        UlidTime::Ahead | UlidTime::Closed => {
            return Err(Error::Conflict("The page is too old.".into()));
        }
    }
    let id = access::hash(&ulid.to_string());
    let id = id.get(..32).unwrap_or_default();
    let version = edition.current(step).map_or(1, |it| it.version);
    let body = serde_json::to_string(&(id, &step.id, version, comment))?;
    let shard = edition.shard_plan.shard(ulid);
    let address = format!("https://tally/signals?{journey}");
    let call = shards::call(env, journey, shard, "PUT", address, Some(&body));
    Ok(call.await?.0 == 201)
}

/// The shard that holds a signal, and the signal's name there.
fn place<'a>(id: &'a str, edition: &Edition) -> Result<(u16, &'a str), Error> {
    signal::split_id(id)
        .filter(|(shard, _)| *shard < edition.shard_plan.count())
        .ok_or_else(|| Error::unknown("signal"))
}
