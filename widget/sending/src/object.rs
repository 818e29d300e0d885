//! JavaScript objects, made of fields.
//!
//! A dictionary of web-sys costs an import for every field it sets.

use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Fields;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Fields, name: &str, value: &JsValue);
}

/// An object with these fields; those that are undefined are left out where it becomes JSON.
#[must_use]
#[inline]
pub fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object
}

/// Sets one field.
#[inline]
pub fn set(object: &Object, name: &str, value: &JsValue) {
    object.unchecked_ref::<Fields>().set(name, value);
}
