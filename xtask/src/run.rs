//! Runs other programs: quietly while they succeed, with all they printed when they fail.

use std::ffi::OsStr;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;

use crate::error::{Error, Result};

/// Runs a program to its end and gives its standard output.
///
/// # Errors
/// When it cannot start or ends badly; the error holds all it printed.
pub fn run(command: &mut Command) -> Result<String> {
    command.stdin(Stdio::null());
    let output = command
        .output()
        .map_err(|e| failure(command, &e.to_string(), ""))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(failure(
        command,
        &output.status.to_string(),
        &format!("{text}{errors}"),
    ))
}

/// Runs a program to its end with its output shown as it comes, and gives whether it succeeded with what it
/// printed on standard output.
///
/// # Errors
/// When it cannot start, or its output cannot be read.
pub fn run_shown(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| failure(command, &e.to_string(), ""))?;
    let reader = child.stdout.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut all = Vec::new();
            let mut chunk = [0; 8192];
            while let Ok(n @ 1..) = pipe.read(&mut chunk) {
                let part = chunk.get(..n).unwrap_or_default();
                let _ = std::io::Write::write_all(&mut std::io::stdout(), part);
                all.extend_from_slice(part);
            }
            String::from_utf8_lossy(&all).into_owned()
        })
    });
    let status = child
        .wait()
        .map_err(|e| failure(command, &e.to_string(), ""))?;
    let text = reader.and_then(|r| r.join().ok()).unwrap_or_default();
    Ok((status.success(), text))
}

/// The error of a command that failed.
fn failure(command: &Command, reason: &str, output: &str) -> Error {
    Error::Command {
        command: line(command),
        reason: reason.to_owned(),
        output: output.trim_end().to_owned(),
    }
}

fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
