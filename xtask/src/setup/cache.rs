//! The folder in the user's cache that every clone shares.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use crate::error::{Error, Result};

/// A folder of the cache by its name, made by `fill` when absent: it is there whole, or not at all. `fill` is
/// given the folder to fill and the one it becomes.
pub(super) fn folder(name: &str, fill: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<PathBuf> {
    let ready = home()?.join(name);
    if ready.is_dir() {
        return Ok(ready);
    }
    let part = ready.with_file_name(format!("{name}.{}.part", process::id()));
    fs::create_dir_all(&part).map_err(Error::file(&part))?;
    let filled = fill(&part, &ready);
    if filled.is_ok() && !ready.is_dir() {
        fs::rename(&part, &ready).map_err(Error::file(&ready))?;
    } else {
        fs::remove_dir_all(&part).map_err(Error::file(&part))?;
    }
    filled.map(|()| ready)
}

/// Whether a folder of that name is there.
pub(super) fn has(name: &str) -> bool {
    home().is_ok_and(|home| home.join(name).is_dir())
}

/// The folder itself.
pub(super) fn home() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| {
            Error::missing(
                "a cache folder",
                "set HOME or XDG_CACHE_HOME to a folder you can write",
            )
        })?;
    Ok(cache.join("journey-feedback"))
}
