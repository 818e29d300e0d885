//! Debian packages, brought by apt-get as root or through sudo.

use std::io::IsTerminal;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::progress::long_step;
use crate::run::run;
use crate::tools::on_path;

/// Whether the lists of packages are fresh: they do not age within one run. Who holds this may run apt-get.
static UPDATED: Mutex<bool> = Mutex::new(false);

/// Installs packages; `what` is what they are for.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {list}");
    if on_path("apt-get").is_none() {
        let remedy = format!("install it with your system's packages; on Debian: {by_hand}");
        return Err(Error::missing(what, remedy));
    }
    let Some(prefix) = as_root() else {
        return Err(Error::missing(what, format!("as root: {by_hand}")));
    };
    long_step(format!("{what} (apt-get {list})"), || {
        let mut options = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
        options.extend(packages);
        let mut updated = UPDATED.lock().unwrap_or_else(PoisonError::into_inner);
        if !*updated {
            run(&mut apt_get(prefix, &["update", "--quiet"]))?;
            *updated = true;
        }
        run(&mut apt_get(prefix, &options)).map(drop)
    })
    .map_err(|error| Error::missing(what, format!("{by_hand}\n  apt-get said: {error}")))
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let mut words = prefix
        .iter()
        .chain(&["apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    let mut command = Command::new(words.next().unwrap_or(&"apt-get"));
    command.args(words).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// What goes before apt-get to run it as root; none when there is no way. sudo may ask for a password only where
/// someone can type it.
fn as_root() -> Option<&'static [&'static str]> {
    let is_root = run(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    on_path("sudo")?;
    if std::io::stdin().is_terminal() {
        let authenticated = Command::new("sudo").arg("-v").status();
        return authenticated
            .is_ok_and(|status| status.success())
            .then_some(&["sudo"]);
    }
    run(Command::new("sudo").args(["-n", "true"]))
        .is_ok()
        .then_some(&["sudo", "-n"])
}
