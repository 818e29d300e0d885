//! A shard's object: counts responses, durably and once.
//!
//! Owns the tables `receipts`, `tallies`, `showings`, `waiting`, `bursts` and `signals`, and in
//! memory the waiting batches and the bursts as they are on disk. Responses that arrive while a write is on its way to disk
//! are gathered and written together in one transaction; none is acknowledged before the write
//! that holds it is on disk. After a failed write the memory is read anew from disk.

mod bursts;
mod inbox;
mod moving;
mod retention;
mod storage;

pub(crate) use storage::MIGRATIONS;

use crate::{
    bundle, editions, erasure,
    error::Error,
    object, random,
    rate_limit::Gate,
    reply::Reply,
    route,
    rows::Import,
    sql::{self, Sql},
    zone::Zone,
};
use futures_channel::oneshot;
use journey::{
    edition::Edition,
    problem::{Fault, Part},
    receipt::Receipt,
    redaction,
    response::{self, Response as Checked},
    shard::{Circumstances, MaskedComment, Outcome, Shard, Writes},
    shard_plan::EDITION_TTL_MS,
    sums::Sums,
    ulid_time::{self, UlidTime},
    watch::Watch,
};
use std::{
    cell::{Cell, RefCell, RefMut},
    rc::Rc,
};
use ulid::Ulid;
use worker::{Date, DurableObject, Env, Method, Request, Response, State, Stub, durable_object};

/// How often receipts are purged, in milliseconds.
const PURGE_EVERY_MS: i64 = 60 * 60 * 1000;

/// How often signals are purged, and freed bytes overwritten, in milliseconds.
const SWEEP_EVERY_MS: i64 = 24 * 60 * 60 * 1000;

/// The object of one shard of a journey.
#[cfg_attr(feature = "api", durable_object)]
pub struct Tally {
    state: State,
    env: Env,
    /// Whether bursts are set aside: the setting `HOLD_BURSTS`.
    holds_bursts: bool,
    gate: Gate,
    /// None until first used, and after a failed write.
    books: RefCell<Option<Books>>,
    /// The edition in force, when it was read, and its time zone.
    edition: RefCell<Option<Known>>,
    /// What arrived since the write that is on its way.
    arrived: RefCell<Vec<Arrival>>,
    /// Whether a write is on its way.
    writing: Cell<bool>,
    /// Whether the purge is known to be planned.
    purge_planned: Cell<bool>,
    /// When freed bytes were last overwritten, in milliseconds since 1970.
    swept_at: Cell<u64>,
}

struct Books {
    sql: Sql,
    shard: Shard,
    /// None where bursts are not set aside.
    watch: Option<Watch>,
}

#[derive(Clone)]
struct Known {
    edition: Rc<Edition>,
    zone: Rc<Zone>,
    read_at: u64,
}

struct Arrival {
    ulid: Ulid,
    step: String,
    known: Known,
    what: What,
    done: oneshot::Sender<Option<Outcome>>,
}

enum What {
    Put(Box<Checked>, Option<MaskedComment>),
    TakeBack,
}

