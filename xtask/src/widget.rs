//! Makes `dist/widget`: the loader, the core as WebAssembly and as JavaScript, and the masking of comments.
//!
//! One module of the core serves both: WebAssembly without anything newer than its first version, which `wasm2js` accepts.
//! The names of what a module imports and exports are shortened in module and glue alike, as both are downloaded. The
//! address of every file but the floating loader holds a hash of all their contents, so a change of any byte is a new
//! address.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::inputs::hex;
use crate::part::Part;
use crate::run::run;
use crate::tools::Tools;

/// The features of a module that every step is told; none newer, for `wasm2js`.
const FEATURES: [&str; 2] = ["--mvp-features", "--enable-mutable-globals"];

/// What wasm-opt calls the module that all imports come from, once their names are short.
const IMPORT_MODULE: &str = "a";

/// The downloads: what the steps call them, and what they are called from then on.
const DOWNLOADS: [(&str, &str); 5] = [
    ("out/loader.js", "journey-feedback.js"),
    ("out/core.js", "core.js"),
    ("core/module.wasm", "core_bg.wasm"),
    ("out/fallback.js", "fallback.js"),
    ("out/masking.js", "masking.js"),
];

/// Makes `dist/widget`.
///
/// # Errors
/// When a tool fails; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    let stage = Stage::new(root)?;
    let mut cargo = tools.widget_rust.cargo();
    cargo.current_dir(root).args(["build", "--profile", "widget"]);
    run(cargo.args(["--package", "journey-widget", "--package", "journey-masking"]))?;
    for (module, folder) in [("journey_widget", "core"), ("journey_masking", "masking")] {
        translate(tools, &stage, module, folder)?;
    }
    for file in files(&root.join("widget/js"))? {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, stage.folder.join(name)).map_err(Error::file(&file))?;
    }
    for style in ["reserve.css", "style.css"] {
        let small = run(tools.esbuild().arg("--minify").arg(stage.path(style)))?;
        stage.write(style, small.trim_end())?;
    }
    for entry in ["core.js", "fallback.js", "masking.js"] {
        bundle(tools, &stage, entry, &["--format=esm", "--external:./masking.js"])?;
    }
    // Once without a version, to be hashed with the rest.
    bundle(tools, &stage, "loader.js", &["--format=iife", "--define:VERSION=\"\""])?;
    let version = version(&stage)?;
    let define = format!("--define:VERSION=\"{version}\"");
    bundle(tools, &stage, "loader.js", &["--format=iife", &define])?;
    publish(&stage, &root.join("dist/widget"), &version)?;
    for part in parts(root)? {
        println!("      {:<22} {:>6} bytes, brotli {:>6}", part.file, part.raw, part.brotli);
    }
    Ok(())
}

/// The built downloads with their sizes: loader, core, module, fallback.
///
/// # Errors
/// When the widget is not built.
pub fn parts(root: &Path) -> Result<Vec<Part>> {
    let dist = root.join("dist/widget");
    let versions = files(&dist.join("widget"))?;
    let Some(folder) = versions.first() else {
        return Err(Error::missing("dist/widget", "cargo xtask build"));
    };
    [
        "journey-feedback.js",
        "core.js",
        "core_bg.wasm",
        "fallback.js",
    ]
    .into_iter()
    .map(|file| {
        let path = folder.join(file);
        let bytes = fs::read(&path).map_err(Error::file(&path))?;
        Part::of(file, &bytes).map_err(Error::file(&path))
    })
    .collect()
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

    fn read(&self, name: &str) -> Result<String> {
        let path = self.path(name);
        fs::read_to_string(&path).map_err(Error::file(&path))
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        let path = self.path(name);
        fs::write(&path, content).map_err(Error::file(&path))
    }
}

/// What the module's imports and exports are called after shortening, by what wasm-bindgen called them.
#[derive(Default)]
struct Names {
    imports: Vec<(String, String)>,
    exports: HashMap<String, String>,
}

