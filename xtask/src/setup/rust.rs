//! A Rust toolchain that can build for WebAssembly: one with the sources of its standard library, clippy and a linker.
//!
//! It is looked for on PATH, then beside the system's own packages; else rustup brings the sources, or, where rustup
//! is absent, cannot reach its server or was told by `RUSTUP_AUTO_INSTALL=0` to bring nothing, apt-get does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::apt;
use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;
use crate::tools::{on_path, without_outer_cargo};

/// The first release whose `panic = "immediate-abort"` and library sources this project was built with.
const OLDEST_MINOR: u32 = 95;

/// Debian's packages of it: the compiler that its browsers are built with is newer than its own.
const DEBIAN: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-clippy",
    "lld-22",
];

/// A toolchain that was found.
#[derive(Clone, Debug)]
pub(super) struct Toolchain {
    /// Its folder; `bin/rustc` is in it.
    pub sysroot: PathBuf,
    /// The machine's own target.
    pub host: String,
    /// Release and commit, for a file name.
    pub version: String,
    /// The WebAssembly linker.
    pub linker: PathBuf,
}

/// Finds such a toolchain, or brings one.
pub(super) fn ready() -> Result<Toolchain> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if on_path("rustup").is_some()
        && env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0")
    {
        // A failure is no error yet: apt-get may still bring it, and if not, says what is missing.
        let _ = long_step("Rust's library sources and clippy (rustup)", rustup);
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    let what = "Rust for WebAssembly";
    let by_rustup = "rustup component add rust-src clippy";
    apt::install(what, &DEBIAN).map_err(|error| match error {
        Error::Missing { what, remedy } => {
            Error::missing(what, format!("{by_rustup}\n  or, without rustup, {remedy}"))
        }
        other => other,
    })?;
    find().ok_or_else(|| Error::missing(what, by_rustup))
}

fn rustup() -> Result<()> {
    run(Command::new("rustup").args(["component", "add", "rust-src", "clippy"])).map(drop)
}

fn find() -> Option<Toolchain> {
    let mut system = Command::new("/usr/bin/rustc");
    without_outer_cargo(&mut system);
    probe(&mut Command::new("rustc")).or_else(|| probe(&mut system))
}

/// What a rustc says of itself, if it is new enough and all that belongs with it is there.
fn probe(rustc: &mut Command) -> Option<Toolchain> {
    let sysroot = PathBuf::from(run(rustc.args(["--print", "sysroot"])).ok()?.trim());
    let said = run(Command::new(sysroot.join("bin/rustc")).arg("-vV")).ok()?;
    let field = |name: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    let release = field("release:")?;
    let minor: u32 = release
        .strip_prefix("1.")?
        .split('.')
        .next()?
        .parse()
        .ok()?;
    let host = field("host:")?.to_owned();
    let has_sources = sysroot
        .join("lib/rustlib/src/rust/library/std/Cargo.toml")
        .is_file();
    let has_programs = ["cargo", "cargo-clippy"]
        .iter()
        .all(|program| sysroot.join("bin").join(program).is_file());
    if minor < OLDEST_MINOR || !has_sources || !has_programs {
        return None;
    }
    let linker = linker(&sysroot, &host)?;
    let commit: String = field("commit-hash:")?.chars().take(9).collect();
    Some(Toolchain {
        version: format!("{release}-{commit}"),
        sysroot,
        host,
        linker,
    })
}

/// rustup's toolchains bring a linker; Debian's are named after the release of LLVM.
fn linker(sysroot: &Path, host: &str) -> Option<PathBuf> {
    let own = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if own.is_file() {
        return Some(own);
    }
    let is_linker = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix("wasm-ld")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let all = fs::read_dir("/usr/bin")
        .ok()?
        .flatten()
        .map(|entry| entry.path());
    all.filter(is_linker).max()
}
