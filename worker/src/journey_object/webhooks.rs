//! The webhooks of a journey, what was told by them, and what is on its way.
//!
//! Owns the tables `webhooks`, `deliveries` and `alerts`. A delivery is on disk before it is first tried and is removed once
//! its receiver took it, so each arrives at least once; `next` is null when nothing more is tried. A secret that was replaced
//! goes at the first look after its day.

use crate::{error::Error, sql::Sql};
use journey::{
    alert::Memory,
    webhook::{DEAD_DAYS, MAX_DELIVERIES, OLD_SECRET_MS, next_attempt},
};
use worker::{Method, SqlStorageValue};

pub(super) const WEBHOOKS: &str = "CREATE TABLE webhooks (
        id TEXT PRIMARY KEY, journey TEXT NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL,
        paused INTEGER NOT NULL, secret TEXT NOT NULL, previous TEXT NOT NULL DEFAULT '',
        rotated INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID";

pub(super) const DELIVERIES: &str = "CREATE TABLE deliveries (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, webhook TEXT NOT NULL,
        type TEXT NOT NULL, event TEXT NOT NULL, day INTEGER NOT NULL, next INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0, status INTEGER
    ) STRICT";

pub(super) const ALERTS: &str = "CREATE TABLE alerts (
        kind TEXT NOT NULL, told INTEGER NOT NULL, step TEXT NOT NULL, known INTEGER NOT NULL,
        PRIMARY KEY (kind, step)
    ) STRICT, WITHOUT ROWID";

/// How many deliveries go out side by side.
const AT_ONCE: i32 = 20;

/// Carries out a call to webhooks, and gives what it is about as JSON, between commas: nothing where there is no such thing.
/// The query names, by commas, a webhook or nothing, and a delivery or nothing; the body is JSON.
pub(super) fn answer(
    sql: &Sql,
    method: &Method,
    path: &str,
    query: &str,
    body: String,
    now_ms: i64,
) -> Result<String, Error> {
    let (id, delivery) = query.split_once(',').unwrap_or((query, ""));
    let statement = match (method, path) {
        (Method::Post, "/webhooks") => ADD,
        (Method::Put, "/webhooks") => CHANGE,
        (Method::Delete, "/webhooks") => REMOVE,
        (Method::Put, "/webhook-secret") => ROTATE,
        (Method::Post, "/deliveries") => SEND_TEST,
        (Method::Put, "/deliveries") => SEND_AGAIN,
        _ => "",
    };
    let before = list(sql, id)?;
    if !statement.is_empty() {
        let values = vec![
            id.into(),
            SqlStorageValue::String(body),
            delivery.into(),
            SqlStorageValue::Integer(now_ms),
        ];
        sql.run(statement, values)?;
    }
    if statement == REMOVE {
        sql.run(REMOVE_ORPHANS, Vec::new())?;
        return Ok(before);
    }
    if path == "/deliveries" && *method != Method::Post {
        let values = [id.into(), delivery.into()];
        return Ok(sql.pages(LIST_DELIVERIES, &values, 500)?.join(","));
    }
    list(sql, id)
}

fn list(sql: &Sql, id: &str) -> Result<String, Error> {
    Ok(sql.text(LIST, vec![id.into()])?.unwrap_or_default())
}

/// The journey, if anything is to be told of it.
pub(super) fn told_of(sql: &Sql) -> Result<Option<String>, Error> {
    let journey = "SELECT journey FROM webhooks WHERE NOT paused LIMIT 1";
    sql.text(journey, Vec::new())
}

/// What was told.
pub(super) fn memory(sql: &Sql) -> Result<Memory, Error> {
    let rows = "SELECT json_group_array(json_array(kind, told, step, known)) FROM alerts";
    Ok(sql.document(rows, Vec::new())?.unwrap_or_default())
}

