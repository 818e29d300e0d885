//! What the worker itself reads: addresses, cookies, headers, and what it bundles.

use std::str::from_utf8;

use journey_worker::fuzzed;

use crate::NOW_MS;

/// No address, cookie, key or bundle is read as more than it is.
pub fn worker(bytes: &[u8]) {
    fuzzed::bundle(bytes);
    let Ok(text) = from_utf8(bytes) else { return };
    fuzzed::route(text);
    fuzzed::session(text, NOW_MS);
    fuzzed::own_address(text);
    fuzzed::accepted_language(text);
}
