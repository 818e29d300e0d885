//! Writes the documents into the folder that is given.

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    let openapi = journey_description::openapi()?.to_string();
    fs::write(folder.join("openapi.json"), openapi)?;
    let schema = journey_description::journey_schema();
    fs::write(folder.join("journey.schema.json"), schema)?;
    Ok(())
}
