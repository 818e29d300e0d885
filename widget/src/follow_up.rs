//! What outliers are asked next: one reason out of a few, and a comment; both optional.
//!
//! Owns its elements, which are made when it is first asked, and what was given so far. What always holds: an answer that is
//! asked no further carries no reason and no comment, since the server takes them from outliers only.

use crate::{
    choices::Choices,
    comment::{Comment, with_optional},
    js::{is, set_hidden, set_text},
    page::Page,
    question::{FollowUpWords, Further, Question},
};
use std::cell::{OnceCell, RefCell};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// The follow-up of one question.
pub(crate) struct FollowUp {
    further: Further,
    has_reasons: bool,
    words: FollowUpWords,
    part: Element,
    asked: OnceCell<Asked>,
    given: RefCell<Given>,
}

/// What is in it once it is asked.
struct Asked {
    heading: Element,
    reasons: Choices,
    comment: Option<Comment>,
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
    /// Keeps its place, not shown yet, as the last part of `card`; nothing if the question has none.
    pub(crate) fn make(page: &Page, card: &Element, question: &Question) -> Option<Self> {
        let further = question.follow_up()?;
        Some(Self {
            has_reasons: further.reasons().length() > 0,
            further,
            words: question.words().follow_up()?,
            part: page.make(card, "div|class=follow-up|hidden="),
            asked: OnceCell::new(),
            given: RefCell::default(),
        })
    }

    /// Asks after an answer of this tone.
    pub(crate) fn ask(&self, tone: &JsValue, page: &Page) {
        let asked = self.asked.get_or_init(|| self.make_asked(page));
        let heading = if is(tone, "negative") {
            self.words.reason_negative()
        } else if is(tone, "positive") {
            self.words.reason_positive()
        } else {
            self.words.reason_neutral()
        };
        set_text(&asked.heading, &with_optional(&heading, &self.words));
        set_hidden(&self.part, false);
        if asked.comment.is_some() {
            page.prepare();
        }
    }

    /// As many elements as the question itself has: a slow phone shows that sooner without them.
    fn make_asked(&self, page: &Page) -> Asked {
        let part = &self.part;
        let heading = page.make(part, "h3|id=why");
        set_hidden(&heading, !self.has_reasons);
        Asked {
            heading,
            reasons: Choices::make(
                page,
                part,
                "div|class=reasons|role=group|aria-labelledby=why",
                &self.further.reasons(),
            ),
            comment: self
                .further
                .comment()
                .map(|comment| Comment::make(page, part, &comment, self.words.clone())),
        }
    }

    /// Asks no more and forgets what was given.
    pub(crate) fn withdraw(&self) {
        self.given.take();
        if let Some(asked) = self.asked.get() {
            asked.reasons.press(None);
        }
        set_hidden(&self.part, true);
    }

    /// Asks no more and keeps what was given.
    pub(crate) fn finish(&self) {
        set_hidden(&self.part, true);
    }

    /// Does what a tap on this button asks for.
    pub(crate) fn tap(&self, button: &Element, page: &Page) -> Tapped {
        let Some(asked) = self.asked.get() else {
            return Tapped::Nothing;
        };
        if let Some(reason) = asked.reasons.find(button) {
            asked.reasons.press(Some(button));
            self.given.borrow_mut().reason = reason.id();
            return Tapped::Given;
        }
        let comment = asked.comment.as_ref();
        match comment.and_then(|comment| comment.tap(button, page)) {
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
