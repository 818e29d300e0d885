//! What outliers are asked next: one reason out of a few, and a comment; both optional.
//!
//! Owns its elements and what was chosen and sent so far. What always holds: while it is not shown there is no reason and no
//! comment, since the server takes them from outliers only.

use crate::{
    js::{Maker, press, set_hidden, set_text},
    question::{Choice, FollowUpWords, Question},
};
use js_sys::JsString;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlTextAreaElement};

/// The follow-up of one question.
pub(crate) struct FollowUp {
    words: FollowUpWords,
    part: Element,
    heading: Element,
    /// The reasons and their buttons.
    pub(crate) reasons: Vec<(Choice, Element)>,
    buttons: Vec<Element>,
    comment: Option<Comment>,
    given: RefCell<Given>,
}

/// The comment's elements.
struct Comment {
    field: HtmlTextAreaElement,
    problem: Element,
    send: Element,
    most: u32,
}

/// What was given so far; undefined where nothing was.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub(crate) reason: JsValue,
    pub(crate) comment: JsValue,
}

impl FollowUp {
    /// Makes it, not shown yet, as the last part of `card`; nothing if the question has none.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn make(
        make: &Maker,
        card: &Element,
        question: &Question,
    ) -> Result<Option<Self>, JsValue> {
        let (Some(further), Some(words)) = (question.follow_up(), question.words().follow_up())
        else {
            return Ok(None);
        };
        let part = make.add(card, "div", &[("class", "follow-up"), ("hidden", "")])?;
        let choices = further.reasons();
        let heading = make.add(&part, "h3", &[("id", "why")])?;
        set_hidden(&heading, choices.length() == 0);
        let group = [
            ("class", "reasons"),
            ("role", "group"),
            ("aria-labelledby", "why"),
        ];
        let group = make.add(&part, "div", &group)?;
        let mut reasons = Vec::new();
        let mut buttons = Vec::new();
        for choice in choices.iter().map(JsCast::unchecked_into::<Choice>) {
            let button = make.add_button(&group, "reason")?;
            set_text(&button, &choice.label());
            buttons.push(button.clone());
            reasons.push((choice, button));
        }
        press(&buttons, None);
        let comment = match further.comment() {
            None => None,
            Some(comment) => {
                let label = make.add(&part, "label", &[("for", "comment")])?;
                set_text(&label, &with_optional(&comment.prompt(), &words));
                make.add_text(&part, "p", &[("id", "hint")], &words.comment_hint())?;
                let field = [
                    ("id", "comment"),
                    ("rows", "3"),
                    ("aria-describedby", "hint problem"),
                ];
                let field = make.add(&part, "textarea", &field)?;
                let problem = make.add(&part, "p", &[("id", "problem"), ("role", "alert")])?;
                let send = make.add_button(&part, "send")?;
                set_text(&send, &words.send());
                Some(Comment {
                    field: field.unchecked_into(),
                    problem,
                    send,
                    most: comment.max_length(),
                })
            }
        };
        Ok(Some(Self {
            words,
            part,
            heading,
            reasons,
            buttons,
            comment,
            given: RefCell::default(),
        }))
    }

    /// The button that sends the comment, if one is asked for.
    pub(crate) fn send_button(&self) -> Option<&Element> {
        self.comment.as_ref().map(|comment| &comment.send)
    }

    /// Asks after an answer of this tone.
    pub(crate) fn ask(&self, tone: &str) {
        let heading = match tone {
            "negative" => self.words.reason_negative(),
            "positive" => self.words.reason_positive(),
            _ => self.words.reason_neutral(),
        };
        set_text(&self.heading, &with_optional(&heading, &self.words));
        set_hidden(&self.part, false);
    }

    /// Asks no more and forgets what was given.
    pub(crate) fn withdraw(&self) {
        self.given.take();
        press(&self.buttons, None);
        set_hidden(&self.part, true);
    }

    /// Asks no more and keeps what was given.
    pub(crate) fn finish(&self) {
        set_hidden(&self.part, true);
    }

    /// Takes the reason of a button.
    pub(crate) fn choose(&self, choice: &Choice, button: &Element) {
        press(&self.buttons, Some(button));
        self.given.borrow_mut().reason = choice.id().into();
    }

    /// Takes the comment as it stands in its field; false if it is too long, which is then said.
    pub(crate) fn take_comment(&self) -> bool {
        let Some(comment) = &self.comment else {
            return true;
        };
        let text = comment.field.unchecked_ref::<Field>().value().trim();
        let fits = text.length() <= comment.most;
        let problem = if fits {
            JsString::from("")
        } else {
            self.words.too_long()
        };
        set_text(&comment.problem, &problem);
        let invalid = if fits { "false" } else { "true" };
        // A valid name cannot be refused.
        let _ = comment.field.set_attribute("aria-invalid", invalid);
        if fits {
            let none = text.length() == 0;
            self.given.borrow_mut().comment = if none {
                JsValue::UNDEFINED
            } else {
                text.into()
            };
        } else {
            let _ = comment.field.focus();
        }
        fits
    }

    /// What was given so far.
    pub(crate) fn given(&self) -> Given {
        self.given.borrow().clone()
    }
}

#[wasm_bindgen]
extern "C" {
    type Field;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Field) -> JsString;
}

/// A label that says that there is no need.
fn with_optional(label: &JsString, words: &FollowUpWords) -> JsString {
    let open = label.concat(&" (".into());
    open.concat(&words.optional()).concat(&")".into())
}
