//! `cargo xtask bench`: measures what has a budget, prints it beside the budget, and keeps it when asked to.

mod climb;
mod costs;
mod curve;
mod database;
mod lighthouse;
mod load;
mod memory;
mod merge;
mod pages;
mod results;
mod row;
mod schedule;
mod sender;
mod sizes;
mod throughput;
mod visible;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use row::Row;

use crate::error::{Error, Result};
use crate::run::run;
use crate::tools::Tools;
use crate::{artefacts, setup};

/// The journey that is measured: the demo's.
const JOURNEY: &str = "verbouwvergunning";
const STEP: &str = "tekeningen";

/// Where figures are kept, the newest last.
const HISTORY: &str = "docs/bench.md";

/// How that file begins.
const TITLE: &str = "\
# Figures

What `cargo xtask bench --record` measured, each time under the day and name of the commit; the newest last.
";

/// Measures; says whether every budget was kept.
///
/// # Errors
/// When something cannot be built, started or counted.
pub fn all(root: &Path, record: bool) -> Result<bool> {
    let tools = setup::tools(root)?;
    artefacts::build(&tools, root)?;
    let arena = throughput::Arena::open(root, &tools)?;
    let mut rows = sizes::measure(root, &arena.question()?)?;
    rows.extend(results::measure(root)?);
    rows.extend(pages::measure(root)?);
    rows.push(arena.measure()?);
    // After the throughput, whose counts it would disturb.
    rows.extend(visible::measure(root, &arena)?);
    rows.extend(lighthouse::measure(root, &arena)?);
    report(root, &rows, record)
}

/// Measures sizes alone, of what is built; says whether every budget was kept.
///
/// # Errors
/// When the worker cannot be started or a file not be read.
pub fn sizes_are_kept(root: &Path, tools: &Tools) -> Result<bool> {
    let question = throughput::Arena::open(root, tools)?.question()?;
    let rows = sizes::measure(root, &question)?;
    println!("{}", row::table(&rows));
    Ok(rows.iter().all(Row::is_kept))
}

/// Measures the time of the dashboard's pages alone, of what is built; says whether every budget was kept.
///
/// # Errors
/// When the worker cannot be started or filled.
pub fn pages_alone(root: &Path) -> Result<bool> {
    let rows = pages::measure(root)?;
    report(root, &rows, false)
}

/// Measures the time to a visible question alone, of what is built; says whether every budget was kept.
///
/// # Errors
/// When the worker or the browser cannot be started.
pub fn visible_alone(root: &Path) -> Result<bool> {
    let arena = throughput::Arena::open(root, &setup::tools(root)?)?;
    let rows = visible::measure(root, &arena)?;
    report(root, &rows, false)
}

/// Measures Lighthouse's scores alone, of what is built; says whether every budget was kept.
///
/// # Errors
/// When the worker or the browser cannot be started.
pub fn lighthouse_alone(root: &Path) -> Result<bool> {
    let arena = throughput::Arena::open(root, &setup::tools(root)?)?;
    let rows = lighthouse::measure(root, &arena)?;
    report(root, &rows, false)
}

/// Measures what results cost of many shards and many journeys alone, of what is built; keeps the figures when asked to.
///
/// # Errors
/// When the worker cannot be started or filled.
pub fn merge_alone(root: &Path, record: bool) -> Result<bool> {
    report(root, &merge::measure(root)?, record)
}

/// Counts what Cloudflare would bill alone, of what is built; keeps the figures when asked to.
///
/// # Errors
/// When the worker cannot be started or does not answer.
pub fn costs_alone(root: &Path, record: bool) -> Result<bool> {
    report(root, &costs::measure(root)?, record)
}

/// Measures what the worker bears alone, of what is built; says whether every budget was kept.
///
/// # Errors
/// When the worker cannot be started, or does not bear the least.
pub fn load_alone(root: &Path, minutes: u32, record: bool) -> Result<bool> {
    let arena = throughput::Arena::open(root, &setup::tools(root)?)?;
    report(root, &load::measure(root, &arena, minutes, record)?, record)
}

/// Prints the rows, keeps them when asked to, and says whether every budget was kept.
fn report(root: &Path, rows: &[Row], record: bool) -> Result<bool> {
    let table = row::table(rows);
    println!("\n{table}");
    if record {
        keep(root, &table)?;
    }
    Ok(rows.iter().all(Row::is_kept))
}

/// Adds the table to the history under the commit it was measured at.
fn keep(root: &Path, table: &str) -> Result<()> {
    let git = |arguments: &[&str]| run(Command::new("git").current_dir(root).args(arguments));
    let day = git(&["log", "-1", "--format=%cs"])?;
    let commit = git(&["describe", "--always", "--dirty"])?;
    let path = root.join(HISTORY);
    let mut text = fs::read_to_string(&path).unwrap_or_else(|_| TITLE.to_owned());
    let _ = write!(text, "\n## {}, {}\n\n{table}", day.trim(), commit.trim());
    fs::write(&path, text).map_err(Error::file(&path))
}
