//! The npm packages, exactly those of package-lock.json.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;
use crate::tools::{Npm, on_path};

/// Finds or installs them.
pub(super) fn ready(root: &Path) -> Result<Npm> {
    let lock = root.join("package-lock.json");
    let lock = fs::read_to_string(&lock).map_err(Error::file(&lock))?;
    let modules = root.join("node_modules");
    let stamp = modules.join(".installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return find(modules);
    }
    if on_path("npm").is_none() {
        return Err(Error::missing(
            "npm",
            "install Node.js 20.3 or newer, with npm",
        ));
    }
    long_step("npm packages (npm ci)", || {
        // No package needs its install script: what they do is done by naming the programs themselves.
        run(Command::new("npm").current_dir(root).args([
            "ci",
            "--ignore-scripts",
            "--prefer-offline",
            "--no-audit",
            "--no-fund",
        ]))
    })?;
    fs::write(&stamp, &lock).map_err(Error::file(&stamp))?;
    find(modules)
}

/// Those that were installed before.
pub(super) fn installed(root: &Path) -> Result<Npm> {
    find(root.join("node_modules")).map_err(|_| Error::missing("npm packages", "cargo xtask setup"))
}

fn find(modules: PathBuf) -> Result<Npm> {
    let esbuild = native(&modules, "@esbuild", "", "bin/esbuild")?;
    let workerd = native(&modules, "@cloudflare", "workerd-", "bin/workerd")?;
    Ok(Npm {
        modules,
        esbuild,
        workerd,
    })
}

/// The program that npm chose for this kind of machine: of each kind's package it installs just the fitting one.
fn native(modules: &Path, scope: &str, prefix: &str, program: &str) -> Result<PathBuf> {
    let folder = modules.join(scope);
    let entries = fs::read_dir(&folder).map_err(Error::file(&folder))?;
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(program))
        .find(|file| file.is_file())
        .ok_or_else(|| Error::missing(program, "these npm packages have none for this kind of machine; use Linux or macOS on x64 or arm64"))
}