#[cfg(feature = "api")]
impl DurableObject for Tally {
    fn new(state: State, env: Env) -> Self {
        let setting = env.var("HOLD_BURSTS");
        Self {
            state,
            gate: Gate::new(&env),
            holds_bursts: setting.map_or(true, |it| it.to_string() != "off"),
            env,
            books: RefCell::default(),
            edition: RefCell::default(),
            arrived: RefCell::default(),
            writing: Cell::new(false),
            purge_planned: Cell::new(false),
            swept_at: Cell::new(0),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let reply = self.answer(request).await.unwrap_or_else(Error::into_reply);
        Ok(reply.into_response()?.into())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        match self.purge().await {
            Ok(()) => Response::empty(),
            // The platform tries a failed alarm again.
            Err(error) => Err(worker::Error::RustError(format!("{error:?}"))),
        }
    }
}

impl Tally {
    async fn answer(&self, mut request: Request) -> Result<Reply, Error> {
        let url = request.inner().url();
        let (path, query) = route::path_and_query(&url);
        match (request.method(), path) {
            (Method::Put, "/responses") => self.count(query, &request.bytes().await?).await,
            (Method::Put, "/edition") => {
                let edition: Edition = serde_json::from_str(&request.text().await?)?;
                let known = self.know(query, Rc::new(edition))?;
                // A shorter retention holds at once.
                if let Err(error) = self.purge_what_is_due(&known).await {
                    worker::console_error!("the purge is not planned: {error:?}");
                }
                Ok(Reply::empty(204))
            }
            (Method::Get, "/signals") => {
                let page = self.with_books(|books| inbox::page(&books.sql, query))?;
                Ok(Reply::text(200, "application/json", page))
            }
            (Method::Patch, "/signals") => {
                let change = request.text().await?;
                let changed = self.with_books(|books| inbox::change(&books.sql, query, change))?;
                self.state.storage().sync().await?;
                Ok(Reply::text(200, "application/json", changed))
            }
            (Method::Put, "/signals") => self.report(query, request.text().await?).await,
            (Method::Get, "/unread") => {
                let unread = self.with_books(|books| inbox::unread(&books.sql))?;
                Ok(Reply::text(200, "application/json", unread))
            }
            (Method::Get, "/all-signals") => {
                let pages = self.with_books(|books| inbox::all(&books.sql, query))?;
                Ok(Reply::text(200, "application/x-ndjson", pages))
            }
            (Method::Get, "/held-bursts") => {
                let bursts = self.with_books(|books| bursts::listed(&books.sql, query, None))?;
                Ok(Reply::text(200, "application/json", bursts))
            }
            (Method::Patch, "/held-bursts") => self.decide(query).await,
            (Method::Get, "/counts") => {
                let pages = self.with_books(|books| moving::counts(&books.sql, query))?;
                Ok(Reply::text(200, "application/x-ndjson", pages))
            }
            (Method::Get, "/rows") => {
                let rows = self.with_books(|books| moving::CARRIED.rows(&books.sql))?;
                Ok(Reply::text(200, "application/x-ndjson", rows))
            }
            (Method::Put, "/rows") => {
                let lines = request.text().await?;
                self.import(query, &lines).await
            }
            (Method::Get, "/sums") => {
                let days: Vec<i32> = query
                    .split(',')
                    .filter_map(|day| day.parse().ok())
                    .collect();
                let [first, last, weeks_first] = days[..] else {
                    return Err(Error::Internal(format!("no days in {query:?}")));
                };
                Ok(Reply::json(200, &self.sums(first, last, weeks_first)?))
            }
            (Method::Post, "/windows") => {
                let windows = request.text().await?;
                let counts = self.with_books(|books| storage::windows(&books.sql, windows))?;
                Ok(Reply::text(200, "application/json", counts))
            }
            (Method::Delete, _) => {
                self.with_books(|books| {
                    erasure::measure(&books.sql)?;
                    storage::empty(&books.sql)
                })?;
                self.books.take();
                self.edition.take();
                Ok(Reply::empty(204))
            }
            _ => Err(Error::NotFound("No such call to a shard.".into(), None)),
        }
    }

    /// Counts the responses of a bundle; gives a bundle of answers, in their order.
    async fn count(&self, journey: &str, bundled: &[u8]) -> Result<Reply, Error> {
        let parts = bundle::read(bundled)
            .ok_or_else(|| Error::Internal("a bundle is not whole".to_owned()))?;
        let mut under_way = Vec::with_capacity(parts.len());
        for (head, body) in parts {
            under_way.push(self.receive(journey, head, body).await);
        }
        if !self.writing.replace(true) {
            self.write_all().await;
        }
        let mut answers = Vec::with_capacity(under_way.len() * 8);
        for arrived in under_way {
            let answer = match arrived {
                Ok((is_removal, outcome)) => answer(is_removal, outcome.await.ok().flatten()),
                Err(error) => Err(error),
            };
            match answer {
                Ok(status) => bundle::write(&mut answers, &[status], b""),
                Err(error) => {
                    let (status, problem) = error.into_problem();
                    bundle::write(&mut answers, &[&status.to_string()], problem.as_bytes());
                }
            }
        }
        let answers =
            String::from_utf8(answers).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Reply::text(200, "application/octet-stream", answers))
    }

    /// Takes a response in for the next write; whether it is to be taken back, and where its
    /// outcome will be.
    async fn receive(
        &self,
        journey: &str,
        [method, step, ulid, caller]: [&str; 4],
        body: &[u8],
    ) -> Result<(bool, oneshot::Receiver<Option<Outcome>>), Error> {
        let mut known = self.known(journey).await?;
        let shards = known.edition.shard_plan.count();
        self.gate.pass(caller, shards)?;
        if !known.edition.asked.contains_key(step) {
            known = self.newer(journey, known.edition.number).await?;
        }
        if !known.edition.asked.contains_key(step) {
            return Err(Error::unknown("step"));
        }
        let ulid = readable(ulid)?;
        let is_removal = method == "DELETE";
        let what = if is_removal {
            What::TakeBack
        } else {
            let checked = match response::read(body, step, &known.edition) {
                // A page may have read an edition that this shard has not heard of.
                Err(faults)
                    if faults
                        .iter()
                        .any(|it| it.code == "unknown-question-version") =>
                {
                    known = self.newer(journey, known.edition.number).await?;
                    response::read(body, step, &known.edition)
                }
                other => other,
            };
            let checked = checked.map_err(Error::Invalid)?;
            let comment = masked_comment(&checked)?;
            What::Put(Box::new(checked), comment)
        };
        let (done, outcome) = oneshot::channel();
        self.arrived.borrow_mut().push(Arrival {
            ulid,
            step: step.to_owned(),
            known,
            what,
            done,
        });
        Ok((is_removal, outcome))
    }

