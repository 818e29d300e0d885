//! The question as the server sends it, read in place: a typed look at the parsed JSON.
//!
//! Texts stay JavaScript strings: they go from the question to the page without a copy in between. What always
//! holds: nothing here checks. `View::open` reads every field, in a place where an exception is caught and reported, so
//! that a malformed question shows nothing.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One question in one language, with the widget's own words.
    pub type Question;
    #[wasm_bindgen(method, getter, js_name = questionVersion)]
    pub(crate) fn version(this: &Question) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn language(this: &Question) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn direction(this: &Question) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn prompt(this: &Question) -> JsString;
    /// Each a [`Choice`].
    #[wasm_bindgen(method, getter)]
    pub(crate) fn options(this: &Question) -> Array;
    /// What happens next, if the step says so.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn next(this: &Question) -> Option<JsString>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn words(this: &Question) -> Words;

    /// One possible answer.
    pub(crate) type Choice;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn id(this: &Choice) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn label(this: &Choice) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn tone(this: &Choice) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn outlier(this: &Choice) -> bool;

    /// The widget's own words.
    pub(crate) type Words;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn dismiss(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn sending(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn thanks(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn waiting(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn change(this: &Words) -> JsString;
}
