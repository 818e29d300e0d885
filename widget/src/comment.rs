//! The comment: its field, its limits, and the notice that it holds personal data.
//!
//! Owns its elements. What always holds: a comment in which personal data is found is sent masked only, and only after
//! its writer saw it so.

use crate::{
    js::{focus, get, set_attribute, set_hidden, set_text},
    page::Page,
    question::{self, FollowUpWords},
};
use js_sys::JsString;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The comment's part of a follow-up.
pub(crate) struct Comment {
    words: FollowUpWords,
    field: Element,
    problem: Element,
    notice: Element,
    masked: Element,
    /// Sends the comment.
    send: Element,
    /// Goes back to the field.
    edit: Element,
    /// The text that its writer saw masked.
    noticed: RefCell<Option<JsString>>,
    most: u32,
}

impl Comment {
    /// Makes it as the last part of `part`.
    pub(crate) fn make(
        page: &Page,
        part: &Element,
        comment: &question::Comment,
        words: FollowUpWords,
    ) -> Self {
        let label = with_optional(&comment.prompt(), &words);
        page.make_text(part, "label|for=comment", &label);
        page.make_text(part, "p|id=hint", &words.comment_hint());
        let field = page.make(
            part,
            "textarea|id=comment|rows=3|aria-describedby=hint problem",
        );
        let problem = page.make(part, "p|id=problem|role=alert");
        let alert = page.make(part, "div|role=alert");
        let notice = page.make(&alert, "div|class=notice");
        page.make_text(&notice, "p", &words.personal_data());
        let masked = page.make(&notice, "p|class=masked");
        let actions = page.make(part, "div|class=actions");
        let send = page.make(&actions, "button|type=button|class=send");
        let edit = page.make_text(&actions, "button|type=button", &words.edit());
        let comment = Self {
            field,
            problem,
            notice,
            masked,
            send,
            edit,
            noticed: RefCell::default(),
            most: comment.max_length(),
            words,
        };
        comment.hide_notice();
        comment
    }

    /// Does what a tap on this button asks for; gives the text if it is to be sent, undefined for an empty one.
    pub(crate) fn tap(&self, button: &Element, page: &Page) -> Option<JsValue> {
        if *button == self.send {
            return self.take(page);
        }
        if *button == self.edit {
            self.edit();
        }
        None
    }

    fn take(&self, page: &Page) -> Option<JsValue> {
        let text = get::<JsString>(&self.field, "value").trim();
        let fits = text.length() <= self.most;
        let problem = if fits {
            JsString::from("")
        } else {
            self.words.too_long()
        };
        set_text(&self.problem, &problem);
        set_attribute(&self.field, "aria-invalid", &JsValue::from_bool(!fits));
        if !fits {
            self.edit();
            return None;
        }
        let masked = page.mask(&text);
        if let Some(masked) = &masked
            && self.noticed.borrow().as_ref() != Some(&text)
        {
            set_text(&self.masked, masked);
            self.noticed.replace(Some(text));
            set_text(&self.send, &self.words.send_masked());
            set_hidden(&self.notice, false);
            set_hidden(&self.edit, false);
            return None;
        }
        let none = text.length() == 0;
        Some(if none {
            JsValue::UNDEFINED
        } else {
            masked.unwrap_or(text).into()
        })
    }

    fn edit(&self) {
        self.hide_notice();
        focus(&self.field);
    }

    fn hide_notice(&self) {
        self.noticed.take();
        set_text(&self.send, &self.words.send());
        set_hidden(&self.notice, true);
        set_hidden(&self.edit, true);
    }
}

/// A label that says that there is no need.
pub(crate) fn with_optional(label: &JsString, words: &FollowUpWords) -> JsString {
    let open = label.concat(&" (".into());
    open.concat(&words.optional()).concat(&")".into())
}
