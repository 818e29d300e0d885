//! What crosses to JavaScript in a form smaller than web-sys has it.
//!
//! A dictionary of web-sys costs an import for every field it sets, and a text a copy each way; a resident
//! downloads them all.

use js_sys::{JsString, Object};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

#[wasm_bindgen]
extern "C" {
    type Fields;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Fields, name: &str, value: &JsValue);

    type Named;
    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn set_text(this: &Named, text: &JsString);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Named, name: &str, value: &JsString);
}

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        object.unchecked_ref::<Fields>().set(name, value);
    }
    object
}

/// Makes the whole content of an element a text.
pub(crate) fn set_text(element: &Element, text: &JsString) {
    element.unchecked_ref::<Named>().set_text(text);
}

/// Sets an attribute to a text of the question's.
pub(crate) fn set_attribute(element: &Element, name: &str, value: &JsString) {
    element.unchecked_ref::<Named>().set_attribute(name, value);
}

/// A new element with attributes, as the last child of `parent`; in SVG where `parent` or `tag` is.
///
/// # Errors
/// What the browser threw.
pub(crate) fn add(
    document: &Document,
    parent: &Element,
    tag: &str,
    attributes: &[(&str, &str)],
) -> Result<Element, JsValue> {
    let space = if matches!(tag, "svg" | "path") {
        "http://www.w3.org/2000/svg"
    } else {
        "http://www.w3.org/1999/xhtml"
    };
    let element = document.create_element_ns(Some(space), tag)?;
    for (name, value) in attributes {
        element.set_attribute(name, value)?;
    }
    parent.append_child(&element)?;
    Ok(element)
}
