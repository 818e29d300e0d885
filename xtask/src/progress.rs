//! One line per thing done, with the time it took.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

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

/// A bar that fills up on one line, where somebody looks on; elsewhere the line alone, once done.
pub struct Bar {
    name: &'static str,
    all: u32,
    shown: u32,
}

impl Bar {
    const WIDTH: u32 = 30;

    /// An empty bar for a thing in so many parts.
    #[must_use]
    pub fn new(name: &'static str, all: u32) -> Self {
        Self {
            name,
            all: all.max(1),
            shown: 0,
        }
    }

    /// So many parts are done.
    pub fn at(&mut self, done: u32) {
        let filled = (Self::WIDTH * done.min(self.all)) / self.all;
        if filled > self.shown && stdout().is_terminal() {
            self.shown = filled;
            let (full, empty) = (filled as usize, (Self::WIDTH - filled) as usize);
            print!(
                "\r  {:<25} [{}{}]",
                self.name,
                "#".repeat(full),
                " ".repeat(empty)
            );
            let _ = stdout().flush();
        }
    }

    /// All of it is done.
    pub fn end(self, took: Duration) {
        if self.shown > 0 {
            print!("\r");
        }
        println!("  {:<58} {:>6.1} s", self.name, took.as_secs_f32());
    }
}
