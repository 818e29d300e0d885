//! `cargo xtask test`: every check and every test, to the end even when some fail, and one line that counts them.

mod count;

use std::env;
use std::path::Path;
use std::process::Command;

use count::Count;

use crate::error::{Error, Result};
use crate::progress::step;
use crate::run::{run, run_shown};
use crate::tools::{Tools, WasmRust};
use crate::{artefacts, setup};

/// The packages that run on the machine itself.
const NATIVE: [&str; 4] = [
    "--package=journey",
    "--package=xtask",
    "--package=journey-tests",
    "--all-targets",
];

/// Those whose own tests need nothing but the machine.
const UNIT_TESTED: [&str; 4] = [
    "--package=journey",
    "--package=xtask",
    "--package=journey-widget",
    "--package=journey-worker",
];

/// Sets up, builds, and runs everything.
///
/// # Errors
/// When the set-up or the build fails, or any check or test does.
pub fn all(root: &Path) -> Result<()> {
    let tools = setup::tools(root)?;
    let browser = setup::browser()?;
    let mut count = Count::default();
    checks(&tools, root, &mut count);
    artefacts::build(&tools, root)?;

    println!("\nTests on this machine");
    count.add_cargo(&run_shown(cargo(root).arg("test").args(UNIT_TESTED))?);
    println!("\nTests of the HTTP API");
    count.add_cargo(&run_shown(
        cargo(root).args(["test", "--package=journey-tests"]),
    )?);
    println!("\nTests in a browser");
    let report = root.join("target/made/playwright.json");
    let mut playwright = tools.npm.program("playwright");
    let (_, said) = run_shown(
        playwright
            .current_dir(root.join("tests/browser"))
            .args(["test", "--reporter=list,json"])
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .env("CHROMIUM", &browser.chromium)
            .env("XTASK", env::current_exe().unwrap_or_default()),
    )?;
    drop(said);
    count.add_playwright(&report);

    println!("\n{count}");
    if count.all_passed() {
        Ok(())
    } else {
        Err(Error::Failed("not everything passed".to_owned()))
    }
}

/// What is looked at rather than run: form, lints, documentation.
fn checks(tools: &Tools, root: &Path, count: &mut Count) {
    let rustdoc = "-D warnings";
    let mut fmt = cargo(root);
    fmt.args(["fmt", "--all", "--check"]);
    let mut clippy = cargo(root);
    clippy
        .arg("clippy")
        .args(NATIVE)
        .args(["--", "-D", "warnings"]);
    let mut doc = cargo(root);
    doc.args([
        "doc",
        "--no-deps",
        "--package=journey",
        "--package=xtask",
        "--package=journey-tests",
    ]);
    doc.env("RUSTDOCFLAGS", rustdoc);
    let mut all = vec![("rustfmt", fmt), ("clippy", clippy), ("rustdoc", doc)];
    for (name, rust, package) in [
        (
            "clippy, widget",
            &tools.widget_rust,
            "--package=journey-widget",
        ),
        (
            "clippy, worker",
            &tools.worker_rust,
            "--package=journey-worker",
        ),
    ] {
        let mut clippy = wasm_cargo(rust, root);
        clippy.args(["clippy", package, "--", "-D", "warnings"]);
        all.push((name, clippy));
    }
    for (name, mut command) in all {
        if let Err(error) = step(name, || run(&mut command)) {
            println!("{error}");
            count.failed += 1;
        }
    }
}

/// The cargo that runs this program.
fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

fn wasm_cargo(rust: &WasmRust, root: &Path) -> Command {
    let mut command = rust.cargo();
    command.current_dir(root);
    command
}
