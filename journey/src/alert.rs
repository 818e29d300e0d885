//! What is worth telling the owner: results compared with what was told before.
//!
//! A [`Memory`] holds one number for each kind of event at each step, as it was when last told or last harmless. It only
//! moves to what is worth telling when that is told, so that what comes too soon after the last time is not lost but told
//! later. Only released figures and ids leave: no words of residents, no titles.

use crate::{
    day::Day,
    edition::Edition,
    results::{JourneyResults, StepResults},
    statistics::{norm::NormStatus, p_chart::ChangeStatus},
    webhook::Kind,
};
use serde::{Deserialize, Serialize};

/// An event as its receiver gets it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event<'a> {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The day it was noticed, as its first instant in UTC.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub timestamp: String,
    /// What it tells.
    pub data: Data<'a>,
}

/// What an event tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "EventData")
)]
pub struct Data<'a> {
    /// The journey's id.
    pub journey: &'a str,
    /// The period of the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<&'a str>,
    /// The step's id; absent where it tells of all steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<&'a str>,
    /// How many arrived, are held or are overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The results of the step, or of all steps; without distribution, reasons and agreement.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub results: &'a [StepResults],
}

/// What was told of each kind and step: the kind's name, the day's number, the step, and the number told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Memory(Vec<(String, u32, String, i64)>);

/// The name under which a memory keeps the hour of the last look.
const LOOK: &str = "look";

impl Memory {
    /// The hour of the last look, counted from 1970; 0 before the first.
    #[must_use]
    pub fn hour(&self) -> u32 {
        let look = self.0.iter().find(|(kind, ..)| kind == LOOK);
        look.map_or(0, |(_, hour, ..)| *hour)
    }

    /// Remembers the hour of a look.
    pub fn set_hour(&mut self, hour: u32) {
        self.take(LOOK, "");
        self.put(LOOK, "", (hour, 0));
    }

    /// Whether a number is worth telling today, and if so what it was before. A state (missed or not, which change) is worth
    /// telling when it is another one and not 0; a count when it grew.
    fn news(&mut self, kind: Kind, step: &str, number: i64, today: u32) -> Option<i64> {
        // Whoever just begins is told of what is wrong, not of all that ever arrived.
        let begins_at = match kind {
            Kind::SignalArrived | Kind::DigestWeekly => number,
            _ => 0,
        };
        let (told, known) = self.take(kind.name(), step).unwrap_or((0, begins_at));
        let is_news = match kind {
            Kind::ChangeDetected => number != 0 && number != known,
            _ => number > known,
        };
        let is_soon = match kind {
            Kind::CallbackOverdue | Kind::AnswersHeld => false,
            _ => told == today,
        };
        let (now, news) = match (is_news, is_soon) {
            (false, _) => ((told, number), None),
            (true, true) => ((told, known), None),
            (true, false) => ((today, number), Some(known)),
        };
        self.put(kind.name(), step, now);
        news
    }

    /// Remembers a number that nobody is told.
    fn keep(&mut self, kind: Kind, step: &str, number: i64) {
        let told = self.take(kind.name(), step).map_or(0, |it| it.0);
        self.put(kind.name(), step, (told, number));
    }

    fn known(&self, kind: Kind, step: &str) -> i64 {
        let mut rows = self.0.iter();
        rows.find(|it| it.0 == kind.name() && it.2 == step)
            .map_or(0, |it| it.3)
    }

    /// Takes out when a kind was last told at a step, and the number that is known.
    fn take(&mut self, kind: &str, step: &str) -> Option<(u32, i64)> {
        let at = self.0.iter().position(|it| it.0 == kind && it.2 == step)?;
        let (_, told, _, known) = self.0.swap_remove(at);
        Some((told, known))
    }

    fn put(&mut self, kind: &str, step: &str, (told, known): (u32, i64)) {
        self.0.push((kind.to_owned(), told, step.to_owned(), known));
    }
}

