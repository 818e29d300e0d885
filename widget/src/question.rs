//! The question as the server sends it, read in place: a typed look at the parsed JSON.
//!
//! Texts stay JavaScript strings: they go from the question to the page without a copy in between. What always
//! holds: nothing here checks. `View::open` reads every field but what is in a follow-up's reasons and comment, in a
//! place where an exception is caught and reported, so that a malformed question shows nothing.

use crate::js::{find, get};
use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One question in one language, with the widget's own words.
    pub type Question;

    /// One possible answer, or one reason.
    pub(crate) type Choice;
    /// Whether it is asked further.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn outlier(this: &Choice) -> bool;

    /// A way out for whoever gets stuck.
    pub(crate) type Exit;

    /// What outliers are asked next.
    pub(crate) type Further;

    /// The comment that is asked for.
    pub(crate) type Comment;
    #[wasm_bindgen(method, getter, js_name = maxLength)]
    pub(crate) fn max_length(this: &Comment) -> u32;

    /// The widget's own words.
    pub(crate) type Words;

    /// The words of a follow-up.
    #[derive(Clone)]
    pub(crate) type FollowUpWords;
}

/// Gives a type a method for each field: its name, `get` or `find` for one that may be missing, and what it is.
macro_rules! fields {
    ($type:ident { $($(#[$doc:meta])* $name:ident: $how:ident($field:literal) -> $what:ty;)* }) => {
        impl $type {
            $($(#[$doc])* pub(crate) fn $name(&self) -> $what { $how(self, $field) })*
        }
    };
}

fields!(Question {
    version: get("questionVersion") -> JsValue;
    language: get("language") -> JsString;
    direction: get("direction") -> JsString;
    prompt: get("prompt") -> JsString;
    /// Each a [`Choice`]; none for an open question.
    options: get("options") -> Array;
    follow_up: find("followUp") -> Option<Further>;
    /// What happens next, if the step says so.
    next: find("next") -> Option<JsString>;
    /// Each an [`Exit`].
    exits: find("exits") -> Option<Array>;
    words: get("words") -> Words;
});

fields!(Choice {
    id: get("id") -> JsValue;
    label: get("label") -> JsString;
    /// Undefined for a reason; an option has one.
    tone: get("tone") -> JsValue;
});

fields!(Exit {
    label: get("label") -> JsString;
    href: get("href") -> JsString;
});

fields!(Further {
    /// Each a [`Choice`].
    reasons: get("reasons") -> Array;
    comment: find("comment") -> Option<Comment>;
});

fields!(Comment {
    prompt: get("prompt") -> JsString;
});

fields!(Words {
    title: get("title") -> JsString;
    dismiss: get("dismiss") -> JsString;
    sending: get("sending") -> JsString;
    thanks: get("thanks") -> JsString;
    waiting: get("waiting") -> JsString;
    failed: get("failed") -> JsString;
    close: get("close") -> JsString;
    next_heading: get("next") -> JsString;
    follow_up: find("followUp") -> Option<FollowUpWords>;
});

fields!(FollowUpWords {
    reason_negative: get("reasonNegative") -> JsString;
    reason_neutral: get("reasonNeutral") -> JsString;
    reason_positive: get("reasonPositive") -> JsString;
    optional: get("optional") -> JsString;
    comment_hint: get("commentHint") -> JsString;
    too_long: get("tooLong") -> JsString;
    send: get("send") -> JsString;
    personal_data: get("personalData") -> JsString;
    send_masked: get("sendMasked") -> JsString;
    edit: get("edit") -> JsString;
});
