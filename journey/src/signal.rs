//! The owner's inbox: signals, which of them are asked for, and what an owner changes in one.
//!
//! A signal shows what was answered only once the batch that holds it is released: before that,
//! option, reason and tone are null, so that no waiting answer can be worked out. One that an employee reported has no answer
//! at all and counts in no figure.

use crate::{
    check::{self, Faults, Node, is_id},
    day::Day,
    edition::Edition,
    problem::{Fault, Part},
    redaction,
    scale::Tone,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Reverse;

/// The longest note, in characters.
pub const MAX_NOTE: usize = 500;
/// The longest signal that an employee reports, in characters.
pub const MAX_REPORTED: usize = 1000;
/// The largest body of a change, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;
/// The most signals of a page.
pub const MAX_PAGE: u32 = 100;
/// The signals of a page where none is asked for.
pub const DEFAULT_PAGE: u32 = 50;

/// A comment in the owner's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    /// Its name: the number of its shard, a hyphen and a UUID.
    pub id: String,
    /// The step's id.
    pub step: String,
    /// The version of the step's question.
    pub question_version: u32,
    /// The day of the response.
    pub day: Day,
    /// What the owner did with it.
    pub status: Status,
    /// Whether its answer still waits for its batch; option, reason and tone are null until then.
    pub waiting: bool,
    /// What was answered; null for good where an employee reported it.
    pub option: Option<String>,
    /// The reason that was chosen, if any.
    pub reason: Option<String>,
    /// The option's tone.
    #[serde(default)]
    pub tone: Option<Tone>,
    /// The comment, masked.
    pub comment: String,
    /// The owner's own note, masked, if any.
    pub note: Option<String>,
}

/// What an owner did with a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing yet.
    New,
    /// Somebody read it.
    Seen,
    /// Something will be done.
    Planned,
    /// Something was done.
    Done,
    /// Nothing will be done.
    Declined,
}

/// One page of the inbox, the newest day first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inbox {
    /// The signals.
    pub signals: Vec<Signal>,
    /// The `cursor` that gives the next page; null on the last.
    pub next: Option<String>,
}

/// Which signals are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Those of one status, else all.
    pub status: Option<Status>,
    /// Those of one step, else all.
    pub step: Option<String>,
    /// How many at most.
    pub limit: u32,
    /// Those after this place.
    pub after: Option<Place>,
}

/// A place in the inbox: a signal's day and its UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The day.
    pub day: Day,
    /// The signal's name without its shard.
    pub uuid: String,
}

/// The signals that nobody read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many there are.
    pub count: u64,
    /// The day of the oldest.
    pub since: Option<Day>,
}

/// What an owner changes in a signal; shaped as a JSON merge patch (RFC 7396).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The new status.
    pub status: Option<Status>,
    /// The new note, masked; the inner none removes it.
    pub note: Option<Option<String>>,
}

impl Status {
    /// Every status with its name in the API.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("new", Self::New),
        ("seen", Self::Seen),
        ("planned", Self::Planned),
        ("done", Self::Done),
        ("declined", Self::Declined),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Seen => "seen",
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Declined => "declined",
        }
    }
}

impl Signal {
    /// Adds the option's tone, as its question version has it.
    pub fn add_tone(&mut self, edition: &Edition) {
        let question = edition.question(&self.step, self.question_version);
        self.tone = question.and_then(|question| {
            let options = question.scale.options();
            let option = options
                .iter()
                .find(|option| Some(option.id) == self.option.as_deref())?;
            Some(option.tone)
        });
    }

    /// Whether an employee reported it: it never had an answer.
    #[must_use]
    pub fn is_reported(&self) -> bool {
        self.option.is_none() && !self.waiting
    }

    fn uuid(&self) -> &str {
        split_id(&self.id).map_or("", |(_, uuid)| uuid)
    }
}

impl Inbox {
    /// The page that the shards' pages make together.
    #[must_use]
    pub fn merge(mut signals: Vec<Signal>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        signals.sort_by(|a, b| (Reverse(a.day), a.uuid()).cmp(&(Reverse(b.day), b.uuid())));
        let more = signals.len() > limit;
        signals.truncate(limit);
        let next = signals
            .last()
            .filter(|_| more)
            .map(|last| format!("{}.{}", last.day, last.uuid()));
        Self { signals, next }
    }
}

