//! Somebody who reads everything there is to read after every single call, over every period and
//! breakdown, and subtracts whatever from whatever.
//!
//! Every figure is a sum of tallies. So it is enough that whatever one call adds to the tallies is
//! the same in each tally it is added to, and concerns enough new answers: then any difference of
//! any figures, and any sum of such differences, is made of whole batches.

use crate::cluster::{Call, Cluster, STEP, today};
use journey::{
    burst,
    day::Day,
    definition::Definition,
    edition::Edition,
    extract::Extract,
    period::Period,
    response::{Answer, Channel, Response, State},
    results::{of_journey, of_step},
    shard::Outcome,
    signal::{Signal, Status},
    sums::Sums,
    tally::{Breakdown, Cell},
    week::Week,
};
use litemap::LiteMap;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// Where a released count shows: the question version, the breakdown and the day.
type Shown = (u32, Breakdown, Day);

const PEOPLE: usize = 60;
const OPTIONS: [&str; 5] = [
    "very-difficult",
    "difficult",
    "neutral",
    "easy",
    "very-easy",
];
const ENDS: [&str; 2] = ["very-difficult", "very-easy"];

/// What somebody does, before it is known who does it how often.
#[derive(Debug, Clone)]
struct Act {
    who: usize,
    /// None takes the response back.
    state: Option<State>,
    option: usize,
    channel: Channel,
    language: &'static str,
    audience: Option<&'static str>,
    version: u32,
    comments: bool,
    /// The owner's change of `minimumCell` before it.
    minimum_cell: Option<u32>,
    /// Days that pass before it.
    days: i32,
    /// Whether it comes too fast.
    burst: bool,
    /// The owner's decision on a burst before it.
    decision: Option<(usize, burst::Status)>,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let state = prop_oneof![
        1 => Just(None),
        1 => Just(Some(State::Seen)),
        1 => Just(Some(State::Started)),
        1 => Just(Some(State::Dismissed)),
        12 => Just(Some(State::Answered)),
    ];
    let channel =
        prop_oneof![8 => Just(Channel::Web), 2 => Just(Channel::Letter), 1 => Just(Channel::Desk)];
    let language = prop_oneof![6 => Just("nl"), 1 => Just("en")];
    let audience =
        prop_oneof![3 => Just(Some("residents")), 1 => Just(Some("firms")), 1 => Just(None)];
    let minimum_cell =
        prop_oneof![60 => Just(None), 1 => prop::sample::select(vec![1, 3, 5, 10]).prop_map(Some)];
    let days = prop_oneof![12 => Just(0), 1 => 1..20];
    let to = prop::sample::select(vec![burst::Status::Admitted, burst::Status::Dropped]);
    let decision = prop_oneof![19 => Just(None), 1 => (0..4usize, to).prop_map(Some)];
    let act = (
        (0..PEOPLE, state, 0..5usize, channel, language, audience),
        (
            prop_oneof![5 => Just(1u32), 1 => Just(2)],
            any::<bool>(),
            minimum_cell,
            days,
            prop::bool::weighted(0.2),
            decision,
        ),
    );
    let act = act.prop_map(
        |(
            (who, state, option, channel, language, audience),
            (version, comments, minimum_cell, days, burst, decision),
        )| Act {
            who,
            state,
            option,
            channel,
            language,
            audience,
            version,
            comments,
            minimum_cell,
            days,
            burst,
            decision,
        },
    );
    prop::collection::vec(act, 40..140)
}

/// The call of an act; `option` and `reason` are what it answers.
fn call(act: &Act, revision: usize, option: &str, reason: Option<String>) -> Call {
    let Some(state) = act.state else {
        return Call::TakeBack { who: act.who };
    };
    let comments = act.comments && ENDS.contains(&option);
    let answer = (state == State::Answered).then(|| Answer {
        option: option.to_owned(),
        reason,
        comment: comments.then(|| "words".to_owned()),
    });
    let response = Response {
        step: STEP.to_owned(),
        question_version: act.version,
        revision: u32::try_from(revision).unwrap(),
        state,
        answer,
        language: act.language.to_owned(),
        channel: act.channel,
        audience: act.audience.map(str::to_owned),
    };
    Call::Put {
        who: act.who,
        response,
        burst: act.burst,
    }
}

/// The owner's decision before an act, if there is one.
fn decision(act: &Act) -> Option<Call> {
    let (which, to) = act.decision?;
    Some(Call::Decide { which, to })
}

