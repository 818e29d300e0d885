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
    #[wasm_bindgen(method, setter, js_name = hidden)]
    fn set_hidden(this: &Named, hidden: bool);
}

/// An object with these fields; those that are undefined are left out where it becomes JSON.
pub(crate) fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object
}

/// Sets one field.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    object.unchecked_ref::<Fields>().set(name, value);
}

/// Makes the whole content of an element a text.
pub(crate) fn set_text(element: &Element, text: &JsString) {
    element.unchecked_ref::<Named>().set_text(text);
}

/// Sets an attribute to a text of the question's.
pub(crate) fn set_attribute(element: &Element, name: &str, value: &JsString) {
    element.unchecked_ref::<Named>().set_attribute(name, value);
}

/// Hides an element of HTML, or shows it again.
pub(crate) fn set_hidden(element: &Element, hidden: bool) {
    element.unchecked_ref::<Named>().set_hidden(hidden);
}

/// Marks the one of these buttons that is chosen, or none.
pub(crate) fn press(buttons: &[Element], chosen: Option<&Element>) {
    for button in buttons {
        let pressed = if chosen == Some(button) {
            "true"
        } else {
            "false"
        };
        // A valid name cannot be refused.
        let _ = button.set_attribute("aria-pressed", pressed);
    }
}

/// Makes elements.
#[derive(Clone)]
pub(crate) struct Maker(pub(crate) Document);

impl Maker {
    /// A new element with attributes, as the last child of `parent`.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn add(
        &self,
        parent: &Element,
        tag: &str,
        attributes: &[(&str, &str)],
    ) -> Result<Element, JsValue> {
        let space = if matches!(tag, "svg" | "path") {
            "http://www.w3.org/2000/svg"
        } else {
            "http://www.w3.org/1999/xhtml"
        };
        let element = self.0.create_element_ns(Some(space), tag)?;
        for (name, value) in attributes {
            element.set_attribute(name, value)?;
        }
        parent.append_child(&element)?;
        Ok(element)
    }

    /// The same with a text in it.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn add_text(
        &self,
        parent: &Element,
        tag: &str,
        attributes: &[(&str, &str)],
        text: &JsString,
    ) -> Result<Element, JsValue> {
        let element = self.add(parent, tag, attributes)?;
        set_text(&element, text);
        Ok(element)
    }

    /// A button that does nothing to a form around it.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn add_button(&self, parent: &Element, class: &str) -> Result<Element, JsValue> {
        self.add(parent, "button", &[("type", "button"), ("class", class)])
    }
}
