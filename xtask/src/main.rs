//! The command line of `cargo xtask`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;
use xtask::error::{Error, Result};
use xtask::workerd::{Settings, become_workerd};
use xtask::{USAGE, artefacts, demo, setup};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next().map_err(usage)? {
        Some(Value(command)) => command,
        Some(Long("help") | Short('h')) => OsString::from("help"),
        _ => return Err(Error::Usage("which command?".to_owned())),
    };
    let root = setup::root();
    let options = Options::of(&mut arguments)?;
    match (command.to_str(), options) {
        (
            Some("help"),
            Options {
                port: None,
                data: None,
                record: false,
            },
        ) => {
            println!("{USAGE}");
            Ok(())
        }
        (
            Some("setup"),
            Options {
                port: None,
                data: None,
                record: false,
            },
        ) => setup::tools(&root).map(drop),
        (
            Some("build"),
            Options {
                port: None,
                data: None,
                record: false,
            },
        ) => artefacts::build(&setup::tools(&root)?, &root),
        (
            Some("serve"),
            Options {
                port: Some(port),
                data: Some(data),
                record: false,
            },
        ) => serve(port, &data),
        (
            Some("demo"),
            Options {
                port: None,
                data: None,
                record: false,
            },
        ) => demo::run(&root),
        _ => Err(Error::Usage(format!(
            "{} does not work like that",
            command.display()
        ))),
    }
}

fn serve(port: u16, data: &std::path::Path) -> Result<()> {
    let key = std::env::var("ADMIN_KEY").unwrap_or_default();
    if key.is_empty() {
        let remedy = "ADMIN_KEY=$(openssl rand -hex 32) cargo xtask serve ... (keep the key: it opens everything)";
        return Err(Error::missing("the environment variable ADMIN_KEY", remedy));
    }
    let root = setup::root();
    artefacts::build(&setup::tools(&root)?, &root)?;
    match become_workerd(&Settings::of_this_repository(port, data, &key)?)? {}
}

/// What may follow a command.
struct Options {
    port: Option<u16>,
    data: Option<PathBuf>,
    record: bool,
}

impl Options {
    fn of(arguments: &mut lexopt::Parser) -> Result<Self> {
        let mut options = Self {
            port: None,
            data: None,
            record: false,
        };
        while let Some(argument) = arguments.next().map_err(usage)? {
            match argument {
                Long("port") => {
                    options.port = Some(arguments.value().and_then(|v| v.parse()).map_err(usage)?)
                }
                Long("data") => options.data = Some(arguments.value().map_err(usage)?.into()),
                Long("record") => options.record = true,
                other => return Err(usage(other.unexpected())),
            }
        }
        Ok(options)
    }
}

fn usage(error: lexopt::Error) -> Error {
    Error::Usage(error.to_string())
}
