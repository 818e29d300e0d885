//! Sends a request to be called, the way answers are sent.
//!
//! A module of its own, as JavaScript: most residents ask for no call and download none of it. Its form is
//! `js/after.js`. What always holds: it throws nothing after [`call`] returned.

use journey_sending::{Sender, new_ulid, set};
use js_sys::{JSON, JsString, Object};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[cfg(target_family = "wasm")]
#[global_allocator]
static TALC: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// POSTs a request to be called under a new ULID, until the server took or refused it.
///
/// `step` is the address of the step in the API, `server_time` the time that the server gave, in milliseconds since
/// 1970, if it is known. `told` hears how the request stands, each time that changed.
///
/// # Errors
/// What the browser threw; then nothing is sent.
#[wasm_bindgen]
pub fn call(
    host: &HtmlElement,
    step: &JsString,
    server_time: Option<f64>,
    request: &Object,
    told: Told,
) -> Result<(), JsValue> {
    let document = host.owner_document().ok_or("document")?;
    let window = document.default_view().ok_or("window")?;
    let mut id = [0; ulid::ULID_LEN];
    let id: &str = new_ulid(&window, server_time)?.array_to_str(&mut id);
    set(request, "id", &id.into());
    let body = JSON::stringify(request)?;
    let callbacks = step.concat(&"/callbacks".into());
    let told = move |standing, outcome: &JsValue| told.tell(standing as u32, outcome);
    Sender::new(window, &document, "POST", callbacks, Box::new(told)).revise(|_| body);
    Ok(())
}

#[wasm_bindgen]
extern "C" {
    /// Hears of a request; throws nothing.
    pub type Told;
    /// The standing by its place in `journey::sending::Standing`, and what made it change: a response, an error, or nothing.
    #[wasm_bindgen(method)]
    fn tell(this: &Told, standing: u32, outcome: &JsValue);
}
