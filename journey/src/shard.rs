//! One shard's counting: receipts in, batches out.
//!
//! Owns the answers that wait for their batch, and the bursts that wait for the owner. Whatever
//! comes in, in any order and however often: what is released, what waits and what is held together
//! equal the sum of what the receipts say. A batch is released into the total and into every breakdown it counts in at once, so that whatever is
//! subtracted from whatever, what is left are whole batches; and it has at least as many new
//! answers as `minimum_cell` was when any of them was given. Changes of the outside world are
//! gathered in [`Writes`], to be made durable before anything is acknowledged.

use crate::{
    burst::{Burst, Status},
    day::Day,
    pairs,
    receipt::{Counted, CountedAnswer, Receipt},
    response::Response,
    tally::{Cell, Group, Tallies, TallyKey, add},
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, cmp::Reverse, collections::BTreeSet};
use ulid::Ulid;

/// How many bursts may wait for the owner before a step's days are no longer set apart.
const MOST_UNDECIDED: usize = 100;

/// The answers that wait, by group, and the bursts by number.
#[derive(Debug, Clone, Default)]
pub struct Shard {
    waiting: LiteMap<Group, Waiting>,
    bursts: LiteMap<u32, Burst>,
    /// The last number that a batch got.
    last_batch: u32,
}

/// What waits in one group's open batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// New answers in it; corrections of released answers do not count.
    pub answers: u32,
    /// The number of the open batch, which no other batch of the shard has, ever.
    pub batch: u32,
    /// What the batch adds to each cell.
    #[serde(with = "pairs")]
    pub cells: LiteMap<Cell, i64>,
    /// Whether anything came in it of answers that were released already.
    pub corrected: bool,
    /// How many new answers it needs: the most that was asked when anything came into it.
    pub minimum: u32,
    /// Batches of this group that were released together with other groups' lately: the number,
    /// the day, and what they had in common with those, in whose tallies alone they count. They are at
    /// most [`MOST_MIXED`] times what `minimum` was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mixed: Vec<(u32, Day, Group)>,
}

/// How many days a mixed batch is remembered: longer than any answer in it may change.
const MIXED_DAYS: i32 = 4;

