//! Counting against a plain model: whatever is retried, doubled, changed, taken back, reordered, set
//! aside, admitted or dropped, over any number of shards, what is released, what waits and what is
//! held add up to what the responses say.

mod attacker;
mod cluster;

use cluster::{BurstId, Call, Cluster, STEP, chosen, today, ulid};
use journey::{
    burst::Status,
    receipt::Receipt,
    response::{Answer, Channel, Response, State},
    shard::{Circumstances, Decision, MaskedComment, Outcome, Shard, Writes},
    shard_plan::ShardPlan,
    tally::{Breakdown, Cell, ShowingKey, Tallies, add},
};
use litemap::LiteMap;
use proptest::prelude::*;
use ulid::Ulid;

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

/// A response as it stands.
struct Standing {
    revision: u32,
    response: Response,
    burst: Option<BurstId>,
}

/// What the responses say, kept in the plainest way.
struct Model {
    plan: ShardPlan,
    responses: LiteMap<usize, Option<Standing>>,
    bursts: LiteMap<BurstId, Status>,
}

impl Model {
    fn new(count: u16) -> Self {
        Self {
            plan: ShardPlan::new(count),
            responses: LiteMap::new(),
            bursts: LiteMap::new(),
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

fn cells_of<'a>(
    responses: impl Iterator<Item = &'a Response>,
) -> LiteMap<(u32, Breakdown, Cell), i64> {
    let mut cells = LiteMap::new();
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
            let cell = Cell {
                option: answer.option.clone(),
                reason: answer.reason.clone(),
            };
            add(&mut cells, (response.question_version, breakdown, cell), 1);
        }
    }
    cells
}

fn showings_of<'a>(responses: impl Iterator<Item = &'a Response>) -> LiteMap<ShowingKey, i64> {
    let mut showings = LiteMap::new();
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
            let said = cells_of(model.standing());
            let is_total = |(_, breakdown, _): &(u32, Breakdown, Cell)| *breakdown == Breakdown::Total;
            let total = |cells: &LiteMap<_, i64>| -> LiteMap<_, i64> {
                let of = cells.iter().filter(|(key, _)| is_total(key));
                of.map(|(key, count)| (key.clone(), *count)).collect()
            };
            prop_assert_eq!(total(&sum), total(&said));
            for (key, count) in &sum {
                prop_assert!((0..=said.get(key).copied().unwrap_or(0)).contains(count), "{:?}", key);
            }
            if minimum_cell == 1 {
                prop_assert_eq!(&sum, &said);
            }
            prop_assert_eq!(shards.merged().showings, showings_of(model.standing()));
            prop_assert_eq!(shards.bursts.iter().collect::<Vec<_>>(), model.bursts.keys().collect::<Vec<_>>());
            for (id, status) in &model.bursts {
                let burst = shards.burst(*id);
                prop_assert_eq!(burst.status, *status);
                let mut held = LiteMap::new();
                for (group, waiting) in &burst.groups {
                    for (cell, count) in &waiting.cells {
                        for breakdown in group.breakdowns() {
                            let key = (group.question_version, breakdown, cell.clone());
                            add(&mut held, key, *count);
                        }
                    }
                }
                prop_assert_eq!(held, cells_of(model.held(*id)));
                prop_assert_eq!(&burst.showings, &showings_of(model.held(*id)));
                if *status == Status::Held {
                    prop_assert_eq!(burst.responses as usize, model.held(*id).count());
                }
                let signals = shards.signals.values().filter(|(shard, draft)| {
                    (*shard, draft.burst) == (usize::from(id.0), Some(id.1))
                });
                prop_assert_eq!(signals.count(), comments(model.held(*id)));
            }
        }
        if minimum_cell == 1 {
            prop_assert_eq!(shards.waiting(), LiteMap::new());
        }
        let shown = shards.signals.values().filter(|(_, draft)| draft.burst.is_none());
        prop_assert_eq!(shown.count(), comments(model.standing()));
    }

    #[test]
    fn when_all_is_taken_back_nothing_is_left_in_any_breakdown(
        calls in calls(),
        count in 1u16..3,
        minimum_cell in 1u32..6,
    ) {
        let mut shards = Cluster::new(count, minimum_cell);
        for call in &calls {
            shards.call(call);
        }
        for who in 0..24 {
            shards.call(&Call::TakeBack { who });
        }
        let mut sum = shards.released();
        for (key, waits) in shards.waiting() {
            add(&mut sum, key, waits);
        }
        prop_assert_eq!(sum, LiteMap::new());
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
        let mut revisions: LiteMap<usize, u32> = LiteMap::new();
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
fn a_signal_shows_with_the_batch_that_was_open_when_it_last_came() {
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
    let mut receipts: LiteMap<Ulid, Receipt> = LiteMap::new();
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
            .into_iter()
            .find_map(|(_, it)| it)
            .map(|it| it.batch)
    };
    assert_eq!(send(1, &answer(0, "hard", Some("words"))), Some(1));
    assert_eq!(send(2, &answer(0, "easy", None)), None, "releases batch 1");
    assert_eq!(send(1, &answer(1, "hard", Some("other words"))), Some(2));
    assert_eq!(send(1, &answer(2, "easy", Some("words"))), Some(2));
    assert_eq!(send(2, &answer(1, "hard", Some("words"))), Some(2));
    assert_eq!(send(3, &answer(0, "hard", None)), None);
    assert_eq!(
        send(4, &answer(0, "hard", Some("words"))),
        Some(2),
        "releases it"
    );
    assert_eq!(send(4, &answer(1, "hard", Some("more words"))), Some(3));
}

