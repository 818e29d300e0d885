//! One address may write only so often; others are not held back by it.

use crate::fixture::{JOURNEY, ORIGIN, STEP, answer, definition, put, ulid};
use journey_tests::Server;
use serde_json::json;

fn server(limit: &str, shards: u32) -> Server {
    let server = Server::start_with(&[("RATE_LIMIT", limit), ("HOLD_BURSTS", "off")]);
    let mut definition = definition();
    definition["shards"] = json!(shards);
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 201);
    server
}

#[test]
fn an_address_that_writes_too_often_is_asked_to_wait() {
    let server = server("5", 1);
    let page = server.client().with_header("origin", ORIGIN);
    let busy = page.with_header("cf-connecting-ip", "203.0.113.9");
    // A minute may begin in between, so twice the limit and one is surely too many.
    let replies: Vec<_> = (0..11)
        .map(|_| put(&busy, &ulid(), &answer("easy", 0)))
        .collect();
    assert!(replies.iter().filter(|reply| reply.status == 201).count() >= 5);
    let refused = replies
        .iter()
        .find(|reply| reply.status == 429)
        .expect("a refusal");
    assert_eq!(
        refused.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(refused.header("access-control-allow-origin"), Some(ORIGIN));
    let wait: u64 = refused
        .header("retry-after")
        .and_then(|text| text.parse().ok())
        .expect("seconds");
    assert!((1..=60).contains(&wait));

    let other = page.with_header("cf-connecting-ip", "203.0.113.10");
    assert_eq!(put(&other, &ulid(), &answer("easy", 0)).status, 201);
    let question = format!("{JOURNEY}/steps/tekeningen/question");
    assert_eq!(busy.get(&question).status, 200, "asking is not writing");
}

#[test]
fn shards_share_the_limit_of_an_address() {
    let server = server("60", 7);
    let busy = server
        .client()
        .with_header("cf-connecting-ip", "203.0.113.9");
    // Each shard lets a quarter of it pass; a minute may begin in between.
    let passed = (0..230)
        .filter(|_| put(&busy, &ulid(), &answer("easy", 0)).status == 201)
        .count();
    assert!((60..=2 * 7 * 15).contains(&passed), "{passed}");
}

#[test]
fn what_is_taken_back_or_wrong_counts_too() {
    let server = server("5", 1);
    let busy = server
        .client()
        .with_header("cf-connecting-ip", "2001:db8::9");
    let mine = ulid();
    let wrong = json!({"state": "answered"});
    let statuses: Vec<u16> = (0..6)
        .flat_map(|_| {
            let taken_back = busy.delete(&format!("{STEP}/responses/{mine}"));
            [put(&busy, &ulid(), &wrong), taken_back].map(|it| it.status)
        })
        .collect();
    assert!(statuses.contains(&429), "{statuses:?}");
}
