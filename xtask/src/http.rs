//! The few requests xtask itself makes, to servers it started.

use std::fmt::Display;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;
use ureq::http::request::Builder;

use crate::error::{Error, Result};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long what is sent may take; a backup takes longest.
const PATIENCE_TO_PUT: Duration = Duration::from_mins(2);
/// The largest body of an answer, in bytes.
const MOST: u64 = 100_000_000;

/// The status of a GET; none while nothing answers.
#[must_use]
pub fn status(url: &str) -> Option<u16> {
    agent(PATIENCE)
        .get(url)
        .call()
        .ok()
        .map(|response| response.status().as_u16())
}

/// The body of a GET that must succeed.
///
/// # Errors
/// When nothing answers, or with another status than 200.
pub fn get(url: &str) -> Result<Vec<u8>> {
    fetch(url, Request::get(url))
}

/// The same with a key.
///
/// # Errors
/// When nothing answers, or with another status than 200.
pub fn get_with_key(url: &str, key: &str) -> Result<Vec<u8>> {
    fetch(url, with_key(Request::get(url), key))
}

/// The same with a session's cookie.
///
/// # Errors
/// When nothing answers, or with another status than 200.
pub fn get_with_cookie(url: &str, cookie: &str) -> Result<Vec<u8>> {
    fetch(url, Request::get(url).header("cookie", cookie))
}

/// Signs in to the dashboard with a key; the session's cookie.
///
/// # Errors
/// When nothing answers, or the key opens nothing.
pub fn sign_in(origin: &str, key: &str) -> Result<String> {
    let url = format!("{origin}/dashboard/sign-in");
    let said = |error: &dyn Display| Error::Server(format!("POST {url}: {error}"));
    let request = Request::post(&url)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", origin)
        .body(format!("key={key}"))
        .map_err(|error| said(&error))?;
    let config = Agent::config_builder().max_redirects(0);
    let config = config
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE));
    let response = Agent::from(config.build())
        .run(request)
        .map_err(|error| said(&error))?;
    let cookie = response
        .headers()
        .get("set-cookie")
        .and_then(|it| it.to_str().ok());
    let cookie = cookie.and_then(|it| it.split(';').next());
    cookie
        .map(str::to_owned)
        .ok_or_else(|| said(&response.status()))
}

/// PUTs a journey's definition.
///
/// # Errors
/// When nothing answers, or the definition is refused; the error holds the server's reasons.
pub fn put_journey(origin: &str, journey: &str, key: &str, definition: &str) -> Result<()> {
    let url = format!("{origin}/v1/journeys/{journey}");
    put(&url, key, "application/json", definition)
}

/// PUTs something of a content type.
///
/// # Errors
/// When nothing answers, or it is refused; the error holds the server's reasons.
pub fn put(url: &str, key: &str, content_type: &str, body: &str) -> Result<()> {
    let request = with_key(Request::put(url), key);
    send(url, request.header("content-type", content_type), body)
}

/// POSTs JSON.
///
/// # Errors
/// When nothing answers, or it is refused; the error holds the server's reasons.
pub fn post(url: &str, key: &str, body: &str) -> Result<()> {
    let request = with_key(Request::post(url), key);
    send(
        url,
        request.header("content-type", "application/json"),
        body,
    )
}

/// PUTs a response, as a page does.
///
/// # Errors
/// When nothing answers, or it is refused; the error holds the server's reasons.
pub fn put_response(url: &str, body: &Value) -> Result<()> {
    let request = Request::put(url).header("content-type", "application/json");
    send(url, request, &body.to_string())
}

fn with_key(request: Builder, key: &str) -> Builder {
    request.header("authorization", format!("Bearer {key}"))
}

fn send(url: &str, request: Builder, body: &str) -> Result<()> {
    let said = |error: &dyn Display| Error::Server(format!("to {url}: {error}"));
    let request = request.body(body).map_err(|error| said(&error))?;
    let mut response = agent(PATIENCE_TO_PUT)
        .run(request)
        .map_err(|error| said(&error))?;
    if response.status().is_success() {
        return Ok(());
    }
    let reasons = response.body_mut().read_to_string().unwrap_or_default();
    Err(said(&format!("{} {reasons}", response.status())))
}

fn fetch(url: &str, request: Builder) -> Result<Vec<u8>> {
    let said = |error: &dyn Display| Error::Server(format!("GET {url}: {error}"));
    let request = request.body(()).map_err(|error| said(&error))?;
    let mut response = agent(PATIENCE).run(request).map_err(|error| said(&error))?;
    let body = response
        .body_mut()
        .with_config()
        .limit(MOST)
        .read_to_vec()
        .map_err(|error| said(&error))?;
    if response.status() == 200 {
        return Ok(body);
    }
    let text = String::from_utf8_lossy(&body);
    Err(said(&format!("{} {text}", response.status())))
}

fn agent(patience: Duration) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(patience))
        .build();
    config.into()
}
