//! Where every tool is and in which environment it runs. A `Tools` exists only once all of them are there (`setup`
//! makes it), so its users need not look again.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target of the widget and the worker.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Every tool that builds and serves, all present.
#[derive(Clone, Debug)]
pub struct Tools {
    /// Builds the widget: small MVP WebAssembly that `wasm2js` accepts; a panic is a trap without a message.
    pub widget_rust: WasmRust,
    /// Builds the worker.
    pub worker_rust: WasmRust,
    /// wasm-bindgen, in the version of Cargo.lock.
    pub wasm_bindgen: PathBuf,
    /// worker-build.
    pub worker_build: PathBuf,
    /// The npm packages' programs and workerd.
    pub npm: Npm,
}

/// A Rust toolchain that builds for wasm32-unknown-unknown.
#[derive(Clone, Debug)]
pub struct WasmRust {
    /// The folder that comes first on PATH: cargo and rustc are in it.
    pub bin: PathBuf,
    /// The sysroot that holds the standard library for wasm32.
    pub sysroot: PathBuf,
    /// The linker.
    pub linker: PathBuf,
    /// Where cargo builds with it.
    pub target_dir: PathBuf,
    /// What else cargo's environment holds.
    pub env: &'static [(&'static str, &'static str)],
}

/// The npm packages of the committed lockfile, installed.
#[derive(Clone, Debug)]
pub struct Npm {
    /// The folder `node_modules`.
    pub modules: PathBuf,
    /// esbuild itself, not npm's starter for it.
    pub esbuild: PathBuf,
    /// workerd itself, not npm's starter for it: signals must meet the process that holds the data.
    pub workerd: PathBuf,
}

impl Tools {
    /// wasm-bindgen.
    #[must_use]
    pub fn wasm_bindgen(&self) -> Command {
        Command::new(&self.wasm_bindgen)
    }

    /// esbuild.
    #[must_use]
    pub fn esbuild(&self) -> Command {
        Command::new(&self.npm.esbuild)
    }

    /// Binaryen's optimiser.
    #[must_use]
    pub fn wasm_opt(&self) -> Command {
        self.npm.program("wasm-opt")
    }

    /// Binaryen's translator to JavaScript.
    #[must_use]
    pub fn wasm2js(&self) -> Command {
        self.npm.program("wasm2js")
    }
}

impl Npm {
    /// A program of one of the packages, by name.
    #[must_use]
    pub fn program(&self, name: &str) -> Command {
        Command::new(self.path(name))
    }

    /// Where that program is.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.modules.join(".bin").join(name)
    }
}

impl WasmRust {
    /// cargo with this toolchain and the target set; the sub-command and package are the caller's.
    #[must_use]
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(self.bin.join("cargo"));
        self.put_on(&mut command);
        command.env("CARGO_BUILD_TARGET", WASM);
        command
    }

    /// Gives a program that calls cargo and rustc this toolchain.
    pub fn put_on(&self, command: &mut Command) {
        without_outer_cargo(command);
        command
            .env("PATH", path_with(&self.bin))
            .env("SYSROOT", &self.sysroot)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .envs(self.env.iter().copied());
    }

    /// The folder of a cargo profile's artefacts, e.g. `journey_widget.wasm` of profile `widget`.
    #[must_use]
    pub fn artefacts(&self, profile: &str) -> PathBuf {
        self.target_dir.join(WASM).join(profile)
    }
}

/// Takes away what an outer cargo or rustup told its children about its own toolchain.
pub(crate) fn without_outer_cargo(command: &mut Command) {
    for name in [
        "RUSTUP_TOOLCHAIN",
        "CARGO",
        "RUSTC",
        "RUSTDOC",
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "LD_LIBRARY_PATH",
    ] {
        command.env_remove(name);
    }
}

/// The file of a program on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn path_with(first: &Path) -> OsString {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(first.to_owned()).chain(env::split_paths(&rest));
    env::join_paths(folders).unwrap_or(rest)
}
