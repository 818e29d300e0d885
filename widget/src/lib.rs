//! The core of the widget: shows one question inside the custom element's shadow root and sends the answer.
//!
//! It runs as WebAssembly or, where a page forbids that, as the JavaScript that `wasm2js` makes of it;
//! `js/` holds the loader that fetches and calls it. What always holds: it throws nothing after
//! [`show`] returned, and decides nothing that `journey` can decide.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod choices;
mod comment;
mod face;
mod follow_up;
mod js;
mod page;
mod question;
mod view;

use crate::{page::Page, question::Question, view::View};
use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[cfg(target_family = "wasm")]
#[global_allocator]
static TALC: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Shows a question in `place`, an empty element in the shadow root of `host`, under a new ULID.
///
/// `step` is the address of the step in the API. `server_time` is the time, in milliseconds since 1970, that
/// the server put on the question, if it could be read. Gives the function that takes the question away;
/// an answer that is still on its way goes on.
///
/// # Errors
/// What the browser threw, and anything missing from the question; then nothing is listened to or sent.
#[wasm_bindgen]
pub fn show(
    host: HtmlElement,
    place: Element,
    question: Question,
    step: &JsString,
    server_time: Option<f64>,
    page: Page,
) -> Result<JsValue, JsValue> {
    let document = host.owner_document().ok_or("document")?;
    let window = document.default_view().ok_or("window")?;
    let ulid = journey_sending::new_ulid(&window, server_time)?;
    let mut text = [0; ulid::ULID_LEN];
    let responses = step.concat(&"/responses/".into());
    let address = responses.concat(&(&*ulid.array_to_str(&mut text)).into());
    let view = View::open(window, &document, host, place, question, address, page)?;
    Ok(Closure::once_into_js(move |_: JsValue| drop(view)))
}
