//! A backup: everything an organisation and its journeys hold, as lines of JSON.
//!
//! The first line is `{"format":"journey-feedback","version":1}`, the last `{"kind":"complete"}`.
//! Between them stand what the organisation holds, and then, for each journey, its editions, oldest first, what the
//! journey holds itself, and its shards:
//!
//! | line | what it is |
//! |---|---|
//! | `{"kind":"organisation"}` | begins what the organisation holds |
//! | `{"kind":"key","id","hash","label","role","journeys","created","used"}` | a key that is not revoked, by its hash alone; `journeys` may be null, for all of them, and so may `used`, the last day |
//! | `{"kind":"audit","date","key","action","subject","nth"}` | a line of the audit log, the oldest first; `nth` counts those of a day that say the same, from 1 |
//! | `{"kind":"edition","journey","edition"}` | a definition with every question asked so far |
//! | `{"kind":"journey","journey"}` | begins what a journey holds itself |
//! | `{"kind":"improvement","improvement"}` | an improvement as the API gives it, without its effect |
//! | `{"kind":"callback","id","step","phone","name","moment","language","asked","due","deletes","status","note"}` | a request to be called; three days; `name` and `note` may be null |
//! | `{"kind":"shard","journey","shard"}` | begins what one shard holds |
//! | `{"kind":"tally","step","questionVersion","breakdown","day","option","reason","count"}` | released answers of a day; `breakdown` is `total`, `channel:web`, `language:nl` or `audience:ID`; `reason` may be null |
//! | `{"kind":"showing","step","questionVersion","day","channel","audience","language","state","count"}` | responses that reached a state: `seen`, `started` or `dismissed`; `audience` may be null |
//! | `{"kind":"signal","id","step","questionVersion","day","batch","burst","option","reason","comment","status","note"}` | a comment; `id` is a name of its own, such as a UUID; `batch` is the batch that holds its answer, by its number in the shard, or of its group in the burst; null when that is released; `burst` is the number of the burst that holds it, null when none does; `note` may be null; one that an employee reported has no `option`, `reason`, `batch` or `burst` |
//! | `{"kind":"waiting","group","waiting"}`, `{"kind":"burst","number","burst"}`, `{"kind":"receipt","ulid","receipt"}` | what waits, what is held and what makes retries safe, as the shard keeps it |
//! | `{"kind":"end","rows"}` | ends the organisation, the journey or the shard, with the number of lines since it began |
//!
//! Counts are absolute: what is read is what a shard will hold, never added to what it holds. Keys and lines of the
//! audit log join those that are there; a key of which either log says `key-revoked` stays revoked. A
//! row may stand once only. A journey's edition lines may be left out where the journey is there
//! already. A fault's JSON pointer begins with the number of its line, counted from 0.

use crate::{
    access::{KeyRequest, MAX_KEYS},
    burst::Burst,
    callback::{self, MAX_NAME, Moment},
    check::{self, Faults, Node, Object, is_id},
    day::Day,
    definition::{Definition, MAX_COMMENT, MAX_PROMPT},
    edition::{AskedQuestion, Edition},
    improvement::{Improvement, MAX_SIGNALS},
    problem::Fault,
    receipt::Receipt,
    redaction,
    response::{Channel, OPEN_OPTION, State},
    shard::Waiting,
    shard_plan::MAX_SHARDS,
    signal::{MAX_NOTE, Status},
    tally::Group,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeSet;
use ulid::Ulid;

/// The first line.
pub const HEADER: &str = r#"{"format":"journey-feedback","version":1}"#;
/// The last line.
pub const COMPLETE: &str = r#"{"kind":"complete"}"#;
/// The longest line, in bytes.
pub const MAX_LINE: usize = 8 * 1024 * 1024;
/// The most faults that are named; reading ends there.
pub const MAX_FAULTS: usize = 100;

const MOST: u64 = 1_000_000_000;

/// Reads a backup line by line, and gives each part of it once that is whole.
#[derive(Debug, Default)]
pub struct Reader {
    lines: usize,
    stage: Stage,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Header,
    Between,
    Rows(Rows),
    Complete,
}

/// A whole part of a backup.
#[derive(Debug)]
pub enum Part {
    /// One edition of a journey.
    Edition(String, Box<Edition>),
    /// What the organisation, a journey or one of its shards holds.
    Rows(Rows),
}

/// What an import did.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Imported {
    /// What the organisation holds: keys and the audit log; absent where the file has nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<ImportedOrganisation>,
    /// Every edition in the file.
    pub editions: Vec<ImportedEdition>,
    /// What every journey in the file holds itself.
    pub journeys: Vec<ImportedJourney>,
    /// Every shard in the file.
    pub shards: Vec<ImportedShard>,
}

/// What became of the keys and the audit log.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedOrganisation {
    /// How many rows the file has of them.
    pub rows: usize,
    /// What became of them.
    pub outcome: Outcome,
}

/// What became of an edition.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedEdition {
    /// The journey's id.
    pub journey: String,
    /// The edition's number.
    pub number: u32,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of what a journey holds itself: improvements and callbacks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedJourney {
    /// The journey's id.
    pub journey: String,
    /// How many rows the file has for it.
    pub rows: usize,
    /// What became of them.
    pub outcome: Outcome,
}

/// What became of what one shard holds.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportedShard {
    /// The journey's id.
    pub journey: String,
    /// The shard's number.
    pub shard: u16,
    /// How many rows the file has for it.
    pub rows: usize,
    /// What became of them.
    pub outcome: Outcome,
}

/// What became of a part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is here now.
    Imported,
    /// It was here before; nothing changed.
    Present,
}

/// What somebody holds, not yet checked.
#[derive(Debug)]
pub struct Rows {
    /// Who holds it.
    pub holder: Holder,
    first_line: usize,
    held: Vec<Value>,
}

