//! `cargo xtask mutants`: breaks the code in every small way that cargo-mutants knows, one at a time, and counts how often a
//! test notices. It takes hours, so what was found is kept in `target/mutants` as it comes: started again, it goes on with what
//! is left, until the code is another.
//!
//! `survivors.txt` holds those that no test can or need notice, each with its reason; they count as survivors all the same.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use super::sub_command;
use crate::error::{Error, Result};
use crate::inputs::make_if_changed;
use crate::run::run_shown;
use crate::setup::{self, Prover};

/// The share that a test must notice, in percent.
const AT_LEAST: usize = 90;

/// What is broken: `journey` whole, and what is pure in the worker and tested where it stands. The rest of the worker is tested over
/// HTTP, which would take weeks.
const PARTS: [Part; 2] = [
    Part {
        package: "journey",
        folder: "journey",
        files: &[],
        beside: Some("--features=schema"),
    },
    Part {
        package: "journey-worker",
        folder: "worker/src",
        files: &[
            "worker/src/bundle.rs",
            "worker/src/keyed_hash.rs",
            "worker/src/lane.rs",
            "worker/src/route.rs",
            "worker/src/session.rs",
            "worker/src/webhook_signature.rs",
            "worker/src/dashboard/faults.rs",
            "worker/src/dashboard/number.rs",
        ],
        beside: None,
    },
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
    let (mut noticed, mut survivors) = (0, Vec::new());
    for part in PARTS {
        let at = At {
            output: root.join("target/mutants").join(part.package),
            part,
        };
        make_if_changed(
            root,
            &["Cargo.lock", "journey", at.part.folder],
            at.part.package,
            &at.output.join("code"),
            || at.forget(),
        )?;
        // The tests in the files themselves are built soonest and notice most; those beside them try what is left.
        at.keep()?;
        at.try_all(root, &program, "--cargo-arg=--lib")?;
        at.keep()?;
        if let Some(features) = at.part.beside {
            at.try_all(root, &program, features)?;
            at.keep()?;
        }
        noticed += at.noticed()?.len();
        survivors.extend(at.list("missed")?.iter().map(|name| without_place(name)));
    }
    let all = noticed + survivors.len();
    println!(
        "\n{noticed} of {all} mutants were noticed ({:.1} %); at least {AT_LEAST} % must be",
        percent(noticed, all)
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
    Ok(noticed > 0 && noticed * 100 >= all * AT_LEAST)
}

/// A package, or some files of it.
struct Part {
    package: &'static str,
    folder: &'static str,
    /// All where none is named.
    files: &'static [&'static str],
    /// With what the tests beside the code are built, where it has some.
    beside: Option<&'static str>,
}

/// A part at work, and the folder of what was found.
struct At {
    part: Part,
    output: PathBuf,
}

impl At {
    fn forget(&self) -> Result<()> {
        if self.output.exists() {
            fs::remove_dir_all(&self.output).map_err(Error::file(&self.output))?;
        }
        Ok(())
    }

    /// Tries all that was not noticed yet.
    fn try_all(&self, root: &Path, program: &Path, tests: &str) -> Result<()> {
        let jobs = thread::available_parallelism().map_or(1, NonZero::get);
        let mut command = sub_command(program, "mutants", root);
        command
            .args(["--iterate", "--jobs", &jobs.to_string()])
            .args(["--package", self.part.package, "--output"])
            .arg(&self.output);
        for file in self.part.files {
            command.args(["--file", file]);
        }
        // It fails where a mutant survives, too: what it listed tells.
        run_shown(command.arg(tests).envs(QUICK)).map(drop)
    }

    /// Adds what was noticed to what is kept, and lets cargo-mutants pass over those that never end: whoever waits for
    /// such a one notices.
    fn keep(&self) -> Result<()> {
        let mut noticed = self.noticed()?;
        noticed.extend(self.list("caught")?);
        noticed.extend(self.list("timeout")?);
        fs::create_dir_all(&self.output).map_err(Error::file(&self.output))?;
        let lines = noticed.into_iter().collect::<Vec<_>>().join("\n");
        for path in [self.output.join("noticed"), self.listed("caught")] {
            if path.parent().is_some_and(Path::exists) {
                fs::write(&path, &lines).map_err(Error::file(&path))?;
            }
        }
        Ok(())
    }

    fn noticed(&self) -> Result<BTreeSet<String>> {
        lines(&self.output.join("noticed"))
    }

    fn list(&self, name: &str) -> Result<BTreeSet<String>> {
        lines(&self.listed(name))
    }

    fn listed(&self, name: &str) -> PathBuf {
        self.output.join(format!("mutants.out/{name}.txt"))
    }
}

/// The lines of a file; none where there is no file yet.
fn lines(path: &Path) -> Result<BTreeSet<String>> {
    if !path.exists() {
        return Ok(BTreeSet::new());
    }
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    Ok(text.lines().map(str::to_owned).collect())
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
