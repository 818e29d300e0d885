//! The signals of a shard, as the owner sees and changes them.
//!
//! None that is held with a burst shows. What was answered shows only once the batch that holds it
//! is released: when it is no group's open batch.

use crate::{error::Error, sql::Sql};
use worker::SqlStorageValue;

/// How many signals at most make one document, which may have 2 MB.
const PAGE: &str = "100";

/// A page of signals as JSON, the newest day first. The query names, by commas, the shard's
/// number, a status or nothing, the first and last day, the day and the name after which the page
/// begins, how many at most, names with a plus between them or nothing, and one step or nothing.
pub(super) fn page(sql: &Sql, query: &str) -> Result<String, Error> {
    let values = query.split(',').map(SqlStorageValue::from).collect();
    Ok(sql.text(SIGNALS, values)?.unwrap_or_default())
}

/// How many signals nobody read, and the day of the oldest, as a JSON pair.
pub(super) fn unread(sql: &Sql) -> Result<String, Error> {
    let pair = "SELECT json_array(count(*), date(min(day) * 86400, 'unixepoch'))
        FROM signals WHERE status = 'new'";
    Ok(sql.text(pair, Vec::new())?.unwrap_or_default())
}

/// All signals of a period, a page of them a line. The query names the shard and both days.
pub(super) fn all(sql: &Sql, query: &str) -> Result<String, Error> {
    let [shard, first, last] = query.split(',').collect::<Vec<_>>()[..] else {
        return Err(Error::Internal(format!("no days in {query:?}")));
    };
    let mut pages = Vec::new();
    let mut after = format!("{},", i32::MAX);
    loop {
        pages.push(page(
            sql,
            &format!("{shard},,{first},{last},{after},{PAGE},,"),
        )?);
        let from = [first, last, &after]
            .join(",")
            .split(',')
            .chain([PAGE])
            .map(SqlStorageValue::from)
            .collect();
        match sql.text(LAST, from)? {
            Some(place) => after = place,
            None => return Ok(pages.join("\n")),
        }
    }
}

/// Adds what an employee reported on a day, given as its name, step, version and text, unless it is there; whether it is
/// new.
pub(super) fn add(sql: &Sql, reported: String, day: i32) -> Result<bool, Error> {
    let known = "SELECT EXISTS (SELECT 1 FROM signals WHERE id = ? ->> 0)";
    let reported = SqlStorageValue::String(reported);
    if sql.text(known, vec![reported.clone()])?.as_deref() == Some("1") {
        return Ok(false);
    }
    sql.run(REPORT, vec![reported, day.into()])?;
    Ok(true)
}

/// Changes a signal's status and note as far as the pair in `change` says, and gives the status it had on a line, and
/// then a list with that signal, if there is one. The query names the shard and the signal.
pub(super) fn change(sql: &Sql, query: &str, change: String) -> Result<String, Error> {
    let (shard, uuid) = query.split_once(',').unwrap_or_default();
    let before = "SELECT status FROM signals WHERE id = ?";
    let before = sql.text(before, vec![uuid.into()])?.unwrap_or_default();
    sql.run(
        "UPDATE signals SET status = coalesce(?1 ->> 0, status), note = coalesce(?1 ->> 1, note)
         WHERE id = ?2 AND burst = 0",
        vec![SqlStorageValue::String(change), uuid.into()],
    )?;
    let days = format!("{},{},{}", i32::MIN, i32::MAX, i32::MAX);
    let changed = page(sql, &format!("{shard},,{days},,1,{uuid},"))?;
    Ok([before, changed].join("\n"))
}

/// Without an answer, so in no batch.
const REPORT: &str = "INSERT INTO signals (id, step, version, day, batch, option, reason, comment)
    SELECT ?1 ->> 0, ?1 ->> 1, ?1 ->> 2, ?2, -1, '', '', ?1 ->> 3";

const SIGNALS: &str = "SELECT json_group_array(json_object(
        'id', ?1 || '-' || id, 'step', step, 'questionVersion', version,
        'day', date(day * 86400, 'unixepoch'), 'status', status,
        'waiting', json(iif(released, 'false', 'true')),
        'option', iif(released, nullif(option, ''), NULL),
        'reason', iif(released, nullif(reason, ''), NULL), 'comment', comment,
        'note', nullif(note, '')))
    FROM (SELECT *, batch NOT IN (SELECT waiting ->> 'batch' FROM waiting) AS released
          FROM signals
          WHERE burst = 0 AND (?2 = '' OR status = ?2) AND day BETWEEN ?3 AND ?4
            AND (day < ?5 OR day = ?5 AND id > ?6) AND (?8 = '' OR instr('+' || ?8 || '+', '+' || id || '+') > 0)
            AND (?9 = '' OR step = ?9)
          ORDER BY day DESC, id LIMIT ?7)";

/// The place of the last signal of a full page: the days, the place before it, and its length.
const LAST: &str = "SELECT day || ',' || id FROM signals
    WHERE burst = 0 AND day BETWEEN ?1 AND ?2 AND (day < ?3 OR day = ?3 AND id > ?4)
    ORDER BY day DESC, id LIMIT 1 OFFSET ?5 - 1";
