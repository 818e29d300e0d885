//! `cargo xtask mutants`: breaks the code in every small way that cargo-mutants knows, one at a time, and counts how often a
//! test notices. It takes hours.
//!
//! `survivors.txt` holds those that no test can or need notice, each with its reason; they count as survivors all the same.

use std::fs;
use std::path::Path;

use super::sub_command;
use crate::error::{Error, Result};
use crate::run::run_shown;
use crate::setup::{self, Prover};

/// The share that a test must notice, in percent.
const AT_LEAST: usize = 90;

/// What is broken: `journey` whole, and what is pure in the worker and tested where it stands. The rest of the worker is tested over
/// HTTP, which would take weeks.
const PARTS: [(&str, &[&str]); 2] = [
    ("journey", &[]),
    (
        "journey-worker",
        &[
            "worker/src/bundle.rs",
            "worker/src/keyed_hash.rs",
            "worker/src/lane.rs",
            "worker/src/route.rs",
            "worker/src/session.rs",
            "worker/src/webhook_signature.rs",
            "worker/src/dashboard/faults.rs",
            "worker/src/dashboard/number.rs",
        ],
    ),
];

/// Property tests try fewer cases, shrink nothing and leave nothing behind: it is enough that they notice.
const QUICK: [(&str, &str); 3] = [
    ("PROPTEST_CASES", "16"),
    ("PROPTEST_MAX_SHRINK_ITERS", "0"),
    ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true"),
];

const REASONED: &str = include_str!("survivors.txt");

/// Breaks everything; says whether the tests noticed enough.
///
/// # Errors
/// When cargo-mutants cannot be brought or started.
pub fn mutants(root: &Path) -> Result<bool> {
    let program = setup::prover(Prover::Mutants)?;
    let (mut caught, mut survivors) = (0, Vec::new());
    for (package, files) in PARTS {
        let output = root.join("target/mutants").join(package);
        if output.exists() {
            fs::remove_dir_all(&output).map_err(Error::file(&output))?;
        }
        fs::create_dir_all(&output).map_err(Error::file(&output))?;
        let mut command = sub_command(&program, "mutants", root);
        command
            .args(["--package", package, "--output"])
            .arg(&output);
        for file in files {
            command.args(["--file", file]);
        }
        // It fails where a mutant survives, too: what it counted tells.
        run_shown(command.envs(QUICK))?;
        let list = |name: &str| -> Result<Vec<String>> {
            let path = output.join("mutants.out").join(name);
            let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
            Ok(text.lines().map(without_place).collect())
        };
        // One that never ends is noticed, by whoever waits for it.
        caught += list("caught.txt")?.len() + list("timeout.txt")?.len();
        survivors.extend(list("missed.txt")?);
    }
    let all = caught + survivors.len();
    println!(
        "\n{caught} of {all} mutants were noticed ({:.1} %); at least {AT_LEAST} % must be",
        percent(caught, all)
    );
    let reasoned: Vec<_> = reasoned(REASONED).collect();
    survivors.retain(|survivor| !reasoned.contains(&survivor.as_str()));
    if survivors.is_empty() {
        println!("every survivor has its reason in xtask/src/proof/survivors.txt");
    } else {
        println!(
            "survivors without a reason in xtask/src/proof/survivors.txt:\n  {}",
            survivors.join("\n  ")
        );
    }
    Ok(caught > 0 && caught * 100 >= all * AT_LEAST)
}

/// A mutant's name without line and column, which change with every edit.
fn without_place(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    let file = parts.next().unwrap_or_default();
    let what = parts.nth(2).unwrap_or_default();
    format!("{file}:{what}")
}

/// The names in the list: its lines that are neither empty nor a reason.
fn reasoned(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[expect(clippy::cast_precision_loss, reason = "thousands")]
fn percent(part: usize, of: usize) -> f64 {
    part as f64 * 100.0 / of.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_known_wherever_its_line_moves() {
        let name = "journey/src/day.rs:12:7: replace < with <= in Day::of";
        assert_eq!(
            without_place(name),
            "journey/src/day.rs: replace < with <= in Day::of"
        );
    }

    #[test]
    fn every_reasoned_survivor_is_of_a_file_that_is_broken() {
        let mut reason = false;
        for line in REASONED.lines().filter(|line| !line.is_empty()) {
            reason |= line.starts_with('#');
            assert!(reason, "{line} has no reason above it");
        }
        for name in reasoned(REASONED) {
            let (file, what) = name.split_once(": ").unwrap_or_default();
            assert!(setup::root().join(file).is_file(), "{name}");
            assert!(!what.is_empty(), "{name}");
        }
    }
}
