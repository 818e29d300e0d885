//! Whether answers to a step come in far faster than that step is used to.
//!
//! What a step is used to is read from its released tallies, so nothing is kept for it: no instant,
//! and no memory that a restart could lose. In memory is one count a step, of the ten minutes that
//! go on.
//!
//! More than [`FLOOR`] answers within ten minutes, and more than a quarter of what one of the
//! step's busy days brought in all, is a burst. The busiest ten minutes of an ordinary day bring 2
//! to 3 % of that day's answers, so a quarter is about ten times as fast as ever before; a letter
//! or a campaign that triples the traffic, or a colleague's course that brings twenty people at
//! once, stays well under it. A busy day is one that was reached or passed by a quarter of the days
//! with answers among the last four weeks, counted as no fewer than eight: so three days at least,
//! and no single day that got past unseen, say what is ordinary.
//!
//! A burst goes on until ten minutes bring no more answers than that. Whoever wants to stay
//! unseen must stay below the limit; what the limit on writes per address is for.

use litemap::LiteMap;

/// The span in which answers are counted, in milliseconds: ten minutes.
pub const SPAN_MS: u64 = 10 * 60 * 1000;

/// The most answers of a span that are never a burst, per step and shard: one every ten seconds.
pub const FLOOR: u32 = 60;

/// How many days say what is ordinary.
pub const PATTERN_DAYS: i32 = 28;

/// The fewest days that a quarter is taken of.
const FEWEST_DAYS: usize = 8;

/// What comes in, step by step.
#[derive(Debug, Default)]
pub struct Watch(LiteMap<String, Span>);

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    since_ms: u64,
    answers: u32,
    /// Known once the answers are above the floor.
    limit: Option<u32>,
    /// Whether it began within a burst.
    holds: bool,
}

impl Watch {
    /// Goes on after a restart, knowing what a step's span had brought.
    pub fn resume(&mut self, step: String, answers: u32, holds: bool, now_ms: u64) {
        let span = Span {
            since_ms: now_ms,
            answers,
            limit: None,
            holds,
        };
        self.0.insert(step, span);
    }

    /// Takes note of a new answer, and tells whether it belongs to a burst. Only above the floor
    /// is it asked how many answers the step got on each of the last [`PATTERN_DAYS`] days, and
    /// that once a span.
    ///
    /// # Errors
    /// What goes wrong in telling the days.
    pub fn arrives<E>(
        &mut self,
        step: &str,
        now_ms: u64,
        days: impl FnOnce() -> Result<Vec<i64>, E>,
    ) -> Result<bool, E> {
        let span = match self.0.get_mut(step) {
            Some(span) => span,
            None => self.0.entry(step.to_owned()).or_insert(Span {
                since_ms: now_ms,
                ..Span::default()
            }),
        };
        let passed = now_ms.saturating_sub(span.since_ms);
        if passed >= SPAN_MS {
            let burst = span.answers > span.limit.unwrap_or(FLOOR);
            *span = Span {
                since_ms: now_ms,
                answers: 0,
                limit: span.limit,
                holds: burst && passed < 2 * SPAN_MS,
            };
        }
        span.answers = span.answers.saturating_add(1);
        if span.holds {
            return Ok(true);
        }
        if span.answers <= FLOOR {
            return Ok(false);
        }
        let limit = match span.limit {
            Some(limit) => limit,
            None => limit(&days()?),
        };
        span.limit = Some(limit);
        Ok(span.answers > limit)
    }
}

