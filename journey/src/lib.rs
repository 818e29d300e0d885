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

mod as_text;
pub mod day;
pub mod language;
pub mod period;
pub mod scale;
pub mod statistics;
pub mod texts;
pub mod week;
pub mod words;
