//! Makes the documents by which the API describes itself, among the widget's files: `dist/widget/v1`.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::error::{Error, Result};
use crate::packed::pack;
use crate::run::run;

/// Where they are, under the root.
pub(crate) const FOLDER: &str = "dist/widget/v1";

/// Writes `openapi.json` and `journey.schema.json`, each also compressed.
///
/// # Errors
/// When they cannot be made; the error holds what the program printed.
pub(crate) fn build(root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .current_dir(root)
        .args(["run", "--quiet", "--package=journey-description", "--"])
        .arg(&folder))?;
    pack(&folder)
}
