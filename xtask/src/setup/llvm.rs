//! LLVM's programs that read what an instrumented program counted, of the release that rustc is made of.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use crate::error::{Error, Result};
use crate::run::run;
use crate::tools::on_path;

/// What cargo-llvm-cov must be told to find them; nothing where rustup's component `llvm-tools` is there.
pub(super) fn tools() -> Result<Vec<(&'static str, PathBuf)>> {
    let said = run(Command::new("rustc").arg("-vV"))?;
    let field = |name: &str| said.lines().find_map(|line| line.strip_prefix(name));
    let sysroot = run(Command::new("rustc").args(["--print", "sysroot"]))?;
    let own = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(field("host: ").unwrap_or_default())
        .join("bin/llvm-cov");
    if own.is_file() {
        return Ok(Vec::new());
    }
    let major = field("LLVM version: ")
        .and_then(|version| version.split('.').next())
        .unwrap_or_default();
    let find = || {
        Some(vec![
            ("LLVM_COV", on_path(&format!("llvm-cov-{major}"))?),
            ("LLVM_PROFDATA", on_path(&format!("llvm-profdata-{major}"))?),
        ])
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    let what = "LLVM's tools for coverage";
    apt::install(what, &[&format!("llvm-{major}")])?;
    find().ok_or_else(|| Error::missing(what, "rustup component add llvm-tools"))
}
