//! The domain of Journey Feedback, pure: no clock, no randomness, no platform.
//!
//! Everything that decides is here and natively tested; `worker` and `widget` only
//! carry decisions out. Time and randomness come in as parameters.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod access;
pub mod account;
pub mod alert;
mod as_text;
pub mod attention;
pub mod backup;
pub mod bank;
pub mod budget;
pub mod burst;
pub mod callback;
pub mod check;
pub mod csv;
pub mod day;
pub mod definition;
pub mod draft;
pub mod edition;
pub mod extract;
pub mod improvement;
pub mod language;
mod pairs;
pub mod period;
pub mod plot;
pub mod problem;
pub mod question;
pub mod receipt;
pub mod redaction;
pub mod report;
pub mod response;
pub mod results;
pub mod scale;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sending;
pub mod shard;
pub mod shard_plan;
pub mod signal;
pub mod statistics;
pub mod sums;
pub mod tally;
pub mod texts;
pub mod ulid_time;
pub mod watch;
pub mod webhook;
pub mod webhook_url;
pub mod week;
pub mod words;
