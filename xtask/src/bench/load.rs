//! How much the worker bears: residents come at rising rates, whatever the server does, until the slowest hundredth of
//! the replies takes too long; then for minutes at 70 % of that. With one shard and with more, and in turns with them the
//! bare JavaScript Durable Object, which gets as many requests, each an answer of its own.

use std::fs;
use std::path::Path;
use std::time::Duration;

use journey::shard_plan::ShardPlan;

use super::climb::Climb;
use super::curve::{self, Curve, Point};
use super::memory::{self, Course, MOST_RISE};
use super::row::Row;
use super::schedule::{Schedule, quantile};
use super::sender::{Offered, Resident, Sender, Target, new_ulid};
use super::throughput::{Arena, BATCH};
use crate::error::{Error, Result};
use crate::progress::Bar;

/// The numbers of shards.
const SHARDS: [u16; 3] = [1, 4, 16];
/// The first rate, in requests a second.
const FIRST: f64 = 100.0;
/// How long each rate is tried.
const STEP: Duration = Duration::from_secs(10);
const WARM_UP: Duration = Duration::from_secs(3);
/// How long 99 of 100 replies may take at most, in milliseconds.
pub(super) const LIMIT: f64 = 250.0;
/// What is asked of it for minutes, of the most that it bears.
const STEADY: f64 = 0.7;
/// How many responses fill the page cache of a database, which is 2 MB: until then memory grows with the data.
const FILL: usize = 12_000;
/// Where the curve is kept.
const PICTURE: &str = "docs/pictures/load.svg";

/// One server, or one journey of it, and what is known of it.
struct Contestant {
    name: String,
    to: Target,
    /// The journey and its shards; none of the bare counter.
    journey: Option<(String, ShardPlan)>,
    climb: Climb,
    curve: Curve,
    /// Everybody who came.
    residents: Vec<Resident>,
}

/// Measures all of it, and draws the curve where it is to be kept.
pub(super) fn measure(root: &Path, arena: &Arena, minutes: u32, record: bool) -> Result<Vec<Row>> {
    let sender = Sender::new()?;
    let mut contestants = contestants(arena)?;
    for contestant in &mut contestants {
        contestant.offer(&sender, FIRST, WARM_UP, || ());
    }
    println!("  requests at a rising rate, until 99 of 100 take more than {LIMIT} ms");
    let mut any = true;
    while any {
        any = false;
        // In turns, so that what else the machine does falls on all alike.
        for contestant in &mut contestants {
            any |= contestant.try_next(&sender);
        }
    }
    let mut rows: Vec<Row> = contestants.iter().map(Contestant::edge).collect();
    if record {
        let curves: Vec<&Curve> = contestants.iter().map(|it| &it.curve).collect();
        let path = root.join(PICTURE);
        fs::write(&path, curve::draw(&curves)).map_err(Error::file(&path))?;
    }
    for contestant in &mut contestants {
        rows.extend(contestant.keep_on(&sender, arena, minutes)?);
    }
    rows.extend(disk(arena, &contestants)?);
    Ok(rows)
}

/// What a response takes while its receipt is there: the largest database is that of the journey with one shard, in which
/// most residents came.
fn disk(arena: &Arena, contestants: &[Contestant]) -> Result<Option<Row>> {
    let one = |it: &&Contestant| {
        it.journey
            .as_ref()
            .is_some_and(|(_, plan)| plan.count() == 1)
    };
    let Some(one) = contestants.iter().find(one) else {
        return Ok(None);
    };
    let size = arena.largest_database()?.used;
    Ok(Some(Row {
        what: "bytes on disk for each response, until its receipt is purged".to_owned(),
        measured: (size / one.residents.len().max(1) as u64).to_string(),
        budget: None,
    }))
}

