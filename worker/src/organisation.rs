//! The organisation's object: which journeys there are, which keys, and who changed what.
//!
//! Owns the tables `journeys`, `keys`, `audit`, `secrets` and `ended_sessions`. A journey is listed before its own object is
//! first written, so that every object that holds something can be found. A key is kept as its
//! hash only. The audit log only grows; it names keys, never people. A session of the dashboard is
//! kept nowhere: it is signed with the one secret; only that it was ended is remembered, for as
//! long as it could have lasted.

mod moving;

use crate::{
    access,
    error::Error,
    object, random,
    rate_limit::{self, Gate, Salt},
    reply::Reply,
    session::Session,
    sql::Sql,
};
use journey::{
    access::{Grant, KeyRequest, ListedKey, MAX_KEYS, Role},
    day::Day,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{cell::OnceCell, pin::Pin};
use worker::{Date, DurableObject, Env, Request, Response, SqlStorageValue, State, durable_object};

pub(crate) const MIGRATIONS: &[&str] = &[
    "CREATE TABLE journeys (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE keys (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL, label TEXT NOT NULL, access TEXT NOT NULL,
        created TEXT NOT NULL, used TEXT
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE audit (
        number INTEGER PRIMARY KEY, date TEXT NOT NULL, key TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL
    ) STRICT",
    "CREATE INDEX audit_by_date ON audit (date)",
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE ended_sessions (
        id TEXT PRIMARY KEY, day INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
];

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A key as a caller presents it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Presented {
    pub(crate) id: String,
    pub(crate) hash: String,
}

/// A key that was just made; the only time its text is shown.
#[derive(Debug, Serialize)]
pub(crate) struct NewKey {
    pub(crate) key: String,
    #[serde(flatten)]
    pub(crate) listed: ListedKey,
}

/// One line of the audit log.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AuditEntry {
    /// The day, UTC.
    pub(crate) date: String,
    /// The key that was used.
    pub(crate) key: String,
    /// What was done.
    pub(crate) action: String,
    /// To what.
    pub(crate) subject: String,
}

/// A session of the dashboard that holds.
#[derive(Debug)]
pub(crate) struct OpenSession {
    /// The key that was signed in with.
    pub(crate) key: String,
    /// What that key opens now.
    pub(crate) grant: Grant,
    /// What each of its forms carries.
    pub(crate) form_token: String,
}

/// A call to the object.
#[derive(Serialize, Deserialize)]
enum Call {
    Journeys,
    HasJourney(String),
    AddJourney(String),
    RemoveJourney(String),
    Verify(Presented),
    Keys,
    AddKey {
        label: String,
        grant: Grant,
        by: String,
    },
    RevokeKey {
        id: String,
        by: String,
    },
    Record(AuditEntry),
    RecordOnce(AuditEntry),
    Audit,
    /// A key's name, and the hash of the key that is a setting.
    BeginSession(String, Option<String>),
    /// An account's name, and what it opens.
    BeginSessionOf(String, Grant),
    /// A cookie's text, and the same hash.
    Session(String, Option<String>),
    EndSession(String),
    Rows,
    TakeRows(String),
    /// The address of somebody who tries a key.
    Pass(String),
}

/// The one object of an organisation.
#[cfg_attr(feature = "api", durable_object)]
pub struct Organisation {
    state: State,
    gate: Gate,
    salt: Salt,
    sql: OnceCell<Sql>,
}

#[cfg(feature = "api")]
impl DurableObject for Organisation {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            gate: Gate::new(&env),
            salt: Salt::default(),
            sql: OnceCell::new(),
        }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let body = request.text().await?;
        let reply = self.answer(&body).unwrap_or_else(Error::into_reply);
        Ok(reply.into_response()?.into())
    }
}

