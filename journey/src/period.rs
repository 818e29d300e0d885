//! A stretch of calendar time that results are asked for: a day, ISO week, month, quarter or year.
//!
//! Holds its first and last day; they always exist and the first is never after the last.

use crate::{
    as_text::as_text,
    day::{Day, digits},
    week::Week,
};
use std::{fmt, iter};
use time::Month;

/// How long a period is, in the calendar's own pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
}

/// A period; as text `2026-11-22`, `2026-W47`, `2026-11`, `2026-Q4` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "String")
)]
pub struct Period {
    kind: Kind,
    first: Day,
    last: Day,
}

impl Period {
    /// The period of a kind that holds a day.
    #[must_use]
    pub fn of(kind: Kind, day: Day) -> Self {
        let (year, month) = (day.date().year(), u8::from(day.date().month()));
        let months = |first, last| Self::of_months(kind, year, first, last);
        let quarter = (month - 1) / 3 * 3;
        let found = match kind {
            Kind::Day => None,
            Kind::Week => Some(Self {
                kind,
                first: day.week().first(),
                last: day.week().last(),
            }),
            Kind::Month => months(month, month),
            Kind::Quarter => months(quarter + 1, quarter + 3),
            Kind::Year => months(1, 12),
        };
        // Months of a year that exists are whole, so the fallback is a day's own.
        found.unwrap_or(Self {
            kind: Kind::Day,
            first: day,
            last: day,
        })
    }

    /// The period to begin with where none is asked for: the quarter of two weeks ago, so that a
    /// quarter shows once it has answers to show.
    #[must_use]
    pub fn to_begin_with(today: Day) -> Self {
        Self::of(Kind::Quarter, today.plus(-14).unwrap_or(today))
    }

