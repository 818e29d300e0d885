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
    timed(act)
}

/// Does one thing that prints lines of its own: its name before them, and again with the time it took after.
///
/// # Errors
/// What the thing itself gave.
pub fn long_step<T>(name: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("  {name} ...");
    timed(|| {
        let result = act();
        print!("  {name:<58} ");
        result
    })
}

fn timed<T>(act: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = act();
    let end = if result.is_ok() { "" } else { "  failed" };
    println!("{:>6.1} s{end}", start.elapsed().as_secs_f32());
    result
}
