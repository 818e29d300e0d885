//! What a request says about its body and about the answers it accepts.

use crate::error::Error;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::web_sys;

/// Whether the caller accepts a JSON answer.
pub(crate) fn accepts_json(request: &web_sys::Request) -> Result<(), Error> {
    let accepts = request.headers().get("Accept")?.is_none_or(|accept| {
        accept.split(',').any(|range| {
            let kind = range.split(';').next().unwrap_or_default().trim();
            matches!(kind, "" | "*/*" | "application/*" | "application/json")
        })
    });
    if accepts {
        Ok(())
    } else {
        Err(Error::NotAcceptable("application/json"))
    }
}

/// The bytes of a JSON body of at most `limit` bytes; no more than that is ever read.
pub(crate) async fn json_body(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, Error> {
    let headers = request.headers();
    let is_json = headers.get("Content-Type")?.is_some_and(|value| {
        let kind = value.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json")
    });
    if !is_json {
        return Err(Error::MediaType("application/json"));
    }
    if let Some(length) = headers.get("Content-Length")? {
        return match length.parse::<usize>() {
            Ok(length) if length <= limit => {
                let buffer = JsFuture::from(request.array_buffer()?).await?;
                Ok(Uint8Array::new(&buffer).to_vec())
            }
            _ => Err(Error::TooLarge(limit)),
        };
    }
    let mut bytes = Vec::new();
    let whole = each_chunk(request, |chunk| {
        bytes.extend_from_slice(&chunk.to_vec());
        bytes.len() <= limit
    });
    if whole.await? {
        Ok(bytes)
    } else {
        Err(Error::TooLarge(limit))
    }
}

/// Reads a body that nobody wants. A connection that is answered before the body has arrived is
/// reset, and the caller would see that instead of the answer; there is an end to patience.
pub(crate) async fn discard_body(request: &web_sys::Request) {
    const PATIENCE: u32 = 4 * 1024 * 1024;
    if request.body_used() {
        return;
    }
    let mut length = 0;
    let read = each_chunk(request, |chunk| {
        length += chunk.length();
        length <= PATIENCE
    });
    // Whoever breaks off in the middle needs no answer.
    let _whole = read.await;
}

/// Reads a body for as long as `go_on` says; whether that was to its end.
async fn each_chunk(
    request: &web_sys::Request,
    mut go_on: impl FnMut(&Uint8Array) -> bool,
) -> Result<bool, Error> {
    let Some(stream) = request.body() else {
        return Ok(true);
    };
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let read = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(true);
        }
        let chunk: JsValue = js_sys::Reflect::get(&read, &"value".into())?;
        if !go_on(&Uint8Array::new(&chunk)) {
            return Ok(false);
        }
    }
}
