use super::*;
use journey::backup::{Part, Reader};
use journey::definition::Definition;
use journey::improvement::{Improvement, Verdict, WindowCount, judge, windows};
use journey::response;
use journey::results::{StepDetail, of_step};
use journey::statistics::norm::NormStatus;
use journey::statistics::p_chart::ChangeStatus;
use journey::sums::Sums;
use std::collections::{BTreeMap, BTreeSet};

const DEFINITION: &str = include_str!("../../journey.json");
const SEED: u64 = 2026;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn edition() -> Edition {
    let definition = Definition::read(DEFINITION.as_bytes(), |_| true).unwrap();
    Edition::next(None, definition, 0)
}

fn made(today: &str) -> String {
    backup(&edition(), day(today), SEED, |_| {})
}

fn rows(file: &str, kind: &str) -> Vec<Value> {
    file.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|row| row["kind"] == kind)
        .collect()
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    let one = made("2026-11-26");
    assert_eq!(one, made("2026-11-26"));
    assert_ne!(one, made("2026-11-25"));
    assert_ne!(one, backup(&edition(), day("2026-11-26"), SEED + 1, |_| {}));
}

#[test]
fn every_line_is_what_an_import_takes() {
    let file = made("2026-11-26");
    let mut reader = Reader::default();
    let mut rows = 0;
    for line in file.lines() {
        match reader.line(line.as_bytes(), |_| true).unwrap() {
            Some(Part::Rows(part)) => rows += part.checked(Some(&edition())).unwrap().len(),
            Some(Part::Edition(_, read)) => assert_eq!(*read, edition()),
            None => {}
        }
    }
    reader.end().unwrap();
    assert!(rows > 5_000, "{rows}");
}

/// What a file holds, read once.
struct Read {
    tallies: Vec<Value>,
    showings: Vec<Value>,
    improvements: Vec<Value>,
}

impl Read {
    fn of(file: &str) -> Self {
        let [mut tallies, mut showings, mut improvements] = [const { Vec::new() }; 3];
        for line in file.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            match row["kind"].as_str() {
                Some("tally") if row["breakdown"] == "total" => tallies.push(row),
                Some("showing") => showings.push(row),
                Some("improvement") => improvements.push(row),
                _ => {}
            }
        }
        Self {
            tallies,
            showings,
            improvements,
        }
    }

    /// The results of a step over the days from `first` up to `today`.
    fn results(&self, step: &str, first: Day, today: Day) -> StepDetail {
        let mut sums = Sums::default();
        let days = first.to_string()..today.to_string();
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let of = |row: &&Value| row["step"] == step;
        for row in self.tallies.iter().filter(of) {
            let count = row["count"].as_i64().unwrap();
            let week = (day(&text(row, "day")).number() + 3).div_euclid(7);
            let (option, reason) = (text(row, "option"), text(row, "reason"));
            let until = text(row, "day") < days.end;
            if until {
                sums.weeks
                    .push((step.to_owned(), 1, week, option.clone(), count));
            }
            if days.contains(&text(row, "day")) {
                let total = "total".to_owned();
                sums.answers
                    .push((step.to_owned(), 1, total, option, reason, count));
            }
        }
        for row in self.showings.iter().filter(of) {
            if days.contains(&text(row, "day")) {
                let keys = ["channel", "audience", "language", "state"].map(|key| text(row, key));
                let [channel, audience, language, state] = keys;
                let count = row["count"].as_i64().unwrap();
                let showing = (
                    step.to_owned(),
                    1,
                    channel,
                    audience,
                    language,
                    state,
                    count,
                );
                sums.showings.push(showing);
            }
        }
        of_step(step, &edition(), &sums).remove(0)
    }
}

/// The verdicts on the improvements.
fn verdicts(read: &Read) -> BTreeMap<String, Verdict> {
    let mut improvements: Vec<Improvement> = read
        .improvements
        .iter()
        .map(|row| serde_json::from_value(row["improvement"].clone()).unwrap())
        .collect();
    let edition = edition();
    let tallies = &read.tallies;
    let counts: Vec<WindowCount> = windows(&improvements, &edition)
        .into_iter()
        .enumerate()
        .flat_map(|(at, (step, _, first, last))| {
            let in_it = tallies.iter().filter(move |row| {
                let at = day(row["day"].as_str().unwrap()).number();
                row["step"] == step && (first..=last).contains(&at)
            });
            let count = |row: &Value| row["count"].as_i64().unwrap();
            in_it
                .map(|row| (at, row["option"].as_str().unwrap().to_owned(), count(row)))
                .collect::<Vec<_>>()
        })
        .collect();
    judge(&mut improvements, &edition, counts);
    improvements
        .into_iter()
        .map(|it| (it.id, it.effect.unwrap().verdict))
        .collect()
}