impl Organisation {
    fn answer(&self, body: &str) -> Result<Reply, Error> {
        let sql = self.sql()?;
        match serde_json::from_str(body)? {
            Call::Journeys => {
                let journeys: Option<Vec<String>> = sql.document(
                    "SELECT json_group_array(id) FROM (SELECT id FROM journeys ORDER BY id)",
                    Vec::new(),
                )?;
                Ok(Reply::json(200, &journeys.unwrap_or_default()))
            }
            Call::HasJourney(id) => {
                let found: Option<u32> =
                    sql.document("SELECT '1' FROM journeys WHERE id = ?", vec![id.into()])?;
                Ok(Reply::json(200, &found.is_some()))
            }
            Call::AddJourney(id) => {
                sql.run(
                    "INSERT OR IGNORE INTO journeys (id) VALUES (?)",
                    vec![id.into()],
                )?;
                Ok(Reply::json(200, &()))
            }
            Call::RemoveJourney(id) => {
                sql.run("DELETE FROM journeys WHERE id = ?", vec![id.into()])?;
                Ok(Reply::json(200, &()))
            }
            Call::Verify(presented) => Ok(Reply::json(200, &verified(sql, &presented)?)),
            Call::Keys => Ok(Reply::json(200, &keys_of(sql)?)),
            Call::AddKey { label, grant, by } => add(sql, label, grant, by),
            Call::RevokeKey { id, by } => revoke(sql, id, by),
            Call::Record(entry) => {
                record_in(sql, entry)?;
                Ok(Reply::json(200, &()))
            }
            Call::RecordOnce(entry) => {
                write_entry(sql, RECORD_ONCE, entry)?;
                Ok(Reply::json(200, &()))
            }
            Call::Audit => {
                let entries: Option<Vec<AuditEntry>> = sql.document(
                    "SELECT json_group_array(json_object(
                         'date', date, 'key', key, 'action', action, 'subject', subject))
                     FROM (SELECT * FROM audit ORDER BY date DESC, number DESC LIMIT 1000)",
                    Vec::new(),
                )?;
                Ok(Reply::json(200, &entries.unwrap_or_default()))
            }
            Call::BeginSession(key, first_key) => {
                let now = Date::now().as_millis();
                let session = Session::begin(key, random::hex(16)?, now);
                let Some((hash, _)) = known_key(sql, &session.key, first_key)? else {
                    return Err(Error::Unauthorized);
                };
                Ok(Reply::json(200, &session.sign(&secret(sql)?, &hash)))
            }
            Call::BeginSessionOf(account, grant) => {
                let now = Date::now().as_millis();
                let session = Session::begin(account, random::hex(16)?, now).with_grant(&grant)?;
                let text = session.sign(&secret(sql)?, "");
                let entry = AuditEntry::today(session.key.as_str(), "signed-in", role_of(&grant))?;
                write_entry(sql, RECORD_ONCE, entry)?;
                Ok(Reply::json(200, &text))
            }
            Call::Session(text, first_key) => {
                Ok(Reply::json(200, &open_session(sql, &text, first_key)?))
            }
            Call::EndSession(text) => {
                if let Some(session) = Session::read(&text, Date::now().as_millis()) {
                    remember_ended(sql, session.id)?;
                }
                Ok(Reply::json(200, &()))
            }
            Call::Rows => Ok(Reply::json(200, &moving::CARRIED.rows(sql)?)),
            Call::TakeRows(lines) => moving::take(&self.state, sql, &lines),
            Call::Pass(address) => {
                self.gate.pass(&self.salt.name(&address)?, 1)?;
                Ok(Reply::json(200, &()))
            }
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

/// The session of a cookie, if it holds: signed here, not over, not ended, its key still valid. Its
/// parts are those of [`OpenSession`].
fn open_session(
    sql: &Sql,
    text: &str,
    first_key: Option<String>,
) -> Result<Option<(String, Grant, String)>, Error> {
    let Some(session) = Session::read(text, Date::now().as_millis()) else {
        return Ok(None);
    };
    let found = match session.grant() {
        Some(grant) => Some((String::new(), grant)),
        None => known_key(sql, &session.key, first_key)?,
    };
    let Some((hash, grant)) = found else {
        return Ok(None);
    };
    let secret = secret(sql)?;
    if !session.is_signed(&secret, &hash) {
        return Ok(None);
    }
    let ended: Option<u32> = sql.document(
        "SELECT '1' FROM ended_sessions WHERE id = ?",
        vec![session.id.as_str().into()],
    )?;
    if ended.is_some() {
        return Ok(None);
    }
    let form_token = session.form_token(&secret);
    Ok(Some((session.key, grant, form_token)))
}

/// Remembers that a session was ended; forgets those that would be over by now.
fn remember_ended(sql: &Sql, id: String) -> Result<(), Error> {
    let today = i64::try_from(Date::now().as_millis() / DAY_MS).unwrap_or_default();
    sql.run(
        "DELETE FROM ended_sessions WHERE day < ? - 1",
        vec![today.into()],
    )?;
    sql.run(
        "INSERT OR IGNORE INTO ended_sessions (id, day) VALUES (?, ?)",
        vec![id.into(), today.into()],
    )
}

/// A key's hash, and what it opens now.
fn known_key(
    sql: &Sql,
    key: &str,
    first_key: Option<String>,
) -> Result<Option<(String, Grant)>, Error> {
    if key == access::FIRST_KEY {
        return Ok(first_key.map(|hash| (hash, Grant::ALL)));
    }
    sql.document(
        "SELECT json_array(hash, json(access)) FROM keys WHERE id = ?",
        vec![key.into()],
    )
}

fn role_of(grant: &Grant) -> &'static str {
    let mut names = Role::NAMES.into_iter();
    let found = names.find(|(_, role)| *role == grant.role);
    found.map_or("", |(name, _)| name)
}

