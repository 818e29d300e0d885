//! Makes a machine ready: finds each tool or brings it, one line per thing brought, and nothing when all is there.
//!
//! Owns the folder `journey-feedback` in the user's cache folder: tools and standard libraries by version, shared by
//! all clones. A folder there is complete or absent: it is made under another name and renamed at the end.

mod apt;
mod browser;
mod cache;
mod cargo_tools;
mod npm;
mod rust;
mod std_library;

use std::path::{Path, PathBuf};

pub use browser::Browser;

use crate::error::Result;
use crate::tools::Tools;

/// Finds or brings all that builds and serves.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn tools(root: &Path) -> Result<Tools> {
    let rust = rust::ready()?;
    let npm = npm::ready(root)?;
    let [wasm_bindgen, worker_build] = cargo_tools::ready(root)?;
    Ok(Tools {
        widget_rust: std_library::for_widget(&rust, root)?,
        worker_rust: std_library::for_worker(&rust, root)?,
        wasm_bindgen,
        worker_build,
        npm,
    })
}

/// Finds or brings the browser that the tests drive.
///
/// # Errors
/// Names what is missing and the remedy.
pub fn browser() -> Result<Browser> {
    browser::ready()
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
