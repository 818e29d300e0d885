//! Chromium and its driver: the system's own.

use std::path::PathBuf;

use super::apt;
use crate::error::{Error, Result};
use crate::tools::on_path;

/// The browser the tests drive.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Chromium, or a browser made of it.
    pub chromium: PathBuf,
    /// Its `WebDriver`.
    pub chromedriver: PathBuf,
}

/// Finds or installs it.
pub(super) fn ready() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let what = "Chromium and chromedriver";
    apt::install(what, &["chromium", "chromium-driver"])?;
    find().ok_or_else(|| Error::missing(what, "put `chromium` and `chromedriver` on PATH"))
}

fn find() -> Option<Browser> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let chromium = names.into_iter().find_map(on_path)?;
    Some(Browser {
        chromium,
        chromedriver: on_path("chromedriver")?,
    })
}