/// Who holds rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The organisation.
    Organisation,
    /// The journey of an id itself.
    Journey(String),
    /// The shard of a journey, by its number.
    Shard(String, u16),
}

impl Reader {
    /// Takes the next line, without its line end. Time zones are known by name to `is_time_zone`.
    ///
    /// # Errors
    /// Every fault in the line.
    pub fn line(
        &mut self,
        line: &[u8],
        is_time_zone: impl Fn(&str) -> bool,
    ) -> Result<Option<Part>, Vec<Fault>> {
        let pointer = format!("/{}", self.lines);
        self.lines += 1;
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let value = check::parse(line).map_err(|_| {
            Vec::from([Fault::body(
                pointer.clone(),
                "invalid-json",
                "This line is not valid JSON.",
            )])
        })?;
        let faults = Faults::default();
        let mut part = None;
        let step = self.step(&value, pointer, &faults, is_time_zone, &mut part);
        faults.settle(step.map(|()| part))
    }

    /// The end of the file.
    ///
    /// # Errors
    /// When the last line is missing: the file was cut off.
    pub fn end(&self) -> Result<(), Vec<Fault>> {
        if matches!(self.stage, Stage::Complete) {
            Ok(())
        } else {
            Err(Vec::from([Fault::body(
                format!("/{}", self.lines),
                "cut-off",
                "The file ends before its last line; what came whole was imported.",
            )]))
        }
    }

    fn step(
        &mut self,
        value: &Value,
        pointer: String,
        faults: &Faults,
        is_time_zone: impl Fn(&str) -> bool,
        part: &mut Option<Part>,
    ) -> Option<()> {
        let node = Node::at(value, pointer, faults);
        let kind = value.get("kind").and_then(Value::as_str);
        match (std::mem::take(&mut self.stage), kind) {
            (Stage::Header, _) => {
                let header = node.object(&["format", "version"])?;
                header
                    .required("format")?
                    .one_of(&[("journey-feedback", ())])?;
                header.required("version")?.integer(1..=1)?;
                self.stage = Stage::Between;
            }
            (Stage::Between, Some("edition")) => {
                self.stage = Stage::Between;
                *part = Some(read_edition(&node, is_time_zone)?);
            }
            (Stage::Between, Some("organisation")) => {
                node.object(&["kind"])?;
                self.stage = self.rows_of(Holder::Organisation);
            }
            (Stage::Between, Some("journey")) => {
                let object = node.object(&["kind", "journey"])?;
                let journey = object.required("journey")?.id()?.to_owned();
                self.stage = self.rows_of(Holder::Journey(journey));
            }
            (Stage::Between, Some("shard")) => {
                let object = node.object(&["kind", "journey", "shard"])?;
                let journey = object.required("journey").and_then(|it| it.id());
                let shard = object
                    .required("shard")
                    .and_then(|it| it.integer(0..=u64::from(MAX_SHARDS) - 1));
                let holder = Holder::Shard(journey?.to_owned(), u16::try_from(shard?).ok()?);
                self.stage = self.rows_of(holder);
            }
            (Stage::Between, Some("complete")) => self.stage = Stage::Complete,
            (Stage::Rows(part_rows), Some("end")) => {
                self.stage = Stage::Between;
                let rows = u64::try_from(part_rows.held.len()).ok()?;
                node.object(&["kind", "rows"])?
                    .required("rows")?
                    .integer(rows..=rows)?;
                *part = Some(Part::Rows(part_rows));
            }
            (Stage::Rows(mut rows), _) => {
                rows.held.push(value.clone());
                self.stage = Stage::Rows(rows);
            }
            (Stage::Between | Stage::Complete, _) => {
                node.fault("misplaced", "A line of this kind cannot stand here.");
                return None;
            }
        }
        Some(())
    }

    /// Rows that begin after this line.
    fn rows_of(&self, holder: Holder) -> Stage {
        Stage::Rows(Rows {
            holder,
            first_line: self.lines,
            held: Vec::new(),
        })
    }
}

fn read_edition(node: &Node, is_time_zone: impl Fn(&str) -> bool) -> Option<Part> {
    let object = node.object(&["kind", "journey", "edition"])?;
    let journey = object.required("journey").and_then(|it| it.id());
    let node = object.required("edition")?;
    let Ok(edition) = serde_json::from_str::<Edition>(&node.value().to_string()) else {
        node.fault("not-an-edition", "An edition as exported is expected.");
        return None;
    };
    let definition = serde_json::to_vec(&edition.definition).ok()?;
    let read = Definition::read(&definition, is_time_zone).ok();
    // What the definition asks must be the newest version of each question.
    let again = Edition::next(Some(&edition), edition.definition.clone(), 0);
    let holds = read.as_ref() == Some(&edition.definition)
        && again.asked == edition.asked
        && (1..=MAX_SHARDS).contains(&edition.shard_plan.count());
    if !holds {
        node.fault(
            "not-an-edition",
            "The definition or its questions do not hold.",
        );
        return None;
    }
    Some(Part::Edition(journey?.to_owned(), Box::new(edition)))
}

impl Rows {
    /// The id of the journey they are of.
    #[must_use]
    pub fn journey(&self) -> Option<&str> {
        match &self.holder {
            Holder::Organisation => None,
            Holder::Journey(journey) | Holder::Shard(journey, _) => Some(journey),
        }
    }

