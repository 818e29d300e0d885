//! Made-up answers of eight months, as the lines of a backup, and the answers of a day that goes on.
//!
//! People come to the application and go from step to step; some see the question there, few answer it. What they answer
//! follows a story, told in weeks before today:
//!
//! | step | what happens |
//! |---|---|
//! | `gegevens` | goes well all the time; its norm is met. In week 20 addresses are filled in by postcode, which no figure shows |
//! | `tekeningen` | from week 21 files may be 20 MB instead of 50, and it gets worse; from week 8 they may be 100 MB, which is told as an improvement, and it gets better |
//! | `kosten` | people say what they came to know |
//! | `controle` | is as people expect |
//! | `versturen` | another provider runs it; from week 5 it signs people out too soon, and its norm is missed |
//! | `ontvangst` | goes well; a few ask to be called |
//!
//! Days differ by weekday and season, hours by the time of day; a day is the finest that is stored, so hours tell only in
//! which order answers come, and matter for those of [`live`]. Which answer comes next is drawn from a sequence that fills
//! its range evenly, and every other week is a little worse than the one before: so no week or run of weeks looks like a
//! change that did not happen. How answers are counted, batched and released is not known here: [`Shard`] does that.

mod people;
mod random;
mod remarks;

use std::collections::BTreeSet;

use journey::backup::{COMPLETE, HEADER};
use journey::callback::due;
use journey::day::Day;
use journey::edition::Edition;
use journey::improvement::Improvement;
use journey::redaction::mask;
use journey::response::Response;
use journey::shard::{Circumstances, MaskedComment, Shard, SignalDraft, Writes};
use journey::tally::{Group, Tallies};
use journey::texts::Texts;
use serde_json::{Value, json};
use ulid::Ulid;

use people::{People, Shown};
use random::Random;
use remarks::Handling;

/// The demo's journey.
pub const JOURNEY: &str = "verbouwvergunning";
/// How many days are filled, up to and with the day before today: eight months.
pub const DAYS: i32 = 243;

/// The Monday from which files may be smaller than before.
#[must_use]
pub fn limit_lowered(today: Day) -> Day {
    monday(today, 21)
}

/// The Monday from which files may be larger than ever.
#[must_use]
pub fn limit_raised(today: Day) -> Day {
    monday(today, 8)
}

/// The Monday from which people are signed out too soon.
#[must_use]
pub fn signed_out_sooner(today: Day) -> Day {
    monday(today, 5)
}

/// The Monday so many weeks before the week of a day.
fn monday(today: Day, weeks: i32) -> Day {
    let monday = today.week().first();
    monday.plus(-7 * weeks).unwrap_or(monday)
}

/// A response on its way through the public call.
#[derive(Debug)]
pub struct Live {
    /// The step's id.
    pub step: &'static str,
    /// The response's name, of the moment it was seen.
    pub ulid: Ulid,
    /// Its body.
    pub body: Value,
}

/// Everything up to the day before `today`, as a backup. `told` hears of each day that is done.
#[must_use]
pub fn backup(edition: &Edition, today: Day, seed: u64, mut told: impl FnMut(i32)) -> String {
    let mut house = House::new(edition);
    let mut people = People::new(today, seed);
    for done in 1..=DAYS {
        let Some(day) = today.plus(done - DAYS - 1) else {
            continue;
        };
        for shown in people.of(day) {
            house.take(&shown, day);
        }
        house.close();
        told(done);
    }
    let mut lines = Vec::from([
        HEADER.to_owned(),
        json!({"kind": "edition", "journey": JOURNEY, "edition": edition}).to_string(),
    ]);
    let (signals, led_to) = house.signals(today, seed);
    let mut of_journey = improvements(today, &led_to);
    of_journey.extend(callbacks(today));
    let mut of_shard = house.rows();
    of_shard.extend(signals);
    for (begin, rows) in [
        (json!({"kind": "journey", "journey": JOURNEY}), of_journey),
        (
            json!({"kind": "shard", "journey": JOURNEY, "shard": 0}),
            of_shard,
        ),
    ] {
        lines.push(begin.to_string());
        lines.extend(rows.iter().map(Value::to_string));
        lines.push(json!({"kind": "end", "rows": rows.len()}).to_string());
    }
    lines.push(COMPLETE.to_owned());
    lines.join("\n")
}

/// The newest responses of `today` so far, of whole visits: `most` of them at most.
#[must_use]
pub fn live(today: Day, ms_of_day: u64, seed: u64, most: usize) -> Vec<Live> {
    let shown = People::new(today, seed).of(today);
    let past: Vec<&Shown> = shown.iter().filter(|it| it.ms <= ms_of_day).collect();
    let mut from = past.len().saturating_sub(most);
    let visit = |at: usize| past.get(at).map(|it| it.visit);
    while from > 0 && visit(from).is_some() && visit(from) == visit(from - 1) {
        from += 1;
    }
    past.into_iter()
        .skip(from)
        .map(|it| it.live(today))
        .collect()
}

