//! Removing rows from the disk too.
//!
//! `SQLite` only forgets where a removed row was; its bytes stay until something else is written
//! there, and the storage of Durable Objects refuses both `secure_delete` and `VACUUM`. So rows
//! are kept by copying them to a table of their own, and what became free is overwritten with
//! zeros. The write-ahead log goes when the object is idle or has written a few megabytes more.

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
    sql.run(&format!("DROP TABLE {table}"), Vec::new())?;
    sql.run(&format!("ALTER TABLE kept RENAME TO {table}"), Vec::new())
}

/// Overwrites what became free since the tables had a size.
pub(crate) async fn overwrite(state: &State, sql: &Sql, size_before: usize) -> Result<(), Error> {
    state.storage().sync().await?;
    write_zeros(sql, size_before)?;
    // Pages that are freed within the transaction that wrote them are never written.
    state.storage().sync().await?;
    remove_zeros(sql)
}

/// Fills free pages with zeros, enough to cover the bytes that were freed wherever they are among
/// them.
fn write_zeros(sql: &Sql, size_before: usize) -> Result<(), Error> {
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
fn remove_zeros(sql: &Sql) -> Result<(), Error> {
    sql.run("DROP TABLE IF EXISTS zeros", Vec::new())
}
