//! A journey's object: its definition through time, its improvements, its callbacks and its webhooks.
//!
//! Owns the tables `editions`, `improvements` and `callbacks`, beside those of `webhooks`, `rows` and `erasure`. Editions only grow; the newest is in
//! force, and on disk before any shard hears of it. Text from outside is in two tables alone: that
//! of the owner in `improvements`, masked, and what a resident asks to be called by in `callbacks`.
//! In memory alone are the salt and the budget of `rate_limit`.
//! An alarm is set for whatever comes first: the day on which a callback goes, an attempt to deliver,
//! and, as long as a webhook is to be told, the next hour's look at the results.

mod callbacks;
mod deliveries;
mod improvements;
mod moving;
mod webhooks;

use crate::{
    editions, erasure,
    error::Error,
    object,
    rate_limit::{Gate, Salt},
    reply::Reply,
    results, route,
    rows::{self, Import},
    sql::{self, Sql},
    tally,
    zone::Zone,
};
use journey::{
    alert::{self, Memory},
    day::Day,
    definition::Definition,
    edition::Edition,
    period::{Kind, Period},
    webhook,
};
use std::cell::OnceCell;
use worker::{
    Date, DurableObject, Env, Method, Request, Response, SqlStorageValue, State, durable_object,
};

pub(crate) const MIGRATIONS: &[&str] = &[
    "CREATE TABLE editions (number INTEGER PRIMARY KEY, edition TEXT NOT NULL) STRICT",
    improvements::TABLE,
    callbacks::TABLE,
    rows::IMPORTS,
    erasure::PEAK,
    "INSERT INTO peak SELECT iif(EXISTS (SELECT 1 FROM editions), 1 << 31, 0)",
    webhooks::WEBHOOKS,
    webhooks::DELIVERIES,
    webhooks::ALERTS,
];

const HOUR_MS: i64 = 60 * 60 * 1000;
const YEAR_MS: i64 = 365 * 24 * HOUR_MS;

/// The object of one journey.
#[cfg_attr(feature = "api", durable_object)]
pub struct Journey {
    state: State,
    env: Env,
    gate: Gate,
    salt: Salt,
    sql: OnceCell<Sql>,
}

#[cfg(feature = "api")]
impl DurableObject for Journey {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            gate: Gate::new(&env),
            salt: Salt::default(),
            env,
            sql: OnceCell::new(),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let reply = self.answer(request).await.unwrap_or_else(Error::into_reply);
        Ok(reply.into_response()?.into())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        match self.wake().await {
            Ok(()) => Response::empty(),
            // The platform tries a failed alarm again.
            Err(error) => Err(worker::Error::RustError(format!("{error:?}"))),
        }
    }
}

