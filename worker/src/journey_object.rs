//! A journey's object: its definition through time.
//!
//! Owns the table `editions`, which only grows; the newest edition is in force. An edition is on
//! disk before any shard hears of it.

use crate::{error::Error, reply::Reply, route, sql::Sql, tally};
use journey::{definition::Definition, edition::Edition};
use std::cell::OnceCell;
use worker::{
    Date, DurableObject, Env, Method, Request, RequestInit, Response, SqlStorageValue, State,
    durable_object,
};

const MIGRATIONS: &[&str] =
    &["CREATE TABLE editions (number INTEGER PRIMARY KEY, edition TEXT NOT NULL) STRICT"];

/// The object of one journey.
#[durable_object]
pub struct Journey {
    state: State,
    env: Env,
    sql: OnceCell<Sql>,
}

impl DurableObject for Journey {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            sql: OnceCell::new(),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let reply = self.answer(request).await.unwrap_or_else(Error::into_reply);
        Ok(reply.into_response()?.into())
    }
}

impl Journey {
    async fn answer(&self, mut request: Request) -> Result<Reply, Error> {
        let url = request.inner().url();
        match (request.method(), route::path_and_query(&url)) {
            (Method::Get, ("/edition", _)) => match self.edition()? {
                Some(edition) => Ok(Reply::json(200, &edition)),
                None => Ok(Reply::empty(404)),
            },
            (Method::Put, ("/edition", query)) => {
                let journey = query.strip_prefix("journey=").unwrap_or_default();
                let if_match = request.headers().get("If-Match")?;
                let definition: Definition = serde_json::from_str(&request.text().await?)?;
                self.put(journey, definition, if_match.as_deref()).await
            }
            (Method::Delete, _) => {
                self.sql()?.run("DELETE FROM editions", Vec::new())?;
                Ok(Reply::empty(204))
            }
            _ => Err(Error::NotFound("No such call to a journey.".into(), None)),
        }
    }

    async fn put(
        &self,
        journey: &str,
        definition: Definition,
        if_match: Option<&str>,
    ) -> Result<Reply, Error> {
        let before = self.edition()?;
        let matches = match (if_match, &before) {
            (None, _) | (Some("*"), Some(_)) => true,
            (Some(tags), Some(before)) => tags.split(',').any(|tag| tag.trim() == etag(before)),
            (Some(_), None) => false,
        };
        if !matches {
            return Err(Error::Precondition);
        }
        if let Some(before) = before.as_ref().filter(|it| it.definition == definition) {
            return Ok(Reply::json(200, before));
        }
        let edition = Edition::next(before.as_ref(), definition, Date::now().as_millis());
        let text = serde_json::to_string(&edition)?;
        self.sql()?.run(
            "INSERT INTO editions (number, edition) VALUES (?, ?)",
            vec![
                SqlStorageValue::Integer(edition.number.into()),
                SqlStorageValue::String(text.clone()),
            ],
        )?;
        self.state.storage().sync().await?;
        self.announce(journey, &edition, &text).await;
        let status = if before.is_some() { 200 } else { 201 };
        Ok(Reply::json(status, &edition))
    }

    /// Tells the shards. One that does not hear reads the edition itself before long.
    async fn announce(&self, journey: &str, edition: &Edition, text: &str) {
        let calls = (0..edition.shard_plan.count()).map(|shard| async move {
            let mut init = RequestInit::new();
            init.with_method(Method::Put).with_body(Some(text.into()));
            let request = Request::new_with_init("https://tally/edition", &init)?;
            let stub = tally::stub(&self.env, journey, shard)?;
            stub.fetch_with_request(request).await?;
            Ok::<_, Error>(())
        });
        for (shard, outcome) in futures_util::future::join_all(calls)
            .await
            .iter()
            .enumerate()
        {
            if let Err(error) = outcome {
                worker::console_warn!("shard {shard} did not hear of the edition: {error:?}");
            }
        }
    }

    fn edition(&self) -> Result<Option<Edition>, Error> {
        self.sql()?.document(
            "SELECT edition FROM editions ORDER BY number DESC LIMIT 1",
            Vec::new(),
        )
    }

    fn sql(&self) -> Result<&Sql, Error> {
        if let Some(sql) = self.sql.get() {
            return Ok(sql);
        }
        let sql = Sql::open(&self.state, MIGRATIONS)?;
        Ok(self.sql.get_or_init(|| sql))
    }
}

/// The entity tag of an edition.
pub(crate) fn etag(edition: &Edition) -> String {
    format!("\"{}\"", edition.number)
}
