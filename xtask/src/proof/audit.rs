//! `cargo xtask audit`: what is known of the packages we depend on: their licences, where they come from, and known weaknesses.
//!
//! Lists of weaknesses are on the network; where they cannot be reached, it says plainly that they were not looked at.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::sub_command;
use crate::error::{Error, Result};
use crate::progress::step;
use crate::run::run;
use crate::setup::{self, Prover};

/// Looks at everything that can be reached; says whether all of it is well.
///
/// # Errors
/// When a program cannot be brought or started.
pub fn audit(root: &Path) -> Result<bool> {
    let program = setup::prover(Prover::Deny)?;
    let mut all_well = well(&step(PACKAGES, || run(&mut packages(&program, root))));
    let mut not_done = Vec::new();
    let fetched = step("the list of weaknesses of Rust's packages", || {
        run(sub_command(&program, "deny", root).args(["fetch", "db"]))
    });
    if fetched.is_ok() {
        all_well &= well(&step("known weaknesses of Rust's packages", || {
            run(sub_command(&program, "deny", root).args([
                "check",
                "--disable-fetch",
                "advisories",
            ]))
        }));
    } else {
        not_done.push("Rust's packages: their list (RustSec) could not be fetched");
    }
    match npm_weaknesses(root)? {
        Some(0) => println!("  no known weakness of npm's packages"),
        Some(number) => {
            println!("  {number} known weaknesses of npm's packages: see npm audit");
            all_well = false;
        }
        None => not_done.push("npm's packages: the registry does not answer npm audit"),
    }
    for what in not_done {
        println!("\nNo weakness was looked for in {what}.");
    }
    Ok(all_well)
}

/// What [`packages`] looks at, for people.
pub const PACKAGES: &str = "licences, bans and sources of Rust's packages";

/// A program that fails unless every package has a licence that fits ours, comes from the registry, and is none that `deny.toml`
/// bans.
#[must_use]
pub fn packages(program: &Path, root: &Path) -> Command {
    let mut command = sub_command(program, "deny", root);
    command.args(["--offline", "check", "licenses", "bans", "sources"]);
    command
}

fn well<T>(result: &Result<T>) -> bool {
    if let Err(error) = result {
        println!("{error}");
    }
    result.is_ok()
}

/// How many weaknesses npm knows of; none where its registry does not say.
fn npm_weaknesses(root: &Path) -> Result<Option<u64>> {
    let output = Command::new("npm")
        .args(["audit", "--json"])
        .current_dir(root)
        .output()
        .map_err(Error::file("npm"))?;
    let said: Option<Value> = serde_json::from_slice(&output.stdout).ok();
    Ok(said.and_then(|said| said["metadata"]["vulnerabilities"]["total"].as_u64()))
}
