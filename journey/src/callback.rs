//! A request to be called: the only personal data, kept apart and never longer than was promised.
//!
//! It is kept under a name derived from the ULID that the browser made, so that a retry meets what it asked before while
//! nothing that is kept holds an instant finer than a day.

use crate::{
    check::{self, Faults, Node},
    day::Day,
    edition::Edition,
    problem::{Fault, Part},
    redaction,
    signal::MAX_NOTE,
};
use serde::Serialize;
use ulid::Ulid;

/// The largest body of a request, in bytes.
pub const BODY_LIMIT: usize = 4 * 1024;
/// The largest body of a change, in bytes.
pub const CHANGE_LIMIT: usize = 16 * 1024;
/// The longest name, in characters.
pub const MAX_NAME: usize = 80;
/// The longest telephone number as it is written, in characters.
pub const MAX_PHONE: usize = 40;
/// The most callbacks that a journey keeps at a time.
pub const MAX_CALLBACKS: usize = 10_000;

/// A request to be called, as it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Made in the browser.
    pub ulid: Ulid,
    /// The number to call, without spaces and other signs between the digits.
    pub phone: String,
    /// Whom to ask for, if they said so.
    pub name: Option<String>,
    /// The time of day.
    pub moment: Moment,
    /// The language they would speak.
    pub language: String,
}

/// A callback as it is kept.
#[derive(Debug, Serialize)]
pub struct Kept<'a> {
    /// Its name.
    pub id: &'a str,
    /// The step's id.
    pub step: &'a str,
    /// The number to call.
    pub phone: &'a str,
    /// Whom to ask for; the empty text for anyone.
    pub name: &'a str,
    /// The time of day.
    pub moment: &'static str,
    /// The language they would speak.
    pub language: &'a str,
    /// The day it was asked, as a number.
    pub asked: i32,
    /// The day before whose end to call, as a number.
    pub due: i32,
    /// The day on which it goes, as a number.
    pub deletes: i32,
}

/// A time of day at which to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename_all = "lowercase")
)]
pub enum Moment {
    /// Whenever it suits.
    Any,
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
}

/// What became of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename_all = "kebab-case")
)]
pub enum Status {
    /// Nothing yet.
    Open,
    /// They were spoken to.
    Reached,
    /// Somebody called and nobody answered.
    NotReached,
    /// Nothing more will be done.
    Closed,
}

/// What an owner changes in a callback; shaped as a JSON merge patch (RFC 7396).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The new status.
    pub status: Option<Status>,
    /// The new note, masked; the empty text removes it.
    pub note: Option<String>,
}

impl Moment {
    /// Every moment with its name in the API.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("any", Self::Any),
        ("morning", Self::Morning),
        ("afternoon", Self::Afternoon),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
        }
    }
}

impl Status {
    /// Every status with its name in the API.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("open", Self::Open),
        ("reached", Self::Reached),
        ("not-reached", Self::NotReached),
        ("closed", Self::Closed),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reached => "reached",
            Self::NotReached => "not-reached",
            Self::Closed => "closed",
        }
    }

    /// The status that a query asks for: the empty text for all of them.
    ///
    /// # Errors
    /// When there is no such status.
    pub fn asked(text: Option<&str>) -> Result<&'static str, Vec<Fault>> {
        let Some(text) = text else { return Ok("") };
        let known = Self::NAMES.iter().find(|(name, _)| *name == text);
        known.map(|(name, _)| *name).ok_or_else(|| {
            Vec::from([Fault::named(
                Part::Query,
                "status",
                "unknown-value",
                "Allowed here: open, reached, not-reached, closed.",
            )])
        })
    }
}

impl Request {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// Every fault in the body.
    pub fn read(bytes: &[u8], edition: &Edition) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let request = read_request(&Node::root(&value, &faults), edition);
        faults.settle(request)
    }
}

impl Change {
    /// Reads the body of a change; what it says of people in the note is masked.
    ///
    /// # Errors
    /// Every fault in the body.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let change = read_change(&Node::root(&value, &faults));
        faults.settle(change)
    }
}

