//! Random names and secrets, from the platform's generator for cryptography.

use crate::error::Error;
use js_sys::{Function, Reflect, Uint8Array};
use std::fmt::Write;
use ulid::Ulid;
use wasm_bindgen::JsCast;
use worker::Date;

/// So many random bytes.
pub(crate) fn bytes(length: u32) -> Result<Vec<u8>, Error> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let fill: Function = Reflect::get(&crypto, &"getRandomValues".into())?.dyn_into()?;
    let random = Uint8Array::new_with_length(length);
    fill.call1(&crypto, &random)?;
    Ok(random.to_vec())
}

/// A ULID of now.
pub(crate) fn ulid() -> Result<Ulid, Error> {
    let random: [u8; 16] = bytes(16)?
        .try_into()
        .map_err(|_| Error::Internal("too few random bytes".to_owned()))?;
    let now = Date::now().as_millis();
    Ok(Ulid::from_parts(now, u128::from_le_bytes(random)))
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
