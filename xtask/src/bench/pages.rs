//! What a page of the dashboard costs beside the calls of the API that give the same: of a journey of 40 steps with a million
//! answers, signals and improvements.

use std::path::Path;
use std::process;
use std::time::Instant;

use serde_json::{Value, json};

use super::results::{Folder, days, import, median, showing, tally};
use super::row::Row;
use crate::error::Result;
use crate::http::{get_with_cookie, get_with_key, post, put_journey, sign_in};
use crate::workerd::{Settings, Workerd, free_port};

const ADMIN_KEY: &str = "bench";
const JOURNEY: &str = "forty-steps";
const STEPS: usize = 40;
const ANSWERS: usize = 1_000_000;
const SIGNALS: usize = 2_000;
/// The most improvements of a journey are more; these are those of four years, one a month.
const IMPROVEMENTS: usize = 48;
const EASE: [&str; 5] = [
    "very-difficult",
    "difficult",
    "neutral",
    "easy",
    "very-easy",
];
/// Calls of each that are timed, in turns.
const ROUNDS: usize = 31;
const WARM_UP: usize = 10;
/// A page takes at most this many times as long as the calls,
const MOST: f64 = 1.5;
/// or this much longer, in milliseconds, where they take next to nothing: a session is looked up, and a second Worker asked.
const MOST_MORE: f64 = 5.0;

/// Each page, and the calls that give what it shows.
const PAGES: [(&str, &str, &[&str]); 8] = [
    ("journey", "?period=2025", &["/results?period=2025"]),
    (
        "step",
        "/steps/step-1?period=2025",
        &[
            "/steps/step-1/results?period=2025",
            "/signals?step=step-1&limit=5",
            "/improvements",
        ],
    ),
    ("signals", "/signals", &["/signals", "/improvements"]),
    ("improvements", "/improvements", &["/improvements"]),
    ("callbacks", "/callbacks", &["/callbacks"]),
    ("held answers", "/held-bursts", &["/held-bursts"]),
    // A report shows what changed since the period before.
    (
        "report",
        "/report?period=2025",
        &[
            "/results?period=2025",
            "/results?period=2024",
            "/improvements",
            "/signals?status=new",
        ],
    ),
    (
        "report as a table",
        "/report.csv?period=2025",
        &["/results?period=2025"],
    ),
];

