//! The demo, without a clock and without a network: the pages of a building-permit application, and made-up answers.
//!
//! Owns nothing. The same seed, day and definition give the same answers, byte for byte; the same address gives the same
//! page.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod answers;
pub mod form;
pub mod pages;
pub mod step;
pub mod theme;
