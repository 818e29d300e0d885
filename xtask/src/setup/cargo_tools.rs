//! wasm-bindgen's program and worker-build, and the sub-commands of cargo that prove things, built from their crates.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

use super::{Prover, apt, cache};
use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;
use crate::tools::{on_path, without_outer_cargo};

/// One program to install.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: Version,
    options: &'static [&'static str],
}

/// Which version of it.
enum Version {
    /// The one that a package has in Cargo.lock.
    Of(&'static str),
    /// This one.
    Is(&'static str),
}

const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: Version::Of("wasm-bindgen"),
    options: &["--no-default-features"],
};

const WORKER_BUILD: Tool = Tool {
    package: "worker-build",
    program: "worker-build",
    version: Version::Of("worker"),
    options: &[],
};

const fn sub_command(program: &'static str, version: &'static str) -> Tool {
    Tool {
        package: program,
        program,
        version: Version::Is(version),
        options: &[],
    }
}

/// Finds or builds both: wasm-bindgen, worker-build.
pub(super) fn ready(root: &Path) -> Result<[PathBuf; 2]> {
    let lock = root.join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(Error::file(&lock))?;
    // One folder to build both in: they share half of their dependencies.
    in_one_folder(|target| {
        Ok([
            install(&WASM_BINDGEN, &lock, target)?,
            install(&WORKER_BUILD, &lock, target)?,
        ])
    })
}

/// Finds or builds a sub-command of cargo.
pub(super) fn prover(prover: Prover) -> Result<PathBuf> {
    let tool = match prover {
        Prover::Mutants => sub_command("cargo-mutants", "27.1.0"),
        Prover::Coverage => sub_command("cargo-llvm-cov", "0.9.1"),
        Prover::Fuzz => sub_command("cargo-fuzz", "0.13.2"),
        Prover::Deny => sub_command("cargo-deny", "0.20.2"),
    };
    in_one_folder(|target| install(&tool, "", target))
}

fn in_one_folder<T>(install: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let target = cache::home()?.join(format!("cargo-tools.{}.part", process::id()));
    let tools = install(&target);
    if target.exists() {
        fs::remove_dir_all(&target).map_err(Error::file(&target))?;
    }
    tools
}

fn install(tool: &Tool, lock: &str, target: &Path) -> Result<PathBuf> {
    let version = match tool.version {
        Version::Is(version) => version.to_owned(),
        Version::Of(library) => locked_version(lock, library).ok_or_else(|| {
            let remedy = "run cargo update --workspace";
            Error::missing(format!("{library} in Cargo.lock"), remedy)
        })?,
    };
    let name = format!("{}-{version}", tool.package);
    if tool.program == WORKER_BUILD.program && !cache::has(&name) {
        openssl()?;
    }
    let folder = cache::folder(&name, |part, _| {
        long_step(&name, || build(tool, &version, part, target))
    })?;
    Ok(folder.join("bin").join(tool.program))
}

/// Without optimisation: these programs run for a second, and take minutes longer to build with it.
fn build(tool: &Tool, version: &str, part: &Path, target: &Path) -> Result<()> {
    let install = |locked: &[&str]| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        without_outer_cargo(&mut command);
        command
            .args(["install", "--debug", "--version", version, "--root"])
            .arg(part)
            .args(locked)
            .args(tool.options)
            .arg(tool.package)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .current_dir(part);
        run(&mut command)
    };
    // A locked version may have been withdrawn since the package was published.
    install(&["--locked"]).or_else(|_| install(&[])).map(drop)
}

/// worker-build links OpenSSL, though with the programs it would download given, it downloads nothing.
fn openssl() -> Result<()> {
    let is_linux = env::consts::OS == "linux";
    let found = || {
        on_path("pkg-config").is_some() && run(Command::new("pkg-config").arg("openssl")).is_ok()
    };
    if !is_linux || found() {
        return Ok(());
    }
    apt::install(
        "OpenSSL's headers, for worker-build",
        &["libssl-dev", "pkg-config"],
    )
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = "[[package]]\nname = \"worker\"\nversion = \"0.8.7\"\n\n[[package]]\nname = \"worker-sys\"\nversion = \"0.8.6\"\n";

    #[test]
    fn the_version_is_that_of_the_package_itself_not_of_a_namesake() {
        assert_eq!(locked_version(LOCK, "worker-sys").as_deref(), Some("0.8.6"));
        assert_eq!(locked_version(LOCK, "worker").as_deref(), Some("0.8.7"));
        assert_eq!(locked_version(LOCK, "work"), None);
    }
}