impl Shown {
    fn live(&self, today: Day) -> Live {
        let mut body = json!({
            "state": self.state, "revision": 1, "language": self.language, "questionVersion": 1,
            "channel": self.channel, "audience": self.audience,
        });
        if let (Some(answer), Some(fields)) = (&self.answer, body.as_object_mut())
            && let Value::Object(answer) = json!(answer)
        {
            fields.extend(answer);
        }
        Live {
            step: self.step,
            ulid: self.ulid(today),
            body,
        }
    }

    fn ulid(&self, day: Day) -> Ulid {
        let midnight = u64::try_from(day.number()).unwrap_or(0) * DAY_MS;
        Ulid::from_parts(midnight + self.ms, self.random)
    }

    fn response(&self) -> Response {
        Response {
            step: self.step.to_owned(),
            question_version: 1,
            revision: 1,
            state: self.state,
            answer: self.answer.clone(),
            language: self.language.to_owned(),
            channel: self.channel,
            audience: Some(self.audience.to_owned()),
        }
    }
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// One shard, and what it made durable.
struct House<'e> {
    edition: &'e Edition,
    shard: Shard,
    /// Those of the day that goes on: no other day has the same keys.
    tallies: Tallies,
    rows: Vec<Value>,
    groups: BTreeSet<Group>,
    signals: Vec<(String, SignalDraft)>,
}

impl<'e> House<'e> {
    fn new(edition: &'e Edition) -> Self {
        Self {
            edition,
            shard: Shard::default(),
            tallies: Tallies::default(),
            rows: Vec::new(),
            groups: BTreeSet::new(),
            signals: Vec::new(),
        }
    }

    fn take(&mut self, shown: &Shown, day: Day) {
        let response = shown.response();
        let comment = response.answer.as_ref().and_then(|it| it.comment.as_ref());
        let comment = comment.map(|text| MaskedComment {
            fresh_id: uuid(shown.random),
            text: mask(text).text,
        });
        let at = Circumstances {
            today: day,
            day,
            minimum_cell: self.edition.definition.minimum_cell,
            burst: false,
        };
        let mut writes = Writes::default();
        let ulid = shown.ulid(day);
        self.shard
            .put(ulid, None, &response, comment, at, &mut writes);
        self.tallies.merge(writes.tallies);
        self.groups.extend(writes.groups);
        for (id, draft) in writes.signals {
            self.signals.extend(draft.map(|it| (id, it)));
        }
    }

    /// Ends a day.
    fn close(&mut self) {
        let Tallies { answers, showings } = std::mem::take(&mut self.tallies);
        self.rows.extend(answers.iter().map(|(key, count)| {
            json!({
                "kind": "tally", "step": key.step, "questionVersion": key.question_version,
                "breakdown": key.breakdown.name(), "day": key.day.to_string(),
                "option": key.cell.option, "reason": key.cell.reason, "count": count,
            })
        }));
        self.rows.extend(showings.iter().map(|(key, count)| {
            json!({
                "kind": "showing", "step": key.step, "questionVersion": key.question_version,
                "day": key.day.to_string(), "channel": key.channel, "audience": key.audience,
                "language": key.language, "state": key.state, "count": count,
            })
        }));
    }

    /// Tallies, showings and what waits. Receipts are purged before the demo starts, but for those of the last two days,
    /// which nobody will change.
    fn rows(&self) -> Vec<Value> {
        let waiting = self.groups.iter().filter_map(|group| {
            let waiting = self.shard.waiting(group)?;
            Some(json!({"kind": "waiting", "group": group, "waiting": waiting}))
        });
        self.rows.iter().cloned().chain(waiting).collect()
    }

