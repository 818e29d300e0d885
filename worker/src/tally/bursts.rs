//! The bursts of a shard: what belongs to one, how the owner sees them, and what becomes of them.

use super::{Known, Tally, moving, storage};
use crate::{
    error::Error,
    organisation::{self, AuditEntry},
    reply::Reply,
    sql::{self, Sql},
};
use journey::{
    burst::{Burst, MOST_LISTED, Status},
    day::Day,
    shard::{Circumstances, Decision, Waiting, Writes},
    tally::Group,
    ulid_time,
    watch::{PATTERN_DAYS, SPAN_MS, Watch},
};
use litemap::LiteMap;
use ulid::Ulid;
use worker::{Date, SqlStorageValue};

/// Who the audit log names where time decides.
const RETENTION: &str = "retention";

/// Every burst by its number.
pub(super) fn all(sql: &Sql) -> Result<LiteMap<u32, Burst>, Error> {
    let query = "SELECT json_group_array(json_array(number, json(burst)))
                 FROM (SELECT * FROM bursts ORDER BY number LIMIT ? OFFSET ?)";
    let mut all = LiteMap::new();
    for page in sql.pages(query, &[], moving::BURSTS_A_PAGE)? {
        all.extend(serde_json::from_str::<Vec<(u32, Burst)>>(&page)?);
    }
    Ok(all)
}

/// A watch that goes on where the one before a restart was, as far as the newest receipts tell.
pub(super) fn watch(sql: &Sql, now_ms: u64) -> Result<Watch, Error> {
    let since = Ulid::from_parts(now_ms.saturating_sub(SPAN_MS), 0).to_string();
    let steps: Option<Vec<(String, u32, u8)>> =
        sql.document(RECENT, vec![SqlStorageValue::String(since)])?;
    let mut watch = Watch::default();
    for (step, answers, holds) in steps.unwrap_or_default() {
        watch.resume(step, answers, holds > 0, now_ms);
    }
    Ok(watch)
}

/// How many answers a step got on each of the days that say what is ordinary.
pub(super) fn ordinary_days(sql: &Sql, step: &str, today: Day) -> Result<Vec<i64>, Error> {
    let first = today.number().saturating_sub(PATTERN_DAYS);
    let days = vec![step.into(), first.into(), today.number().into()];
    Ok(sql.document(DAYS, days)?.unwrap_or_default())
}

/// The bursts as the owner sees them: one, or all where no number is given.
pub(super) fn listed(sql: &Sql, shard: &str, number: Option<u32>) -> Result<String, Error> {
    let most = i32::try_from(MOST_LISTED).unwrap_or(i32::MAX);
    let number = number.map_or(SqlStorageValue::Null, |it| {
        SqlStorageValue::Integer(it.into())
    });
    let values = vec![shard.into(), number, most.into()];
    Ok(sql.text(LISTED, values)?.unwrap_or_default())
}

/// Whether an undecided burst is of before a day.
pub(super) fn are_due(sql: &Sql, first_kept: i32) -> Result<bool, Error> {
    Ok(!due(sql, first_kept)?.is_empty())
}

/// Whether there is an undecided burst.
pub(super) fn are_left(sql: &Sql) -> Result<bool, Error> {
    are_due(sql, i32::MAX)
}

fn due(sql: &Sql, first_kept: i32) -> Result<Vec<u32>, Error> {
    Ok(sql
        .document(DUE, vec![first_kept.into()])?
        .unwrap_or_default())
}

impl Tally {
    /// Makes the owner's decision. The query names the journey, the shard, the burst's number and
    /// the decision.
    pub(super) async fn decide(&self, query: &str) -> Result<Reply, Error> {
        let [journey, shard, number, status] = query.split(',').collect::<Vec<_>>()[..] else {
            return Err(Error::Internal(format!("no decision in {query:?}")));
        };
        let number: u32 = number.parse().unwrap_or_default();
        let to = match status {
            "admitted" => Status::Admitted,
            _ => Status::Dropped,
        };
        let known = self.known(journey).await?;
        let decision = self.carry_out(number, to, &known);
        let decision = decision.inspect_err(|_| self.forget())?;
        if decision == Decision::Made {
            let synced = self.state.storage().sync().await;
            synced.inspect_err(|_| self.forget())?;
        }
        if decision == Decision::Otherwise {
            return Ok(Reply::empty(409));
        }
        let burst = self.with_books(|books| listed(&books.sql, shard, Some(number)))?;
        Ok(Reply::text(200, "application/json", burst))
    }