impl Journey {
    async fn answer(&self, mut request: Request) -> Result<Reply, Error> {
        let url = request.inner().url();
        match (request.method(), route::path_and_query(&url)) {
            (Method::Get, ("/edition", _)) => match self.edition()? {
                Some(edition) => {
                    Ok(Reply::json(200, &edition).header(editions::SALT, self.salt.of_today()?))
                }
                None => Ok(Reply::empty(404)),
            },
            (Method::Get, ("/editions", number)) => {
                let number = SqlStorageValue::from(number);
                let edition = "SELECT edition FROM editions WHERE number = ?";
                match self.sql()?.text(edition, vec![number])? {
                    Some(edition) => Ok(Reply::text(200, "application/json", edition)),
                    None => Ok(Reply::empty(404)),
                }
            }
            (Method::Put, ("/editions", _)) => {
                let edition: Edition = serde_json::from_str(&request.text().await?)?;
                self.import(&edition).await
            }
            (Method::Put, ("/edition", query)) => {
                let body = request.text().await?;
                // The entity tags that must match, if any, are a line of their own.
                let (tags, definition) = body.split_once('\n').unwrap_or_default();
                let tags = (!tags.is_empty()).then_some(tags);
                self.put(query, serde_json::from_str(definition)?, tags)
                    .await
            }
            (Method::Get, ("/improvements", _)) => lines(improvements::all(self.sql()?)?),
            (Method::Get, ("/published", step)) => {
                lines(improvements::published(self.sql()?, step)?)
            }
            (Method::Get, ("/improvement", id)) => match improvements::one(self.sql()?, id)? {
                Some(improvement) => lines(improvement),
                None => Ok(Reply::empty(404)),
            },
            (method, ("/improvement", id)) => {
                let text = request.text().await?;
                let status = improvements::change(self.sql()?, &method, id, text)?;
                self.state.storage().sync().await?;
                Ok(Reply::empty(status))
            }
            (Method::Post, ("/callbacks", caller)) => {
                self.gate.pass(caller, 1)?;
                let callback = request.text().await?;
                let (status, told) = callbacks::keep(self.sql()?, callback)?;
                if status == 201 {
                    self.plan(0).await?;
                }
                self.state.storage().sync().await?;
                Ok(Reply::text(status, "application/json", told))
            }
            (Method::Get, ("/callbacks", query)) => lines(callbacks::list(self.sql()?, query)?),
            (Method::Get, ("/overdue-callbacks", today)) => {
                lines(callbacks::overdue(self.sql()?, today)?)
            }
            (Method::Patch, ("/callbacks", query)) => {
                let change = request.text().await?;
                let changed = callbacks::change(self.sql()?, query, change)?;
                self.state.storage().sync().await?;
                lines(changed)
            }
            (method, (path @ ("/webhooks" | "/webhook-secret" | "/deliveries"), query)) => {
                let body = request.text().await?;
                let told = webhooks::answer(self.sql()?, &method, path, query, body, now())?;
                self.plan(0).await?;
                self.state.storage().sync().await?;
                lines(told)
            }
            (Method::Get, ("/rows", _)) => lines(moving::CARRIED.rows(self.sql()?)?),
            (Method::Put, ("/rows", _)) => {
                let rows = request.text().await?;
                self.import_rows(&rows).await
            }
            (Method::Delete, ("/", _)) => {
                let sql = self.sql()?;
                let size_before = erasure::measure(sql)?;
                sql::all_or_nothing(&self.state, || {
                    sql.run("DELETE FROM editions", Vec::new())?;
                    sql.run("DELETE FROM improvements", Vec::new())?;
                    sql.run("DELETE FROM imports", Vec::new())?;
                    sql.run("DELETE FROM webhooks", Vec::new())?;
                    sql.run("DELETE FROM deliveries", Vec::new())?;
                    sql.run("DELETE FROM alerts", Vec::new())?;
                    callbacks::remove(sql, i32::MAX)
                })?;
                erasure::overwrite(&self.state, sql, size_before).await?;
                Ok(Reply::empty(204))
            }
            _ => Err(Error::NotFound("No such call to a journey.".into(), None)),
        }
    }

    async fn put(
        &self,
        journey: &str,
        definition: Definition,
        if_match: Option<&str>,
    ) -> Result<Reply, Error> {
        let before = self.edition()?;
        let matches = match (if_match, &before) {
            (None, _) | (Some("*"), Some(_)) => true,
            (Some(tags), Some(before)) => tags.split(',').any(|tag| tag.trim() == etag(before)),
            (Some(_), None) => false,
        };
        if !matches {
            return Err(Error::Precondition);
        }
        if let Some(before) = before.as_ref().filter(|it| it.definition == definition) {
            return Ok(Reply::json(200, before));
        }
        let edition = Edition::next(before.as_ref(), definition, Date::now().as_millis());
        let text = serde_json::to_string(&edition)?;
        let sql = self.sql()?;
        sql::all_or_nothing(&self.state, || {
            sql.run(
                "INSERT INTO editions (number, edition) VALUES (?, ?)",
                vec![
                    SqlStorageValue::Integer(edition.number.into()),
                    SqlStorageValue::String(text.clone()),
                ],
            )?;
            callbacks::shorten(sql, edition.definition.retention.callbacks_days)
        })?;
        self.plan(0).await?;
        self.state.storage().sync().await?;
        self.announce(journey, &edition, &text).await;
        let status = if before.is_some() { 200 } else { 201 };
        Ok(Reply::json(status, &edition))
    }

