//! Makes a machine ready: finds each tool or brings it, one line per thing brought, and nothing when all is there.
//!
//! Owns the folder `journey-feedback` in the user's cache folder: tools and standard libraries by version, shared by
//! all clones. A folder there is complete or absent: it is made under another name and renamed at the end.

mod apt;
mod browser;
mod cache;
mod cargo_tools;
mod llvm;
mod npm;
mod python;
mod rust;
mod std_library;

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

pub use browser::{Browser, Engine};

use crate::error::Result;
use crate::tools::Tools;

/// Finds or brings all that builds and serves.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn tools(root: &Path) -> Result<Tools> {
    thread::scope(|scope| {
        let npm = scope.spawn(|| npm::ready(root));
        let libraries = scope.spawn(|| {
            let rust = rust::ready()?;
            let widget = std_library::for_widget(&rust, root)?;
            Ok([widget, std_library::for_worker(&rust, root)?])
        });
        let [wasm_bindgen, worker_build] = cargo_tools::ready(root)?;
        let [widget_rust, worker_rust] = joined(libraries)?;
        Ok(Tools {
            widget_rust,
            worker_rust,
            wasm_bindgen,
            worker_build,
            npm: joined(npm)?,
        })
    })
}

/// What a thread gives; its panic goes on here.
pub(crate) fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Finds or brings the browser that every test runs in.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn browser() -> Result<Browser> {
    browser::ready()
}

/// Finds or brings the other engines that some of the tests run in; where one cannot be had it says why.
#[must_use]
pub fn engines() -> [Engine; 2] {
    browser::engines()
}

/// Finds or brings the program that makes requests up.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn schemathesis(root: &Path) -> Result<PathBuf> {
    python::ready(root, "tests/http/schemathesis.txt", "schemathesis")
}

/// Finds or brings the program that checks that every file names its licence.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn reuse(root: &Path) -> Result<PathBuf> {
    python::ready(root, "tests/papers/reuse.txt", "reuse")
}

/// A sub-command of cargo that proves something, each brought only when it is wanted.
#[derive(Debug, Clone, Copy)]
pub enum Prover {
    /// Breaks code and sees whether a test notices.
    Mutants,
    /// Tells which lines the tests reach.
    Coverage,
    /// Makes input up by what code does with it.
    Fuzz,
    /// Holds what we depend on to `deny.toml`.
    Deny,
}

/// Finds or builds such a program.
///
/// # Errors
/// When it cannot be built.
pub fn prover(prover: Prover) -> Result<PathBuf> {
    cargo_tools::prover(prover)
}

/// What tells cargo-llvm-cov where LLVM's own programs are.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn llvm_tools() -> Result<Vec<(&'static str, PathBuf)>> {
    llvm::tools()
}

/// workerd, where the npm packages are installed already.
///
/// # Errors
/// When they are not.
pub fn installed_workerd(root: &Path) -> Result<PathBuf> {
    npm::installed(root).map(|npm| npm.workerd)
}

/// The root of the repository this program was built from.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