fn contestants(arena: &Arena) -> Result<Vec<Contestant>> {
    let (worker, bare) = arena.ports();
    let new = |name: String, port, path, journey: Option<(String, ShardPlan)>| Contestant {
        curve: Curve::new(name.clone()),
        name,
        to: Target {
            port,
            path,
            changes: journey.is_some(),
        },
        journey,
        climb: Climb::from(FIRST),
        residents: Vec::new(),
    };
    let mut all = vec![new(
        "a bare JavaScript Durable Object".to_owned(),
        bare,
        String::new(),
        None,
    )];
    for shards in SHARDS {
        let journey = format!("shards-{shards}");
        arena.load(&journey, shards)?;
        all.push(new(
            if shards == 1 {
                "1 shard".to_owned()
            } else {
                format!("{shards} shards")
            },
            worker,
            Arena::path(&journey),
            Some((journey, ShardPlan::new(shards))),
        ));
    }
    Ok(all)
}

impl Contestant {
    fn offer(
        &mut self,
        sender: &Sender,
        rate: f64,
        time: Duration,
        each_second: impl FnMut(),
    ) -> Offered {
        let mut offered = sender.offer(&self.to, &Schedule::new(rate, time), each_second);
        self.residents.append(&mut offered.residents);
        offered
    }

    /// Tries the next rate, if there is one left to try.
    fn try_next(&mut self, sender: &Sender) -> bool {
        let Some(rate) = self.climb.next() else {
            return false;
        };
        let mut offered = self.offer(sender, rate, STEP, || ());
        let point = Point {
            rate,
            p50: milliseconds(quantile(&mut offered.latencies, 0.5)),
            p99: milliseconds(quantile(&mut offered.latencies, 0.99)),
        };
        println!(
            "    {:<34} {rate:>6.0} a second   p50 {:>7.1} ms   p99 {:>7.1} ms",
            self.name, point.p50, point.p99
        );
        self.curve.add(point);
        if let Some(error) = &offered.first_error {
            println!("    {} errors, the first: {error}", offered.errors);
        }
        self.climb.note(point.p99 <= LIMIT && offered.errors == 0);
        true
    }

    fn edge(&self) -> Row {
        let edge = self.climb.edge();
        let at = self.curve.at(edge);
        Row {
            what: format!(
                "requests a second with a p99 of at most {LIMIT} ms, {}",
                self.name
            ),
            measured: at.map_or("none".to_owned(), |at| {
                format!(
                    "{edge:.0}; there p50 {:.1} and p99 {:.1} ms",
                    at.p50, at.p99
                )
            }),
            budget: None,
        }
    }

    /// Goes on for minutes at a part of what it bears, and sees that nothing was lost; the bare counter, which keeps
    /// no promise about that, is left out.
    fn keep_on(&mut self, sender: &Sender, arena: &Arena, minutes: u32) -> Result<Option<Row>> {
        let Some((journey, plan)) = self.journey.clone() else {
            return Ok(None);
        };
        let rate = self.climb.edge() * STEADY;
        let time = Duration::from_mins(minutes.into());
        // Each resident sends two requests.
        let missing = (FILL * usize::from(plan.count())).saturating_sub(self.residents.len());
        #[allow(clippy::cast_precision_loss)]
        let filling = Duration::try_from_secs_f64(missing as f64 * 2.0 / rate).unwrap_or_default();
        println!(
            "    {}, {rate:.0} a second: {filling:.0?} until its caches are full, then {minutes} min",
            self.name
        );
        let filled = self.offer(sender, rate, filling, || ());
        let (process, mut memory) = (arena.worker_process(), Vec::new());
        let mut bar = Bar::new("at 70 % of that", minutes * 60);
        let mut offered = self.offer(sender, rate, time, || {
            memory.extend(memory::of(process));
            bar.at(u32::try_from(memory.len()).unwrap_or(u32::MAX));
        });
        bar.end(time);
        // As a browser does; whether the first of the two was counted, nobody was told.
        for resident in self.residents.iter_mut().filter(|it| !it.has_answered) {
            sender.answer(&self.to, resident.ulid)?;
            resident.has_answered = true;
        }
        // So that nothing waits: every answer is released, and can be counted.
        let mut answers = vec![0; plan.count().into()];
        for resident in &self.residents {
            add(&mut answers, &plan, resident);
        }
        while answers.iter().any(|count| count % BATCH != 0) {
            let resident = Resident {
                ulid: new_ulid(),
                has_answered: true,
            };
            let shard = usize::from(plan.shard(resident.ulid));
            if answers.get(shard).is_some_and(|count| count % BATCH != 0) {
                sender.answer(&self.to, resident.ulid)?;
                add(&mut answers, &plan, &resident);
                self.residents.push(resident);
            }
        }
        let outcome = Outcome {
            rate,
            requests: offered.latencies.len(),
            errors: filled.errors + offered.errors,
            p50: milliseconds(quantile(&mut offered.latencies, 0.5)),
            p99: milliseconds(quantile(&mut offered.latencies, 0.99)),
            memory: Course::of(&memory),
            acknowledged: self.residents.len() as u64,
            counted: arena.counted(&journey)?,
        };
        if let Some(error) = filled.first_error.or(offered.first_error) {
            println!("    the first error: {error}");
        }
        Ok(Some(outcome.row(&self.name, minutes)))
    }
}

