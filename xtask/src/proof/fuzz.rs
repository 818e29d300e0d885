//! `cargo xtask fuzz`: makes input up for every parser and for masking, for minutes each, and keeps what reached something new.
//!
//! The corpus at work is in `target/fuzz/corpus`; the small part of it that is kept is in `fuzz/corpus`, replayed by every
//! `cargo xtask test`. Nothing of ours is unsafe, so no sanitizer is needed, and the usual compiler does.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::sub_command;
use crate::error::{Error, Result};
use crate::progress::{Bar, step};
use crate::run::run;
use crate::setup::{self, Prover};

/// How much is kept of what was found for each target, in bytes and files, short and long ones.
const KEPT: (u64, usize) = (6000, 30);

/// The longest input, in bytes: a definition of a few steps.
const LONGEST: &str = "-max_len=6000";

/// Fuzzes all, or the targets named, for so many minutes each; says whether everything held.
///
/// # Errors
/// When something cannot be brought or built, or what holds cannot be kept.
pub fn fuzz(root: &Path, minutes: u32, only: &[String]) -> Result<bool> {
    let fuzzer = Fuzzer {
        program: setup::prover(Prover::Fuzz)?,
        root,
    };
    let mut targets = Vec::new();
    let folder = root.join("fuzz/fuzz_targets");
    for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
        let path = entry.map_err(Error::file(&folder))?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if only.is_empty() || only.contains(&name.clone().into_owned()) {
            targets.push(name.into_owned());
        }
    }
    if let Some(unknown) = only.iter().find(|name| !targets.contains(name)) {
        return Err(Error::Failed(format!(
            "no fuzz target `{unknown}`: the names are those in {}",
            folder.display()
        )));
    }
    targets.sort();
    step("fuzzers", || run(&mut fuzzer.command("build")))?;
    let mut all_held = true;
    for target in &targets {
        let held = fuzzer.fuzz(target, Duration::from_secs(60 * u64::from(minutes)))?;
        if held {
            fuzzer.keep(target)?;
        }
        all_held &= held;
    }
    Ok(all_held)
}

struct Fuzzer<'a> {
    program: PathBuf,
    root: &'a Path,
}

impl Fuzzer<'_> {
    fn command(&self, name: &str) -> Command {
        let mut command = sub_command(&self.program, "fuzz", self.root);
        command
            .args([
                name,
                "--sanitizer=none",
                "--features=fuzzer",
                "--target-dir",
            ])
            .arg(self.root.join("target/fuzz"))
            // The profile for releases makes what is small, and takes minutes for each fuzzer.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            // A failure says what did not hold.
            .env("CARGO_PROFILE_RELEASE_PANIC", "unwind")
            .env("RUSTC_BOOTSTRAP", "1");
        command
    }

    fn corpus(&self, target: &str) -> PathBuf {
        self.root.join("target/fuzz/corpus").join(target)
    }

    fn kept(&self, target: &str) -> PathBuf {
        self.root.join("fuzz/corpus").join(target)
    }

    /// Fuzzes one target; says whether everything held.
    fn fuzz(&self, target: &str, time: Duration) -> Result<bool> {
        let (corpus, kept) = (self.corpus(target), self.kept(target));
        for folder in [&corpus, &kept] {
            fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        let log_path = self.root.join("target/fuzz").join(format!("{target}.log"));
        let log = File::create(&log_path).map_err(Error::file(&log_path))?;
        let start = Instant::now();
        let mut child = self
            .command("run")
            .arg(target)
            .args([&corpus, &kept])
            .args(["--", LONGEST, "-timeout=10", "-print_final_stats=1"])
            .arg(format!("-max_total_time={}", time.as_secs()))
            .arg(format!(
                "-dict={}",
                self.root.join("fuzz/words.dict").display()
            ))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(Error::file(&self.program))?;
        let seconds = u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let mut bar = Bar::new("fuzzing", seconds);
        let status = loop {
            if let Some(status) = child.try_wait().map_err(Error::file(&self.program))? {
                break status;
            }
            bar.at(u32::try_from(start.elapsed().as_secs()).unwrap_or(u32::MAX));
            thread::sleep(Duration::from_secs(1));
        };
        let log = fs::read(&log_path).map_err(Error::file(&log_path))?;
        let log = String::from_utf8_lossy(&log);
        let tried = log
            .lines()
            .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
            .unwrap_or("?")
            .trim();
        let took = start.elapsed().as_secs();
        println!("  {target:<12} {tried:>12} inputs in {took:>4} s");
        if !status.success() {
            println!(
                "    did not hold: see {} and fuzz/artifacts/{target}",
                log_path.display()
            );
        }
        Ok(status.success())
    }

    /// Minimises the corpus at work, and keeps some of it beside those that people wrote, which have names.
    fn keep(&self, target: &str) -> Result<()> {
        let (corpus, kept) = (self.corpus(target), self.kept(target));
        run(self.command("cmin").arg(target).arg(&corpus))?;
        for file in files(&kept)?.iter().filter(|file| is_found(file)) {
            fs::remove_file(file).map_err(Error::file(file))?;
        }
        let mut sized = Vec::new();
        for file in files(&corpus)? {
            let bytes = fs::metadata(&file).map_err(Error::file(&file))?.len();
            sized.push((bytes, file));
        }
        sized.sort();
        let mut left = KEPT.0;
        let apart = sized.len().div_ceil(KEPT.1).max(1);
        for (bytes, file) in sized.into_iter().step_by(apart) {
            let Some(rest) = left.checked_sub(bytes) else {
                break;
            };
            left = rest;
            let to = kept.join(file.file_name().unwrap_or_default());
            fs::copy(&file, &to).map_err(Error::file(&file))?;
        }
        Ok(())
    }
}

/// Whether fuzzing found it: such a file is named by its hash.
fn is_found(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::file(folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    paths
        .collect::<std::io::Result<_>>()
        .map_err(Error::file(folder))
}
