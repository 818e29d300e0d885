//! What a release is made of: `dist/widget` and `dist/worker`, each made again only when what it is made of changed.

use std::fs::{self, File};
use std::path::Path;

use crate::error::{Error, Result};
use crate::inputs::make_if_changed;
use crate::packed::pack;
use crate::progress::long_step;
use crate::tools::{Tools, WasmRust};
use crate::{widget, worker};

/// What both are made of.
const COMMON: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "journey/Cargo.toml",
    "journey/src",
    "xtask/src/tools.rs",
];

/// Makes both.
///
/// # Errors
/// When one of their tools fails; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    let _turn = turn(root)?;
    let widget_made_of = [
        &COMMON[..],
        &[
            "widget",
            "xtask/src/packed.rs",
            "xtask/src/widget.rs",
            "xtask/src/widget",
            "xtask/src/setup/std_library.rs",
        ],
    ]
    .concat();
    make("widget", root, &widget_made_of, &tools.widget_rust, || {
        widget::build(tools, root)?;
        pack(&root.join("dist/widget"))
    })?;
    let worker_made_of = [&COMMON[..], &["worker", "xtask/src/worker.rs"]].concat();
    make("worker", root, &worker_made_of, &tools.worker_rust, || {
        worker::build(tools, root)
    })
}

/// Whether both are there, of whatever state of the sources.
#[must_use]
pub fn are_built(root: &Path) -> bool {
    root.join("dist/worker/index.js").is_file()
}

fn make(
    name: &str,
    root: &Path,
    made_of: &[&str],
    rust: &WasmRust,
    act: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stamp = root.join("target/made").join(name);
    if !root.join("dist").join(name).is_dir() {
        // A stamp without what it stands for says nothing.
        let _ = fs::remove_file(&stamp);
    }
    // Another sysroot stands for another compiler or another standard library.
    let toolchain = rust.sysroot.display().to_string();
    make_if_changed(root, made_of, &toolchain, &stamp, || {
        long_step(&format!("dist/{name}"), act)
    })
    .map(drop)
}

/// Waits for other builds of this clone to end; the turn ends when the file is closed.
fn turn(root: &Path) -> Result<File> {
    let folder = root.join("target/made");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let path = folder.join("turn.lock");
    let file = File::create(&path).map_err(Error::file(&path))?;
    file.lock().map_err(Error::file(&path))?;
    Ok(file)
}
