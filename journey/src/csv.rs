//! Rows of comma-separated values (RFC 4180) that a spreadsheet can open without harm.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe before it.

/// One cell.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A text, perhaps from outside.
    Text(&'a str),
    /// A whole number; the sign of a negative one stays bare.
    Number(i64),
}

/// Writes one row with its line end.
pub fn write_row<'a>(into: &mut String, cells: impl IntoIterator<Item = Cell<'a>>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            into.push(',');
        }
        match cell {
            Cell::Text(text) => write_text(into, text),
            Cell::Number(number) => into.push_str(&number.to_string()),
        }
    }
    into.push_str("\r\n");
}

fn write_text(into: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.contains(['"', ',', '\r', '\n']);
    if quoted {
        into.push('"');
    }
    if formula {
        into.push('\'');
    }
    if text.contains('"') {
        into.push_str(&text.replace('"', "\"\""));
    } else {
        into.push_str(text);
    }
    if quoted {
        into.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[Cell]) -> String {
        let mut row = String::new();
        write_row(&mut row, cells.iter().copied());
        row
    }

    #[test]
    fn a_row_is_quoted_only_where_it_must_be() {
        let cells = ["plain", "", "a,b", "say \"no\"", "two\nlines"].map(Cell::Text);
        assert_eq!(
            row(&cells),
            "plain,,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\r\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_made_a_text() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let text = format!("{start}cmd|calc");
            let written = row(&[Cell::Text(&text)]);
            let inside = written.trim_start_matches('"');
            assert!(inside.starts_with(&format!("'{start}")), "{written:?}");
        }
        assert_eq!(
            row(&[Cell::Text("=HYPERLINK(\"https://x.example\",\"y\")")]),
            "\"'=HYPERLINK(\"\"https://x.example\"\",\"\"y\"\")\"\r\n"
        );
    }

    #[test]
    fn a_negative_count_stays_a_number() {
        assert_eq!(row(&[Cell::Text("x"), Cell::Number(-3)]), "x,-3\r\n");
    }
}
