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
        rows.extend(sum(&parts, &[file], what, budget));
    }
    let compiled = ["journey-feedback.js", "core.js", "core_bg.wasm", "question"];
    let translated = ["journey-feedback.js", "core.js", "fallback.js", "question"];
    rows.extend(sum(
        &parts,
        &compiled,
        "all until the question shows",
        Some(WEBASSEMBLY_PATH),
    ));
    rows.extend(sum(
        &parts,
        &translated,
        "the same without WebAssembly",
        Some(JAVASCRIPT_PATH),
    ));
    for part in worker::PARTS {
        rows.push(of_worker(root, part.folder)?);
    }
    Ok(rows)
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
