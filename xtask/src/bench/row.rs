//! One measured figure beside its budget, and the table of all of them.

use std::fmt::Write;

/// One line of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// What was measured.
    pub what: String,
    /// The figures, as shown.
    pub measured: String,
    /// The budget as shown, and whether it was kept; none where there is no budget.
    pub budget: Option<(String, bool)>,
}

impl Row {
    /// Bytes, of which the last number is the one with the budget.
    pub(super) fn bytes(
        what: &str,
        raw: usize,
        gzip: usize,
        brotli: usize,
        budget: Option<usize>,
    ) -> Self {
        Self {
            what: what.to_owned(),
            measured: format!("{raw} raw, {gzip} gzip, {brotli} brotli"),
            budget: budget.map(|most| (format!("{most} brotli"), brotli <= most)),
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.budget.as_ref().is_none_or(|(_, kept)| *kept)
    }
}

/// All rows as a Markdown table.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = "| what | measured | budget | kept |\n|---|---|---|---|\n".to_owned();
    for row in rows {
        let (budget, kept) = match &row.budget {
            Some((budget, kept)) => (budget.as_str(), if *kept { "yes" } else { "no" }),
            None => ("", ""),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {budget} | {kept} |",
            row.what, row.measured
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Row, table};

    #[test]
    fn a_budget_is_kept_up_to_its_last_byte() {
        assert!(Row::bytes("x", 9, 9, 5, Some(5)).is_kept());
        assert!(!Row::bytes("x", 9, 9, 6, Some(5)).is_kept());
        assert!(Row::bytes("x", 9, 9, 6, None).is_kept());
    }

    #[test]
    fn the_table_says_which_budget_was_not_kept() {
        let table = table(&[Row::bytes("loader", 9, 7, 6, Some(5))]);
        assert!(
            table.ends_with("| loader | 9 raw, 7 gzip, 6 brotli | 5 brotli | no |\n"),
            "{table}"
        );
    }
}
