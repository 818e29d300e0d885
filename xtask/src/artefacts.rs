//! What a release is made of: `dist/widget`, the API's documents in it, and the Workers, each made again only when what it
//! is made of changed.

use std::fs::{self, File};
use std::path::Path;
use std::thread;

use crate::error::{Error, Result};
use crate::inputs::make_if_changed;
use crate::packed::pack;
use crate::progress::long_step;
use crate::setup::joined;
use crate::tools::{Tools, WasmRust};
use crate::{documents, sbom, widget, worker};

/// What all are made of.
const COMMON: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "journey/Cargo.toml",
    "journey/src",
    "xtask/src/tools.rs",
];

/// Makes all of it.
///
/// # Errors
/// When one of their tools fails; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    let _turn = turn(root)?;
    let widget_made_of = [
        &COMMON[..],
        &[
            "widget",
            "LICENSE",
            "worker/assets",
            "xtask/src/packed.rs",
            "xtask/src/short_names.rs",
            "xtask/src/widget.rs",
            "xtask/src/widget",
            "xtask/src/setup/std_library.rs",
        ],
    ]
    .concat();
    let documents_made_of = [
        &COMMON[..],
        &[
            "worker/describe",
            "worker/src/problem_kind.rs",
            "xtask/src/documents.rs",
            "xtask/src/packed.rs",
        ],
    ]
    .concat();
    let worker_made_of = [
        &COMMON[..],
        &[
            "worker",
            "xtask/src/short_names.rs",
            "xtask/src/worker.rs",
            "xtask/src/worker",
        ],
    ]
    .concat();
    let sbom_made_of = [
        &COMMON[..],
        &[
            "widget/Cargo.toml",
            "widget/calling/Cargo.toml",
            "widget/masking/Cargo.toml",
            "widget/sending/Cargo.toml",
            "worker/Cargo.toml",
            "xtask/sbom.mjs",
            "xtask/src/sbom.rs",
        ],
    ]
    .concat();
    // Another sysroot stands for another compiler or another standard library.
    let toolchain = |rust: &WasmRust| rust.sysroot.display().to_string();
    let (widget_rust, worker_rust) = (toolchain(&tools.widget_rust), toolchain(&tools.worker_rust));
    // The last part of a build has one thread alone, so two builds side by side take little longer than one.
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let folders = worker::PARTS.map(|part| part.folder);
            make(&folders, root, &worker_made_of, &worker_rust, || {
                worker::build(tools, root)
            })
        });
        make(
            &["dist/widget"],
            root,
            &widget_made_of,
            &widget_rust,
            || {
                widget::build(tools, root)?;
                pack(&root.join("dist/widget"))
            },
        )?;
        make(&[sbom::FOLDER], root, &sbom_made_of, "", || {
            sbom::build(tools, root)
        })?;
        make(&[documents::FOLDER], root, &documents_made_of, "", || {
            documents::build(root)
        })?;
        joined(worker)
    })
}

/// Whether they are there, of whatever state of the sources.
#[must_use]
pub fn are_built(root: &Path) -> bool {
    let mut folders = worker::PARTS.iter().map(|part| root.join(part.folder));
    folders.all(|folder| folder.join("index.js").is_file())
}

fn make(
    folders: &[&str],
    root: &Path,
    made_of: &[&str],
    toolchain: &str,
    act: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let name = folders.join(", ");
    let stamp = root.join("target/made").join(name.replace('/', "-"));
    if folders.iter().any(|folder| !root.join(folder).is_dir()) {
        // A stamp without what it stands for says nothing.
        let _ = fs::remove_file(&stamp);
    }
    make_if_changed(root, made_of, toolchain, &stamp, || long_step(&name, act)).map(drop)
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