/// What sessions are signed with; made the first time it is needed, random, and never shown.
fn secret(sql: &Sql) -> Result<String, Error> {
    const READ: &str = "SELECT secret FROM secrets WHERE name = 'sessions'";
    if let Some(secret) = sql.text(READ, Vec::new())? {
        return Ok(secret);
    }
    let secret = random::hex(32)?;
    sql.run(
        "INSERT INTO secrets (name, secret) VALUES ('sessions', ?)",
        vec![secret.as_str().into()],
    )?;
    Ok(secret)
}

fn verified(sql: &Sql, presented: &Presented) -> Result<Option<Grant>, Error> {
    let stored: Option<(String, Grant, Option<String>)> = sql.document(
        "SELECT json_array(hash, json(access), used) FROM keys WHERE id = ?",
        vec![presented.id.as_str().into()],
    )?;
    let Some((hash, grant, used)) = stored else {
        return Ok(None);
    };
    if !access::same(&hash, &presented.hash) {
        return Ok(None);
    }
    let today = today()?;
    if used.as_deref() != Some(today.as_str()) {
        sql.run(
            "UPDATE keys SET used = ? WHERE id = ?",
            vec![today.into(), presented.id.as_str().into()],
        )?;
    }
    Ok(Some(grant))
}

fn keys_of(sql: &Sql) -> Result<Vec<ListedKey>, Error> {
    let keys: Option<Vec<ListedKey>> = sql.document(
        "SELECT json_group_array(json_patch(access, json_object(
             'id', id, 'label', label, 'createdDate', created, 'lastUsedDate', used)))
         FROM (SELECT * FROM keys ORDER BY created, id)",
        Vec::new(),
    )?;
    Ok(keys.unwrap_or_default())
}

