//! The export of a period: released counts and signals of all shards.

use crate::{error::Error, negotiation, reply::Reply, results, shards};
use journey::{edition::Edition, extract::Extract};
use worker::{Env, web_sys};

/// A journey's counts and signals of a period, as CSV or as NDJSON.
pub(crate) async fn of_journey(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    let given = ["text/csv", "application/x-ndjson"];
    let kind = negotiation::accepted(request, &given, "text/csv or application/x-ndjson")?;
    let (text, period) = results::period(query)?;
    let days = format!("{},{}", period.first().number(), period.last().number());
    let mut extract = Extract::default();
    let counts = shards::ask_all(env, journey, edition, |_| {
        format!("https://tally/counts?{days}")
    });
    for page in counts.await?.iter().flat_map(|pages| pages.lines()) {
        extract.add_counts(serde_json::from_str(page)?);
    }
    let signals = shards::ask_all(env, journey, edition, |shard| {
        format!("https://tally/all-signals?{shard},{days}")
    });
    for page in signals.await?.iter().flat_map(|pages| pages.lines()) {
        extract.add_signals(serde_json::from_str(page)?, edition);
    }
    let (content_type, name, table) = if kind == "text/csv" {
        ("text/csv; charset=utf-8", "csv", extract.csv())
    } else {
        (kind, "ndjson", extract.ndjson()?)
    };
    let file = format!("attachment; filename=\"{journey}-{text}.{name}\"");
    Ok(Reply::text(200, content_type, table).header("Content-Disposition", file))
}
