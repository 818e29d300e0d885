//! Makes the documents by which the API describes itself, among the widget's files.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::error::{Error, Result};
use crate::packed::pack;
use crate::run::run;

/// One of the folders they are in, under the root.
pub(crate) const FOLDER: &str = "dist/widget/v1";

/// Writes `openapi.json`, `journey.schema.json` and the pages about problems, each also compressed.
///
/// # Errors
/// When they cannot be made; the error holds what the program printed.
pub(crate) fn build(root: &Path) -> Result<()> {
    let all = root.join("dist/widget");
    let folders = ["v1", "problems"].map(|name| all.join(name));
    for folder in folders.iter().filter(|it| it.exists()) {
        fs::remove_dir_all(folder).map_err(Error::file(folder))?;
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .current_dir(root)
        .args(["run", "--quiet", "--package=journey-description", "--"])
        .arg(&all))?;
    folders.iter().try_for_each(|folder| pack(folder))
}