    /// The rows, checked and each written in one way only, whatever way it was written before.
    /// Personal data in comments is masked. The edition is that of their journey, if there is one.
    ///
    /// # Errors
    /// Every fault in the rows, up to [`MAX_FAULTS`].
    pub fn checked(self, edition: Option<&Edition>) -> Result<Vec<String>, Vec<Fault>> {
        let faults = Faults::default();
        let begin = self.first_line.saturating_sub(1);
        let read = |node: &Node| match (&self.holder, edition) {
            (Holder::Shard(..), Some(edition)) => read_row(node, edition),
            (Holder::Journey(_), Some(edition)) => read_journey_row(node, edition),
            _ => read_organisation_row(node),
        };
        match (&self.holder, edition) {
            (Holder::Journey(_) | Holder::Shard(..), None) => {
                return Err(Vec::from([Fault::body(
                    format!("/{begin}/journey"),
                    "unknown",
                    "There is no such journey, and the file brings no edition of it before this line.",
                )]));
            }
            (Holder::Shard(_, shard), Some(edition)) if *shard >= edition.shard_plan.count() => {
                faults.note(Fault::body(
                    format!("/{begin}/shard"),
                    "unknown-shard",
                    "The journey has fewer shards than that.",
                ));
            }
            _ => {}
        }
        let mut keys = BTreeSet::new();
        let mut lines = Vec::with_capacity(self.held.len());
        for (index, mut row) in self.held.into_iter().enumerate() {
            let node = Node::at(&row, format!("/{}", self.first_line + index), &faults);
            let before = faults.count();
            let Some(key) = read(&node) else {
                if faults.count() == before {
                    node.fault("invalid", "This row is not valid.");
                }
                if faults.count() >= MAX_FAULTS {
                    break;
                }
                continue;
            };
            if !keys.insert(key) {
                node.fault("twice", "This row stands here already.");
            }
            for text in ["comment", "note"] {
                row.get_mut(text).map(mask);
            }
            for texts in ["/improvement/youSaid", "/improvement/weDid"] {
                let texts = row.pointer_mut(texts).and_then(Value::as_object_mut);
                for (_, text) in texts.into_iter().flatten() {
                    mask(text);
                }
            }
            lines.push(row.to_string());
        }
        let api_keys = keys.iter().filter(|it| it.starts_with("k ")).count();
        if api_keys > MAX_KEYS {
            let pointer = format!("/{begin}");
            let detail = format!("At most {MAX_KEYS} keys are allowed.");
            faults.note(Fault::body(pointer, "too-many", detail));
        }
        faults.settle(Some(lines))
    }
}

fn mask(text: &mut Value) {
    if let Value::String(text) = text {
        *text = redaction::mask(text).text;
    }
}

/// Checks a row of what the organisation holds, and gives what no other may have.
fn read_organisation_row(node: &Node) -> Option<String> {
    let kinds = [("key", true), ("audit", false)];
    if node.any_object()?.required("kind")?.one_of(&kinds)? {
        let object = node.object(&[
            "kind", "id", "hash", "label", "role", "journeys", "created", "used",
        ])?;
        let id = object.required("id").and_then(|it| it.id());
        let hash = object.required("hash")?;
        let text = hash.text(64)?;
        if text.len() != 64
            || !text
                .bytes()
                .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
        {
            hash.fault("not-a-hash", "A hash as exported is expected.");
        }
        KeyRequest::of(&object);
        read_day(&object, "created");
        if object.optional("used").is_some() {
            read_day(&object, "used");
        }
        return Some(format!("k {}", id?));
    }
    let object = node.object(&["kind", "date", "key", "action", "subject", "nth"])?;
    let id = |key| object.required(key).and_then(|it| it.id());
    let (key, action) = (id("key"), id("action"));
    let date = read_day(&object, "date");
    let nth = object.required("nth").and_then(|it| it.integer(1..=MOST));
    let node = object.required("subject")?;
    let subject = node.text(300)?;
    // Ids and a few words of ours, but no text from outside.
    let known = |it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'/' | b' ' | b'(' | b')');
    if !subject.bytes().all(known) {
        node.fault("not-as-exported", "A value as exported is expected.");
    }
    Some(format!("a {} {key:?} {action:?} {subject} {}", date?, nth?))
}

/// Checks a row of what a journey holds itself, and gives what no other may have. Languages and steps may be of earlier
/// editions.
fn read_journey_row(node: &Node, edition: &Edition) -> Option<String> {
    let kinds = [("improvement", true), ("callback", false)];
    let is_improvement = node.any_object()?.required("kind")?.one_of(&kinds)?;
    let known_step = |node: &Node, step: &str| {
        let known = edition.asked.contains_key(step);
        if !known {
            node.fault("unknown-step", "This journey has no such step.");
        }
        known.then_some(())
    };
    if is_improvement {
        let node = node
            .object(&["kind", "improvement"])?
            .required("improvement")?;
        let improvement = as_kept::<Improvement>(&node)?;
        known_step(&node, &improvement.step)?;
        let texts = improvement.you_said.iter().chain([&improvement.we_did]);
        // A text is masked after its length was checked.
        let fits = texts
            .flat_map(|texts| texts.0.values())
            .all(|text| !text.is_empty() && text.chars().count() <= 2 * MAX_PROMPT);
        if !fits || !is_id(&improvement.id) || improvement.signals.len() > MAX_SIGNALS {
            node.fault("not-as-exported", "A value as exported is expected.");
        }
        return Some(format!("i {}", improvement.id));
    }
    let object = node.object(&[
        "kind", "id", "step", "phone", "name", "moment", "language", "asked", "due", "deletes",
        "status", "note",
    ])?;
    let id = object.required("id").and_then(|it| it.id());
    let step = object.required("step")?;
    known_step(&step, step.id()?)?;
    let phone = object.required("phone")?;
    let text = phone.text(20)?;
    if callback::phone(text).as_deref() != Some(text) {
        phone.fault("not-a-phone-number", "A number as exported is expected.");
    }
    for (optional, most) in [("name", MAX_NAME), ("note", 2 * MAX_NOTE)] {
        if let Some(node) = object.optional(optional) {
            node.text(most)?;
        }
    }
    object.required("moment")?.one_of(&Moment::NAMES)?;
    object.required("language")?.text(35)?;
    object
        .required("status")?
        .one_of(&callback::Status::NAMES)?;
    for day in ["asked", "due", "deletes"] {
        read_day(&object, day)?;
    }
    Some(format!("c {}", id?))
}

