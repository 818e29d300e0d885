//! What crosses to JavaScript in a form smaller than web-sys has it.
//!
//! In web-sys a text costs a copy each way; a resident downloads that.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event};

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, js_name = createElementNS)]
    fn create(this: &Factory, space: &str, tag: &str) -> Element;

    type Part;
    #[wasm_bindgen(method)]
    fn append(this: &Part, child: &Element);
    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn set_text(this: &Part, text: &JsValue);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Part, name: &str, value: &JsValue);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_fixed(this: &Part, name: &str, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_hidden(this: &Part, hidden: bool);
    #[wasm_bindgen(method)]
    fn focus(this: &Part);
    #[wasm_bindgen(method)]
    fn closest(this: &Part, selector: &str) -> Option<Element>;
}

/// Makes the whole content of an element a text.
pub(crate) fn set_text(element: &Element, text: &JsValue) {
    element.unchecked_ref::<Part>().set_text(text);
}

/// Sets an attribute to a text of the question's.
pub(crate) fn set_attribute(element: &Element, name: &str, value: &JsString) {
    element.unchecked_ref::<Part>().set_attribute(name, value);
}

/// Sets an attribute to a text of this program's.
pub(crate) fn set_fixed(element: &Element, name: &str, value: &str) {
    element.unchecked_ref::<Part>().set_fixed(name, value);
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
pub(crate) fn tapped_button(event: &Event) -> Option<Element> {
    let tapped = event.target()?;
    tapped.unchecked_ref::<Part>().closest("button")
}

/// Makes elements. None of it can fail with the names used here.
pub(crate) struct Maker(pub(crate) Document);

impl Maker {
    /// A new element with attributes, as the last child of `parent`.
    pub(crate) fn add(&self, parent: &Element, tag: &str, attributes: &[(&str, &str)]) -> Element {
        let space = if matches!(tag, "svg" | "path") {
            "http://www.w3.org/2000/svg"
        } else {
            "http://www.w3.org/1999/xhtml"
        };
        let element = self.0.unchecked_ref::<Factory>().create(space, tag);
        for (name, value) in attributes {
            set_fixed(&element, name, value);
        }
        parent.unchecked_ref::<Part>().append(&element);
        element
    }

    /// The same with a text in it.
    pub(crate) fn add_text(
        &self,
        parent: &Element,
        tag: &str,
        attributes: &[(&str, &str)],
        text: &JsString,
    ) -> Element {
        let element = self.add(parent, tag, attributes);
        set_text(&element, text);
        element
    }

    /// A button that does nothing to a form around it.
    pub(crate) fn add_button(&self, parent: &Element, class: &str) -> Element {
        self.add(parent, "button", &[("type", "button"), ("class", class)])
    }
}
