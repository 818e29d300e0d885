//! The demo: the worker on one origin, the demo application on another, the journey loaded, until interrupted.

use std::fs;
use std::path::Path;
use std::sync::mpsc;

use crate::error::{Error, Result};
use crate::http::put_journey;
use crate::pages::Pages;
use crate::progress::step;
use crate::tools::Tools;
use crate::workerd::{Settings, Workerd};
use crate::{artefacts, setup};

const WORKER_PORT: u16 = 8787;
const PAGES_PORT: u16 = 8788;
const JOURNEY: &str = "verbouwvergunning";

/// On no one's machine a secret: it opens the demo's data alone, on the loopback address alone.
const ADMIN_KEY: &str = "demo";

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
    let settings = Settings::of_this_repository(WORKER_PORT, &root.join(".data/demo"), ADMIN_KEY)?;
    let worker = format!("http://localhost:{WORKER_PORT}");
    let _workerd = step("workerd", || Workerd::start(&settings))?;
    let _pages = Pages::serve(&root.join("demo"), PAGES_PORT, &worker)?;
    let definition = root.join("demo/journey.json");
    let definition = fs::read_to_string(&definition).map_err(Error::file(&definition))?;
    put_journey(&settings.origin(), JOURNEY, ADMIN_KEY, &definition)?;
    println!(
        "\n  Demo application   http://localhost:{PAGES_PORT}/\n  \
           Worker             {worker}/v1/health\n  \
           Results            curl -H 'Authorization: Bearer {ADMIN_KEY}' \"{worker}/v1/journeys/{JOURNEY}/results?period=$(date +%Y)\"\n  \
           Data               .data/demo\n\n  Ctrl-C stops all of it."
    );
    // The sender lives in the handler, so this ends by a signal only.
    let _ = stopped.recv();
    println!("\n  stopped");
    Ok(())
}
