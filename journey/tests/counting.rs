//! Counting against a plain model: whatever is retried, doubled, changed, taken back or reordered,
//! over any number of shards, what is released and what waits add up to what the responses say.

use journey::{
    day::Day,
    receipt::{Counted, Receipt},
    response::{Answer, Channel, Response, State},
    shard::{Circumstances, MaskedComment, Outcome, Shard, Writes},
    shard_plan::ShardPlan,
    tally::{Breakdown, Cell, Group, ShowingKey, Tallies, add},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

const STEP: &str = "drawings";

#[derive(Debug, Clone)]
enum Call {
    Put { who: usize, response: Response },
    TakeBack { who: usize },
}

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
    let call = (0usize..24, prop::option::weighted(0.9, response())).prop_map(|(who, response)| {
        match response {
            Some(response) => Call::Put { who, response },
            None => Call::TakeBack { who },
        }
    });
    prop::collection::vec(call, 1..120)
}

/// What the responses say, kept in the plainest way.
#[derive(Default)]
struct Model(BTreeMap<usize, Option<(u32, Response)>>);

impl Model {
    fn call(&mut self, call: &Call) {
        match call {
            Call::TakeBack { who } => {
                self.0.insert(*who, None);
            }
            Call::Put { who, response } => match self.0.get(who) {
                None => {
                    self.0
                        .insert(*who, Some((response.revision, response.clone())));
                }
                Some(None) => {}
                Some(Some((revision, _))) if response.revision <= *revision => {}
                Some(Some((_, before))) => {
                    let mut now = response.clone();
                    if before.state == State::Answered && now.state != State::Answered {
                        now = before.clone();
                    }
                    now.state = now.state.max(before.state);
                    self.0.insert(*who, Some((response.revision, now)));
                }
            },
        }
    }

    fn standing(&self) -> impl Iterator<Item = &Response> {
        self.0.values().flatten().map(|(_, response)| response)
    }

    fn cells(&self) -> BTreeMap<(Group, Cell), i64> {
        let mut cells = BTreeMap::new();
        for response in self.standing() {
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

    fn showings(&self) -> BTreeMap<ShowingKey, i64> {
        let mut showings = BTreeMap::new();
        for response in self.standing() {
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
}

/// Shards with their disks.
struct Cluster {
    plan: ShardPlan,
    shards: Vec<Shard>,
    receipts: BTreeMap<Ulid, Receipt>,
    tallies: Vec<Tallies>,
    signals: BTreeSet<String>,
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
            signals: BTreeSet::new(),
            minimum_cell,
            names: 0,
        }
    }

    /// Makes one call, and gives the groups that were released with their new answers.
    fn call(&mut self, call: &Call) -> (Outcome, Vec<(Group, u32)>) {
        let (Call::Put { who, .. } | Call::TakeBack { who }) = call;
        let ulid = ulid(*who);
        let index = usize::from(self.plan.shard(ulid));
        let at = Circumstances {
            today: today(),
            day: today(),
            minimum_cell: self.minimum_cell,
        };
        let before = self.shards[index].clone();
        let mut writes = Writes::default();
        let receipt = self.receipts.get(&ulid);
        let outcome = match call {
            Call::Put { response, .. } => {
                self.names += 1;
                let comment = response.answer.as_ref().and_then(|it| it.comment.clone());
                let comment = comment.map(|text| MaskedComment {
                    fresh_id: self.names.to_string(),
                    text,
                });
                self.shards[index].put(ulid, receipt, response, comment, at, &mut writes)
            }
            Call::TakeBack { .. } => {
                self.shards[index].take_back(ulid, receipt, STEP, at, &mut writes)
            }
        };
        let released = writes
            .groups
            .iter()
            .filter_map(|group| {
                let now = self.shards[index].waiting(group)?;
                let then = before.waiting(group).cloned().unwrap_or_default();
                (now.batch > then.batch).then(|| (group.clone(), then.answers + 1))
            })
            .collect();
        self.receipts.extend(writes.receipts);
        self.tallies[index].merge(writes.tallies);
        for (id, draft) in writes.signals {
            if draft.is_some() {
                self.signals.insert(id);
            } else {
                self.signals.remove(&id);
            }
        }
        (outcome, released)
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
        let mut model = Model::default();
        for call in &calls {
            model.call(call);
            shards.call(call);
            let mut sum = shards.released();
            for (key, waits) in shards.waiting() {
                add(&mut sum, key, waits);
            }
            prop_assert_eq!(sum, model.cells());
            prop_assert_eq!(shards.merged().showings, model.showings());
        }
        if minimum_cell == 1 {
            prop_assert_eq!(shards.waiting(), BTreeMap::new());
        }
        let comments = model
            .standing()
            .filter(|it| it.answer.as_ref().is_some_and(|answer| answer.comment.is_some()))
            .count();
        prop_assert_eq!(shards.signals.len(), comments);
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
            let (_, releases) = shards.call(call);
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
                Call::Put { who, response }
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
