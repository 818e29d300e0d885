//! Names of things that are made in the browser.

use journey::sending;
use ulid::Ulid;
use wasm_bindgen::prelude::*;
use web_sys::Window;

/// A new ULID. `server_time` is the time, in milliseconds since 1970, that the server gave, if it is known.
///
/// # Errors
/// Where the browser draws no random numbers.
#[inline]
pub fn new_ulid(window: &Window, server_time: Option<f64>) -> Result<Ulid, JsValue> {
    let mut random = [0; 16];
    window
        .crypto()?
        .get_random_values_with_u8_array(&mut random)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates"
    )]
    let time = sending::believed_time(js_sys::Date::now(), server_time) as u64;
    Ok(Ulid::from_parts(time, u128::from_le_bytes(random)))
}
