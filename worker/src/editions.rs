//! The editions this isolate knows, so that a resident's request rarely needs another object.
//!
//! Owns a cache by journey, with the salt that names callers today (`rate_limit`). A journey is asked for only when the organisation lists it, so that
//! made-up names never create an object. An edition is used for at most
//! [`journey::shard_plan::EDITION_TTL_MS`] after it was read.

use crate::{error::Error, object, organisation};
use journey::{edition::Edition, shard_plan::EDITION_TTL_MS};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use worker::{Date, Env, ObjectNamespace};

/// The header in which a journey's object hands out its salt.
pub(crate) const SALT: &str = "Salt";

thread_local! {
    static KNOWN: RefCell<HashMap<String, Known>> = RefCell::default();
}

#[derive(Clone)]
struct Known {
    edition: Rc<Edition>,
    salt: Rc<str>,
    read_at: u64,
}

/// The current edition of a journey; none where there is no such journey.
pub(crate) async fn current(env: &Env, journey: &str) -> Result<Option<Rc<Edition>>, Error> {
    let known = KNOWN.with_borrow(|known| known.get(journey).cloned());
    if let Some(known) = &known
        && Date::now().as_millis().saturating_sub(known.read_at) < EDITION_TTL_MS
    {
        return Ok(Some(Rc::clone(&known.edition)));
    }
    if known.is_none() && !organisation::has(env, journey).await? {
        return Ok(None);
    }
    let known = read(&object::namespace(env, "JOURNEY")?, journey).await?;
    let edition = known.as_ref().map(|known| Rc::clone(&known.edition));
    match known {
        Some(known) => {
            KNOWN.with_borrow_mut(|all| all.insert(journey.to_owned(), known));
        }
        None => forget(journey),
    }
    Ok(edition)
}

/// The salt that came with a journey's edition.
pub(crate) fn salt(journey: &str) -> Option<Rc<str>> {
    KNOWN.with_borrow(|known| Some(Rc::clone(&known.get(journey)?.salt)))
}

/// Reads a journey's edition from its object.
pub(crate) async fn fetch(
    journeys: &ObjectNamespace,
    journey: &str,
) -> Result<Option<Rc<Edition>>, Error> {
    Ok(read(journeys, journey).await?.map(|known| known.edition))
}

async fn read(journeys: &ObjectNamespace, journey: &str) -> Result<Option<Known>, Error> {
    let stub = journeys.get_by_name(journey)?;
    let response = object::call(stub, "GET", "https://journey/edition", None).await?;
    match response.status() {
        200 => Ok(Some(Known {
            salt: response.headers().get(SALT)?.unwrap_or_default().into(),
            edition: Rc::new(serde_json::from_str(&object::text(&response).await?)?),
            read_at: Date::now().as_millis(),
        })),
        404 => Ok(None),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status}"
        ))),
    }
}

/// Uses nothing that was read of a journey before it was removed or changed.
pub(crate) fn forget(journey: &str) {
    KNOWN.with_borrow_mut(|all| all.remove(journey));
}
