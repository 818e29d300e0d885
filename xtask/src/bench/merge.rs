//! What the number of shards and of journeys costs whoever asks for results: the same million answers in one shard and
//! in many, and the dashboard's overview of one journey and of many, on a server of its own; and, of that, what it
//! takes to read and add up the shards' sums, as a simulation without a server.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process;
use std::time::Instant;

use journey::definition::Definition;
use journey::edition::Edition;
use journey::period::Period;
use journey::results::of_journey;
use journey::sums::Sums;
use serde_json::Value;

use super::memory;
use super::results::{Folder, definition, import, median, same_days};
use super::row::Row;
use crate::error::{Error, Result};
use crate::http::{get_with_cookie, get_with_key, put_journey, sign_in};
use crate::progress::step;
use crate::workerd::{Settings, Workerd, free_port};

const ADMIN_KEY: &str = "bench";
/// Over how many shards the same answers are spread, in the order in which they are shown.
const SHARDS: [u16; 4] = [1, 4, 16, 256];
const ANSWERS: u64 = 1_000_000;
/// How many journeys there are besides, each with one shard and a hundredth of those answers.
const JOURNEYS: u64 = 100;
/// Calls of each that are timed, in turns.
const ROUNDS: usize = 21;

/// Measures all three.
pub(super) fn measure(root: &Path) -> Result<Vec<Row>> {
    let mut rows = vec![simulated(root)?];
    rows.extend(shards(root)?);
    rows.push(journeys(root)?);
    Ok(rows)
}

fn simulated(root: &Path) -> Result<Row> {
    let refused = |what: String| Error::Server(what);
    let definition = Definition::read(definition(root, 1)?.as_bytes(), |_| true);
    let definition = definition.map_err(|faults| refused(format!("{faults:?}")))?;
    let edition = Edition::next(None, definition, 0);
    let rows = same_days(ANSWERS / u64::from(SHARDS[3]));
    let text = serde_json::to_string(&sums(&rows)).map_err(|error| refused(error.to_string()))?;
    let time = |journeys: u64, shards: u16| -> Result<f64> {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            for _ in 0..journeys {
                let mut all = Sums::default();
                for _ in 0..shards {
                    let one = serde_json::from_str(&text);
                    all.merge(one.map_err(|error| refused(error.to_string()))?);
                }
                black_box(of_journey("simulated", "2025", &edition, &all));
            }
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(median(times))
    };
    let one = time(1, 1)?;
    Ok(Row {
        what: format!(
            "reading and adding up sums of {} KB a shard, without a server",
            text.len() / 1000
        ),
        measured: format!(
            "{one:.2} ms of 1 shard, {:.1} ms of {}, {:.1} ms of {JOURNEYS} journeys of 1 shard",
            time(1, SHARDS[3])?,
            SHARDS[3],
            time(JOURNEYS, 1)?
        ),
        budget: None,
    })
}

/// The sums that a shard with these rows gives of that year.
fn sums(rows: &[Value]) -> Sums {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let (mut answers, mut weeks, mut showings) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let (step, count) = (text(row, "step"), row["count"].as_i64().unwrap_or(0));
        if row["kind"] == "showing" {
            let key = (
                step,
                ["channel", "language", "state"].map(|field| text(row, field)),
            );
            *showings.entry(key).or_insert(0) += count;
            continue;
        }
        let [breakdown, option, reason] =
            ["breakdown", "option", "reason"].map(|field| text(row, field));
        if breakdown == "total" {
            let day = text(row, "day").parse::<Period>();
            let week = day.map_or(0, |day| (day.first().number() + 3) / 7);
            *weeks
                .entry((step.clone(), week, option.clone()))
                .or_insert(0) += count;
        }
        *answers
            .entry((step, breakdown, option, reason))
            .or_insert(0) += count;
    }
    Sums {
        answers: answers
            .into_iter()
            .map(|((step, breakdown, option, reason), count)| {
                (step, 1, breakdown, option, reason, count)
            })
            .collect(),
        weeks: weeks
            .into_iter()
            .map(|((step, week, option), count)| (step, 1, week, option, count))
            .collect(),
        showings: showings
            .into_iter()
            .map(|((step, [channel, language, state]), count)| {
                (step, 1, channel, String::new(), language, state, count)
            })
            .collect(),
        ..Sums::default()
    }
}

