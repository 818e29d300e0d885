//! How often one address may write.
//!
//! Where the platform has a rate limiter, bound as `RATE_LIMITER`, that decides; otherwise the object that the write
//! goes to anyway, by a budget in its memory. Either knows an address only by a hash keyed with a random salt, which
//! the journey's object draws anew each day, keeps in memory alone and hands out with the edition: so all isolates call
//! an address by the same name, and nobody does the next day. The address is what the platform, or the proxy in front
//! of a machine of one's own (docs/operator.md), writes in `CF-Connecting-IP`; without that header
//! callers cannot be told apart and are not limited. No other header is believed.

use crate::{editions, error::Error, organisation, random};
use journey::budget::{self, Budget};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use worker::{Date, Env, web_sys};

/// Writes per address and minute where the setting `RATE_LIMIT` is absent.
const DEFAULT_LIMIT: u32 = 120;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Lets a public write to a journey pass, or gives the name of its caller, by which a [`Gate`] is to judge it; that is
/// empty where nothing is left to judge.
///
/// # Errors
/// [`Error::TooMany`] when the platform's rate limiter says so.
pub(crate) async fn check(
    headers: &web_sys::Headers,
    env: &Env,
    journey: &str,
) -> Result<String, Error> {
    let (Some(address), Some(salt)) = (headers.get("CF-Connecting-IP")?, editions::salt(journey))
    else {
        return Ok(String::new());
    };
    if limit(env) == 0 {
        return Ok(String::new());
    }
    let caller = name(&salt, &address);
    // The Worker that serves the pages has none: there the object decides.
    #[cfg(not(feature = "api"))]
    return Ok(caller);
    #[cfg(feature = "api")]
    match env.rate_limiter("RATE_LIMITER") {
        Err(_) => Ok(caller),
        Ok(limiter) if limiter.limit(caller).await?.success => Ok(String::new()),
        Ok(_) => Err(too_many()),
    }
}

/// Lets somebody try a key at the dashboard; the organisation's object has a salt and a budget of its own for that.
///
/// # Errors
/// [`Error::TooMany`] when their address tried too many this minute.
pub(crate) async fn check_sign_in(headers: &web_sys::Headers, env: &Env) -> Result<(), Error> {
    match headers.get("CF-Connecting-IP")? {
        Some(address) => organisation::pass(env, address).await,
        None => Ok(()),
    }
}

/// An opaque name for an address.
fn name(salt: &str, address: &str) -> String {
    let hash = Sha256::new()
        .chain_update(salt)
        .chain_update(address)
        .finalize();
    let first = hash.first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

/// A write too many.
pub(crate) fn too_many() -> Error {
    Error::TooMany(budget::wait(Date::now().as_millis()))
}

fn limit(env: &Env) -> u32 {
    let setting = env.var("RATE_LIMIT");
    let setting = setting.ok().and_then(|text| text.to_string().parse().ok());
    setting.unwrap_or(DEFAULT_LIMIT)
}

/// What callers did to one object this minute.
pub(crate) struct Gate {
    limit: u32,
    budget: RefCell<Budget>,
}

impl Gate {
    /// A gate that nobody has passed.
    pub(crate) fn new(env: &Env) -> Self {
        Self {
            limit: limit(env),
            budget: RefCell::default(),
        }
    }

    /// Lets a caller pass to one of so many objects that share the limit.
    ///
    /// # Errors
    /// [`Error::TooMany`] when it did too often this minute.
    pub(crate) fn pass(&self, caller: &str, objects: u16) -> Result<(), Error> {
        let caller = u64::from_str_radix(caller, 16);
        let Some(caller) = caller.ok().filter(|_| self.limit > 0) else {
            return Ok(());
        };
        let limit = budget::share(self.limit, objects);
        let mut budget = self.budget.borrow_mut();
        if budget.spend(caller, limit, Date::now().as_millis()) {
            Ok(())
        } else {
            Err(too_many())
        }
    }
}

/// An object's salt of today.
#[derive(Default)]
pub(crate) struct Salt(RefCell<(u64, String)>);

impl Salt {
    /// An opaque name for an address, another one every day.
    pub(crate) fn name(&self, address: &str) -> Result<String, Error> {
        Ok(name(&self.of_today()?, address))
    }

    /// The salt, another one every day.
    pub(crate) fn of_today(&self) -> Result<String, Error> {
        let today = Date::now().as_millis() / DAY_MS;
        let mut salt = self.0.borrow_mut();
        if salt.0 != today {
            *salt = (today, random::hex(16)?);
        }
        Ok(salt.1.clone())
    }
}
