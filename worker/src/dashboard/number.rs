//! Numbers, periods and days as people of each language read them; pure.

use super::words::Words;
use journey::{
    period::{Kind, Period},
    plot::place,
    statistics::wilson::Share,
    week::Week,
};
use maud::{Markup, html};

/// A count with its thousands apart.
pub(super) fn count(words: &Words, number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(words.thousands);
        }
        text.push(digit);
    }
    text
}

/// A share in whole per cents. What is not nothing never shows as nothing, nor as all what is not.
pub(super) fn percent(share: f64) -> String {
    let whole = match (place(share, 10_000) + 50) / 100 {
        0 if share > 0.0 => return "<1%".to_owned(),
        100 if share < 1.0 => return ">99%".to_owned(),
        whole => whole,
    };
    format!("{whole}%")
}

/// A share's exact value, as programs read it: the API's four decimals.
pub(super) fn exact(share: f64) -> String {
    let parts = place(share, 10_000);
    format!("{}.{:04}", parts / 10_000, parts % 10_000)
}

/// A share with its interval.
pub(super) fn share(words: &Words, share: &Share) -> Markup {
    html! {
        span.share {
            data value=(exact(share.share)) { (percent(share.share)) }
            " "
            span.range {
                span.unseen { (words.between) " " }
                data value=(exact(share.low)) { (percent(share.low).trim_end_matches('%')) }
                span.unseen { " " (words.and) " " } span aria-hidden="true" { "–" }
                data value=(exact(share.high)) { (percent(share.high)) }
            }
        }
    }
}

/// A difference of two shares in percentage points, with its sign and its exact value.
pub(super) fn points(words: &Words, difference: f64) -> Markup {
    let minus = difference < 0.0;
    let size = exact(difference.abs());
    let tenths = (place(difference.abs(), 10_000) + 5) / 10;
    let decimal = if words.thousands == '.' { ',' } else { '.' };
    let sign = match difference {
        it if it < 0.0 => "−",
        it if it > 0.0 => "+",
        _ => "",
    };
    html! {
        data value={ @if minus { "-" } (size) } { (sign) (tenths / 10) (decimal) (tenths % 10) }
    }
}

/// A period by its name.
pub(super) fn period(words: &Words, period: Period) -> String {
    let text = period.to_string();
    let (year, rest) = text.split_once('-').unwrap_or((&text, ""));
    match period.kind() {
        Kind::Day => day(words, &text),
        Kind::Week => fill(words.week_of, &[("n", number(rest)), ("year", year)]),
        Kind::Month => format!("{} {year}", month(words, rest)),
        Kind::Quarter => fill(words.quarter_of, &[("n", number(rest)), ("year", year)]),
        Kind::Year => year.to_owned(),
    }
}

/// A week by its name.
pub(super) fn week(words: &Words, week: Week) -> String {
    period(words, Period::of(Kind::Week, week.first()))
}

/// A day, given as 2026-11-22, by its name.
pub(super) fn day(words: &Words, text: &str) -> String {
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, name, day) = (next(), next(), next());
    format!("{} {} {year}", number(day), month(words, name))
}

/// A text with its places filled in: `{name}` by the value of that name.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut rest = text;
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Of one or of several, with the number at `{n}`.
pub(super) fn counted(words: &Words, [one, several]: [&str; 2], number: u64) -> String {
    let text = if number == 1 { one } else { several };
    fill(text, &[("n", &count(words, number))])
}

/// The number at the end of `W05`, `Q4` or `05`.
fn number(text: &str) -> &str {
    text.trim_start_matches(['W', 'Q', '0'])
}

fn month<'a>(words: &'a Words, text: &str) -> &'a str {
    let at = text.parse::<usize>().unwrap_or_default();
    let found = at.checked_sub(1).and_then(|at| words.months.get(at));
    found.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::words::{EN, NL};
    use super::*;

    #[test]
    fn thousands_stand_apart_as_each_language_has_it() {
        assert_eq!(count(&NL, 0), "0");
        assert_eq!(count(&NL, 812), "812");
        assert_eq!(count(&NL, 1812), "1.812");
        assert_eq!(count(&EN, 1_234_567), "1,234,567");
    }

    #[test]
    fn a_difference_has_a_sign_and_the_languages_own_decimal() {
        for (difference, dutch, english) in [
            (-0.4027, "−40,3", "−40.3"),
            (0.0499, "+5,0", "+5.0"),
            (-0.0001, "−0,0", "−0.0"),
            (0.0, "0,0", "0.0"),
        ] {
            let shown = |words| points(words, difference).into_string();
            assert!(shown(&NL).contains(&format!(">{dutch}<")), "{}", shown(&NL));
            assert!(shown(&EN).contains(&format!(">{english}<")));
        }
        assert!(points(&EN, -0.4027).into_string().contains(r#""-0.4027""#));
    }

    #[test]
    fn a_little_is_not_nothing_and_nearly_all_is_not_all() {
        let all: Vec<String> = [0.0, 0.0001, 0.004, 0.005, 0.2462, 0.994, 0.996, 1.0]
            .into_iter()
            .map(percent)
            .collect();
        assert_eq!(
            all,
            ["0%", "<1%", "<1%", "1%", "25%", "99%", ">99%", "100%"]
        );
        assert_eq!(
            [exact(0.2462), exact(0.1), exact(1.0)],
            ["0.2462", "0.1000", "1.0000"]
        );
    }

    #[test]
    fn periods_and_days_have_names() {
        let named = |words, text: &str| period(words, text.parse().unwrap());
        assert_eq!(named(&NL, "2026-11"), "november 2026");
        assert_eq!(named(&EN, "2026-03"), "March 2026");
        assert_eq!(named(&NL, "2026-W05"), "week 5 van 2026");
        assert_eq!(named(&NL, "2026-W50"), "week 50 van 2026");
        assert_eq!(named(&EN, "2026-Q4"), "Q4 2026");
        assert_eq!(named(&NL, "2026-11-02"), "2 november 2026");
        assert_eq!(named(&NL, "2026"), "2026");
    }

    #[test]
    fn a_text_is_filled_in() {
        assert_eq!(
            fill("{n} van {of}.", &[("n", "3"), ("of", "4")]),
            "3 van 4."
        );
        assert_eq!(fill("{unknown}{", &[]), "");
        assert_eq!(counted(&NL, ["{n} stap", "{n} stappen"], 1), "1 stap");
        assert_eq!(
            counted(&NL, ["{n} stap", "{n} stappen"], 2000),
            "2.000 stappen"
        );
    }
}