    /// Writes what has arrived, and what arrives meanwhile, until nothing is left.
    async fn write_all(&self) {
        loop {
            let arrivals = self.arrived.take();
            if arrivals.is_empty() {
                break;
            }
            let mut outcomes = self.write(&arrivals);
            if outcomes.is_ok()
                && let Err(error) = self.state.storage().sync().await
            {
                outcomes = Err(error.into());
            }
            match outcomes {
                Ok(outcomes) => {
                    for (arrival, outcome) in arrivals.into_iter().zip(outcomes) {
                        // Whoever went away needs no answer.
                        let _gone = arrival.done.send(Some(outcome));
                    }
                }
                Err(error) => {
                    worker::console_error!("a write failed: {error:?}");
                    self.books.take();
                    for arrival in arrivals {
                        let _gone = arrival.done.send(None);
                    }
                }
            }
        }
        self.writing.set(false);
        self.see_to_the_purge().await;
    }

    /// Keeps what an employee reported; 201 where it is new.
    async fn report(&self, journey: &str, reported: String) -> Result<Reply, Error> {
        let known = self.known(journey).await?;
        let today = known.zone.day(Date::now().as_millis())?.number();
        let new = self.with_books(|books| inbox::add(&books.sql, reported, today))?;
        self.state.storage().sync().await?;
        self.see_to_the_purge().await;
        Ok(Reply::empty(if new { 201 } else { 200 }))
    }

    /// Plans the purge once something is kept.
    async fn see_to_the_purge(&self) {
        if !self.purge_planned.replace(true)
            && let Err(error) = self.plan_purge().await
        {
            self.purge_planned.set(false);
            worker::console_error!("the purge is not planned: {error:?}");
        }
    }

    fn write(&self, arrivals: &[Arrival]) -> Result<Vec<Outcome>, Error> {
        let now = Date::now().as_millis();
        self.with_books(|books| {
            let receipts = storage::receipts(&books.sql, arrivals.iter().map(|it| it.ulid))?;
            let mut writes = Writes::default();
            let mut outcomes = Vec::with_capacity(arrivals.len());
            for arrival in arrivals {
                // Two arrivals may be of one response.
                let receipt = writes.receipts.get(&arrival.ulid).cloned();
                let receipt = receipt.as_ref().or_else(|| receipts.get(&arrival.ulid));
                let today = arrival.known.zone.day(now)?;
                let at = Circumstances {
                    today,
                    day: arrival.known.zone.day(arrival.ulid.timestamp_ms())?,
                    minimum_cell: arrival.known.edition.definition.minimum_cell,
                    burst: match (&mut books.watch, &arrival.what) {
                        (Some(watch), What::Put(response, _))
                            if Receipt::gains_answer(receipt, response) =>
                        {
                            let days = || bursts::ordinary_days(&books.sql, &response.step, today);
                            watch.arrives(&response.step, now, days)?
                        }
                        _ => false,
                    },
                };
                let shard = &mut books.shard;
                outcomes.push(match &arrival.what {
                    What::Put(response, comment) => shard.put(
                        arrival.ulid,
                        receipt,
                        response,
                        comment.clone(),
                        at,
                        &mut writes,
                    ),
                    What::TakeBack => {
                        shard.take_back(arrival.ulid, receipt, &arrival.step, at, &mut writes)
                    }
                });
            }
            let statements = storage::statements(&books.shard, &writes)?;
            sql::write_all(&self.state, &books.sql, statements)?;
            Ok(outcomes)
        })
    }

    fn sums(&self, first: i32, last: i32, weeks_first: i32) -> Result<Sums, Error> {
        self.with_books(|books| storage::sums(&books.sql, first, last, weeks_first))
    }

    async fn plan_purge(&self) -> Result<(), Error> {
        let storage = self.state.storage();
        if storage.get_alarm().await?.is_none() {
            storage.set_alarm(PURGE_EVERY_MS).await?;
        }
        Ok(())
    }

