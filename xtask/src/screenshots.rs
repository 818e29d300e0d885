//! `cargo xtask screenshots`: pictures of the widget in every state, to be looked at; `tests/browser/screenshots.mjs` takes them.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::run::run_shown;
use crate::{artefacts, setup};

/// Takes them into `target/screenshots`.
///
/// # Errors
/// When something cannot be built, or the browser or the script fails.
pub fn take(root: &Path) -> Result<()> {
    let tools = setup::tools(root)?;
    let browser = setup::browser()?;
    artefacts::build(&tools, root)?;
    let folder = root.join("target/screenshots");
    let mut script = Command::new("node");
    script
        .arg(root.join("tests/browser/screenshots.mjs"))
        .arg(&folder)
        .env("CHROMIUM", &browser.chromium)
        .env("XTASK", env::current_exe().unwrap_or_default());
    let (succeeded, _) = run_shown(&mut script)?;
    if succeeded {
        println!("  {}", folder.join("index.html").display());
        return Ok(());
    }
    Err(Error::Failed(
        "tests/browser/screenshots.mjs failed".to_owned(),
    ))
}
