//! Counting against a plain model: whatever is retried, doubled, changed, taken back, reordered, set
//! aside, admitted or dropped, over any number of shards, what is released, what waits and what is
//! held add up to what the responses say.

use journey::{
    burst::{Burst, Status},
    day::Day,
    receipt::{Counted, Receipt},
    response::{Answer, Channel, Response, State},
    shard::{Circumstances, Decision, MaskedComment, Outcome, Shard, Writes},
    shard_plan::ShardPlan,
    tally::{Breakdown, Cell, Group, ShowingKey, Tallies, add},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

const STEP: &str = "drawings";

#[derive(Debug, Clone)]
enum Call {
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
type BurstId = (u16, u32);

fn ulid(who: usize) -> Ulid {
    Ulid::from_parts(1_795_000_000_000 + who as u64, 977 * who as u128)
}

fn today() -> Day {
    "2026-11-22".parse().unwrap()
}

fn response() -> impl Strategy<Value = Response> {
    let answer = prop::option::of((
        prop::sample::select(vec!["hard", "fair", "easy"]),
        prop::option::of(prop::sample::select(vec!["slow", "unclear"])),
        prop::option::of(Just("words".to_owned())),
    ));
    (
        0u32..6,
        answer,
        prop::sample::select(vec![State::Seen, State::Started, State::Dismissed]),
        prop::sample::select(vec![Channel::Web, Channel::Letter]),
        prop::sample::select(vec!["nl", "en"]),
        prop::option::of(Just("residents".to_owned())),
        1u32..3,
    )
        .prop_map(
            |(revision, answer, state, channel, language, audience, question_version)| Response {
                step: STEP.to_owned(),
                question_version,
                revision,
                state: if answer.is_some() {
                    State::Answered
                } else {
                    state
                },
                answer: answer.map(|(option, reason, comment)| Answer {
                    option: option.to_owned(),
                    reason: reason.map(str::to_owned),
                    comment,
                }),
                language: language.to_owned(),
                channel,
                audience,
            },
        )
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let put = (0usize..24, response(), prop::bool::weighted(0.4));
    let put = put.prop_map(|(who, response, burst)| Call::Put {
        who,
        response,
        burst,
    });
    let take_back = (0usize..24).prop_map(|who| Call::TakeBack { who });
    let to = prop::sample::select(vec![Status::Admitted, Status::Dropped]);
    let decide = (0usize..9, to).prop_map(|(which, to)| Call::Decide { which, to });
    let call = prop_oneof![17 => put, 2 => take_back, 1 => decide];
    prop::collection::vec(call, 1..120)
}

/// The burst of a decision.
fn chosen(bursts: impl ExactSizeIterator<Item = BurstId>, which: usize) -> Option<BurstId> {
    let which = which.checked_rem(bursts.len())?;
    let mut bursts = bursts;
    bursts.nth(which)
}

/// A response as it stands.
struct Standing {
    revision: u32,
    response: Response,
    burst: Option<BurstId>,
}

/// What the responses say, kept in the plainest way.
struct Model {
    plan: ShardPlan,
    responses: BTreeMap<usize, Option<Standing>>,
    bursts: BTreeMap<BurstId, Status>,
}

impl Model {
    fn new(count: u16) -> Self {
        Self {
            plan: ShardPlan::new(count),
            responses: BTreeMap::new(),
            bursts: BTreeMap::new(),
        }
    }

    fn call(&mut self, call: &Call) {
        match call {
            Call::TakeBack { who } => {
                self.responses.insert(*who, None);
            }
            Call::Decide { which, to } => {
                let burst = chosen(self.bursts.keys().copied(), *which);
                if let Some(status) = burst.and_then(|burst| self.bursts.get_mut(&burst))
                    && *status == Status::Held
                {
                    *status = *to;
                }
            }
            Call::Put {
                who,
                response,
                burst,
            } => {
                let mut standing = Standing {
                    revision: response.revision,
                    response: response.clone(),
                    burst: None,
                };
                let mut answered = false;
                match self.responses.get(who) {
                    None => {}
                    Some(None) => return,
                    Some(Some(before)) if response.revision <= before.revision => return,
                    Some(Some(before)) => {
                        answered = before.response.state == State::Answered;
                        standing.burst = before.burst;
                        if answered && response.state != State::Answered {
                            standing.response = before.response.clone();
                        }
                        let state = standing.response.state.max(before.response.state);
                        standing.response.state = state;
                    }
                }
                if *burst && !answered && response.state == State::Answered {
                    standing.burst = Some(self.open_burst(*who));
                }
                self.responses.insert(*who, Some(standing));
            }
        }
    }

    fn open_burst(&mut self, who: usize) -> BurstId {
        let shard = self.plan.shard(ulid(who));
        let mut of_shard = self.bursts.iter().filter(|((it, _), _)| *it == shard);
        let number = match of_shard.next_back() {
            None => 1,
            Some(((_, number), Status::Held)) => *number,
            Some(((_, number), _)) => number + 1,
        };
        self.bursts.insert((shard, number), Status::Held);
        (shard, number)
    }

    fn all(&self) -> impl Iterator<Item = &Standing> {
        self.responses.values().flatten()
    }

    /// The responses that count.
    fn standing(&self) -> impl Iterator<Item = &Response> {
        let counts = |burst: &BurstId| self.bursts[burst] == Status::Admitted;
        self.all()
            .filter(move |it| it.burst.as_ref().is_none_or(counts))
            .map(|it| &it.response)
    }

    /// The responses in a burst that is not decided.
    fn held(&self, burst: BurstId) -> impl Iterator<Item = &Response> {
        let undecided = self.bursts[&burst] == Status::Held;
        self.all()
            .filter(move |it| undecided && it.burst == Some(burst))
            .map(|it| &it.response)
    }
}

fn comments<'a>(responses: impl Iterator<Item = &'a Response>) -> usize {
    let answers = responses.filter_map(|it| it.answer.as_ref());
    answers.filter(|answer| answer.comment.is_some()).count()
}

fn cells_of<'a>(responses: impl Iterator<Item = &'a Response>) -> BTreeMap<(Group, Cell), i64> {
    let mut cells = BTreeMap::new();
    for response in responses {
        let Some(answer) = &response.answer else {
            continue;
        };
        let mut breakdowns = vec![
            Breakdown::Total,
            Breakdown::Channel(response.channel),
            Breakdown::Language(response.language.clone()),
        ];
        breakdowns.extend(response.audience.clone().map(Breakdown::Audience));
        for breakdown in breakdowns {
            let group = Group {
                step: STEP.to_owned(),
                question_version: response.question_version,
                breakdown,
            };
            let cell = Cell {
                option: answer.option.clone(),
                reason: answer.reason.clone(),
            };
            add(&mut cells, (group, cell), 1);
        }
    }
    cells
}

