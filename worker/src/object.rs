//! Calls to Durable Objects, with as few crossings of the boundary as there can be.

use crate::{error::Error, setting::setting};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{Env, ObjectNamespace, Stub, web_sys};

/// The objects of a binding; those of the setting `JURISDICTION` where it names one, which are others than those of none.
///
/// # Errors
/// Where the platform has no such jurisdiction: nothing is kept elsewhere then.
pub(crate) fn namespace(env: &Env, binding: &str) -> Result<ObjectNamespace, Error> {
    let all = env.durable_object(binding)?;
    match setting(env, "JURISDICTION") {
        Some(name) => {
            let within = all.unchecked_ref::<Namespace>().jurisdiction(&name)?;
            Ok(within.unchecked_into())
        }
        None => Ok(all),
    }
}

/// Calls an object; its answer, whatever its status.
pub(crate) async fn call(
    stub: Stub,
    method: &str,
    address: &str,
    body: Option<&JsValue>,
) -> Result<web_sys::Response, Error> {
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(body);
    }
    let answer = stub.into_rpc::<Object>().fetch(address, &init)?;
    Ok(JsFuture::from(answer).await?.unchecked_into())
}

/// The text of an answer.
pub(crate) async fn text(answer: &web_sys::Response) -> Result<String, Error> {
    let text = JsFuture::from(answer.text()?).await?;
    text.as_string()
        .ok_or_else(|| Error::Internal("an answer is no text".to_owned()))
}

#[wasm_bindgen]
extern "C" {
    /// A namespace as the platform has it.
    type Namespace;

    #[wasm_bindgen(method, catch)]
    fn jurisdiction(this: &Namespace, name: &str) -> Result<JsValue, JsValue>;

    /// A stub as the platform has it.
    type Object;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Object, address: &str, init: &web_sys::RequestInit)
    -> Result<Promise, JsValue>;
}
