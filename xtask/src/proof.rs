//! What shows that the tests are worth something: `cargo xtask mutants`, `coverage`, `fuzz` and `audit`.
//!
//! None of them is part of `cargo xtask test`, as they take from minutes to hours; what they find is: in tests, in the corpus
//! that `fuzz` replays, and in the checks of `audit` that need no network.

mod audit;
mod coverage;
mod fuzz;
mod mutants;

pub use audit::{PACKAGES, audit, packages};
pub use coverage::coverage;
pub use fuzz::fuzz;
pub use mutants::mutants;

use std::path::Path;
use std::process::Command;

/// A sub-command of cargo, by the program that `setup` gave.
fn sub_command(program: &Path, name: &str, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(name).current_dir(root);
    command
}