/// Checks a row of a shard, and gives what no other may have.
fn read_row(node: &Node, edition: &Edition) -> Option<String> {
    let kind = node.any_object()?.required("kind")?.one_of(&[
        ("tally", Kind::Tally),
        ("showing", Kind::Showing),
        ("signal", Kind::Signal),
        ("waiting", Kind::Waiting),
        ("burst", Kind::Burst),
        ("receipt", Kind::Receipt),
    ])?;
    let object = node.object(kind.keys())?;
    let text = |key: &str, most| object.required(key).and_then(|it| it.text(most));
    let count = || {
        let node = object.required("count")?;
        let count = node.value().as_i64().filter(|it| it.unsigned_abs() <= MOST);
        if count.is_none() {
            node.fault("not-in-range", "A whole number is expected.");
        }
        count
    };
    Some(match kind {
        Kind::Tally => {
            let (step, question) = read_question(&object, edition)?;
            let breakdown = read_breakdown(&object);
            let day = read_day(&object, "day");
            let cell = read_cell(&object, question);
            count()?;
            let version = question.version;
            format!("t {step} {version} {} {} {}", breakdown?, day?, cell?)
        }
        Kind::Showing => {
            let (step, question) = read_question(&object, edition)?;
            let day = read_day(&object, "day");
            let channel = object
                .required("channel")
                .and_then(|it| it.one_of(&Channel::NAMES));
            let audience = match object.optional("audience") {
                Some(node) => node.id(),
                None => Some(""),
            };
            let language = text("language", 35);
            let states = [
                ("seen", State::Seen),
                ("started", State::Started),
                ("dismissed", State::Dismissed),
            ];
            let state = object.required("state").and_then(|it| it.one_of(&states));
            count()?;
            format!(
                "h {step} {} {} {} {} {} {}",
                question.version,
                day?,
                channel?.name(),
                audience?,
                language?,
                state?.name()
            )
        }
        Kind::Signal => {
            let id = object.required("id").and_then(|it| it.id());
            read_day(&object, "day");
            for key in ["batch", "burst"] {
                if let Some(number) = object.optional(key) {
                    number.integer(0..=MOST)?;
                }
            }
            let (_, question) = read_question(&object, edition)?;
            // What an employee reported has no answer.
            let answered = ["option", "reason", "batch", "burst"];
            if answered.iter().any(|key| object.optional(key).is_some()) {
                read_cell(&object, question);
            }
            text("comment", MAX_COMMENT);
            object.required("status")?.one_of(&Status::NAMES)?;
            if let Some(note) = object.optional("note") {
                // A note is masked after its length was checked.
                note.text(2 * MAX_NOTE)?;
            }
            format!("s {}", id?)
        }
        Kind::Waiting => {
            let group = object.required("group")?;
            as_kept::<Waiting>(&object.required("waiting")?)?;
            let known = as_kept::<Group>(&group)?;
            check_question(&group, edition, &known.step, known.question_version)?;
            format!("w {}", group.value())
        }
        Kind::Burst => format!("b {}", read_burst(&object, edition)?),
        Kind::Receipt => {
            let node = object.required("ulid")?;
            let ulid = node.text(26)?;
            if Ulid::from_string(ulid).map(|it| it.to_string()).as_deref() != Ok(ulid) {
                node.fault("not-a-ulid", "A ULID in capitals is expected.");
            }
            let node = object.required("receipt")?;
            let receipt = as_kept::<Receipt>(&node)?;
            if let Some(counted) = &receipt.counted {
                check_question(&node, edition, &receipt.step, counted.question_version)?;
            }
            format!("r {ulid}")
        }
    })
}

/// The number of a burst.
fn read_burst(object: &Object, edition: &Edition) -> Option<u64> {
    let number = object.required("number")?.integer(1..=MOST)?;
    let node = object.required("burst")?;
    let burst = as_kept::<Burst>(&node)?;
    let groups = burst.groups.keys().map(|it| it.question_version);
    let showings = burst.showings.keys().map(|it| it.question_version);
    for version in groups.chain(showings) {
        check_question(&node, edition, &burst.step, version)?;
    }
    Some(number)
}

#[derive(Clone, Copy)]
enum Kind {
    Tally,
    Showing,
    Signal,
    Waiting,
    Burst,
    Receipt,
}

impl Kind {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Tally => &[
                "kind",
                "step",
                "questionVersion",
                "breakdown",
                "day",
                "option",
                "reason",
                "count",
            ],
            Self::Showing => &[
                "kind",
                "step",
                "questionVersion",
                "day",
                "channel",
                "audience",
                "language",
                "state",
                "count",
            ],
            Self::Signal => &[
                "kind",
                "id",
                "step",
                "questionVersion",
                "day",
                "batch",
                "burst",
                "option",
                "reason",
                "comment",
                "status",
                "note",
            ],
            Self::Waiting => &["kind", "group", "waiting"],
            Self::Burst => &["kind", "number", "burst"],
            Self::Receipt => &["kind", "ulid", "receipt"],
        }
    }
}

fn read_question<'a, 'e>(
    object: &Object<'a>,
    edition: &'e Edition,
) -> Option<(&'a str, &'e AskedQuestion)> {
    let step = object.required("step").and_then(|it| it.id());
    let version = object.required("questionVersion")?;
    let number = u32::try_from(version.integer(1..=MOST)?).ok()?;
    let question = check_question(&version, edition, step?, number)?;
    Some((step?, question))
}

