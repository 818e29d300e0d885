//! One shard's counting: receipts in, batches out.
//!
//! Owns the answers that wait for their batch. Whatever comes in, in any order and however often:
//! what is released and what waits together equal the sum of what the receipts say, and an answer
//! leaves its batch only together with `minimum_cell` new answers of its group. Changes of the
//! outside world are gathered in [`Writes`], to be made durable before anything is acknowledged.

use crate::{
    day::Day,
    receipt::{Counted, Receipt},
    response::Response,
    tally::{Breakdown, Cell, Group, ShowingKey, Tallies, TallyKey, add},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

/// The answers that wait, by group.
#[derive(Debug, Clone, Default)]
pub struct Shard {
    waiting: BTreeMap<Group, Waiting>,
}

/// What waits in one group's open batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The number of the open batch.
    pub batch: u32,
    /// New answers in it; corrections of released answers do not count.
    pub answers: u32,
    /// What the batch adds to each cell.
    #[serde(with = "cell_list")]
    pub cells: BTreeMap<Cell, i64>,
}

/// The circumstances under which a response is counted.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The day now, on which batches are released.
    pub today: Day,
    /// The day of the response's ULID, on which its showing counts.
    pub day: Day,
    /// How many new answers make a batch.
    pub minimum_cell: u32,
}

/// What must be made durable, gathered over any number of responses.
#[derive(Debug, Default)]
pub struct Writes {
    /// Receipts as they now stand.
    pub receipts: BTreeMap<Ulid, Receipt>,
    /// What to add to the tallies and showings.
    pub tallies: Tallies,
    /// Groups whose waiting batch changed.
    pub groups: BTreeSet<Group>,
    /// Signals as they now stand; none where one is to be removed.
    pub signals: BTreeMap<String, Option<SignalDraft>>,
}

/// A comment on its way to the owner's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignalDraft {
    /// The step's id.
    pub step: String,
    /// The question version.
    pub question_version: u32,
    /// The day of the response.
    pub day: Day,
    /// The batch of the step's total in which the answer, as it is now, is released.
    pub batch: u32,
    /// What was answered.
    pub cell: Cell,
    /// The comment, masked.
    pub comment: String,
}

/// A comment, masked, and the name its signal gets if it needs a new one.
#[derive(Debug, Clone)]
pub struct MaskedComment {
    /// A name that no other signal has.
    pub fresh_id: String,
    /// The text.
    pub text: String,
}

/// What became of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Created,
    /// It was there; this changed it, or was no news.
    Updated,
    /// Its ULID is in use at another step.
    OtherStep,
    /// It was taken back before.
    TakenBack,
}

impl Shard {
    /// A shard with what waited when it was last written.
    #[must_use]
    pub fn new(waiting: BTreeMap<Group, Waiting>) -> Self {
        Self { waiting }
    }

    /// What waits in a group.
    #[must_use]
    pub fn waiting(&self, group: &Group) -> Option<&Waiting> {
        self.waiting.get(group)
    }

    /// Counts a response, given its receipt if there is one.
    ///
    /// `comment` goes with `response.answer` when that has a comment.
    pub fn put(
        &mut self,
        ulid: Ulid,
        receipt: Option<&Receipt>,
        response: &Response,
        comment: Option<MaskedComment>,
        at: Circumstances,
        writes: &mut Writes,
    ) -> Outcome {
        let before = match receipt {
            None => None,
            Some(receipt) if receipt.step != response.step => return Outcome::OtherStep,
            Some(receipt) => match &receipt.counted {
                None => return Outcome::TakenBack,
                Some(_) if response.revision <= receipt.revision => return Outcome::Updated,
                Some(counted) => Some(counted),
            },
        };
        let mut counted = Counted::from_response(response, before);
        self.recount(&response.step, before, Some(&mut counted), at, writes);
        if response.answer.is_some() {
            signal(&response.step, before, &mut counted, comment, at, writes);
        } else if let (Some(now), Some(then)) = (&mut counted.answer, before_answer(before)) {
            now.signal.clone_from(&then.signal);
        }
        let receipt = Receipt {
            step: response.step.clone(),
            revision: response.revision,
            counted: Some(counted),
        };
        writes.receipts.insert(ulid, receipt);
        if before.is_some() {
            Outcome::Updated
        } else {
            Outcome::Created
        }
    }

    /// Takes a response back, also one that has not arrived yet; whatever arrives of it later
    /// counts no more.
    pub fn take_back(
        &mut self,
        ulid: Ulid,
        receipt: Option<&Receipt>,
        step: &str,
        at: Circumstances,
        writes: &mut Writes,
    ) -> Outcome {
        let before = match receipt {
            Some(receipt) if receipt.step != step => return Outcome::OtherStep,
            Some(Receipt { counted: None, .. }) => return Outcome::TakenBack,
            Some(receipt) => receipt.counted.as_ref(),
            None => None,
        };
        self.recount(step, before, None, at, writes);
        if let Some(signal) = before_answer(before).and_then(|answer| answer.signal.clone()) {
            writes.signals.insert(signal, None);
        }
        let receipt = Receipt {
            step: step.to_owned(),
            revision: receipt.map_or(0, |receipt| receipt.revision),
            counted: None,
        };
        writes.receipts.insert(ulid, receipt);
        Outcome::TakenBack
    }

