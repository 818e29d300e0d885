//! `cargo xtask screenshots`: pictures of the widget in every state, of every page of the dashboard and of the filled demo, to be
//! looked at, and those that README.md shows; `tests/browser/screenshots.mjs`, `dashboard-screenshots.mjs` and
//! `demo-pictures.mjs` take them.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::run::run_shown;
use crate::{artefacts, setup};

/// Takes them into `target/screenshots`, `target/demo-pictures` and `docs/pictures`.
///
/// # Errors
/// When something cannot be built, or the browser or a script fails.
pub fn take(root: &Path) -> Result<()> {
    let tools = setup::tools(root)?;
    let browser = setup::browser()?;
    artefacts::build(&tools, root)?;
    let scripts = [
        ("screenshots.mjs", "target/screenshots", None),
        (
            "demo-pictures.mjs",
            "target/demo-pictures",
            Some("docs/pictures"),
        ),
        (
            "dashboard-screenshots.mjs",
            "target/screenshots/dashboard",
            None,
        ),
    ];
    for (script, folder, readme) in scripts {
        let folder = root.join(folder);
        let mut command = Command::new("node");
        command
            .arg(root.join("tests/browser").join(script))
            .arg(&folder)
            .args(readme.map(|it| root.join(it)))
            .env("CHROMIUM", &browser.chromium)
            .env("XTASK", env::current_exe().unwrap_or_default());
        let (succeeded, _) = run_shown(&mut command)?;
        if !succeeded {
            return Err(Error::Failed(format!("tests/browser/{script} failed")));
        }
        println!("  {}", folder.join("index.html").display());
    }
    Ok(())
}
