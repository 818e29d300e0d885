//! The HTTP API on a real workerd.
#![allow(
    clippy::disallowed_methods,
    reason = "the server under test reads the same clock"
)]

mod access;
mod answer_page;
mod at_rest;
mod attacker;
mod attacks;
mod bursts;
mod callbacks;
mod counting;
mod dashboard;
mod dashboard_acting;
mod dashboard_editing;
mod dashboard_webhooks;
mod definitions;
mod demo;
mod description;
mod faults;
mod fixture;
mod improvements;
mod moving;
mod own_machine;
mod pause;
mod privacy;
mod problems;
mod questions;
mod rate_limit;
mod retention;
mod roles;
mod signals;
mod upgrade;
mod webhook_receiver;
mod webhooks;
mod widget_files;
