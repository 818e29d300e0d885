//! A group of buttons of which one can be chosen: the options, and the reasons.
//!
//! What always holds: each button stands for the choice at its place, and at most one is pressed.

use crate::{
    face,
    js::{Maker, set_fixed},
    question::Choice,
};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The buttons of some choices.
pub(crate) struct Choices {
    choices: Array,
    buttons: Vec<Element>,
}

impl Choices {
    /// Makes them as the last part of `parent`; `class` is the group's, `label` the id of its heading.
    pub(crate) fn make(
        make: &Maker,
        parent: &Element,
        class: &str,
        label: &str,
        choices: Array,
    ) -> Self {
        let group = make.add(
            parent,
            "div",
            &[
                ("class", class),
                ("role", "group"),
                ("aria-labelledby", label),
            ],
        );
        let last = choices.length().saturating_sub(1);
        let toned = choices.iter().any(|choice| {
            let tone = choice.unchecked_ref::<Choice>().tone();
            matches!(tone.as_deref(), Some("negative" | "positive"))
        });
        let mut buttons = Vec::new();
        for at in 0..choices.length() {
            let choice: Choice = choices.get(at).unchecked_into();
            let button = make.add_button(&group, "choice");
            if toned && let Some(tone) = choice.tone() {
                let face = make.add(
                    &button,
                    "svg",
                    &[("viewBox", "0 0 24 24"), ("aria-hidden", "true")],
                );
                let path = face::path(&tone, at == 0 || at == last);
                make.add(&face, "path", &[("d", path)]);
            }
            make.add_text(&button, "span", &[], &choice.label());
            buttons.push(button);
        }
        let choices = Self { choices, buttons };
        choices.press(None);
        choices
    }

    /// The choice that a button stands for, if it is one of these.
    pub(crate) fn find(&self, button: &Element) -> Option<Choice> {
        for (at, own) in (0..).zip(&self.buttons) {
            if own == button {
                return Some(self.choices.get(at).unchecked_into());
            }
        }
        None
    }

    /// Marks the one that is chosen, or none.
    pub(crate) fn press(&self, chosen: Option<&Element>) {
        for button in &self.buttons {
            let pressed = chosen == Some(button);
            set_fixed(
                button,
                "aria-pressed",
                if pressed { "true" } else { "false" },
            );
        }
    }
}
