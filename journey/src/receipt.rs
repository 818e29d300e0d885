//! The short-lived memory of one response, which makes retries and changes safe.
//!
//! A receipt says what its response adds to the counts right now. It holds no comment, and no
//! instant beyond the one in its ULID, with which it is purged.

use crate::{
    day::Day,
    response::{Channel, Response, State},
    tally::{Cell, Group, ShowingKey},
};
use serde::{Deserialize, Serialize};

/// What a shard remembers of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What it adds to the counts; nothing once it was taken back.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// The last revision that counted.
    #[serde(rename = "r")]
    pub revision: u32,
    /// The step it belongs to for good.
    #[serde(rename = "s")]
    pub step: String,
}

impl Receipt {
    /// Whether a response, given its receipt if there is one, brings an answer where there was
    /// none.
    #[must_use]
    pub fn gains_answer(receipt: Option<&Self>, response: &Response) -> bool {
        response.answer.is_some()
            && receipt.is_none_or(|receipt| {
                let counted = receipt.counted.as_ref();
                receipt.step == response.step
                    && receipt.revision < response.revision
                    && counted.is_some_and(|it| it.answer.is_none())
            })
    }
}

/// What a response adds to the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The group the page named.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The way it came in.
    #[serde(rename = "c")]
    pub channel: Channel,
    /// The burst with which it was set aside.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub held: Option<u32>,
    /// The language of the question.
    #[serde(rename = "l")]
    pub language: String,
    /// How far it came.
    #[serde(rename = "t")]
    pub state: State,
    /// The question version.
    #[serde(rename = "v")]
    pub question_version: u32,
    /// What was answered, in which batches.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<CountedAnswer>,
}

/// An answer as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedAnswer {
    /// The batch in which it is a new answer; 0, which no batch has, if it came to its group from
    /// another in which it was released already.
    #[serde(rename = "b")]
    pub batch: u32,
    /// The signal that holds its comment.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// How many new answers its batch needs at least.
    #[serde(rename = "m")]
    pub minimum: u32,
    /// What was answered.
    #[serde(rename = "o")]
    pub cell: Cell,
}

impl Counted {
    /// What a response adds, before it is put in any batch. An answer once given stays given when
    /// a later body carries a lesser state.
    #[must_use]
    pub fn from_response(response: &Response, before: Option<&Counted>) -> Self {
        let state = before.map_or(response.state, |it| it.state.max(response.state));
        let cell = match &response.answer {
            Some(answer) => Some(Cell {
                option: answer.option.clone(),
                reason: answer.reason.clone(),
            }),
            None => before
                .and_then(|it| it.answer.as_ref())
                .map(|answer| answer.cell.clone()),
        };
        // An answer belongs to the question it was given to, whatever is shown after it.
        let kept = before.filter(|it| response.answer.is_none() && it.answer.is_some());
        Self {
            question_version: kept.map_or(response.question_version, |it| it.question_version),
            state,
            language: kept.map_or_else(|| response.language.clone(), |it| it.language.clone()),
            channel: kept.map_or(response.channel, |it| it.channel),
            audience: kept.map_or_else(|| response.audience.clone(), |it| it.audience.clone()),
            held: None,
            answer: cell.map(|cell| CountedAnswer {
                cell,
                batch: 0,
                minimum: 0,
                signal: None,
            }),
        }
    }

    /// The states that count: a later state implies that it was seen, an answer that it was
    /// started. Answered itself is counted by tallies.
    #[must_use]
    pub fn states(&self) -> &'static [State] {
        match self.state {
            State::Seen => &[State::Seen],
            State::Started | State::Answered => &[State::Seen, State::Started],
            State::Dismissed => &[State::Seen, State::Dismissed],
        }
    }

    /// Where a response of a day to a step counts as a showing.
    pub fn showings(&self, step: &str, day: Day) -> impl Iterator<Item = ShowingKey> {
        self.states().iter().map(move |state| ShowingKey {
            step: step.to_owned(),
            question_version: self.question_version,
            day,
            channel: self.channel,
            audience: self.audience.clone(),
            language: self.language.clone(),
            state: *state,
        })
    }

    /// The group an answer to a step waits in.
    #[must_use]
    pub fn group(&self, step: &str) -> Group {
        Group {
            step: step.to_owned(),
            question_version: self.question_version,
            channel: Some(self.channel),
            language: Some(self.language.clone()),
            audience: self.audience.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::Answer;

    fn response(revision: u32, answered: bool) -> Response {
        Response {
            step: "a".to_owned(),
            question_version: 1,
            revision,
            state: if answered {
                State::Answered
            } else {
                State::Seen
            },
            answer: answered.then(|| Answer {
                option: "easy".to_owned(),
                reason: None,
                comment: None,
            }),
            language: "nl".to_owned(),
            channel: Channel::Web,
            audience: None,
        }
    }

    fn receipt(revision: u32, answered: bool) -> Receipt {
        Receipt {
            counted: Some(Counted::from_response(&response(revision, answered), None)),
            revision,
            step: "a".to_owned(),
        }
    }

    #[test]
    fn an_answer_is_gained_where_there_was_none_and_by_a_later_revision_alone() {
        let gains = |receipt: Option<&Receipt>, response| Receipt::gains_answer(receipt, &response);
        assert!(gains(None, response(1, true)));
        assert!(!gains(None, response(1, false)), "only seen");
        assert!(gains(Some(&receipt(1, false)), response(2, true)));
        assert!(
            !gains(Some(&receipt(1, true)), response(2, true)),
            "was answered"
        );
        assert!(
            !gains(Some(&receipt(2, false)), response(2, true)),
            "a retry"
        );
        let elsewhere = Receipt {
            step: "b".to_owned(),
            ..receipt(1, false)
        };
        assert!(
            !gains(Some(&elsewhere), response(2, true)),
            "of another step"
        );
        let taken_back = Receipt {
            counted: None,
            ..receipt(1, false)
        };
        assert!(!gains(Some(&taken_back), response(2, true)), "taken back");
    }
}