impl Unread {
    /// Adds those of another shard.
    pub fn add(&mut self, count: u64, since: Option<Day>) {
        self.count += count;
        self.since = match (self.since, since) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    /// How many days the oldest has been waiting for a reader.
    #[must_use]
    pub fn days(&self, today: Day) -> Option<u32> {
        let since = self.since?;
        u32::try_from(today.number() - since.number()).ok()
    }

    /// Whether asking pauses: the oldest has been waiting for so many days, or longer. Zero days never do.
    #[must_use]
    pub fn pauses_asking(&self, today: Day, after_days: u32) -> bool {
        after_days > 0 && self.days(today).is_some_and(|days| days >= after_days)
    }
}

impl Asked {
    /// Reads the query parameters `status`, `step`, `limit` and `cursor`, given each one's value.
    ///
    /// # Errors
    /// Every parameter that is not allowed.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut fault = |name, code, detail| {
            faults.push(Fault::named(Part::Query, name, code, detail));
        };
        let mut asked = Self {
            status: None,
            step: None,
            limit: DEFAULT_PAGE,
            after: None,
        };
        if let Some(text) = parameter("status") {
            asked.status = Status::NAMES
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, status)| *status);
            if asked.status.is_none() {
                fault(
                    "status",
                    "unknown-value",
                    "Allowed here: new, seen, planned, done, declined.",
                );
            }
        }
        if let Some(text) = parameter("step") {
            asked.step = is_id(&text).then_some(text);
            if asked.step.is_none() {
                fault("step", "not-an-id", "A step's id is expected.");
            }
        }
        if let Some(text) = parameter("limit") {
            match text.parse() {
                Ok(limit @ 1..=MAX_PAGE) => asked.limit = limit,
                _ => fault(
                    "limit",
                    "not-in-range",
                    "A whole number from 1 to 100 is expected.",
                ),
            }
        }
        if let Some(text) = parameter("cursor") {
            asked.after = text.split_once('.').and_then(|(day, uuid)| {
                Some(Place {
                    day: day.parse().ok()?,
                    uuid: is_id(uuid).then(|| uuid.to_owned())?,
                })
            });
            if asked.after.is_none() {
                fault(
                    "cursor",
                    "not-a-cursor",
                    "Send the value of next from the page before.",
                );
            }
        }
        if faults.is_empty() {
            Ok(asked)
        } else {
            Err(faults)
        }
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
        let change = Self::read_node(&Node::root(&value, &faults));
        faults.settle(change)
    }

    fn read_node(body: &Node) -> Option<Self> {
        let mut change = Self::default();
        for (key, node) in body.object(&["status", "note"])?.entries() {
            match key {
                "status" => change.status = node.one_of(&Status::NAMES),
                "note" if node.value().is_null() => change.note = Some(None),
                "note" => {
                    let text = node.text(MAX_NOTE);
                    change.note = text.map(|text| Some(redaction::mask(text.trim()).text));
                }
                _ => {}
            }
        }
        Some(change)
    }
}

/// Reads what an employee reports in words; what it says of people is masked.
///
/// # Errors
/// What is wrong with it.
pub fn read_reported(text: &str) -> Result<String, Vec<Fault>> {
    let value = Value::from(text);
    let faults = Faults::default();
    let node = Node::at(&value, "/comment".to_owned(), &faults);
    let text = node.text(MAX_REPORTED);
    let masked = text.map(|text| redaction::mask(text.trim()).text);
    faults.settle(masked)
}

