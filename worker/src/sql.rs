//! The `SQLite` database of a Durable Object, with few crossings of the boundary: a query takes and
//! gives JSON documents, and what belongs together is written whole or not at all.

use crate::error::Error;
use js_sys::{Function, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use worker::{SqlStorage, SqlStorageValue, State};

/// The database of one object.
#[derive(Debug, Clone)]
pub(crate) struct Sql(SqlStorage);

impl Sql {
    /// Opens an object's database and brings its tables up to date. Migrations are numbered by
    /// their place; a released one never changes.
    pub(crate) fn open(state: &State, migrations: &[&str]) -> Result<Self, Error> {
        let sql = Self(state.storage().sql());
        sql.run(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT",
            Vec::new(),
        )?;
        let done: usize = sql
            .document("SELECT count(*) FROM migrations", Vec::new())?
            .unwrap_or(0);
        for (index, migration) in migrations.iter().enumerate().skip(done) {
            sql.run(migration, Vec::new())?;
            let number =
                i64::try_from(index).map_err(|error| Error::Internal(error.to_string()))?;
            sql.run(
                "INSERT INTO migrations (number) VALUES (?)",
                vec![SqlStorageValue::Integer(number)],
            )?;
        }
        Ok(sql)
    }

    /// Runs a statement that gives no rows.
    pub(crate) fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<(), Error> {
        self.0.exec(statement, values)?;
        Ok(())
    }

    /// Runs a query with one row and one column, and reads that as JSON; none
    /// where there is no row or it is null.
    pub(crate) fn document<T: DeserializeOwned>(
        &self,
        query: &str,
        values: Vec<SqlStorageValue>,
    ) -> Result<Option<T>, Error> {
        let text = self.text(query, values)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Runs a query with one row and one column, and gives that as text; none where there is no
    /// row or it is null. A text may have at most 2 MB.
    pub(crate) fn text(
        &self,
        query: &str,
        values: Vec<SqlStorageValue>,
    ) -> Result<Option<String>, Error> {
        let cursor = self.0.exec(query, values)?;
        let Some(row) = cursor.raw().next().transpose()? else {
            return Ok(None);
        };
        match row.into_iter().next() {
            None | Some(SqlStorageValue::Null) => Ok(None),
            Some(SqlStorageValue::String(text)) => Ok(Some(text)),
            Some(SqlStorageValue::Integer(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(Error::Internal(format!("{other:?} is no text"))),
        }
    }

    /// The pages that a query gives, which takes a length and an offset after these values.
    pub(crate) fn pages(
        &self,
        query: &str,
        values: &[SqlStorageValue],
        length: i32,
    ) -> Result<Vec<String>, Error> {
        let mut pages = Vec::new();
        for offset in (0..).step_by(usize::try_from(length).unwrap_or(1)) {
            let mut values = values.to_vec();
            values.extend([length.into(), SqlStorageValue::from(offset)]);
            match self.text(query, values)? {
                Some(page) if page != "[]" => pages.push(page),
                _ => break,
            }
        }
        Ok(pages)
    }

    /// How many bytes the tables take, without what is free.
    pub(crate) fn size(&self) -> usize {
        self.0.database_size()
    }
}

/// Makes several writes as one: all of them happen or none. They are one transaction because
/// nothing is awaited between them; when one fails, the object is reset before that transaction
/// ends, which undoes the others and fails every request that waits for them.
///
/// A savepoint would do the same, but past 64 KB its journal goes to a temporary file, which the
/// storage of Durable Objects does not have. For the same reason a statement that writes many
/// rows says `OR FAIL`: by default it keeps such a journal too.
pub(crate) fn all_or_nothing(
    state: &State,
    work: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    work().inspect_err(|error| {
        worker::console_error!("a write failed, the object starts anew: {error:?}");
        if let Err(error) = reset_soon(state.as_raw()) {
            worker::console_error!("the object could not be reset: {error:?}");
        }
    })
}

/// Makes the writes of some statements as one, each with its rows as one JSON document.
pub(crate) fn write_all(
    state: &State,
    sql: &Sql,
    statements: Vec<(&'static str, String)>,
) -> Result<(), Error> {
    all_or_nothing(state, || {
        statements.into_iter().try_for_each(|(statement, rows)| {
            sql.run(statement, vec![SqlStorageValue::String(rows)])
        })
    })
}

/// Resets an object once the running code is done. Resetting ends JavaScript where it stands, so
/// nothing of Rust may be on the stack then: it would never be cleaned up.
fn reset_soon(state: &JsValue) -> Result<(), JsValue> {
    let abort: Function = Reflect::get(state, &"abort".into())?.dyn_into()?;
    let abort = abort.bind1(state, &"a write failed".into());
    let queue: Function = Reflect::get(&js_sys::global(), &"queueMicrotask".into())?.dyn_into()?;
    queue.call1(&JsValue::UNDEFINED, &abort)?;
    Ok(())
}
