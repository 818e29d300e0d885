//! The standard library for WebAssembly, built from its sources, as its makers' own is large, and kept in the cache as a
//! sysroot: `bin/` with cargo and a rustc that uses it, `lib/` with what was built.
//!
//! The compiler calls building it unstable, so `RUSTC_BOOTSTRAP` allows that, here and where the widget is built.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::cache;
use super::rust::Toolchain;
use crate::error::{Error, Result};
use crate::inputs::hex;
use crate::progress::long_step;
use crate::run::run;
use crate::tools::{WASM, WasmRust};

/// For the widget every byte counts: panics trap at once, size goes before speed, a stack that does not take a megabyte of
/// the phone's memory, and no WebAssembly newer than what `wasm2js` can translate. It is built the same way with this
/// environment.
const WIDGET: &[(&str, &str)] = &[
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort"),
    ("CARGO_PROFILE_WIDGET_PANIC", "immediate-abort"),
    (
        "RUSTFLAGS",
        "-Ctarget-cpu=mvp -Ctarget-feature=+mutable-globals -Zlocation-detail=none \
         -Clink-arg=-zstack-size=32768",
    ),
];

/// For the worker size decides too, but workerd takes all that rustc makes.
const WORKER: &[(&str, &str)] = &[
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort"),
];

/// How one standard library is built.
struct Recipe {
    name: &'static str,
    env: &'static [(&'static str, &'static str)],
}

impl Recipe {
    /// Tells what this recipe makes of a toolchain from what another makes, or of another.
    fn digest(&self, rust: &Toolchain) -> String {
        let sysroot = rust.sysroot.display();
        let all = format!("{sysroot} {SEED} {FEATURES} {:?}", self.env);
        hex(&Sha256::digest(all)[..4])
    }
}

/// The empty crate that is built to have its standard library built.
const SEED: &str = "\
[package]
name = \"seed\"
version = \"0.0.0\"
edition = \"2024\"

[profile.release]
opt-level = \"z\"
codegen-units = 1
panic = \"abort\"

[workspace]
";

/// The standard library's own choice between size and speed.
const FEATURES: &str = "-Zbuild-std-features=optimize_for_size";

/// The toolchain that builds the widget.
pub(super) fn for_widget(rust: &Toolchain, root: &Path) -> Result<WasmRust> {
    let recipe = Recipe {
        name: "widget",
        env: WIDGET,
    };
    built(rust, root, &recipe)
}

/// The toolchain that builds the worker.
pub(super) fn for_worker(rust: &Toolchain, root: &Path) -> Result<WasmRust> {
    let recipe = Recipe {
        name: "worker",
        env: WORKER,
    };
    built(rust, root, &recipe)
}

fn built(rust: &Toolchain, root: &Path, recipe: &Recipe) -> Result<WasmRust> {
    let name = format!(
        "rust-{}-{}-{}",
        rust.version,
        recipe.name,
        recipe.digest(rust)
    );
    let fill = |part: &Path, ready: &Path| {
        let what = format!("Rust's standard library for the {}", recipe.name);
        long_step(what, || build(rust, recipe, part, ready))
    };
    let sysroot = cache::folder(&name, fill)?;
    Ok(WasmRust {
        bin: sysroot.join("bin"),
        linker: rust.linker.clone(),
        target_dir: root.join("target").join(format!("wasm-{}", recipe.name)),
        env: recipe.env,
        sysroot,
    })
}

/// Builds an empty crate with its own standard library in the folder `part`, and leaves there what will work once
/// that folder is called `ready`.
fn build(rust: &Toolchain, recipe: &Recipe, part: &Path, ready: &Path) -> Result<()> {
    let seed = part.join("seed");
    write(&seed.join("Cargo.toml"), SEED)?;
    write(&seed.join("src/lib.rs"), "")?;
    let toolchain = WasmRust {
        bin: rust.sysroot.join("bin"),
        sysroot: rust.sysroot.clone(),
        linker: rust.linker.clone(),
        target_dir: part.join("target"),
        env: recipe.env,
    };
    let flags = recipe
        .env
        .iter()
        .find(|(name, _)| *name == "RUSTFLAGS")
        .map_or("", |(_, flags)| flags);
    let messages = run(toolchain
        .cargo()
        .current_dir(&seed)
        .args([
            "build",
            "--release",
            "--message-format=json",
            "-Zbuild-std=std,panic_abort",
        ])
        .arg(FEATURES)
        // The widget and the worker are optimised as a whole, the standard library with them.
        .env("RUSTFLAGS", format!("{flags} -Cembed-bitcode=yes")))?;
    let library = part.join("lib/rustlib").join(WASM).join("lib");
    fs::create_dir_all(&library).map_err(Error::file(&library))?;
    for file in libraries(&messages) {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, library.join(name)).map_err(Error::file(&file))?;
    }
    lay_out(rust, part, ready)?;
    fs::remove_dir_all(&seed).map_err(Error::file(&seed))?;
    fs::remove_dir_all(&toolchain.target_dir).map_err(Error::file(&toolchain.target_dir))
}

/// The WebAssembly libraries among cargo's messages, without the empty crate's own.
fn libraries(messages: &str) -> Vec<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let files = messages
        .filter(|message| message["target"]["name"] != "seed")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default());
    files
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .filter(|file| {
            file.extension().is_some_and(|end| end == "rlib")
                && file.components().any(|c| c.as_os_str() == WASM)
        })
        .collect()
}

/// Makes the rest of the sysroot: the machine's own libraries, and programs that use this sysroot.
fn lay_out(rust: &Toolchain, part: &Path, sysroot: &Path) -> Result<()> {
    let host = Path::new("lib/rustlib").join(&rust.host);
    symlink(rust.sysroot.join(&host), part.join(&host)).map_err(Error::file(part))?;
    let bin = part.join("bin");
    fs::create_dir_all(&bin).map_err(Error::file(&bin))?;
    for program in ["cargo", "cargo-clippy", "clippy-driver"] {
        let real = rust.sysroot.join("bin").join(program);
        if real.is_file() {
            symlink(real, bin.join(program)).map_err(Error::file(&bin))?;
        }
    }
    for program in ["rustc", "rustdoc"] {
        let real = rust.sysroot.join("bin").join(program);
        let file = bin.join(program);
        let script = format!(
            "#!/bin/sh\nexec '{}' --sysroot '{}' \"$@\"\n",
            real.display(),
            sysroot.display()
        );
        write(&file, &script)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))
            .map_err(Error::file(&file))?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(file, text).map_err(Error::file(file))
}
