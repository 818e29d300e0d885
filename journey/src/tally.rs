//! Counts, and nothing but counts: the keys they are kept under and how they add up.
//!
//! [`Tallies`] is a commutative monoid: any number of shards, merged in any order, give the same
//! sums. A tally counts answers in whole batches; a showing counts how far responses came.

use crate::{
    day::Day,
    response::{Channel, State},
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What a tally sets apart: nothing, or one property of the response.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Answers to one question that wait, and are released, together. What they do not all share is
/// absent, and they count in no tally that sets it apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// The group the page named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The way they came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The language of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The version of the step's question.
    pub question_version: u32,
    /// The step's id.
    pub step: String,
}

impl Group {
    /// The tallies its answers count in.
    pub fn breakdowns(&self) -> impl Iterator<Item = Breakdown> {
        [
            Some(Breakdown::Total),
            self.channel.map(Breakdown::Channel),
            self.language.clone().map(Breakdown::Language),
            self.audience.clone().map(Breakdown::Audience),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether both are of the same question.
    #[must_use]
    pub fn is_beside(&self, other: &Self) -> bool {
        self.step == other.step && self.question_version == other.question_version
    }

    /// What its answers have in common with those of another group of the same question.
    #[must_use]
    pub fn in_common(&self, other: &Self) -> Self {
        fn shared<T: Clone + PartialEq>(one: Option<&T>, other: Option<&T>) -> Option<T> {
            one.filter(|it| other == Some(it)).cloned()
        }
        Self {
            step: self.step.clone(),
            question_version: self.question_version,
            channel: shared(self.channel.as_ref(), other.channel.as_ref()),
            language: shared(self.language.as_ref(), other.language.as_ref()),
            audience: shared(self.audience.as_ref(), other.audience.as_ref()),
        }
    }
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    /// The step's id.
    pub step: String,
    /// The version of the step's question.
    pub question_version: u32,
    /// What the tally sets apart.
    pub breakdown: Breakdown,
    /// The day of release.
    pub day: Day,
    /// What was answered.
    pub cell: Cell,
}

/// Where a count of responses by state is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShowingKey {
    /// The group the page named.
    pub audience: Option<String>,
    /// The way it came in.
    pub channel: Channel,
    /// The day of the response's ULID.
    pub day: Day,
    /// The language of the question.
    pub language: String,
    /// The version of the step's question.
    pub question_version: u32,
    /// The state that was reached; never `answered`, which only tallies count.
    pub state: State,
    /// The step's id.
    pub step: String,
}

/// Those of a question stand together.
impl Ord for Group {
    fn cmp(&self, other: &Self) -> Ordering {
        let of_step = self.step.cmp(&other.step);
        of_step
            .then_with(|| self.question_version.cmp(&other.question_version))
            .then_with(|| self.channel.cmp(&other.channel))
            .then_with(|| self.language.cmp(&other.language))
            .then_with(|| self.audience.cmp(&other.audience))
    }
}

impl PartialOrd for Group {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As rows stand on disk.
impl Ord for ShowingKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let of_step = self.step.cmp(&other.step);
        of_step
            .then_with(|| self.question_version.cmp(&other.question_version))
            .then_with(|| self.day.cmp(&other.day))
            .then_with(|| self.channel.cmp(&other.channel))
            .then_with(|| self.audience.cmp(&other.audience))
            .then_with(|| self.language.cmp(&other.language))
            .then_with(|| self.state.cmp(&other.state))
    }
}

impl PartialOrd for ShowingKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Sums of released answers and of showings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Released answers; a count may be negative on a day when more was taken back than given.
    pub answers: LiteMap<TallyKey, i64>,
    /// Responses that reached a state.
    pub showings: LiteMap<ShowingKey, i64>,
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
pub fn add<K: Ord>(counts: &mut LiteMap<K, i64>, key: K, count: i64) {
    use litemap::Entry;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn group(step: &str, version: u32, channel: Channel, language: &str, audience: &str) -> Group {
        Group {
            audience: Some(audience.to_owned()),
            channel: Some(channel),
            language: Some(language.to_owned()),
            question_version: version,
            step: step.to_owned(),
        }
    }

    fn showing(step: &str, version: u32, day: i32, language: &str, state: State) -> ShowingKey {
        ShowingKey {
            audience: None,
            channel: Channel::Web,
            day: Day::from_number(day).unwrap(),
            language: language.to_owned(),
            question_version: version,
            state,
            step: step.to_owned(),
        }
    }

    #[test]
    fn a_breakdown_is_named_by_its_property_and_value() {
        for (breakdown, name) in [
            (Breakdown::Total, "total"),
            (Breakdown::Channel(Channel::Web), "channel:web"),
            (Breakdown::Audience("owners".to_owned()), "audience:owners"),
            (Breakdown::Language("nl".to_owned()), "language:nl"),
        ] {
            assert_eq!(breakdown.name(), name);
        }
    }

    #[test]
    fn groups_of_a_question_stand_together() {
        let in_order = [
            group("a", 1, Channel::Web, "nl", "z"),
            group("a", 2, Channel::Web, "en", "a"),
            group("a", 2, Channel::Web, "nl", "a"),
            group("a", 2, Channel::Web, "nl", "b"),
            group("a", 2, Channel::Letter, "en", "a"),
            group("b", 1, Channel::Web, "en", "a"),
        ];
        assert!(in_order.is_sorted());
        assert!(in_order.windows(2).all(|two| two[0] < two[1]));
    }

    #[test]
    fn showings_stand_as_their_rows_do_on_disk() {
        let in_order = [
            showing("a", 1, 9, "nl", State::Dismissed),
            showing("a", 2, 1, "nl", State::Seen),
            showing("a", 2, 2, "en", State::Seen),
            showing("a", 2, 2, "en", State::Started),
            showing("a", 2, 2, "nl", State::Seen),
            showing("b", 1, 1, "en", State::Seen),
        ];
        assert!(in_order.windows(2).all(|two| two[0] < two[1]));
    }

    #[test]
    fn a_count_that_comes_to_nothing_is_forgotten() {
        let mut counts = LiteMap::new();
        add(&mut counts, "a", 0);
        assert!(counts.is_empty());
        add(&mut counts, "a", 2);
        add(&mut counts, "a", 1);
        assert_eq!(counts.get("a"), Some(&3));
        add(&mut counts, "a", -3);
        assert!(counts.is_empty());
    }

    #[test]
    fn sums_of_two_shards_add_up() {
        let key = showing("a", 1, 1, "nl", State::Seen);
        let answer = TallyKey {
            step: "a".to_owned(),
            question_version: 1,
            breakdown: Breakdown::Total,
            day: key.day,
            cell: Cell {
                option: "easy".to_owned(),
                reason: None,
            },
        };
        let one = Tallies {
            answers: [(answer.clone(), 3)].into_iter().collect(),
            showings: [(key.clone(), 5)].into_iter().collect(),
        };
        let mut all = one.clone();
        all.merge(one);
        assert_eq!(all.answers.get(&answer), Some(&6));
        assert_eq!(all.showings.get(&key), Some(&10));
    }
}