    async fn import(&self, journey: &str, lines: &str) -> Result<Reply, Error> {
        let known = self.read_edition(journey).await?;
        let import = self.with_books(|books| {
            let (import, statements) =
                moving::CARRIED.import(&books.sql, moving::OCCUPIED, lines)?;
            sql::write_all(&self.state, &books.sql, statements)?;
            Ok(import)
        })?;
        // What waits is no longer as it was read.
        self.books.take();
        self.state.storage().sync().await?;
        if import == Import::Done {
            self.purge_what_is_due(&known).await?;
            self.plan_purge().await?;
        }
        Ok(Reply::empty(import.status()))
    }

    /// Purges as soon as nothing else is done, where something is kept longer than it may.
    async fn purge_what_is_due(&self, known: &Known) -> Result<(), Error> {
        let first_day = first_kept(known)?;
        let first_ulid = ulid_time::oldest_receipt(Date::now().as_millis());
        let due = self.with_books(|books| {
            Ok(retention::signals_are_due(&books.sql, first_day)?
                || bursts::are_due(&books.sql, first_day)?
                || retention::receipts_are_due(&books.sql, first_ulid)?)
        })?;
        if due {
            self.state.storage().set_alarm(0).await?;
        }
        Ok(())
    }

    async fn purge(&self) -> Result<(), Error> {
        let now = Date::now().as_millis();
        let journey = self.with_books(|books| storage::journey(&books.sql))?;
        let mut known = None;
        if let Some(journey) = &journey {
            // Receipts do not wait for an edition that cannot be read.
            known = self
                .read_edition(journey)
                .await
                .inspect_err(|error| worker::console_error!("signals are not purged: {error:?}"))
                .ok();
        }
        let first_kept = known.as_ref().map(first_kept).transpose()?;
        if let (Some(journey), Some(known), Some(first_kept)) = (&journey, &known, first_kept) {
            // Nor do they wait for an audit log that cannot be written.
            let dropped = self.drop_old_bursts(journey, known, first_kept).await;
            if let Err(error) = dropped {
                worker::console_error!("old bursts are not dropped: {error:?}");
            }
        }
        let (size_before, signals_removed) = self.with_books(|books| {
            let sql = &books.sql;
            let size = erasure::measure(sql)?;
            retention::remove_receipts(sql, ulid_time::oldest_receipt(now))?;
            let Some(first_kept) = first_kept else {
                return Ok((size, false));
            };
            let due = retention::signals_are_due(sql, first_kept)?;
            if due {
                sql::all_or_nothing(&self.state, || retention::remove_signals(sql, first_kept))?;
            }
            Ok((size, due))
        })?;
        let freed = self.with_books(|books| Ok(books.sql.size() < size_before))?;
        let day_passed = now.saturating_sub(self.swept_at.get()) >= SWEEP_EVERY_MS.unsigned_abs();
        if signals_removed || (freed && day_passed) {
            let sql = self.with_books(|books| Ok(books.sql.clone()))?;
            erasure::overwrite(&self.state, &sql, size_before).await?;
            self.swept_at.set(now);
        }
        let (left, bursts_left) = self.with_books(|books| {
            Ok((retention::left(&books.sql)?, bursts::are_left(&books.sql)?))
        })?;
        let days_left = left.signals || bursts_left;
        self.purge_planned.set(left.receipts || days_left);
        if left.receipts {
            self.state.storage().set_alarm(PURGE_EVERY_MS).await?;
        } else if days_left {
            self.state.storage().set_alarm(SWEEP_EVERY_MS).await?;
        }
        Ok(())
    }