/// A signal's shard and UUID out of its name.
#[must_use]
pub fn split_id(id: &str) -> Option<(u16, &str)> {
    let (shard, uuid) = id.split_once('-')?;
    let number: u16 = shard.parse().ok()?;
    (number.to_string() == shard && is_id(uuid)).then_some((number, uuid))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(id: &str, day: &str) -> Signal {
        Signal {
            id: id.to_owned(),
            step: "drawings".to_owned(),
            question_version: 1,
            day: day.parse().unwrap(),
            status: Status::New,
            waiting: true,
            option: None,
            reason: None,
            tone: None,
            comment: "words".to_owned(),
            note: None,
        }
    }

    #[test]
    fn a_signals_tone_is_that_of_its_option_in_its_question() {
        let definition = serde_json::json!({
            "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
            "steps": [{"id": "drawings", "title": {"nl": "A"},
                       "question": {"prompt": {"nl": "?"}, "scale": "ease"}}]
        });
        let definition = definition.to_string();
        let definition = crate::definition::Definition::read(definition.as_bytes(), |_| true);
        let edition = Edition::next(None, definition.unwrap(), 0);
        for (option, version, tone) in [
            (Some("difficult"), 1, Some(Tone::Negative)),
            (Some("very-easy"), 1, Some(Tone::Positive)),
            (Some("neutral"), 1, Some(Tone::Neutral)),
            (Some("difficult"), 2, None),
            (Some("up"), 1, None),
            (None, 1, None),
        ] {
            let mut signal = Signal {
                option: option.map(str::to_owned),
                question_version: version,
                ..signal("0-a", "2026-11-22")
            };
            signal.add_tone(&edition);
            assert_eq!(signal.tone, tone, "{option:?} of {version}");
        }
    }

    #[test]
    fn what_an_employee_reports_is_bounded_and_masked() {
        let masked = read_reported(" Bel 06 12345678 ").unwrap();
        assert!(masked.starts_with("Bel ") && !masked.contains("1234"));
        for (text, code) in [
            (" \n".to_owned(), "empty"),
            ("x".repeat(MAX_REPORTED + 1), "too-long"),
        ] {
            assert_eq!(read_reported(&text).unwrap_err()[0].code, code);
        }
        let mut reported = signal("0-a", "2026-11-22");
        assert!(!reported.is_reported());
        reported.waiting = false;
        assert!(reported.is_reported());
        reported.option = Some("up".to_owned());
        assert!(!reported.is_reported());
    }

    fn asked(query: &[(&str, &str)]) -> Result<Asked, Vec<Fault>> {
        Asked::read(|name| {
            let found = query.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn pages_of_several_shards_make_one_page_and_its_cursor_leads_on() {
        let all = vec![
            signal("0-b", "2026-11-20"),
            signal("1-c", "2026-11-22"),
            signal("2-a", "2026-11-20"),
        ];
        let page = Inbox::merge(all.clone(), 2);
        let ids: Vec<&str> = page.signals.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["1-c", "2-a"]);
        let cursor = page.next.unwrap();
        let after = asked(&[("cursor", &cursor)]).unwrap().after.unwrap();
        assert_eq!(
            after,
            Place {
                day: "2026-11-20".parse().unwrap(),
                uuid: "a".to_owned()
            }
        );
        assert_eq!(Inbox::merge(all, 3).next, None);
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let query = [
            ("status", "old"),
            ("step", "A b"),
            ("limit", "0"),
            ("cursor", "x"),
        ];
        assert_eq!(asked(&query).unwrap_err().len(), 4);
        assert!(asked(&[("limit", "101")]).is_err());
        assert_eq!(
            asked(&[("status", "done"), ("step", "a"), ("limit", "100")]).unwrap(),
            Asked {
                status: Some(Status::Done),
                step: Some("a".to_owned()),
                limit: 100,
                after: None
            }
        );
    }

    #[test]
    fn the_oldest_of_all_shards_tells_how_long_nobody_read() {
        let day = |text: &str| text.parse::<Day>().ok();
        let mut unread = Unread::default();
        assert_eq!(unread.days(day("2026-11-25").unwrap()), None);
        unread.add(2, day("2026-11-20"));
        unread.add(0, None);
        unread.add(1, day("2026-11-11"));
        assert_eq!(unread.count, 3);
        assert_eq!(unread.days(day("2026-11-25").unwrap()), Some(14));
    }

    #[test]
    fn asking_pauses_once_the_oldest_waited_that_long_and_only_where_that_is_set() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-11-25");
        assert!(!Unread::default().pauses_asking(today, 1), "all is read");
        let mut unread = Unread::default();
        unread.add(1, Some(day("2026-11-11")));
        for (after_days, pauses) in [(0, false), (13, true), (14, true), (15, false)] {
            assert_eq!(
                unread.pauses_asking(today, after_days),
                pauses,
                "{after_days}"
            );
        }
        // One that seems to come from tomorrow, of another time zone, has not waited at all.
        assert!(!unread.pauses_asking(day("2026-11-10"), 1));
    }

    #[test]
    fn a_change_names_what_it_changes_and_nothing_else() {
        assert_eq!(Change::read(b"{}").unwrap(), Change::default());
        assert_eq!(
            Change::read(br#"{"status":"planned"}"#).unwrap(),
            Change {
                status: Some(Status::Planned),
                note: None
            }
        );
        assert_eq!(Change::read(br#"{"note":null}"#).unwrap().note, Some(None));
        let note = Change::read(br#"{"note":" mail jan@voorbeeld.nl "}"#).unwrap();
        let note = note.note.flatten().unwrap();
        assert!(note.starts_with("mail") && !note.contains("voorbeeld.nl"));
    }

    #[test]
    fn every_fault_of_a_change_is_named_at_once() {
        let body = format!(
            r#"{{"status":null,"note":"{}","id":"x"}}"#,
            "x".repeat(MAX_NOTE + 1)
        );
        assert_eq!(Change::read(body.as_bytes()).unwrap_err().len(), 3);
    }

    #[test]
    fn a_name_tells_the_shard() {
        assert_eq!(split_id("12-ab-c"), Some((12, "ab-c")));
        for id in ["", "12", "-ab", "012-ab", "x-ab", "1-", "1-AB", "70000-a"] {
            assert_eq!(split_id(id), None, "{id}");
        }
    }
}
