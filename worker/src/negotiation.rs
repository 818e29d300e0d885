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
    read_at_most(request, limit).await
}

async fn read_at_most(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let Some(stream) = request.body() else {
        return Ok(bytes);
    };
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        let done = js_sys::Reflect::get(&chunk, &"done".into())?;
        if done.is_truthy() {
            return Ok(bytes);
        }
        let value: JsValue = js_sys::Reflect::get(&chunk, &"value".into())?;
        bytes.extend_from_slice(&Uint8Array::new(&value).to_vec());
        if bytes.len() > limit {
            return Err(Error::TooLarge(limit));
        }
    }
}
