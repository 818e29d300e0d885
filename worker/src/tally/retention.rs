//! Removing what is due, from the tables and from the disk.
//!
//! `SQLite` only forgets where a removed row was; its bytes stay until something else is written
//! there, and the storage of Durable Objects refuses both `secure_delete` and `VACUUM`. So signals
//! are kept by copying them to a table of their own, and what became free is overwritten with
//! zeros. The write-ahead log goes when the object is idle or has written a few megabytes more.

use crate::{error::Error, sql::Sql};
use worker::SqlStorageValue;

/// How much is still there after a removal.
pub(super) struct Left {
    pub(super) receipts: bool,
    pub(super) signals: bool,
}

/// Whether there are signals of before a day.
pub(super) fn signals_are_due(sql: &Sql, first_kept: i32) -> Result<bool, Error> {
    let due = "SELECT EXISTS (SELECT 1 FROM signals WHERE day < ?)";
    let due = sql.text(due, vec![first_kept.into()])?;
    Ok(due.as_deref() == Some("1"))
}

/// Whether there are receipts of ULIDs before one.
pub(super) fn receipts_are_due(sql: &Sql, first_kept: String) -> Result<bool, Error> {
    let due = "SELECT EXISTS (SELECT 1 FROM receipts WHERE ulid < ?)";
    let due = sql.text(due, vec![SqlStorageValue::String(first_kept)])?;
    Ok(due.as_deref() == Some("1"))
}

/// Removes the receipts of ULIDs before one.
pub(super) fn remove_receipts(sql: &Sql, first_kept: String) -> Result<(), Error> {
    let first_kept = SqlStorageValue::String(first_kept);
    sql.run("DELETE FROM receipts WHERE ulid < ?", vec![first_kept])
}

/// Removes the signals of before a day: the others move to a new table. To be run as one
/// transaction.
pub(super) fn remove_signals(sql: &Sql, first_kept: i32) -> Result<(), Error> {
    let created = sql.text(
        "SELECT substr(sql, instr(sql, '(')) FROM sqlite_master
         WHERE type = 'table' AND name = 'signals'",
        Vec::new(),
    )?;
    let columns = created.ok_or_else(|| Error::Internal("no table of signals".to_owned()))?;
    sql.run(&format!("CREATE TABLE kept {columns}"), Vec::new())?;
    sql.run(
        "INSERT OR FAIL INTO kept SELECT * FROM signals WHERE day >= ? ORDER BY id",
        vec![first_kept.into()],
    )?;
    sql.run("DROP TABLE signals", Vec::new())?;
    sql.run("ALTER TABLE kept RENAME TO signals", Vec::new())
}

/// What is still there.
pub(super) fn left(sql: &Sql) -> Result<Left, Error> {
    let (receipts, signals): (u8, u8) = sql
        .document(
            "SELECT json_array(EXISTS (SELECT 1 FROM receipts), EXISTS (SELECT 1 FROM signals))",
            Vec::new(),
        )?
        .unwrap_or_default();
    Ok(Left {
        receipts: receipts > 0,
        signals: signals > 0,
    })
}

/// Fills free pages with zeros, enough to cover the bytes that were freed wherever they are among
/// them. The zeros are only removed, by [`remove_zeros`], once they are on disk: pages that are
/// freed within the transaction that wrote them are never written.
pub(super) fn write_zeros(sql: &Sql, size_before: usize) -> Result<(), Error> {
    // The first page of the list of free pages names at most so many bytes of them.
    const LISTED: usize = 4 * 1024 * 1024;
    const ROW: usize = 64 * 1024;
    let freed = size_before.saturating_sub(sql.size());
    let rows = (freed + size_before.min(LISTED)).div_ceil(ROW);
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    remove_zeros(sql)?;
    sql.run("CREATE TABLE zeros (zeros BLOB) STRICT", Vec::new())?;
    sql.run(
        "WITH RECURSIVE row(number) AS (
            SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < ?)
         INSERT OR FAIL INTO zeros SELECT zeroblob(65536) FROM row",
        vec![rows.into()],
    )
}

/// Gives the pages of the zeros back.
pub(super) fn remove_zeros(sql: &Sql) -> Result<(), Error> {
    sql.run("DROP TABLE IF EXISTS zeros", Vec::new())
}
