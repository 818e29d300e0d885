//! When simulated residents come: evenly spaced, each seen first and answered half a second later. Pure.

use std::time::Duration;

/// From a question seen to its answer.
const THINKING: f64 = 0.5;

/// One of a resident's two requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The question is in view.
    Seen,
    /// It is answered.
    Answered,
}

/// So many requests a second for so long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    rate: f64,
    residents: usize,
    /// How many others come while one thinks.
    meanwhile: usize,
}

impl Schedule {
    /// Residents who come during a time, at half of a rate of requests a second.
    pub(super) fn new(rate: f64, time: Duration) -> Self {
        // Both are small and not negative.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let of = |seconds: f64| (rate * seconds / 2.0).round() as usize;
        Self {
            rate,
            residents: of(time.as_secs_f64()),
            meanwhile: of(THINKING),
        }
    }

    /// Each request in order: when it is meant to start, whose it is, and which. Requests alternate, so that they too are
    /// evenly spaced; before the first answers and after the last who came, every other place is empty.
    pub(super) fn starts(self) -> impl Iterator<Item = (Duration, usize, Part)> {
        let last = self.residents + self.meanwhile;
        let place = move |place: usize| {
            #[allow(clippy::cast_precision_loss)]
            Duration::from_secs_f64(place as f64 / self.rate)
        };
        (0..last).flat_map(move |turn| {
            let comes = (turn < self.residents).then(|| (place(2 * turn), turn, Part::Seen));
            let answers = turn.checked_sub(self.meanwhile);
            let answers = answers.map(|who| (place(2 * turn + 1), who, Part::Answered));
            comes.into_iter().chain(answers)
        })
    }
}

/// The value that so large a part of all does not exceed (nearest rank); 0 of none.
pub(super) fn quantile(values: &mut [u32], part: f64) -> u32 {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let rank = (values.len() as f64 * part).ceil() as usize;
    if values.is_empty() {
        return 0;
    }
    *values
        .select_nth_unstable(rank.clamp(1, values.len()) - 1)
        .1
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Part, Schedule, quantile};

    #[test]
    fn requests_are_evenly_spaced_and_each_resident_answers_half_a_second_after_coming() {
        let schedule = Schedule::new(100.0, Duration::from_secs(2));
        let starts: Vec<_> = schedule.starts().collect();
        assert_eq!(starts.len(), 200);
        for who in 0..100 {
            let of: Vec<_> = starts.iter().filter(|(_, it, _)| *it == who).collect();
            let [(came, _, Part::Seen), (answered, _, Part::Answered)] = of[..] else {
                panic!("{of:?}");
            };
            let thought = answered.checked_sub(*came).unwrap();
            assert_eq!(thought.as_millis(), 510, "the place after half a second");
        }
        // From the first answer to the last who came.
        let middle = starts
            .iter()
            .filter(|(at, ..)| (500..2000).contains(&at.as_millis()));
        let middle: Vec<_> = middle.map(|(at, ..)| at.as_micros()).collect();
        assert_eq!(middle.len(), 150);
        assert!(middle[1..].windows(2).all(|two| two[1] - two[0] == 10_000));
    }

    #[test]
    fn residents_come_in_the_order_of_their_numbers() {
        let starts = Schedule::new(333.0, Duration::from_secs(1)).starts();
        let came = starts.filter(|(.., part)| *part == Part::Seen);
        assert!(came.map(|(_, who, _)| who).eq(0..167));
    }

    #[test]
    fn a_quantile_is_the_value_at_its_rank() {
        let mut values: Vec<u32> = (1..=200).rev().collect();
        assert_eq!(quantile(&mut values, 0.5), 100);
        assert_eq!(quantile(&mut values, 0.99), 198);
        assert_eq!(quantile(&mut values, 1.0), 200);
        assert_eq!(quantile(&mut [3, 1, 2], 0.5), 2);
        assert_eq!(quantile(&mut [7], 0.5), 7);
        assert_eq!(quantile(&mut [], 0.5), 0);
    }
}
