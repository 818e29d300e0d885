//! The way from the Worker that answers the API to those that serve pages.

use crate::error::Error;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{Env, web_sys};

/// The answer of a Worker of pages to a request; none where it is not bound to this one by that name.
pub(crate) async fn hand_on(
    request: &web_sys::Request,
    env: &Env,
    binding: &str,
) -> Result<Option<web_sys::Response>, Error> {
    let bound = Reflect::get(env, &binding.into())?;
    if bound.is_null() || bound.is_undefined() {
        return Ok(None);
    }
    let answer = bound.unchecked_into::<Service>().fetch(request)?;
    Ok(Some(JsFuture::from(answer).await?.unchecked_into()))
}

#[wasm_bindgen]
extern "C" {
    /// A Worker that is bound to this one.
    type Service;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Service, request: &web_sys::Request) -> Result<Promise, JsValue>;
}
