//! The documents by which the API describes itself: `openapi.json`, `journey.schema.json` and a page
//! for every kind of problem, from the types in `journey`, the table of operations and the table of
//! problems.

mod document;
mod examples;
mod improvements_and_callbacks;
mod inbox_and_moves;
mod operations;
#[path = "../src/problem_kind.rs"]
mod problem_kind;
mod problem_page;
mod webhooks;

pub use document::openapi;
pub use problem_page::problem_pages;

/// The folder of the pages about problems, as an address.
pub const PROBLEM_PAGES: &str = problem_kind::FOLDER;

/// A definition's file, in JSON Schema.
#[must_use]
pub fn journey_schema() -> String {
    journey::schema::of_definition().as_value().to_string()
}
