//! What Cloudflare would bill, counted on this machine: requests to the Worker and to its objects, and the rows that those
//! read and write. `xtask/bench/counted.js` counts around the worker as it is built.

use std::path::Path;
use std::process;
use std::time::Duration;

use serde::Deserialize;

use super::results::{Folder, definition, import, same_days};
use super::row::Row;
use super::schedule::Schedule;
use super::sender::{Sender, Target};
use super::throughput::Arena;
use super::{JOURNEY, STEP};
use crate::error::{Error, Result};
use crate::http::{get, get_with_key, put_journey};
use crate::workerd::{Settings, Workerd, free_port};

const ADMIN_KEY: &str = "bench";
/// Requests a second where residents hardly meet, and where they do.
const RATES: [f64; 2] = [20.0, 400.0];
const TIME: Duration = Duration::from_secs(20);
const QUESTIONS: u32 = 100;

/// What was counted since the last look.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    requests: f64,
    object_requests: f64,
    rows_read: f64,
    rows_written: f64,
}

/// Counts for a resident, for a question that is asked and for results.
pub(super) fn measure(root: &Path) -> Result<Vec<Row>> {
    let folder = root
        .join("target")
        .join(format!("bench-costs-{}", process::id()));
    let folder = Folder(folder);
    let mut settings = Settings::of_this_repository(free_port(), &folder.0, ADMIN_KEY)?;
    settings.config = root.join("xtask/bench/counted.capnp");
    settings
        .environment
        .push(("HOLD_BURSTS".into(), "off".into()));
    let _running = Workerd::start(&settings)?;
    let origin = settings.origin();
    let counted = || -> Result<Counted> {
        let counted = get(&format!("{origin}/counted"))?;
        serde_json::from_slice(&counted).map_err(|error| Error::Server(error.to_string()))
    };
    let sender = Sender::new()?;
    let to = Target {
        port: settings.port,
        path: Arena::path(JOURNEY),
        changes: true,
    };
    put_journey(&origin, JOURNEY, ADMIN_KEY, &definition(root, 1)?)?;
    let mut rows = Vec::new();
    for rate in RATES {
        // Whoever comes first wakes what later ones find awake.
        for time in [Duration::from_secs(2), TIME] {
            counted()?;
            let offered = sender.offer(&to, &Schedule::new(rate, time), || ());
            if let Some(error) = offered.first_error {
                return Err(Error::Server(error));
            }
            if time == TIME {
                let what = format!("a resident, seen and answered, at {rate} requests a second");
                rows.push(row(what, counted()?, offered.residents.len()));
            }
        }
    }
    let question = format!("{origin}/v1/journeys/{JOURNEY}/steps/{STEP}/question?lang=nl");
    counted()?;
    for _ in 0..QUESTIONS {
        get(&question)?;
    }
    rows.push(row(
        "a question that is asked".to_owned(),
        counted()?,
        QUESTIONS as usize,
    ));
    put_journey(&origin, "year", ADMIN_KEY, &definition(root, 1)?)?;
    import(&origin, "year", &[same_days(1_000_000)])?;
    let results = format!("{origin}/v1/journeys/year/results?period=2025");
    get_with_key(&results, ADMIN_KEY)?;
    counted()?;
    get_with_key(&results, ADMIN_KEY)?;
    rows.push(row(
        "results of a year with answers on 41 of its days, 1 shard".to_owned(),
        counted()?,
        1,
    ));
    Ok(rows)
}

/// What each of so many costs.
fn row(what: String, counted: Counted, of: usize) -> Row {
    #[allow(clippy::cast_precision_loss)]
    let each = |count: f64| count / of as f64;
    Row {
        what,
        measured: format!(
            "{:.2} requests, {:.2} to objects, {:.1} rows read, {:.2} rows written",
            each(counted.requests),
            each(counted.object_requests),
            each(counted.rows_read),
            each(counted.rows_written)
        ),
        budget: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, row};

    #[test]
    fn counts_are_shown_for_each() {
        let counted = Counted {
            requests: 200.0,
            object_requests: 150.0,
            rows_read: 1_000.0,
            rows_written: 555.0,
        };
        assert_eq!(
            row("x".to_owned(), counted, 100).measured,
            "2.00 requests, 1.50 to objects, 10.0 rows read, 5.55 rows written"
        );
    }
}
