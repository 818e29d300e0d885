//! Writes the documents at their addresses under the folder that is given.

use journey_description::PROBLEM_PAGES;
use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("which folder?")?);
    let api = folder.join("v1");
    fs::create_dir_all(&api)?;
    let openapi = journey_description::openapi()?.to_string();
    fs::write(api.join("openapi.json"), openapi)?;
    let schema = journey_description::journey_schema();
    fs::write(api.join("journey.schema.json"), schema)?;
    let pages = folder.join(PROBLEM_PAGES.trim_matches('/'));
    fs::create_dir_all(&pages)?;
    for (name, page) in journey_description::problem_pages() {
        fs::write(pages.join(name).with_extension("html"), page)?;
    }
    Ok(())
}
