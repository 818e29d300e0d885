//! Masks personal data in a comment, so that its writer sees it before it is sent.
//!
//! A module of its own, as JavaScript: most residents write no comment and download none of it. The worker masks
//! with the same code again, so nothing depends on this one having come.

use journey::redaction;
use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
#[global_allocator]
static TALC: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The text with its personal data masked; nothing if none was found.
#[must_use]
#[wasm_bindgen]
pub fn mask(text: &str) -> Option<String> {
    let masked = redaction::mask(text);
    (!masked.found.is_empty()).then_some(masked.text)
}