fn add(answers: &mut [u64], plan: &ShardPlan, resident: &Resident) {
    if let Some(count) = answers.get_mut(usize::from(plan.shard(resident.ulid))) {
        *count += 1;
    }
}

fn milliseconds(micros: u32) -> f64 {
    f64::from(micros) / 1000.0
}

/// What came of the steady part.
struct Outcome {
    rate: f64,
    requests: usize,
    errors: u64,
    p50: f64,
    p99: f64,
    memory: Course,
    /// Residents, each seen and answered.
    acknowledged: u64,
    /// Seen and answered in the results.
    counted: (u64, u64),
}

impl Outcome {
    fn row(&self, name: &str, minutes: u32) -> Row {
        let Self {
            memory,
            acknowledged,
            ..
        } = self;
        let (_, counted) = self.counted;
        let exact = self.counted == (*acknowledged, *acknowledged);
        Row {
            what: format!("{minutes} min at 70 % of that, {name}"),
            measured: format!(
                "{:.0} requests a second, {} in all, {} errors; p50 {:.1} and p99 {:.1} ms; memory {:.0} to {:.0} MB, \
                 {:+.2} MB a minute, {:+.1} %; {acknowledged} answers acknowledged, {counted} counted",
                self.rate,
                self.requests,
                self.errors,
                self.p50,
                self.p99,
                memory.first,
                memory.last,
                memory.rise,
                memory.part * 100.0
            ),
            budget: Some((
                format!(
                    "no error, memory under +{:.0} %, all counted",
                    MOST_RISE * 100.0
                ),
                self.errors == 0 && memory.is_flat() && exact,
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Course, Outcome};

    #[test]
    fn minutes_of_load_end_without_an_error_a_leak_or_a_miscount() {
        let outcome = || Outcome {
            rate: 100.0,
            requests: 6_000,
            errors: 0,
            p50: 1.0,
            p99: 9.0,
            memory: Course::of(&[200.0; 60]),
            acknowledged: 3_000,
            counted: (3_000, 3_000),
        };
        let kept = |change: fn(&mut Outcome)| {
            let mut outcome = outcome();
            change(&mut outcome);
            outcome.row("1 shard", 1).is_kept()
        };
        assert!(kept(|_| ()));
        assert!(!kept(|it| it.errors = 1));
        assert!(!kept(|it| it.memory.part = 0.05));
        assert!(!kept(|it| it.counted.1 = 2_990));
        assert!(!kept(|it| it.counted.0 = 3_001));
    }
}
