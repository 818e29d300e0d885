//! What `js/show.js` does for this crate: it makes elements, tells the page, and has the page's own settings and the
//! device's memory.

use js_sys::{JsString, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The page around the widget. Its functions throw nothing.
    pub type Page;
    /// Makes an element as the last child of `parent`. `markup` is its tag and its attributes, each after a `|`.
    #[wasm_bindgen(method)]
    pub(crate) fn make(this: &Page, parent: &Element, markup: &str) -> Element;
    /// The same with a text in it.
    #[wasm_bindgen(method, js_name = make)]
    pub(crate) fn make_text(
        this: &Page,
        parent: &Element,
        markup: &str,
        text: &JsString,
    ) -> Element;
    /// Sends the page an event.
    #[wasm_bindgen(method)]
    pub(crate) fn tell(this: &Page, event: &str);
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