/// How many mixed batches of a group are remembered, times what its batch needs. A group that was released with others
/// so often within those days has as many answers that it fills a batch of its own within about a day, and so it does
/// from then on.
const MOST_MIXED: u32 = 4;

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
    pub receipts: LiteMap<Ulid, Receipt>,
    /// What to add to the tallies and showings.
    pub tallies: Tallies,
    /// Groups whose waiting batch changed.
    pub groups: BTreeSet<Group>,
    /// Bursts that changed.
    pub bursts: BTreeSet<u32>,
    /// Signals as they now stand; none where one is to be removed.
    pub signals: LiteMap<String, Option<SignalDraft>>,
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
    /// The batch in which the answer, as it is now, is released; in a burst, that of its group.
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
    pub fn new(waiting: LiteMap<Group, Waiting>, bursts: LiteMap<u32, Burst>) -> Self {
        let last_batch = waiting.values().map(|it| it.batch).max().unwrap_or(0);
        Self {
            waiting,
            bursts,
            last_batch,
        }
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
        let shows_with = self.recount(&response.step, before, Some(&mut counted), at, writes);
        if counted.held.is_some_and(|number| !self.holds(number)) {
            // Nothing is kept of what was dropped.
        } else if response.answer.is_some() {
            let burst = counted.held;
            let draft = |cell: &Cell, comment| SignalDraft {
                step: response.step.clone(),
                question_version: response.question_version,
                day: at.day,
                batch: shows_with,
                burst,
                cell: cell.clone(),
                comment,
            };
            signal(before, &mut counted, comment, draft, writes);
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
            let mut groups = std::mem::take(&mut burst.groups);
            for (group, held) in &mut groups {
                let waiting = self.open(group, at.minimum_cell.max(held.minimum));
                for (cell, count) in std::mem::take(&mut held.cells) {
                    add(&mut waiting.cells, cell, count);
                }
                waiting.answers += std::mem::take(&mut held.answers);
                held.batch = waiting.batch;
                held.minimum = waiting.minimum;
            }
            for group in groups.keys() {
                self.release(group.clone(), at, writes);
            }
            if let Some(burst) = self.bursts.get_mut(&number) {
                burst.groups = groups;
            }
        } else {
            burst.groups.clear();
        }
        writes.bursts.insert(number);
        Decision::Made
    }

    /// A response as it counts: as any other once its burst was admitted, in the batch in which its
    /// group of the burst was released.
    fn as_admitted<'a>(&self, step: &str, counted: &'a Counted) -> Cow<'a, Counted> {
        let burst = counted.held.and_then(|number| self.bursts.get(&number));
        let Some(burst) = burst.filter(|it| it.status == Status::Admitted) else {
            return Cow::Borrowed(counted);
        };
        let released = burst.groups.get(&counted.group(step));
        let mut counted = counted.clone();
        counted.held = None;
        if let (Some(answer), Some(released)) = (&mut counted.answer, released) {
            answer.batch = released.batch;
            answer.minimum = released.minimum;
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
        let last = self.bursts.last();
        let number = last.map_or(1, |(number, _)| number + 1);
        self.bursts.insert(number, Burst::new(step, today));
        number
    }

    fn holds(&self, number: u32) -> bool {
        let burst = self.bursts.get(&number);
        burst.is_some_and(|it| it.status == Status::Held)
    }

    /// Counts a response as it is now instead of as it was. Gives the batch with which an answer
    /// may show from now on. Whatever comes of a released answer waits, also when it is what it
    /// was, so that nobody sees whether it changed.
    fn recount(
        &mut self,
        step: &str,
        before: Option<&Counted>,
        mut after: Option<&mut Counted>,
        at: Circumstances,
        writes: &mut Writes,
    ) -> u32 {
        if let Some(Counted {
            held: Some(_),
            answer: Some(held),
            ..
        }) = after.as_deref_mut()
        {
            // What was promised once is promised in whatever group of the burst it ends up in.
            let promised = before_answer(before).map_or(0, |it| it.minimum);
            held.minimum = promised.max(at.minimum_cell);
        }
        // In before out: a group of a burst keeps its number for as long as anyone is in it.
        for (counted, count) in [(after.as_deref(), 1), (before, -1)] {
            match counted.and_then(|it| Some((it, it.held?))) {
                None => {
                    let keys = counted.into_iter().flat_map(|it| it.showings(step, at.day));
                    for key in keys {
                        add(&mut writes.tallies.showings, key, count.into());
                    }
                }
                Some((counted, number)) if self.holds(number) => {
                    if let Some(burst) = self.bursts.get_mut(&number) {
                        burst.add(counted, at, count);
                        writes.bursts.insert(number);
                    }
                }
                Some(_) => {}
            }
        }
        if let Some((counted, number)) = after.as_deref().and_then(|it| Some((it, it.held?))) {
            let burst = self.bursts.get(&number);
            let held = burst.and_then(|it| it.groups.get(&counted.group(step)));
            return held.map_or(0, |it| it.batch);
        }
        let before = before.filter(|it| it.held.is_none());

        let then = before.and_then(|it| Some((it.group(step), it.answer.as_ref()?)));
        let now = after.and_then(|it| Some((it.group(step), it.answer.as_mut()?)));
        match (then, now) {
            (Some((group, old)), Some((new_group, now))) if group == new_group => {
                let (holder, waiting) = self.holder(&group, old, at);
                now.batch = old.batch;
                now.minimum = waiting.minimum;
                add(&mut waiting.cells, old.cell.clone(), -1);
                add(&mut waiting.cells, now.cell.clone(), 1);
                waiting.corrected |= waiting.batch != old.batch;
                let shows_with = waiting.batch;
                self.release(holder, at, writes);
                shows_with
            }
            (then, now) => {
                // Out before in: nobody may stand in two open batches. Who was released already
                // fills no other batch: once back where they came from, it would be one short.
                let mut is_new = true;
                let mut minimum = at.minimum_cell;
                if let Some((group, old)) = then {
                    let (holder, waiting) = self.holder(&group, old, at);
                    add(&mut waiting.cells, old.cell.clone(), -1);
                    if waiting.batch == old.batch {
                        waiting.answers = waiting.answers.saturating_sub(1);
                    } else {
                        waiting.corrected = true;
                        is_new = false;
                    }
                    minimum = minimum.max(old.minimum);
                    self.release(holder, at, writes);
                }
                let Some((group, now)) = now else {
                    return 0;
                };
                let waiting = self.open(&group, minimum);
                add(&mut waiting.cells, now.cell.clone(), 1);
                let shows_with = waiting.batch;
                now.minimum = waiting.minimum;
                if is_new {
                    waiting.answers += 1;
                    now.batch = waiting.batch;
                } else {
                    waiting.corrected = true;
                }
                self.release(group, at, writes);
                shows_with
            }
        }
    }

    /// The open batch that takes what becomes of an answer, and its group: the answer's own, unless
    /// it was released together with other groups' answers; then that of what they had in common.
    fn holder(
        &mut self,
        group: &Group,
        answer: &CountedAnswer,
        at: Circumstances,
    ) -> (Group, &mut Waiting) {
        let mut mixed = self.waiting.get(group).into_iter().flat_map(|it| &it.mixed);
        let in_common = mixed.find(|(batch, ..)| *batch == answer.batch);
        let holder = in_common.map_or(group, |(_, _, it)| it).clone();
        let waiting = self.open(&holder, answer.minimum.max(at.minimum_cell));
        (holder, waiting)
    }

    /// A group's open batch, which from now on needs so many new answers.
    fn open(&mut self, group: &Group, minimum: u32) -> &mut Waiting {
        let last_batch = &mut self.last_batch;
        let waiting = self.waiting.entry(group.clone()).or_insert_with(|| {
            *last_batch += 1;
            Waiting {
                batch: *last_batch,
                ..Waiting::default()
            }
        });
        waiting.minimum = waiting.minimum.max(minimum);
        waiting
    }

    /// Releases what may be released now that a group's open batch has changed.
    fn release(&mut self, group: Group, at: Circumstances, writes: &mut Writes) {
        let is_full = self.waiting.get(&group).is_some_and(|it| {
            // A minimum of one switches waiting off, for corrections too.
            it.minimum <= 1 || it.answers >= it.minimum
        });
        if is_full {
            self.release_together(&group, std::slice::from_ref(&group), at, writes);
        } else if let Some(groups) = self.mixture(&group, at.today) {
            let in_common = groups
                .iter()
                .cloned()
                .reduce(|common, it| common.in_common(&it));
            let in_common = in_common.unwrap_or_else(|| group.clone());
            self.release_together(&in_common, &groups, at, writes);
        }
        writes.groups.insert(group);
    }

    /// Groups of a question whose answers are released together, although none has a batch of its
    /// own, because many wait: the largest, with those most like it, until there are enough.
    /// Corrections must count where what they correct counts, so groups with any stay out of it; and so do those that
    /// were in it often enough to do without.
    fn mixture(&self, of: &Group, today: Day) -> Option<Vec<Group>> {
        let first = Group {
            channel: None,
            language: None,
            audience: None,
            ..of.clone()
        };
        let beside = || {
            let from = self.waiting.find_index(&first).unwrap_or_else(|it| it);
            let from = self.waiting.iter().skip(from);
            from.take_while(|(it, _)| it.is_beside(of))
        };
        let enough = beside().map(|(_, it)| it.minimum).max()?;
        let mut groups: Vec<(&Group, u32)> = beside()
            .filter(|(_, it)| it.answers > 0 && !it.corrected && !it.is_often_mixed(today))
            .map(|(group, it)| (group, it.answers))
            .collect();
        let all: u32 = groups.iter().map(|(_, answers)| answers).sum();
        if all < enough.saturating_mul(2) {
            return None;
        }
        let (largest, _) = *groups.iter().max_by_key(|(_, answers)| *answers)?;
        groups.sort_by_key(|(group, answers)| {
            let shared = group.in_common(largest).breakdowns().count();
            Reverse((*group == largest, shared, *answers))
        });
        let mut chosen = Vec::new();
        let mut missing = enough;
        for (group, answers) in groups {
            if missing > 0 {
                chosen.push(group.clone());
                missing = missing.saturating_sub(answers);
            }
        }
        Some(chosen)
    }

    /// Releases the open batches of some groups as one, into the tallies of what they have in
    /// common; what else waits for just those tallies goes along.
    fn release_together(
        &mut self,
        in_common: &Group,
        groups: &[Group],
        at: Circumstances,
        writes: &mut Writes,
    ) {
        let mut cells = LiteMap::new();
        let beside = Some(in_common).filter(|it| !groups.contains(it));
        for group in groups.iter().chain(beside) {
            let Some(waiting) = self.waiting.get_mut(group) else {
                continue;
            };
            self.last_batch += 1;
            let mut open = Waiting {
                batch: self.last_batch,
                mixed: std::mem::take(&mut waiting.mixed),
                ..Waiting::default()
            };
            open.mixed
                .retain(|(_, day, _)| is_remembered(*day, at.today));
            if group != in_common {
                open.mixed
                    .push((waiting.batch, at.today, in_common.clone()));
            }
            let released = std::mem::replace(waiting, open);
            for (cell, count) in released.cells {
                add(&mut cells, cell, count);
            }
            writes.groups.insert(group.clone());
        }
        for breakdown in in_common.breakdowns() {
            for (cell, count) in &cells {
                let key = TallyKey {
                    step: in_common.step.clone(),
                    question_version: in_common.question_version,
                    breakdown: breakdown.clone(),
                    day: at.today,
                    cell: cell.clone(),
                };
                add(&mut writes.tallies.answers, key, *count);
            }
        }
    }
}

