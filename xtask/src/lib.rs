//! Everything behind `cargo xtask`: makes a machine ready, builds, serves, tests and measures.
//!
//! The library is also what the HTTP tests start their servers with. It owns no state but files: tools and the built
//! standard libraries in the user's cache folder, artefacts in `dist/`, stamps of their inputs beside them.

#![allow(
    clippy::disallowed_methods,
    reason = "a tool on a machine of its own reads its clock"
)]

pub mod artefacts;
pub mod bench;
pub mod check;
pub mod demo;
mod documents;
pub mod error;
pub mod http;
pub mod inputs;
pub mod packed;
pub mod pages;
pub mod part;
pub mod progress;
pub mod proof;
pub mod run;
mod sbom;
pub mod screenshots;
pub mod setup;
mod short_names;
pub mod tools;
pub mod widget;
pub mod worker;
pub mod workerd;

/// What the command line accepts.
pub const USAGE: &str = "\
cargo xtask setup                    make this machine ready
cargo xtask build                    make dist: the widget, the Workers and what they are made of
cargo xtask serve --port P --data D  run the worker; ADMIN_KEY comes from the environment
cargo xtask demo                     the demo application with the widget on each step, and eight months of answers
cargo xtask pages --port P --worker W  the demo application alone, for a worker by its origin
cargo xtask fill --worker W --data D   the demo's answers alone, kept in a folder; ADMIN_KEY comes from the environment
cargo xtask test                     every check and every test
cargo xtask screenshots              pictures of widget, dashboard and demo, in target; and those of README.md
cargo xtask bench [--record]         measure against the budgets; --record keeps the figures in docs/bench.md
cargo xtask bench visible            only the time to a visible question, of what is built
cargo xtask bench pages              only the dashboard's pages beside the API, of what is built
cargo xtask bench load               only what the worker bears at rising rates, of what is built, for an hour; --minutes N
                                     instead of ten at 70 % of that; --record keeps the figures and draws docs/pictures/load.svg
cargo xtask bench costs              only what Cloudflare would bill for an answer and for results, of what is built
cargo xtask bench merge              only what results cost of many shards and many journeys, of what is built
cargo xtask bench lighthouse         only Lighthouse's scores of a page with the widget and without
cargo xtask mutants                  break the code in every small way and count how often a test notices; hours
cargo xtask coverage                 the lines of the journey crate that its tests reach
cargo xtask fuzz [--minutes M] [TARGET...]  make input up for every parser, 10 minutes each, and keep what is new
cargo xtask audit                    licences, sources and known weaknesses of what we depend on";
