//! Random names and secrets, from the platform's generator for cryptography.

use crate::error::Error;
use js_sys::{Function, Reflect, Uint8Array};
use std::fmt::Write;
use wasm_bindgen::JsCast;

/// So many random bytes.
pub(crate) fn bytes(length: u32) -> Result<Vec<u8>, Error> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let fill: Function = Reflect::get(&crypto, &"getRandomValues".into())?.dyn_into()?;
    let random = Uint8Array::new_with_length(length);
    fill.call1(&crypto, &random)?;
    Ok(random.to_vec())
}

/// So many random bytes, in hexadecimal.
pub(crate) fn hex(length: u32) -> Result<String, Error> {
    Ok(hex_of(&bytes(length)?))
}

/// Bytes in hexadecimal.
pub(crate) fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}
