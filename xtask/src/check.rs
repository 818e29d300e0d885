//! `cargo xtask test`: every check and every test, to the end even when some fail, and one line that counts them.

mod count;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use count::Count;

use crate::error::{Error, Result};
use crate::progress::step;
use crate::run::{run, run_shown};
use crate::setup::{self, Browser, Engine, Prover};
use crate::tools::{Tools, WasmRust};
use crate::{artefacts, bench, proof};

/// The packages whose tests need nothing but the machine. The HTTP tests need what is built first.
const UNIT_TESTED: [&str; 3] = ["--workspace", "--exclude=journey-tests", "--quiet"];

/// Documentation is for those who work on this, so private items are in it and may be linked to.
const RUSTDOC: &str = "-D warnings -A rustdoc::private-intra-doc-links";

/// Sets up, builds, and runs everything; says whether all of it passed.
///
/// # Errors
/// When the set-up fails, or a runner cannot be started.
pub fn all(root: &Path) -> Result<bool> {
    let tools = setup::tools(root)?;
    let browser = setup::browser()?;
    let engines = setup::engines();
    let schemathesis = setup::schemathesis(root);
    let reuse = setup::reuse(root);
    let deny = setup::prover(Prover::Deny);
    let mut count = Count::default();
    println!("Checks");
    checks(&tools, root, &mut count);
    if let Ok(reuse) = &reuse {
        let mut lint = Command::new(reuse);
        check("reuse", lint.current_dir(root).arg("lint"), &mut count);
    }
    if let Ok(deny) = &deny {
        check(
            proof::PACKAGES,
            &mut proof::packages(deny, root),
            &mut count,
        );
    }
    println!("Tests on this machine");
    count.add_cargo(&run_shown(cargo(root).arg("test").args(UNIT_TESTED))?);
    println!("Build");
    match artefacts::build(&tools, root) {
        Ok(()) => {
            println!("Tests of the HTTP API");
            let program = schemathesis.iter().map(|it| ("SCHEMATHESIS", it));
            count.add_cargo(&run_shown(
                cargo(root)
                    .args(["test", "--quiet", "--package=journey-tests"])
                    .envs(program),
            )?);
            println!("Papers");
            count.add_node(&run_shown(
                Command::new("node")
                    .current_dir(root)
                    .args(["--test", "--test-reporter=tap", "tests/papers/"])
                    .env("XTASK", env::current_exe().unwrap_or_default()),
            )?);
            println!("Sizes");
            count.add_check(bench::sizes_are_kept(root, &tools)?);
            println!("Tests in browsers");
            count.add_playwright(&browser_tests(&tools, &browser, &engines, root)?);
        }
        Err(error) => {
            println!("{error}\nThe HTTP API and the widget were not tested.");
            count.failed += 1;
        }
    }
    for engine in &engines {
        if let Err(error) = &engine.programs {
            println!("\nNo test ran in {}: {error}", engine.name);
        }
    }
    if let Err(error) = &schemathesis {
        println!("\nNo made-up request was sent to the API: {error}");
    }
    if let Err(error) = &reuse {
        println!("\nNo licence was looked for: {error}");
    }
    if let Err(error) = &deny {
        println!("\nNo licence of a package was looked at: {error}");
    }
    println!("\n{count}");
    Ok(count.all_passed())
}

/// Runs Playwright; gives its report.
fn browser_tests(
    tools: &Tools,
    browser: &Browser,
    engines: &[Engine],
    root: &Path,
) -> Result<PathBuf> {
    let report = root.join("target/made/playwright.json");
    if report.exists() {
        fs::remove_file(&report).map_err(Error::file(&report))?;
    }
    let mut playwright = tools.npm.program("playwright");
    for engine in engines {
        playwright.envs(engine.programs.iter().flatten().cloned());
    }
    run_shown(
        playwright
            .current_dir(root.join("tests/browser"))
            .args(["test", "--reporter=list,json"])
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .env("CHROMIUM", &browser.chromium)
            .env("XTASK", env::current_exe().unwrap_or_default()),
    )?;
    Ok(report)
}

/// What is looked at rather than run: form, lints, documentation.
fn checks(tools: &Tools, root: &Path, count: &mut Count) {
    let widget = || wasm_cargo(&tools.widget_rust, root);
    let worker = || wasm_cargo(&tools.worker_rust, root);
    let native = || cargo(root);
    let all = [
        ("rustfmt", native(), "fmt --all --check"),
        (
            "clippy",
            native(),
            "clippy --quiet --workspace --all-targets -- -D warnings",
        ),
        (
            "clippy, the widget as WebAssembly",
            widget(),
            "clippy --quiet --package=journey-widget --profile=widget -- -D warnings",
        ),
        (
            "clippy, the worker as WebAssembly",
            worker(),
            "clippy --quiet --package=journey-worker --release -- -D warnings",
        ),
        (
            "rustdoc",
            native(),
            "doc --quiet --workspace --no-deps --document-private-items",
        ),
    ];
    for (name, mut command, arguments) in all {
        command
            .args(arguments.split(' '))
            .env("RUSTDOCFLAGS", RUSTDOC);
        check(name, &mut command, count);
    }
}

/// Runs a program that fails where something is amiss.
fn check(name: &str, command: &mut Command, count: &mut Count) {
    if let Err(error) = step(name, || run(command)) {
        println!("{error}");
        count.failed += 1;
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
