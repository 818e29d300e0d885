//! The question as the server sends it, read in place: a typed look at the parsed JSON.
//!
//! Texts stay JavaScript strings: they go from the question to the page without a copy in between. What always
//! holds: nothing here checks. `View::open` reads every field, in a place where an exception is caught and reported, so
//! that a malformed question shows nothing.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One question in one language, with the widget's own words.
    pub type Question;
    #[wasm_bindgen(method, getter, js_name = questionVersion)]
    pub(crate) fn version(this: &Question) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn language(this: &Question) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn direction(this: &Question) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn prompt(this: &Question) -> JsString;
    /// Each a [`Choice`]; none for an open question.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn options(this: &Question) -> Array;
    #[wasm_bindgen(method, getter, js_name = followUp)]
    pub(crate) fn follow_up(this: &Question) -> Option<Further>;
    /// What happens next, if the step says so.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn next(this: &Question) -> Option<JsString>;
    /// Each an [`Exit`].
    #[wasm_bindgen(method, getter)]
    pub(crate) fn exits(this: &Question) -> Option<Array>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn words(this: &Question) -> Words;

    /// One possible answer, or one reason.
    pub(crate) type Choice;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn id(this: &Choice) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn label(this: &Choice) -> JsString;
    /// Only an option has one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn tone(this: &Choice) -> Option<String>;
    /// Whether it is asked further.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn outlier(this: &Choice) -> bool;

    /// A way out for whoever gets stuck.
    pub(crate) type Exit;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn label(this: &Exit) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn href(this: &Exit) -> JsString;

    /// What outliers are asked next.
    pub(crate) type Further;
    /// Each a [`Choice`].
    #[wasm_bindgen(method, getter)]
    pub(crate) fn reasons(this: &Further) -> Array;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn comment(this: &Further) -> Option<Comment>;

    /// The comment that is asked for.
    pub(crate) type Comment;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn prompt(this: &Comment) -> JsString;
    #[wasm_bindgen(method, getter, js_name = maxLength)]
    pub(crate) fn max_length(this: &Comment) -> u32;

    /// The widget's own words.
    pub(crate) type Words;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn title(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn dismiss(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn sending(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn thanks(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn waiting(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn failed(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn close(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter, js_name = next)]
    pub(crate) fn next_heading(this: &Words) -> JsString;
    #[wasm_bindgen(method, getter, js_name = followUp)]
    pub(crate) fn follow_up(this: &Words) -> Option<FollowUpWords>;

    /// The words of a follow-up.
    #[derive(Clone)]
    pub(crate) type FollowUpWords;
    #[wasm_bindgen(method, getter, js_name = reasonNegative)]
    pub(crate) fn reason_negative(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = reasonNeutral)]
    pub(crate) fn reason_neutral(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = reasonPositive)]
    pub(crate) fn reason_positive(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn optional(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = commentHint)]
    pub(crate) fn comment_hint(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = tooLong)]
    pub(crate) fn too_long(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn send(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = personalData)]
    pub(crate) fn personal_data(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter, js_name = sendMasked)]
    pub(crate) fn send_masked(this: &FollowUpWords) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn edit(this: &FollowUpWords) -> JsString;
}
