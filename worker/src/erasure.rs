//! Removing rows from the disk too.
//!
//! `SQLite` only forgets where a removed row was; its bytes stay until something else is written
//! there, and the storage of Durable Objects refuses both `secure_delete` and `VACUUM`. So rows
//! are kept by copying them to a table of their own, and what became free is overwritten with
//! zeros. Owns the table `peak`. The write-ahead log goes when the object is idle or has written a few megabytes more.

use crate::{error::Error, sql::Sql};
use worker::{SqlStorageValue, State};

/// Removes the rows that a condition with one value does not keep: the others move to a new
/// table. To be run as one transaction, and followed by [`overwrite`].
pub(crate) fn keep_only(
    sql: &Sql,
    table: &str,
    condition: &str,
    value: SqlStorageValue,
) -> Result<(), Error> {
    let created = sql.text(
        "SELECT substr(sql, instr(sql, '(')) FROM sqlite_master WHERE type = 'table' AND name = ?",
        vec![table.into()],
    )?;
    let columns = created.ok_or_else(|| Error::Internal(format!("no table of {table}")))?;
    sql.run(&format!("CREATE TABLE kept {columns}"), Vec::new())?;
    sql.run(
        &format!("INSERT OR FAIL INTO kept SELECT * FROM {table} WHERE {condition} ORDER BY id"),
        vec![value],
    )?;
    measure(sql)?;
    sql.run(&format!("DROP TABLE {table}"), Vec::new())?;
    sql.run(&format!("ALTER TABLE kept RENAME TO {table}"), Vec::new())
}

/// Overwrites what became free since the tables had a size that [`measure`] gave.
pub(crate) async fn overwrite(state: &State, sql: &Sql, size_before: usize) -> Result<(), Error> {
    state.storage().sync().await?;
    write_zeros(sql, size_before)?;
    // Pages that are freed within the transaction that wrote them are never written.
    state.storage().sync().await?;
    remove_zeros(sql)
}

/// The table that remembers the most bytes the tables took when they were measured, by which it is known how much of
/// the file is free: `SQLite` does not tell. Nothing is known of a database that was there before this table.
pub(crate) const PEAK: &str = "CREATE TABLE peak (bytes INTEGER NOT NULL) STRICT";

/// How many bytes the tables take; to be asked before anything that may free many of them.
pub(crate) fn measure(sql: &Sql) -> Result<usize, Error> {
    let size = sql.size();
    let bytes = SqlStorageValue::Integer(i64::try_from(size).unwrap_or(i64::MAX));
    sql.run("UPDATE peak SET bytes = ?1 WHERE bytes < ?1", vec![bytes])?;
    Ok(size)
}

/// Fills free pages with zeros: as many as there can be, so that what was freed is among them and the file hardly grows,
/// or as many as surely hold what was freed just now, wherever it is among them.
fn write_zeros(sql: &Sql, size_before: usize) -> Result<(), Error> {
    // What single writes may have freed since the tables were largest.
    const UNSEEN: usize = 512 * 1024;
    // The first page of the list of free pages names at most so many bytes of them.
    const LISTED: usize = 4 * 1024 * 1024;
    const ROW: usize = 64 * 1024;
    remove_zeros(sql)?;
    let peak = sql.document("SELECT bytes FROM peak", Vec::new())?;
    let peak = peak.unwrap_or(usize::MAX).max(size_before + UNSEEN);
    let free = peak.saturating_sub(sql.size());
    let rows = free.min(size_before + LISTED).div_ceil(ROW);
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    sql.run("CREATE TABLE zeros (zeros BLOB) STRICT", Vec::new())?;
    sql.run(
        "WITH RECURSIVE row(number) AS (
            SELECT 1 UNION ALL SELECT number + 1 FROM row WHERE number < ?)
         INSERT OR FAIL INTO zeros SELECT zeroblob(65536) FROM row",
        vec![rows.into()],
    )?;
    measure(sql)?;
    Ok(())
}

/// Gives the pages of the zeros back.
fn remove_zeros(sql: &Sql) -> Result<(), Error> {
    sql.run("DROP TABLE IF EXISTS zeros", Vec::new())
}