    /// The inbox, and the ids of what led to a change of the step `tekeningen` and of `versturen`.
    fn signals(&self, today: Day, seed: u64) -> (Vec<Value>, LedTo) {
        let open: BTreeSet<u32> = self
            .groups
            .iter()
            .filter_map(|group| Some(self.shard.waiting(group)?.batch))
            .collect();
        let mut random = Random::new(seed);
        let mut led_to = LedTo::default();
        let mut rows = Vec::new();
        for (id, draft) in &self.signals {
            let age = today.number() - draft.day.number();
            let about = draft.cell.reason.as_deref();
            let Handling { status, note } = Handling::of(&draft.step, about, age, &mut random);
            let led = match (draft.step.as_str(), about, status) {
                ("tekeningen", Some("file-too-large"), "done") => Some(&mut led_to.limit),
                ("versturen", Some("signed-out"), "planned") => Some(&mut led_to.signed_out),
                _ => None,
            };
            if let Some(led) = led {
                led.push(format!("0-{id}"));
            }
            rows.push(json!({
                "kind": "signal", "id": id, "step": draft.step,
                "questionVersion": draft.question_version, "day": draft.day.to_string(),
                "batch": open.contains(&draft.batch).then_some(draft.batch), "burst": null,
                "option": draft.cell.option, "reason": draft.cell.reason,
                "comment": draft.comment, "status": status, "note": note,
            }));
        }
        for (heard, random) in remarks::HEARD.iter().zip(1..) {
            let day = today.plus(-heard.ago).unwrap_or(today);
            rows.push(json!({
                "kind": "signal", "id": uuid(random), "step": heard.step, "questionVersion": 1,
                "day": day.to_string(), "batch": null, "burst": null, "option": null,
                "reason": null, "comment": heard.text, "status": heard.status, "note": null,
            }));
        }
        (rows, led_to)
    }
}

/// The ids of signals that led to improvements.
#[derive(Default)]
struct LedTo {
    limit: Vec<String>,
    signed_out: Vec<String>,
}

fn improvements(today: Day, led_to: &LedTo) -> Vec<Value> {
    let texts = |nl: &str, en: &str| {
        Texts(
            [("nl", nl), ("en", en)]
                .map(|(language, text)| (language.to_owned(), text.to_owned()))
                .into_iter()
                .collect(),
        )
    };
    let of = |id: &str, step: &str, since, said, did, published, signals: &[String]| Improvement {
        id: id.to_owned(),
        step: step.to_owned(),
        since,
        you_said: Some(said),
        we_did: did,
        published,
        signals: signals.iter().take(40).cloned().collect(),
        effect: None,
    };
    let all = [
        of(
            "adres-vanzelf",
            "gegevens",
            monday(today, 20),
            texts(
                "Ik moest mijn hele adres zelf invullen.",
                "I had to type my whole address.",
            ),
            texts(
                "U vult nu alleen uw postcode en huisnummer in.",
                "You now fill in your postcode and house number only.",
            ),
            true,
            &[],
        ),
        of(
            "bestanden-100-mb",
            "tekeningen",
            limit_raised(today),
            texts("Mijn bestand was te groot.", "My file was too large."),
            texts(
                "Een bestand mag nu 100 MB zijn.",
                "A file may be 100 MB now.",
            ),
            true,
            &led_to.limit,
        ),
        of(
            "langer-ingelogd",
            "versturen",
            monday(today, -2),
            texts(
                "Ik was ineens uitgelogd en moest opnieuw beginnen.",
                "I was signed out all of a sudden and had to start again.",
            ),
            texts(
                "Wij bewaren wat u hebt ingevuld. U krijgt 5 minuten van tevoren een bericht.",
                "We keep what you filled in. You get a message 5 minutes before.",
            ),
            false,
            &led_to.signed_out,
        ),
    ];
    all.iter()
        .map(|it| json!({"kind": "improvement", "improvement": it}))
        .collect()
}

/// A few requests to be called, one of them overdue. The numbers are nobody's.
fn callbacks(today: Day) -> Vec<Value> {
    let all = [
        ("0600000001", "morning", "nl", 1, "open", None),
        ("0600000002", "any", "en", 2, "open", None),
        ("0600000003", "afternoon", "nl", 9, "open", None),
        (
            "0600000004",
            "any",
            "nl",
            8,
            "reached",
            Some("Uitgelegd wat er nu gebeurt."),
        ),
        (
            "0600000005",
            "morning",
            "nl",
            12,
            "not-reached",
            Some("Twee keer gebeld."),
        ),
        ("0600000006", "afternoon", "en", 20, "closed", None),
    ];
    all.iter()
        .filter_map(|(phone, moment, language, ago, status, note)| {
            let asked = today.plus(-ago)?;
            Some(json!({
                "kind": "callback", "id": format!("demo-{}", phone.trim_start_matches("060000000")),
                "step": "ontvangst", "phone": phone, "name": null, "moment": moment,
                "language": language, "asked": asked.to_string(),
                "due": due(asked, 2)?.to_string(), "deletes": asked.plus(30)?.to_string(),
                "status": status, "note": note,
            }))
        })
        .collect()
}

/// A name in the form of a UUID (version 4).
fn uuid(random: u128) -> String {
    let mut digits = format!("{random:032x}");
    digits.replace_range(12..13, "4");
    digits.replace_range(16..17, "a");
    for at in [20, 16, 12, 8] {
        digits.insert(at, '-');
    }
    digits
}

#[cfg(test)]
mod tests;
