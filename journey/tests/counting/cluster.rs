//! Shards with their disks, and calls to them.

use journey::{
    burst::{Burst, Status},
    day::Day,
    receipt::Receipt,
    response::Response,
    shard::{Circumstances, Decision, MaskedComment, Outcome, Shard, SignalDraft, Writes},
    shard_plan::ShardPlan,
    tally::{Breakdown, Cell, Group, Tallies, TallyKey, add},
};
use litemap::LiteMap;
use std::collections::BTreeSet;
use ulid::Ulid;

pub(crate) const STEP: &str = "drawings";

/// A call for one of a number of people, or the owner's.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    Put {
        who: usize,
        response: Response,
        burst: bool,
    },
    TakeBack {
        who: usize,
    },
    /// Of the bursts there are, one by its place.
    Decide {
        which: usize,
        to: Status,
    },
}

/// A shard and the number of its burst.
pub(crate) type BurstId = (u16, u32);

/// The burst of a decision.
pub(crate) fn chosen(
    mut bursts: impl ExactSizeIterator<Item = BurstId>,
    which: usize,
) -> Option<BurstId> {
    let which = which.checked_rem(bursts.len())?;
    bursts.nth(which)
}

/// What one call did.
#[derive(Default)]
pub(crate) struct Effect {
    /// None of a decision.
    pub(crate) outcome: Option<Outcome>,
    /// What it added to the tallies.
    pub(crate) released: LiteMap<TallyKey, i64>,
}

/// Shards with their disks.
pub(crate) struct Cluster {
    plan: ShardPlan,
    pub(crate) shards: Vec<Shard>,
    pub(crate) groups: Vec<Group>,
    pub(crate) receipts: LiteMap<Ulid, Receipt>,
    pub(crate) tallies: Vec<Tallies>,
    pub(crate) signals: LiteMap<String, (usize, SignalDraft)>,
    pub(crate) bursts: BTreeSet<BurstId>,
    pub(crate) minimum_cell: u32,
    pub(crate) today: Day,
    names: u32,
}

pub(crate) fn ulid(who: usize) -> Ulid {
    Ulid::from_parts(1_795_000_000_000 + who as u64, 977 * who as u128)
}

pub(crate) fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

impl Cluster {
    pub(crate) fn new(count: u16, minimum_cell: u32) -> Self {
        Self {
            plan: ShardPlan::new(count),
            shards: vec![Shard::default(); usize::from(count)],
            groups: Vec::new(),
            receipts: LiteMap::new(),
            tallies: vec![Tallies::default(); usize::from(count)],
            signals: LiteMap::new(),
            bursts: BTreeSet::new(),
            minimum_cell,
            today: today(),
            names: 0,
        }
    }

    pub(crate) fn call(&mut self, call: &Call) -> Effect {
        let (who, decided) = match call {
            Call::Put { who, .. } | Call::TakeBack { who } => (*who, None),
            Call::Decide { which, .. } => {
                let Some(burst) = chosen(self.bursts.iter().copied(), *which) else {
                    return Effect::default();
                };
                (0, Some(burst))
            }
        };
        let ulid = ulid(who);
        let shard = decided.map_or_else(|| self.plan.shard(ulid), |(shard, _)| shard);
        let index = usize::from(shard);
        let at = Circumstances {
            today: self.today,
            day: today(),
            minimum_cell: self.minimum_cell,
            burst: matches!(call, Call::Put { burst: true, .. }),
        };
        let mut writes = Writes::default();
        let receipt = self.receipts.get(&ulid);
        let outcome = match call {
            Call::Decide { to, .. } => {
                self.decide(decided.unwrap(), *to, at, &mut writes);
                None
            }
            Call::Put { response, .. } => {
                self.names += 1;
                let comment = response.answer.as_ref().and_then(|it| it.comment.clone());
                let comment = comment.map(|text| MaskedComment {
                    fresh_id: self.names.to_string(),
                    text,
                });
                Some(self.shards[index].put(ulid, receipt, response, comment, at, &mut writes))
            }
            Call::TakeBack { .. } => {
                Some(self.shards[index].take_back(ulid, receipt, STEP, at, &mut writes))
            }
        };
        self.bursts
            .extend(writes.bursts.iter().map(|number| (shard, *number)));
        self.receipts.extend(writes.receipts);
        for group in writes.groups {
            if !self.groups.contains(&group) {
                self.groups.push(group);
            }
        }
        let released = writes.tallies.answers.clone();
        self.tallies[index].merge(writes.tallies);
        for (id, draft) in writes.signals {
            match draft {
                Some(draft) => self.signals.insert(id, (index, draft)),
                None => self.signals.remove(&id),
            };
        }
        Effect { outcome, released }
    }

    fn decide(&mut self, burst: BurstId, to: Status, at: Circumstances, writes: &mut Writes) {
        let (index, number) = (usize::from(burst.0), burst.1);
        let held = self.burst(burst).groups.clone();
        if self.shards[index].decide(number, to, at, writes) != Decision::Made {
            assert!(writes.bursts.is_empty() && writes.tallies == Tallies::default());
            return;
        }
        let now = self.burst(burst).groups.clone();
        let is_of =
            |shard: &usize, draft: &SignalDraft| *shard == index && draft.burst == Some(number);
        self.signals
            .retain(|_, (shard, draft)| to == Status::Admitted || !is_of(shard, draft));
        for (_, (shard, draft)) in self.signals.iter_mut() {
            if is_of(shard, draft) {
                let mut groups = held.iter().filter(|(_, it)| it.batch == draft.batch);
                let (group, _) = groups.next().expect("the group of a held signal");
                draft.batch = now[group].batch;
                draft.burst = None;
            }
        }
    }

    pub(crate) fn burst(&self, burst: BurstId) -> &Burst {
        self.shards[usize::from(burst.0)].burst(burst.1).unwrap()
    }

    pub(crate) fn merged(&self) -> Tallies {
        let mut all = Tallies::default();
        for tallies in &self.tallies {
            all.merge(tallies.clone());
        }
        all
    }

    /// Released counts over all days.
    pub(crate) fn released(&self) -> LiteMap<(u32, Breakdown, Cell), i64> {
        let mut cells = LiteMap::new();
        for (key, count) in self.merged().answers {
            let key = (key.question_version, key.breakdown, key.cell);
            add(&mut cells, key, count);
        }
        cells
    }

    /// What waits for the tallies.
    pub(crate) fn waiting(&self) -> LiteMap<(u32, Breakdown, Cell), i64> {
        let mut cells = LiteMap::new();
        for shard in &self.shards {
            for group in &self.groups {
                let waiting = shard.waiting(group);
                for (cell, count) in waiting.iter().flat_map(|it| &it.cells) {
                    for breakdown in group.breakdowns() {
                        let key = (group.question_version, breakdown, cell.clone());
                        add(&mut cells, key, *count);
                    }
                }
            }
        }
        cells
    }

    /// Whether a batch of a shard is open.
    pub(crate) fn is_open(&self, shard: usize, batch: u32) -> bool {
        let mut waiting = self
            .groups
            .iter()
            .filter_map(|it| self.shards[shard].waiting(it));
        waiting.any(|it| it.batch == batch)
    }
}
