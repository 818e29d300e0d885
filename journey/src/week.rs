//! An ISO 8601 week: Monday to Sunday, numbered within the year that holds its Thursday.
//!
//! Kept as its Monday, so that order and arithmetic are those of days; all seven days exist.

use crate::{
    as_text::as_text,
    day::{Day, digits},
};
use std::fmt;
use time::{Date, Weekday};

/// One week; as text `2026-W47`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "String")
)]
pub struct Week {
    monday: Day,
}

impl Week {
    /// The week a day lies in.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let since_monday = i32::from(day.date().weekday().number_days_from_monday());
        // Every day's Monday is a `Day` too, so the fallback is never taken.
        let monday = day.plus(-since_monday).unwrap_or(day);
        Self { monday }
    }

    /// Its Monday.
    #[must_use]
    pub fn first(self) -> Day {
        self.monday
    }

    /// Its Sunday.
    #[must_use]
    pub fn last(self) -> Day {
        self.monday.plus(6).unwrap_or(self.monday)
    }

    /// The week after this one.
    #[must_use]
    pub fn following(self) -> Option<Self> {
        self.monday.plus(7).map(|monday| Self { monday })
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, week, _) = self.monday.date().to_iso_week_date();
        write!(f, "{year:04}-W{week:02}")
    }
}

as_text! {
    Week, parse,
    /// The text is no ISO week; says what one looks like.
    NotAWeek: "an ISO week is written as 2026-W47; a year has 52 or 53 of them"
}

fn parse(text: &str) -> Option<Week> {
    let (year, week) = text.split_once("-W")?;
    let week = u8::try_from(digits(week, 2)?).ok()?;
    let monday = Date::from_iso_week_date(digits(year, 4)?, week, Weekday::Monday).ok()?;
    Day::from_date(monday).map(|monday| Week { monday })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn week(text: &str) -> Week {
        text.parse().unwrap()
    }

    #[test]
    fn days_around_new_year_belong_to_the_year_of_their_thursday() {
        // The examples of https://en.wikipedia.org/wiki/ISO_week_date#Relation_with_the_Gregorian_calendar
        for (text, name) in [
            ("1977-01-01", "1976-W53"),
            ("1977-01-02", "1976-W53"),
            ("1977-12-31", "1977-W52"),
            ("1978-01-01", "1977-W52"),
            ("1978-01-02", "1978-W01"),
            ("1978-12-31", "1978-W52"),
            ("1979-01-01", "1979-W01"),
            ("1979-12-30", "1979-W52"),
            ("1979-12-31", "1980-W01"),
            ("1980-12-28", "1980-W52"),
            ("1980-12-29", "1981-W01"),
            ("1981-12-31", "1981-W53"),
            ("1982-01-03", "1981-W53"),
        ] {
            assert_eq!(day(text).week().to_string(), name);
        }
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        assert_eq!(week("2026-W47").first(), day("2026-11-16"));
        assert_eq!(week("2026-W47").last(), day("2026-11-22"));
        assert_eq!(week("2026-W53").last(), day("2027-01-03"));
    }

    #[test]
    fn weeks_follow_each_other_over_the_years_end() {
        assert_eq!(week("2026-W53").following(), Some(week("2027-W01")));
        assert_eq!(week("2027-W52").following(), Some(week("2028-W01")));
        assert_eq!(week("9600-W52").following(), None);
    }

    #[test]
    fn weeks_that_do_not_exist_are_refused() {
        for text in [
            "",
            "2026",
            "2026-W",
            "2026-W00",
            "2026-W54",
            "2027-W53",
            "2026-W4",
            "2026-W047",
            "2026-w47",
            "2026W47",
            "2026-W47-1",
            "+026-W47",
            "2026-W+7",
            "0000-W01",
            "9601-W01",
        ] {
            assert_eq!(text.parse::<Week>(), Err(NotAWeek), "{text}");
        }
    }

    #[test]
    fn the_outermost_days_have_whole_weeks() {
        assert_eq!(day("0001-01-01").week().to_string(), "0001-W01");
        assert_eq!(day("0001-01-01").week().first(), day("0001-01-01"));
        assert_eq!(day("9600-12-31").week().last(), day("9600-12-31"));
    }

    #[test]
    fn json_is_the_iso_text() {
        assert_eq!(
            serde_json::to_string(&week("2026-W47")).unwrap(),
            "\"2026-W47\""
        );
        assert_eq!(
            serde_json::from_str::<Week>("\"2026-W47\"").unwrap(),
            week("2026-W47")
        );
        let error = serde_json::from_str::<Week>("\"W47\"").unwrap_err();
        assert!(error.to_string().contains("2026-W47"), "{error}");
    }

    proptest! {
        #[test]
        fn a_day_lies_in_its_own_week(number in -719_162..2_700_000_i32) {
            let day = Day::from_number(number).unwrap();
            let week = day.week();
            prop_assert!(week.first() <= day && day <= week.last());
            prop_assert_eq!(week.last().number() - week.first().number(), 6);
            prop_assert_eq!(week.to_string().parse(), Ok(week));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}") {
            let _ = text.parse::<Week>();
        }
    }
}
