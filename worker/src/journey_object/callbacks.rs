//! The callbacks of a journey: the only personal data, in a table of its own.
//!
//! A row goes on the day that its resident was told, or sooner when the definition's retention
//! became shorter; from that day on nothing shows it any more.

use crate::{erasure, error::Error, sql::Sql};
use journey::callback::MAX_CALLBACKS;
use worker::SqlStorageValue;

pub(super) const TABLE: &str = "CREATE TABLE callbacks (
        id TEXT PRIMARY KEY, step TEXT NOT NULL, phone TEXT NOT NULL, name TEXT NOT NULL,
        moment TEXT NOT NULL, language TEXT NOT NULL, asked INTEGER NOT NULL,
        due INTEGER NOT NULL, deletes INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'open',
        note TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID";

/// Keeps a callback, given as JSON, unless one of its name is there; the status, and what its
/// resident is told.
pub(super) fn keep(sql: &Sql, callback: String) -> Result<(u16, String), Error> {
    let callback = SqlStorageValue::String(callback);
    if let Some(told) = sql.text(TOLD, vec![callback.clone()])? {
        return Ok((200, told));
    }
    let count: Option<usize> = sql.document("SELECT count(*) FROM callbacks", Vec::new())?;
    if count.is_some_and(|it| it >= MAX_CALLBACKS) {
        return Ok((409, String::new()));
    }
    sql.run(KEEP, vec![callback.clone()])?;
    let told = sql.text(TOLD, vec![callback])?;
    Ok((201, told.unwrap_or_default()))
}

/// Callbacks as JSON, the first due first, between commas. The query names, by commas, the number
/// of today, a status or nothing, and one name or nothing.
pub(super) fn list(sql: &Sql, query: &str) -> Result<String, Error> {
    let values: Vec<SqlStorageValue> = query.split(',').map(SqlStorageValue::from).collect();
    Ok(sql.pages(LIST, &values, 400)?.join(","))
}

/// How many are overdue on the day of a number, as JSON.
pub(super) fn overdue(sql: &Sql, today: &str) -> Result<String, Error> {
    let count: Option<u64> = sql.document(OVERDUE, vec![today.into()])?;
    Ok(count.unwrap_or_default().to_string())
}

/// Changes a callback's status and note as far as the pair in `change` says, and gives it as it
/// then stands, if it is there. The query is that of [`list`].
pub(super) fn change(sql: &Sql, query: &str, change: String) -> Result<String, Error> {
    let id = query.rsplit(',').next().unwrap_or_default();
    sql.run(
        "UPDATE callbacks SET status = coalesce(?1 ->> 0, status), note = coalesce(?1 ->> 1, note)
         WHERE id = ?2",
        vec![SqlStorageValue::String(change), id.into()],
    )?;
    list(sql, query)
}

/// Keeps none longer than so many days.
pub(super) fn shorten(sql: &Sql, days: u32) -> Result<(), Error> {
    let days = SqlStorageValue::Integer(days.into());
    sql.run(
        "UPDATE OR FAIL callbacks SET deletes = asked + ?1 WHERE deletes > asked + ?1",
        vec![days],
    )
}

/// The number of the first day on which one goes.
pub(super) fn first_to_go(sql: &Sql) -> Result<Option<i64>, Error> {
    sql.document("SELECT min(deletes) FROM callbacks", Vec::new())
}

/// How many have their last day behind them, as step, 0, count.
pub(super) fn overdue_by_step(sql: &Sql, today: i32) -> Result<Vec<(String, u32, i64)>, Error> {
    Ok(sql
        .document(OVERDUE_BY_STEP, vec![today.into()])?
        .unwrap_or_default())
}

/// Removes those that go on a day or went before it. To be run as one transaction.
pub(super) fn remove(sql: &Sql, today: i32) -> Result<(), Error> {
    erasure::keep_only(sql, "callbacks", "deletes > ?", today.into())
}

const TOLD: &str = "SELECT json_object('id', id, 'dueDate', date(due * 86400, 'unixepoch'),
        'deleteDate', date(deletes * 86400, 'unixepoch'))
    FROM callbacks WHERE id = ? ->> 'id'";

const OVERDUE_BY_STEP: &str = "SELECT json_group_array(json_array(step, 0, count)) FROM (
    SELECT step, count(*) AS count FROM callbacks
    WHERE status = 'open' AND due < ?1 AND deletes > ?1 GROUP BY step)";

const KEEP: &str = "INSERT INTO callbacks
        (id, step, phone, name, moment, language, asked, due, deletes)
    SELECT ?1 ->> 'id', ?1 ->> 'step', ?1 ->> 'phone', ?1 ->> 'name', ?1 ->> 'moment',
           ?1 ->> 'language', ?1 ->> 'asked', ?1 ->> 'due', ?1 ->> 'deletes'";

const OVERDUE: &str = "SELECT count(*) FROM callbacks
    WHERE deletes > CAST(?1 AS INTEGER) AND status = 'open' AND due < CAST(?1 AS INTEGER)";

const LIST: &str = "SELECT group_concat(line, ',') FROM (SELECT json_object(
        'id', id, 'step', step, 'phone', phone, 'name', nullif(name, ''), 'moment', moment,
        'language', language, 'status', status, 'note', nullif(note, ''),
        'askedDate', date(asked * 86400, 'unixepoch'), 'dueDate', date(due * 86400, 'unixepoch'),
        'deleteDate', date(deletes * 86400, 'unixepoch'),
        'overdue', json(iif(status = 'open' AND due < CAST(?1 AS INTEGER), 'true', 'false'))) AS line
    FROM callbacks
    WHERE deletes > CAST(?1 AS INTEGER) AND (?2 = '' OR status = ?2) AND (?3 = '' OR id = ?3)
    ORDER BY due, id LIMIT ?4 OFFSET ?5)";