    fn recount(
        &mut self,
        step: &str,
        before: Option<&Counted>,
        after: Option<&mut Counted>,
        at: Circumstances,
        writes: &mut Writes,
    ) {
        let showings = &mut writes.tallies.showings;
        for (counted, count) in [(before, -1), (after.as_deref(), 1)] {
            for (counted, state) in counted
                .into_iter()
                .flat_map(|it| it.states().iter().map(move |state| (it, *state)))
            {
                let key = ShowingKey {
                    step: step.to_owned(),
                    question_version: counted.question_version,
                    day: at.day,
                    channel: counted.channel,
                    audience: counted.audience.clone(),
                    language: counted.language.clone(),
                    state,
                };
                add(showings, key, count);
            }
        }

        let mut then: BTreeMap<Group, (&Cell, u32)> = BTreeMap::new();
        if let Some((counted, answer)) = before.and_then(|it| Some((it, it.answer.as_ref()?))) {
            for (group, batch) in counted.groups(step).zip(&answer.batches) {
                then.insert(group, (&answer.cell, *batch));
            }
        }
        if let Some(counted) = after {
            let groups: Vec<Group> = counted.groups(step).collect();
            if let Some(answer) = &mut counted.answer {
                for group in groups {
                    let waiting = self.waiting.entry(group.clone()).or_default();
                    let batch = if let Some((cell, batch)) = then.remove(&group) {
                        if group.breakdown == Breakdown::Total {
                            answer.corrected = if *cell == answer.cell {
                                before_answer(before).and_then(|it| it.corrected)
                            } else {
                                Some(waiting.batch)
                            };
                        }
                        if *cell != answer.cell {
                            add(&mut waiting.cells, cell.clone(), -1);
                            add(&mut waiting.cells, answer.cell.clone(), 1);
                            writes.groups.insert(group);
                        }
                        batch
                    } else {
                        add(&mut waiting.cells, answer.cell.clone(), 1);
                        waiting.answers += 1;
                        writes.groups.insert(group);
                        waiting.batch
                    };
                    answer.batches.push(batch);
                }
            }
        }
        for (group, (cell, batch)) in then {
            let waiting = self.waiting.entry(group.clone()).or_default();
            add(&mut waiting.cells, cell.clone(), -1);
            if batch == waiting.batch {
                waiting.answers = waiting.answers.saturating_sub(1);
            }
            writes.groups.insert(group);
        }
        self.release(at, writes);
    }

    fn release(&mut self, at: Circumstances, writes: &mut Writes) {
        for group in &writes.groups {
            let Some(waiting) = self.waiting.get_mut(group) else {
                continue;
            };
            // A minimum of one switches waiting off, for corrections too.
            let full = waiting.answers >= at.minimum_cell || at.minimum_cell <= 1;
            if !full || (waiting.answers == 0 && waiting.cells.is_empty()) {
                continue;
            }
            waiting.batch += 1;
            waiting.answers = 0;
            for (cell, count) in std::mem::take(&mut waiting.cells) {
                let key = TallyKey {
                    group: group.clone(),
                    day: at.today,
                    cell,
                };
                add(&mut writes.tallies.answers, key, count);
            }
        }
    }
}

/// Keeps an answer's signal in step with its comment.
fn signal(
    step: &str,
    before: Option<&Counted>,
    counted: &mut Counted,
    comment: Option<MaskedComment>,
    at: Circumstances,
    writes: &mut Writes,
) {
    let question_version = counted.question_version;
    let Some(answer) = &mut counted.answer else {
        return;
    };
    let old = before_answer(before).and_then(|it| it.signal.clone());
    match (old, comment) {
        (None, None) => {}
        (Some(id), None) => {
            writes.signals.insert(id, None);
        }
        (old, Some(comment)) => {
            let id = old.unwrap_or(comment.fresh_id);
            let draft = SignalDraft {
                step: step.to_owned(),
                question_version,
                day: at.day,
                batch: answer
                    .batches
                    .first()
                    .copied()
                    .max(answer.corrected)
                    .unwrap_or_default(),
                cell: answer.cell.clone(),
                comment: comment.text,
            };
            answer.signal = Some(id.clone());
            writes.signals.insert(id, Some(draft));
        }
    }
}

fn before_answer(before: Option<&Counted>) -> Option<&crate::receipt::CountedAnswer> {
    before.and_then(|it| it.answer.as_ref())
}

/// Cells as a list of pairs: JSON has no objects with structured keys.
mod cell_list {
    use super::{BTreeMap, Cell};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        cells: &BTreeMap<Cell, i64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Cell, i64>, D::Error> {
        let pairs: Vec<(Cell, i64)> = Vec::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}
