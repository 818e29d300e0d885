//! An acknowledged answer is on disk and counted once, whatever happens to it.

use crate::fixture;
use crate::fixture::{
    JOURNEY, STEP, answer, count, now_ms, put, results, server, server_with, ulid, ulid_at,
};
use journey_tests::Server;
use serde_json::json;
use std::{io::Write, net::TcpStream, thread};

/// A server that has the journey, and takes any number of answers at once for ordinary.
pub(crate) fn server_for_a_load() -> Server {
    let server = Server::start_with(&[("RATE_LIMIT", "0"), ("HOLD_BURSTS", "off")]);
    let reply = server.admin().put(JOURNEY, &fixture::definition());
    assert_eq!(reply.status, 201, "{}", reply.body);
    server
}

#[test]
fn an_answer_is_counted_with_its_interval() {
    let server = server();
    for option in ["easy", "easy", "difficult"] {
        assert_eq!(
            put(&server.client(), &ulid(), &answer(option, 0)).status,
            201
        );
    }
    let results = results(&server);
    assert_eq!(results["answered"], 3);
    assert_eq!(results["seen"], 3);
    assert_eq!(
        results["positive"],
        json!({"count": 2, "of": 3, "share": 0.6667, "low": 0.2077, "high": 0.9385})
    );
    assert_eq!(results["norm"]["status"], "undecided");
}

#[test]
fn seen_then_answered_then_changed_is_one_response() {
    let server = server();
    let client = server.client();
    let ulid = ulid();
    let seen = json!({"state": "seen", "revision": 0, "language": "nl", "questionVersion": 1});
    assert_eq!(put(&client, &ulid, &seen).status, 201);
    let before = results(&server);
    assert_eq!(
        (&before["seen"], &before["answered"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(before["suppressed"], true);

    assert_eq!(put(&client, &ulid, &answer("easy", 1)).status, 200);
    assert_eq!(
        put(&client, &ulid, &answer("very-difficult", 2)).status,
        200
    );
    let after = results(&server);
    assert_eq!((&after["seen"], &after["answered"]), (&json!(1), &json!(1)));
    assert_eq!(count(&after, "very-difficult"), Some(1));
    assert_eq!(count(&after, "easy"), Some(0));
}

#[test]
fn an_older_revision_that_arrives_late_changes_nothing() {
    let server = server();
    let client = server.client();
    let ulid = ulid();
    assert_eq!(put(&client, &ulid, &answer("easy", 5)).status, 201);
    assert_eq!(put(&client, &ulid, &answer("difficult", 4)).status, 200);
    assert_eq!(put(&client, &ulid, &answer("difficult", 5)).status, 200);
    assert_eq!(count(&results(&server), "easy"), Some(1));
}

/// Responses travel together, carried by the request of one of them.
#[test]
fn callers_who_go_away_take_nobody_elses_answer_with_them() {
    let server = server_for_a_load();
    let body = answer("easy", 0).to_string();
    let address = server.origin().trim_start_matches("http://").to_owned();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let mut stream = TcpStream::connect(&address).expect("a connection");
                    let request = format!(
                        "PUT {STEP}/responses/{} HTTP/1.1\r\nHost: {address}\r\n\
                         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                        ulid(),
                        body.len()
                    );
                    stream.write_all(request.as_bytes()).expect("a request");
                }
            });
            scope.spawn(|| {
                for _ in 0..20 {
                    let reply = put(&server.client(), &ulid(), &answer("difficult", 0));
                    assert_eq!(reply.status, 201, "{}", reply.body);
                }
            });
        }
    });
    assert_eq!(count(&results(&server), "difficult"), Some(160));
}

