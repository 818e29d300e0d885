//! Beside every file of a folder, the same compressed by brotli, for the server to choose from.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::part::brotli;

/// Compresses every file in a folder and the folders in it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn pack(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            pack(&path)?;
            continue;
        }
        let bytes = fs::read(&path).map_err(Error::file(&path))?;
        let mut packed = path.clone().into_os_string();
        packed.push(".br");
        let compressed = brotli(&bytes).map_err(Error::file(&path))?;
        fs::write(&packed, compressed).map_err(Error::file(&path))?;
    }
    Ok(())
}