fn showings_of<'a>(responses: impl Iterator<Item = &'a Response>) -> BTreeMap<ShowingKey, i64> {
    let mut showings = BTreeMap::new();
    for response in responses {
        let mut states = vec![State::Seen];
        if matches!(response.state, State::Started | State::Answered) {
            states.push(State::Started);
        }
        if response.state == State::Dismissed {
            states.push(State::Dismissed);
        }
        for state in states {
            let key = ShowingKey {
                step: STEP.to_owned(),
                question_version: response.question_version,
                day: today(),
                channel: response.channel,
                audience: response.audience.clone(),
                language: response.language.clone(),
                state,
            };
            add(&mut showings, key, 1);
        }
    }
    showings
}

/// Shards with their disks.
struct Cluster {
    plan: ShardPlan,
    shards: Vec<Shard>,
    receipts: BTreeMap<Ulid, Receipt>,
    tallies: Vec<Tallies>,
    /// Each with the burst that holds it.
    signals: BTreeMap<String, Option<BurstId>>,
    bursts: BTreeSet<BurstId>,
    minimum_cell: u32,
    names: u32,
}

impl Cluster {
    fn new(count: u16, minimum_cell: u32) -> Self {
        Self {
            plan: ShardPlan::new(count),
            shards: vec![Shard::default(); usize::from(count)],
            receipts: BTreeMap::new(),
            tallies: vec![Tallies::default(); usize::from(count)],
            signals: BTreeMap::new(),
            bursts: BTreeSet::new(),
            minimum_cell,
            names: 0,
        }
    }

