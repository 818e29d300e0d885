//! How deliveries go out: signed, side by side, followed nowhere; of an answer no more than its status is read.

use crate::{error::Error, webhook_signature};
use journey::{webhook::TIMEOUT_MS, webhook_url::leads_outside};
use js_sys::{Array, JSON, Promise, Reflect};
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::JsFuture;
use worker::web_sys;

/// Sends events, each with its name, its text, where it goes and the secrets that sign it; gives the status of each answer, 0
/// where none came. Why none came is the receiver's matter; an address may hold a token, so it is not logged.
pub(super) async fn send(due: &[[String; 5]], now_ms: i64) -> Result<Vec<u16>, Error> {
    let time = (now_ms / 1000).to_string();
    let attempts: Array = due
        .iter()
        .map(|it| attempt(it, &time).unwrap_or(JsValue::UNDEFINED))
        .collect();
    let settled = JsFuture::from(Promise::all_settled(&attempts)).await?;
    let settled = settled.unchecked_into::<Array>();
    Ok(settled.iter().map(|it| status(&it).unwrap_or(0)).collect())
}

/// The promise of an answer. The address is looked at once more: rules may be stricter than when it was taken.
fn attempt([id, event, url, secrets @ ..]: &[String; 5], time: &str) -> Result<JsValue, Error> {
    if !leads_outside(url) {
        return Ok(JsValue::UNDEFINED);
    }
    let signature = webhook_signature::sign(secrets, id, time, event);
    // Nothing in here needs to be escaped.
    let init = [
        r#"{"method":"POST","redirect":"manual","headers":{"content-type":"application/json","user-agent":"Journey-Feedback","webhook-id":""#,
        id,
        r#"","webhook-timestamp":""#,
        time,
        r#"","webhook-signature":""#,
        &signature,
        r#""}}"#,
    ];
    let init = JSON::parse(&init.concat())?;
    Reflect::set(&init, &"body".into(), &event.into())?;
    Reflect::set(&init, &"signal".into(), &timeout(TIMEOUT_MS))?;
    Ok(fetch(url, &init)?)
}

/// The status of an answer, if there was one; what else it says is not read.
fn status(settled: &JsValue) -> Option<u16> {
    let answer = Reflect::get(settled, &"value".into()).ok()?;
    let answer: web_sys::Response = (!answer.is_undefined()).then(|| answer.unchecked_into())?;
    if let Some(body) = answer.body() {
        let _done = body.cancel();
    }
    Some(answer.status())
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(address: &str, init: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = AbortSignal)]
    fn timeout(milliseconds: u32) -> JsValue;
}
