//! Bursts: responses that were set aside because they came far faster than their step is used to,
//! until the owner admits or drops them.
//!
//! A burst holds counts alone: what its responses would add to tallies and showings. Of one that
//! is admitted, the batch of each group stays in which its answers were released; of one that is dropped,
//! nothing. How many responses there were is known of either.

use crate::{
    check::{self, Faults, Node},
    day::Day,
    pairs,
    problem::Fault,
    receipt::Counted,
    shard::{Circumstances, Waiting},
    tally::{Group, ShowingKey, add},
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The largest body of a decision, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;

/// The most bursts of a shard in a list, the undecided ones first.
pub const MOST_LISTED: u32 = 1000;

/// A burst as a shard keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    /// The day on which it was set aside.
    pub day: Day,
    /// Answers by group, numbered; once admitted, the batch in which they were new answers.
    #[serde(with = "pairs")]
    pub groups: LiteMap<Group, Waiting>,
    /// How many responses are in it, or were when it was decided.
    pub responses: u32,
    /// What the responses would add to the showings.
    #[serde(with = "pairs")]
    pub showings: LiteMap<ShowingKey, i64>,
    /// What became of it.
    pub status: Status,
    /// The step's id.
    pub step: String,
}

/// What became of a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "BurstStatus")
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing yet: it waits for the owner.
    Held,
    /// It counts.
    Admitted,
    /// It does not count.
    Dropped,
}

impl Burst {
    /// An empty one of today.
    #[must_use]
    pub fn new(step: &str, today: Day) -> Self {
        Self {
            step: step.to_owned(),
            day: today,
            status: Status::Held,
            responses: 0,
            groups: LiteMap::new(),
            showings: LiteMap::new(),
        }
    }

    /// Adds a response, or takes it out when the count is -1.
    pub fn add(&mut self, counted: &Counted, at: Circumstances, count: i32) {
        self.responses = self.responses.saturating_add_signed(count);
        for key in counted.showings(&self.step, at.day) {
            add(&mut self.showings, key, count.into());
        }
        let Some(answer) = &counted.answer else {
            return;
        };
        let last = self.groups.values().map(|it| it.batch).max().unwrap_or(0);
        let held = self.groups.entry(counted.group(&self.step));
        let held = held.or_insert_with(|| Waiting {
            batch: last + 1,
            ..Waiting::default()
        });
        held.answers = held.answers.saturating_add_signed(count);
        held.minimum = held.minimum.max(answer.minimum);
        add(&mut held.cells, answer.cell.clone(), count.into());
        self.groups.retain(|_, held| held.answers > 0);
    }
}

/// Reads the body of a decision.
///
/// # Errors
/// Every fault in the body.
pub fn read_decision(bytes: &[u8]) -> Result<Status, Vec<Fault>> {
    let value = check::parse(bytes)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults).object(&["status"]);
    let status = body.and_then(|body| {
        body.required("status")?
            .one_of(&[("admitted", Status::Admitted), ("dropped", Status::Dropped)])
    });
    faults.settle(status)
}

/// A burst's shard and number out of its name.
#[must_use]
pub fn split_id(id: &str) -> Option<(u16, u32)> {
    let (shard, number) = id.split_once('-')?;
    let (shard, number) = (shard.parse().ok()?, number.parse().ok()?);
    (format!("{shard}-{number}") == id).then_some((shard, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_to_admit_or_to_drop() {
        assert_eq!(
            read_decision(br#"{"status":"admitted"}"#).unwrap(),
            Status::Admitted
        );
        assert_eq!(
            read_decision(br#"{"status":"dropped"}"#).unwrap(),
            Status::Dropped
        );
        for body in ["{}", r#"{"status":"held"}"#, r#"{"status":null}"#] {
            assert_eq!(read_decision(body.as_bytes()).unwrap_err().len(), 1);
        }
        let faults = read_decision(br#"{"status":"x","id":1}"#).unwrap_err();
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn each_group_waits_with_a_batch_of_its_own_until_its_last_answer_is_taken_out() {
        let counted = |language: &str| -> Counted {
            let counted = serde_json::json!({"c": "web", "l": language, "t": "answered", "v": 1,
                "x": {"b": 1, "m": 10, "o": {"option": "up", "reason": null}}});
            serde_json::from_value(counted).unwrap()
        };
        let today = "2026-11-22".parse().unwrap();
        let at = Circumstances {
            today,
            day: today,
            minimum_cell: 10,
            burst: true,
        };
        let mut burst = Burst::new("drawings", today);
        for language in ["nl", "en", "nl", "fr"] {
            burst.add(&counted(language), at, 1);
        }
        let mut batches: Vec<u32> = burst.groups.values().map(|it| it.batch).collect();
        batches.sort_unstable();
        assert_eq!(batches, [1, 2, 3]);
        burst.add(&counted("nl"), at, -1);
        assert_eq!(burst.groups.len(), 3, "the other of that group waits on");
        burst.add(&counted("nl"), at, -1);
        assert_eq!(burst.groups.len(), 2);
    }

    #[test]
    fn a_name_tells_the_shard_and_the_number() {
        assert_eq!(split_id("12-3"), Some((12, 3)));
        for id in [
            "", "12", "-3", "012-3", "1-03", "1-", "1-a", "1-2-3", "+1-2",
        ] {
            assert_eq!(split_id(id), None, "{id}");
        }
    }
}
