//! Schemathesis, which makes requests up out of the API's description: in a virtual environment of Python's, in the
//! versions that tests/http/schemathesis.txt lists.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cache;
use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;

/// Finds or installs it; gives its program.
pub(super) fn ready(root: &Path) -> Result<PathBuf> {
    let list = root.join("tests/http/schemathesis.txt");
    let text = fs::read_to_string(&list).map_err(Error::file(&list))?;
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("schemathesis=="))
        .ok_or_else(|| {
            Error::missing("schemathesis==…", format!("name it in {}", list.display()))
        })?;
    let name = format!("schemathesis-{version}");
    let folder = cache::folder(&name, |part, ready| {
        long_step(&name, || install(&list, part, ready))
    })?;
    Ok(folder.join("bin/schemathesis"))
}

fn install(list: &Path, part: &Path, ready: &Path) -> Result<()> {
    run(Command::new("python3").args(["-m", "venv"]).arg(part)).map_err(|error| {
        let remedy = "install Python 3.10 or newer with its module venv (Debian: python3-venv)";
        Error::missing(format!("Python's virtual environment ({error})"), remedy)
    })?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ];
    run(Command::new(part.join("bin/python")).args(pip).arg(list))?;
    // The program names the folder it was installed in, which is about to be renamed.
    let program = part.join("bin/schemathesis");
    let text = fs::read_to_string(&program).map_err(Error::file(&program))?;
    let text = text.replace(&*part.to_string_lossy(), &ready.to_string_lossy());
    fs::write(&program, text).map_err(Error::file(&program))
}
