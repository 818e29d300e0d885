//! `cargo xtask coverage`: how many lines of `journey` its own tests reach, and which they do not.
//!
//! The lines of the tests themselves do not count, though they are in the same files: all of them are reached.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::sub_command;
use crate::error::{Error, Result};
use crate::progress::step;
use crate::run::run;
use crate::setup::{self, Prover};

/// The share of lines that tests must reach, in percent.
const AT_LEAST: usize = 95;

/// Measures; says whether enough is reached.
///
/// # Errors
/// When a program cannot be brought, or a test fails.
pub fn coverage(root: &Path) -> Result<bool> {
    let program = setup::prover(Prover::Coverage)?;
    let llvm = setup::llvm_tools()?;
    let report = root.join("target/coverage.lcov");
    step("tests of journey, with every line counted", || {
        let mut command = sub_command(&program, "llvm-cov", root);
        command
            .args(["--package=journey", "--features=schema"])
            .args(["--lcov", "--output-path"])
            .arg(&report)
            .envs(llvm);
        run(&mut command)
    })?;
    let text = fs::read_to_string(&report).map_err(Error::file(&report))?;
    let (mut reached, mut all) = (0, 0);
    for (file, lines) in lines(&text) {
        let code = fs::read_to_string(&file).map_err(Error::file(&file))?;
        let end = tests_begin(&code);
        let missed: Vec<_> = lines
            .range(..end)
            .filter(|(_, count)| **count == 0)
            .map(|(line, _)| *line)
            .collect();
        all += lines.range(..end).count();
        reached += lines.range(..end).count() - missed.len();
        if !missed.is_empty() {
            let file = file.strip_prefix(root).unwrap_or(&file);
            println!("  {}: {}", file.display(), spans(&missed));
        }
    }
    let tenths = reached * 1000 / all.max(1);
    println!(
        "{reached} of {all} lines of journey are reached ({}.{} %); at least {AT_LEAST} % must be",
        tenths / 10,
        tenths % 10
    );
    Ok(reached * 100 >= all * AT_LEAST && all > 0)
}

/// How often each line ran, by file.
fn lines(lcov: &str) -> BTreeMap<PathBuf, BTreeMap<u32, u64>> {
    let mut files = BTreeMap::<PathBuf, BTreeMap<u32, u64>>::new();
    let mut file = PathBuf::new();
    for line in lcov.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            file = path.into();
        } else if let Some((line, count)) = line
            .strip_prefix("DA:")
            .and_then(|rest| rest.split_once(','))
            && let (Ok(line), Ok(count)) = (line.parse(), count.parse())
        {
            files.entry(file.clone()).or_default().insert(line, count);
        }
    }
    files
}

/// The number of the line at which a file's own tests begin, which is the one after the last without them.
fn tests_begin(code: &str) -> u32 {
    let before = code
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

/// Numbers, with those that follow each other as one span.
fn spans(lines: &[u32]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => spans.push((*line, *line)),
        }
    }
    let texts: Vec<_> = spans
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_tests_do_not_count() {
        assert_eq!(tests_begin("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), 3);
        assert_eq!(tests_begin("fn a() {}\n"), 2);
    }

    #[test]
    fn a_report_is_read_by_file_and_line() {
        let report =
            "SF:/a.rs\nFN:1,a\nDA:1,3\nDA:2,0\nend_of_record\nSF:/b.rs\nDA:7,1\nend_of_record\n";
        let read = lines(report);
        assert_eq!(read[Path::new("/a.rs")], BTreeMap::from([(1, 3), (2, 0)]));
        assert_eq!(read[Path::new("/b.rs")], BTreeMap::from([(7, 1)]));
    }

    #[test]
    fn lines_that_follow_each_other_are_one_span() {
        assert_eq!(spans(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
    }
}
