//! A response on its way out, with the headers that every response carries.

use crate::error::Error;
use serde::Serialize;
use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{HashMap, hash_map::Entry},
};
use wasm_bindgen::JsValue;
use worker::web_sys;

/// The API's version, in every response.
pub(crate) const API_VERSION: &str = env!("CARGO_PKG_VERSION");

/// A response on its way out.
#[derive(Debug)]
pub(crate) struct Reply {
    status: u16,
    body: Body,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    encoded: bool,
}

#[derive(Debug)]
enum Body {
    Empty,
    Text(String),
    Stream(web_sys::ReadableStream),
}

/// What every response carries unless it says otherwise itself.
const COMMON: [(&str, &str); 7] = [
    ("API-Version", API_VERSION),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    (
        "Strict-Transport-Security",
        "max-age=31536000; includeSubDomains",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

impl Reply {
    /// A response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            body: Body::Empty,
            headers: Vec::new(),
            encoded: false,
        }
    }

    /// A JSON response.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => Self::text(status, "application/json", text),
            Err(error) => Error::from(error).into_reply(),
        }
    }

    /// A JSON response of a list under its name.
    pub(crate) fn list(name: &str, list: &impl Serialize) -> Self {
        match serde_json::to_string(list) {
            Ok(list) => {
                let text = ["{\"", name, "\":", &list, "}"].concat();
                Self::text(200, "application/json", text)
            }
            Err(error) => Error::from(error).into_reply(),
        }
    }

    /// A text response of any type.
    pub(crate) fn text(status: u16, content_type: &'static str, text: String) -> Self {
        Self {
            body: Body::Text(text),
            ..Self::empty(status)
        }
        .content_type(content_type)
    }

    /// A problem document.
    pub(crate) fn problem(status: u16, problem: String) -> Self {
        Self::text(status, "application/problem+json", problem).dated()
    }

    /// A response of bytes as they come.
    pub(crate) fn stream(
        status: u16,
        content_type: &'static str,
        stream: web_sys::ReadableStream,
    ) -> Self {
        Self {
            body: Body::Stream(stream),
            ..Self::empty(status)
        }
        .content_type(content_type)
    }

    /// Its status.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// With another text for its body.
    pub(crate) fn body(self, text: String) -> Self {
        Self {
            body: Body::Text(text),
            ..self
        }
    }

    /// With another content type.
    pub(crate) fn content_type(self, content_type: &'static str) -> Self {
        self.header("Content-Type", content_type)
    }

    /// With a header, in place of one of that name.
    pub(crate) fn header(
        mut self,
        name: &'static str,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    /// With a header beside one of that name.
    pub(crate) fn also(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With the time, by which a browser makes good its own clock.
    pub(crate) fn dated(self) -> Self {
        let now = js_sys::Date::new_0().to_utc_string();
        self.header("Date", String::from(now))
    }

    /// Readable by pages of an origin.
    pub(crate) fn for_origin(self, origin: Option<&str>) -> Self {
        match origin {
            None => self,
            Some(origin) => self
                .header("Access-Control-Allow-Origin", origin.to_owned())
                .header(
                    "Access-Control-Expose-Headers",
                    "API-Version, Date, ETag, Retry-After",
                )
                .header("Vary", "Origin"),
        }
    }

    /// With a body that is compressed already.
    pub(crate) fn encoded(mut self, coding: &'static str) -> Self {
        self.encoded = true;
        self.header("Content-Encoding", coding)
    }

    /// The platform's response.
    pub(crate) fn into_response(self) -> Result<web_sys::Response, JsValue> {
        let init = self.init()?;
        match self.body {
            Body::Empty => web_sys::Response::new_with_opt_str_and_init(None, &init),
            Body::Text(text) => web_sys::Response::new_with_opt_str_and_init(Some(&text), &init),
            Body::Stream(stream) => {
                web_sys::Response::new_with_opt_readable_stream_and_init(Some(&stream), &init)
            }
        }
    }

    fn init(&self) -> Result<web_sys::ResponseInit, JsValue> {
        let headers = js_sys::Array::new();
        let pairs = COMMON
            .iter()
            .filter(|(name, _)| self.headers.iter().all(|(own, _)| own != name))
            .copied()
            .chain(
                self.headers
                    .iter()
                    .map(|(name, value)| (*name, value.as_ref())),
            );
        for (name, value) in pairs {
            headers.push(&js_sys::Array::of2(&name.into(), &value.into()));
        }
        let init = web_sys::ResponseInit::new();
        init.set_status(self.status);
        init.set_headers(&headers);
        if self.encoded {
            js_sys::Reflect::set(&init, &"encodeBody".into(), &"manual".into())?;
        }
        Ok(init)
    }
}

thread_local! {
    /// What acknowledgements look like, by status and origin; headers the platform need not read
    /// again each time.
    static ACKNOWLEDGEMENTS: RefCell<HashMap<(u16, Option<String>), web_sys::ResponseInit>> =
        RefCell::default();
}

/// A response without a body that is readable by pages of an origin: the answer to every response
/// that is counted, so it is made from what the last one was made from.
pub(crate) fn acknowledgement(
    status: u16,
    origin: Option<String>,
) -> Result<web_sys::Response, JsValue> {
    const MOST: usize = 100;
    ACKNOWLEDGEMENTS.with_borrow_mut(|known| {
        if known.len() > MOST {
            known.clear();
        }
        let init = match known.entry((status, origin)) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let (status, origin) = entry.key();
                let init = Reply::empty(*status).for_origin(origin.as_deref()).init()?;
                let headers: JsValue = js_sys::Reflect::get(&init, &"headers".into())?;
                let headers = web_sys::Headers::new_with_str_sequence_sequence(&headers)?;
                init.set_headers(&headers);
                entry.insert(init)
            }
        };
        web_sys::Response::new_with_opt_str_and_init(None, init)
    })
}
