//! Journey Feedback's server: a Cloudflare Worker, thin around the `journey` crate.
//!
//! The worker itself keeps nothing but a short cache of editions; the Durable Objects own what is
//! stored: [`organisation`], [`journey_object`] and [`tally`].
//!
//! Three Workers are made of this crate, by its features: one answers the API and holds the objects;
//! the others serve the [`dashboard`], and the page on which residents answer without a script, and call them, so that
//! whoever only answers a question waits for nothing of it.
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
#![cfg_attr(
    not(all(feature = "api", feature = "answer", feature = "dashboard")),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "each Worker reaches its own part"
    )
)]

mod access;
mod api;
mod assets;
mod backup;
mod bundle;
mod callbacks;
mod carriage;
mod dashboard;
#[cfg(test)]
mod description;
mod editions;
mod erasure;
mod error;
mod extract;
#[cfg(feature = "fuzzed")]
pub mod fuzzed;
mod held_bursts;
mod improvements;
mod journey_object;
mod keyed_hash;
mod lane;
mod negotiation;
mod object;
mod organisation;
mod pause;
#[expect(dead_code, reason = "what the pages say is in the pages")]
mod problem_kind;
mod qr_code;
mod random;
mod rate_limit;
#[cfg(test)]
mod released;
mod reply;
mod responses;
mod results;
mod route;
mod rows;
mod security_txt;
mod session;
mod setting;
mod shards;
mod signals;
mod sql;
mod tally;
#[cfg(not(all(feature = "answer", feature = "dashboard")))]
mod to_pages;
mod webhook_signature;
mod webhooks;
mod zone;

use worker::{Context, Env, event, web_sys};

/// Answers a request.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    #[cfg(feature = "api")]
    let answer = api::respond(&request, &env, &context).await;
    #[cfg(all(not(feature = "api"), feature = "dashboard"))]
    let answer = dashboard::respond(&request, &env, &context).await;
    #[cfg(not(any(feature = "api", feature = "dashboard")))]
    let answer = dashboard::answer::respond(&request, &env, &context).await;
    match answer {
        Ok(response) => Ok(response),
        Err(error) => {
            negotiation::discard_body(&request).await;
            Ok(error.into_reply().into_response()?)
        }
    }
}