fn check_question<'e>(
    node: &Node,
    edition: &'e Edition,
    step: &str,
    version: u32,
) -> Option<&'e AskedQuestion> {
    let question = edition.question(step, version);
    if question.is_none() {
        node.fault(
            "unknown-question-version",
            "This step has no question of that version.",
        );
    }
    question
}

fn read_breakdown<'a>(object: &Object<'a>) -> Option<&'a str> {
    let node = object.required("breakdown")?;
    let text = node.text(80)?;
    let known = match text.split_once(':') {
        None => text == "total",
        Some(("channel", channel)) => Channel::NAMES.iter().any(|(name, _)| *name == channel),
        Some(("audience", audience)) => is_id(audience),
        Some(("language", language)) => language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        Some(_) => false,
    };
    if !known {
        node.fault(
            "unknown-breakdown",
            "Allowed here: total, channel:…, audience:…, language:….",
        );
    }
    known.then_some(text)
}

fn read_day(object: &Object, key: &str) -> Option<Day> {
    let node = object.required(key)?;
    let day = node.value().as_str().and_then(|text| text.parse().ok());
    if day.is_none() {
        node.fault("not-a-day", "A day is expected, such as 2026-11-22.");
    }
    day
}

/// The option and the reason of a row.
fn read_cell(object: &Object, question: &AskedQuestion) -> Option<String> {
    let node = object.required("option")?;
    let option = node.text(64)?;
    let is_open = question.scale.is_open() && option == OPEN_OPTION;
    if !is_open && !question.has_option(option) {
        node.fault("unknown-option", "This question has no such option.");
    }
    let reason = match object.optional("reason") {
        None => "",
        Some(node) => {
            let reason = node.text(64)?;
            if !question.reasons.iter().any(|it| it.id == reason) {
                node.fault("unknown-reason", "This question has no such reason.");
            }
            reason
        }
    };
    Some(format!("{option} {reason}"))
}

