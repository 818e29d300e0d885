//! What outliers are asked next: one reason out of a few, and a comment; both optional.
//!
//! Owns its elements and what was given so far. What always holds: an answer that is asked no further carries no reason and
//! no comment, since the server takes them from outliers only.

use crate::{
    choices::Choices,
    comment::{Comment, with_optional},
    js::{is, set_hidden, set_text},
    page::Page,
    question::{FollowUpWords, Question},
};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The follow-up of one question.
pub(crate) struct FollowUp {
    words: FollowUpWords,
    part: Element,
    heading: Element,
    reasons: Choices,
    comment: Option<Comment>,
    given: RefCell<Given>,
}

/// What was given so far; undefined where nothing was.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub(crate) reason: JsValue,
    pub(crate) comment: JsValue,
}

/// What a tap on one of its buttons came to.
pub(crate) enum Tapped {
    /// More was given, to be sent.
    Given,
    /// The comment too, so that the follow-up is complete.
    Complete,
    /// Nothing to be sent.
    Nothing,
}

impl FollowUp {
    /// Makes it, not shown yet, as the last part of `card`; nothing if the question has none.
    pub(crate) fn make(page: &Page, card: &Element, question: &Question) -> Option<Self> {
        let further = question.follow_up()?;
        let words = question.words().follow_up()?;
        let part = page.make(card, "div|class=follow-up|hidden=");
        let heading = page.make(&part, "h3|id=why");
        let reasons = further.reasons();
        set_hidden(&heading, reasons.length() == 0);
        Some(Self {
            reasons: Choices::make(
                page,
                &part,
                "div|class=reasons|role=group|aria-labelledby=why",
                &reasons,
            ),
            comment: further
                .comment()
                .map(|comment| Comment::make(page, &part, &comment, words.clone())),
            words,
            part,
            heading,
            given: RefCell::default(),
        })
    }

    /// Asks after an answer of this tone.
    pub(crate) fn ask(&self, tone: &JsValue, page: &Page) {
        let heading = if is(tone, "negative") {
            self.words.reason_negative()
        } else if is(tone, "positive") {
            self.words.reason_positive()
        } else {
            self.words.reason_neutral()
        };
        set_text(&self.heading, &with_optional(&heading, &self.words));
        set_hidden(&self.part, false);
        if self.comment.is_some() {
            page.prepare();
        }
    }

    /// Asks no more and forgets what was given.
    pub(crate) fn withdraw(&self) {
        self.given.take();
        self.reasons.press(None);
        set_hidden(&self.part, true);
    }

    /// Asks no more and keeps what was given.
    pub(crate) fn finish(&self) {
        set_hidden(&self.part, true);
    }

    /// Does what a tap on this button asks for.
    pub(crate) fn tap(&self, button: &Element, page: &Page) -> Tapped {
        if let Some(reason) = self.reasons.find(button) {
            self.reasons.press(Some(button));
            self.given.borrow_mut().reason = reason.id();
            return Tapped::Given;
        }
        match self
            .comment
            .as_ref()
            .and_then(|comment| comment.tap(button, page))
        {
            Some(text) => {
                self.given.borrow_mut().comment = text;
                Tapped::Complete
            }
            None => Tapped::Nothing,
        }
    }

    /// What was given so far.
    pub(crate) fn given(&self) -> Given {
        self.given.borrow().clone()
    }
}
