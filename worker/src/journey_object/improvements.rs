//! The improvements of a journey, each kept as one JSON document under its name.

use crate::{error::Error, sql::Sql};
use journey::improvement::{MAX_IMPROVEMENTS, MAX_SHOWN};
use worker::{Method, SqlStorageValue};

pub(super) const TABLE: &str = "CREATE TABLE improvements (
        id TEXT PRIMARY KEY, improvement TEXT NOT NULL
    ) STRICT, WITHOUT ROWID";

/// All of them, the newest first, a line each.
pub(super) fn all(sql: &Sql) -> Result<String, Error> {
    Ok(sql.pages(ALL, &[], 25)?.join("\n"))
}

/// Those that residents see at a step, the newest first, a line each.
pub(super) fn published(sql: &Sql, step: &str) -> Result<String, Error> {
    let most = i32::try_from(MAX_SHOWN).unwrap_or(i32::MAX);
    let lines = sql.text(PUBLISHED, vec![step.into(), most.into()])?;
    Ok(lines.unwrap_or_default())
}

/// Adds an improvement (POST), replaces it (PUT) or removes it (DELETE); the status that tells
/// what became of that.
pub(super) fn change(sql: &Sql, method: &Method, id: &str, text: String) -> Result<u16, Error> {
    let known = one(sql, id)?.is_some();
    let (status, statement) = match method {
        Method::Post => {
            let count: Option<usize> =
                sql.document("SELECT count(*) FROM improvements", Vec::new())?;
            if known || count.is_some_and(|it| it >= MAX_IMPROVEMENTS) {
                return Ok(409);
            }
            (
                201,
                "INSERT INTO improvements (id, improvement) VALUES (?1, ?2)",
            )
        }
        _ if !known => return Ok(404),
        Method::Put => (
            200,
            "UPDATE improvements SET improvement = ?2 WHERE id = ?1",
        ),
        _ => (204, "DELETE FROM improvements WHERE id = ?1 AND ?2 = ''"),
    };
    sql.run(statement, vec![id.into(), SqlStorageValue::String(text)])?;
    Ok(status)
}

/// One of them.
pub(super) fn one(sql: &Sql, id: &str) -> Result<Option<String>, Error> {
    let improvement = "SELECT improvement FROM improvements WHERE id = ?";
    sql.text(improvement, vec![id.into()])
}

const ALL: &str = "SELECT group_concat(improvement, '\n') FROM (
    SELECT improvement FROM improvements
    ORDER BY improvement ->> 'since' DESC, id LIMIT ? OFFSET ?)";

const PUBLISHED: &str = "SELECT group_concat(improvement, '\n') FROM (
    SELECT improvement FROM improvements
    WHERE improvement ->> 'step' = ? AND improvement ->> 'published'
    ORDER BY improvement ->> 'since' DESC, id LIMIT ?)";
