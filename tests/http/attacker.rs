//! Somebody who reads results, inbox and exports after every single call, over every period, and
//! subtracts whatever from whatever. The rules themselves are in `journey/tests/counting`; here the
//! tables and statements of the real thing are held to them.

use crate::fixture::{ORIGIN, answer, definition, now_ms};
use journey::{day::Day, week::Week};
use journey_tests::{Client, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

const MINIMUM: usize = 5;
const ENDS: [&str; 2] = ["very-difficult", "very-easy"];

/// Every kind of period that holds today.
fn periods() -> Vec<String> {
    let number = i32::try_from(now_ms() / 86_400_000).expect("a day of this age");
    let day = Day::from_number(number).expect("a day of this age");
    let text = day.to_string();
    let month: u32 = text[5..7].parse().expect("a month");
    Vec::from([
        text.clone(),
        Week::of(day).to_string(),
        text[..7].to_owned(),
        format!("{}-Q{}", &text[..4], month.div_ceil(3)),
        text[..4].to_owned(),
    ])
}

fn get(client: &Client, path: &str) -> String {
    let reply = client.get(path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply.body
}

/// Everything an owner can read of a journey; the names of signals, which are random, are left out.
fn everything(admin: &Client, journey: &str, periods: &[String]) -> Vec<String> {
    let mut texts = Vec::new();
    let address = format!("/v1/journeys/{journey}");
    for period in periods {
        for what in [
            "results",
            "steps/tekeningen/results",
            "steps/kosten/results",
        ] {
            texts.push(get(admin, &format!("{address}/{what}?period={period}")));
        }
        for kind in ["application/x-ndjson", "text/csv"] {
            let client = admin.with_header("accept", kind);
            texts.push(get(&client, &format!("{address}/export?period={period}")));
        }
    }
    let inbox = get(admin, &format!("{address}/signals"));
    let mut inbox: Value = serde_json::from_str(&inbox).expect("JSON");
    for signal in inbox["signals"].as_array_mut().expect("signals") {
        signal["id"] = json!("");
        texts.push(signal.to_string());
    }
    let lines = texts.iter().flat_map(|text| text.lines());
    let mut lines: Vec<String> = lines
        .map(|line| without_names(line).replace(journey, ""))
        .collect();
    lines.sort();
    lines
}

/// A line without any UUID in it.
fn without_names(line: &str) -> String {
    let is_name = |word: &&str| word.len() == 32 && word.bytes().all(|it| it.is_ascii_hexdigit());
    let words = line.split(['-', ',', '"']);
    words
        .filter(|word| !is_name(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Released counts by what was answered: in which tallies, and how many.
fn released(admin: &Client, journey: &str) -> BTreeMap<String, BTreeMap<String, i64>> {
    let client = admin.with_header("accept", "application/x-ndjson");
    let year = periods().pop().expect("a year");
    let rows = get(
        &client,
        &format!("/v1/journeys/{journey}/export?period={year}"),
    );
    let mut cells: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("JSON");
        if row["kind"] == "tally" {
            let cell = format!("{} {}", row["option"], row["reason"]);
            let tally = format!("{} {}", row["breakdown"], row["day"]);
            let count = row["count"].as_i64().expect("a count");
            cells.entry(cell).or_default().insert(tally, count);
        }
    }
    cells
}

struct Act {
    who: usize,
    /// None takes it back.
    option: Option<(&'static str, Option<usize>)>,
    channel: &'static str,
    language: &'static str,
    audience: Option<&'static str>,
}

/// Answers of several kinds, some of them changed or taken back later; 24 can be told apart by
/// their option and reason.
fn acts() -> Vec<Act> {
    let mut acts = Vec::new();
    for who in 0..40 {
        let act = |option| Act {
            who,
            option,
            channel: if who % 7 == 3 { "letter" } else { "web" },
            language: if who % 11 == 5 { "en" } else { "nl" },
            audience: (who % 3 == 0).then_some("inwoner"),
        };
        acts.push(act(Some((ENDS[who % 2], Some(who / 2 % 12)))));
        if who % 9 == 8 {
            acts.push(act(Some((ENDS[(who + 1) % 2], Some(who / 2 % 12)))));
        }
        if who % 13 == 12 {
            acts.push(act(None));
        }
    }
    acts
}

fn journey(server: &Server, name: &str) {
    let mut definition = definition();
    definition["minimumCell"] = json!(MINIMUM);
    definition["shards"] = json!(2);
    let reasons: Vec<Value> = (0..12)
        .map(|number| json!({"id": format!("r{number}"), "label": {"nl": "Reden"}}))
        .collect();
    definition["steps"][0]["question"]["followUp"]["reasons"] = json!(reasons);
    let reply = server
        .admin()
        .put(&format!("/v1/journeys/{name}"), &definition);
    assert_eq!(reply.status, 201, "{}", reply.body);
}

/// A ULID for each person, of this moment, and always of the same shard.
fn ulids() -> Vec<String> {
    let now = now_ms();
    let of_shard = |who: u128| Ulid::from_parts(now, (who << 8) | (who * 5 % 7 % 2)).to_string();
    (1..=40).map(of_shard).collect()
}

/// Does what an act says.
fn proceed(client: &Client, journey: &str, act: &Act, ulid: &str, revision: usize) {
    let address = format!("/v1/journeys/{journey}/steps/tekeningen/responses/{ulid}");
    let Some((option, reason)) = act.option else {
        assert_eq!(client.delete(&address).status, 204);
        return;
    };
    let mut body = answer(option, u32::try_from(revision).expect("a revision"));
    body["channel"] = json!(act.channel);
    body["language"] = json!(act.language);
    if let Some(audience) = act.audience {
        body["audience"] = json!(audience);
    }
    if let Some(reason) = reason {
        body["reason"] = json!(format!("r{reason}"));
        body["comment"] = json!("Te groot");
    }
    let reply = client.put(&address, &body);
    assert!(reply.status < 300, "{}", reply.body);
}

#[test]
fn whatever_is_added_to_the_figures_is_a_whole_batch_in_each_of_them() {
    let server = Server::start();
    journey(&server, "een");
    let page = server.client().with_header("origin", ORIGIN);
    let ulids = ulids();
    let mut before = released(&server.admin(), "een");
    let mut releases = 0;
    for (revision, act) in acts().iter().enumerate() {
        proceed(&page, "een", act, &ulids[act.who], revision);
        let now = released(&server.admin(), "een");
        let mut places = BTreeSet::new();
        let mut new = 0;
        for cell in now.keys().chain(before.keys()).collect::<BTreeSet<_>>() {
            let none = BTreeMap::new();
            let (then, now) = (
                before.get(cell).unwrap_or(&none),
                now.get(cell).unwrap_or(&none),
            );
            let tallies: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
            let added: BTreeMap<&String, i64> = tallies
                .into_iter()
                .map(|it| (it, now.get(it).unwrap_or(&0) - then.get(it).unwrap_or(&0)))
                .filter(|(_, count)| *count != 0)
                .collect();
            if added.is_empty() {
                continue;
            }
            let counts: BTreeSet<i64> = added.values().copied().collect();
            assert_eq!(counts.len(), 1, "{cell}: {added:?}");
            new += counts.first().copied().filter(|it| *it > 0).unwrap_or(0);
            places.insert(added.into_keys().cloned().collect::<Vec<_>>());
        }
        if !places.is_empty() {
            releases += 1;
            assert_eq!(places.len(), 1, "{places:?}");
            assert!(
                new >= i64::try_from(MINIMUM).expect("a number"),
                "only {new}"
            );
        }
        before = now;
    }
    assert!(releases >= 3, "{releases} releases");
}

#[test]
fn a_waiting_answers_option_shows_nowhere() {
    let server = Server::start();
    let names = ["wereld1", "wereld2"];
    for name in names {
        journey(&server, name);
    }
    let page = server.client().with_header("origin", ORIGIN);
    let ulids = ulids();
    // The same ULIDs, so the same shards, in both; one answer differs, and others come before its
    // batch is full.
    let target = 17;
    let periods = periods();
    let mut compared = 0;
    for (revision, act) in acts().iter().enumerate().take(target + 12) {
        for (world, name) in names.into_iter().enumerate() {
            let mut act = Act { ..*act };
            if revision == target {
                act.option = Some((ENDS[world], Some(world)));
            }
            proceed(&page, name, &act, &ulids[act.who], revision);
        }
        let [one, other] = names.map(|name| released(&server.admin(), name));
        if one != other {
            break;
        }
        if revision >= target {
            compared += 1;
        }
        let [one, other] = names.map(|name| everything(&server.admin(), name, &periods));
        assert_eq!(one, other, "after call {revision}");
    }
    assert!(compared > 0, "the answer was released at once");
}
