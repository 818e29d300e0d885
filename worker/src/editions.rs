//! The editions this isolate knows, so that a resident's request rarely needs another object.
//!
//! Owns a cache by journey. A journey is asked for only when the organisation lists it, so that
//! made-up names never create an object. An edition is used for at most
//! [`journey::shard_plan::EDITION_TTL_MS`] after it was read.

use crate::{error::Error, object, organisation};
use journey::{edition::Edition, shard_plan::EDITION_TTL_MS};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use worker::{Date, Env, ObjectNamespace};

thread_local! {
    static KNOWN: RefCell<HashMap<String, Known>> = RefCell::default();
}

#[derive(Clone)]
struct Known {
    edition: Rc<Edition>,
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
    let edition = fetch(&env.durable_object("JOURNEY")?, journey).await?;
    match &edition {
        Some(edition) => remember(journey, edition),
        None => forget(journey),
    }
    Ok(edition)
}

/// Reads a journey's edition from its object.
pub(crate) async fn fetch(
    journeys: &ObjectNamespace,
    journey: &str,
) -> Result<Option<Rc<Edition>>, Error> {
    let stub = journeys.get_by_name(journey)?;
    let response = object::call(stub, "GET", "https://journey/edition", None).await?;
    match response.status() {
        200 => Ok(Some(Rc::new(serde_json::from_str(
            &object::text(&response).await?,
        )?))),
        404 => Ok(None),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status}"
        ))),
    }
}

/// Uses an edition that was just read or written.
pub(crate) fn remember(journey: &str, edition: &Rc<Edition>) {
    let known = Known {
        edition: Rc::clone(edition),
        read_at: Date::now().as_millis(),
    };
    KNOWN.with_borrow_mut(|all| all.insert(journey.to_owned(), known));
}

/// Uses nothing that was read of a journey before it was removed or changed.
pub(crate) fn forget(journey: &str) {
    KNOWN.with_borrow_mut(|all| all.remove(journey));
}