    /// How long it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The one of its kind just before it.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        Some(Self::of(self.kind, self.first.plus(-1)?))
    }

    /// The one of its kind just after it.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        Some(Self::of(self.kind, self.last.plus(1)?))
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        self.last
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Every ISO week that shares a day with it, in order. The outermost may reach beyond it.
    pub fn weeks(self) -> impl Iterator<Item = Week> {
        let last = self.last.week();
        iter::successors(Some(self.first.week()), |week| week.following())
            .take_while(move |week| *week <= last)
    }

    fn of_months(kind: Kind, year: i32, first: u8, last: u8) -> Option<Self> {
        let length = Month::try_from(last).ok()?.length(year);
        Some(Self {
            kind,
            first: Day::from_calendar(year, first, 1)?,
            last: Day::from_calendar(year, last, length)?,
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (
            self.first.date().year(),
            u8::from(self.first.date().month()),
        );
        match self.kind {
            Kind::Day => self.first.fmt(f),
            Kind::Week => self.first.week().fmt(f),
            Kind::Month => write!(f, "{year:04}-{month:02}"),
            Kind::Quarter => write!(f, "{year:04}-Q{}", month.div_ceil(3)),
            Kind::Year => write!(f, "{year:04}"),
        }
    }
}

as_text! {
    Period, parse,
    /// The text is no period; says what is allowed.
    NotAPeriod: "a period is a day (2026-11-22), an ISO week (2026-W47), a month (2026-11), \
             a quarter (2026-Q4) or a year (2026), and exists in the calendar"
}

fn parse(text: &str) -> Option<Period> {
    let Some((year, rest)) = text.split_once('-') else {
        return Period::of_months(Kind::Year, digits(text, 4)?, 1, 12);
    };
    let year = digits(year, 4)?;
    if rest.starts_with('W') {
        let week: Week = text.parse().ok()?;
        return Some(Period {
            kind: Kind::Week,
            first: week.first(),
            last: week.last(),
        });
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter = u8::try_from(digits(quarter, 1)?).ok()?;
        return Period::of_months(
            Kind::Quarter,
            year,
            (quarter * 3).checked_sub(2)?,
            quarter * 3,
        );
    }
    if rest.contains('-') {
        let day: Day = text.parse().ok()?;
        return Some(Period {
            kind: Kind::Day,
            first: day,
            last: day,
        });
    }
    let month = u8::try_from(digits(rest, 2)?).ok()?;
    Period::of_months(Kind::Month, year, month, month)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days(text: &str) -> (String, String) {
        let period: Period = text.parse().unwrap();
        (period.first().to_string(), period.last().to_string())
    }

    fn weeks(text: &str) -> Vec<String> {
        let period: Period = text.parse().unwrap();
        period.weeks().map(|week| week.to_string()).collect()
    }

    #[test]
    fn each_kind_covers_its_own_days() {
        for (text, first, last) in [
            ("2026-11-22", "2026-11-22", "2026-11-22"),
            ("2026-W47", "2026-11-16", "2026-11-22"),
            ("2026-W53", "2026-12-28", "2027-01-03"),
            ("2026-11", "2026-11-01", "2026-11-30"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2026-Q1", "2026-01-01", "2026-03-31"),
            ("2026-Q2", "2026-04-01", "2026-06-30"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
            ("2026-Q4", "2026-10-01", "2026-12-31"),
            ("2026", "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(days(text), (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_period_contains_its_ends_and_no_more() {
        let period: Period = "2026-Q4".parse().unwrap();
        let inside = |text: &str| period.contains(text.parse().unwrap());
        assert!(inside("2026-10-01") && inside("2026-11-22") && inside("2026-12-31"));
        assert!(!inside("2026-09-30") && !inside("2027-01-01"));
    }

    #[test]
    fn a_quarter_shows_by_itself_once_it_is_two_weeks_old() {
        let begin = |day: &str| Period::to_begin_with(day.parse().unwrap()).to_string();
        assert_eq!(begin("2026-11-25"), "2026-Q4");
        assert_eq!(begin("2026-10-14"), "2026-Q3");
        assert_eq!(begin("2026-10-15"), "2026-Q4");
        assert_eq!(begin("2027-01-05"), "2026-Q4");
    }

    #[test]
    fn weeks_are_all_those_that_share_a_day() {
        assert_eq!(weeks("2026-11-22"), ["2026-W47"]);
        assert_eq!(weeks("2026-W47"), ["2026-W47"]);
        assert_eq!(
            weeks("2026-11"),
            [
                "2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"
            ]
        );
        // 2026 begins on a Thursday, so it has 53 weeks and shares none of them with 2025.
        assert_eq!(weeks("2026").len(), 53);
        assert_eq!(weeks("2027-01").first().unwrap(), "2026-W53");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "-",
            "20",
            "02026",
            "2026-",
            "2026-1",
            "2026-00",
            "2026-13",
            "2026-011",
            "2026-Q",
            "2026-Q0",
            "2026-Q5",
            "2026-Q01",
            "2026-Q-",
            "2026-q4",
            "2026-W54",
            "2026-W",
            "2026-11-31",
            "2026-11-22-1",
            "2026-11-",
            "0000",
            "9601",
            "+026",
            "2026-+1",
            "2026 ",
            "last-month",
            "2026-11/2026-12",
            "W47-2026",
            "٢٠٢٦",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn the_error_names_every_kind() {
        let message = NotAPeriod.to_string();
        for example in ["2026-11-22", "2026-W47", "(2026-11)", "2026-Q4", "(2026)"] {
            assert!(message.contains(example), "{example}");
        }
    }

    #[test]
    fn json_is_the_text() {
        let period: Period = serde_json::from_str("\"2026-Q4\"").unwrap();
        assert_eq!(serde_json::to_string(&period).unwrap(), "\"2026-Q4\"");
        let error = serde_json::from_str::<Period>("\"soon\"").unwrap_err();
        assert!(error.to_string().contains("2026-Q4"), "{error}");
    }

    proptest! {
        #[test]
        fn text_survives_the_round_trip(
            year in 1..=9600_i32, month in 1..=12_u8, quarter in 1..=4_u8, week in 1..=52_u8, day in 1..=28_u8,
        ) {
            for text in [
                format!("{year:04}"), format!("{year:04}-Q{quarter}"), format!("{year:04}-{month:02}"),
                format!("{year:04}-W{week:02}"), format!("{year:04}-{month:02}-{day:02}"),
            ] {
                let period: Period = text.parse().unwrap();
                prop_assert_eq!(period.to_string(), text);
                prop_assert!(period.first() <= period.last());
            }
        }

        #[test]
        fn periods_of_a_kind_follow_each_other_without_gaps(number in -100_000..100_000_i32, at in 0..5_usize) {
            let day = Day::from_number(number).unwrap();
            let kind = [Kind::Day, Kind::Week, Kind::Month, Kind::Quarter, Kind::Year][at];
            let period = Period::of(kind, day);
            prop_assert!(period.contains(day));
            prop_assert_eq!(period.kind(), kind);
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            let after = period.after().unwrap();
            prop_assert_eq!(period.last().plus(1), Some(after.first()));
            prop_assert_eq!(after.before(), Some(period));
        }

        #[test]
        fn weeks_cover_the_period_without_gaps(year in 1970..2100_i32, month in 1..=12_u8) {
            let period: Period = format!("{year}-{month:02}").parse().unwrap();
            let weeks: Vec<Week> = period.weeks().collect();
            prop_assert!(weeks.first().unwrap().first() <= period.first());
            prop_assert!(weeks.last().unwrap().last() >= period.last());
            for pair in weeks.windows(2) {
                prop_assert_eq!(pair[0].following(), Some(pair[1]));
            }
        }

        #[test]
        fn no_text_panics(text in "[0-9QW\\-]{0,12}|\\PC{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