fn proceed(cluster: &mut Cluster, act: &Act) {
    cluster.today = cluster.today.plus(act.days).unwrap();
    if let Some(minimum_cell) = act.minimum_cell {
        cluster.minimum_cell = minimum_cell;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_is_subtracted_from_whatever_concerns_a_whole_batch(
        acts in acts(),
        shards in 1u16..4,
        minimum_cell in prop::sample::select(vec![2u32, 3, 5, 10]),
    ) {
        let mut cluster = Cluster::new(shards, minimum_cell);
        // The most that was asked for while somebody's answer was new.
        let mut promised: LiteMap<usize, u32> = LiteMap::new();
        let mut shown: BTreeSet<usize> = BTreeSet::new();
        for (revision, act) in acts.iter().enumerate() {
            proceed(&mut cluster, act);
            // Every answer has a reason of its own, so that everyone can be told apart.
            let reason = format!("{}-{revision}", act.who);
            let call = call(act, revision, ENDS[act.option % 2], Some(reason));
            for call in decision(act).into_iter().chain([call]) {
                let is_answer = matches!(call, Call::Put { .. }) && act.state == Some(State::Answered);
                let effect = cluster.call(&call);
                if is_answer && effect.outcome != Some(Outcome::TakenBack) {
                    let promise = promised.entry(act.who).or_default();
                    *promise = cluster.minimum_cell.max(*promise);
                }
                let mut added: LiteMap<Cell, LiteMap<(u32, Breakdown, Day), i64>> = LiteMap::new();
                for (key, count) in effect.released {
                    let place = (key.question_version, key.breakdown, key.day);
                    added.entry(key.cell).or_default().insert(place, count);
                }
                // People by the places they were released to together.
                let mut batches: LiteMap<Vec<Shown>, LiteMap<usize, i64>> = LiteMap::new();
                for (cell, counts) in &added {
                    let values: BTreeSet<i64> = counts.values().copied().collect();
                    prop_assert_eq!(values.len(), 1, "{:?} counts differently here and there", cell);
                    let who = cell.reason.as_deref().unwrap().split('-').next().unwrap();
                    let batch = batches.entry(counts.keys().cloned().collect()).or_default();
                    *batch.entry(who.parse().unwrap()).or_default() += counts.values().next().unwrap();
                }
                for people in batches.values() {
                    let most = people.keys().filter_map(|who| promised.get(who)).max();
                    if let Some(most) = most && *most > 1 {
                        let is_decision = matches!(call, Call::Decide { .. });
                        prop_assert!(is_decision || batches.len() == 1, "released apart, so told apart");
                        let new = people.iter().filter(|(who, count)| **count == 1 && !shown.contains(*who));
                        let new = new.count();
                        prop_assert!(new >= usize::try_from(*most).unwrap(), "{} of {}", new, most);
                    }
                }
                shown.extend(batches.into_iter().flat_map(|(_, it)| it).map(|(it, _)| it));
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn two_worlds_that_differ_in_a_waiting_answer_look_the_same(
        acts in acts(),
        shards in 1u16..4,
        minimum_cell in prop::sample::select(vec![3u32, 5, 10]),
        target in 0..150usize,
    ) {
        let target = target % acts.len();
        let edition = edition();
        let mut worlds = [0, 1].map(|_| Cluster::new(shards, minimum_cell));
        for (revision, act) in acts.iter().enumerate() {
            let act = Act { minimum_cell: None, ..act.clone() };
            let mut released = Vec::new();
            for (index, world) in worlds.iter_mut().enumerate() {
                proceed(world, &act);
                let option = if revision == target { ENDS[index] } else { OPTIONS[act.option] };
                let has_reason = act.days == 0 && ENDS.contains(&option);
                let has_reason = has_reason && (revision != target || index == 0);
                let reason = has_reason.then(|| "slow".to_owned());
                let decided = decision(&act).map(|it| world.call(&it).released);
                released.push((decided, world.call(&call(&act, revision, option, reason)).released));
            }
            if released[0] != released[1] {
                let is_release = |it: &LiteMap<_, _>| !it.is_empty();
                let are_releases = released.iter().all(|(decided, it)| {
                    decided.as_ref().is_some_and(is_release) || is_release(it)
                });
                prop_assert!(are_releases);
                break;
            }
            if revision >= target {
                let [one, other] = [&worlds[0], &worlds[1]].map(|world| everything(world, &edition));
                prop_assert_eq!(one, other);
            }
        }
    }
}

fn edition() -> Edition {
    let definition = |prompt: &str| {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl", "en"], "origins": [],
            "audiences": [
                {"id": "residents", "label": {"nl": "Inwoners"}},
                {"id": "firms", "label": {"nl": "Bedrijven"}}
            ],
            "steps": [{
                "id": STEP, "title": {"nl": "Tekeningen"}, "provider": "gemeente",
                "question": {
                    "prompt": {"nl": prompt}, "scale": "ease",
                    "followUp": {
                        "reasons": [{"id": "slow", "label": {"nl": "Traag"}}],
                        "comment": {"prompt": {"nl": "Wat kan beter?"}}
                    }
                },
                "norm": {"tone": "positive", "atLeast": 0.7}
            }]
        });
        Definition::read(definition.to_string().as_bytes(), |_| true).unwrap()
    };
    let first = Edition::next(None, definition("Hoe ging het?"), 0);
    Edition::next(Some(&first), definition("Ging het?"), 0)
}

/// All that anyone can read, but the admin's backup.
fn everything(cluster: &Cluster, edition: &Edition) -> Vec<String> {
    let mut texts = Vec::new();
    for day in [today(), cluster.today] {
        let text = day.to_string();
        let (year, month) = (&text[..4], text[5..7].parse::<u32>().unwrap());
        let periods = [
            text.clone(),
            Week::of(day).to_string(),
            text[..7].to_owned(),
            format!("{year}-Q{}", month.div_ceil(3)),
            year.to_owned(),
        ];
        for period in periods {
            let days: Period = period.parse().unwrap();
            let sums = sums(cluster, days);
            let journey = of_journey("reis", &period, edition, &sums);
            texts.push(serde_json::to_string(&journey).unwrap());
            let step = of_step(STEP, edition, &sums);
            texts.push(serde_json::to_string(&step).unwrap());
            texts.push(extract(cluster, days, edition).csv());
            texts.push(extract(cluster, days, edition).ndjson().unwrap());
        }
    }
    for id in &cluster.bursts {
        let burst = cluster.burst(*id);
        texts.push(format!(
            "{id:?} {} {} {:?} {}",
            burst.step, burst.day, burst.status, burst.responses
        ));
    }
    texts
}

fn sums(cluster: &Cluster, period: Period) -> Sums {
    let within = |day: Day| period.first() <= day && day <= period.last();
    let mut sums = Sums::default();
    let tallies = cluster.merged();
    for (key, count) in tallies.answers {
        let reason = key.cell.reason.unwrap_or_default();
        if key.breakdown == Breakdown::Total && key.day <= period.last() {
            let week = (key.day.number() + 3) / 7;
            let (step, option) = (key.step.clone(), key.cell.option.clone());
            sums.weeks
                .push((step, key.question_version, week, option, count));
        }
        if within(key.day) {
            let breakdown = key.breakdown.name();
            let row = (
                key.step,
                key.question_version,
                breakdown,
                key.cell.option,
                reason,
                count,
            );
            sums.answers.push(row);
        }
    }
    for (key, count) in tallies.showings {
        if within(key.day) {
            sums.showings.push((
                key.step,
                key.question_version,
                key.channel.name().to_owned(),
                key.audience.unwrap_or_default(),
                key.language,
                key.state.name().to_owned(),
                count,
            ));
        }
    }
    for id in &cluster.bursts {
        for (key, count) in &cluster.burst(*id).showings {
            if within(key.day) && key.state == State::Seen {
                let held = (key.step.clone(), key.question_version, *count);
                sums.held.push(held);
            }
        }
    }
    for (_, draft) in cluster.signals.values() {
        if within(draft.day) && draft.burst.is_none() {
            sums.signals.push((
                draft.step.clone(),
                draft.question_version,
                "new".to_owned(),
                1,
            ));
        }
    }
    sums
}

fn extract(cluster: &Cluster, period: Period, edition: &Edition) -> Extract {
    let within = |day: Day| period.first() <= day && day <= period.last();
    let mut extract = Extract::default();
    let answers = cluster
        .merged()
        .answers
        .into_iter()
        .filter(|(key, _)| within(key.day));
    let rows = answers.map(|(key, count)| {
        let reason = key.cell.reason.unwrap_or_default();
        let (day, step, version) = (key.day, key.step, key.question_version);
        let (breakdown, option) = (key.breakdown.name(), key.cell.option);
        (
            format!("tally,{day},{step},{version},{breakdown},{option},{reason},,,,"),
            count,
        )
    });
    extract.add_counts(rows.collect());
    let signals = cluster
        .signals
        .iter()
        .filter(|(_, (_, draft))| within(draft.day) && draft.burst.is_none());
    let signals = signals.map(|(id, (shard, draft))| {
        let waiting = cluster.is_open(*shard, draft.batch);
        Signal {
            id: format!("{shard}-{id}"),
            step: draft.step.clone(),
            question_version: draft.question_version,
            day: draft.day,
            status: Status::New,
            waiting,
            option: (!waiting).then(|| draft.cell.option.clone()),
            reason: draft.cell.reason.clone().filter(|_| !waiting),
            tone: None,
            comment: draft.comment.clone(),
            note: None,
        }
    });
    extract.add_signals(signals.collect(), edition);
    extract
}

#[test]
fn a_held_answer_keeps_what_it_was_promised_as_it_moves_within_its_burst() {
    let mut cluster = Cluster::new(1, 3);
    let mut act = Act {
        who: 0,
        state: Some(State::Answered),
        option: 0,
        channel: Channel::Web,
        language: "nl",
        audience: None,
        version: 1,
        comments: false,
        minimum_cell: None,
        days: 0,
        burst: true,
        decision: None,
    };
    cluster.call(&call(&act, 0, ENDS[0], None));
    cluster.minimum_cell = 1;
    act.channel = Channel::Letter;
    cluster.call(&call(&act, 1, ENDS[0], None));
    let admitted = cluster.call(&Call::Decide {
        which: 0,
        to: burst::Status::Admitted,
    });
    assert!(admitted.released.is_empty(), "{:?}", admitted.released);
}
