//! Everything that can go wrong, and the one place that says how it looks over HTTP.
//!
//! A caller's mistake becomes a problem document that names every wrong field. A fault of ours
//! becomes one that says no more than that, and a line in the log.

use crate::{
    problem_kind::{self, ProblemKind},
    reply::Reply,
};
use journey::problem::{Fault, Problem};
use std::borrow::Cow;

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Error {
    /// The input has faults.
    Invalid(Vec<Fault>),
    /// There is nothing at this address; what is missing, and by which name it was called.
    NotFound(Cow<'static, str>, Option<Fault>),
    /// The address does not take this method; those it takes.
    Method(&'static str),
    /// The caller accepts nothing that this address gives; what it gives.
    NotAcceptable(&'static str),
    /// The body's media type is not taken; the one that is.
    MediaType(&'static str),
    /// The body is larger than so many bytes.
    TooLarge(usize),
    /// The caller did not say who they are, or not truly.
    Unauthorized,
    /// The caller may not do this; why.
    Forbidden(Cow<'static, str>),
    /// What is there stands in the way; how.
    Conflict(Cow<'static, str>),
    /// The definition changed since the caller read it.
    Precondition,
    /// The caller's address made too many writes; the seconds until it may again.
    TooMany(u64),
    /// A shard did not answer, so no honest sum can be given.
    Shard(u16),
    /// The disk is full; nothing was written.
    StorageFull,
    /// Our own fault; for the log only.
    Internal(String),
}

impl From<worker::Error> for Error {
    /// What the platform says is text alone, also of an object that was called.
    fn from(error: worker::Error) -> Self {
        let text = error.to_string();
        if text.contains("SQLITE_FULL") {
            Self::StorageFull
        } else {
            Self::Internal(text)
        }
    }
}

impl From<wasm_bindgen::JsValue> for Error {
    fn from(error: wasm_bindgen::JsValue) -> Self {
        worker::Error::from(error).into()
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl Error {
    /// The reply that tells the caller.
    pub(crate) fn into_reply(self) -> Reply {
        let allow = match &self {
            Self::Method(allowed) => Some(*allowed),
            _ => None,
        };
        let retry_after = match &self {
            Self::TooMany(seconds) => Some(seconds.to_string()),
            Self::Shard(_) => Some("5".to_owned()),
            _ => None,
        };
        let (status, problem) = self.into_problem();
        let mut reply = Reply::problem(status, problem);
        if let Some(allow) = allow {
            reply = reply.header("Allow", allow);
        }
        if status == 401 {
            reply = reply.header("WWW-Authenticate", "Bearer");
        }
        if let Some(seconds) = retry_after {
            reply = reply.header("Retry-After", seconds);
        }
        reply
    }

    /// The HTTP status and the problem document.
    pub(crate) fn into_problem(self) -> (u16, String) {
        let (kind, detail): (_, Cow<'static, str>) = match &self {
            Self::Invalid(_) => (
                ProblemKind::InvalidInput,
                "Every fault is listed under errors; nothing was changed.".into(),
            ),
            Self::Unauthorized => (
                ProblemKind::Unauthorized,
                "Send the header Authorization: Bearer KEY.".into(),
            ),
            Self::Forbidden(why) => (ProblemKind::Forbidden, why.clone()),
            Self::NotFound(what, _) => (ProblemKind::NotFound, what.clone()),
            Self::Method(allowed) => (
                ProblemKind::MethodNotAllowed,
                format!("Allowed here: {allowed}.").into(),
            ),
            Self::NotAcceptable(given) => (
                ProblemKind::NotAcceptable,
                format!("This address gives {given}.").into(),
            ),
            Self::Conflict(how) => (ProblemKind::Conflict, how.clone()),
            Self::Precondition => (
                ProblemKind::PreconditionFailed,
                "Read it again, apply your change to what you get, and send that ETag in If-Match."
                    .into(),
            ),
            Self::TooLarge(limit) => (
                ProblemKind::TooLarge,
                format!("At most {limit} bytes are allowed.").into(),
            ),
            Self::MediaType(taken) => (
                ProblemKind::UnsupportedMediaType,
                format!("Send it with Content-Type: {taken}.").into(),
            ),
            Self::TooMany(_) => (
                ProblemKind::TooManyRequests,
                "Wait as long as Retry-After says, then try again.".into(),
            ),
            Self::Shard(shard) => (
                ProblemKind::ShardFailed,
                format!("Shard {shard} did not answer; try again later.").into(),
            ),
            Self::StorageFull => {
                worker::console_error!("the disk is full");
                (
                    ProblemKind::StorageFull,
                    "Nothing was written; try again later.".into(),
                )
            }
            Self::Internal(cause) => {
                worker::console_error!("internal error: {cause}");
                (
                    ProblemKind::InternalError,
                    "The cause is in the server's log; try again later.".into(),
                )
            }
        };
        let entry = kind.entry();
        let problem = Problem {
            kind: format!("{}{}", problem_kind::FOLDER, entry.name),
            title: entry.title.into(),
            status: entry.status,
            detail,
            errors: match self {
                Self::Invalid(faults) => faults,
                Self::NotFound(_, fault) => fault.into_iter().collect(),
                _ => Vec::new(),
            },
        };
        // A problem is texts and numbers alone, which can always be written.
        let text = serde_json::to_string(&problem).unwrap_or_default();
        (entry.status, text)
    }
}
