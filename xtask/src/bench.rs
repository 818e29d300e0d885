//! `cargo xtask bench`: measures against the budgets.
use std::path::Path;

use crate::error::Result;

/// Measures.
pub fn run(_root: &Path, _record: bool) -> Result<()> {
    Ok(())
}
