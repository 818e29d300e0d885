//! Makes `dist/npm`, a package for builds of one's own: the same files, with an entry that finds them beside it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{DOWNLOADS, Stage, bundle, files};
use crate::error::{Error, Result};
use crate::tools::Tools;

/// The download that needs the worker's folders, and so has no place in the package.
const LOADER: &str = "journey-feedback.js";

/// Makes `dist/npm` of what the stage holds.
///
/// # Errors
/// When esbuild fails, or a file cannot be read or written.
pub(super) fn build(tools: &Tools, stage: &Stage, root: &Path) -> Result<()> {
    let dist = root.join("dist/npm");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(Error::file(&dist))?;
    }
    fs::create_dir_all(&dist).map_err(Error::file(&dist))?;
    bundle(
        tools,
        stage,
        "package.js",
        &[
            "--format=esm",
            "--define:PACKAGE=true",
            "--define:VERSION=\"\"",
            "--external:./core.js",
            "--external:./fallback.js",
        ],
    )?;
    copy(&stage.path("out/package.js"), &dist.join("index.js"))?;
    for (made, file) in DOWNLOADS.iter().filter(|(_, file)| *file != LOADER) {
        copy(&stage.path(made), &dist.join(file))?;
    }
    for file in files(&root.join("widget/npm"))? {
        copy(&file, &dist.join(file.file_name().unwrap_or_default()))?;
    }
    copy(&root.join("LICENSE"), &dist.join("LICENSE"))?;
    number(&dist.join("package.json"))
}

/// Gives the package this release's version.
fn number(path: &Path) -> Result<()> {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    let Ok(mut package) = serde_json::from_str::<Value>(&text) else {
        return Err(Error::Failed(format!("{} is no JSON", path.display())));
    };
    if let Some(version) = package.get_mut("version") {
        *version = env!("CARGO_PKG_VERSION").into();
    }
    fs::write(path, format!("{package:#}\n")).map_err(Error::file(path))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).map_err(Error::file(from))
}
