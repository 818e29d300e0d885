//! What `js/show.js` does for this crate: the page's own settings and the device's memory.

use js_sys::{JsString, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The page around the widget. Its functions throw nothing.
    pub type Page;
    /// The answer as the page wants it sent; nothing if it refuses it.
    #[wasm_bindgen(method)]
    pub(crate) fn approve(this: &Page, answer: &Object) -> Option<Object>;
    /// A comment may be written.
    #[wasm_bindgen(method)]
    pub(crate) fn prepare(this: &Page);
    /// The text with its personal data masked; nothing if none was found.
    #[wasm_bindgen(method)]
    pub(crate) fn mask(this: &Page, text: &JsString) -> Option<JsString>;
    /// The step was answered or put away.
    #[wasm_bindgen(method)]
    pub(crate) fn done(this: &Page);
}
