//! The owner's inbox: every comment, but never an answer that still waits.

use crate::access::key;
use crate::fixture::{JOURNEY, STEP, answer, definition, put, server, server_with, ulid};
use journey_tests::Server;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, thread};
use ureq::http::Method;

/// An answer with a reason and a comment.
fn commented(option: &str, revision: u32, comment: &str) -> Value {
    let mut body = answer(option, revision);
    body["reason"] = json!("file-too-large");
    body["comment"] = json!(comment);
    body
}

fn inbox(server: &Server, query: &str) -> Value {
    let reply = server.admin().get(&format!("{JOURNEY}/signals{query}"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()
}

fn only_signal(server: &Server) -> Value {
    let inbox = inbox(server, "");
    assert_eq!(inbox["signals"].as_array().expect("signals").len(), 1);
    inbox["signals"][0].clone()
}

#[test]
fn a_comment_shows_at_once_and_its_answer_when_the_batch_is_released() {
    let mut definition = definition();
    definition["minimumCell"] = json!(3);
    let server = server_with(&definition);
    let mine = ulid();
    let comment = "Te groot, mail jan@voorbeeld.nl";
    put(
        &server.client(),
        &mine,
        &commented("very-difficult", 0, comment),
    );
    let waiting = only_signal(&server);
    assert_eq!(waiting["waiting"], true);
    for hidden in ["option", "reason", "tone"] {
        assert_eq!(waiting[hidden], Value::Null, "{hidden}");
    }
    let shown = waiting["comment"].as_str().expect("a comment");
    assert!(shown.starts_with("Te groot") && !shown.contains("voorbeeld.nl"));
    assert_eq!(waiting["status"], "new");

    for option in ["easy", "neutral"] {
        put(&server.client(), &ulid(), &answer(option, 0));
    }
    let released = only_signal(&server);
    assert_eq!(
        [
            &released["waiting"],
            &released["option"],
            &released["reason"],
            &released["tone"]
        ],
        [
            &json!(false),
            &json!("very-difficult"),
            &json!("file-too-large"),
            &json!("negative")
        ]
    );

    // A correction waits for the next batch, and so does what the signal says.
    put(&server.client(), &mine, &commented("very-easy", 1, comment));
    let corrected = only_signal(&server);
    assert_eq!(
        (&corrected["waiting"], &corrected["option"]),
        (&json!(true), &Value::Null)
    );
    for _ in 0..3 {
        put(&server.client(), &ulid(), &answer("easy", 0));
    }
    assert_eq!(only_signal(&server)["option"], "very-easy");
}

#[test]
fn what_the_owner_says_of_a_signal_stays_when_the_resident_changes_the_comment() {
    let mut server = server();
    let mine = ulid();
    put(
        &server.client(),
        &mine,
        &commented("very-difficult", 0, "Te groot"),
    );
    let id = only_signal(&server)["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let address = format!("{JOURNEY}/signals/{id}");
    let change = json!({"status": "planned", "note": "Wij verhogen de grens"});
    let reply = server.admin().patch(&address, &change);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.json()["status"], "planned");

    put(
        &server.client(),
        &mine,
        &commented("very-difficult", 1, "Veel te groot"),
    );
    server.kill_9();
    server.restart();
    let signal = only_signal(&server);
    assert_eq!(
        [&signal["comment"], &signal["status"], &signal["note"]],
        [
            &json!("Veel te groot"),
            &json!("planned"),
            &json!("Wij verhogen de grens")
        ]
    );
    assert_eq!(inbox(&server, "?status=new")["signals"], json!([]));
    assert_eq!(inbox(&server, "?status=planned")["signals"][0]["id"], *id);
    assert_eq!(inbox(&server, "?step=tekeningen")["signals"][0]["id"], *id);
    assert_eq!(inbox(&server, "?step=kosten")["signals"], json!([]));

    let merge = br#"{"note":null}"#;
    let merge_patch = "application/merge-patch+json";
    let reply = server
        .admin()
        .send_as(&Method::PATCH, &address, merge_patch, merge);
    assert_eq!((reply.status, &reply.json()["note"]), (200, &Value::Null));
    assert_eq!(reply.json()["status"], "planned");
}

#[test]
fn another_status_is_in_the_audit_log_with_who_gave_it() {
    let server = server();
    let comment = commented("very-difficult", 0, "Te groot");
    assert_eq!(put(&server.client(), &ulid(), &comment).status, 201);
    let signal = only_signal(&server);
    let id = signal["id"].as_str().expect("an id");
    let address = format!("{JOURNEY}/signals/{id}");
    let (editor, made) = key(&server, "editor", None);
    for change in [
        json!({"note": "Wij kijken ernaar"}),
        json!({"status": "planned"}),
        json!({"status": "planned", "note": null}),
        json!({"status": "done"}),
    ] {
        assert_eq!(editor.patch(&address, &change).status, 200, "{change}");
    }
    let log = server.admin().get("/v1/audit-log").json();
    let entries = log["entries"].as_array().expect("entries");
    let changes: Vec<_> = entries
        .iter()
        .filter(|it| it["action"] == "signal-changed")
        .map(|it| (&it["key"], it["subject"].as_str().expect("a text")))
        .collect();
    let subject = |change: &str| format!("verbouwvergunning/{id} {change}");
    assert_eq!(
        changes,
        [
            (&made["id"], &*subject("from planned to done")),
            (&made["id"], &*subject("from new to planned")),
        ]
    );
}

#[test]
fn pages_over_all_shards_hold_every_signal_once() {
    let mut definition = definition();
    definition["shards"] = json!(4);
    let server = server_with(&definition);
    thread::scope(|scope| {
        for number in 0..12 {
            let client = server.client();
            let comment = format!("Opmerking {number}");
            scope.spawn(move || put(&client, &ulid(), &commented("very-difficult", 0, &comment)));
        }
    });
    let mut seen = BTreeSet::new();
    let mut shards = BTreeSet::new();
    let mut query = "?limit=5".to_owned();
    let mut lengths = Vec::new();
    loop {
        let page = inbox(&server, &query);
        let signals = page["signals"].as_array().expect("signals").clone();
        lengths.push(signals.len());
        for signal in signals {
            let id = signal["id"].as_str().expect("an id").to_owned();
            shards.insert(id.split('-').next().expect("a shard").to_owned());
            assert!(seen.insert(id), "twice");
        }
        match page["next"].as_str() {
            Some(cursor) => query = format!("?limit=5&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!((seen.len(), lengths), (12, vec![5, 5, 2]));
    assert!(
        shards.len() > 1,
        "twelve comments over four shards: {shards:?}"
    );
}

#[test]
fn every_fault_in_a_call_to_the_inbox_is_named() {
    let server = server();
    let codes = |body: &Value| {
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let codes: Vec<String> = errors.iter().map(|it| it["code"].to_string()).collect();
        codes
    };
    let admin = server.admin();
    let reply = admin.get(&format!("{JOURNEY}/signals?status=old&limit=9999&cursor=x"));
    assert_eq!((reply.status, codes(&reply.json()).len()), (400, 3));
    put(
        &server.client(),
        &ulid(),
        &commented("very-difficult", 0, "Te groot"),
    );
    let id = only_signal(&server)["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let address = format!("{JOURNEY}/signals/{id}");
    let bad = json!({"status": "lost", "note": "x".repeat(501), "comment": "mine"});
    let reply = admin.patch(&address, &bad);
    assert_eq!((reply.status, codes(&reply.json()).len()), (400, 3));
    assert_eq!(
        admin
            .send_as(&Method::PATCH, &address, "text/plain", b"{}")
            .status,
        415
    );
    for unknown in ["0-nobody", "7-nobody", "nobody", "0-%27"] {
        let address = format!("{JOURNEY}/signals/{unknown}");
        assert_eq!(admin.patch(&address, &json!({})).status, 404, "{unknown}");
    }
    assert_eq!(
        server.client().get(&format!("{JOURNEY}/signals")).status,
        401
    );
    assert_eq!(server.client().patch(&address, &json!({})).status, 401);
    assert_eq!(only_signal(&server)["status"], "new");
}

#[test]
fn a_shard_that_fails_is_named_and_nothing_is_left_out_in_silence() {
    let mut server = server();
    put(
        &server.client(),
        &ulid(),
        &commented("very-difficult", 0, "Te groot"),
    );
    server.kill_9();
    let folder = server.data().join("journey-feedback-tally");
    for entry in fs::read_dir(folder).expect("the shards") {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("metadata") {
            fs::write(&path, "no database any more ".repeat(1000)).expect("a file");
        }
    }
    server.restart();
    for address in [
        format!("{JOURNEY}/signals"),
        format!("{JOURNEY}/results?period=2026"),
        format!("{STEP}/results?period=2026"),
        format!("{JOURNEY}/export?period=2026"),
    ] {
        let reply = server.admin().get(&address);
        assert_eq!(reply.status, 503, "{address}");
        let detail = reply.json()["detail"].to_string();
        assert!(detail.contains("Shard 0"), "{detail}");
    }
}