fn add(sql: &Sql, label: String, grant: Grant, by: String) -> Result<Reply, Error> {
    if keys_of(sql)?.len() >= MAX_KEYS {
        return Err(Error::Conflict(
            format!("There are {MAX_KEYS} keys already; revoke one first.").into(),
        ));
    }
    let id = random::hex(8)?;
    let key = access::key_text(&id, &random::hex(32)?);
    let created_date = today()?;
    sql.run(
        "INSERT INTO keys (id, hash, label, access, created) VALUES (?, ?, ?, ?, ?)",
        vec![
            id.as_str().into(),
            access::hash(&key).into(),
            label.as_str().into(),
            SqlStorageValue::String(serde_json::to_string(&grant)?),
            created_date.as_str().into(),
        ],
    )?;
    record_in(sql, AuditEntry::today(by, "key-created", id.clone())?)?;
    let listed = ListedKey {
        id,
        label,
        role: grant.role,
        journeys: grant.journeys,
        created_date,
        last_used_date: None,
    };
    Ok(Reply::json(200, &(key, listed)))
}

fn revoke(sql: &Sql, id: String, by: String) -> Result<Reply, Error> {
    let known = keys_of(sql)?.iter().any(|key| key.id == id);
    if known {
        sql.run("DELETE FROM keys WHERE id = ?", vec![id.as_str().into()])?;
        record_in(sql, AuditEntry::today(by, "key-revoked", id)?)?;
    }
    Ok(Reply::json(200, &known))
}

fn record_in(sql: &Sql, entry: AuditEntry) -> Result<(), Error> {
    write_entry(
        sql,
        "INSERT INTO audit (date, key, action, subject) VALUES (?, ?, ?, ?)",
        entry,
    )
}

const RECORD_ONCE: &str = "INSERT INTO audit (date, key, action, subject)
    SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (
        SELECT 1 FROM audit WHERE date = ?1 AND key = ?2 AND action = ?3 AND subject = ?4)";

fn write_entry(sql: &Sql, statement: &str, entry: AuditEntry) -> Result<(), Error> {
    sql.run(
        statement,
        vec![
            entry.date.into(),
            entry.key.into(),
            entry.action.into(),
            entry.subject.into(),
        ],
    )
}

fn today() -> Result<String, Error> {
    i32::try_from(Date::now().as_millis() / DAY_MS)
        .ok()
        .and_then(Day::from_number)
        .map(|day| day.to_string())
        .ok_or_else(|| Error::Internal("the clock tells no day".to_owned()))
}

impl AuditEntry {
    /// An entry of today.
    pub(crate) fn today(
        key: impl Into<String>,
        action: &str,
        subject: impl Into<String>,
    ) -> Result<Self, Error> {
        Ok(Self {
            date: today()?,
            key: key.into(),
            action: action.to_owned(),
            subject: subject.into(),
        })
    }
}

/// Every journey's id, in alphabetical order.
pub(crate) async fn journeys(env: &Env) -> Result<Vec<String>, Error> {
    call(env, &Call::Journeys).await
}

/// Whether a journey is listed.
pub(crate) async fn has(env: &Env, journey: &str) -> Result<bool, Error> {
    call(env, &Call::HasJourney(journey.to_owned())).await
}

/// Lists a journey.
pub(crate) async fn add_journey(env: &Env, journey: &str) -> Result<(), Error> {
    call(env, &Call::AddJourney(journey.to_owned())).await
}

/// Takes a journey off the list.
pub(crate) async fn remove_journey(env: &Env, journey: &str) -> Result<(), Error> {
    call(env, &Call::RemoveJourney(journey.to_owned())).await
}

/// What a presented key opens; none when it is not valid.
pub(crate) async fn verify(env: &Env, presented: &Presented) -> Result<Option<Grant>, Error> {
    let presented = Presented {
        id: presented.id.clone(),
        hash: presented.hash.clone(),
    };
    call(env, &Call::Verify(presented)).await
}

/// Every key, as it is listed.
pub(crate) async fn keys(env: &Env) -> Result<Vec<ListedKey>, Error> {
    call(env, &Call::Keys).await
}

