//! One shard's counting: receipts in, batches out.
//!
//! Owns the answers that wait for their batch, and the bursts that wait for the owner. Whatever comes in, in any order and however often:
//! what is released, what waits and what is held together equal the sum of what the receipts say, and an answer
//! leaves its batch only together with `minimum_cell` new answers of its group. Changes of the
//! outside world are gathered in [`Writes`], to be made durable before anything is acknowledged.

use crate::{
    burst::{Burst, Status},
    day::Day,
    pairs,
    receipt::{Counted, CountedAnswer, Receipt},
    response::Response,
    tally::{Breakdown, Cell, Group, Tallies, TallyKey, add},
};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};
use ulid::Ulid;

/// How many bursts may wait for the owner before a step's days are no longer set apart.
const MOST_UNDECIDED: usize = 100;

/// The answers that wait, by group, and the bursts by number.
#[derive(Debug, Clone, Default)]
pub struct Shard {
    waiting: BTreeMap<Group, Waiting>,
    bursts: BTreeMap<u32, Burst>,
}

/// What waits in one group's open batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The number of the open batch.
    pub batch: u32,
    /// New answers in it; corrections of released answers do not count.
    pub answers: u32,
    /// What the batch adds to each cell.
    #[serde(with = "pairs")]
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
    /// Whether a new answer belongs to a burst.
    pub burst: bool,
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
    /// Bursts that changed.
    pub bursts: BTreeSet<u32>,
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
    /// The burst it is held in.
    pub burst: Option<u32>,
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

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is made.
    Made,
    /// It was made before.
    Known,
    /// The other decision was made before.
    Otherwise,
    /// There is no such burst.
    Unknown,
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
    /// A shard with what waited and what was held when it was last written.
    #[must_use]
    pub fn new(waiting: BTreeMap<Group, Waiting>, bursts: BTreeMap<u32, Burst>) -> Self {
        Self { waiting, bursts }
    }

    /// What waits in a group.
    #[must_use]
    pub fn waiting(&self, group: &Group) -> Option<&Waiting> {
        self.waiting.get(group)
    }

    /// A burst by its number.
    #[must_use]
    pub fn burst(&self, number: u32) -> Option<&Burst> {
        self.bursts.get(&number)
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
        let before = before.map(|it| self.as_admitted(&response.step, it));
        let before = before.as_deref();
        let mut counted = Counted::from_response(response, before);
        counted.held = match before {
            Some(Counted {
                held: Some(number), ..
            }) => Some(*number),
            _ if at.burst && response.answer.is_some() && before_answer(before).is_none() => {
                Some(self.open_burst(&response.step, at.today))
            }
            _ => None,
        };
        self.recount(&response.step, before, Some(&mut counted), at, writes);
        if counted.held.is_some_and(|number| !self.holds(number)) {
            // Nothing is kept of what was dropped.
        } else if response.answer.is_some() {
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
        let before = before.map(|it| self.as_admitted(step, it));
        let before = before.as_deref();
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

    /// Decides what becomes of a burst. One that is admitted counts as if its responses arrived
    /// now. Whatever still changes of a response goes with its burst's decision.
    pub fn decide(
        &mut self,
        number: u32,
        to: Status,
        at: Circumstances,
        writes: &mut Writes,
    ) -> Decision {
        let Some(burst) = self.bursts.get_mut(&number) else {
            return Decision::Unknown;
        };
        if burst.status != Status::Held {
            return if burst.status == to {
                Decision::Known
            } else {
                Decision::Otherwise
            };
        }
        burst.status = to;
        let showings = std::mem::take(&mut burst.showings);
        if to == Status::Admitted {
            for (key, count) in showings {
                add(&mut writes.tallies.showings, key, count);
            }
            for (group, held) in &mut burst.groups {
                let waiting = self.waiting.entry(group.clone()).or_default();
                for (cell, count) in std::mem::take(&mut held.cells) {
                    add(&mut waiting.cells, cell, count);
                }
                waiting.answers += std::mem::take(&mut held.answers);
                held.batch = waiting.batch;
                writes.groups.insert(group.clone());
            }
        } else {
            burst.groups.clear();
        }
        writes.bursts.insert(number);
        self.release(at, writes);
        Decision::Made
    }

    /// A response as it counts: as any other once its burst was admitted, in the batches in which
    /// the burst was released.
    fn as_admitted<'a>(&self, step: &str, counted: &'a Counted) -> Cow<'a, Counted> {
        let burst = counted.held.and_then(|number| self.bursts.get(&number));
        let Some(burst) = burst.filter(|it| it.status == Status::Admitted) else {
            return Cow::Borrowed(counted);
        };
        let batches = counted
            .groups(step)
            .map(|group| burst.groups.get(&group).map_or(0, |it| it.batch))
            .collect();
        let mut counted = counted.clone();
        counted.held = None;
        if let Some(answer) = &mut counted.answer {
            answer.batches = batches;
        }
        Cow::Owned(counted)
    }

    /// The undecided burst of a step and a day; a new one where there is none, unless very many
    /// wait already and the step has one of another day.
    fn open_burst(&mut self, step: &str, today: Day) -> u32 {
        let undecided = || {
            self.bursts
                .iter()
                .filter(|(_, it)| it.status == Status::Held)
        };
        let full = undecided().count() >= MOST_UNDECIDED;
        let mut of_step = undecided().rev().filter(|(_, it)| it.step == step);
        let open = of_step.find(|(_, it)| full || it.day == today);
        if let Some((number, _)) = open {
            return *number;
        }
        let last = self.bursts.last_key_value();
        let number = last.map_or(1, |(number, _)| number + 1);
        self.bursts.insert(number, Burst::new(step, today));
        number
    }

    fn holds(&self, number: u32) -> bool {
        let burst = self.bursts.get(&number);
        burst.is_some_and(|it| it.status == Status::Held)
    }

    fn recount(
        &mut self,
        step: &str,
        before: Option<&Counted>,
        after: Option<&mut Counted>,
        at: Circumstances,
        writes: &mut Writes,
    ) {
        for (counted, count) in [(before, -1), (after.as_deref(), 1)] {
            match counted.and_then(|it| Some((it, it.held?))) {
                None => {
                    let keys = counted.into_iter().flat_map(|it| it.showings(step, at.day));
                    for key in keys {
                        add(&mut writes.tallies.showings, key, count.into());
                    }
                }
                Some((counted, number)) if self.holds(number) => {
                    if let Some(burst) = self.bursts.get_mut(&number) {
                        burst.add(counted, at.day, count);
                        writes.bursts.insert(number);
                    }
                }
                Some(_) => {}
            }
        }
        let before = before.filter(|it| it.held.is_none());
        let after = after.filter(|it| it.held.is_none());

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
                burst: counted.held,
                cell: answer.cell.clone(),
                comment: comment.text,
            };
            answer.signal = Some(id.clone());
            writes.signals.insert(id, Some(draft));
        }
    }
}

fn before_answer(before: Option<&Counted>) -> Option<&CountedAnswer> {
    before.and_then(|it| it.answer.as_ref())
}
