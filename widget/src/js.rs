//! What crosses to JavaScript in a form smaller than web-sys has it.
//!
//! In web-sys a text costs a copy each way, and every field of an object a piece of glue; a resident downloads that.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    type Part;
    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn set_text(this: &Part, text: &JsValue);
    #[wasm_bindgen(method, js_name = getAttribute)]
    fn attribute(this: &Part, name: &str) -> Option<JsString>;
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Part, name: &str, value: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_hidden(this: &Part, hidden: bool);
    #[wasm_bindgen(method)]
    fn focus(this: &Part);
    #[wasm_bindgen(method)]
    fn closest(this: &Part, selector: &str) -> Option<Element>;

    type Fields;
    #[wasm_bindgen(method, indexing_getter)]
    fn get(this: &Fields, name: &str) -> JsValue;
    #[wasm_bindgen(method, indexing_getter)]
    fn find(this: &Fields, name: &str) -> Option<JsValue>;
}

/// Makes the whole content of an element a text.
pub(crate) fn set_text(element: &Element, text: &JsValue) {
    element.unchecked_ref::<Part>().set_text(text);
}

/// An attribute of an element.
pub(crate) fn attribute(element: &Element, name: &str) -> Option<JsString> {
    element.unchecked_ref::<Part>().attribute(name)
}

/// Sets an attribute.
pub(crate) fn set_attribute(element: &Element, name: &str, value: &JsValue) {
    element.unchecked_ref::<Part>().set_attribute(name, value);
}

/// Hides an element of HTML, or shows it again.
pub(crate) fn set_hidden(element: &Element, hidden: bool) {
    element.unchecked_ref::<Part>().set_hidden(hidden);
}

/// Moves focus to an element of HTML.
pub(crate) fn focus(element: &Element) {
    element.unchecked_ref::<Part>().focus();
}

/// The button that was tapped, on whatever in it.
pub(crate) fn tapped_button(event: &JsValue) -> Option<Element> {
    let tapped: Element = get(event, "target");
    tapped.unchecked_ref::<Part>().closest("button")
}

/// A field of an object.
pub(crate) fn get<T: JsCast>(object: &JsValue, name: &str) -> T {
    object.unchecked_ref::<Fields>().get(name).unchecked_into()
}

/// A field of an object that may be without it.
pub(crate) fn find<T: JsCast>(object: &JsValue, name: &str) -> Option<T> {
    let found = object.unchecked_ref::<Fields>().find(name)?;
    Some(found.unchecked_into())
}

/// What an array holds.
pub(crate) fn each<T: JsCast>(array: &Array) -> impl Iterator<Item = T> {
    (0..array.length()).map(|at| array.get(at).unchecked_into())
}

/// Whether a value is this text.
pub(crate) fn is(value: &JsValue, text: &str) -> bool {
    *value == JsValue::from_str(text)
}
