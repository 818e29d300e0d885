//! Sums over a period, as each shard gives them and as they add up over all shards.

use serde::{Deserialize, Serialize};

/// One shard's sums over the days of a period. Rows are unique by all but their last field; an
/// absent reason or audience is the empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Released answers: step, question version, breakdown, option, reason, count.
    pub answers: Vec<(String, u32, String, String, String, i64)>,
    /// Released answers of the total by ISO week: step, question version, week, option, count.
    /// Weeks count from the one that holds 1970-01-01.
    pub weeks: Vec<(String, u32, i32, String, i64)>,
    /// Responses: step, question version, channel, audience, language, state, count.
    pub showings: Vec<(String, u32, String, String, String, String, i64)>,
    /// Signals: step, question version, status, count.
    pub signals: Vec<(String, u32, String, i64)>,
    /// Responses in undecided bursts: step, question version, count.
    pub held: Vec<(String, u32, i64)>,
}

impl Sums {
    /// Adds another shard's sums; rows with the same key may then stand more than once, which
    /// adding them up makes good.
    pub fn merge(&mut self, mut other: Self) {
        self.answers.append(&mut other.answers);
        self.weeks.append(&mut other.weeks);
        self.showings.append(&mut other.showings);
        self.signals.append(&mut other.signals);
        self.held.append(&mut other.held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_every_shard_is_kept() {
        let text = String::new;
        let one = Sums {
            answers: vec![(text(), 1, text(), text(), text(), 2)],
            weeks: vec![(text(), 1, 3, text(), 2)],
            showings: vec![(text(), 1, text(), text(), text(), text(), 2)],
            signals: vec![(text(), 1, text(), 2)],
            held: vec![(text(), 1, 2)],
        };
        let mut all = Sums::default();
        all.merge(one.clone());
        assert_eq!(all, one);
        all.merge(one);
        let Sums {
            answers,
            weeks,
            showings,
            signals,
            held,
        } = all;
        let lengths = [
            answers.len(),
            weeks.len(),
            showings.len(),
            signals.len(),
            held.len(),
        ];
        assert_eq!(lengths, [2; 5]);
    }
}
