//! A journey's object: its definition through time.
//!
//! Owns the table `editions`, which only grows; the newest edition is in force. An edition is on
//! disk before any shard hears of it.

use crate::{error::Error, object, reply::Reply, route, sql::Sql, tally};
use journey::{definition::Definition, edition::Edition};
use std::cell::OnceCell;
use worker::{
    Date, DurableObject, Env, Method, Request, Response, SqlStorageValue, State, durable_object,
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
            (Method::Get, ("/editions", number)) => {
                let number = SqlStorageValue::from(number);
                let edition = "SELECT edition FROM editions WHERE number = ?";
                match self.sql()?.text(edition, vec![number])? {
                    Some(edition) => Ok(Reply::text(200, "application/json", edition)),
                    None => Ok(Reply::empty(404)),
                }
            }
            (Method::Put, ("/editions", _)) => {
                let edition: Edition = serde_json::from_str(&request.text().await?)?;
                self.import(&edition).await
            }
            (Method::Put, ("/edition", query)) => {
                let body = request.text().await?;
                // The entity tags that must match, if any, are a line of their own.
                let (tags, definition) = body.split_once('\n').unwrap_or_default();
                let tags = (!tags.is_empty()).then_some(tags);
                self.put(query, serde_json::from_str(definition)?, tags)
                    .await
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

    /// Takes an edition of a backup, if it is the one here of that number or the next.
    async fn import(&self, edition: &Edition) -> Result<Reply, Error> {
        let newest = self.edition()?.map_or(0, |it| it.number);
        let number = SqlStorageValue::Integer(edition.number.into());
        let here: Option<Edition> = self.sql()?.document(
            "SELECT edition FROM editions WHERE number = ?",
            vec![number.clone()],
        )?;
        if let Some(here) = here {
            return Ok(Reply::empty(if here == *edition { 200 } else { 409 }));
        }
        if edition.number != newest.saturating_add(1) {
            return Ok(Reply::empty(409));
        }
        let text = SqlStorageValue::String(serde_json::to_string(edition)?);
        self.sql()?.run(
            "INSERT INTO editions (number, edition) VALUES (?, ?)",
            vec![number, text],
        )?;
        self.state.storage().sync().await?;
        Ok(Reply::empty(201))
    }

    /// Tells the shards. One that does not hear reads the edition itself before long.
    async fn announce(&self, journey: &str, edition: &Edition, text: &str) {
        let calls = (0..edition.shard_plan.count()).map(|shard| async move {
            let stub = tally::stub(&self.env, journey, shard)?;
            let address = format!("https://tally/edition?{journey}");
            object::call(stub, "PUT", &address, Some(&text.into())).await?;
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

/// One of a journey's editions as it is stored; none where there is none of that number.
pub(crate) async fn edition_text(
    env: &Env,
    journey: &str,
    number: u32,
) -> Result<Option<String>, Error> {
    let address = format!("https://journey/editions?{number}");
    let stub = env.durable_object("JOURNEY")?.get_by_name(journey)?;
    let response = object::call(stub, "GET", &address, None).await?;
    match response.status() {
        200 => Ok(Some(object::text(&response).await?)),
        404 => Ok(None),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status}"
        ))),
    }
}

/// Gives a journey an edition of a backup; whether that is new.
pub(crate) async fn import(env: &Env, journey: &str, edition: &Edition) -> Result<bool, Error> {
    let stub = env.durable_object("JOURNEY")?.get_by_name(journey)?;
    let body = serde_json::to_string(edition)?.into();
    let response = object::call(stub, "PUT", "https://journey/editions", Some(&body)).await?;
    match response.status() {
        201 => Ok(true),
        200 => Ok(false),
        409 => Err(Error::Conflict(
            format!(
                "Journey {journey} has another edition {} or lacks the one before it; \
                 nothing was changed in it.",
                edition.number
            )
            .into(),
        )),
        status => Err(Error::Internal(format!(
            "the object of journey {journey} answered {status} to an edition"
        ))),
    }
}

/// The entity tag of an edition.
pub(crate) fn etag(edition: &Edition) -> String {
    format!("\"{}\"", edition.number)
}
