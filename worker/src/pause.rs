//! Whether asking pauses, because nobody reads what residents write: the setting `PAUSE_UNREAD_DAYS`.
//!
//! Owns what this isolate last knew of each journey. A question goes by that, so that it costs a resident no wait for all
//! shards but once a minute an isolate; what cannot be found out pauses nothing.

use crate::{error::Error, signals, zone::Zone};
use journey::edition::Edition;
use std::{cell::RefCell, collections::HashMap};
use worker::{Date, Env};

/// How long what was found out is gone by: as long as a question may be cached.
const TTL_MS: u64 = 60_000;

thread_local! {
    /// Whether asking at a journey pauses, and when that was found out.
    static KNOWN: RefCell<HashMap<String, (bool, u64)>> = RefCell::default();
}

/// After how many days without a reader asking pauses; 0, which is the default, stands for never.
pub(crate) fn after_days(env: &Env) -> u32 {
    let setting = env.var("PAUSE_UNREAD_DAYS").ok();
    let days = setting.and_then(|text| text.to_string().parse().ok());
    days.unwrap_or_default()
}

/// Whether a journey's questions are not to be asked now.
pub(crate) async fn holds(env: &Env, journey: &str, edition: &Edition) -> bool {
    let after_days = after_days(env);
    if after_days == 0 {
        return false;
    }
    let now = Date::now().as_millis();
    let known = KNOWN.with_borrow(|all| all.get(journey).copied());
    let before = known.is_some_and(|(paused, _)| paused);
    if known.is_some_and(|(_, found)| now.saturating_sub(found) < TTL_MS) {
        return before;
    }
    // Whoever asks meanwhile goes by what was known.
    note(journey, before, now);
    let found = find_out(env, journey, edition, after_days).await;
    let paused = found.unwrap_or_else(|error| {
        worker::console_error!("whether {journey} is read is unknown: {error:?}");
        false
    });
    note(journey, paused, now);
    paused
}

/// Finds out anew at the next question, because a signal was read.
pub(crate) fn forget(journey: &str) {
    KNOWN.with_borrow_mut(|all| all.remove(journey));
}

async fn find_out(
    env: &Env,
    journey: &str,
    edition: &Edition,
    after_days: u32,
) -> Result<bool, Error> {
    let unread = signals::unread(env, journey, edition).await?;
    let today = Zone::of(edition)?.day(Date::now().as_millis())?;
    Ok(unread.pauses_asking(today, after_days))
}

fn note(journey: &str, paused: bool, found: u64) {
    KNOWN.with_borrow_mut(|all| all.insert(journey.to_owned(), (paused, found)));
}