    /// Makes one call, and gives the groups that were released with their new answers.
    fn call(&mut self, call: &Call) -> Vec<(Group, u32)> {
        let (who, chosen) = match call {
            Call::Put { who, .. } | Call::TakeBack { who } => (*who, None),
            Call::Decide { which, .. } => {
                let Some(burst) = chosen(self.bursts.iter().copied(), *which) else {
                    return Vec::new();
                };
                (0, Some(burst))
            }
        };
        let ulid = ulid(who);
        let shard = chosen.map_or_else(|| self.plan.shard(ulid), |(shard, _)| shard);
        let index = usize::from(shard);
        let at = Circumstances {
            today: today(),
            day: today(),
            minimum_cell: self.minimum_cell,
            burst: matches!(call, Call::Put { burst: true, .. }),
        };
        let before = self.shards[index].clone();
        let mut writes = Writes::default();
        let receipt = self.receipts.get(&ulid);
        match call {
            Call::Decide { to, .. } => {
                let (_, number) = chosen.unwrap();
                let decision = self.shards[index].decide(number, *to, at, &mut writes);
                if decision == Decision::Made {
                    for burst in self.signals.values_mut() {
                        if *burst == chosen && *to == Status::Admitted {
                            *burst = None;
                        }
                    }
                    self.signals.retain(|_, burst| *burst != chosen);
                } else {
                    assert!(writes.bursts.is_empty() && writes.tallies == Tallies::default());
                }
            }
            Call::Put { response, .. } => {
                self.names += 1;
                let comment = response.answer.as_ref().and_then(|it| it.comment.clone());
                let comment = comment.map(|text| MaskedComment {
                    fresh_id: self.names.to_string(),
                    text,
                });
                self.shards[index].put(ulid, receipt, response, comment, at, &mut writes);
            }
            Call::TakeBack { .. } => {
                self.shards[index].take_back(ulid, receipt, STEP, at, &mut writes);
            }
        }
        let released = writes
            .groups
            .iter()
            .filter_map(|group| {
                let now = self.shards[index].waiting(group)?;
                let then = before.waiting(group).cloned().unwrap_or_default();
                let poured = chosen
                    .and_then(|(_, number)| Some(before.burst(number)?.groups.get(group)?.answers));
                let answers = then.answers + poured.unwrap_or(1);
                (now.batch > then.batch).then(|| (group.clone(), answers))
            })
            .collect();
        self.receipts.extend(writes.receipts);
        self.tallies[index].merge(writes.tallies);
        for (id, draft) in writes.signals {
            if let Some(draft) = draft {
                let burst = draft.burst.map(|number| (shard, number));
                self.signals.insert(id, burst);
            } else {
                self.signals.remove(&id);
            }
        }
        let numbers = writes.bursts.iter();
        self.bursts.extend(numbers.map(|number| (shard, *number)));
        released
    }

    fn held(&self, burst: BurstId) -> &Burst {
        self.shards[usize::from(burst.0)].burst(burst.1).unwrap()
    }

    fn merged(&self) -> Tallies {
        let mut all = Tallies::default();
        for tallies in &self.tallies {
            all.merge(tallies.clone());
        }
        all
    }

    fn released(&self) -> BTreeMap<(Group, Cell), i64> {
        let mut cells = BTreeMap::new();
        for (key, count) in self.merged().answers {
            add(&mut cells, (key.group, key.cell), count);
        }
        cells
    }

    fn waiting(&self) -> BTreeMap<(Group, Cell), i64> {
        let groups: BTreeSet<Group> = self
            .receipts
            .values()
            .filter_map(|receipt| receipt.counted.as_ref())
            .flat_map(|counted: &Counted| counted.groups(STEP))
            .chain(all_groups())
            .collect();
        let mut cells = BTreeMap::new();
        for shard in &self.shards {
            for group in &groups {
                for (cell, count) in shard.waiting(group).iter().flat_map(|it| &it.cells) {
                    add(&mut cells, (group.clone(), cell.clone()), *count);
                }
            }
        }
        cells
    }
}

