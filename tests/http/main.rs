//! The HTTP API on a real workerd.

mod counting;
mod definitions;
mod fixture;
mod problems;
mod questions;