/// Keeps what was told, with the events that tell it: pairs of a type and a text as JSON. To be run as one transaction.
pub(super) fn tell(
    sql: &Sql,
    memory: &Memory,
    events: &[(&'static str, String)],
    today: i32,
    now_ms: i64,
) -> Result<(), Error> {
    let rows = SqlStorageValue::String(serde_json::to_string(memory)?);
    sql.run("DELETE FROM alerts", Vec::new())?;
    sql.run(REMEMBER, vec![rows])?;
    for (kind, event) in events {
        let event = SqlStorageValue::String(event.clone());
        let now = SqlStorageValue::Integer(now_ms);
        sql.run(SEND, vec![(*kind).into(), event, today.into(), now])?;
    }
    let before = SqlStorageValue::Integer(now_ms.saturating_sub(OLD_SECRET_MS));
    sql.run(FORGET_SECRET, vec![before])?;
    sql.run(
        TIDY,
        vec![(today - DEAD_DAYS).into(), MAX_DELIVERIES.into()],
    )
}

/// When the object is to wake next, in milliseconds since 1970: to deliver, to look (at once where the last look lies
/// after a given moment: a clock ran ahead), or to remove a callback, not before that moment.
pub(super) fn next(sql: &Sql, remove_from_ms: i64) -> Result<Option<i64>, Error> {
    sql.document(NEXT, vec![SqlStorageValue::Integer(remove_from_ms)])
}

/// The deliveries that are to be tried now, five texts each: its name, the event, where it goes, the secret, and the one
/// before it, empty when that signs no more.
pub(super) fn due(sql: &Sql, now_ms: i64) -> Result<Vec<String>, Error> {
    let values = vec![SqlStorageValue::Integer(now_ms), AT_ONCE.into()];
    Ok(sql.document(DUE, values)?.unwrap_or_default())
}

/// Notes what came of an attempt: the answer's status, 0 where none came.
pub(super) fn tried(sql: &Sql, id: &str, status: u16, now_ms: i64) -> Result<(), Error> {
    if (200..300).contains(&status) {
        return sql.run("DELETE FROM deliveries WHERE id = ?", vec![id.into()]);
    }
    if status == 410 {
        // By the specification: the receiver wants no more.
        sql.run(GONE, vec![id.into()])?;
    }
    let attempts = "SELECT attempts + 1 FROM deliveries WHERE id = ?";
    let attempts: Option<u32> = sql.document(attempts, vec![id.into()])?;
    let wait = attempts.filter(|_| status != 410).and_then(next_attempt);
    let next = wait.map_or(SqlStorageValue::Null, |wait| {
        SqlStorageValue::Integer(now_ms.saturating_add(wait))
    });
    sql.run(FAILED, vec![id.into(), i32::from(status).into(), next])
}

// Each of these is given four values: a webhook's name, a body, a delivery's name and the time.

const ADD: &str = "INSERT INTO webhooks (id, journey, url, events, paused, secret)
    SELECT ?1, ?2 ->> 'journey', ?2 ->> 'url', ?2 -> 'events', ?2 ->> 'paused', ?2 ->> 'secret'
    WHERE (SELECT count(*) FROM webhooks) < 10 AND ?4";

const CHANGE: &str = "UPDATE webhooks
    SET url = ?2 ->> 'url', events = ?2 -> 'events', paused = ?2 ->> 'paused'
    WHERE id = ?1 AND ?4";

const REMOVE: &str = "DELETE FROM webhooks WHERE id = ?1 AND ?4";

const ROTATE: &str = "UPDATE webhooks SET previous = secret, secret = ?2, rotated = ?4
    WHERE id = ?1";

const SEND_TEST: &str = "INSERT INTO deliveries (id, webhook, type, event, day, next)
    SELECT lower(hex(randomblob(16))), id, ?2 ->> 'type', ?2, CAST(?4 / 86400000 AS INTEGER), ?4
    FROM webhooks WHERE id = ?1";

const SEND_AGAIN: &str = "UPDATE deliveries SET next = ?4, attempts = 0
    WHERE webhook = ?1 AND id = ?3 AND next IS NULL";

const REMOVE_ORPHANS: &str = "DELETE FROM deliveries
    WHERE webhook NOT IN (SELECT id FROM webhooks)";

const SEND: &str = "INSERT INTO deliveries (id, webhook, type, event, day, next)
    SELECT lower(hex(randomblob(16))), id, ?1, ?2, ?3, ?4 FROM webhooks
    WHERE NOT paused AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?1)";

const REMEMBER: &str = "INSERT INTO alerts (kind, told, step, known)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)";

const TIDY: &str = "DELETE FROM deliveries WHERE day <= ?1 OR number <= (
        SELECT number FROM deliveries ORDER BY number DESC LIMIT 1 OFFSET ?2)";

const NEXT: &str = "SELECT min(at) FROM (
    SELECT min(next) AS at FROM deliveries JOIN webhooks ON webhooks.id = webhook WHERE NOT paused
    UNION ALL SELECT 3600000 * (1 + coalesce(
            (SELECT told FROM alerts WHERE kind = 'look' AND 3600000 * told <= ?1), 0))
        FROM webhooks WHERE NOT paused
    UNION ALL SELECT max(86400000 * min(deletes), ?1) FROM callbacks)";

const DUE: &str = "SELECT json_group_array(value) FROM (
        SELECT deliveries.id AS name, event, url, secret, previous
        FROM deliveries JOIN webhooks ON webhooks.id = webhook
        WHERE NOT paused AND next <= ?1 ORDER BY next LIMIT ?2),
    json_each(json_array(name, event, url, secret, previous))";

const FORGET_SECRET: &str = "UPDATE webhooks SET previous = '', rotated = 0
    WHERE rotated <= ? AND previous <> ''";

const GONE: &str = "UPDATE webhooks SET paused = 1
    WHERE id = (SELECT webhook FROM deliveries WHERE id = ?)";

const FAILED: &str = "UPDATE deliveries
    SET attempts = attempts + 1, status = nullif(?2, 0), next = ?3 WHERE id = ?1";

const LIST: &str = "SELECT group_concat(line, ',') FROM (SELECT json_object(
        'id', id, 'url', url, 'events', json(events),
        'paused', json(iif(paused, 'true', 'false')),
        'waiting', (SELECT count(next) FROM deliveries WHERE webhook = webhooks.id),
        'dead', (SELECT count(*) - count(next) FROM deliveries WHERE webhook = webhooks.id)) AS line
    FROM webhooks WHERE ?1 = '' OR id = ?1 ORDER BY id)";

const LIST_DELIVERIES: &str = "SELECT group_concat(line, ',') FROM (SELECT json_object(
        'id', id, 'type', type, 'state', iif(next IS NULL, 'dead', 'waiting'),
        'attempts', attempts, 'lastStatus', status,
        'nextAttempt', strftime('%Y-%m-%dT%H:%M:%SZ', next / 1000, 'unixepoch'),
        'date', date(day * 86400, 'unixepoch')) AS line
    FROM deliveries WHERE webhook = ?1 AND (?2 = '' OR id = ?2)
    ORDER BY number DESC LIMIT ?3 OFFSET ?4)";
