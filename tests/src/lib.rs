//! The harness of the HTTP tests: a real workerd with data of its own, and a client that reports whatever comes back.

mod client;
mod server;

pub use client::{Client, Reply};
pub use server::Server;
