//! What results cost as answers add up: the time of GET results, and bytes on disk once receipts are purged.
//!
//! The answers come in as a backup does. Those that are timed fall on the same days, steps and options, however many
//! they are; those on disk fall on every day of a year, in the order of their days, as they would have come.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, process, thread};

use serde_json::{Value, json};
use ulid::Ulid;

use super::database;
use super::row::Row;
use super::{JOURNEY, STEP};
use crate::error::{Error, Result};
use crate::http::{get_with_key, put, put_journey};
use crate::workerd::{Settings, Workerd, free_port};

const ADMIN_KEY: &str = "bench";
/// How many answers, in the order in which they are shown.
const ANSWERS: [u64; 3] = [1_000, 100_000, 1_000_000];
/// Calls of each that are timed, in turns.
const ROUNDS: usize = 101;
const WARM_UP: usize = 10;
/// The slowest is at most this many times the fastest.
const SAME: f64 = 1.2;
/// Bytes on disk for a million answers.
const MOST_BYTES: u64 = 5_000_000;
/// As many receipts as the last 48 hours of such a year leave.
const RECEIPTS: u64 = 6_000;
/// How long a purge may take: the alarm comes at once where something is due.
const PATIENCE: Duration = Duration::from_mins(2);

/// The demo's steps, the options of their scales from negative to positive, and the reasons that outliers may give.
const STEPS: [(&str, &[&str], &[&str]); 4] = [
    ("gegevens", &EASE, &["questions", "details", "other"]),
    (
        STEP,
        &EASE,
        &["which-drawings", "files", "explanation", "other"],
    ),
    ("controle", &["worse", "same", "better"], &[]),
    ("ontvangst", &["no", "partly", "yes"], &[]),
];
const EASE: [&str; 5] = [
    "very-difficult",
    "difficult",
    "neutral",
    "easy",
    "very-easy",
];
const BREAKDOWNS: [&str; 5] = [
    "total",
    "channel:web",
    "channel:desk",
    "language:nl",
    "language:en",
];

/// Measures both on a server of its own.
pub(super) fn measure(root: &Path) -> Result<[Row; 3]> {
    let folder = Folder(
        root.join("target")
            .join(format!("bench-results-{}", process::id())),
    );
    let settings = Settings::of_this_repository(free_port(), &folder.0, ADMIN_KEY)?;
    let _running = Workerd::start(&settings)?;
    let origin = settings.origin();
    let definition = definition(root, 1)?;
    let load = |journey: &str, rows: Vec<Value>| {
        put_journey(&origin, journey, ADMIN_KEY, &definition)?;
        import(&origin, journey, &[rows])
    };

    load(JOURNEY, year_of_a_million())?;
    let start = Instant::now();
    while holds_receipts(&origin)? {
        if start.elapsed() > PATIENCE {
            let late = format!("receipts are there after {PATIENCE:?}");
            return Err(Error::Server(late));
        }
        thread::sleep(Duration::from_millis(500));
    }
    let disk = disk(database::largest(&folder.0)?);

    for answers in ANSWERS {
        load(&format!("answers-{answers}"), same_days(answers))?;
    }
    let time = |what: &str, path: &str| -> Result<Row> {
        let times = ANSWERS.map(|answers| {
            format!("{origin}/v1/journeys/answers-{answers}{path}/results?period=2025")
        });
        Ok(row(what, &medians(&times)?))
    };
    Ok([
        time("GET results of a journey", "")?,
        time("GET results of a step", &format!("/steps/{STEP}"))?,
        disk,
    ])
}

/// The demo's journey, with batches of ten and so many shards.
pub(super) fn definition(root: &Path, shards: u16) -> Result<String> {
    let path = root.join("demo/journey.json");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let mut definition: Value =
        serde_json::from_str(&text).map_err(|error| Error::Server(error.to_string()))?;
    if let Some(fields) = definition.as_object_mut() {
        fields.insert("minimumCell".to_owned(), 10.into());
        fields.insert("shards".to_owned(), shards.into());
    }
    Ok(definition.to_string())
}

fn disk(size: database::Size) -> Row {
    Row {
        what: "bytes on disk, 1,000,000 answers over a year, receipts purged".to_owned(),
        measured: format!(
            "{}, of which {} were freed, are zero and will be used again",
            size.used + size.free,
            size.free
        ),
        budget: Some((MOST_BYTES.to_string(), size.used + size.free < MOST_BYTES)),
    }
}

