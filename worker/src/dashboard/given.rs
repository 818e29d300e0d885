//! An answer that a form gives: the same body as a browser's script sends, on the same way.

use super::visit::Form;
use crate::{
    carriage::Answer,
    error::Error,
    responses::{self, Address},
};
use journey::{edition::Edition, response};
use serde_json::{Map, Value};
use worker::{Context, Env};

/// Where an answer belongs, and who brings it.
pub(super) struct To<'a> {
    pub(super) journey: &'a str,
    pub(super) step: &'a str,
    pub(super) edition: &'a Edition,
    /// By [`crate::rate_limit::check`]; empty for one who is not limited.
    pub(super) caller: String,
}

/// Sends what a form says as a response at a revision, and gives the shard's answer.
///
/// # Errors
/// [`Error::Invalid`] with every fault in it; nothing was sent then.
pub(super) async fn send(
    form: &Form,
    revision: u32,
    to: To<'_>,
    env: &Env,
    context: &Context,
) -> Result<Answer, Error> {
    let mut body = Map::new();
    body.insert("state".to_owned(), "answered".into());
    body.insert("revision".to_owned(), revision.into());
    let version: Option<u32> = form.value("questionVersion").parse().ok();
    body.insert("questionVersion".to_owned(), version.into());
    for name in [
        "channel", "language", "audience", "option", "reason", "comment",
    ] {
        let text = form.text(name);
        if !text.is_empty() {
            body.insert(name.to_owned(), text.into());
        }
    }
    let body = serde_json::to_vec(&Value::Object(body))?;
    response::read(&body, to.step, to.edition).map_err(Error::Invalid)?;
    let address = Address {
        url: "",
        journey: to.journey,
        step: to.step,
        ulid: form.value("ulid"),
    };
    let method = "PUT".to_owned();
    responses::deliver(method, address, to.caller, body, to.edition, env, context).await
}