fn all_groups() -> impl Iterator<Item = Group> {
    let breakdowns = [
        Breakdown::Total,
        Breakdown::Channel(Channel::Web),
        Breakdown::Channel(Channel::Letter),
        Breakdown::Language("nl".to_owned()),
        Breakdown::Language("en".to_owned()),
        Breakdown::Audience("residents".to_owned()),
    ];
    breakdowns.into_iter().flat_map(|breakdown| {
        (1..3).map(move |question_version| Group {
            step: STEP.to_owned(),
            question_version,
            breakdown: breakdown.clone(),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn released_and_waiting_together_are_what_the_responses_say(
        calls in calls(),
        count in 1u16..5,
        minimum_cell in 1u32..6,
    ) {
        let mut shards = Cluster::new(count, minimum_cell);
        let mut model = Model::new(count);
        for call in &calls {
            model.call(call);
            shards.call(call);
            let mut sum = shards.released();
            for (key, waits) in shards.waiting() {
                add(&mut sum, key, waits);
            }
            prop_assert_eq!(sum, cells_of(model.standing()));
            prop_assert_eq!(shards.merged().showings, showings_of(model.standing()));
            prop_assert_eq!(shards.bursts.iter().collect::<Vec<_>>(), model.bursts.keys().collect::<Vec<_>>());
            for (id, status) in &model.bursts {
                let burst = shards.held(*id);
                prop_assert_eq!(burst.status, *status);
                let mut held = BTreeMap::new();
                for (group, waiting) in &burst.groups {
                    for (cell, count) in &waiting.cells {
                        add(&mut held, (group.clone(), cell.clone()), *count);
                    }
                }
                prop_assert_eq!(held, cells_of(model.held(*id)));
                prop_assert_eq!(&burst.showings, &showings_of(model.held(*id)));
                if *status == Status::Held {
                    prop_assert_eq!(burst.responses as usize, model.held(*id).count());
                }
                let signals = shards.signals.values().filter(|it| **it == Some(*id));
                prop_assert_eq!(signals.count(), comments(model.held(*id)));
            }
        }
        if minimum_cell == 1 {
            prop_assert_eq!(shards.waiting(), BTreeMap::new());
        }
        let shown = shards.signals.values().filter(|burst| burst.is_none());
        prop_assert_eq!(shown.count(), comments(model.standing()));
    }

    #[test]
    fn nothing_is_released_with_fewer_new_answers_than_a_batch(
        calls in calls(),
        count in 1u16..4,
        minimum_cell in 2u32..6,
    ) {
        let mut shards = Cluster::new(count, minimum_cell);
        for call in &calls {
            let before = shards.released();
            let releases = shards.call(call);
            for (_, answers) in &releases {
                prop_assert!(*answers >= minimum_cell);
            }
            if releases.is_empty() {
                prop_assert_eq!(shards.released(), before);
            }
        }
    }

    #[test]
    fn repeating_every_call_changes_nothing(calls in calls(), minimum_cell in 1u32..4) {
        let mut once = Cluster::new(1, minimum_cell);
        let mut twice = Cluster::new(1, minimum_cell);
        for call in &calls {
            once.call(call);
            twice.call(call);
            twice.call(call);
        }
        prop_assert_eq!(once.merged(), twice.merged());
        prop_assert_eq!(once.waiting(), twice.waiting());
    }

    #[test]
    fn merging_is_associative_and_commutative(calls in calls()) {
        let mut shards = Cluster::new(3, 2);
        for call in &calls {
            shards.call(call);
        }
        let [a, b, c] = [0, 1, 2].map(|index| shards.tallies[index].clone());
        let merge = |mut left: Tallies, right: &Tallies| { left.merge(right.clone()); left };
        prop_assert_eq!(merge(merge(a.clone(), &b), &c), merge(a.clone(), &merge(b.clone(), &c)));
        prop_assert_eq!(merge(a.clone(), &b), merge(b, &a));
    }

    #[test]
    fn any_order_of_arrival_of_answers_gives_the_same_counts(
        (calls, shuffled) in answers().prop_flat_map(|calls| {
            (Just(calls.clone()), Just(calls).prop_shuffle())
        }),
    ) {
        let mut straight = Cluster::new(2, 1);
        let mut mixed = Cluster::new(2, 1);
        for call in &calls {
            straight.call(call);
        }
        for call in &shuffled {
            mixed.call(call);
        }
        prop_assert_eq!(straight.released(), mixed.released());
        prop_assert_eq!(straight.merged().showings, mixed.merged().showings);
    }
}

/// Answers of which no two of one response have the same revision, as a browser sends them.
fn answers() -> impl Strategy<Value = Vec<Call>> {
    prop::collection::vec((0usize..8, response()), 1..40).prop_map(|all| {
        let mut revisions: BTreeMap<usize, u32> = BTreeMap::new();
        all.into_iter()
            .filter(|(_, response)| response.answer.is_some())
            .map(|(who, mut response)| {
                let revision = revisions.entry(who).or_default();
                response.revision = *revision;
                *revision += 1;
                Call::Put {
                    who,
                    response,
                    burst: false,
                }
            })
            .collect()
    })
}

#[test]
fn a_response_cannot_move_to_another_step() {
    let mut shard = Shard::default();
    let mut writes = Writes::default();
    let at = Circumstances {
        today: today(),
        day: today(),
        minimum_cell: 1,
        burst: false,
    };
    let seen = Response {
        step: STEP.to_owned(),
        question_version: 1,
        revision: 0,
        state: State::Seen,
        answer: None,
        language: "nl".to_owned(),
        channel: Channel::Web,
        audience: None,
    };
    let outcome = shard.put(ulid(1), None, &seen, None, at, &mut writes);
    assert_eq!(outcome, Outcome::Created);
    let receipt = writes.receipts.get(&ulid(1)).cloned();
    let elsewhere = Response {
        step: "costs".to_owned(),
        revision: 1,
        ..seen
    };
    let mut later = Writes::default();
    let outcome = shard.put(ulid(1), receipt.as_ref(), &elsewhere, None, at, &mut later);
    assert_eq!(outcome, Outcome::OtherStep);
    assert!(later.receipts.is_empty() && later.tallies == Tallies::default());
    let outcome = shard.take_back(ulid(1), receipt.as_ref(), "costs", at, &mut later);
    assert_eq!(outcome, Outcome::OtherStep);
}

#[test]
fn a_signal_belongs_to_the_batch_that_holds_its_last_correction() {
    let mut shard = Shard::default();
    let at = Circumstances {
        today: today(),
        day: today(),
        minimum_cell: 2,
        burst: false,
    };
    let answer = |revision, option: &str, comment: Option<&str>| Response {
        step: STEP.to_owned(),
        question_version: 1,
        revision,
        state: State::Answered,
        answer: Some(Answer {
            option: option.to_owned(),
            reason: None,
            comment: comment.map(str::to_owned),
        }),
        language: "nl".to_owned(),
        channel: Channel::Web,
        audience: None,
    };
    let mut receipts: BTreeMap<Ulid, Receipt> = BTreeMap::new();
    let mut send = |who: usize, response: &Response| {
        let mut writes = Writes::default();
        let comment = response.answer.as_ref().and_then(|it| it.comment.clone());
        let comment = comment.map(|text| MaskedComment {
            fresh_id: "a".to_owned(),
            text,
        });
        let receipt = receipts.get(&ulid(who)).cloned();
        shard.put(
            ulid(who),
            receipt.as_ref(),
            response,
            comment,
            at,
            &mut writes,
        );
        receipts.extend(writes.receipts);
        writes
            .signals
            .into_values()
            .flatten()
            .next()
            .map(|it| it.batch)
    };
    assert_eq!(send(1, &answer(0, "hard", Some("words"))), Some(0));
    assert_eq!(send(2, &answer(0, "easy", None)), None, "releases batch 0");
    assert_eq!(send(1, &answer(1, "hard", Some("other words"))), Some(0));
    assert_eq!(send(1, &answer(2, "easy", Some("words"))), Some(1));
    assert_eq!(send(1, &answer(3, "easy", Some("more words"))), Some(1));
    assert_eq!(
        send(2, &answer(1, "hard", None)),
        None,
        "a correction that waits"
    );
    assert_eq!(
        send(2, &answer(2, "hard", Some("words"))),
        Some(1),
        "a comment after it"
    );
}
