//! The `SQLite` database of a Durable Object, with few crossings of the boundary: a query takes and
//! gives JSON documents, and what belongs together is written in one transaction.

use crate::error::Error;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use worker::{SqlStorage, SqlStorageValue, State};

/// The database of one object.
#[derive(Debug, Clone)]
pub(crate) struct Sql(SqlStorage);

#[wasm_bindgen]
extern "C" {
    /// The storage's own view, for the call that the `worker` crate does not bind.
    type TransactionalStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &TransactionalStorage,
        closure: &Closure<dyn FnMut() -> Result<(), JsValue>>,
    ) -> Result<JsValue, JsValue>;
}

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
        let cursor = self.0.exec(query, values)?;
        let Some(row) = cursor.raw().next().transpose()? else {
            return Ok(None);
        };
        match row.into_iter().next() {
            None | Some(SqlStorageValue::Null) => Ok(None),
            Some(SqlStorageValue::String(document)) => Ok(Some(serde_json::from_str(&document)?)),
            Some(SqlStorageValue::Integer(number)) => {
                Ok(Some(serde_json::from_str(&number.to_string())?))
            }
            Some(other) => Err(Error::Internal(format!("{other:?} is no JSON document"))),
        }
    }
}

/// Runs what writes in one transaction: all of it happens or nothing.
pub(crate) fn transaction(
    state: &State,
    work: impl FnMut() -> Result<(), Error> + 'static,
) -> Result<(), Error> {
    let mut work = work;
    let closure =
        Closure::new(move || work().map_err(|error| JsValue::from_str(&format!("{error:?}"))));
    let storage = state.storage();
    let storage: &TransactionalStorage = storage.as_raw().unchecked_ref();
    storage.transaction_sync(&closure)?;
    Ok(())
}