impl Waiting {
    /// Whether as many mixed batches are remembered as may be.
    fn is_often_mixed(&self, today: Day) -> bool {
        let most = usize::try_from(self.minimum.saturating_mul(MOST_MIXED)).unwrap_or(usize::MAX);
        let remembered = self.mixed.iter();
        // Few groups come near it.
        self.mixed.len() >= most
            && remembered
                .filter(|(_, day, _)| is_remembered(*day, today))
                .count()
                >= most
    }
}

/// Whether an answer in a mixed batch of a day may still change.
fn is_remembered(day: Day, today: Day) -> bool {
    today.number() - day.number() <= MIXED_DAYS
}

/// Keeps an answer's signal in step with its comment.
fn signal(
    before: Option<&Counted>,
    counted: &mut Counted,
    comment: Option<MaskedComment>,
    draft: impl FnOnce(&Cell, String) -> SignalDraft,
    writes: &mut Writes,
) {
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
            answer.signal = Some(id.clone());
            let draft = draft(&answer.cell, comment.text);
            writes.signals.insert(id, Some(draft));
        }
    }
}

fn before_answer(before: Option<&Counted>) -> Option<&CountedAnswer> {
    before.and_then(|it| it.answer.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_batch_is_remembered_while_its_answers_may_change() {
        let day: Day = "2026-11-22".parse().unwrap();
        let after = |days| day.plus(days).unwrap();
        assert!(is_remembered(day, day));
        assert!(is_remembered(day, after(MIXED_DAYS)));
        assert!(!is_remembered(day, after(MIXED_DAYS + 1)));
    }
}
