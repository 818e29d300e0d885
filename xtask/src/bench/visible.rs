//! Time from navigation to a visible question on a slow phone and line, beside a hand-written plain widget in the same run,
//! in turns, and what the widget does to its page meanwhile. `xtask/bench/visible.mjs` drives the browser.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::row::Row;
use super::throughput::Arena;
use super::{JOURNEY, STEP};
use crate::error::{Error, Result};
use crate::run::run_shown;
use crate::workerd::free_port;
use crate::{setup, widget};

const ROUNDS: usize = 15;
/// At most this many times the plain widget's time.
const TIME: f64 = 1.15;
/// At most this many times the first paint of the page without a widget.
const PAINT: f64 = 1.03;
/// The widget's ways, and what they are called.
const WAYS: [(&str, &str); 3] = [
    ("webassembly", "as WebAssembly"),
    ("javascript", "as JavaScript"),
    ("hinted", "with preload hints"),
];

/// One visit.
#[derive(Clone, Debug, Deserialize)]
struct Visit {
    /// When the question was there, in milliseconds since navigation; none for the page without one.
    visible: Option<f64>,
    /// The page's first paint, likewise.
    paint: f64,
    /// Layout shift.
    shift: f64,
    /// Tasks of more than 50 ms that began once the widget's first script was there.
    long: u32,
}

/// Takes turns.
///
/// # Errors
/// When the browser or the script fails.
pub(super) fn measure(root: &Path, arena: &Arena) -> Result<Vec<Row>> {
    let browser = setup::browser()?;
    let port = free_port();
    arena.allow(&format!("http://localhost:{port}"))?;
    let worker = arena.origin();
    let question = format!("/v1/journeys/{JOURNEY}/steps/{STEP}/question?lang=nl");
    println!("  time to a visible question");
    let mut script = Command::new("node");
    script
        .arg(root.join("xtask/bench/visible.mjs"))
        .args([&worker, &question, &widget::address(root)?])
        .args([ROUNDS.to_string(), port.to_string()])
        .env("CHROMIUM", &browser.chromium);
    let (succeeded, printed) = run_shown(&mut script)?;
    let visits = serde_json::from_str(&printed).ok().filter(|_| succeeded);
    let visits =
        visits.ok_or_else(|| Error::Failed("xtask/bench/visible.mjs failed".to_owned()))?;
    Ok(rows(&visits))
}

fn rows(visits: &HashMap<String, Vec<Visit>>) -> Vec<Row> {
    let of = |way: &str| visits.get(way).map_or(&[][..], Vec::as_slice);
    let visible = |way| Spread::of(of(way).iter().filter_map(|visit| visit.visible));
    let long = |way: &str| Spread::of(of(way).iter().map(|visit| f64::from(visit.long)));
    let plain = visible("plain");
    let mut rows = Vec::new();
    for (way, what) in WAYS {
        let (own, ratio) = (visible(way), visible(way).middle / plain.middle);
        rows.push(Row {
            what: format!("time to a visible question {what}, beside a plain widget"),
            measured: format!("{ratio:.2} times; {own} beside {plain} ms"),
            budget: Some((format!("{TIME} times"), ratio <= TIME)),
        });
    }
    let every_way = || WAYS.into_iter().flat_map(|(way, _)| of(way));
    let with = Spread::of(every_way().map(|visit| visit.paint));
    let without = Spread::of(of("none").iter().map(|visit| visit.paint));
    let ratio = with.middle / without.middle;
    rows.push(Row {
        what: "the page's own first paint, beside the page without the widget".to_owned(),
        measured: format!("{ratio:.2} times; {with} beside {without} ms"),
        budget: Some((format!("{PAINT} times"), ratio <= PAINT)),
    });
    let shift = every_way().map(|visit| visit.shift).fold(0.0, f64::max);
    rows.push(Row {
        what: "layout shift".to_owned(),
        measured: format!("{shift}"),
        budget: Some(("0".to_owned(), shift == 0.0)),
    });
    for (way, what) in WAYS {
        let (long, plain) = (long(way), long("plain"));
        rows.push(Row {
            what: format!("tasks over 50 ms {what}, once the loader is there"),
            measured: format!("{long}; the plain widget {plain}"),
            budget: Some(("0".to_owned(), long.middle == 0.0)),
        });
    }
    rows
}

/// The middle of some figures, and the least and the greatest.
struct Spread {
    low: f64,
    middle: f64,
    high: f64,
}

impl Spread {
    fn of(figures: impl Iterator<Item = f64>) -> Self {
        let mut all: Vec<f64> = figures.collect();
        all.sort_by(f64::total_cmp);
        let at = |index: usize| all.get(index).copied().unwrap_or(f64::NAN);
        Self {
            low: at(0),
            middle: at(all.len() / 2),
            high: at(all.len().saturating_sub(1)),
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { low, middle, high } = self;
        write!(f, "{middle:.0} ({low:.0} to {high:.0})")
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Visit, rows};
    use std::collections::HashMap;

    #[test]
    fn a_widget_as_fast_as_the_plain_one_keeps_every_budget_and_a_slow_one_does_not() {
        let visits = |visible, shift| {
            let visit = Visit {
                visible: Some(visible),
                paint: 500.0,
                shift,
                long: 0,
            };
            vec![visit; 3]
        };
        let mut all: HashMap<_, _> = ["none", "plain", "webassembly", "javascript", "hinted"]
            .map(|way| (way.to_owned(), visits(1000.0, 0.0)))
            .into();
        assert!(rows(&all).iter().all(Row::is_kept));
        all.insert("javascript".to_owned(), visits(1200.0, 0.1));
        let missed: Vec<_> = rows(&all)
            .into_iter()
            .filter(|row| !row.is_kept())
            .collect();
        assert_eq!(missed.len(), 2);
        assert_eq!(
            missed[0].measured,
            "1.20 times; 1200 (1200 to 1200) beside 1000 (1000 to 1000) ms"
        );
    }
}
