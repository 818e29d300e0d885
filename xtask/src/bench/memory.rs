//! Whether a process that is at work keeps to its memory. The verdict is pure.

use std::fs;

use crate::error::{Error, Result};

/// What does not count: this part of the time at its beginning.
const WARM_UP: f64 = 0.3;
/// By what part of itself memory may rise over the rest of the time, by the line with the least squares through it.
pub(super) const MOST_RISE: f64 = 0.05;

/// The resident memory of a process that is its own, in MB. The rest are pages of files, which the kernel takes and brings
/// back as it likes.
pub(super) fn of(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/status");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
    let kilobytes = kilobytes.and_then(|it| it.parse::<f64>().ok());
    kilobytes
        .map(|it| it / 1000.0 * 1.024)
        .ok_or_else(|| Error::Server(format!("{path} names no RssAnon")))
}

/// How memory went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Course {
    /// After the warm-up, in MB.
    pub first: f64,
    /// At the end, likewise.
    pub last: f64,
    /// The slope of the line after the warm-up, in MB a minute.
    pub rise: f64,
    /// What that comes to over that time, as a part of the memory.
    pub part: f64,
}

impl Course {
    /// Of samples a second apart.
    pub(super) fn of(samples: &[f64]) -> Self {
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss
        )]
        let warm_up = (samples.len() as f64 * WARM_UP) as usize;
        let rest = samples.get(warm_up..).unwrap_or_default();
        let (mean, slope) = line(rest);
        #[allow(clippy::cast_precision_loss)]
        let count = rest.len() as f64;
        Self {
            first: rest.first().copied().unwrap_or(0.0),
            last: rest.last().copied().unwrap_or(0.0),
            rise: slope * 60.0,
            part: if mean > 0.0 {
                slope * count / mean
            } else {
                0.0
            },
        }
    }

    pub(super) fn is_flat(&self) -> bool {
        self.part < MOST_RISE
    }
}

/// The mean of values one apart, and the slope of the line with the least squares through them; 0 where there are too few.
fn line(values: &[f64]) -> (f64, f64) {
    #[allow(clippy::cast_precision_loss)]
    let count = values.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count.max(1.0);
    let (mut products, mut squares, mut at) = (0.0, 0.0, -middle);
    for value in values {
        products += at * (value - mean);
        squares += at * at;
        at += 1.0;
    }
    let slope = if squares > 0.0 {
        products / squares
    } else {
        0.0
    };
    (mean, slope)
}

#[cfg(test)]
mod tests {
    use super::{Course, of};

    /// Samples that start at 100 MB, jump to 200 and then rise by so much a second for 70 seconds.
    fn samples(rise: f64) -> Vec<f64> {
        let warm = (0..30).map(|_| 100.0);
        let rest = (0..70).map(|second| 200.0 + rise * f64::from(second));
        warm.chain(rest).collect()
    }

    #[test]
    fn a_warm_up_is_no_rise_and_a_leak_is() {
        let flat = Course::of(&samples(0.0));
        assert!(flat.is_flat() && flat.rise.abs() < 1e-9, "{flat:?}");
        let leak = Course::of(&samples(0.2));
        assert!((leak.rise - 12.0).abs() < 1e-9, "{leak:?}");
        assert!((leak.part - 14.0 / 206.9).abs() < 1e-9, "{leak:?}");
        assert!(!leak.is_flat());
        assert!(Course::of(&samples(0.1)).is_flat());
        assert!(Course::of(&samples(-0.5)).is_flat());
    }

    #[test]
    fn what_is_collected_now_and_then_is_no_rise() {
        let teeth = (0..600).map(|second| 200.0 + f64::from(second % 20));
        let course = Course::of(&teeth.collect::<Vec<_>>());
        assert!(course.is_flat(), "{course:?}");
    }

    #[test]
    fn too_few_samples_have_no_slope() {
        assert!(Course::of(&[1.0]).rise.abs() < 1e-9);
        assert!(Course::of(&[]).is_flat());
    }

    #[test]
    fn what_a_process_holds_is_its_memory() {
        let held = vec![1_u8; 8_000_000];
        assert!(of(std::process::id()).unwrap() > 8.0);
        drop(held);
    }
}