    /// Drops the bursts that nobody decided in time, each with a line in the audit log before it
    /// goes, and forgets decisions of that time.
    pub(super) async fn drop_old_bursts(
        &self,
        journey: &str,
        known: &Known,
        first_kept: i32,
    ) -> Result<(), Error> {
        for number in self.with_books(|books| due(&books.sql, first_kept))? {
            let burst = self.with_books(|books| Ok(books.shard.burst(number).cloned()))?;
            let Some(burst) = burst else { continue };
            let subject = format!(
                "{journey} {} {} ({} responses)",
                burst.step, burst.day, burst.responses
            );
            worker::console_warn!("nobody decided, so this burst is dropped: {subject}");
            let entry = AuditEntry::today(RETENTION, "burst-dropped", subject)?;
            organisation::record(&self.env, entry).await?;
            let decision = self.carry_out(number, Status::Dropped, known);
            decision.inspect_err(|_| self.forget())?;
        }
        // Receipts need the decision for as long as they are there.
        let receipts = i32::try_from(ulid_time::RECEIPT_MS / DAY_MS).unwrap_or(i32::MAX) + 2;
        let today = known.zone.day(Date::now().as_millis())?.number();
        let before = first_kept.min(today.saturating_sub(receipts));
        let removed = self.with_books(|books| {
            let old = books.sql.text(OLD, vec![before.into()])?.is_some();
            if old {
                books.sql.run(REMOVE, vec![before.into()])?;
            }
            Ok(old)
        })?;
        if removed {
            self.forget();
        }
        Ok(())
    }

    fn carry_out(&self, number: u32, to: Status, known: &Known) -> Result<Decision, Error> {
        let today = known.zone.day(Date::now().as_millis())?;
        let at = Circumstances {
            today,
            day: today,
            minimum_cell: known.edition.definition.minimum_cell,
            burst: false,
        };
        self.with_books(|books| {
            let mut writes = Writes::default();
            let held = books.shard.burst(number).map(|it| it.groups.clone());
            let decision = books.shard.decide(number, to, at, &mut writes);
            if decision != Decision::Made {
                return Ok(decision);
            }
            let statements = storage::statements(&books.shard, &writes)?;
            sql::all_or_nothing(&self.state, || {
                for (statement, rows) in statements {
                    books
                        .sql
                        .run(statement, vec![SqlStorageValue::String(rows)])?;
                }
                let burst = books.shard.burst(number);
                decide_signals(&books.sql, number, &held.unwrap_or_default(), burst)
            })?;
            Ok(decision)
        })
    }

    /// Has the memory read anew from disk.
    fn forget(&self) {
        self.books.take();
    }
}

/// Shows the signals of a burst that was admitted, each with the batch that its group came into, or
/// removes those of one that was dropped.
fn decide_signals(
    sql: &Sql,
    number: u32,
    held: &LiteMap<Group, Waiting>,
    burst: Option<&Burst>,
) -> Result<(), Error> {
    let value = |it: u32| SqlStorageValue::Integer(it.into());
    for (group, waiting) in burst.into_iter().flat_map(|it| &it.groups) {
        if let Some(held) = held.get(group) {
            let values = [waiting.batch, number, held.batch].map(value);
            sql.run(SHOW, values.to_vec())?;
        }
    }
    for statement in [storage::BLANK_SIGNALS, storage::REMOVE_SIGNALS] {
        let held: Option<String> = sql.text(HELD_SIGNALS, vec![value(number)])?;
        sql.run(
            statement,
            vec![SqlStorageValue::String(held.unwrap_or_default())],
        )?;
    }
    Ok(())
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Answers by step among the newest receipts, so many at most, and whether one is held.
const RECENT: &str = "SELECT json_group_array(json_array(step, answers, holds)) FROM (
    SELECT receipt ->> '$.s' AS step, count(*) AS answers,
           max(receipt ->> '$.c.h' IS NOT NULL) AS holds
    FROM (SELECT receipt FROM receipts WHERE ulid >= ? ORDER BY ulid DESC LIMIT 20000)
    WHERE receipt ->> '$.c.x' IS NOT NULL GROUP BY 1)";

const DAYS: &str = "SELECT json_group_array(answers) FROM (
    SELECT sum(count) AS answers FROM tallies
    WHERE step = ?1 AND breakdown = 'total' AND day >= ?2 AND day < ?3 GROUP BY day)";

const LISTED: &str = "SELECT json_group_array(json_object(
        'id', ?1 || '-' || number, 'step', burst ->> 'step', 'day', burst ->> 'day',
        'status', burst ->> 'status', 'responses', burst ->> 'responses'))
    FROM (SELECT * FROM bursts WHERE ?2 IS NULL OR number = ?2
          ORDER BY burst ->> 'status' = 'held' DESC, number DESC LIMIT ?3)";

const DUE: &str = "SELECT json_group_array(number) FROM bursts
    WHERE burst ->> 'status' = 'held' AND unixepoch(burst ->> 'day') / 86400 < ?";

/// A burst whose decision nobody needs any more; the last stays, so that its number is not given
/// again.
const OLD: &str = "SELECT 1 FROM bursts
    WHERE number < (SELECT max(number) FROM bursts) AND burst ->> 'status' <> 'held'
      AND unixepoch(burst ->> 'day') / 86400 < ? LIMIT 1";

const REMOVE: &str = "DELETE FROM bursts
    WHERE number < (SELECT max(number) FROM bursts) AND burst ->> 'status' <> 'held'
      AND unixepoch(burst ->> 'day') / 86400 < ?";

const SHOW: &str = "UPDATE OR FAIL signals SET burst = 0, batch = ?1
    WHERE burst = ?2 AND batch = ?3";

const HELD_SIGNALS: &str = "SELECT json_group_array(id) FROM signals WHERE burst = ?";
