//! How often one address may write.
//!
//! Where the platform has a rate limiter, bound as `RATE_LIMITER`, that decides; otherwise a
//! budget in this isolate's memory: exact on workerd, which runs one, and a caller's share of each
//! where there are more. Either knows an address only by a hash keyed with a random salt that
//! changes daily and is kept nowhere. The address is what the platform, or the proxy in front of a
//! machine of one's own (docs/operator.md), writes in `CF-Connecting-IP`; without that header
//! callers cannot be told apart and are not limited. No other header is believed.

use crate::error::Error;
use journey::budget::Budget;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use worker::{Date, Env, web_sys};

/// Writes per address and minute where the setting `RATE_LIMIT` is absent.
const DEFAULT_LIMIT: u32 = 120;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

#[derive(Default)]
struct Counter {
    budget: Budget,
    salt: Vec<u8>,
    salted_on: u64,
}

thread_local! {
    static COUNTER: RefCell<Counter> = RefCell::default();
}

/// Lets a public write pass.
///
/// # Errors
/// [`Error::TooMany`] when its address made too many this minute.
pub(crate) async fn check(headers: &web_sys::Headers, env: &Env) -> Result<(), Error> {
    let Some(address) = headers.get("CF-Connecting-IP")? else {
        return Ok(());
    };
    let limit = match env.var("RATE_LIMIT") {
        Ok(text) => text.to_string().parse().unwrap_or(DEFAULT_LIMIT),
        Err(_) => DEFAULT_LIMIT,
    };
    if limit == 0 {
        return Ok(());
    }
    let now = Date::now().as_millis();
    let caller = COUNTER.with_borrow_mut(|counter| counter.name(&address, now))?;
    if let Ok(limiter) = env.rate_limiter("RATE_LIMITER") {
        let allowed = limiter.limit(format!("{caller:016x}")).await?.success;
        return if allowed {
            Ok(())
        } else {
            Err(Error::TooMany(60))
        };
    }
    COUNTER
        .with_borrow_mut(|counter| counter.budget.spend(caller, limit, now))
        .map_err(Error::TooMany)
}

impl Counter {
    /// An opaque name for an address, another one every day.
    fn name(&mut self, address: &str, now_ms: u64) -> Result<u64, Error> {
        let today = now_ms / DAY_MS;
        if self.salt.is_empty() || self.salted_on != today {
            self.salt = crate::random::bytes(16)?;
            self.salted_on = today;
        }
        let hash = Sha256::new()
            .chain_update(&self.salt)
            .chain_update(address)
            .finalize();
        let (first, _) = hash
            .split_first_chunk::<8>()
            .ok_or_else(|| Error::Internal("a hash is too short".to_owned()))?;
        Ok(u64::from_le_bytes(*first))
    }
}