/// What is worth telling of a journey today: each event's type with its text. `results` are those of the quarter so far;
/// `overdue` has the callbacks whose last day is over, as step, 0, count.
///
/// # Errors
/// When an event cannot be written, which no figures are known to do.
pub fn look(
    memory: &mut Memory,
    edition: &Edition,
    results: &mut JourneyResults,
    overdue: &[(String, u32, i64)],
    today: Day,
) -> Result<Vec<(&'static str, String)>, serde_json::Error> {
    let mut events = Vec::new();
    let number = number_of(today);
    shorten(&mut results.steps);
    for step in &edition.definition.steps {
        let id = step.id.as_str();
        let overdue = overdue.iter().find(|it| it.0 == id).map_or(0, |it| it.2);
        let mut noticed = Vec::new();
        if memory
            .news(Kind::CallbackOverdue, id, overdue, number)
            .is_some()
        {
            noticed.push((Kind::CallbackOverdue, Some(overdue)));
        }
        let version = edition.current(step).map(|it| it.version);
        let of_step = |it: &&StepResults| it.step == id && Some(it.question_version) == version;
        let found = results.steps.iter().find(of_step);
        if let Some(now) = found {
            let missed = match now.norm.map(|it| it.status) {
                Some(NormStatus::Missed) => 1,
                // A quarter begins without answers; the last verdict holds until there is another.
                Some(NormStatus::TooFew) => memory.known(Kind::NormMissed, id),
                _ => 0,
            };
            if memory.news(Kind::NormMissed, id, missed, number).is_some() {
                noticed.push((Kind::NormMissed, None));
            }
            let change = change_of(now);
            if memory
                .news(Kind::ChangeDetected, id, change, number)
                .is_some()
            {
                noticed.push((Kind::ChangeDetected, None));
            }
            let held = count(now.held);
            if memory.news(Kind::AnswersHeld, id, held, number).is_some() {
                noticed.push((Kind::AnswersHeld, Some(held)));
            }
            let signals = count(now.signals.total);
            if missed == 1 || change & 1 == 1 {
                let known = memory.news(Kind::SignalArrived, id, signals, number);
                if let Some(known) = known {
                    noticed.push((Kind::SignalArrived, Some(signals - known)));
                }
            } else {
                memory.keep(Kind::SignalArrived, id, signals);
            }
        }
        for (kind, count) in noticed {
            let of_results = kind != Kind::CallbackOverdue;
            let data = Data {
                journey: &results.journey,
                period: of_results.then_some(results.period.as_str()),
                step: Some(id),
                count,
                results: found
                    .filter(|_| of_results)
                    .map_or(&[], std::slice::from_ref),
            };
            events.push((kind.name(), write(kind.name(), data, today)?));
        }
    }
    Ok(events)
}

/// Whether the week before today's is over and not yet told.
pub fn is_new_week(memory: &mut Memory, today: Day) -> bool {
    let week = today.week().first();
    let told = memory.news(
        Kind::DigestWeekly,
        "",
        week.number().into(),
        number_of(today),
    );
    told.is_some()
}

/// The digest of a week, from its results.
///
/// # Errors
/// When it cannot be written, which no figures are known to do.
pub fn digest(results: &mut JourneyResults, today: Day) -> Result<String, serde_json::Error> {
    shorten(&mut results.steps);
    let data = Data {
        journey: &results.journey,
        period: Some(&results.period),
        results: &results.steps,
        ..Data::default()
    };
    write(Kind::DigestWeekly.name(), data, today)
}

/// The event by which an admin tries a webhook.
///
/// # Errors
/// As [`digest`].
pub fn test(journey: &str, today: Day) -> Result<String, serde_json::Error> {
    let data = Data {
        journey,
        ..Data::default()
    };
    write(TEST, data, today)
}

/// The type of the event by which an admin tries a webhook.
pub const TEST: &str = "webhook.test";

fn write(kind: &'static str, data: Data, today: Day) -> Result<String, serde_json::Error> {
    let mut timestamp = today.to_string();
    timestamp.push_str("T00:00:00Z");
    serde_json::to_string(&Event {
        kind,
        timestamp,
        data,
    })
}

/// Leaves out what a page shows better than an event.
fn shorten(steps: &mut [StepResults]) {
    for step in steps {
        step.figures.distribution = None;
        step.reasons = None;
        step.agreement = None;
    }
}

