//! Counts, and nothing but counts: the keys they are kept under and how they add up.
//!
//! [`Tallies`] is a commutative monoid: any number of shards, merged in any order, give the same
//! sums. A tally counts answers in whole batches; a showing counts how far responses came.

use crate::{
    day::Day,
    response::{Channel, State},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a tally sets apart: nothing, or one property of the response. Each breakdown is released
/// in batches of its own, so it need not add up to the total.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "by", content = "value", rename_all = "lowercase")]
pub enum Breakdown {
    /// All answers together.
    Total,
    /// By the way they came in.
    Channel(Channel),
    /// By the group the page named.
    Audience(String),
    /// By the language of the question.
    Language(String),
}

impl Breakdown {
    /// Its name in storage and exports: `total`, or the property and its value, as in
    /// `channel:web`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Total => "total".to_owned(),
            Self::Channel(channel) => format!("channel:{}", channel.name()),
            Self::Audience(audience) => format!("audience:{audience}"),
            Self::Language(language) => format!("language:{language}"),
        }
    }
}

/// Answers that are released together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The step's id.
    pub step: String,
    /// The version of the step's question.
    pub question_version: u32,
    /// What sets the group apart.
    pub breakdown: Breakdown,
}

/// What is counted inside a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The option's id.
    pub option: String,
    /// The reason's id, if one was given.
    pub reason: Option<String>,
}

/// Where a released count of answers is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TallyKey {
    /// The group.
    pub group: Group,
    /// The day of release.
    pub day: Day,
    /// What was answered.
    pub cell: Cell,
}

/// Where a count of responses by state is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShowingKey {
    /// The step's id.
    pub step: String,
    /// The version of the step's question.
    pub question_version: u32,
    /// The day of the response's ULID.
    pub day: Day,
    /// The way it came in.
    pub channel: Channel,
    /// The group the page named.
    pub audience: Option<String>,
    /// The language of the question.
    pub language: String,
    /// The state that was reached; never `answered`, which only tallies count.
    pub state: State,
}

/// Sums of released answers and of showings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Released answers; a count may be negative on a day when more was taken back than given.
    pub answers: BTreeMap<TallyKey, i64>,
    /// Responses that reached a state.
    pub showings: BTreeMap<ShowingKey, i64>,
}

impl Tallies {
    /// Adds another sum to this one.
    pub fn merge(&mut self, other: Self) {
        for (key, count) in other.answers {
            add(&mut self.answers, key, count);
        }
        for (key, count) in other.showings {
            add(&mut self.showings, key, count);
        }
    }
}

/// Adds to one count and forgets it when it comes to nothing.
pub fn add<K: Ord>(counts: &mut BTreeMap<K, i64>, key: K, count: i64) {
    use std::collections::btree_map::Entry;
    if count == 0 {
        return;
    }
    match counts.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(count);
        }
        Entry::Occupied(mut entry) => {
            *entry.get_mut() += count;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}
