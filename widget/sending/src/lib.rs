//! What the widget's modules share to send something: a ULID for it, and a sender that goes on until the server took or
//! refused it. What is inlined is compiled with the module that calls it, which makes that smaller.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod events;
mod name;
mod object;
mod sender;

pub use crate::{
    events::Listener,
    name::new_ulid,
    object::{object, set},
    sender::Sender,
};