#[test]
fn many_small_groups_are_released_together_only_so_often_and_none_waits_for_ever() {
    const MINIMUM: u32 = 5;
    let mut cluster = Cluster::new(1, MINIMUM);
    let channels = [Channel::Web, Channel::Letter, Channel::Desk];
    let languages = ["nl", "en", "de", "fr"];
    let (people, groups, days) = (12_000, 60, 6);
    let mut often = 0;
    for who in 0..people {
        if who > 0 && who % (people / days) == 0 {
            cluster.today = cluster.today.plus(1).unwrap();
        }
        let group = who % groups;
        let audience = format!("audience-{}", group % 5);
        let (channel, language) = (channels[group / 5 % 3], languages[group / 15]);
        let response = fair(channel, language, Some(&audience));
        cluster.call(&Call::Put {
            who,
            response,
            burst: false,
        });
        let shard = &cluster.shards[0];
        let mixed = |it| shard.waiting(it).map_or(0, |it| it.mixed.len());
        let most = cluster.groups.iter().map(mixed).max().unwrap();
        assert!(most <= 4 * MINIMUM as usize, "{most} after {who}");
        often = often.max(most);
        let waiting = |it| shard.waiting(it).map_or(0, |it| it.answers);
        let all: u32 = cluster.groups.iter().map(waiting).sum();
        let own = u32::try_from(groups).unwrap() * (MINIMUM - 1);
        assert!(all < own + 2 * MINIMUM, "{all} wait after {who}");
    }
    assert_eq!(often, 4 * MINIMUM as usize, "the end was met");
}

/// An answer that says no more than that.
fn fair(channel: Channel, language: &str, audience: Option<&str>) -> Response {
    Response {
        step: STEP.to_owned(),
        question_version: 1,
        revision: 0,
        state: State::Answered,
        answer: Some(Answer {
            option: "fair".to_owned(),
            reason: None,
            comment: None,
        }),
        language: language.to_owned(),
        channel,
        audience: audience.map(str::to_owned),
    }
}

#[test]
fn a_day_has_a_burst_of_its_own_unless_very_many_wait() {
    let mut cluster = Cluster::new(1, 5);
    let mut bursts = Vec::new();
    for who in 0..102 {
        cluster.call(&Call::Put {
            who,
            response: fair(Channel::Web, "nl", None),
            burst: true,
        });
        bursts.push(cluster.bursts.len());
        cluster.today = cluster.today.plus(1).unwrap();
    }
    assert!(bursts[..100].iter().copied().eq(1..=100), "{bursts:?}");
    assert_eq!(bursts[100..], [100, 100]);
}

