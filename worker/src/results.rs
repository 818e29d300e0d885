//! Results over all shards, asked side by side.

use crate::{api::parameter, error::Error, reply::Reply, shards};
use journey::{
    day::Day,
    edition::Edition,
    period::Period,
    problem::{Fault, Part},
    results::{self, JourneyResults, StepReport},
    sums::Sums,
};
use worker::Env;

/// How many days of weekly figures go before a period's end.
const TREND_DAYS: i32 = 53 * 7;

/// The results of every step of a journey, as a reply.
pub(crate) async fn of_journey(
    env: &Env,
    journey: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    let (_, period) = period(query)?;
    let results = journey_results(env, journey, edition, period).await?;
    Ok(Reply::json(200, &results))
}

/// The results of one step, as a reply.
pub(crate) async fn of_step(
    env: &Env,
    journey: &str,
    step: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    if !edition.asked.contains_key(step) {
        return Err(Error::unknown("step"));
    }
    let (_, period) = period(query)?;
    let report = step_report(env, journey, step, edition, period).await?;
    Ok(Reply::json(200, &report))
}

/// The results of every step of a journey.
pub(crate) async fn journey_results(
    env: &Env,
    journey: &str,
    edition: &Edition,
    period: Period,
) -> Result<JourneyResults, Error> {
    let sums = gather(env, journey, edition, period).await?;
    let period = period.to_string();
    Ok(results::of_journey(journey, &period, edition, &sums))
}

/// The results of one step.
pub(crate) async fn step_report(
    env: &Env,
    journey: &str,
    step: &str,
    edition: &Edition,
    period: Period,
) -> Result<StepReport, Error> {
    let sums = gather(env, journey, edition, period).await?;
    Ok(StepReport {
        journey: journey.to_owned(),
        period: period.to_string(),
        steps: results::of_step(step, edition, &sums),
    })
}

/// The period that a query asks for, as it was written and as it was read.
pub(crate) fn period(query: &str) -> Result<(String, Period), Error> {
    let fault = |code, detail: String| {
        Error::Invalid(vec![Fault::named(Part::Query, "period", code, detail)])
    };
    let text = parameter(query, "period").ok_or_else(|| {
        fault(
            "missing",
            "A period is required: a day, week, month, quarter or year, such as 2026-11."
                .to_owned(),
        )
    })?;
    let period = text
        .parse()
        .map_err(|error| fault("not-a-period", format!("{error}")))?;
    Ok((text, period))
}

async fn gather(
    env: &Env,
    journey: &str,
    edition: &Edition,
    period: Period,
) -> Result<Sums, Error> {
    let weeks_first = period
        .last()
        .plus(-TREND_DAYS)
        .unwrap_or(period.first())
        .min(period.first());
    let address = format!(
        "https://tally/sums?{},{},{}",
        period.first().number(),
        period.last().number(),
        Day::number(weeks_first)
    );
    let mut all = Sums::default();
    for sums in shards::ask_all(env, journey, edition, |_| address.clone()).await? {
        all.merge(serde_json::from_str(&sums)?);
    }
    Ok(all)
}
