//! PUT throughput of answered responses beside the bare JavaScript Durable Object: same workerd, same run, in turns.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{fs, process};

use serde_json::Value;

use super::database;
use super::row::Row;
use super::sender::{Achieved, Sender, Target};
use super::{JOURNEY, STEP};
use crate::error::{Error, Result};
use crate::http::{get, get_with_key, put_journey};
use crate::run::run;
use crate::tools::Tools;
use crate::workerd::{Settings, Workerd, free_port};

/// How many answers are released together.
pub(super) const BATCH: u64 = 10;

const ADMIN_KEY: &str = "bench";
const ROUNDS: usize = 15;
/// Short, and many: what else the machine does then falls on both alike.
const ROUND: Duration = Duration::from_secs(2);
const WARM_UP: Duration = Duration::from_secs(2);
/// At least this many times the bare one's answers a second.
const BUDGET: f64 = 1.5;

/// Both servers, running, each with data of its own.
pub(super) struct Arena {
    worker: Settings,
    bare: Settings,
    folder: PathBuf,
    journey: Value,
    running: [Workerd; 2],
}

impl Arena {
    /// Starts both and loads the demo's journey, with batches of ten.
    pub(super) fn open(root: &Path, tools: &Tools) -> Result<Self> {
        let folder = root
            .join("target")
            .join(format!("bench-data-{}", process::id()));
        let mut worker =
            Settings::of_this_repository(free_port(), &folder.join("worker"), ADMIN_KEY)?;
        worker.environment.push(("RATE_LIMIT".into(), "0".into()));
        worker
            .environment
            .push(("HOLD_BURSTS".into(), "off".into()));
        let bare = Settings {
            workerd: tools.npm.workerd.clone(),
            config: root.join("xtask/bench/bare.capnp"),
            folders: Vec::new(),
            arguments: Vec::new(),
            log: None,
            port: free_port(),
            data: folder.join("bare"),
            environment: Vec::new(),
        };
        let running = [Workerd::start(&worker)?, Workerd::start_until(&bare, "/")?];
        let definition = root.join("demo/journey.json");
        let text = fs::read_to_string(&definition).map_err(Error::file(&definition))?;
        let mut journey: Value =
            serde_json::from_str(&text).map_err(|error| Error::Server(error.to_string()))?;
        if let Some(fields) = journey.as_object_mut() {
            fields.insert("minimumCell".to_owned(), BATCH.into());
        }
        let arena = Self {
            worker,
            bare,
            folder,
            journey,
            running,
        };
        arena.load(JOURNEY, 1)?;
        Ok(arena)
    }

    /// Loads that journey under a name, with so many shards.
    pub(super) fn load(&self, name: &str, shards: u16) -> Result<()> {
        self.put(name, "shards", shards.into())
    }

    /// Where to PUT responses of a journey.
    pub(super) fn path(journey: &str) -> String {
        format!("/v1/journeys/{journey}/steps/{STEP}/responses")
    }

    /// The ports of the worker and of the bare one.
    pub(super) fn ports(&self) -> (u16, u16) {
        (self.worker.port, self.bare.port)
    }

    /// The worker's largest database, once it no longer changes.
    pub(super) fn largest_database(&self) -> Result<database::Size> {
        database::largest(&self.worker.data)
    }

    /// The process that runs the worker.
    pub(super) fn worker_process(&self) -> u32 {
        let [worker, _] = &self.running;
        worker.id()
    }

    /// Where the worker is to a browser.
    pub(super) fn origin(&self) -> String {
        format!("http://localhost:{}", self.worker.port)
    }

    /// Lets pages of an origin ask the question.
    pub(super) fn allow(&self, origin: &str) -> Result<()> {
        self.put(JOURNEY, "origins", vec![origin].into())
    }

    fn put(&self, name: &str, field: &str, value: Value) -> Result<()> {
        let mut journey = self.journey.clone();
        if let Some(fields) = journey.as_object_mut() {
            fields.insert(field.to_owned(), value);
        }
        let origin = self.worker.origin();
        put_journey(&origin, name, ADMIN_KEY, &journey.to_string())
    }

    /// The question as the widget gets it.
    pub(super) fn question(&self) -> Result<Vec<u8>> {
        let origin = self.worker.origin();
        get(&format!(
            "{origin}/v1/journeys/{JOURNEY}/steps/{STEP}/question?lang=nl"
        ))
    }

