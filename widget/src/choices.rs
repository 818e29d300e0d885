//! A group of buttons of which one can be chosen: the options, and the reasons.
//!
//! What always holds: each button stands for the choice at its place, and at most one is pressed.

use crate::{
    face,
    js::{each, is, set_attribute},
    page::Page,
    question::Choice,
};
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// The buttons of some choices.
pub(crate) struct Choices {
    choices: Vec<(Choice, Element)>,
}

impl Choices {
    /// Makes them as the last part of `parent`, in a group that `markup` makes.
    pub(crate) fn make(page: &Page, parent: &Element, markup: &str, choices: &Array) -> Self {
        let group = page.make(parent, markup);
        let last = choices.length().saturating_sub(1);
        let toned = each::<Choice>(choices).any(|choice| {
            let tone = choice.tone();
            is(&tone, "negative") || is(&tone, "positive")
        });
        let mut buttons = Vec::new();
        for (at, choice) in (0..).zip(each::<Choice>(choices)) {
            let button = page.make(&group, "button|type=button|class=choice|aria-pressed=false");
            if toned {
                let face = page.make(&button, "svg|viewBox=0 0 24 24|aria-hidden=true");
                page.make(&face, face::markup(&choice.tone(), at == 0 || at == last));
            }
            page.make_text(&button, "span", &choice.label());
            buttons.push((choice, button));
        }
        Self { choices: buttons }
    }

    /// The choice that a button stands for, if it is one of these.
    pub(crate) fn find(&self, button: &Element) -> Option<&Choice> {
        self.choices
            .iter()
            .find_map(|(choice, own)| (own == button).then_some(choice))
    }

    /// Marks the one that is chosen, or none.
    pub(crate) fn press(&self, chosen: Option<&Element>) {
        for (_, button) in &self.choices {
            let pressed = chosen == Some(button);
            set_attribute(button, "aria-pressed", &JsValue::from_bool(pressed));
        }
    }
}