/// A part of a row that is kept as it is, if it is exactly what a shard would write, whose keys are in alphabetical
/// order.
fn as_kept<T: DeserializeOwned + Serialize>(node: &Node) -> Option<T> {
    let kept: Option<T> = serde_json::from_str(&node.value().to_string()).ok();
    let again = kept
        .as_ref()
        .and_then(|kept| serde_json::to_string(kept).ok());
    let again: Option<Value> = again.and_then(|text| serde_json::from_str(&text).ok());
    let kept = kept.filter(|_| again.as_ref() == Some(node.value()));
    if kept.is_none() {
        node.fault("not-as-exported", "A value as exported is expected.");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn edition() -> Edition {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
            "steps": [{
                "id": "drawings", "title": {"nl": "Tekeningen"},
                "question": {"prompt": {"nl": "Ging het?"}, "scale": "thumbs", "followUp": {
                    "reasons": [{"id": "files", "label": {"nl": "Bestanden"}}]}}
            }, {
                "id": "remarks", "title": {"nl": "Opmerkingen"},
                "question": {"prompt": {"nl": "Wat kan beter?"}, "scale": "open"}
            }]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
        Edition::next(None, definition, 0)
    }

    type Checked = Result<Vec<String>, Vec<Fault>>;

    /// The parts of a file, the shards' rows checked.
    fn read(lines: &[String]) -> Result<Vec<Checked>, Vec<Fault>> {
        let mut reader = Reader::default();
        let mut parts = Vec::new();
        for line in lines {
            match reader.line(line.as_bytes(), |_| true)? {
                None => {}
                Some(Part::Edition(..)) => parts.push(Ok(Vec::new())),
                Some(Part::Rows(rows)) => parts.push(rows.checked(Some(&edition()))),
            }
        }
        reader.end()?;
        Ok(parts)
    }

    fn shard(rows: &[Value]) -> Vec<String> {
        let mut lines = Vec::from([
            HEADER.to_owned(),
            json!({"kind": "shard", "journey": "a", "shard": 0}).to_string(),
        ]);
        lines.extend(rows.iter().map(Value::to_string));
        lines.push(json!({"kind": "end", "rows": rows.len()}).to_string());
        lines.push(COMPLETE.to_owned());
        lines
    }

    fn tally(option: &str) -> Value {
        json!({"kind": "tally", "step": "drawings", "questionVersion": 1, "breakdown": "total",
               "day": "2026-11-22", "option": option, "reason": null, "count": 3})
    }

    fn codes(faults: &[Fault]) -> Vec<&str> {
        faults.iter().map(|fault| fault.code.as_ref()).collect()
    }

    #[test]
    fn an_edition_comes_back_as_it_went() {
        let line = json!({"kind": "edition", "journey": "a", "edition": edition()}).to_string();
        let mut reader = Reader::default();
        reader.line(HEADER.as_bytes(), |_| true).unwrap();
        match reader.line(line.as_bytes(), |_| true).unwrap() {
            Some(Part::Edition(journey, read)) => {
                assert_eq!((journey.as_str(), *read), ("a", edition()));
            }
            other => panic!("{other:?}"),
        }
        let another_question = line.replacen("Ging", "Gaat", 1);
        for forged in [another_question, line.replace("\"nl\"", "\"n\"")] {
            assert_ne!(forged, line);
            assert!(
                reader.line(forged.as_bytes(), |_| true).is_err(),
                "{forged}"
            );
        }
    }

    #[test]
    fn rows_are_written_in_one_way_only() {
        let mut reordered = tally("up").to_string().replace("\"count\":3,", "");
        reordered.insert_str(1, "\"count\" : 3, ");
        let mut lines = shard(&[tally("up")]);
        let one = read(&lines).unwrap();
        lines[2] = reordered;
        assert_eq!(read(&lines).unwrap(), one);
    }

    #[test]
    fn what_a_journey_holds_itself_is_checked_and_masked_again() {
        let improvement = |id: &str, text: &str| {
            json!({"kind": "improvement", "improvement": {
                "id": id, "step": "drawings", "since": "2026-11-01", "weDid": {"fr": text},
                "published": true, "signals": ["0-ab"]}})
        };
        let callback = |phone: &str| {
            json!({"kind": "callback", "id": "c1", "step": "drawings", "phone": phone,
                "name": null, "moment": "any", "language": "nl", "asked": "2026-11-01",
                "due": "2026-11-03", "deletes": "2026-12-01", "status": "open"})
        };
        let file = |rows: &[Value]| {
            let mut lines = shard(rows);
            lines[1] = json!({"kind": "journey", "journey": "a"}).to_string();
            read(&lines).unwrap()[0].clone()
        };
        let lines = file(&[
            improvement("i1", "Mail a@b.example"),
            callback("0612345678"),
        ]);
        let lines = lines.unwrap();
        assert!(lines[0].contains("[e-mail]") && lines[1].contains("0612345678"));
        for (rows, code) in [
            (vec![improvement("I", "x")], "not-as-exported"),
            (vec![improvement("i", "")], "not-as-exported"),
            (vec![improvement("i", &"x".repeat(601))], "not-as-exported"),
            (vec![callback("06 12345678")], "not-a-phone-number"),
            (vec![callback("0612345678"); 2], "twice"),
            (vec![tally("up")], "unknown-value"),
        ] {
            assert_eq!(codes(&file(&rows).unwrap_err()), [code]);
        }
    }

    #[test]
    fn what_a_journey_holds_is_taken_up_to_the_longest_that_masking_can_make_it() {
        let improvement = |text: usize, signals: usize| {
            let signals: Vec<String> = (0..signals).map(|it| format!("0-{it}")).collect();
            json!({"kind": "improvement", "improvement": {
                "id": "i1", "step": "drawings", "since": "2026-11-01",
                "weDid": {"fr": "x".repeat(text)}, "published": true, "signals": signals}})
        };
        let callback = |note: usize| {
            json!({"kind": "callback", "id": "c1", "step": "drawings", "phone": "0612345678",
                "name": null, "moment": "any", "language": "nl", "asked": "2026-11-01",
                "due": "2026-11-03", "deletes": "2026-12-01", "status": "open",
                "note": "x".repeat(note)})
        };
        let file = |row: &Value| {
            let mut lines = shard(std::slice::from_ref(row));
            lines[1] = json!({"kind": "journey", "journey": "a"}).to_string();
            read(&lines).unwrap()[0].clone()
        };
        for (most, more) in [
            (
                improvement(2 * MAX_PROMPT, MAX_SIGNALS),
                improvement(2 * MAX_PROMPT + 1, MAX_SIGNALS),
            ),
            (improvement(1, MAX_SIGNALS), improvement(1, MAX_SIGNALS + 1)),
            (callback(2 * MAX_NOTE), callback(2 * MAX_NOTE + 1)),
        ] {
            assert!(file(&most).is_ok(), "{most}");
            assert!(file(&more).is_err(), "{more}");
        }
    }

    #[test]
    fn a_signals_note_is_taken_up_to_the_longest_that_masking_can_make_it() {
        for (letters, taken) in [(2 * MAX_NOTE, true), (2 * MAX_NOTE + 1, false)] {
            let signal = json!({"kind": "signal", "id": "s1", "step": "drawings", "day": "2026-11-22",
                "questionVersion": 1, "comment": "Traag",
                "status": "new", "note": "x".repeat(letters)});
            let rows = read(&shard(&[signal])).unwrap();
            assert_eq!(rows[0].is_ok(), taken, "{letters}: {rows:?}");
        }
    }

    #[test]
    fn bursts_are_told_apart_by_their_number() {
        let burst = |number: u32| {
            json!({"kind": "burst", "number": number,
                "burst": Burst::new("drawings", "2026-11-22".parse().unwrap())})
        };
        let rows = |numbers: [u32; 2]| read(&shard(&numbers.map(burst))).unwrap().remove(0);
        assert_eq!(rows([2, 3]).map(|lines| lines.len()), Ok(2));
        assert_eq!(codes(&rows([2, 2]).unwrap_err()), ["twice"]);
    }

    #[test]
    fn an_answer_has_an_option_and_a_reason_of_its_question() {
        let row = |step: &str, option: &str, reason: Value| {
            let mut row = tally(option);
            row["step"] = json!(step);
            row["reason"] = reason;
            read(&shard(&[row])).unwrap().remove(0)
        };
        assert!(row("drawings", "up", json!("files")).is_ok());
        assert!(row("remarks", OPEN_OPTION, Value::Null).is_ok());
        for (step, option, reason, code) in [
            ("drawings", "up", json!("slow"), "unknown-reason"),
            ("drawings", OPEN_OPTION, Value::Null, "unknown-option"),
            ("remarks", "up", Value::Null, "unknown-option"),
        ] {
            assert_eq!(codes(&row(step, option, reason).unwrap_err()), [code]);
        }
    }

    #[test]
    fn a_shards_number_is_one_of_those_that_a_journey_can_have() {
        for (number, taken) in [(MAX_SHARDS - 1, true), (MAX_SHARDS, false)] {
            let mut reader = Reader::default();
            reader.line(HEADER.as_bytes(), |_| true).unwrap();
            let line = json!({"kind": "shard", "journey": "a", "shard": number}).to_string();
            let read = reader.line(line.as_bytes(), |_| true);
            assert_eq!(read.is_ok(), taken, "{number}");
        }
    }

    #[test]
    fn what_the_organisation_holds_is_checked() {
        let key = |id: &str, hash: &str| {
            json!({"kind": "key", "id": id, "hash": hash, "label": "Desk", "role": "viewer",
                   "journeys": ["a"], "created": "2026-11-01", "used": null})
        };
        let audit = |subject: &str, nth: u64| {
            json!({"kind": "audit", "date": "2026-11-01", "key": "admin-key",
                   "action": "key-created", "subject": subject, "nth": nth})
        };
        let file = |rows: &[Value]| {
            let mut lines = shard(rows);
            lines[1] = json!({"kind": "organisation"}).to_string();
            read(&lines).unwrap()[0].clone()
        };
        let hash = "0f".repeat(32);
        let dropped = "a drawings 2026-11-01 (70 responses)";
        let rows = [
            key("ab", &hash),
            key("cd", &hash),
            audit("ab", 1),
            audit("ab", 2),
            audit(dropped, 1),
        ];
        assert_eq!(file(&rows).unwrap().len(), rows.len());
        let keys = |count: usize| -> Vec<Value> {
            let key = |it| key(&format!("k{it}"), &hash);
            (0..count).map(key).collect()
        };
        assert_eq!(file(&keys(MAX_KEYS)).unwrap().len(), MAX_KEYS);
        let mut king = key("ab", &hash);
        king["role"] = json!("king");
        for (rows, code) in [
            (vec![key("ab", "0f")], "not-a-hash"),
            (vec![key("ab", &hash.to_uppercase())], "not-a-hash"),
            (vec![key("AB", &hash)], "not-an-id"),
            (vec![king], "unknown-value"),
            (vec![key("ab", &hash); 2], "twice"),
            (vec![audit("ab", 1); 2], "twice"),
            (vec![audit("ab", 0)], "not-in-range"),
            (vec![audit("https://x.example", 1)], "not-as-exported"),
            (vec![tally("up")], "unknown-value"),
            (keys(MAX_KEYS + 1), "too-many"),
        ] {
            assert_eq!(codes(&file(&rows).unwrap_err()), [code]);
        }
    }

    #[test]
    fn every_kind_of_row_of_a_shard_is_taken_as_it_went() {
        let counted = json!({"a": "inwoner", "c": "web", "l": "nl", "t": "answered", "v": 1,
            "x": {"b": 1, "m": 10, "o": {"option": "up", "reason": null}}});
        let rows = [
            tally("up"),
            json!({"kind": "tally", "step": "drawings", "questionVersion": 1, "breakdown": "channel:desk",
                   "day": "2026-11-22", "option": "up", "reason": null, "count": 3}),
            json!({"kind": "tally", "step": "drawings", "questionVersion": 1, "breakdown": "audience:inwoner",
                   "day": "2026-11-22", "option": "up", "reason": null, "count": -3}),
            json!({"kind": "tally", "step": "drawings", "questionVersion": 1, "breakdown": "language:nl-BE",
                   "day": "2026-11-22", "option": "up", "reason": null, "count": 0}),
            json!({"kind": "showing", "step": "drawings", "questionVersion": 1, "day": "2026-11-22",
                   "channel": "web", "audience": null, "language": "nl", "state": "seen", "count": 9}),
            json!({"kind": "showing", "step": "drawings", "questionVersion": 1, "day": "2026-11-22",
                   "channel": "web", "audience": "inwoner", "language": "nl", "state": "started", "count": 9}),
            json!({"kind": "receipt", "ulid": "01M8AYPDQMP280TTH6JPW2BECB",
                   "receipt": {"c": counted, "r": 1, "s": "drawings"}}),
            json!({"kind": "burst", "number": 3, "burst": Burst::new("drawings", "2026-11-22".parse().unwrap())}),
        ];
        for row in &rows {
            let parts = read(&shard(std::slice::from_ref(row)));
            let Some(Ok(lines)) = parts.as_ref().ok().and_then(|parts| parts.first()) else {
                panic!("{row}: {parts:?}");
            };
            assert_eq!(lines.len(), 1, "{row}");
        }
    }

    #[test]
    fn every_fault_in_a_shards_row_is_named() {
        let with = |mut row: Value, name: &str, value: Value| {
            row[name] = value;
            row
        };
        let showing = json!({"kind": "showing", "step": "drawings", "questionVersion": 1, "day": "2026-11-22",
            "channel": "web", "audience": null, "language": "nl", "state": "seen", "count": 9});
        let receipt = json!({"kind": "receipt", "ulid": "01M8AYPDQMP280TTH6JPW2BECB", "receipt": {"c": null, "r": 1, "s": "drawings"}});
        for (row, code) in [
            (
                with(tally("up"), "questionVersion", json!(2)),
                "unknown-question-version",
            ),
            (
                with(tally("up"), "breakdown", json!("colour:red")),
                "unknown-breakdown",
            ),
            (
                with(tally("up"), "breakdown", json!("channel:fax")),
                "unknown-breakdown",
            ),
            (
                with(tally("up"), "breakdown", json!("all")),
                "unknown-breakdown",
            ),
            (with(tally("up"), "day", json!("2026-13-01")), "not-a-day"),
            (
                with(tally("up"), "reason", json!("too-slow")),
                "unknown-reason",
            ),
            (with(tally("up"), "count", json!(0.5)), "not-in-range"),
            (tally("sideways"), "unknown-option"),
            (
                with(showing.clone(), "state", json!("answered")),
                "unknown-value",
            ),
            (with(showing.clone(), "count", json!("9")), "not-in-range"),
            (with(showing, "channel", json!("fax")), "unknown-value"),
            (
                with(receipt, "ulid", json!("01m8aypdqmp280tth6jpw2becb")),
                "not-a-ulid",
            ),
        ] {
            let parts = read(&shard(std::slice::from_ref(&row))).unwrap();
            let faults = parts[0].as_ref().unwrap_err();
            assert_eq!(codes(faults)[0], code, "{row}");
        }
    }

    #[test]
    fn rows_need_an_edition_of_their_journey_and_a_shard_that_it_has() {
        let rows = || {
            let mut reader = Reader::default();
            let mut found = None;
            let mut lines = shard(&[tally("up")]);
            lines[1] = json!({"kind": "shard", "journey": "a", "shard": 7}).to_string();
            for line in &lines {
                if let Some(Part::Rows(rows)) = reader.line(line.as_bytes(), |_| true).unwrap() {
                    found = Some(rows);
                }
            }
            found.unwrap()
        };
        assert_eq!(rows().journey(), Some("a"));
        assert_eq!(codes(&rows().checked(None).unwrap_err()), ["unknown"]);
        let edition = edition();
        assert_eq!(
            codes(&rows().checked(Some(&edition)).unwrap_err()),
            ["unknown-shard"]
        );
    }

    #[test]
    fn a_line_that_is_no_json_is_named_by_its_number_and_an_empty_one_is_none() {
        let mut reader = Reader::default();
        reader.line(HEADER.as_bytes(), |_| true).unwrap();
        assert!(matches!(reader.line(b"  ", |_| true), Ok(None)));
        let faults = reader.line(b"{", |_| true).unwrap_err();
        assert_eq!(codes(&faults), ["invalid-json"]);
        assert_eq!(
            serde_json::to_value(&faults).unwrap()[0]["location"]["pointer"],
            "/2"
        );
    }

    #[test]
    fn a_row_that_stands_twice_is_a_fault() {
        let rows = [tally("up"), tally("down"), tally("up")];
        let faults = read(&shard(&rows)).unwrap()[0].clone().unwrap_err();
        assert_eq!(codes(&faults), ["twice"]);
    }

    #[test]
    fn a_signal_without_an_answer_has_nothing_of_one() {
        let signal = |more: &Value| {
            let mut signal = json!({"kind": "signal", "id": "s1", "step": "drawings", "questionVersion": 1,
                "day": "2026-11-22", "comment": "heard", "status": "new"});
            for (key, value) in more.as_object().unwrap() {
                signal[key] = value.clone();
            }
            read(&shard(&[signal])).unwrap()[0].clone()
        };
        let none = json!({"option": null, "reason": null, "batch": null, "burst": null});
        assert!(signal(&json!({})).is_ok() && signal(&none).is_ok());
        assert!(signal(&json!({"option": "up"})).is_ok());
        for key in ["batch", "burst"] {
            assert!(signal(&json!({key: 1})).is_err(), "{key}");
        }
        assert!(signal(&json!({"option": "surprise"})).is_err());
    }

    #[test]
    fn a_value_kept_as_it_is_must_be_what_a_shard_would_write() {
        let group = json!({"step": "drawings", "questionVersion": 1, "channel": "web"});
        let waiting =
            json!({"batch": 1, "answers": 2, "minimum": 10, "corrected": false, "cells": []});
        let row = |group: &Value| json!({"kind": "waiting", "group": group, "waiting": waiting});
        assert!(read(&shard(&[row(&group)])).unwrap()[0].is_ok());
        let mut odd = group.clone();
        odd["audience"] = Value::Null;
        let faults = read(&shard(&[row(&odd)])).unwrap()[0].clone().unwrap_err();
        assert_eq!(codes(&faults), ["not-as-exported"]);
    }

    #[test]
    fn what_a_shard_keeps_as_it_is_has_its_keys_in_alphabetical_order() {
        fn again<T: Serialize + DeserializeOwned>(kept: &Value) {
            let read: T = serde_json::from_str(&kept.to_string()).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), kept.to_string());
        }
        let group = json!({"step": "a", "questionVersion": 1, "channel": "web", "language": "nl",
                           "audience": "b"});
        let waiting = json!({"batch": 1, "answers": 2, "minimum": 10, "corrected": false,
            "cells": [[{"option": "up", "reason": null}, 1]],
            "mixed": [[1, "2026-11-22", group]]});
        let showing = json!({"step": "a", "questionVersion": 1, "day": "2026-11-22",
            "channel": "web", "audience": "b", "language": "nl", "state": "seen"});
        again::<Group>(&group);
        again::<Waiting>(&waiting);
        again::<Burst>(&json!({"step": "a", "day": "2026-11-22", "status": "held",
            "responses": 1, "groups": [[group, waiting]], "showings": [[showing, 1]]}));
        again::<Receipt>(
            &json!({"s": "a", "r": 1, "c": {"v": 1, "t": "answered", "l": "nl",
            "c": "web", "a": "b", "h": 1,
            "x": {"o": {"option": "up", "reason": null}, "b": 1, "m": 10, "g": "c"}}}),
        );
    }

    #[test]
    fn a_shard_without_its_end_and_a_file_without_its_last_line_are_cut_off() {
        let lines = shard(&[tally("up")]);
        for length in 0..lines.len() {
            assert_eq!(
                codes(&read(&lines[..length]).unwrap_err()),
                ["cut-off"],
                "{length}"
            );
        }
        let mut short = lines.clone();
        short.remove(2);
        assert_eq!(codes(&read(&short).unwrap_err()), ["not-in-range"]);
        let mut twice = lines.clone();
        twice.extend(lines);
        assert_eq!(codes(&read(&twice).unwrap_err()), ["misplaced"]);
    }

    #[test]
    fn reading_ends_after_many_faults() {
        let rows: Vec<Value> = (0..500).map(|_| json!({"kind": "surprise"})).collect();
        let faults = read(&shard(&rows)).unwrap()[0].clone().unwrap_err();
        assert_eq!(faults.len(), MAX_FAULTS);
    }
}
