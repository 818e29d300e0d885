//! How many tests passed and failed, over all runners.

use std::fmt;
use std::fs;
use std::path::Path;

/// The count so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    pub(super) fn all_passed(&self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// Adds one check.
    pub(super) fn add_check(&mut self, passed: bool) {
        self.passed += u64::from(passed);
        self.failed += u64::from(!passed);
    }

    /// Adds a run of `cargo test`: whether it succeeded, and what it printed.
    pub(super) fn add_cargo(&mut self, (succeeded, printed): &(bool, String)) {
        let before = self.failed;
        for line in printed
            .lines()
            .filter(|line| line.starts_with("test result: "))
        {
            self.passed += number_before(line, " passed");
            self.failed += number_before(line, " failed");
        }
        self.failed += u64::from(!succeeded && self.failed == before);
    }

    /// Adds a run of Node's own test runner, which printed TAP: whether it succeeded, and what it printed.
    pub(super) fn add_node(&mut self, (succeeded, printed): &(bool, String)) {
        let before = self.failed;
        let number = |name: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|number| number.parse::<u64>().ok())
                .unwrap_or(0)
        };
        self.passed += number("# pass ");
        self.failed += number("# fail ");
        self.failed += u64::from(!succeeded && self.failed == before);
    }

    /// Adds a run of Playwright by its JSON report; a run that left none failed.
    pub(super) fn add_playwright(&mut self, report: &Path) {
        let read = fs::read_to_string(report).ok();
        let report = read.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
        let number = |name: &str| {
            report
                .as_ref()
                .and_then(|report| report["stats"][name].as_u64())
        };
        self.passed += number("expected").unwrap_or(0);
        // A test that passed at its second try is not one to trust.
        self.failed += number("unexpected").unwrap_or(1) + number("flaky").unwrap_or(0);
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split(word).next().unwrap_or_default();
    before
        .rsplit(' ')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Count;

    const LINES: &str = "running 5 tests\n\
        test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
        test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.13s\n";

    #[test]
    fn every_result_line_of_a_run_is_added() {
        let mut count = Count::default();
        count.add_cargo(&(false, LINES.to_owned()));
        assert_eq!(
            count,
            Count {
                passed: 42,
                failed: 3
            }
        );
        assert_eq!(count.to_string(), "42 passed, 3 failed");
    }

    #[test]
    fn a_run_that_failed_without_a_failed_test_counts_as_one() {
        let mut count = Count::default();
        count.add_cargo(&(false, "error: could not compile".to_owned()));
        assert_eq!(
            count,
            Count {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_browser_run_without_a_report_counts_as_one_failure() {
        let mut count = Count::default();
        count.add_playwright(std::path::Path::new("no such report"));
        assert_eq!(
            count,
            Count {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_run_of_node_is_counted_by_its_last_lines() {
        let mut count = Count::default();
        count.add_node(&(
            true,
            "ok 1 - # pass\n1..3\n# tests 3\n# pass 3\n# fail 0\n".to_owned(),
        ));
        count.add_node(&(false, "1..2\n# pass 1\n# fail 1\n".to_owned()));
        count.add_node(&(false, String::new()));
        assert_eq!(count.to_string(), "4 passed, 2 failed");
    }

    #[test]
    fn nothing_run_is_not_a_pass() {
        assert!(!Count::default().all_passed());
    }
}
