//! How what a shard holds moves house.

use crate::{error::Error, rows::Carried, sql::Sql};
use worker::SqlStorageValue;

/// Released counts of the days that a query names, each under its columns in an export; a page of
/// them a line.
pub(super) fn counts(sql: &Sql, query: &str) -> Result<String, Error> {
    let days: Vec<SqlStorageValue> = query.split(',').map(SqlStorageValue::from).collect();
    Ok(sql.pages(COUNTS, &days, 4000)?.join("\n"))
}

pub(super) const CARRIED: Carried = Carried {
    rows: &ROWS,
    insert: &INSERT,
};

pub(super) const OCCUPIED: &str =
    "SELECT EXISTS (SELECT 1 FROM receipts) OR EXISTS (SELECT 1 FROM tallies)
    OR EXISTS (SELECT 1 FROM showings) OR EXISTS (SELECT 1 FROM waiting)
    OR EXISTS (SELECT 1 FROM signals) OR EXISTS (SELECT 1 FROM bursts)";

const COUNTS: &str = "SELECT json_group_array(json_array(key, count)) FROM (
    SELECT 'tally,' || date(day * 86400, 'unixepoch') || ',' || step || ',' || version || ','
           || breakdown || ',' || option || ',' || reason || ',,,,' AS key, count
    FROM tallies WHERE day BETWEEN ?1 AND ?2
    UNION ALL
    SELECT 'showing,' || date(day * 86400, 'unixepoch') || ',' || step || ',' || version || ',,,,'
           || channel || ',' || audience || ',' || language || ',' || state, count
    FROM showings WHERE day BETWEEN ?1 AND ?2
    LIMIT ?3 OFFSET ?4)";

/// How many bursts are surely less than 2 MB.
pub(super) const BURSTS_A_PAGE: i32 = 4;

/// Queries of lines, each with how many are surely less than 2 MB.
const ROWS: [(&str, i32); 6] = [
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'breakdown', breakdown, 'count', count, 'day', date(day * 86400, 'unixepoch'),
            'kind', 'tally', 'option', option, 'questionVersion', version,
            'reason', nullif(reason, ''), 'step', step) AS line
         FROM tallies ORDER BY step, version, breakdown, day, option, reason LIMIT ? OFFSET ?)",
        3000,
    ),
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'audience', nullif(audience, ''), 'channel', channel, 'count', count,
            'day', date(day * 86400, 'unixepoch'), 'kind', 'showing', 'language', language,
            'questionVersion', version, 'state', state, 'step', step) AS line
         FROM showings ORDER BY step, version, day, channel, audience, language, state
         LIMIT ? OFFSET ?)",
        3000,
    ),
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'batch', nullif(batch, -1), 'burst', nullif(burst, 0), 'comment', comment, 'day', date(day * 86400, 'unixepoch'),
            'id', id, 'kind', 'signal', 'note', nullif(note, ''), 'option', nullif(option, ''),
            'questionVersion', version, 'reason', nullif(reason, ''), 'status', status,
            'step', step) AS line
         FROM signals ORDER BY id LIMIT ? OFFSET ?)",
        80,
    ),
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'group', json(grouped), 'kind', 'waiting', 'waiting', json(waiting)) AS line
         FROM waiting ORDER BY grouped LIMIT ? OFFSET ?)",
        40,
    ),
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'burst', json(burst), 'kind', 'burst', 'number', number) AS line
         FROM bursts ORDER BY number LIMIT ? OFFSET ?)",
        BURSTS_A_PAGE,
    ),
    (
        "SELECT group_concat(line, '\n') FROM (SELECT json_object(
            'kind', 'receipt', 'receipt', json(receipt), 'ulid', ulid) AS line
         FROM receipts ORDER BY ulid LIMIT ? OFFSET ?)",
        2000,
    ),
];

const INSERT: [&str; 6] = [
    "INSERT OR FAIL INTO tallies (step, version, breakdown, day, option, reason, count)
     SELECT value ->> 'step', value ->> 'questionVersion', value ->> 'breakdown',
            unixepoch(value ->> 'day') / 86400, value ->> 'option',
            coalesce(value ->> 'reason', ''), value ->> 'count'
     FROM json_each(?) WHERE value ->> 'kind' = 'tally'",
    "INSERT OR FAIL INTO showings
            (step, version, day, channel, audience, language, state, count)
     SELECT value ->> 'step', value ->> 'questionVersion', unixepoch(value ->> 'day') / 86400,
            value ->> 'channel', coalesce(value ->> 'audience', ''), value ->> 'language',
            value ->> 'state', value ->> 'count'
     FROM json_each(?) WHERE value ->> 'kind' = 'showing'",
    "INSERT OR FAIL INTO signals
            (id, step, version, day, batch, option, reason, comment, status, note, burst)
     SELECT value ->> 'id', value ->> 'step', value ->> 'questionVersion',
            unixepoch(value ->> 'day') / 86400, coalesce(value ->> 'batch', -1),
            coalesce(value ->> 'option', ''), coalesce(value ->> 'reason', ''), value ->> 'comment',
            value ->> 'status', coalesce(value ->> 'note', ''), coalesce(value ->> 'burst', 0)
     FROM json_each(?) WHERE value ->> 'kind' = 'signal'",
    "INSERT OR FAIL INTO waiting (grouped, waiting)
     SELECT value -> 'group', value -> 'waiting'
     FROM json_each(?) WHERE value ->> 'kind' = 'waiting'",
    "INSERT OR FAIL INTO bursts (number, burst)
     SELECT value ->> 'number', value -> 'burst'
     FROM json_each(?) WHERE value ->> 'kind' = 'burst'",
    "INSERT OR FAIL INTO receipts (ulid, receipt)
     SELECT value ->> 'ulid', value -> 'receipt'
     FROM json_each(?) WHERE value ->> 'kind' = 'receipt'",
];
