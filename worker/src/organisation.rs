//! The organisation's object: which journeys there are.
//!
//! Owns the table `journeys`. A journey is listed before its own object is first written, so that
//! every object that holds something can be found.

use crate::{error::Error, reply::Reply, route, sql::Sql};
use std::cell::OnceCell;
use worker::{
    DurableObject, Env, Method, Request, RequestInit, Response, SqlStorageValue, State, Stub,
    durable_object,
};

const MIGRATIONS: &[&str] = &["CREATE TABLE journeys (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"];

/// The one object of an organisation.
#[durable_object]
pub struct Organisation {
    state: State,
    sql: OnceCell<Sql>,
}

impl DurableObject for Organisation {
    fn new(state: State, _env: Env) -> Self {
        Self {
            state,
            sql: OnceCell::new(),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let reply = self.answer(&request).unwrap_or_else(Error::into_reply);
        Ok(reply.into_response()?.into())
    }
}

impl Organisation {
    fn answer(&self, request: &Request) -> Result<Reply, Error> {
        let sql = self.sql()?;
        let url = request.inner().url();
        let (path, _) = route::path_and_query(&url);
        match (request.method(), path.strip_prefix("/journeys")) {
            (Method::Get, Some("")) => {
                let journeys: Vec<String> = sql
                    .document(
                        "SELECT json_group_array(id) FROM (SELECT id FROM journeys ORDER BY id)",
                        Vec::new(),
                    )?
                    .unwrap_or_default();
                Ok(Reply::json(200, &journeys))
            }
            (method, Some(id)) => {
                let id = SqlStorageValue::from(id.trim_start_matches('/'));
                if method == Method::Put {
                    sql.run("INSERT OR IGNORE INTO journeys (id) VALUES (?)", vec![id])?;
                    return Ok(Reply::empty(204));
                }
                let found: Option<u32> =
                    sql.document("SELECT '1' FROM journeys WHERE id = ?", vec![id])?;
                Ok(Reply::empty(if found.is_some() { 204 } else { 404 }))
            }
            (_, None) => Err(Error::NotFound(
                "No such call to the organisation.".into(),
                None,
            )),
        }
    }

    fn sql(&self) -> Result<&Sql, Error> {
        if let Some(sql) = self.sql.get() {
            return Ok(sql);
        }
        let sql = Sql::open(&self.state, MIGRATIONS)?;
        Ok(self.sql.get_or_init(|| sql))
    }
}

/// Every journey's id, in alphabetical order.
pub(crate) async fn journeys(env: &Env) -> Result<Vec<String>, Error> {
    let mut response = stub(env)?
        .fetch_with_str("https://organisation/journeys")
        .await?;
    Ok(serde_json::from_str(&response.text().await?)?)
}

/// Whether a journey is listed.
pub(crate) async fn has(env: &Env, journey: &str) -> Result<bool, Error> {
    let response = stub(env)?
        .fetch_with_str(&format!("https://organisation/journeys/{journey}"))
        .await?;
    Ok(response.status_code() == 204)
}

/// Lists a journey.
pub(crate) async fn add(env: &Env, journey: &str) -> Result<(), Error> {
    let mut init = RequestInit::new();
    init.with_method(Method::Put);
    let request =
        Request::new_with_init(&format!("https://organisation/journeys/{journey}"), &init)?;
    let response = stub(env)?.fetch_with_request(request).await?;
    if response.status_code() == 204 {
        Ok(())
    } else {
        Err(Error::Internal(format!("journey {journey} was not listed")))
    }
}

fn stub(env: &Env) -> Result<Stub, Error> {
    Ok(env
        .durable_object("ORGANISATION")?
        .get_by_name("organisation")?)
}