/// The day so many working days, Monday to Friday, after another; public holidays count as working days.
#[must_use]
pub fn due(asked: Day, working_days: u32) -> Option<Day> {
    // Whoever asks in a weekend asks as on its Friday.
    let since_monday = asked.number() - asked.week().first().number();
    let weekday = since_monday.min(4);
    let days = i32::try_from(working_days).ok()?.checked_add(weekday)?;
    let monday = asked.week().first();
    monday.plus((days / 5).checked_mul(7)?.checked_add(days % 5)?)
}

/// The most calendar days that so many working days can take.
#[must_use]
pub fn longest_wait(working_days: u32) -> u32 {
    let over_a_weekend = match working_days % 5 {
        0 => 0,
        days => days + 2,
    };
    (working_days / 5)
        .saturating_mul(7)
        .saturating_add(over_a_weekend)
}

/// A telephone number that can be dialled: a Dutch one as `0612345678`, any other as `+32470123456`. Digits of other
/// scripts count, as do signs between them; what does not show is left out.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let mut dialled = String::new();
    for sign in text.chars().filter_map(|it| redaction::shown(it.into())) {
        match sign {
            b'0'..=b'9' => dialled.push(sign.into()),
            b'+' if dialled.is_empty() => dialled.push('+'),
            b' ' | b'-' | b'.' | b'/' | b'(' | b')' => {}
            _ => return None,
        }
    }
    let abroad = dialled
        .strip_prefix('+')
        .or_else(|| dialled.strip_prefix("00"));
    let Some(abroad) = abroad else {
        let dutch = dialled.len() == 10 && dialled.starts_with('0');
        return dutch.then_some(dialled);
    };
    let Some(dutch) = abroad.strip_prefix("31") else {
        // ITU-T E.164: at most 15 digits with the country's code, which never begins with 0.
        let well_formed = (8..=15).contains(&abroad.len()) && !abroad.starts_with('0');
        return well_formed.then(|| format!("+{abroad}"));
    };
    // Many write the 0 that is only for calls inside the country: +31 (0)6.
    let dutch = dutch.strip_prefix('0').unwrap_or(dutch);
    (dutch.len() == 9 && !dutch.starts_with('0')).then(|| format!("+31{dutch}"))
}

fn read_request(root: &Node, edition: &Edition) -> Option<Request> {
    let root = root.object(&["id", "phone", "name", "moment", "language"])?;
    let ulid = root.required("id").and_then(|node| {
        let text = node.text(26)?;
        let ulid = Ulid::from_string(text)
            .ok()
            .filter(|ulid| ulid.to_string() == text);
        if ulid.is_none() {
            node.fault("not-a-ulid", "A ULID in capitals is expected.");
        }
        ulid
    });
    let phone = root.required("phone").and_then(|node| {
        let phone = phone(node.text(MAX_PHONE)?);
        if phone.is_none() {
            node.fault(
                "not-a-phone-number",
                "A Dutch number of 10 digits is expected, or one of 8 to 15 digits after +.",
            );
        }
        phone
    });
    let name = root
        .optional("name")
        .and_then(|node| node.text(MAX_NAME))
        .map(|name| name.replace(hidden, "").trim().to_owned())
        .filter(|name| !name.is_empty());
    let moment = match root.optional("moment") {
        Some(node) => node.one_of(&Moment::NAMES),
        None => Some(Moment::Any),
    };
    let language = root.required("language").and_then(|node| {
        let code = node.text(35)?;
        let languages = &edition.definition.languages;
        let known = languages.iter().any(|it| it == code);
        if !known {
            let allowed = languages.join(", ");
            node.fault("unknown-language", format!("Allowed here: {allowed}."));
        }
        known.then(|| code.to_owned())
    });
    Some(Request {
        ulid: ulid?,
        phone: phone?,
        name,
        moment: moment?,
        language: language?,
    })
}