/// A change as a number: the week it began, odd when it is for the worse; 0 when there is none.
fn change_of(step: &StepResults) -> i64 {
    let Some((change, since)) = step.change.and_then(|it| Some((it, it.since?))) else {
        return 0;
    };
    let week = i64::from(since.first().number()) * 2;
    match change.status {
        ChangeStatus::Better => week,
        ChangeStatus::Worse => week + 1,
        ChangeStatus::None => 0,
    }
}

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn number_of(day: Day) -> u32 {
    u32::try_from(day.number()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        definition::Definition,
        results,
        statistics::p_chart::{Change, Rule},
        sums::Sums,
        week::Week,
    };
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// What a step is made to look like.
    #[derive(Clone, Copy, Default)]
    struct Look {
        status: Option<NormStatus>,
        change: Option<(ChangeStatus, &'static str)>,
        signals: u64,
        held: u64,
        overdue: i64,
    }

    const MISSED: Look = Look {
        status: Some(NormStatus::Missed),
        change: None,
        signals: 0,
        held: 0,
        overdue: 0,
    };

    fn edition() -> Edition {
        let definition = json!({
            "title": {"nl": "<script>alert(1)</script>"}, "languages": ["nl"], "origins": [],
            "steps": [{"id": "a", "title": {"nl": "=cmd|' /C calc'!A0"},
                       "question": {"prompt": {"nl": "?"}, "scale": "ease"},
                       "norm": {"tone": "positive", "atLeast": 0.7}}]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
        Edition::next(None, definition, 0)
    }

    fn day(number: u32) -> Day {
        Day::from_number(20_000 + i32::try_from(number).unwrap()).unwrap()
    }

    fn texts(memory: &mut Memory, seen: Look, today: u32) -> Vec<(&'static str, String)> {
        let edition = edition();
        let mut results = results::of_journey("reis", "2026-Q4", &edition, &Sums::default());
        let step = &mut results.steps[0];
        let status = seen.status.unwrap_or(NormStatus::Met);
        step.norm = step.norm.map(|it| results::JudgedNorm { status, ..it });
        step.change = seen.change.map(|(status, since)| Change {
            status,
            since: Some(since.parse::<Week>().unwrap()),
            rule: Some(Rule::SevenOnOneSide),
        });
        step.signals.total = seen.signals;
        step.held = seen.held;
        // What a page shows better.
        step.figures.distribution = Some(Vec::new());
        step.reasons = Some(Vec::new());
        step.agreement = Some(Some(0.3));
        let overdue = [("a".to_owned(), 0, seen.overdue)];
        look(memory, &edition, &mut results, &overdue, day(today)).unwrap()
    }

    fn kinds(memory: &mut Memory, seen: Look, today: u32) -> Vec<&'static str> {
        let events = texts(memory, seen, today);
        events.into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn a_norm_that_stays_missed_is_told_once_and_again_after_it_was_met() {
        let memory = &mut Memory::default();
        assert_eq!(kinds(memory, Look::default(), 1), [""; 0]);
        assert_eq!(kinds(memory, MISSED, 1), ["norm.missed"]);
        assert_eq!(kinds(memory, MISSED, 1), [""; 0]);
        assert_eq!(kinds(memory, MISSED, 2), [""; 0]);
        assert_eq!(kinds(memory, Look::default(), 3), [""; 0]);
        assert_eq!(kinds(memory, MISSED, 3), ["norm.missed"]);
    }

    #[test]
    fn what_comes_back_on_the_day_it_was_told_is_told_the_next_day() {
        let memory = &mut Memory::default();
        assert_eq!(kinds(memory, MISSED, 1), ["norm.missed"]);
        assert_eq!(kinds(memory, Look::default(), 1), [""; 0]);
        assert_eq!(kinds(memory, MISSED, 1), [""; 0]);
        assert_eq!(kinds(memory, MISSED, 2), ["norm.missed"]);
    }

    #[test]
    fn a_new_quarter_without_answers_changes_no_verdict() {
        let memory = &mut Memory::default();
        assert_eq!(kinds(memory, MISSED, 1), ["norm.missed"]);
        let waiting = Look {
            status: Some(NormStatus::TooFew),
            signals: 1,
            ..MISSED
        };
        // It still is a step in trouble, though: its signals are told.
        assert_eq!(kinds(memory, waiting, 5), ["signal.arrived"]);
        assert_eq!(kinds(memory, MISSED, 6), [""; 0]);
    }

    #[test]
    fn each_change_is_told_whichever_way_it_went() {
        let memory = &mut Memory::default();
        let changed = |change| Look {
            change: Some(change),
            ..Look::default()
        };
        let worse = changed((ChangeStatus::Worse, "2026-W40"));
        assert_eq!(kinds(memory, worse, 1), ["change.detected"]);
        assert_eq!(kinds(memory, worse, 2), [""; 0]);
        let again = changed((ChangeStatus::Worse, "2026-W45"));
        assert_eq!(kinds(memory, again, 3), ["change.detected"]);
        let better = changed((ChangeStatus::Better, "2026-W45"));
        assert_eq!(kinds(memory, better, 4), ["change.detected"]);
        assert_eq!(kinds(memory, Look::default(), 5), [""; 0], "it is over");
    }

    #[test]
    fn an_earlier_question_is_nothing_to_tell_of() {
        let edition = edition();
        let mut results = results::of_journey("reis", "2026-Q4", &edition, &Sums::default());
        let mut earlier = results.steps[0].clone();
        earlier.question_version += 1;
        let status = NormStatus::Missed;
        earlier.norm = earlier.norm.map(|it| results::JudgedNorm { status, ..it });
        results.steps.insert(0, earlier);
        let memory = &mut Memory::default();
        let events = look(memory, &edition, &mut results, &[], day(1)).unwrap();
        assert_eq!(events, []);
    }

    #[test]
    fn signals_are_told_only_where_a_step_is_in_trouble_and_only_those_that_are_new() {
        let memory = &mut Memory::default();
        let seen = |signals, status| Look {
            signals,
            status: Some(status),
            ..Look::default()
        };
        assert_eq!(kinds(memory, seen(3, NormStatus::Met), 1), [""; 0]);
        assert_eq!(kinds(memory, seen(5, NormStatus::Met), 1), [""; 0]);
        let events = texts(memory, seen(7, NormStatus::Missed), 1);
        let kinds: Vec<_> = events.iter().map(|it| it.0).collect();
        assert_eq!(kinds, ["norm.missed", "signal.arrived"]);
        let event: Value = serde_json::from_str(&events[1].1).unwrap();
        assert_eq!(event["data"]["count"], 2);
        // The day's others wait for the next, together.
        assert!(texts(memory, seen(8, NormStatus::Missed), 1).is_empty());
        let events = texts(memory, seen(9, NormStatus::Missed), 2);
        let event: Value = serde_json::from_str(&events[0].1).unwrap();
        assert_eq!(event["data"]["count"], 2);
    }

    #[test]
    fn whoever_begins_is_not_told_of_all_signals_that_ever_arrived() {
        let memory = &mut Memory::default();
        let seen = |signals| Look { signals, ..MISSED };
        assert_eq!(kinds(memory, seen(5), 1), ["norm.missed"]);
        assert_eq!(kinds(memory, seen(6), 2), ["signal.arrived"]);
    }

    #[test]
    fn a_step_that_got_worse_is_in_trouble_and_one_that_got_better_is_not() {
        for (status, told) in [
            (ChangeStatus::Worse, &["signal.arrived"][..]),
            (ChangeStatus::Better, &[]),
        ] {
            let memory = &mut Memory::default();
            let seen = |signals| Look {
                signals,
                change: Some((status, "2026-W45")),
                ..Look::default()
            };
            assert_eq!(kinds(memory, seen(1), 1), ["change.detected"]);
            assert_eq!(kinds(memory, seen(2), 2), told);
        }
    }

    #[test]
    fn held_answers_and_overdue_calls_are_told_at_every_look_that_finds_more() {
        let memory = &mut Memory::default();
        let seen = |held, overdue| Look {
            held,
            overdue,
            ..Look::default()
        };
        let both = ["callback.overdue", "answers.held"];
        assert_eq!(kinds(memory, seen(4, 1), 1), both);
        assert_eq!(kinds(memory, seen(4, 1), 1), [""; 0]);
        assert_eq!(kinds(memory, seen(6, 2), 1), both);
        assert_eq!(kinds(memory, seen(0, 0), 1), [""; 0]);
        let events = texts(memory, seen(1, 1), 1);
        assert_eq!([events[0].0, events[1].0], both);
        // Of callbacks it is the number alone that is told.
        let event: Value = serde_json::from_str(&events[0].1).unwrap();
        let number = json!({"journey": "reis", "step": "a", "count": 1});
        assert_eq!(event["data"], number);
    }

    #[test]
    fn a_week_is_told_once_it_is_over_and_not_when_a_webhook_begins() {
        let memory = &mut Memory::default();
        let monday = "2026-11-23".parse::<Day>().unwrap();
        let told: Vec<i32> = (0..21)
            .filter(|days| is_new_week(memory, monday.plus(*days).unwrap()))
            .collect();
        assert_eq!(told, [7, 14]);
    }

    #[test]
    fn a_digest_has_the_figures_of_every_step_and_none_that_a_page_shows_better() {
        let edition = edition();
        let mut results = results::of_journey("reis", "2026-W47", &edition, &Sums::default());
        results.steps[0].signals.total = 7;
        results.steps[0].reasons = Some(Vec::new());
        let text = digest(&mut results, day(1)).unwrap();
        let event: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(event["type"], "digest.weekly");
        assert_eq!(event["data"]["journey"], "reis");
        assert_eq!(event["data"]["period"], "2026-W47");
        let steps = event["data"]["results"].as_array().unwrap();
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0]["signals"]["total"], 7);
        assert_eq!(steps[0].get("reasons"), None);
        assert_eq!(event["data"].get("count"), None);
    }

    #[test]
    fn an_event_has_ids_and_figures_and_no_words_of_anyone() {
        let events = texts(&mut Memory::default(), MISSED, 1);
        assert!(!events[0].1.contains("script") && !events[0].1.contains("cmd"));
        let event: Value = serde_json::from_str(&events[0].1).unwrap();
        assert_eq!(
            event,
            json!({
                "type": "norm.missed", "timestamp": "2024-10-05T00:00:00Z",
                "data": {"journey": "reis", "period": "2026-Q4", "step": "a", "results": [{
                    "step": "a", "questionVersion": 1, "seen": 0, "started": 0, "dismissed": 0,
                    "answered": null, "suppressed": true,
                    "norm": {"tone": "positive", "atLeast": 0.7, "status": "missed"},
                    "signals": {"new": 0, "total": 0}, "held": 0,
                }]},
            })
        );
        let tried: Value = serde_json::from_str(&test("reis", day(1)).unwrap()).unwrap();
        assert_eq!(tried["data"], json!({"journey": "reis"}));
    }

    #[test]
    fn the_hour_of_the_last_look_is_kept() {
        let mut memory = Memory::default();
        assert_eq!(memory.hour(), 0);
        memory.set_hour(5);
        memory.set_hour(7);
        let text = serde_json::to_string(&memory).unwrap();
        assert_eq!(text, r#"[["look",7,"",0]]"#);
        assert_eq!(serde_json::from_str::<Memory>(&text).unwrap().hour(), 7);
    }

    proptest! {
        #[test]
        fn nothing_is_told_twice_a_day_and_no_signal_is_lost(
            days in proptest::collection::vec(proptest::collection::vec(0..5_u64, 1..6), 1..12),
        ) {
            let memory = &mut Memory::default();
            kinds(memory, MISSED, 0);
            let (mut signals, mut told) = (0, 0);
            for (today, hours) in (1..).zip(&days) {
                let mut of_today = 0;
                for more in hours {
                    signals += more;
                    for (kind, text) in texts(memory, Look { signals, ..MISSED }, today) {
                        prop_assert_eq!(kind, "signal.arrived");
                        let event: Value = serde_json::from_str(&text).unwrap();
                        told += event["data"]["count"].as_u64().unwrap();
                        of_today += 1;
                    }
                }
                prop_assert!(of_today <= 1);
            }
            for (_, text) in texts(memory, Look { signals, ..MISSED }, 99) {
                let event: Value = serde_json::from_str(&text).unwrap();
                told += event["data"]["count"].as_u64().unwrap();
            }
            prop_assert_eq!(told, signals);
        }
    }
}