    /// Takes an edition of a backup, if it is the one here of that number or the next.
    async fn import(&self, edition: &Edition) -> Result<Reply, Error> {
        let newest = self.edition()?.map_or(0, |it| it.number);
        let number = SqlStorageValue::Integer(edition.number.into());
        let here: Option<Edition> = self.sql()?.document(
            "SELECT edition FROM editions WHERE number = ?",
            vec![number.clone()],
        )?;
        if let Some(here) = here {
            return Ok(Reply::empty(if here == *edition { 200 } else { 409 }));
        }
        if edition.number != newest.saturating_add(1) {
            return Ok(Reply::empty(409));
        }
        let text = SqlStorageValue::String(serde_json::to_string(edition)?);
        self.sql()?.run(
            "INSERT INTO editions (number, edition) VALUES (?, ?)",
            vec![number, text],
        )?;
        self.state.storage().sync().await?;
        Ok(Reply::empty(201))
    }

    /// Takes the improvements and callbacks of a backup, while there are none here.
    async fn import_rows(&self, rows: &str) -> Result<Reply, Error> {
        let sql = self.sql()?;
        let (mut import, statements) = moving::CARRIED.import(sql, moving::OCCUPIED, rows)?;
        if rows.is_empty() && import == Import::Occupied {
            import = Import::Present;
        }
        sql::write_all(&self.state, sql, statements)?;
        self.plan(0).await?;
        self.state.storage().sync().await?;
        Ok(Reply::empty(import.status()))
    }

    /// Tells the shards. One that does not hear reads the edition itself before long.
    async fn announce(&self, journey: &str, edition: &Edition, text: &str) {
        let calls = (0..edition.shard_plan.count()).map(|shard| async move {
            let stub = tally::stub(&self.env, journey, shard)?;
            let address = format!("https://tally/edition?{journey}");
            object::call(stub, "PUT", &address, Some(&text.into())).await?;
            Ok::<_, Error>(())
        });
        for (shard, outcome) in futures_util::future::join_all(calls)
            .await
            .iter()
            .enumerate()
        {
            if let Err(error) = outcome {
                worker::console_warn!("shard {shard} did not hear of the edition: {error:?}");
            }
        }
    }

    /// Sets the alarm for what comes first, if anything does; the removal of a callback not before
    /// so many milliseconds from now.
    async fn plan(&self, not_before: i64) -> Result<(), Error> {
        let now = now();
        if let Some(first) = webhooks::next(self.sql()?, now.saturating_add(not_before))? {
            // The platform refuses alarms of centuries ahead; one that comes early plans the next.
            let wait = first.saturating_sub(now).clamp(0, YEAR_MS);
            self.state.storage().set_alarm(wait).await?;
        }
        Ok(())
    }

    async fn wake(&self) -> Result<(), Error> {
        let edition = self.edition()?;
        if let Some(edition) = edition {
            self.remove_callbacks(&edition).await?;
            self.look(&edition).await?;
        }
        self.deliver().await?;
        // The day begins later where the sun does.
        self.plan(HOUR_MS).await
    }

    async fn remove_callbacks(&self, edition: &Edition) -> Result<(), Error> {
        let sql = self.sql()?;
        let today = Zone::of(edition)?.day(Date::now().as_millis())?.number();
        if callbacks::first_to_go(sql)?.is_some_and(|first| first <= i64::from(today)) {
            let size_before = erasure::measure(sql)?;
            sql::all_or_nothing(&self.state, || callbacks::remove(sql, today))?;
            erasure::overwrite(&self.state, sql, size_before).await?;
        }
        Ok(())
    }

    /// Looks for what is worth telling, once an hour. An hour to come was written by a clock that ran ahead.
    async fn look(&self, edition: &Edition) -> Result<(), Error> {
        let sql = self.sql()?;
        let hour = u32::try_from(now() / HOUR_MS).unwrap_or(0);
        let mut memory = webhooks::memory(sql)?;
        let Some(journey) = webhooks::told_of(sql)?.filter(|_| memory.hour() != hour) else {
            return Ok(());
        };
        let today = Zone::of(edition)?.day(Date::now().as_millis())?;
        let found = self.find_events(&journey, edition, &mut memory, today);
        let events = match found.await {
            Ok(events) => events,
            Err(error) => {
                worker::console_error!("nothing could be told this hour: {error:?}");
                memory = webhooks::memory(sql)?;
                Vec::new()
            }
        };
        memory.set_hour(hour);
        sql::all_or_nothing(&self.state, || {
            webhooks::tell(sql, &memory, &events, today.number(), now())
        })
    }

