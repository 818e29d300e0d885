//! How many bytes a resident's browser downloads, and how many each Worker is.

use std::fs;
use std::path::Path;

use super::row::Row;
use crate::error::{Error, Result};
use crate::part::{Part, gzip};
use crate::{widget, worker};

/// Budgets in bytes of brotli, a Worker's in bytes of gzip.
const LOADER: usize = 1_500;
const WEBASSEMBLY_PATH: usize = 20_000;
const JAVASCRIPT_PATH: usize = 30_000;
const WORKER: usize = 400_000;

/// The rows of the widget's parts, of both ways to a visible question, and of the Workers.
pub(super) fn measure(root: &Path, question: &[u8]) -> Result<Vec<Row>> {
    let mut parts = widget::parts(root)?;
    parts.push(Part::of("question", question).map_err(Error::file("question"))?);
    let mut rows = widget_rows(&parts);
    for part in worker::PARTS {
        rows.push(of_worker(root, part.folder)?);
    }
    Ok(rows)
}

fn widget_rows(parts: &[Part]) -> Vec<Row> {
    let names = [
        (
            "journey-feedback.js",
            "loader with element and styles that reserve its place",
            Some(LOADER),
        ),
        ("core.js", "glue", None),
        ("core_bg.wasm", "WebAssembly", None),
        ("fallback.js", "WebAssembly as JavaScript (wasm2js)", None),
        ("question", "question", None),
    ];
    let mut rows = Vec::new();
    for (file, what, budget) in names {
        rows.extend(sum(parts, &[file], what, budget));
    }
    let compiled = ["journey-feedback.js", "core.js", "core_bg.wasm", "question"];
    let translated = ["journey-feedback.js", "core.js", "fallback.js", "question"];
    rows.extend(sum(
        parts,
        &compiled,
        "all until the question shows",
        Some(WEBASSEMBLY_PATH),
    ));
    rows.extend(sum(
        parts,
        &translated,
        "the same without WebAssembly",
        Some(JAVASCRIPT_PATH),
    ));
    rows
}

fn sum(parts: &[Part], files: &[&str], what: &str, budget: Option<usize>) -> Option<Row> {
    let counted: Vec<_> = parts
        .iter()
        .filter(|part| files.contains(&part.file))
        .collect();
    let total = |of: fn(&Part) -> usize| counted.iter().map(|part| of(part)).sum();
    let row = Row::bytes(
        what,
        total(|p| p.raw),
        total(|p| p.gzip),
        total(|p| p.brotli),
        budget,
    );
    (counted.len() == files.len()).then_some(row)
}

fn of_worker(root: &Path, folder: &str) -> Result<Row> {
    let (mut raw, mut packed) = (0, 0);
    for file in ["index.js", "index_bg.wasm"] {
        let path = root.join(folder).join(file);
        let bytes = fs::read(&path).map_err(Error::file(&path))?;
        raw += bytes.len();
        packed += gzip(&bytes).map_err(Error::file(&path))?;
    }
    Ok(Row {
        what: folder.trim_start_matches("dist/").to_owned(),
        measured: format!("{raw} raw, {packed} gzip"),
        budget: Some((format!("{WORKER} gzip"), packed <= WORKER)),
    })
}

#[cfg(test)]
mod tests {
    use super::{JAVASCRIPT_PATH, LOADER, Part, Row, WEBASSEMBLY_PATH, widget_rows};

    /// What is over its budget when the downloads have these sizes.
    fn missed(sizes: [usize; 5]) -> Vec<String> {
        let files = [
            "journey-feedback.js",
            "core.js",
            "core_bg.wasm",
            "fallback.js",
            "question",
        ];
        let parts = files.into_iter().zip(sizes).map(|(file, brotli)| Part {
            file,
            raw: 0,
            gzip: 0,
            brotli,
        });
        let rows = widget_rows(&parts.collect::<Vec<_>>());
        assert_eq!(rows.len(), 7);
        let missed = rows.into_iter().filter(|row| !row.is_kept());
        missed.map(|row: Row| row.what).collect()
    }

    #[test]
    fn each_budget_is_kept_to_its_last_byte_and_no_further() {
        let rest = WEBASSEMBLY_PATH - LOADER - 2;
        let translated = JAVASCRIPT_PATH - LOADER - 2;
        let full = [LOADER, 1, rest, translated, 1];
        assert_eq!(missed(full), Vec::<String>::new());
        let all = "all until the question shows";
        let without = "the same without WebAssembly";
        let loader = "loader with element and styles that reserve its place";
        assert_eq!(missed([LOADER + 1, 0, rest, translated, 0]), [loader]);
        assert_eq!(missed([LOADER, 1, rest + 1, translated, 1]), [all]);
        assert_eq!(missed([LOADER, 1, rest, translated + 1, 1]), [without]);
        assert_eq!(missed([LOADER, 1, rest, translated, 2]), [all, without]);
    }
}
