//! How keys and the audit log move house. They join those that are there, so that the same lines again, or those of a
//! house that went on, do no harm. Whoever was revoked in either house stays so.

use crate::{
    error::Error,
    reply::Reply,
    rows::Carried,
    sql::{self, Sql},
};
use journey::access::MAX_KEYS;
use worker::{SqlStorageValue, State};

pub(super) const CARRIED: Carried = Carried {
    rows: &[
        (
            "SELECT group_concat(line, '\n') FROM (SELECT json_object(
                'created', created, 'hash', hash, 'id', id, 'journeys', access -> 'journeys',
                'kind', 'key', 'label', label, 'role', access ->> 'role', 'used', used) AS line
             FROM keys ORDER BY id LIMIT ? OFFSET ?)",
            100,
        ),
        (
            "SELECT group_concat(line, '\n') FROM (SELECT json_object(
                'action', action, 'date', date, 'key', key, 'kind', 'audit',
                'nth', (SELECT count(*) FROM audit AS same
                        WHERE same.date = audit.date AND same.number <= audit.number
                          AND same.key = audit.key AND same.action = audit.action
                          AND same.subject = audit.subject),
                'subject', subject) AS line
             FROM audit ORDER BY date, number LIMIT ? OFFSET ?)",
            3000,
        ),
    ],
    insert: &[
        "INSERT OR FAIL INTO keys (id, hash, label, access, created, used)
         SELECT value ->> 'id', value ->> 'hash', value ->> 'label',
                json_patch(json_object('role', value ->> 'role'),
                           json_object('journeys', value -> 'journeys')),
                value ->> 'created', value ->> 'used'
         FROM json_each(?) WHERE value ->> 'kind' = 'key'
         ON CONFLICT DO NOTHING",
        "INSERT OR FAIL INTO audit (date, key, action, subject)
         SELECT value ->> 'date', value ->> 'key', value ->> 'action', value ->> 'subject'
         FROM json_each(?) AS line
         WHERE value ->> 'kind' = 'audit' AND value ->> 'nth' > (
             SELECT count(*) FROM audit
             WHERE date = line.value ->> 'date' AND audit.key = line.value ->> 'key'
               AND action = line.value ->> 'action' AND subject = line.value ->> 'subject')",
    ],
};

const REVOKE: &str = "DELETE FROM keys WHERE id IN (SELECT subject FROM audit WHERE action = ?)";

/// How many keys there would be.
const KEYS: &str = "SELECT count(*) FROM (
    SELECT id FROM keys UNION SELECT value ->> 'id' FROM json_each(?))";

const HELD: &str = "SELECT (SELECT count(*) FROM keys) || ' ' || (SELECT count(*) FROM audit)";

/// Takes lines in, and tells whether any was news.
pub(super) fn take(state: &State, sql: &Sql, lines: &str) -> Result<Reply, Error> {
    let keys = lines
        .lines()
        .filter(|line| line.contains(r#","kind":"key","#))
        .collect::<Vec<_>>()
        .join(",");
    let keys = SqlStorageValue::String(["[", &keys, "]"].concat());
    if sql.document(KEYS, vec![keys])?.unwrap_or(0) > MAX_KEYS {
        return Err(Error::Conflict("There are too many keys.".into()));
    }
    let before = sql.text(HELD, Vec::new())?;
    let mut statements = CARRIED.statements(lines);
    statements.push((REVOKE, "key-revoked".to_owned()));
    sql::write_all(state, sql, statements)?;
    Ok(Reply::json(200, &(sql.text(HELD, Vec::new())? != before)))
}
