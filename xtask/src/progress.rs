//! One line per thing done, with the time it took.

use std::fmt::Display;
use std::io::{Write, stdout};
use std::time::Instant;

use crate::error::Result;

/// Does one thing: its name before, the time it took after, on one line.
///
/// # Errors
/// What the thing itself gave.
pub fn step<T>(name: impl Display, act: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("  {name:<58} ");
    let _ = stdout().flush();
    let (result, end) = timed(act);
    println!("{end}");
    result
}

/// Does one thing beside others, or one that prints lines of its own: its name before, and again with the time it took
/// after.
///
/// # Errors
/// What the thing itself gave.
pub fn long_step<T>(name: impl Display, act: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("  {name} ...");
    let (result, end) = timed(act);
    println!("  {name:<58} {end}");
    result
}

fn timed<T>(act: impl FnOnce() -> Result<T>) -> (Result<T>, String) {
    let start = Instant::now();
    let result = act();
    let failed = if result.is_ok() { "" } else { "  failed" };
    let end = format!("{:>6.1} s{failed}", start.elapsed().as_secs_f32());
    (result, end)
}