    async fn find_events(
        &self,
        journey: &str,
        edition: &Edition,
        memory: &mut Memory,
        today: Day,
    ) -> Result<Vec<(&'static str, String)>, Error> {
        let results = |period| results::journey_results(&self.env, journey, edition, period);
        let mut so_far = results(Period::of(Kind::Quarter, today)).await?;
        let overdue = callbacks::overdue_by_step(self.sql()?, today.number())?;
        let mut events = alert::look(memory, edition, &mut so_far, &overdue, today)?;
        let last_week = Period::of(Kind::Week, today).before();
        if let (true, Some(week)) = (alert::is_new_week(memory, today), last_week) {
            let digest = alert::digest(&mut results(week).await?, today)?;
            events.push((webhook::Kind::DigestWeekly.name(), digest));
        }
        Ok(events)
    }

    /// Tries the deliveries that are due, side by side, and notes what came of each.
    async fn deliver(&self) -> Result<(), Error> {
        let sql = self.sql()?;
        let due = webhooks::due(sql, now())?;
        let (due, _) = due.as_chunks();
        if !due.is_empty() {
            let statuses = deliveries::send(due, now()).await?;
            for ([id, ..], status) in due.iter().zip(statuses) {
                webhooks::tried(sql, id, status, now())?;
            }
            self.state.storage().sync().await?;
        }
        Ok(())
    }

    fn edition(&self) -> Result<Option<Edition>, Error> {
        self.sql()?.document(
            "SELECT edition FROM editions ORDER BY number DESC LIMIT 1",
            Vec::new(),
        )
    }

    fn sql(&self) -> Result<&Sql, Error> {
        if let Some(sql) = self.sql.get() {
            return Ok(sql);
        }
        let sql = Sql::open(&self.state, MIGRATIONS)?;
        Ok(self.sql.get_or_init(|| sql))
    }
}

/// The time in milliseconds since 1970.
fn now() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// Lines or a part of a document, as they are kept.
#[expect(
    clippy::unnecessary_wraps,
    reason = "what gives them can fail, and so reads on one line"
)]
fn lines(text: String) -> Result<Reply, Error> {
    Ok(Reply::text(200, "application/json", text))
}

/// Calls a journey's object; its status, below 500, and its answer.
pub(crate) async fn call(
    env: &Env,
    journey: &str,
    method: &str,
    address: &str,
    body: Option<&str>,
) -> Result<(u16, String), Error> {
    let stub = object::namespace(env, "JOURNEY")?.get_by_name(journey)?;
    let body = body.map(Into::into);
    let response = object::call(stub, method, address, body.as_ref()).await?;
    match response.status() {
        status @ 200..500 => Ok((status, object::text(&response).await?)),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status}"
        ))),
    }
}

/// One of a journey's editions as it is stored; none where there is none of that number.
pub(crate) async fn edition_text(
    env: &Env,
    journey: &str,
    number: u32,
) -> Result<Option<String>, Error> {
    let address = format!("https://journey/editions?{number}");
    let (status, text) = call(env, journey, "GET", &address, None).await?;
    Ok((status == 200).then_some(text))
}

/// Gives a journey an edition of a backup; whether that is new.
pub(crate) async fn import(env: &Env, journey: &str, edition: &Edition) -> Result<bool, Error> {
    let text = serde_json::to_string(edition)?;
    let address = "https://journey/editions";
    match call(env, journey, "PUT", address, Some(&text)).await?.0 {
        201 => Ok(true),
        200 => Ok(false),
        409 => Err(Error::Conflict(
            format!(
                "Journey {journey} has another edition {} or lacks the one before it; \
                 nothing was changed in it.",
                edition.number
            )
            .into(),
        )),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status} to an edition"
        ))),
    }
}

/// The entity tag of an edition.
pub(crate) fn etag(edition: &Edition) -> String {
    format!("\"{}\"", edition.number)
}