/// Measures them on a server of its own.
pub(super) fn measure(root: &Path) -> Result<Vec<Row>> {
    let folder = root
        .join("target")
        .join(format!("bench-pages-{}", process::id()));
    let folder = Folder(folder);
    let settings = Settings::of_this_repository(free_port(), &folder.0, ADMIN_KEY)?;
    let _running = Workerd::start(&settings)?;
    let origin = settings.origin();
    put_journey(&origin, JOURNEY, ADMIN_KEY, &definition().to_string())?;
    import(&origin, JOURNEY, &[rows()])?;
    let url = format!("{origin}/v1/journeys/{JOURNEY}/improvements");
    for number in 0..IMPROVEMENTS {
        post(&url, ADMIN_KEY, &improvement(number).to_string())?;
    }
    let cookie = sign_in(&origin, ADMIN_KEY)?;
    let api = format!("{origin}/v1/journeys/{JOURNEY}");
    let dashboard = format!("{origin}/dashboard/journeys/{JOURNEY}");
    let time = |page: &str, calls: &[&str]| -> Result<(f64, f64)> {
        let (mut of_page, mut of_calls) = (Vec::new(), Vec::new());
        for round in 0..WARM_UP + ROUNDS {
            let start = Instant::now();
            get_with_cookie(&format!("{dashboard}{page}"), &cookie)?;
            let page = start.elapsed();
            let start = Instant::now();
            for call in calls {
                get_with_key(&format!("{api}{call}"), ADMIN_KEY)?;
            }
            if round >= WARM_UP {
                of_page.push(page.as_secs_f64() * 1000.0);
                of_calls.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        Ok((median(of_page), median(of_calls)))
    };
    PAGES
        .iter()
        .map(|(name, page, calls)| Ok(row(name, time(page, calls)?)))
        .collect()
}

fn row(page: &str, (of_page, of_calls): (f64, f64)) -> Row {
    let ratio = of_page / of_calls;
    Row {
        what: format!("page \"{page}\", 40 steps, 1,000,000 answers"),
        measured: format!("{of_page:.1} ms, the API {of_calls:.1} ms; {ratio:.2} times"),
        budget: Some((
            format!("{MOST} times, or {MOST_MORE} ms more"),
            ratio <= MOST || of_page - of_calls <= MOST_MORE,
        )),
    }
}

fn definition() -> Value {
    let steps: Vec<Value> = (0..STEPS)
        .map(|number| {
            json!({
                "id": step(number),
                "title": {"nl": format!("Stap {number}")},
                "provider": "gemeente",
                "question": {
                    "prompt": {"nl": "Hoe makkelijk of moeilijk was deze stap?"},
                    "scale": "ease",
                    "followUp": {
                        "on": "outliers",
                        "reasons": [{"id": "files", "label": {"nl": "Bestanden"}}, {"id": "words", "label": {"nl": "Woorden"}}],
                        "comment": {"prompt": {"nl": "Wat kan beter?"}}
                    }
                },
                "norm": {"tone": "positive", "atLeast": 0.7},
                "callback": {"withinDays": 2}
            })
        })
        .collect();
    json!({
        "title": {"nl": "Veertig stappen"}, "languages": ["nl"], "origins": ["https://gemeente.example"],
        "minimumCell": 10, "steps": steps
    })
}

fn improvement(number: usize) -> Value {
    json!({
        "step": step(number % STEPS), "since": format!("2025-{:02}-01", number % 12 + 1), "published": true,
        "weDid": {"nl": "Het staat er nu duidelijker."}
    })
}

/// A million answers over the weeks of a year, and signals.
fn rows() -> Vec<Value> {
    let days: Vec<String> = days().step_by(7).collect();
    let count = ANSWERS / (STEPS * days.len() * (EASE.len() + 2)) + 1;
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let mut rows = Vec::new();
    for day in &days {
        for number in 0..STEPS {
            let step = step(number);
            for breakdown in ["total", "channel:web", "language:nl"] {
                rows.extend(EASE.map(|option| tally(&step, breakdown, day, option, None, count)));
                for reason in ["files", "words"] {
                    rows.push(tally(
                        &step,
                        breakdown,
                        day,
                        "very-difficult",
                        Some(reason),
                        count,
                    ));
                }
            }
            rows.push(showing(&step, day, "web", "nl", "seen", 9 * count));
        }
    }
    rows.extend((0..SIGNALS).map(|number| {
        let day = days.get(number % days.len());
        json!({
            "kind": "signal", "id": format!("signal-{number}"), "step": step(number % STEPS), "questionVersion": 1,
            "day": day, "batch": null, "option": "very-difficult", "reason": "files",
            "comment": "Mijn tekening was te groot en werd geweigerd.", "status": "new", "note": null
        })
    }));
    rows
}

fn step(number: usize) -> String {
    format!("step-{number}")
}

#[cfg(test)]
mod tests {
    use super::{ANSWERS, row, rows};

    #[test]
    fn the_journey_has_a_million_answers() {
        let rows = rows();
        let total = rows.iter().filter(|row| row["breakdown"] == "total");
        let count: u64 = total.filter_map(|row| row["count"].as_u64()).sum();
        assert!(count >= ANSWERS as u64, "{count}");
    }

    #[test]
    fn a_page_is_held_beside_the_calls() {
        assert!(row("x", (150.0, 100.0)).is_kept());
        assert!(!row("x", (160.0, 100.0)).is_kept());
        assert!(row("x", (6.0, 1.0)).is_kept());
        assert!(!row("x", (6.1, 1.0)).is_kept());
    }
}
