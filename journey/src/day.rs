//! A calendar day, already in the journey's own time zone.
//!
//! Holds no clock and no time zone: whoever knows the instant decides which day it was.
//! A `Day` lies in the years 0001 to 9600, which begin on a Monday and end on a Sunday,
//! so that every day's ISO week is whole.

use crate::{as_text::as_text, week::Week};
use std::{fmt, ops::RangeInclusive};
use time::{Date, Month};

/// A day of the proleptic Gregorian calendar; as text `2026-11-22` (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "String")
)]
pub struct Day(Date);

impl Day {
    /// The day so many days after 1970-01-01, or none outside the years 0001 to 9600.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        let julian = number.checked_add(UNIX_EPOCH_JULIAN_DAY)?;
        Self::from_date(Date::from_julian_day(julian).ok()?)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0.to_julian_day() - UNIX_EPOCH_JULIAN_DAY
    }

    /// The day so many days later, or earlier when negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// The ISO week this day lies in.
    #[must_use]
    pub fn week(self) -> Week {
        Week::of(self)
    }

    pub(crate) fn from_date(date: Date) -> Option<Self> {
        YEARS.contains(&date.year()).then_some(Self(date))
    }

    pub(crate) fn from_calendar(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        Self::from_date(Date::from_calendar_date(year, month, day).ok()?)
    }

    pub(crate) fn date(self) -> Date {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

as_text! {
    Day, parse,
    /// The text is no day; says what one looks like.
    NotADay: "a day is written as 2026-11-22 and exists in the calendar"
}

/// The whole number written by exactly so many ASCII digits, without a sign.
pub(crate) fn digits(text: &str, length: usize) -> Option<i32> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

const UNIX_EPOCH_JULIAN_DAY: i32 = 2_440_588;

const YEARS: RangeInclusive<i32> = 1..=9600;

fn parse(text: &str) -> Option<Day> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    Day::from_calendar(
        digits(year, 4)?,
        u8::try_from(digits(month, 2)?).ok()?,
        u8::try_from(digits(day, 2)?).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_count_from_the_unix_epoch() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("1970-01-02").number(), 1);
        assert_eq!(day("1969-12-31").number(), -1);
        // 1,000,000,000 seconds after the epoch: 2001-09-09T01:46:40Z.
        assert_eq!(day("2001-09-09").number(), 1_000_000_000 / 86_400);
    }

    #[test]
    fn leap_days_exist_only_in_leap_years() {
        assert!("2028-02-29".parse::<Day>().is_ok());
        assert!("2000-02-29".parse::<Day>().is_ok());
        assert_eq!("2026-02-29".parse::<Day>(), Err(NotADay));
        assert_eq!("1900-02-29".parse::<Day>(), Err(NotADay));
    }

    #[test]
    fn anything_but_four_two_and_two_digits_is_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-1-2",
            "2026-11-2",
            "26-11-22",
            "2026-11-22 ",
            " 2026-11-22",
            "+026-11-22",
            "2026-+1-22",
            "2026-11-+2",
            "2026-00-10",
            "2026-13-01",
            "2026-11-00",
            "2026-11-31",
            "2026-11-22-01",
            "2026/11/22",
            "0000-01-01",
            "9601-01-01",
            "٢٠٢٦-11-22",
            "--",
            "2026--22",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn the_error_shows_what_a_day_looks_like() {
        assert!(NotADay.to_string().contains("2026-11-22"));
    }

    #[test]
    fn plus_goes_both_ways_and_stops_at_the_ends() {
        assert_eq!(day("2026-12-31").plus(1), Some(day("2027-01-01")));
        assert_eq!(day("2028-03-01").plus(-1), Some(day("2028-02-29")));
        assert_eq!(day("9600-12-31").plus(1), None);
        assert_eq!(day("0001-01-01").plus(-1), None);
        assert_eq!(day("2026-11-22").plus(i32::MAX), None);
        assert_eq!(Day::from_number(i32::MAX), None);
        assert_eq!(Day::from_number(i32::MIN), None);
    }

    #[test]
    fn json_is_the_iso_text() {
        assert_eq!(
            serde_json::to_string(&day("2026-11-22")).unwrap(),
            "\"2026-11-22\""
        );
        assert_eq!(
            serde_json::from_str::<Day>("\"2026-11-22\"").unwrap(),
            day("2026-11-22")
        );
        let error = serde_json::from_str::<Day>("\"22-11-2026\"").unwrap_err();
        assert!(error.to_string().contains("2026-11-22"), "{error}");
    }

    proptest! {
        #[test]
        fn text_and_number_are_each_others_inverse(number in -719_162..2_700_000_i32) {
            let day = Day::from_number(number).unwrap();
            prop_assert_eq!(day.number(), number);
            prop_assert_eq!(day.to_string().parse(), Ok(day));
        }

        #[test]
        fn order_of_text_is_order_of_days(a in 0..40_000_i32, b in 0..40_000_i32) {
            let (a, b) = (Day::from_number(a).unwrap(), Day::from_number(b).unwrap());
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,14}") {
            let _ = text.parse::<Day>();
        }
    }
}
