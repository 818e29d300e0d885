//! Makes `dist/widget` and `dist/npm`: the loader, the core as WebAssembly and as JavaScript, the masking of comments,
//! what follows an answer, and the sending of a request to be called. Beside
//! them the dashboard's style sheet.
//!
//! One module of the core serves both: WebAssembly without anything newer than its first version, which `wasm2js` accepts.
//! The names of what a module imports and exports are shortened in module and glue alike, as both are downloaded. The
//! address of every file but the floating loader holds a hash of all their contents, so a change of any byte is a new
//! address.

mod list;
mod module;
mod package;

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::inputs::hex;
use crate::part::Part;
use crate::run::run;
use crate::tools::Tools;

/// The downloads: what the steps call them, and what they are called from then on.
const DOWNLOADS: [(&str, &str); 7] = [
    ("out/loader.js", "journey-feedback.js"),
    ("out/core.js", "core.js"),
    ("core/module.wasm", "core_bg.wasm"),
    ("out/fallback.js", "fallback.js"),
    ("out/masking.js", "masking.js"),
    ("out/after.js", "after.js"),
    ("out/calling.js", "calling.js"),
];

/// The loader's own address tells where the rest is; the package's entry has the rest beside it.
const IN_LOADER: &str = "--define:PACKAGE=false";

/// For scripts most of which runs before the question shows: Chromium then compiles all of it while it loads, beside the
/// page's own thread, and not each function on that thread when it is first called.
const CALLED_AT_ONCE: &str = "--banner:js=//# allFunctionsCalledOnLoad";

/// Makes `dist/widget` and `dist/npm`.
///
/// # Errors
/// When a tool fails; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    let stage = Stage::new(root)?;
    let mut cargo = tools.widget_rust.cargo();
    cargo
        .current_dir(root)
        .args(["build", "--profile", "widget"]);
    run(cargo.args([
        "--package",
        "journey-widget",
        "--package",
        "journey-masking",
        "--package",
        "journey-calling",
    ]))?;
    for (module, folder, glue_from) in [
        ("journey_widget", "core", "./core.js"),
        ("journey_masking", "masking", "./imports.js"),
        ("journey_calling", "calling", "./imports.js"),
    ] {
        let built = tools.widget_rust.artefacts("widget").join(module);
        let built = built.with_extension("wasm");
        module::translate(tools, &built, &stage.path(folder), glue_from)?;
    }
    for file in files(&root.join("widget/js"))? {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, stage.folder.join(name)).map_err(Error::file(&file))?;
    }
    for style in ["reserve.css", "style.css", "after.css"] {
        let small = run(tools.esbuild().arg("--minify").arg(stage.path(style)))?;
        stage.write(style, small.trim_end())?;
    }
    // What one download takes from another is not part of it.
    for (entry, hint) in [
        ("core.js", &[CALLED_AT_ONCE][..]),
        ("fallback.js", &[CALLED_AT_ONCE]),
        ("masking.js", &[]),
        ("after.js", &[]),
        ("calling.js", &[]),
    ] {
        let module = [
            "--format=esm",
            "--external:./masking.js",
            "--external:./after.js",
            "--external:./calling.js",
            "--external:./core.js",
        ];
        bundle(tools, &stage, entry, &[&module, hint].concat())?;
    }
    // Once without a version, to be hashed with the rest.
    bundle(
        tools,
        &stage,
        "loader.js",
        &["--format=iife", IN_LOADER, "--define:VERSION=\"\""],
    )?;
    let version = version(&stage)?;
    let define = format!("--define:VERSION=\"{version}\"");
    bundle(
        tools,
        &stage,
        "loader.js",
        &["--format=iife", IN_LOADER, &define],
    )?;
    let dist = root.join("dist/widget");
    publish(&stage, &dist, &version)?;
    styles_of_pages(tools, root)?;
    let listed = list::write(&dist, &version, &parts(root)?)?;
    for (part, integrity) in listed {
        println!(
            "      {:<22} {:>6} bytes, brotli {:>6}, {integrity}",
            part.file, part.raw, part.brotli
        );
    }
    package::build(tools, &stage, root)
}

/// The built downloads with their sizes.
///
/// # Errors
/// When the widget is not built.
pub fn parts(root: &Path) -> Result<Vec<Part>> {
    let folder = version_folder(&root.join("dist/widget"))?;
    DOWNLOADS
        .into_iter()
        .map(|(_, file)| {
            let path = folder.join(file);
            let bytes = fs::read(&path).map_err(Error::file(&path))?;
            Part::of(file, &bytes).map_err(Error::file(&path))
        })
        .collect()
}

/// The address, without its origin, of the folder that holds the built downloads.
///
/// # Errors
/// When the widget is not built.
pub fn address(root: &Path) -> Result<String> {
    let folder = version_folder(&root.join("dist/widget"))?;
    let version = folder.file_name().unwrap_or_default();
    Ok(format!("/widget/{}", version.display()))
}

fn version_folder(dist: &Path) -> Result<PathBuf> {
    let missing = || Error::missing("dist/widget", "cargo xtask build");
    let versions = files(&dist.join("widget"))?;
    versions.into_iter().next().ok_or_else(missing)
}

/// The folder in which the steps leave their results for one another.
struct Stage {
    folder: PathBuf,
}

impl Stage {
    fn new(root: &Path) -> Result<Self> {
        let folder = root.join("target/widget-stage");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        Ok(Self { folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        let path = self.path(name);
        fs::write(&path, content).map_err(Error::file(&path))
    }
}

fn bundle(tools: &Tools, stage: &Stage, entry: &str, more: &[&str]) -> Result<()> {
    let esbuild = &mut tools.esbuild();
    esbuild
        .current_dir(&stage.folder)
        .args([entry, "--bundle", "--minify", "--target=es2022"])
        .args(["--loader:.css=text", "--log-level=warning"])
        .args(more);
    run(esbuild.arg(format!("--outfile=out/{entry}"))).map(drop)
}

/// Names the contents of all downloads.
fn version(stage: &Stage) -> Result<String> {
    let mut all = Sha256::new();
    for (made, _) in DOWNLOADS {
        let path = stage.path(made);
        all.update(fs::read(&path).map_err(Error::file(&path))?);
    }
    Ok(hex(all.finalize().get(..6).unwrap_or_default()))
}

fn publish(stage: &Stage, dist: &Path, version: &str) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).map_err(Error::file(dist))?;
    }
    let folder = dist.join("widget").join(version);
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    for (made, file) in DOWNLOADS {
        let to = folder.join(file);
        fs::copy(stage.path(made), &to).map_err(Error::file(&to))?;
    }
    let floating = dist.join("journey-feedback.js");
    fs::copy(stage.path("out/loader.js"), &floating)
        .map(drop)
        .map_err(Error::file(&floating))
}

/// The worker knows its version by its bytes, and links to it by that.
fn styles_of_pages(tools: &Tools, root: &Path) -> Result<()> {
    for name in ["dashboard", "answer"] {
        let folder = root.join("dist/widget").join(name);
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let source = root.join(format!("worker/assets/{name}.css"));
        let small = run(tools.esbuild().arg("--minify").arg(source))?;
        let to = folder.join(format!("{name}.css"));
        fs::write(&to, small).map_err(Error::file(&to))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .map_err(Error::file(folder))?
        .map(|entry| entry.map(|entry| entry.path()).map_err(Error::file(folder)))
        .collect()
}