/// The middle of times in milliseconds.
pub(super) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The middle time of a GET of each address, called in turns, in milliseconds.
fn medians(urls: &[String; 3]) -> Result<[f64; 3]> {
    let mut times = [const { Vec::new() }; 3];
    for round in 0..WARM_UP + ROUNDS {
        for (url, times) in urls.iter().zip(&mut times) {
            let start = Instant::now();
            get_with_key(url, ADMIN_KEY)?;
            if round >= WARM_UP {
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    Ok(times.map(median))
}

fn row(what: &str, medians: &[f64; 3]) -> Row {
    let slowest = medians.iter().copied().fold(f64::MIN, f64::max);
    let fastest = medians.iter().copied().fold(f64::MAX, f64::min);
    let ratio = slowest / fastest;
    let [few, more, most] = medians;
    Row {
        what: format!("{what}, 1,000 to 1,000,000 answers"),
        measured: format!("{few:.2}, {more:.2} and {most:.2} ms; {ratio:.2} times"),
        budget: Some((format!("{SAME} times"), ratio <= SAME)),
    }
}

/// So many answers on every ninth day of a year, spread evenly over steps, days and options.
pub(super) fn same_days(answers: u64) -> Vec<Value> {
    let days = days().step_by(9).collect::<Vec<_>>();
    let options: u64 = STEPS
        .iter()
        .map(|(_, options, _)| options.len() as u64)
        .sum();
    let cells = options * days.len() as u64;
    let mut rows = Vec::new();
    let mut before = 0;
    for day in &days {
        for (step, options, _) in STEPS {
            for option in options {
                // Whole numbers whose sum is exact.
                before += 1;
                let count = answers * before / cells - answers * (before - 1) / cells;
                for breakdown in ["total", "channel:web", "language:nl"] {
                    rows.push(tally(step, breakdown, day, option, None, count));
                }
            }
            let seen = answers * 2 / (STEPS.len() * days.len()) as u64;
            rows.push(showing(step, day, "web", "nl", "seen", seen));
        }
    }
    rows
}

/// A million answers over a year, with all the groups they come in, and the receipts of two days.
fn year_of_a_million() -> Vec<Value> {
    let cells: usize = STEPS
        .iter()
        .map(|(_, options, reasons)| options.len() + 2 * reasons.len())
        .sum();
    let count = 1_000_000 / (cells * 365) as u64;
    let mut rows = Vec::new();
    for day in days() {
        for (step, options, reasons) in STEPS {
            for breakdown in BREAKDOWNS {
                for option in options {
                    rows.push(tally(step, breakdown, &day, option, None, count));
                }
                for option in options.first().into_iter().chain(options.last()) {
                    let with =
                        |reason: &&str| tally(step, breakdown, &day, option, Some(reason), count);
                    rows.extend(reasons.iter().map(with));
                }
            }
            for channel in ["web", "desk"] {
                for language in ["nl", "en"] {
                    for state in ["seen", "started", "dismissed"] {
                        rows.push(showing(step, &day, channel, language, state, count));
                    }
                }
            }
        }
    }
    // Far enough in the past to be purged at once: the last days of that year.
    let last = 1_767_000_000_000;
    rows.extend((0..RECEIPTS).map(|number| {
        let ulid = Ulid::from_parts(last + number, u128::from(number) << 40);
        json!({"kind": "receipt", "ulid": ulid.to_string(), "receipt": {"s": STEP, "r": 1, "c":
            {"v": 1, "t": "answered", "l": "nl", "c": "web"}}})
    }));
    rows
}

/// The days of a year that is over.
pub(super) fn days() -> impl Iterator<Item = String> {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..)
        .zip(months)
        .flat_map(|(month, days)| (1..=days).map(move |day| format!("2025-{month:02}-{day:02}")))
}

pub(super) fn tally(
    step: &str,
    breakdown: &str,
    day: &str,
    option: &str,
    reason: Option<&str>,
    count: u64,
) -> Value {
    json!({"kind": "tally", "step": step, "questionVersion": 1, "breakdown": breakdown, "day": day,
           "option": option, "reason": reason, "count": count})
}

pub(super) fn showing(
    step: &str,
    day: &str,
    channel: &str,
    language: &str,
    state: &str,
    count: u64,
) -> Value {
    json!({"kind": "showing", "step": step, "questionVersion": 1, "day": day, "channel": channel,
           "audience": null, "language": language, "state": state, "count": count})
}

/// Fills a journey's shards, as a backup does, with the rows of each.
pub(super) fn import(origin: &str, journey: &str, shards: &[Vec<Value>]) -> Result<()> {
    let mut file = r#"{"format":"journey-feedback","version":1}"#.to_owned();
    let mut line = |line: &Value| {
        file.push('\n');
        file.push_str(&line.to_string());
    };
    for (shard, rows) in shards.iter().enumerate() {
        line(&json!({"kind": "shard", "journey": journey, "shard": shard}));
        rows.iter().for_each(&mut line);
        line(&json!({"kind": "end", "rows": rows.len()}));
    }
    line(&json!({"kind": "complete"}));
    put(
        &format!("{origin}/v1/import"),
        ADMIN_KEY,
        "application/x-ndjson",
        &file,
    )
}

fn holds_receipts(origin: &str) -> Result<bool> {
    let export = get_with_key(&format!("{origin}/v1/export"), ADMIN_KEY)?;
    Ok(String::from_utf8_lossy(&export).contains(r#""kind":"receipt""#))
}

/// A folder that goes when it is no longer needed.
pub(super) struct Folder(pub(super) PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind it costs no more than disk.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, row, same_days};

    #[test]
    fn the_answers_that_are_timed_are_as_many_as_said_on_the_same_rows() {
        let lengths = ANSWERS.map(|answers| {
            let rows = same_days(answers);
            let total = rows.iter().filter(|row| row["breakdown"] == "total");
            let count: u64 = total.filter_map(|row| row["count"].as_u64()).sum();
            assert_eq!(count, answers);
            assert!(rows.iter().all(|row| row["count"] != 0));
            rows.len()
        });
        assert!(lengths.iter().all(|length| *length == lengths[0]));
    }

    #[test]
    fn the_slowest_is_held_beside_the_fastest() {
        assert!(row("x", &[1.0, 1.1, 1.2]).is_kept());
        assert!(!row("x", &[1.0, 1.3, 1.1]).is_kept());
        assert_eq!(
            row("x", &[2.0, 1.0, 1.5]).measured,
            "2.00, 1.00 and 1.50 ms; 2.00 times"
        );
    }
}