fn shorten(tools: &Tools, stage: &Stage) -> Result<Names> {
    let optimise = &mut tools.wasm_opt();
    optimise
        .args(FEATURES)
        .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"]);
    optimise.arg(stage.path("journey_widget_bg.wasm"));
    run(optimise.arg("-o").arg(stage.path("optimised.wasm")))?;
    // A run of its own: the names must not change again after they were printed.
    let rename = &mut tools.wasm_opt();
    rename
        .args(FEATURES)
        .arg("--minify-imports-and-exports-and-modules");
    rename.arg(stage.path("optimised.wasm"));
    let printed = run(rename.arg("-o").arg(stage.path("core_bg.wasm")))?;

    let not_understood = || {
        Error::Failed(format!(
            "wasm-opt printed other names than expected:\n{printed}"
        ))
    };
    let value: serde_json::Value = serde_json::from_str(&printed).map_err(|_| not_understood())?;
    let rows = |key: &str| {
        value
            .get(key)
            .and_then(|rows| rows.as_array())
            .ok_or_else(not_understood)
    };
    let text = |row: &serde_json::Value, index: usize| {
        let text = row.get(index).and_then(|text| text.as_str());
        text.map(str::to_owned).ok_or_else(not_understood)
    };
    let mut names = Names::default();
    for row in rows("imports")? {
        names.imports.push((text(row, 1)?, text(row, 2)?));
    }
    for row in rows("exports")? {
        names.exports.insert(text(row, 0)?, text(row, 1)?);
    }
    Ok(names)
}

/// The glue, calling the module's exports by their short names.
fn with_short_exports(glue: &str, exports: &HashMap<String, String>) -> String {
    let mut parts = glue.split("wasm.");
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let (name, rest) = part.split_at(part.find(|c| !is_name(c)).unwrap_or(part.len()));
        let name = exports.get(name).map_or(name, String::as_str);
        let _ = write!(short, "wasm.{name}{rest}");
    }
    short
}

/// A script with the object that WebAssembly takes its imports from.
fn imports_object(imports: &[(String, String)]) -> String {
    let fields = imports
        .iter()
        .map(|(long, short)| format!("{short:?}:glue.{long}"));
    let fields: Vec<_> = fields.collect();
    format!(
        "import * as glue from \"./glue.js\";\nexport const imports = {{ {IMPORT_MODULE}: {{ {} }} }};\n",
        fields.join(", ")
    )
}

/// The same as a script that exports them, which is where `wasm2js` takes its imports from.
fn imports_module(imports: &[(String, String)]) -> String {
    let names = imports
        .iter()
        .map(|(long, short)| format!("{long} as {short}"));
    let names: Vec<_> = names.collect();
    format!("export {{ {} }} from \"./glue.js\";\n", names.join(", "))
}

fn bundle(tools: &Tools, stage: &Stage, entry: &str, more: &[&str]) -> Result<()> {
    let esbuild: &mut Command = &mut tools.esbuild();
    esbuild
        .current_dir(&stage.folder)
        .args([
            entry,
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
        ])
        .args(["--loader:.css=text", "--log-level=warning"])
        .args(more);
    run(esbuild.arg(format!("--outfile=out/{entry}"))).map(drop)
}

/// Names the contents of all downloads; the loader is bundled without a version for it.
fn version(stage: &Stage) -> Result<String> {
    let mut all = Sha256::new();
    for name in [
        "out/loader.js",
        "out/core.js",
        "core_bg.wasm",
        "out/fallback.js",
    ] {
        let path = stage.path(name);
        all.update(fs::read(&path).map_err(Error::file(&path))?);
    }
    Ok(hex(&all.finalize()[..8]))
}

fn publish(stage: &Stage, dist: &Path, version: &str) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).map_err(Error::file(dist))?;
    }
    let folder = dist.join("widget").join(version);
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    for (from, to) in [
        ("out/loader.js", dist.join("journey-feedback.js")),
        ("out/loader.js", folder.join("journey-feedback.js")),
        ("out/core.js", folder.join("core.js")),
        ("core_bg.wasm", folder.join("core_bg.wasm")),
        ("out/fallback.js", folder.join("fallback.js")),
    ] {
        fs::copy(stage.path(from), &to).map_err(Error::file(&to))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .map_err(Error::file(folder))?
        .map(|entry| entry.map(|entry| entry.path()).map_err(Error::file(folder)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::with_short_exports;
    use std::collections::HashMap;

    #[test]
    fn only_whole_names_of_exports_are_shortened() {
        let exports = HashMap::from([("show".to_owned(), "a".to_owned())]);
        let glue = "wasm.show(1); wasm.show_all(); wasm.memory.buffer; show()";
        let short = "wasm.a(1); wasm.show_all(); wasm.memory.buffer; show()";
        assert_eq!(with_short_exports(glue, &exports), short);
    }
}
