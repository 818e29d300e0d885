//! What is made as the worker is built: `openapi.json` and `journey.schema.json`, by which the API
//! describes itself.

mod document;
mod examples;
mod inbox_and_moves;
mod operations;
#[expect(dead_code, reason = "the description is in English alone")]
#[path = "../src/problem_kind.rs"]
mod problem_kind;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=describe");
    println!("cargo::rerun-if-changed=src/problem_kind.rs");
    fs::write(out.join("openapi.json"), document::openapi()?.to_string())?;
    fs::write(
        out.join("journey.schema.json"),
        journey::schema::of_definition().as_value().to_string(),
    )?;
    Ok(())
}