    fn with_books<T>(&self, work: impl FnOnce(&mut Books) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut *self.books()?)
    }

    fn books(&self) -> Result<RefMut<'_, Books>, Error> {
        let mut books = self.books.borrow_mut();
        if books.is_none() {
            *books = Some(self.open()?);
        }
        RefMut::filter_map(books, Option::as_mut)
            .map_err(|_| Error::Internal("the books are closed".to_owned()))
    }

    fn open(&self) -> Result<Books, Error> {
        let sql = Sql::open(&self.state, MIGRATIONS)?;
        let shard = Shard::new(storage::waiting(&sql)?, bursts::all(&sql)?);
        let now = Date::now().as_millis();
        let watch = self.holds_bursts.then(|| bursts::watch(&sql, now));
        Ok(Books {
            watch: watch.transpose()?,
            sql,
            shard,
        })
    }

    /// The edition in force, read again when it has grown old.
    async fn known(&self, journey: &str) -> Result<Known, Error> {
        let now = Date::now().as_millis();
        let known = self.edition.borrow().clone();
        match known {
            Some(known) if now.saturating_sub(known.read_at) < EDITION_TTL_MS => Ok(known),
            None => self.read_edition(journey).await,
            Some(old) => match self.read_edition(journey).await {
                Ok(known) => Ok(known),
                Err(error) => {
                    worker::console_warn!("the edition could not be read: {error:?}");
                    Ok(old)
                }
            },
        }
    }

    /// A newer edition than one that lacks something, unless that was read a moment ago.
    async fn newer(&self, journey: &str, than: u32) -> Result<Known, Error> {
        const MOMENT_MS: u64 = 1000;
        let known = self.known(journey).await?;
        let age = Date::now().as_millis().saturating_sub(known.read_at);
        if known.edition.number > than || age < MOMENT_MS {
            Ok(known)
        } else {
            self.read_edition(journey).await
        }
    }

    async fn read_edition(&self, journey: &str) -> Result<Known, Error> {
        let journeys = object::namespace(&self.env, "JOURNEY")?;
        match editions::fetch(&journeys, journey).await? {
            Some(edition) => self.know(journey, edition),
            None => Err(Error::unknown("journey")),
        }
    }

    fn know(&self, journey: &str, edition: Rc<Edition>) -> Result<Known, Error> {
        self.with_books(|books| storage::remember_journey(&books.sql, journey))?;
        let mut known = self.edition.borrow_mut();
        let time_zone = &edition.definition.time_zone;
        let zone = match known.as_ref() {
            Some(old) if old.edition.definition.time_zone == *time_zone => Rc::clone(&old.zone),
            _ => Rc::new(Zone::of(&edition)?),
        };
        Ok(known
            .insert(Known {
                edition,
                zone,
                read_at: Date::now().as_millis(),
            })
            .clone())
    }
}

/// The first day whose signals are kept.
fn first_kept(known: &Known) -> Result<i32, Error> {
    let days = known.edition.definition.retention.signals_days;
    let today = known.zone.day(Date::now().as_millis())?.number();
    Ok(today.saturating_sub_unsigned(days))
}

/// The object of a shard.
pub(crate) fn stub(env: &Env, journey: &str, shard: u16) -> Result<Stub, Error> {
    Ok(object::namespace(env, "TALLY")?.get_by_name(&format!("{journey}/{shard}"))?)
}

/// The status that acknowledges what became of a response, or why it was not counted; no outcome
/// where the write failed.
fn answer(is_removal: bool, outcome: Option<Outcome>) -> Result<&'static str, Error> {
    let conflict = |how: &'static str| Err(Error::Conflict(how.into()));
    match (is_removal, outcome) {
        (_, None) => Err(Error::Internal("a write failed".to_owned())),
        (_, Some(Outcome::OtherStep)) => {
            conflict("This response belongs to another step; use a new ULID.")
        }
        (true, _) => Ok("204"),
        (false, Some(Outcome::TakenBack)) => {
            conflict("This response was taken back; use a new ULID.")
        }
        (false, Some(Outcome::Created)) => Ok("201"),
        (false, Some(Outcome::Updated)) => Ok("200"),
    }
}

fn readable(ulid: &str) -> Result<Ulid, Error> {
    let fault = |code, detail| Error::Invalid(vec![Fault::named(Part::Path, "ulid", code, detail)]);
    let parsed = Ulid::from_string(ulid)
        .ok()
        .filter(|parsed| parsed.to_string() == ulid)
        .ok_or_else(|| {
            fault(
                "not-a-ulid",
                "A ULID in capitals is expected, such as 01KAMV7Z5W3Y8Q2M4N6P8R0T1V.",
            )
        })?;
    match ulid_time::judge(parsed, Date::now().as_millis()) {
        UlidTime::Open => Ok(parsed),
        UlidTime::Ahead => Err(fault(
            "clock-ahead",
            "The ULID's time lies in the future; make one from the time in the Date header.",
        )),
        UlidTime::Closed => Err(Error::Conflict(
            "A response can be changed for 48 hours; that time is over.".into(),
        )),
    }
}

fn masked_comment(response: &Checked) -> Result<Option<MaskedComment>, Error> {
    let comment = response
        .answer
        .as_ref()
        .and_then(|it| it.comment.as_deref());
    comment
        .map(|comment| {
            Ok(MaskedComment {
                fresh_id: random::hex(16)?,
                text: redaction::mask(comment).text,
            })
        })
        .transpose()
}
