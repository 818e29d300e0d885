//! Makes `dist/sbom`: the bill of materials of a release, as `CycloneDX`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::run::run;
use crate::tools::{Tools, WASM};

/// Its folder.
pub(crate) const FOLDER: &str = "dist/sbom";

/// Makes it of what cargo says is compiled.
///
/// # Errors
/// When a tool fails; the error holds what it printed.
pub(crate) fn build(tools: &Tools, root: &Path) -> Result<()> {
    let mut cargo = tools.worker_rust.cargo();
    let metadata = run(cargo
        .current_dir(root)
        .args(["metadata", "--format-version=1", "--locked"])
        .arg(format!("--filter-platform={WASM}")))?;
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let said = root.join("target/made/metadata.json");
    fs::write(&said, metadata).map_err(Error::file(&said))?;
    let to = folder.join("journey-feedback.cdx.json");
    let mut node = Command::new("node");
    run(node
        .current_dir(root)
        .arg("xtask/sbom.mjs")
        .args([said, to]))
    .map(drop)
}