/// Makes a key, in the name of another.
pub(crate) async fn add_key(env: &Env, key: KeyRequest, by: String) -> Result<NewKey, Error> {
    let KeyRequest { label, grant } = key;
    let (key, listed) = call(env, &Call::AddKey { label, grant, by }).await?;
    Ok(NewKey { key, listed })
}

/// Revokes a key, in the name of another; whether there was one.
pub(crate) async fn revoke_key(env: &Env, id: &str, by: String) -> Result<bool, Error> {
    let id = id.to_owned();
    call(env, &Call::RevokeKey { id, by }).await
}

/// Writes in the audit log.
pub(crate) async fn record(env: &Env, entry: AuditEntry) -> Result<(), Error> {
    call(env, &Call::Record(entry)).await
}

/// Writes in the audit log, unless that key did the same on that day already.
pub(crate) async fn record_once(env: &Env, entry: AuditEntry) -> Result<(), Error> {
    call(env, &Call::RecordOnce(entry)).await
}

/// The latest thousand entries of the audit log, the newest first.
pub(crate) async fn audit(env: &Env) -> Result<Vec<AuditEntry>, Error> {
    call(env, &Call::Audit).await
}

/// Begins a session of the dashboard for a key that was just verified; gives the cookie's text.
pub(crate) async fn begin_session(env: &Env, key: String) -> Result<String, Error> {
    let first_key = access::first_key_hash(env);
    call(env, &Call::BeginSession(key, first_key)).await
}

/// Begins a session of the dashboard for an account that the organisation's provider vouched for;
/// gives the cookie's text.
pub(crate) async fn begin_session_of(
    env: &Env,
    account: String,
    grant: Grant,
) -> Result<String, Error> {
    call(env, &Call::BeginSessionOf(account, grant)).await
}

/// The session of a cookie's text, if it holds.
pub(crate) async fn session(env: &Env, text: String) -> Result<Option<OpenSession>, Error> {
    let first_key = access::first_key_hash(env);
    let found: Option<(String, Grant, String)> = call(env, &Call::Session(text, first_key)).await?;
    Ok(found.map(|(key, grant, form_token)| OpenSession {
        key,
        grant,
        form_token,
    }))
}

/// Ends a session, so that its cookie opens nothing any more.
pub(crate) async fn end_session(env: &Env, text: String) -> Result<(), Error> {
    call(env, &Call::EndSession(text)).await
}

/// Lets an address try a key once more.
pub(crate) async fn pass(env: &Env, address: String) -> Result<(), Error> {
    call(env, &Call::Pass(address)).await
}

/// Every key and the audit log, as lines of a backup.
pub(crate) async fn rows(env: &Env) -> Result<String, Error> {
    call(env, &Call::Rows).await
}

/// Takes keys and an audit log out of a backup; whether any of it was news.
pub(crate) async fn take_rows(env: &Env, lines: String) -> Result<bool, Error> {
    call(env, &Call::TakeRows(lines)).await
}

async fn call<T: DeserializeOwned>(env: &Env, call: &Call) -> Result<T, Error> {
    Ok(serde_json::from_str(&ask(env, call).await?)?)
}

/// Makes a call; apart from what reads its answer, and boxed, so that it is compiled once.
fn ask<'a>(
    env: &'a Env,
    call: &'a Call,
) -> Pin<Box<dyn Future<Output = Result<String, Error>> + 'a>> {
    Box::pin(async move {
        let body = serde_json::to_string(call)?.into();
        let stub = object::namespace(env, "ORGANISATION")?.get_by_name("organisation")?;
        let response = object::call(stub, "POST", "https://organisation/", Some(&body)).await?;
        match response.status() {
            200 => object::text(&response).await,
            401 => Err(Error::Unauthorized),
            429 => Err(rate_limit::too_many()),
            409 => Err(Error::Conflict(
                "There are too many keys; revoke one first.".into(),
            )),
            status => Err(Error::Internal(format!(
                "the organisation answered {status}"
            ))),
        }
    })
}