#[test]
fn the_same_response_sent_twenty_times_in_parallel_counts_once() {
    let server = server();
    let ulid = ulid();
    let replies: Vec<u16> = thread::scope(|scope| {
        let senders: Vec<_> = (0..20)
            .map(|_| {
                let (client, ulid) = (server.client(), &ulid);
                scope.spawn(move || put(&client, ulid, &answer("easy", 1)).status)
            })
            .collect();
        senders
            .into_iter()
            .map(|sender| sender.join().expect("a reply"))
            .collect()
    });
    assert_eq!(
        replies.iter().filter(|status| **status == 201).count(),
        1,
        "{replies:?}"
    );
    assert_eq!(
        replies.iter().filter(|status| **status == 200).count(),
        19,
        "{replies:?}"
    );
    assert_eq!(results(&server)["answered"], 1);
}

#[test]
fn many_responses_at_once_are_all_counted() {
    let mut server = server_for_a_load();
    thread::scope(|scope| {
        for _ in 0..16 {
            let client = server.client();
            scope.spawn(move || {
                for _ in 0..25 {
                    assert_eq!(put(&client, &ulid(), &answer("easy", 1)).status, 201);
                }
            });
        }
    });
    assert_eq!(results(&server)["answered"], 400);
    server.kill_9();
    server.restart();
    assert_eq!(results(&server)["answered"], 400);
}

#[test]
fn an_acknowledged_answer_survives_a_kill() {
    let mut server = server();
    let ulid = ulid();
    for round in 1..=5 {
        assert_eq!(
            put(&server.client(), &fixture::ulid(), &answer("easy", 0)).status,
            201
        );
        server.kill_9();
        server.restart();
        assert_eq!(results(&server)["answered"], round);
    }
    assert_eq!(put(&server.client(), &ulid, &answer("easy", 0)).status, 201);
    server.kill_9();
    server.restart();
    let retry = put(&server.client(), &ulid, &answer("easy", 0));
    assert_eq!(retry.status, 200, "the receipt survives too");
    assert_eq!(results(&server)["answered"], 6);
}

#[test]
fn an_answer_taken_back_counts_no_more_and_never_again() {
    let server = server();
    let client = server.client();
    let ulid = ulid();
    let address = format!("{STEP}/responses/{ulid}");
    assert_eq!(put(&client, &ulid, &answer("easy", 1)).status, 201);
    assert_eq!(client.delete(&address).status, 204);
    assert_eq!(client.delete(&address).status, 204);
    let late = put(&client, &ulid, &answer("easy", 9));
    assert_eq!(
        (late.status, late.json()["status"].as_u64()),
        (409, Some(409))
    );
    let results = results(&server);
    assert_eq!(
        (&results["seen"], &results["suppressed"]),
        (&json!(0), &json!(true))
    );
}

#[test]
fn answers_wait_until_a_batch_is_full() {
    let mut definition = fixture::definition();
    definition["minimumCell"] = json!(4);
    let mut server = server_with(&definition);
    for _ in 0..3 {
        put(&server.client(), &ulid(), &answer("easy", 0));
    }
    let waiting = results(&server);
    assert_eq!(
        (&waiting["seen"], &waiting["answered"]),
        (&json!(3), &json!(null))
    );
    assert!(waiting.get("distribution").is_none());
    server.kill_9();
    server.restart();
    put(&server.client(), &ulid(), &answer("difficult", 0));
    let released = results(&server);
    assert_eq!(released["answered"], 4);
    assert_eq!(count(&released, "easy"), Some(3));
}

#[test]
fn a_ulid_far_from_now_is_refused() {
    let server = server();
    let hour = 60 * 60 * 1000;
    let ahead = put(
        &server.client(),
        &ulid_at(now_ms() + hour),
        &answer("easy", 0),
    );
    assert_eq!(ahead.status, 400);
    assert_eq!(ahead.json()["errors"][0]["code"], "clock-ahead");
    let old = put(
        &server.client(),
        &ulid_at(now_ms() - 49 * hour),
        &answer("easy", 0),
    );
    assert_eq!(old.status, 409);
    let yesterday = put(
        &server.client(),
        &ulid_at(now_ms() - 47 * hour),
        &answer("easy", 0),
    );
    assert_eq!(yesterday.status, 201);
}
