//! A face beside each option, so that the scale can be understood without reading.

use crate::js::is;
use wasm_bindgen::JsValue;

/// An SVG path of a face with this mouth, on a grid of 24, in the form in which elements are made.
macro_rules! face {
    ($mouth:literal) => {
        concat!(
            "path|d=M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20M9 9v.5M15 9v.5",
            $mouth
        )
    };
}

/// The face for an option's tone; stronger at the ends of the scale.
pub(crate) fn markup(tone: &JsValue, at_end: bool) -> &'static str {
    match (is(tone, "negative"), is(tone, "positive"), at_end) {
        (true, _, true) => face!("M8 17.5q4-5 8 0"),
        (true, _, false) => face!("M8 17q4-2.5 8 0"),
        (_, true, false) => face!("M8 15q4 2.5 8 0"),
        (_, true, true) => face!("M7.5 14q4.5 6.5 9 0"),
        _ => face!("M8 16h8"),
    }
}