#[test]
fn the_largest_of_small_groups_goes_with_those_most_like_it_until_they_are_enough() {
    let mut cluster = Cluster::new(1, 5);
    let mut who = 0;
    let mut answers = |channel, language: &str, audience: &str, count: usize| {
        for _ in 0..count {
            who += 1;
            cluster.call(&Call::Put {
                who,
                response: fair(channel, language, Some(audience)),
                burst: false,
            });
        }
        cluster.released()
    };
    let count = |breakdown: &Breakdown, released: &LiteMap<(u32, Breakdown, Cell), i64>| {
        let of_it = released.iter().filter(|((_, it, _), _)| it == breakdown);
        of_it.map(|(_, count)| count).sum::<i64>()
    };
    let (letter, web) = (
        Breakdown::Channel(Channel::Letter),
        Breakdown::Channel(Channel::Web),
    );
    answers(Channel::Letter, "nl", "w", 4);
    answers(Channel::Letter, "nl", "y", 3);
    let released = answers(Channel::Desk, "fr", "z", 3);
    assert_eq!(count(&letter, &released), 7);
    assert_eq!(count(&Breakdown::Total, &released), 7, "the desk's wait");
    // Groups of which nothing waits any more are no part of what comes next, however alike.
    answers(Channel::Web, "nl", "w", 4);
    let released = answers(Channel::Web, "fr", "z", 3);
    assert_eq!(count(&web, &released), 7);
    assert_eq!(count(&Breakdown::Total, &released), 14);
}

#[test]
fn an_admitted_burst_counts_at_once_where_it_is_enough_and_is_decided_once() {
    const MINIMUM: u32 = 5;
    let mut cluster = Cluster::new(1, MINIMUM);
    for who in 0..MINIMUM as usize {
        cluster.call(&Call::Put {
            who,
            response: fair(Channel::Web, "nl", None),
            burst: true,
        });
    }
    assert!(cluster.released().is_empty());
    cluster.call(&Call::Decide {
        which: 0,
        to: Status::Admitted,
    });
    let counts: Vec<i64> = cluster.released().values().copied().collect();
    assert!(!counts.is_empty());
    assert!(
        counts.iter().all(|it| *it == i64::from(MINIMUM)),
        "{counts:?}"
    );
    let (_, number) = *cluster.bursts.first().unwrap();
    let at = Circumstances {
        today: today(),
        day: today(),
        minimum_cell: MINIMUM,
        burst: false,
    };
    for (to, decision) in [
        (Status::Admitted, Decision::Known),
        (Status::Dropped, Decision::Otherwise),
    ] {
        let made = cluster.shards[0].decide(number, to, at, &mut Writes::default());
        assert_eq!(made, decision);
    }
}

#[test]
fn a_correction_counts_wherever_what_it_corrects_counts() {
    let answer = |option: &str, revision, channel, language: &str| Response {
        step: STEP.to_owned(),
        question_version: 1,
        revision,
        state: State::Answered,
        answer: Some(Answer {
            option: option.to_owned(),
            reason: None,
            comment: None,
        }),
        language: language.to_owned(),
        channel,
        audience: None,
    };
    let put = |who, response| Call::Put {
        who,
        response,
        burst: false,
    };
    let (web, desk) = (Channel::Web, Channel::Desk);
    for correction in [
        put(1, answer("easy", 1, web, "nl")),
        put(1, answer("hard", 1, desk, "fr")),
        Call::TakeBack { who: 1 },
    ] {
        let mut cluster = Cluster::new(1, 2);
        let mut model = Model::new(1);
        let calls = [
            put(1, answer("hard", 0, web, "nl")),
            put(2, answer("hard", 0, web, "nl")),
            correction.clone(),
            put(3, answer("fair", 0, web, "nl")),
            put(4, answer("fair", 0, Channel::Letter, "nl")),
            put(5, answer("fair", 0, desk, "nl")),
            put(6, answer("fair", 0, web, "en")),
        ];
        for call in &calls {
            cluster.call(call);
            model.call(call);
            let mut sum = cluster.released();
            for (key, waits) in cluster.waiting() {
                add(&mut sum, key, waits);
            }
            assert_eq!(sum, cells_of(model.standing()), "{correction:?}");
        }
        let released = cluster.call(&put(7, answer("fair", 0, Channel::Letter, "en")));
        assert!(!released.released.is_empty(), "the others go together");
        let web = (1, Breakdown::Channel(web));
        let of_web = cluster
            .released()
            .iter()
            .filter(|((version, breakdown, _), _)| (*version, breakdown) == (web.0, &web.1))
            .map(|(_, count)| count)
            .sum::<i64>();
        assert_eq!(of_web, 2, "what waits with a correction stays");
    }
}