fn shards(root: &Path) -> Result<Vec<Row>> {
    let server = Server::start(root, "shards")?;
    for shards in SHARDS {
        let definition = definition(root, shards)?;
        let journey = format!("shards-{shards}");
        let of_each = same_days(ANSWERS / u64::from(shards));
        step(format!("a million answers in {shards} shards"), || {
            put_journey(&server.origin, &journey, ADMIN_KEY, &definition)?;
            import(
                &server.origin,
                &journey,
                &vec![of_each; usize::from(shards)],
            )
        })?;
    }
    let mut times = SHARDS.map(|_| Vec::new());
    let mut grown = Vec::new();
    for round in 0..=ROUNDS {
        for (shards, times) in SHARDS.iter().zip(&mut times) {
            let before = memory::of(server.running.id())?;
            let path = format!("/v1/journeys/shards-{shards}/results?period=2025");
            let time = server.time(|url| get_with_key(url, ADMIN_KEY), &path)?;
            // The first wakes what it asks.
            if round > 0 {
                times.push(time);
            } else {
                grown.push((time, memory::of(server.running.id())? - before));
            }
        }
    }
    let row = |((shards, times), (first, grown)): ((u16, Vec<f64>), (f64, f64))| Row {
        what: format!("GET results of {ANSWERS} answers, shards: {shards}"),
        measured: format!(
            "{:.1} ms; the first {first:.1} ms, for which the server's memory grew by {grown:.0} MB",
            median(times)
        ),
        budget: None,
    };
    Ok(SHARDS.into_iter().zip(times).zip(grown).map(row).collect())
}

fn journeys(root: &Path) -> Result<Row> {
    let server = Server::start(root, "journeys")?;
    let (definition, answers) = (definition(root, 1)?, [same_days(ANSWERS / JOURNEYS)]);
    let add = |number: u64| {
        let journey = format!("journey-{number}");
        put_journey(&server.origin, &journey, ADMIN_KEY, &definition)?;
        import(&server.origin, &journey, &answers)
    };
    add(0)?;
    let cookie = sign_in(&server.origin, ADMIN_KEY)?;
    let overview = || -> Result<(f64, f64)> {
        let get = |url: &str| get_with_cookie(url, &cookie);
        let first = server.time(get, "/dashboard")?;
        let times = (0..ROUNDS).map(|_| server.time(get, "/dashboard"));
        Ok((first, median(times.collect::<Result<_>>()?)))
    };
    let (_, one) = overview()?;
    step(format!("{JOURNEYS} journeys"), || {
        (1..JOURNEYS).try_for_each(add)
    })?;
    let (first, all) = overview()?;
    Ok(Row {
        what: format!("the dashboard's overview of {JOURNEYS} journeys, beside that of one"),
        measured: format!("{all:.1} beside {one:.1} ms; the first {first:.1} ms"),
        budget: None,
    })
}

/// One server with a folder that goes with it.
struct Server {
    origin: String,
    running: Workerd,
    _folder: Folder,
}

impl Server {
    fn start(root: &Path, name: &str) -> Result<Self> {
        let folder = format!("bench-merge-{name}-{}", process::id());
        let folder = Folder(root.join("target").join(folder));
        let settings = Settings::of_this_repository(free_port(), &folder.0, ADMIN_KEY)?;
        Ok(Self {
            running: Workerd::start(&settings)?,
            origin: settings.origin(),
            _folder: folder,
        })
    }

    /// The time of a call in milliseconds.
    fn time(&self, call: impl Fn(&str) -> Result<Vec<u8>>, path: &str) -> Result<f64> {
        let url = format!("{}{path}", self.origin);
        let start = Instant::now();
        call(&url)?;
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{same_days, sums};

    #[test]
    fn the_simulated_sums_hold_every_answer_once_a_breakdown_and_once_by_week() {
        let sums = sums(&same_days(10_000));
        let of = |name: &str| -> i64 {
            let answers = sums.answers.iter().filter(|row| row.2 == name);
            answers.map(|row| row.5).sum()
        };
        assert_eq!([of("total"), of("channel:web")], [10_000; 2]);
        assert_eq!(sums.weeks.iter().map(|row| row.4).sum::<i64>(), 10_000);
        let (_, _, channel, audience, language, state, _) = &sums.showings[0];
        assert_eq!(
            [channel, audience, language, state],
            ["web", "", "nl", "seen"]
        );
    }
}