#[test]
fn the_story_is_told_on_whatever_day_the_demo_starts() {
    // Every weekday, in every season.
    for start in (0..7).map(|at| day("2026-01-05").plus(at * 57).unwrap()) {
        let read = Read::of(&made(&start.to_string()));
        let lately = start.plus(-28).unwrap();
        let of = |step| read.results(step, lately, start).results;

        let drawings = of("tekeningen");
        let change = drawings.change.unwrap();
        assert_eq!(change.status, ChangeStatus::Better, "{start}");
        assert_eq!(change.since, Some(limit_raised(start).week()), "{start}");
        let before = read.results("tekeningen", start.plus(-200).unwrap(), limit_raised(start));
        let centres: BTreeSet<String> = before
            .trend
            .iter()
            .map(|it| format!("{:.2}", it.centre))
            .collect();
        assert!(centres.len() >= 2, "{start}: {centres:?}");
        let worse_from = before
            .trend
            .windows(2)
            .find(|pair| pair[1].centre > pair[0].centre + 0.1);
        assert_eq!(
            worse_from.unwrap()[1].week,
            limit_lowered(start).week(),
            "{start}"
        );
        let verdicts = verdicts(&read);
        assert_eq!(verdicts["bestanden-100-mb"], Verdict::Better, "{start}");
        assert_eq!(verdicts["adres-vanzelf"], Verdict::CannotTellYet, "{start}");

        let sending = of("versturen");
        let change = sending.change.unwrap();
        assert_eq!(change.status, ChangeStatus::Worse, "{start}");
        assert_eq!(
            change.since,
            Some(signed_out_sooner(start).week()),
            "{start}"
        );
        assert_eq!(sending.norm.unwrap().status, NormStatus::Missed, "{start}");
        assert_eq!(
            of("gegevens").norm.unwrap().status,
            NormStatus::Met,
            "{start}"
        );
        for step in ["gegevens", "controle", "ontvangst"] {
            let change = of(step).change.unwrap();
            assert_eq!(
                change.status,
                ChangeStatus::None,
                "{start} {step} {change:?}"
            );
        }
    }
}

#[test]
fn few_of_those_who_see_a_question_answer_it() {
    let today = day("2026-11-26");
    let read = Read::of(&made("2026-11-26"));
    let [mut seen, mut answered] = [0, 0];
    for step in &edition().definition.steps {
        let figures = read
            .results(&step.id, today.plus(-DAYS).unwrap(), today)
            .results
            .figures;
        seen += figures.seen;
        answered += figures.answered.unwrap();
    }
    let share = 100 * answered / seen;
    assert!((12..25).contains(&share), "{answered} of {seen}");
    assert!(answered > 8_000, "{answered}");
}

#[test]
fn every_kind_of_thing_an_owner_meets_is_there() {
    let file = made("2026-11-26");
    let values = |kind: &str, key: &str| -> BTreeSet<String> {
        rows(&file, kind)
            .iter()
            .map(|row| row[key].to_string().replace('"', ""))
            .collect()
    };
    let all = |them: &[&str]| {
        them.iter()
            .map(|it| (*it).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        values("signal", "status"),
        all(&["new", "seen", "planned", "done", "declined"])
    );
    assert_eq!(
        values("callback", "status"),
        all(&["open", "reached", "not-reached", "closed"])
    );
    assert_eq!(
        values("showing", "channel"),
        all(&["web", "letter", "desk"])
    );
    assert_eq!(
        values("showing", "audience"),
        all(&["inwoner", "ondernemer"])
    );
    assert_eq!(values("showing", "language"), all(&["nl", "en"]));
    assert_eq!(
        values("showing", "state"),
        all(&["seen", "started", "dismissed"])
    );
    let steps: BTreeSet<String> = edition()
        .definition
        .steps
        .iter()
        .map(|it| it.id.clone())
        .collect();
    assert_eq!(values("tally", "step"), steps);
    let signals = rows(&file, "signal");
    assert!((80..400).contains(&signals.len()), "{}", signals.len());
    let ids: BTreeSet<&str> = signals.iter().filter_map(|it| it["id"].as_str()).collect();
    for improvement in rows(&file, "improvement") {
        for led in improvement["improvement"]["signals"].as_array().unwrap() {
            assert!(
                ids.contains(led.as_str().unwrap().trim_start_matches("0-")),
                "{led}"
            );
        }
    }
}

#[test]
fn no_comment_holds_anything_of_a_person() {
    for row in rows(&made("2026-11-26"), "signal") {
        let comment = row["comment"].as_str().unwrap();
        assert!(
            !comment.contains(['[', '{']),
            "masked or not filled in: {comment}"
        );
    }
}

#[test]
fn what_is_sent_today_is_what_the_public_call_takes() {
    let today = day("2026-11-26");
    let noon = 12 * 3_600_000;
    let sent = live(today, noon, SEED, 90);
    assert!((60..=90).contains(&sent.len()), "{}", sent.len());
    let midnight = u64::try_from(today.number()).unwrap() * DAY_MS;
    let mut ulids = BTreeSet::new();
    for it in &sent {
        response::read(it.body.to_string().as_bytes(), it.step, &edition()).unwrap();
        assert!((midnight..=midnight + noon).contains(&it.ulid.timestamp_ms()));
        assert!(ulids.insert(it.ulid));
    }
    assert!(live(today, 0, SEED, 90).is_empty());
    let later: BTreeSet<Ulid> = live(today, DAY_MS, SEED, 100_000)
        .iter()
        .map(|it| it.ulid)
        .collect();
    assert!(
        ulids.is_subset(&later),
        "what was sent is sent again, not anew"
    );
}

#[test]
fn hours_and_weekdays_differ() {
    let count = |day_: &str, hours: std::ops::Range<u64>| {
        let all = live(day(day_), DAY_MS, SEED, 100_000);
        let hour = |it: &&Live| hours.contains(&(it.ulid.timestamp_ms() % DAY_MS / 3_600_000));
        all.iter().filter(hour).count()
    };
    let monday = "2026-11-23";
    assert!(count(monday, 9..12) > 4 * count(monday, 1..4).max(1));
    assert!(count(monday, 0..24) > count("2026-11-28", 0..24));
}
