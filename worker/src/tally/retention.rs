//! What a shard keeps too long, and what is left of it.

use crate::{erasure, error::Error, sql::Sql};
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

/// Removes the signals of before a day. To be run as one transaction.
pub(super) fn remove_signals(sql: &Sql, first_kept: i32) -> Result<(), Error> {
    erasure::keep_only(sql, "signals", "day >= ?", first_kept.into())
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
