//! The demo: the worker on one origin, the demo application on another, eight months of made-up answers, until interrupted.
//!
//! The days that are over come in by the import, which takes the same file once only; the file is kept beside the data, so
//! that a start that was cut short goes on with it. What was answered today goes by the public call, at its own limit.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use journey::day::Day;
use journey::definition::Definition;
use journey::edition::Edition;
use journey_demo::answers::{DAYS, JOURNEY, backup, live};

use crate::error::{Error, Result};
use crate::http::{put, put_response};
use crate::pages::Pages;
use crate::progress::{Bar, step};
use crate::tools::Tools;
use crate::workerd::{Settings, Workerd};
use crate::{artefacts, setup};

const WORKER_PORT: u16 = 8787;
const PAGES_PORT: u16 = 8788;

/// On no one's machine a secret: it opens the demo's data alone, on the loopback address alone.
const ADMIN_KEY: &str = "demo";

/// The same answers for everybody.
const SEED: u64 = 2026;

/// How many responses of today are sent: fewer than an address may send in a minute, so that there is room for yours.
const LIVE: usize = 80;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Sets up, builds and runs the demo until Ctrl-C.
///
/// # Errors
/// When a part cannot be made or started.
pub fn run(root: &Path) -> Result<()> {
    let tools: Tools = setup::tools(root)?;
    artefacts::build(&tools, root)?;
    let (stop, stopped) = mpsc::channel();
    let on_signal = move || stop.send(()).unwrap_or_default();
    ctrlc::set_handler(on_signal).map_err(|error| Error::Server(format!("Ctrl-C: {error}")))?;
    let data = root.join(".data/demo");
    let settings = Settings::of_this_repository(WORKER_PORT, &data, ADMIN_KEY)?;
    let worker = format!("http://localhost:{WORKER_PORT}");
    let _workerd = step("workerd", || Workerd::start(&settings))?;
    let _pages = Pages::serve(root, PAGES_PORT, &worker)?;
    fill(root, &settings.origin(), ADMIN_KEY, &data)?;
    println!(
        "\n  Demo application   http://localhost:{PAGES_PORT}/\n  \
           Dashboard          {worker}/dashboard/journeys/{JOURNEY}   sign in with the key: {ADMIN_KEY}\n  \
           Results            curl -H 'Authorization: Bearer {ADMIN_KEY}' \"{worker}/v1/journeys/{JOURNEY}/results?period=$(date +%Y)\"\n  \
           Data               .data/demo (remove it to fill it anew)\n\n  Ctrl-C stops all of it."
    );
    // The sender lives in the handler, so this ends by a signal only.
    let _ = stopped.recv();
    println!("\n  stopped");
    Ok(())
}

/// Fills a worker with the demo's journey and its answers up to now; what it holds already comes no second time.
///
/// # Errors
/// When the worker refuses, or something cannot be read or written.
pub fn fill(root: &Path, origin: &str, key: &str, data: &Path) -> Result<()> {
    let start = Instant::now();
    let path = root.join("demo/journey.json");
    let definition = fs::read(&path).map_err(Error::file(&path))?;
    let definition = Definition::read(&definition, |_| true)
        .map_err(|faults| Error::Server(format!("{}: {faults:?}", path.display())))?;
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now_ms = u64::try_from(since.as_millis()).unwrap_or(0);
    let today = i32::try_from(now_ms / DAY_MS)
        .ok()
        .and_then(Day::from_number);
    let today = today.ok_or_else(|| Error::Server("the clock is wrong".to_owned()))?;
    let kept = data.join("answers.ndjson");
    let mut bar = Bar::new("eight months of answers", DAYS.unsigned_abs() + LIVE_LOT);
    let file = if kept.is_file() {
        fs::read_to_string(&kept).map_err(Error::file(&kept))?
    } else {
        let edition = Edition::next(None, definition, now_ms);
        let file = backup(&edition, today, SEED, |done| bar.at(done.unsigned_abs()));
        let whole = data.join("answers.making");
        fs::write(&whole, &file).map_err(Error::file(&whole))?;
        fs::rename(&whole, &kept).map_err(Error::file(&kept))?;
        file
    };
    bar.at(DAYS.unsigned_abs());
    put(
        &format!("{origin}/v1/import"),
        key,
        "application/x-ndjson",
        &file,
    )?;
    let sent = live(today, now_ms % DAY_MS, SEED, LIVE);
    let all = u32::try_from(sent.len()).unwrap_or(1).max(1);
    for (done, it) in (1..).zip(&sent) {
        let url = format!(
            "{origin}/v1/journeys/{JOURNEY}/steps/{}/responses/{}",
            it.step, it.ulid
        );
        put_response(&url, &it.body)?;
        bar.at(DAYS.unsigned_abs() + LIVE_LOT * done / all);
    }
    bar.end(start.elapsed());
    Ok(())
}

/// How much of the bar sending today's answers is.
const LIVE_LOT: u32 = 40;
