//! Programs written in Python, each in a virtual environment of its own, in the versions that a list beside its tests
//! names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cache;
use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;

/// Finds or installs what a list names; gives the program that is called like its package.
pub(super) fn ready(root: &Path, list: &str, program: &str) -> Result<PathBuf> {
    let list = root.join(list);
    let text = fs::read_to_string(&list).map_err(Error::file(&list))?;
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix(program)?.strip_prefix("=="))
        .ok_or_else(|| {
            Error::missing(
                format!("{program}==…"),
                format!("name it in {}", list.display()),
            )
        })?;
    let name = format!("{program}-{version}");
    let folder = cache::folder(&name, |part, ready| {
        long_step(&name, || install(&list, program, part, ready))
    })?;
    Ok(folder.join("bin").join(program))
}

fn install(list: &Path, program: &str, part: &Path, ready: &Path) -> Result<()> {
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
    let program = part.join("bin").join(program);
    let text = fs::read_to_string(&program).map_err(Error::file(&program))?;
    let text = text.replace(&*part.to_string_lossy(), &ready.to_string_lossy());
    fs::write(&program, text).map_err(Error::file(&program))
}