/// The most answers within a span, given those of each day.
fn limit(days: &[i64]) -> u32 {
    let days = || days.iter().filter(|answers| **answers > 0);
    let busier = days().count().max(FEWEST_DAYS) / 4;
    let is_busy = |day: &&i64| days().filter(|other| *other > *day).count() <= busier;
    // Of fewer days than that, all would be busy.
    let busy = days().filter(is_busy).min();
    let busy = busy.filter(|_| days().count() > busier);
    let quarter = busy.map_or(0, |answers| answers / 4);
    u32::try_from(quarter).unwrap_or(u32::MAX).max(FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE: u64 = 1_795_000_000_000;
    const MINUTE_MS: u64 = 60_000;

    /// How many of so many answers, spread evenly over so many minutes, are held.
    fn held(watch: &mut Watch, from_ms: u64, answers: u64, minutes: u64, days: &[i64]) -> u64 {
        let times = (0..answers).map(|it| from_ms + it * minutes * MINUTE_MS / answers);
        let held = times.filter(|now_ms| {
            let days = || Ok::<_, ()>(days.to_vec());
            watch.arrives("drawings", *now_ms, days).unwrap()
        });
        held.count() as u64
    }

    /// Four weeks of a step with so many answers on a weekday, and a fifth of that at weekends.
    fn weeks(weekday: i64) -> Vec<i64> {
        let day = |number: i64| match number % 7 {
            5 | 6 => weekday / 5,
            number => weekday - weekday * number / 20,
        };
        (0..28).map(day).collect()
    }

    #[test]
    fn a_quiet_step_is_left_alone_and_a_bot_at_it_is_held() {
        let days = weeks(20);
        let mut watch = Watch::default();
        assert_eq!(held(&mut watch, NINE, 20, 8 * 60, &days), 0);
        let evening = NINE + 10 * 60 * MINUTE_MS;
        assert_eq!(held(&mut watch, evening, 500, 5, &days), 440);
    }

    #[test]
    fn a_busy_step_and_a_letter_that_triples_its_traffic_are_left_alone() {
        let days = weeks(4000);
        for traffic in [4000, 12_000] {
            // A tenth of the day in its busiest hour.
            let busiest_hour = traffic / 10;
            assert_eq!(
                held(&mut Watch::default(), NINE, busiest_hour, 60, &days),
                0
            );
        }
        assert_eq!(
            held(&mut Watch::default(), NINE, 4000, 5, &days),
            4000 - 950
        );
    }

    #[test]
    fn a_letter_to_a_quiet_steps_residents_is_left_alone() {
        let days = weeks(20);
        assert_eq!(held(&mut Watch::default(), NINE, 300, 60, &days), 0);
    }

    #[test]
    fn a_new_step_has_the_floor_alone() {
        assert_eq!(held(&mut Watch::default(), NINE, 60, 1, &[]), 0);
        assert_eq!(held(&mut Watch::default(), NINE, 61, 1, &[]), 1);
    }

    #[test]
    fn a_burst_goes_on_until_it_is_quiet_again() {
        let days = weeks(20);
        let mut watch = Watch::default();
        assert_eq!(held(&mut watch, NINE, 600, 30, &days), 600 - 60);
        let later = NINE + 30 * MINUTE_MS;
        assert_eq!(held(&mut watch, later, 30, 10, &days), 30, "one quiet span");
        let later = later + 11 * MINUTE_MS;
        assert_eq!(held(&mut watch, later, 30, 10, &days), 0);
    }

    #[test]
    fn a_burst_does_not_go_on_after_ten_minutes_of_silence() {
        let mut watch = Watch::default();
        held(&mut watch, NINE, 100, 1, &[]);
        let later = NINE + 21 * MINUTE_MS;
        assert_eq!(held(&mut watch, later, 1, 1, &[]), 0);
    }

    #[test]
    fn a_burst_goes_on_for_less_than_two_spans() {
        for (after_ms, holds) in [(2 * SPAN_MS - 1, true), (2 * SPAN_MS, false)] {
            let mut watch = Watch::default();
            held(&mut watch, NINE, 100, 1, &[]);
            let arrives = watch.arrives("drawings", NINE + after_ms, || Ok::<_, ()>(Vec::new()));
            assert_eq!(arrives, Ok(holds), "{after_ms}");
        }
    }

    #[test]
    fn as_many_answers_as_are_ordinary_are_no_burst() {
        let mut watch = Watch::default();
        held(&mut watch, NINE, u64::from(FLOOR), 1, &[]);
        assert_eq!(held(&mut watch, NINE + SPAN_MS, 1, 1, &[]), 0);
    }

    #[test]
    fn days_without_an_answer_do_not_make_others_busy() {
        let mut days: Vec<i64> = (1..=10).map(|it| it * 1000).collect();
        assert_eq!(limit(&days), 2000, "a quarter of the third busiest");
        days.extend([0; 30]);
        assert_eq!(limit(&days), 2000);
    }

    #[test]
    fn a_restart_within_a_burst_holds_on() {
        let mut watch = Watch::default();
        watch.resume("drawings".to_owned(), 80, true, NINE);
        assert_eq!(held(&mut watch, NINE, 5, 1, &[]), 5);
        let mut watch = Watch::default();
        watch.resume("drawings".to_owned(), 58, false, NINE);
        assert_eq!(held(&mut watch, NINE, 5, 1, &[]), 3);
    }

    #[test]
    fn a_day_or_two_that_got_past_do_not_say_what_is_ordinary() {
        let mut days = weeks(20);
        assert_eq!(limit(&days), FLOOR);
        days.splice(0..2, [50_000, 50_000]);
        assert_eq!(limit(&days), FLOOR);
        assert_eq!(limit(&[50_000, 50_000]), FLOOR);
        assert_eq!(limit(&[50_000, 40_000, 4000, 0, -3]), 1000);
    }

    #[test]
    fn steps_do_not_count_for_each_other() {
        let mut watch = Watch::default();
        for _ in 0..FLOOR {
            for step in ["drawings", "costs"] {
                assert_eq!(
                    watch.arrives(step, NINE, || Ok::<_, ()>(Vec::new())),
                    Ok(false)
                );
            }
        }
    }
}