    /// Takes turns, and sees that the worker counted each acknowledged answer once.
    pub(super) fn measure(&self) -> Result<Row> {
        let sender = Sender::new()?;
        let [worker, bare] = [&self.worker, &self.bare].map(|server| Target {
            port: server.port,
            path: Self::path(JOURNEY),
            changes: false,
        });
        let worker = |time| sender.keep_sending(&worker, time);
        let bare = |time| sender.keep_sending(&bare, time);
        let mut acknowledged = worker(WARM_UP)?.answers;
        bare(WARM_UP)?;
        let mut rounds = Vec::new();
        println!("  PUT of answered responses, 32 connections, a second");
        for round in 0..ROUNDS {
            // Who goes first changes, so that neither always has the warmer machine.
            let (ours, theirs) = if round % 2 == 0 {
                (worker(ROUND)?, bare(ROUND)?)
            } else {
                let theirs = bare(ROUND)?;
                (worker(ROUND)?, theirs)
            };
            acknowledged += ours.answers;
            println!(
                "    worker {:>6.0}   bare {:>6.0}   ratio {:.2}",
                ours.rate(),
                theirs.rate(),
                ratio(ours, theirs)
            );
            rounds.push((ours, theirs));
        }
        self.check_counts(acknowledged)?;
        Ok(row(&rounds))
    }

    fn check_counts(&self, acknowledged: u64) -> Result<()> {
        let (counted, released) = self.counted(JOURNEY)?;
        // Answers are released together, so some wait.
        if counted == acknowledged && released == acknowledged - acknowledged % BATCH {
            return Ok(());
        }
        Err(Error::Server(format!(
            "{acknowledged} answers acknowledged, but {counted} seen and {released} released"
        )))
    }

    /// How many responses of a journey were seen, and how many answers released.
    pub(super) fn counted(&self, journey: &str) -> Result<(u64, u64)> {
        // The date where the journey is, in whose time zone answers are counted.
        let year = run(Command::new("date")
            .arg("+%Y")
            .env("TZ", "Europe/Amsterdam"))?;
        let origin = self.worker.origin();
        let url = format!(
            "{origin}/v1/journeys/{journey}/steps/{STEP}/results?period={}",
            year.trim()
        );
        let results = get_with_key(&url, ADMIN_KEY)?;
        let results: Value =
            serde_json::from_slice(&results).map_err(|error| Error::Server(error.to_string()))?;
        let of = |name| find(&results, name).unwrap_or(0);
        Ok((of("seen"), of("answered")))
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // Left behind it costs no more than disk.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The first number of that name, wherever it is.
fn find(value: &Value, name: &str) -> Option<u64> {
    match value {
        Value::Object(fields) => fields
            .get(name)
            .and_then(Value::as_u64)
            .or_else(|| fields.values().find_map(|field| find(field, name))),
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}

fn ratio(ours: Achieved, theirs: Achieved) -> f64 {
    ours.rate() / theirs.rate()
}

/// The middle of the rounds, with the spread beside it.
fn row(rounds: &[(Achieved, Achieved)]) -> Row {
    let sorted = |of: fn(Achieved, Achieved) -> f64| {
        let mut all: Vec<f64> = rounds
            .iter()
            .map(|(ours, theirs)| of(*ours, *theirs))
            .collect();
        all.sort_by(f64::total_cmp);
        let at = |index: usize| all.get(index).copied().unwrap_or(0.0);
        (at(0), at(all.len() / 2), at(all.len().saturating_sub(1)))
    };
    let (low, middle, high) = sorted(ratio);
    let (_, ours, _) = sorted(|ours, _| ours.rate());
    let (_, theirs, _) = sorted(|_, theirs| theirs.rate());
    Row {
        what: "PUT throughput beside a bare JavaScript Durable Object, 32 connections".to_owned(),
        measured: format!(
            "{middle:.2} times ({low:.2} to {high:.2}); {ours:.0} beside {theirs:.0} a second"
        ),
        budget: Some((format!("{BUDGET} times"), middle >= BUDGET)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Achieved, row};

    #[test]
    fn the_row_shows_the_middle_ratio_and_its_spread() {
        let achieved = |answers| Achieved {
            answers,
            time: Duration::from_secs(1),
        };
        let rounds = [10, 40, 20].map(|ours| (achieved(ours), achieved(10)));
        let row = row(&rounds);
        assert_eq!(
            row.measured,
            "2.00 times (1.00 to 4.00); 20 beside 10 a second"
        );
        assert!(row.is_kept());
    }
}
