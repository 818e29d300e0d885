//! The browsers that the tests drive: the system's own. Chromium must be there; other engines where they can be had.

use std::path::PathBuf;

use super::apt;
use crate::error::{Error, Result};
use crate::tools::on_path;

/// The browser that every test runs in.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Chromium, or a browser made of it.
    pub chromium: PathBuf,
    /// Its `WebDriver`.
    pub chromedriver: PathBuf,
}

/// Another engine, that some of the tests run in too.
#[derive(Debug)]
pub struct Engine {
    /// What it is called.
    pub name: &'static str,
    /// Environment variables that name its programs to the tests; or why there is none, and the remedy.
    pub programs: Result<Vec<(&'static str, PathBuf)>>,
}

/// Finds or installs Chromium.
pub(super) fn ready() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let what = "Chromium and chromedriver";
    apt::install(what, &["chromium", "chromium-driver"])?;
    find().ok_or_else(|| Error::missing(what, "put `chromium` and `chromedriver` on PATH"))
}

/// Finds or installs the other engines.
pub(super) fn engines() -> [Engine; 2] {
    [
        engine("Firefox", &["firefox-esr"], || {
            let firefox = ["firefox-esr", "firefox"].into_iter().find_map(on_path)?;
            Some(vec![("FIREFOX", firefox)])
        }),
        engine(
            "WebKit",
            &["webkit2gtk-driver", "xvfb", "xauth"],
            find_webkit,
        ),
    ]
}

fn engine(
    name: &'static str,
    packages: &[&str],
    find: impl Fn() -> Option<Vec<(&'static str, PathBuf)>>,
) -> Engine {
    let bring = || {
        apt::install(name, packages)?;
        find().ok_or_else(|| {
            let remedy = format!("see that these packages are whole: {}", packages.join(" "));
            Error::missing(name, remedy)
        })
    };
    Engine {
        name,
        programs: find().map_or_else(bring, Ok),
    }
}

/// Its driver, the small browser that this drives, and the screen in memory that it draws on.
fn find_webkit() -> Option<Vec<(&'static str, PathBuf)>> {
    on_path("xvfb-run").and(on_path("Xvfb"))?;
    let folder = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let browser = PathBuf::from(folder).join("webkit2gtk-4.1/MiniBrowser");
    let driver = on_path("WebKitWebDriver")?;
    browser
        .is_file()
        .then(|| vec![("WEBKIT", browser), ("WEBKIT_DRIVER", driver)])
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
