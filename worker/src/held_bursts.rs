//! The bursts of a journey over all shards, and the owner's decisions.

use crate::{access::Caller, error::Error, negotiation, organisation, reply::Reply, shards};
use journey::{
    burst::{self, Status},
    edition::Edition,
};
use organisation::AuditEntry;
use worker::{Env, web_sys};

/// Every burst of a journey.
pub(crate) async fn all(env: &Env, journey: &str, edition: &Edition) -> Result<Reply, Error> {
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
    let bursts = [r#"{"heldBursts":["#, &bursts, "]}"].concat();
    Ok(Reply::text(200, "application/json", bursts))
}

/// Admits or drops a burst, and gives it as it then stands.
pub(crate) async fn decide(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    id: &str,
    edition: &Edition,
    caller: &Caller,
) -> Result<Reply, Error> {
    negotiation::accepts_json(request)?;
    let (shard, number) = burst::split_id(id)
        .filter(|(shard, _)| *shard < edition.shard_plan.count())
        .ok_or_else(|| Error::unknown("burst"))?;
    let body = negotiation::patch_body(request, burst::BODY_LIMIT).await?;
    let (status, action) = match burst::read_decision(&body).map_err(Error::Invalid)? {
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
    let entry = AuditEntry::today(&caller.key, action, format!("{journey} {id}"))?;
    organisation::record(env, entry).await?;
    Ok(Reply::text(200, "application/json", burst.to_owned()))
}

/// What stands in a list, as JSON.
fn items(list: &str) -> &str {
    let inside = list.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inside.unwrap_or_default()
}
