//! A shard's tables, and the statements that read and write them.
//!
//! Rows cross the boundary as one JSON document a statement. No table holds an IP address, a user
//! agent, a URL or an instant finer than a day, but for the ULIDs of receipts that are not yet
//! purged. Text from outside is in two columns alone, `signals.comment` of residents and employees
//! and `signals.note` of the owner, and masked before it gets there; every other text is an identifier
//! out of the definition.

use crate::{erasure, error::Error, rows, sql::Sql};
use journey::{
    receipt::Receipt,
    shard::{Shard, Waiting, Writes},
    sums::Sums,
    tally::Group,
};
use litemap::LiteMap;
use std::collections::HashMap;
use ulid::Ulid;
use worker::SqlStorageValue;

pub(crate) const MIGRATIONS: &[&str] = &[
    "CREATE TABLE receipts (
        ulid TEXT PRIMARY KEY, receipt TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE tallies (
        step TEXT, version INTEGER, breakdown TEXT, day INTEGER, option TEXT, reason TEXT,
        count INTEGER NOT NULL,
        PRIMARY KEY (step, version, breakdown, day, option, reason)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE showings (
        step TEXT, version INTEGER, day INTEGER, channel TEXT, audience TEXT, language TEXT,
        state TEXT, count INTEGER NOT NULL,
        PRIMARY KEY (step, version, day, channel, audience, language, state)
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE waiting (
        grouped TEXT PRIMARY KEY, waiting TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE signals (
        id TEXT PRIMARY KEY, step TEXT NOT NULL, version INTEGER NOT NULL, day INTEGER NOT NULL,
        batch INTEGER NOT NULL, option TEXT NOT NULL, reason TEXT NOT NULL, comment TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'new'
    ) STRICT, WITHOUT ROWID",
    "ALTER TABLE signals ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE journey (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    rows::IMPORTS,
    "CREATE TABLE bursts (number INTEGER PRIMARY KEY, burst TEXT NOT NULL) STRICT",
    "ALTER TABLE signals ADD COLUMN burst INTEGER NOT NULL DEFAULT 0",
    // What was kept of batches, bursts and receipts before has another shape and cannot be turned into this.
    "DELETE FROM waiting",
    "DELETE FROM receipts",
    "DELETE FROM bursts",
    "DELETE FROM signals WHERE burst <> 0",
    "UPDATE signals SET batch = -1",
    erasure::PEAK,
    "INSERT INTO peak SELECT iif(EXISTS (SELECT 1 FROM journey), 1 << 31, 0)",
];

/// A statement with its rows as one JSON document.
type Statement = (&'static str, String);

/// What waits in every group.
pub(super) fn waiting(sql: &Sql) -> Result<LiteMap<Group, Waiting>, Error> {
    let pairs: Option<Vec<(Group, Waiting)>> = sql.document(
        "SELECT json_group_array(json_array(json(grouped), json(waiting)))
         FROM waiting",
        Vec::new(),
    )?;
    Ok(pairs.unwrap_or_default().into_iter().collect())
}

/// The journey whose shard this is, once anything was written.
pub(super) fn journey(sql: &Sql) -> Result<Option<String>, Error> {
    sql.text("SELECT id FROM journey", Vec::new())
}

/// Remembers the journey, for when no call names it.
pub(super) fn remember_journey(sql: &Sql, journey: &str) -> Result<(), Error> {
    sql.run(
        "INSERT OR IGNORE INTO journey (id) VALUES (?)",
        vec![journey.into()],
    )
}

/// The receipts of some responses, as far as there are any.
pub(super) fn receipts(
    sql: &Sql,
    ulids: impl Iterator<Item = Ulid>,
) -> Result<HashMap<Ulid, Receipt>, Error> {
    let ulids: Vec<String> = ulids.map(|ulid| ulid.to_string()).collect();
    let pairs: Option<Vec<(String, Receipt)>> = sql.document(
        "SELECT json_group_array(json_array(ulid, json(receipt))) FROM receipts
         WHERE ulid IN (SELECT value FROM json_each(?))",
        vec![SqlStorageValue::String(serde_json::to_string(&ulids)?)],
    )?;
    Ok(pairs
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(ulid, receipt)| Some((Ulid::from_string(&ulid).ok()?, receipt)))
        .collect())
}

/// Sums over the days from `first` to `last`, and by week from the day `weeks_first`.
pub(super) fn sums(sql: &Sql, first: i32, last: i32, weeks_first: i32) -> Result<Sums, Error> {
    let days = [first, last, weeks_first].map(SqlStorageValue::from);
    sql.document(SUMS, days.to_vec())?
        .ok_or_else(|| Error::Internal("the sums gave no row".to_owned()))
}

/// Released answers of the total by option in each of the windows given, as
/// [`journey::improvement`] names them.
pub(super) fn windows(sql: &Sql, windows: String) -> Result<String, Error> {
    let counts = sql.text(WINDOWS, vec![SqlStorageValue::String(windows)])?;
    Ok(counts.unwrap_or_default())
}

/// Removes every row.
pub(super) fn empty(sql: &Sql) -> Result<(), Error> {
    for table in [
        "receipts", "tallies", "showings", "waiting", "signals", "imports", "journey", "bursts",
    ] {
        sql.run(&format!("DELETE FROM {table}"), Vec::new())?;
    }
    Ok(())
}

/// The statements that make writes durable.
pub(super) fn statements(shard: &Shard, writes: &Writes) -> Result<Vec<Statement>, Error> {
    let removed = removed_signals(writes)?;
    let mut statements = vec![
        (PUT_RECEIPTS, receipt_rows(writes)?),
        (ADD_TALLIES, tally_rows(writes)?),
        (ADD_SHOWINGS, showing_rows(writes)?),
        (PUT_WAITING, waiting_rows(shard, writes)?),
        (PUT_BURSTS, burst_rows(shard, writes)?),
        (PUT_SIGNALS, signal_rows(writes)?),
        (BLANK_SIGNALS, removed.clone()),
        (REMOVE_SIGNALS, removed),
    ];
    statements.retain(|(_, rows)| rows != "[]");
    Ok(statements)
}

const PUT_RECEIPTS: &str = "INSERT OR FAIL INTO receipts (ulid, receipt)
    SELECT value ->> 0, value -> 1 FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET receipt = excluded.receipt";

const ADD_TALLIES: &str =
    "INSERT OR FAIL INTO tallies (step, version, breakdown, day, option, reason, count)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
           value ->> 6
    FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET count = count + excluded.count";

const ADD_SHOWINGS: &str =
    "INSERT OR FAIL INTO showings (step, version, day, channel, audience, language, state, count)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
           value ->> 6, value ->> 7
    FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET count = count + excluded.count";

const PUT_WAITING: &str = "INSERT OR FAIL INTO waiting (grouped, waiting)
    SELECT value -> 0, value -> 1 FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET waiting = excluded.waiting";

const PUT_BURSTS: &str = "INSERT OR FAIL INTO bursts (number, burst)
    SELECT value ->> 0, value -> 1 FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET burst = excluded.burst";

const PUT_SIGNALS: &str =
    "INSERT OR FAIL INTO signals (id, step, version, day, batch, option, reason, comment, burst)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
           value ->> 6, value ->> 7, value ->> 8
    FROM json_each(?) WHERE true
    ON CONFLICT DO UPDATE SET version = excluded.version, batch = excluded.batch,
        burst = excluded.burst, option = excluded.option, reason = excluded.reason, comment = excluded.comment";

/// The bytes of a removed row stay on disk for a while: it gets others of the same length first,
/// which are written over them.
pub(super) const BLANK_SIGNALS: &str = "UPDATE OR FAIL signals
    SET comment = replace(hex(zeroblob(length(CAST(comment AS BLOB)))), '00', 'x'),
        note = replace(hex(zeroblob(length(CAST(note AS BLOB)))), '00', 'x')
    WHERE id IN (SELECT value FROM json_each(?))";

pub(super) const REMOVE_SIGNALS: &str =
    "DELETE FROM signals WHERE id IN (SELECT value FROM json_each(?))";

/// Sums over the days ?1 to ?2, and by week over the days ?3 to ?2, in the shape of [`Sums`].
const SUMS: &str = "SELECT json_object(
    'answers', (SELECT json_group_array(json_array(step, version, breakdown, option, reason, sum))
        FROM (SELECT step, version, breakdown, option, reason, sum(count) AS sum FROM tallies
              WHERE day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4, 5)),
    'weeks', (SELECT json_group_array(json_array(step, version, week, option, sum))
        FROM (SELECT step, version, (day + 3) / 7 AS week, option, sum(count) AS sum FROM tallies
              WHERE breakdown = 'total' AND day BETWEEN ?3 AND ?2 GROUP BY 1, 2, 3, 4)),
    'showings', (SELECT json_group_array(
            json_array(step, version, channel, audience, language, state, sum))
        FROM (SELECT step, version, channel, audience, language, state, sum(count) AS sum
              FROM showings WHERE day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4, 5, 6)),
    'signals', (SELECT json_group_array(json_array(step, version, status, sum))
        FROM (SELECT step, version, status, count(*) AS sum FROM signals
              WHERE burst = 0 AND day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3)),
    'held', (SELECT json_group_array(json_array(step, version, sum))
        FROM (SELECT key ->> 'step' AS step, key ->> 'questionVersion' AS version,
                     sum(count) AS sum
              FROM (SELECT showing.value -> 0 AS key, showing.value ->> 1 AS count
                    FROM bursts, json_each(burst, '$.showings') AS showing)
              WHERE key ->> 'state' = 'seen'
                AND unixepoch(key ->> 'day') / 86400 BETWEEN ?1 AND ?2
              GROUP BY 1, 2))
)";

const WINDOWS: &str = "SELECT json_group_array(json_array(window, option, sum)) FROM (
    SELECT key AS window, option, sum(count) AS sum
    FROM json_each(?) CROSS JOIN tallies
    WHERE step = value ->> 0 AND version = value ->> 1 AND breakdown = 'total'
      AND day BETWEEN value ->> 2 AND value ->> 3
    GROUP BY key, option)";

fn receipt_rows(writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.receipts.iter();
    let rows = rows.map(|(ulid, receipt)| (ulid.to_string(), receipt));
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn tally_rows(writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.tallies.answers.iter().map(|(key, count)| {
        (
            &key.step,
            key.question_version,
            key.breakdown.name(),
            key.day.number(),
            &key.cell.option,
            key.cell.reason.as_deref().unwrap_or_default(),
            count,
        )
    });
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn showing_rows(writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.tallies.showings.iter().map(|(key, count)| {
        (
            &key.step,
            key.question_version,
            key.day.number(),
            key.channel.name(),
            key.audience.as_deref().unwrap_or_default(),
            &key.language,
            key.state.name(),
            count,
        )
    });
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn waiting_rows(shard: &Shard, writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.groups.iter();
    let rows = rows.filter_map(|group| Some((group, shard.waiting(group)?)));
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn burst_rows(shard: &Shard, writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.bursts.iter();
    let rows = rows.filter_map(|number| Some((number, shard.burst(*number)?)));
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn signal_rows(writes: &Writes) -> serde_json::Result<String> {
    let rows = writes.signals.iter().filter_map(|(id, draft)| {
        let draft = draft.as_ref()?;
        Some((
            id,
            &draft.step,
            draft.question_version,
            draft.day.number(),
            draft.batch,
            &draft.cell.option,
            draft.cell.reason.as_deref().unwrap_or_default(),
            &draft.comment,
            draft.burst.unwrap_or_default(),
        ))
    });
    serde_json::to_string(&rows.collect::<Vec<_>>())
}

fn removed_signals(writes: &Writes) -> serde_json::Result<String> {
    let removed = writes.signals.iter().filter(|(_, draft)| draft.is_none());
    serde_json::to_string(&removed.map(|(id, _)| id).collect::<Vec<_>>())
}
