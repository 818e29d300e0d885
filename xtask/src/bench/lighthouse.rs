//! Lighthouse's scores of a page of the demo with the widget, beside the same page without it. `xtask/bench/lighthouse.mjs`
//! drives it.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::STEP;
use super::row::Row;
use super::throughput::Arena;
use crate::error::{Error, Result};
use crate::pages::Pages;
use crate::run::run_shown;
use crate::setup;
use crate::workerd::free_port;

const ROUNDS: usize = 3;
/// How many points of performance the widget may cost.
const COST: u32 = 2;

/// The scores of each round: performance, accessibility, best practices.
#[derive(Debug, Deserialize)]
struct Scores {
    without: Vec<[u32; 3]>,
    with: Vec<[u32; 3]>,
}

/// Has Lighthouse look.
///
/// # Errors
/// When the browser or the script fails.
pub(super) fn measure(root: &Path, arena: &Arena) -> Result<Vec<Row>> {
    let browser = setup::browser()?;
    let port = free_port();
    let origin = format!("http://localhost:{port}");
    arena.allow(&origin)?;
    let _pages = Pages::serve(root, port, &arena.origin())?;
    println!("  Lighthouse");
    let mut script = Command::new("node");
    script
        .arg(root.join("xtask/bench/lighthouse.mjs"))
        .arg(format!("{origin}/utrecht/nl/{STEP}"))
        .arg(ROUNDS.to_string())
        .env("CHROMIUM", &browser.chromium);
    let (succeeded, printed) = run_shown(&mut script)?;
    let scores = serde_json::from_str(&printed).ok().filter(|_| succeeded);
    let scores =
        scores.ok_or_else(|| Error::Failed("xtask/bench/lighthouse.mjs failed".to_owned()))?;
    Ok(rows(&scores))
}

fn rows(scores: &Scores) -> Vec<Row> {
    let middle = |rounds: &[[u32; 3]], category: usize| {
        let mut all: Vec<u32> = rounds
            .iter()
            .filter_map(|it| it.get(category))
            .copied()
            .collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or(0)
    };
    let names = ["performance", "accessibility", "best practices"];
    let row = |(category, name): (usize, &str)| {
        let (with, without) = (
            middle(&scores.with, category),
            middle(&scores.without, category),
        );
        let (budget, kept) = match category {
            0 => (format!("{COST} less"), with + COST >= without),
            _ => ("100".to_owned(), with == 100 && without == 100),
        };
        Row {
            what: format!("Lighthouse, {name} of a page with the widget, beside the page without"),
            measured: format!("{with} beside {without}"),
            budget: Some((budget, kept)),
        }
    };
    names.into_iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::{Row, Scores, rows};

    #[test]
    fn a_page_may_lose_two_points_of_performance_and_none_of_the_others() {
        let kept = |without, with| -> Vec<bool> {
            let scores = Scores {
                without: vec![without; 3],
                with: vec![with; 3],
            };
            rows(&scores).iter().map(Row::is_kept).collect()
        };
        assert_eq!(kept([98, 100, 100], [96, 100, 100]), [true, true, true]);
        assert_eq!(kept([98, 100, 100], [95, 99, 100]), [false, false, true]);
        assert_eq!(kept([98, 100, 99], [100, 100, 100]), [true, true, false]);
    }
}
