//! Makes `dist/widget`.

use std::path::Path;

use crate::error::Result;
use crate::tools::Tools;

/// Makes `dist/widget`.
///
/// # Errors
/// When a tool fails.
pub fn build(_tools: &Tools, _root: &Path) -> Result<()> {
    Ok(())
}
