//! The command line of `cargo xtask`.

use std::env;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;
use xtask::error::{Error, Result};
use xtask::pages::Pages;
use xtask::workerd::{Settings, become_workerd};
use xtask::{USAGE, artefacts, bench, check, demo, proof, screenshots, setup};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; false when a test failed or a budget was not kept, which has been reported.
fn run() -> Result<bool> {
    let root = setup::root();
    match Request::read(lexopt::Parser::from_env())? {
        Request::Help => println!("{USAGE}"),
        Request::Setup => {
            setup::tools(&root)?;
            setup::browser()?;
            for program in [setup::schemathesis(&root), setup::reuse(&root)] {
                if let Err(error) = program {
                    println!("{error}");
                }
            }
            for engine in setup::engines() {
                if let Err(error) = engine.programs {
                    println!("  without {}: {error}", engine.name);
                }
            }
            println!("  ready");
        }
        Request::Build => artefacts::build(&setup::tools(&root)?, &root)?,
        Request::Serve { port, data } => serve(port, &data)?,
        Request::Demo => demo::run(&root)?,
        Request::Pages { port, worker } => Pages::serve(&root, port, &worker)?.wait(),
        Request::Fill { worker, data } => fill(&root, &worker, &data)?,
        Request::Test => return check::all(&root),
        Request::Screenshots => screenshots::take(&root)?,
        Request::Bench { record } => return bench::all(&root, record),
        Request::BenchVisible => return bench::visible_alone(&root),
        Request::BenchLighthouse => return bench::lighthouse_alone(&root),
        Request::BenchPages => return bench::pages_alone(&root),
        Request::BenchCosts { record } => return bench::costs_alone(&root, record),
        Request::BenchMerge { record } => return bench::merge_alone(&root, record),
        Request::BenchLoad { minutes, record } => return bench::load_alone(&root, minutes, record),
        Request::Mutants => return proof::mutants(&root),
        Request::Coverage => return proof::coverage(&root),
        Request::Fuzz { minutes, targets } => return proof::fuzz(&root, minutes.get(), &targets),
        Request::Audit => return proof::audit(&root),
    }
    Ok(true)
}

/// The key that opens everything, from the environment.
fn admin_key() -> Result<String> {
    let key = env::var("ADMIN_KEY").unwrap_or_default();
    if key.is_empty() {
        let remedy = "ADMIN_KEY=$(openssl rand -hex 32) cargo xtask serve ... (keep the key: it opens everything)";
        return Err(Error::missing("the environment variable ADMIN_KEY", remedy));
    }
    Ok(key)
}

fn fill(root: &Path, worker: &str, data: &Path) -> Result<()> {
    demo::fill(root, worker, &admin_key()?, data)
}

fn serve(port: u16, data: &Path) -> Result<()> {
    let key = admin_key()?;
    let root = setup::root();
    if !artefacts::are_built(&root) {
        artefacts::build(&setup::tools(&root)?, &root)?;
    }
    match become_workerd(&Settings::of_this_repository(port, data, &key)?)? {}
}

/// What the command line asks for.
enum Request {
    Help,
    Setup,
    Build,
    Serve {
        port: u16,
        data: PathBuf,
    },
    Demo,
    Pages {
        port: u16,
        worker: String,
    },
    Fill {
        worker: String,
        data: PathBuf,
    },
    Test,
    Screenshots,
    Bench {
        record: bool,
    },
    BenchVisible,
    BenchLighthouse,
    BenchPages,
    BenchCosts {
        record: bool,
    },
    BenchMerge {
        record: bool,
    },
    BenchLoad {
        minutes: u32,
        record: bool,
    },
    Mutants,
    Coverage,
    Fuzz {
        minutes: NonZeroU32,
        targets: Vec<String>,
    },
    Audit,
}

impl Request {
    fn read(mut words: lexopt::Parser) -> std::result::Result<Self, lexopt::Error> {
        let command = match words.next()? {
            Some(Value(command)) => command.string()?,
            Some(Long("help") | Short('h')) => return Ok(Self::Help),
            Some(other) => return Err(other.unexpected()),
            None => return Err("which command?".into()),
        };
        let (mut port, mut data, mut worker) = (None, None, None);
        let (mut record, mut only) = (false, String::new());
        let (mut minutes, mut targets) = (NonZeroU32::MIN.saturating_add(9), Vec::new());
        let serves = matches!(command.as_str(), "serve" | "pages");
        let holds = matches!(command.as_str(), "serve" | "fill");
        let calls = matches!(command.as_str(), "pages" | "fill");
        while let Some(word) = words.next()? {
            match word {
                Long("port") if serves => port = Some(words.value()?.parse()?),
                Long("data") if holds => data = Some(words.value()?.into()),
                Long("worker") if calls => worker = Some(words.value()?.string()?),
                Long("record") if command == "bench" => record = true,
                Long("load") if command == "bench" && only.is_empty() => {
                    only.push_str("load");
                }
                Long("minutes") if only == "load" || command == "fuzz" => {
                    minutes = words.value()?.parse()?;
                }
                Value(what) if command == "bench" && only.is_empty() => only = what.string()?,
                Value(target) if command == "fuzz" => targets.push(target.string()?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(match command.as_str() {
            "help" => Self::Help,
            "setup" => Self::Setup,
            "build" => Self::Build,
            "serve" => Self::Serve {
                port: port.ok_or("serve needs --port")?,
                data: data.ok_or("serve needs --data")?,
            },
            "demo" => Self::Demo,
            "pages" => Self::Pages {
                port: port.ok_or("pages needs --port")?,
                worker: worker.ok_or("pages needs --worker")?,
            },
            "fill" => Self::Fill {
                worker: worker.ok_or("fill needs --worker")?,
                data: data.ok_or("fill needs --data")?,
            },
            "test" => Self::Test,
            "screenshots" => Self::Screenshots,
            "bench" if only == "visible" => Self::BenchVisible,
            "bench" if only == "lighthouse" => Self::BenchLighthouse,
            "bench" if only == "costs" => Self::BenchCosts { record },
            "bench" if only == "merge" => Self::BenchMerge { record },
            "bench" if only == "load" => Self::BenchLoad {
                minutes: minutes.get(),
                record,
            },
            "bench" if only == "pages" => Self::BenchPages,
            "bench" if !only.is_empty() => return Err(format!("no bench `{only}`").into()),
            "bench" => Self::Bench { record },
            "mutants" => Self::Mutants,
            "coverage" => Self::Coverage,
            "fuzz" => Self::Fuzz { minutes, targets },
            "audit" => Self::Audit,
            other => return Err(format!("no command `{other}`").into()),
        })
    }
}
