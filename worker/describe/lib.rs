//! The documents by which the API describes itself: `openapi.json` and `journey.schema.json`, from
//! the types in `journey`, the table of operations and the table of problems.

mod document;
mod examples;
mod improvements_and_callbacks;
mod inbox_and_moves;
mod operations;
#[expect(dead_code, reason = "the description is in English alone")]
#[path = "../src/problem_kind.rs"]
mod problem_kind;

pub use document::openapi;

/// A definition's file, in JSON Schema.
#[must_use]
pub fn journey_schema() -> String {
    journey::schema::of_definition().as_value().to_string()
}
