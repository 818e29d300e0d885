//! What can be said of counts, each measure with its source; pure functions of numbers.
//!
//! Never a mean: a share comes with its count and its interval.

pub mod agreement;
pub mod newcombe;
pub mod norm;
pub mod p_chart;
pub mod wilson;
