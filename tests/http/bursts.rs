//! Held bursts: set aside, counted by nobody, until the owner decides.

use crate::fixture::{
    JOURNEY, STEP, answer, count, definition, now_ms, put, results, server_with, ulid, ulid_at,
};
use crate::moving::journeys;
use crate::retention::wait_until;
use journey_tests::{Client, Server};
use serde_json::{Value, json};
use std::thread;
use ureq::http::Method;

/// What is never held on a step without a past.
const FLOOR: usize = 60;

/// Sends so many new answers, side by side, and gives their ULIDs.
fn send(server: &Server, how_many: usize, body: &Value) -> Vec<String> {
    send_from(&server.client(), how_many, body)
}

/// The same from a page.
pub(crate) fn send_from(client: &Client, how_many: usize, body: &Value) -> Vec<String> {
    thread::scope(|scope| {
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                scope.spawn(move || {
                    let mine = (sender..how_many).step_by(4).map(|_| ulid());
                    mine.inspect(|ulid| assert_eq!(put(client, ulid, body).status, 201))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let all = senders.into_iter().map(|it| it.join().expect("answers"));
        all.flatten().collect()
    })
}

/// A server that has had as many answers as are never held.
fn server_before_a_burst() -> Server {
    let server = server_with(&definition());
    send(&server, FLOOR, &answer("easy", 0));
    assert_eq!(figures(&server), (FLOOR as u64, 0));
    server
}

/// Answered and held.
fn figures(server: &Server) -> (u64, u64) {
    let results = results(server);
    let number = |name: &str| results[name].as_u64().expect("a number");
    (number("answered"), number("held"))
}

/// The bursts of the journey.
pub(crate) fn bursts(server: &Server) -> Vec<Value> {
    let reply = server.admin().get(&format!("{JOURNEY}/held-bursts"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["heldBursts"]
        .as_array()
        .expect("bursts")
        .clone()
}

fn decide(client: &Client, id: &str, status: &str) -> (u16, Value) {
    let address = format!("{JOURNEY}/held-bursts/{id}");
    let reply = client.patch(&address, &json!({"status": status}));
    (reply.status, reply.json())
}

fn comments(server: &Server) -> usize {
    let reply = server.admin().get(&format!("{JOURNEY}/signals"));
    reply.json()["signals"].as_array().expect("signals").len()
}

fn commented() -> Value {
    let mut body = answer("very-difficult", 0);
    body["comment"] = json!("Koop nu, mail jan@voorbeeld.nl");
    body
}

#[test]
fn a_burst_is_held_survives_a_kill_and_counts_exactly_once_it_is_admitted() {
    let mut server = server_before_a_burst();
    let client = server.client();
    let mine = ulid();
    assert_eq!(put(&client, &mine, &commented()).status, 201);
    assert_eq!(put(&client, &mine, &commented()).status, 200, "a retry");
    let held = send(&server, 19, &answer("very-difficult", 0));
    assert_eq!(figures(&server), (60, 20));
    server.kill_9();
    server.restart();
    let client = server.client();
    send(&server, 5, &answer("very-difficult", 0));
    assert_eq!(figures(&server), (60, 25), "held after a restart too");

    let withdrawn = format!("{STEP}/responses/{}", held[0]);
    assert_eq!(client.delete(&withdrawn).status, 204);
    assert_eq!(put(&client, &held[1], &answer("easy", 1)).status, 200);
    let before = results(&server);
    assert_eq!(
        (figures(&server), &before["seen"], comments(&server)),
        ((60, 24), &json!(60), 0)
    );
    assert_eq!(before["signals"]["total"], 0);
    let export = server.admin().get(&format!("{JOURNEY}/export?period=2026"));
    assert!(!export.body.contains("very-difficult"), "{}", export.body);

    let [burst] = &bursts(&server)[..] else {
        panic!("one burst is expected: {:?}", bursts(&server));
    };
    let fields: Vec<&String> = burst.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["day", "id", "responses", "status", "step"]);
    assert_eq!(
        (&burst["step"], &burst["status"], &burst["responses"]),
        (&json!("tekeningen"), &json!("held"), &json!(24))
    );

    let id = burst["id"].as_str().expect("an id");
    for _ in 0..2 {
        let (status, burst) = decide(&server.admin(), id, "admitted");
        assert_eq!((status, &burst["status"]), (200, &json!("admitted")));
        assert_eq!(figures(&server), (84, 0));
    }
    assert_eq!(decide(&server.admin(), id, "dropped").0, 409);
    server.kill_9();
    server.restart();
    let client = server.client();
    assert_eq!(decide(&server.admin(), id, "admitted").0, 200);
    let admitted = results(&server);
    assert_eq!((figures(&server), comments(&server)), ((84, 0), 1));
    assert_eq!(
        (count(&admitted, "very-difficult"), count(&admitted, "easy")),
        (Some(23), Some(61))
    );

    // What changes afterwards is counted as any other change.
    assert_eq!(put(&client, &mine, &answer("easy", 1)).status, 200);
    let withdrawn = format!("{STEP}/responses/{}", held[2]);
    assert_eq!(client.delete(&withdrawn).status, 204);
    let changed = results(&server);
    assert_eq!((figures(&server), comments(&server)), ((83, 0), 0));
    assert_eq!(
        (count(&changed, "very-difficult"), count(&changed, "easy")),
        (Some(21), Some(62))
    );
}

#[test]
fn a_dropped_burst_never_counts_whatever_its_responses_do() {
    let server = server_before_a_burst();
    let client = server.client();
    let held = send(&server, 15, &commented());
    let id = bursts(&server)[0]["id"].as_str().expect("an id").to_owned();
    for _ in 0..2 {
        let (status, burst) = decide(&server.admin(), &id, "dropped");
        assert_eq!((status, &burst["responses"]), (200, &json!(15)));
    }
    assert_eq!(decide(&server.admin(), &id, "admitted").0, 409);
    let mut changed = commented();
    changed["revision"] = json!(1);
    assert_eq!(put(&client, &held[0], &changed).status, 200);
    let withdrawn = format!("{STEP}/responses/{}", held[1]);
    assert_eq!(client.delete(&withdrawn).status, 204);
    let results = results(&server);
    assert_eq!((figures(&server), comments(&server)), ((60, 0), 0));
    assert_eq!(count(&results, "very-difficult"), Some(0));
    assert_eq!(results["seen"], 60);
    let log = server.admin().get("/v1/audit-log").json();
    assert_eq!(log["entries"][0]["action"], "burst-dropped");
    assert_eq!(
        log["entries"][0]["subject"],
        format!("verbouwvergunning {id}")
    );
    let export = server.admin().get("/v1/export").body;
    assert!(!export.contains("Koop nu"), "{export}");
}

#[test]
fn an_editor_decides_and_a_viewer_looks() {
    let server = server_before_a_burst();
    send(&server, 3, &answer("easy", 0));
    let id = bursts(&server)[0]["id"].as_str().expect("an id").to_owned();
    let key = |role: &str| {
        let wish = json!({"label": role, "role": role});
        let key = server.admin().post("/v1/keys", &wish).json()["key"].clone();
        server.client().with_key(key.as_str().expect("a key"))
    };
    let address = format!("{JOURNEY}/held-bursts");
    let (viewer, editor) = (key("viewer"), key("editor"));
    assert_eq!(server.client().get(&address).status, 401);
    assert_eq!(viewer.get(&address).status, 200);
    assert_eq!(decide(&viewer, &id, "admitted").0, 403);
    assert_eq!(decide(&server.client(), &id, "admitted").0, 401);
    assert_eq!(bursts(&server)[0]["status"], "held");
    assert_eq!(decide(&editor, &id, "admitted").0, 200);
}

#[test]
fn every_fault_in_a_decision_is_named() {
    let server = server_before_a_burst();
    send(&server, 3, &answer("easy", 0));
    let admin = server.admin();
    let id = bursts(&server)[0]["id"].as_str().expect("an id").to_owned();
    let address = format!("{JOURNEY}/held-bursts/{id}");
    let reply = admin.patch(&address, &json!({"status": "held", "responses": 0}));
    let faults = reply.json()["errors"].as_array().map(Vec::len);
    assert_eq!((reply.status, faults), (400, Some(2)));
    let plain = admin.send_as(&Method::PATCH, &address, "text/plain", b"{}");
    assert_eq!(plain.status, 415);
    for unknown in ["0-7", "7-1", "0", "0-x", "0-%27"] {
        assert_eq!(decide(&admin, unknown, "admitted").0, 404, "{unknown}");
    }
    assert_eq!(bursts(&server)[0]["status"], "held");
}

#[test]
fn a_step_that_is_used_to_many_answers_is_left_alone() {
    let server = server_with(&definition());
    let mut lines = vec![
        json!({"format": "journey-feedback", "version": 1}),
        json!({"kind": "shard", "journey": "verbouwvergunning", "shard": 0}),
    ];
    let today = i32::try_from(now_ms() / 86_400_000).expect("a day");
    for ago in 2..12 {
        let day = journey::day::Day::from_number(today - ago).expect("a day");
        lines.push(json!({
            "kind": "tally", "step": "tekeningen", "questionVersion": 1, "breakdown": "total",
            "day": day.to_string(), "option": "easy", "reason": null, "count": 400
        }));
    }
    lines.push(json!({"kind": "end", "rows": 10}));
    lines.push(json!({"kind": "complete"}));
    let file: Vec<String> = lines.iter().map(Value::to_string).collect();
    import(&server, &file.join("\n"));
    send(&server, 100, &answer("easy", 0));
    assert_eq!(results(&server)["held"], 0);
    send(&server, 3, &answer("easy", 0));
    assert_eq!(results(&server)["held"], 3);
}

#[test]
fn a_burst_moves_house_with_its_receipts_and_comments() {
    let old = server_before_a_burst();
    let mut held = send(&old, 6, &commented());
    let file = old.admin().get("/v1/export").body;
    let new = Server::start();
    import(&new, &file);
    import(&new, &file);
    assert_eq!((figures(&new), comments(&new)), ((60, 6), 0));
    assert_eq!(
        journeys(&new.admin().get("/v1/export").body),
        journeys(&file)
    );
    let client = new.client();
    let last = held.pop().expect("a response");
    assert_eq!(put(&client, &last, &answer("easy", 1)).status, 200);
    assert_eq!(figures(&new), (60, 6));
    let id = bursts(&new)[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(decide(&new.admin(), &id, "admitted").0, 200);
    assert_eq!((figures(&new), comments(&new)), ((66, 0), 5));
    assert_eq!(count(&results(&new), "very-difficult"), Some(5));
}

#[test]
fn a_burst_that_nobody_decides_is_dropped_with_a_line_in_the_audit_log() {
    let server = server_before_a_burst();
    send(&server, 4, &commented());
    let file = server.admin().get("/v1/export").body;
    let today = bursts(&server)[0]["day"]
        .as_str()
        .expect("a day")
        .to_owned();
    let mut rows = 0;
    let file: Vec<String> = file
        .lines()
        .filter(|line| !line.contains(r#""kind":"receipt""#))
        .map(|line| {
            let row: Value = serde_json::from_str(line).expect("JSON");
            if row["kind"] == "end" {
                return json!({"kind": "end", "rows": rows}).to_string();
            }
            let begins = ["organisation", "journey", "shard"]
                .iter()
                .any(|it| row["kind"] == *it);
            rows = if begins { 0 } else { rows + 1 };
            line.replace(&today, "2020-02-03")
        })
        .collect();
    let file = file.join("\n") + "\n";
    let later = Server::start();
    import(&later, &file);
    wait_until("the old burst dropped", || {
        bursts(&later)[0]["status"] == "dropped"
    });
    let log = later.admin().get("/v1/audit-log").json();
    let entry = &log["entries"][0];
    assert_eq!(
        [&entry["key"], &entry["action"], &entry["subject"]],
        [
            "retention",
            "burst-dropped",
            "verbouwvergunning tekeningen 2020-02-03 (4 responses)"
        ]
    );
}

#[test]
fn nothing_is_held_where_that_is_switched_off() {
    let server = Server::start_with(&[("RATE_LIMIT", "0"), ("HOLD_BURSTS", "off")]);
    assert_eq!(server.admin().put(JOURNEY, &definition()).status, 201);
    send(&server, 70, &answer("easy", 0));
    assert_eq!(figures(&server), (70, 0));
}

#[test]
fn a_response_that_was_seen_before_leaves_the_showings_with_its_answer() {
    let server = server_before_a_burst();
    let mine = ulid_at(now_ms());
    let seen = json!({"state": "seen", "revision": 0, "language": "nl", "questionVersion": 1});
    assert_eq!(put(&server.client(), &mine, &seen).status, 201);
    assert_eq!(results(&server)["seen"], 61);
    assert_eq!(put(&server.client(), &mine, &answer("easy", 1)).status, 200);
    assert_eq!(
        (&results(&server)["seen"], figures(&server)),
        (&json!(60), (60, 1))
    );
}

fn import(server: &Server, file: &str) {
    let ndjson = "application/x-ndjson";
    let admin = server.admin();
    let reply = admin.send_as(&Method::PUT, "/v1/import", ndjson, file.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.body);
}
