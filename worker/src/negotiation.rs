//! What a request says about its body and about the answers it accepts.

use crate::error::Error;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::web_sys;

/// Whether the caller accepts a JSON answer.
pub(crate) fn accepts_json(request: &web_sys::Request) -> Result<(), Error> {
    accepted(request, &["application/json"], "application/json").map(|_| ())
}

/// The first of the types given that the caller accepts, by the order of the caller's list.
pub(crate) fn accepted(
    request: &web_sys::Request,
    given: &[&'static str],
    names: &'static str,
) -> Result<&'static str, Error> {
    let accept = request.headers().get("Accept")?.unwrap_or_default();
    accept
        .split(',')
        .find_map(|range| {
            let range = range.split(';').next().unwrap_or_default().trim();
            given
                .iter()
                .find(|kind| match range.strip_suffix('*') {
                    Some("*/") => true,
                    Some(family) => kind.starts_with(family),
                    None => range.is_empty() || range.eq_ignore_ascii_case(kind),
                })
                .copied()
        })
        .ok_or(Error::NotAcceptable(names))
}

/// The bytes of a JSON body of at most `limit` bytes; no more than that is ever read.
pub(crate) async fn json_body(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, Error> {
    body_of(request, &["application/json"], "application/json", limit).await
}

/// The bytes of a JSON merge patch, which may call itself plain JSON too.
pub(crate) async fn patch_body(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, Error> {
    let taken = ["application/merge-patch+json", "application/json"];
    let names = "application/merge-patch+json or application/json";
    body_of(request, &taken, names, limit).await
}

/// The bytes of an HTML form.
pub(crate) async fn form_body(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, Error> {
    let taken = "application/x-www-form-urlencoded";
    body_of(request, &[taken], taken, limit).await
}

/// Whether the body is of one of the types taken.
pub(crate) fn is_of(
    request: &web_sys::Request,
    taken: &[&str],
    names: &'static str,
) -> Result<(), Error> {
    let given = request.headers().get("Content-Type")?.unwrap_or_default();
    let given = given.split(';').next().unwrap_or_default().trim();
    if taken.iter().any(|kind| given.eq_ignore_ascii_case(kind)) {
        Ok(())
    } else {
        Err(Error::MediaType(names))
    }
}

async fn body_of(
    request: &web_sys::Request,
    taken: &[&str],
    names: &'static str,
    limit: usize,
) -> Result<Vec<u8>, Error> {
    is_of(request, taken, names)?;
    let headers = request.headers();
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
    let mut chunks = Chunks::of(request);
    while let Some(chunk) = chunks.next().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > limit {
            return Err(Error::TooLarge(limit));
        }
    }
    Ok(bytes)
}

/// Reads a body that nobody wants. A connection that is answered before the body has arrived is
/// reset, and the caller would see that instead of the answer; there is an end to patience.
pub(crate) async fn discard_body(request: &web_sys::Request) {
    if !request.body_used() {
        Chunks::of(request).discard().await;
    }
}

/// A body that is read piece by piece.
pub(crate) struct Chunks(Option<web_sys::ReadableStreamDefaultReader>);

impl Chunks {
    /// The body of a request.
    pub(crate) fn of(request: &web_sys::Request) -> Self {
        let stream = request.body();
        Self(stream.map(|stream| stream.get_reader().unchecked_into()))
    }

    /// The next piece; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Some(reader) = &self.0 else {
            return Ok(None);
        };
        let read = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(None);
        }
        let chunk: JsValue = js_sys::Reflect::get(&read, &"value".into())?;
        Ok(Some(Uint8Array::new(&chunk).to_vec()))
    }

    /// Reads the rest for nothing, as [`discard_body`] does.
    pub(crate) async fn discard(&mut self) {
        const PATIENCE: usize = 4 * 1024 * 1024;
        let mut length = 0;
        // Whoever breaks off in the middle needs no answer.
        while let Ok(Some(chunk)) = self.next().await {
            length += chunk.len();
            if length > PATIENCE {
                break;
            }
        }
    }
}