fn read_change(root: &Node) -> Option<Change> {
    let mut change = Change::default();
    for (key, node) in root.object(&["status", "note"])?.entries() {
        match key {
            "status" => change.status = node.one_of(&Status::NAMES),
            "note" if node.value().is_null() => change.note = Some(String::new()),
            "note" => {
                let text = node.text(MAX_NOTE);
                change.note = text.map(|text| redaction::mask(text.trim()).text);
            }
            _ => {}
        }
    }
    Some(change)
}

/// Whether a character could change how what stands around it is shown: controls, and signs that turn its direction.
fn hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Definition;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn edition() -> Edition {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl", "en"], "origins": [],
            "steps": [{"id": "a", "title": {"nl": "A"},
                       "question": {"prompt": {"nl": "?"}, "scale": "ease"}}]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
        Edition::next(None, definition, 0)
    }

    fn read(body: &Value) -> Result<Request, Vec<Fault>> {
        Request::read(body.to_string().as_bytes(), &edition())
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_name_is_asked_for_as_what_it_names() {
        for (name, moment) in Moment::NAMES {
            assert_eq!(moment.name(), name);
        }
        for (name, status) in Status::NAMES {
            assert_eq!(status.name(), name);
            assert_eq!(Status::asked(Some(name)), Ok(name));
        }
        assert_eq!(Status::asked(None), Ok(""), "all of them");
        let faults = Status::asked(Some("done")).unwrap_err();
        assert_eq!(faults[0].part, Part::Query);
        assert_eq!(faults[0].code, "unknown-value");
    }

    #[test]
    fn the_longest_request_and_change_fit_in_a_body() {
        // What may be the longest as JSON: a sign of two escapes.
        let long = |signs: usize| "\\ud83d\\ude00".repeat(signs);
        let request = long(MAX_NAME) + &long(MAX_PHONE);
        assert!(request.len() + 200 < BODY_LIMIT);
        assert!(long(MAX_NOTE).len() + 200 < CHANGE_LIMIT);
    }

    #[test]
    fn working_days_leave_out_the_weekend() {
        // 2026-11-25 is a Wednesday.
        for (asked, working_days, expected) in [
            ("2026-11-25", 1, "2026-11-26"),
            ("2026-11-25", 2, "2026-11-27"),
            ("2026-11-25", 3, "2026-11-30"),
            ("2026-11-27", 1, "2026-11-30"),
            ("2026-11-28", 1, "2026-11-30"),
            ("2026-11-29", 1, "2026-11-30"),
            ("2026-11-29", 5, "2026-12-04"),
            ("2026-11-27", 10, "2026-12-11"),
            ("2026-12-31", 1, "2027-01-01"),
        ] {
            assert_eq!(
                due(day(asked), working_days),
                Some(day(expected)),
                "{asked} + {working_days}"
            );
        }
    }

    #[test]
    fn numbers_that_can_be_dialled_are_written_in_one_way() {
        for (text, expected) in [
            ("06 12345678", "0612345678"),
            ("06-12 34 56 78", "0612345678"),
            ("(0318) 12.34.56", "0318123456"),
            ("088/1234567", "0881234567"),
            ("+31 6 12345678", "+31612345678"),
            ("+31 (0)6 12345678", "+31612345678"),
            ("0031612345678", "+31612345678"),
            ("+32 470 12 34 56", "+32470123456"),
            ("00 49 30 1234567", "+49301234567"),
            ("\u{202a}+31 6 12345678\u{202c}", "+31612345678"),
            ("٠٦١٢٣٤٥٦٧٨", "0612345678"),
            ("０６１２３４５６７８", "0612345678"),
        ] {
            assert_eq!(phone(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        for text in [
            "",
            "bel mij",
            "06 1234567",
            "06 123456789",
            "612345678",
            "140318",
            "+31 6 1234567",
            "+31 6 123456789",
            "+0 12345678",
            "+1234567",
            "+1234567890123456",
            "06+12345678",
            "++31612345678",
            "06 12345678 x 9",
            "tel:0612345678",
        ] {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_keeps_what_shows_and_nothing_that_turns_the_text_around() {
        let body = |name: &str| json!({"id": "01KAPYN9G0ZZZZZZZZZZZZZZZZ", "phone": "0612345678", "name": name, "language": "nl"});
        let name = |text: &str| read(&body(text)).unwrap().name;
        assert_eq!(
            name(" Zoë \u{202e}el-Amrani\n\u{7}").as_deref(),
            Some("Zoë el-Amrani")
        );
        assert_eq!(name("\u{200e}\u{2066}"), None);
        let read = read(&body("Jan")).unwrap();
        assert_eq!((read.moment, read.language.as_str()), (Moment::Any, "nl"));
    }

    #[test]
    fn every_fault_of_a_request_is_named() {
        let places = |body: &Value| -> Vec<String> {
            let faults = read(body).unwrap_err();
            let faults = faults.into_iter();
            faults
                .map(|it| format!("{:?} {}", it.location, it.code))
                .collect()
        };
        assert_eq!(
            places(
                &json!({"id": "x", "phone": "112", "name": "x".repeat(81), "moment": "night", "language": "fr", "more": 1})
            ),
            [
                r#"Pointer("/more") unknown-field"#,
                r#"Pointer("/id") not-a-ulid"#,
                r#"Pointer("/phone") not-a-phone-number"#,
                r#"Pointer("/name") too-long"#,
                r#"Pointer("/moment") unknown-value"#,
                r#"Pointer("/language") unknown-language"#,
            ]
        );
        assert_eq!(places(&json!({})).len(), 3);
    }

    #[test]
    fn a_change_names_a_status_and_a_masked_note() {
        let read = |body: Value| Change::read(body.to_string().as_bytes());
        let change =
            read(json!({"status": "not-reached", "note": " mail jan@voorbeeld.nl "})).unwrap();
        assert_eq!(change.status, Some(Status::NotReached));
        assert_eq!(change.note.as_deref(), Some("mail [e-mail]"));
        assert_eq!(read(json!({})).unwrap(), Change::default());
        assert_eq!(
            read(json!({"note": null})).unwrap().note.as_deref(),
            Some("")
        );
        let faults = read(json!({"status": "lost", "note": "x".repeat(501), "phone": "1"}));
        assert_eq!(faults.unwrap_err().len(), 3);
        assert_eq!(Status::asked(Some("not-reached")), Ok("not-reached"));
        assert_eq!(Status::asked(None), Ok(""));
        assert!(Status::asked(Some("new")).is_err());
    }

    proptest! {
        #[test]
        fn the_due_day_is_so_many_working_days_on(number in -700_000..2_000_000_i32, working_days in 1..60_u32) {
            let asked = Day::from_number(number).unwrap();
            let due = due(asked, working_days).unwrap();
            let is_working = |day: i32| (day + 3).rem_euclid(7) < 5;
            prop_assert!(is_working(due.number()));
            let passed = (asked.number() + 1..=due.number()).filter(|day| is_working(*day)).count();
            prop_assert_eq!(passed, usize::try_from(working_days).unwrap());
            prop_assert!(due.number() - asked.number() <= i32::try_from(longest_wait(working_days)).unwrap());
        }

        #[test]
        fn no_number_panics_and_what_is_taken_can_be_taken_again(text in "[+0-9 ()./-]{0,20}|\\PC{0,20}") {
            if let Some(phone) = phone(&text) {
                prop_assert!((9..=16).contains(&phone.len()));
                prop_assert_eq!(super::phone(&phone), Some(phone));
            }
        }
    }

    #[test]
    fn the_longest_wait_holds_a_weekend_more_for_each_week_begun() {
        let waits = [1, 2, 3, 4, 5, 6, 10].map(longest_wait);
        assert_eq!(waits, [3, 4, 5, 6, 7, 10, 14]);
    }
}
