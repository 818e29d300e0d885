//! The bursts of a journey over all shards, and the owner's decisions.

use crate::{access::Caller, error::Error, negotiation, organisation, reply::Reply, shards};
use journey::{
    burst::{self, Status},
    edition::Edition,
};
use organisation::AuditEntry;
use worker::{Env, web_sys};

/// Every burst of a journey, as a reply.
pub(crate) async fn all(env: &Env, journey: &str, edition: &Edition) -> Result<Reply, Error> {
    let bursts = list(env, journey, edition).await?;
    let bursts = [r#"{"heldBursts":"#, &bursts, "}"].concat();
    Ok(Reply::text(200, "application/json", bursts))
}

/// Every burst of a journey, as a JSON list.
pub(crate) async fn list(env: &Env, journey: &str, edition: &Edition) -> Result<String, Error> {
    let answers = shards::ask_all(env, journey, edition, |shard| {
        format!("https://tally/held-bursts?{shard}")
    });
    let mut bursts = String::new();
    for answer in answers.await? {
        let of_shard = items(&answer);
        if !bursts.is_empty() && !of_shard.is_empty() {
            bursts.push(',');
        }
        bursts.push_str(of_shard);
    }
    Ok(["[", &bursts, "]"].concat())
}

/// Admits or drops a burst, and gives it as it then stands, as a reply.
pub(crate) async fn decide(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    caller: &Caller,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    place(id, edition)?;
    let body = negotiation::patch_body(request, burst::BODY_LIMIT).await?;
    let decision = burst::read_decision(&body).map_err(Error::Invalid)?;
    let burst = carry_out(env, journey, id, edition, decision, &caller.key).await?;
    Ok(Reply::text(200, "application/json", burst))
}

/// Admits or drops a burst, and gives it as it then stands, as JSON.
pub(crate) async fn carry_out(
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    decision: Status,
    by: &str,
) -> Result<String, Error> {
    let (shard, number) = place(id, edition)?;
    let (status, action) = match decision {
        Status::Admitted => ("admitted", "burst-admitted"),
        _ => ("dropped", "burst-dropped"),
    };
    let address = format!("https://tally/held-bursts?{journey},{shard},{number},{status}");
    let call = shards::call(env, journey, shard, "PATCH", address, None);
    let (code, answer) = call.await?;
    if code == 409 {
        return Err(Error::Conflict(
            "This burst was decided otherwise, and a decision stands.".into(),
        ));
    }
    let burst = items(&answer);
    if burst.is_empty() {
        return Err(Error::unknown("burst"));
    }
    // Also when it was decided before: the one who did that may not have come as far as this.
    let entry = AuditEntry::today(by, action, format!("{journey} {id}"))?;
    organisation::record(env, entry).await?;
    Ok(burst.to_owned())
}

/// The shard that holds a burst, and the burst's number there.
fn place(id: &str, edition: &Edition) -> Result<(u16, u32), Error> {
    burst::split_id(id)
        .filter(|(shard, _)| *shard < edition.shard_plan.count())
        .ok_or_else(|| Error::unknown("burst"))
}

/// What stands in a list, as JSON.
fn items(list: &str) -> &str {
    let inside = list.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inside.unwrap_or_default()
}
