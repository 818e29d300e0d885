//! Moving house: everything comes along, and nothing comes twice.

use crate::access::key;
use crate::callbacks::{ask, request};
use crate::fixture::{
    JOURNEY, STEP, answer, definition, period_of_now, put, results, server, server_with, ulid,
};
use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};
use ureq::http::Method;

const HEADER: &str = r#"{"format":"journey-feedback","version":1}"#;

fn export(server: &Server) -> String {
    let reply = server.admin().get("/v1/export");
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// What the journeys of a house hold; its audit log grows with each export.
pub(crate) fn journeys(file: &str) -> &str {
    let (_, journeys) = file
        .split_once("\n{\"kind\":\"edition\"")
        .expect("an edition");
    journeys
}

fn audit_log(server: &Server) -> Vec<Value> {
    let log = server.admin().get("/v1/audit-log").json();
    log["entries"].as_array().expect("entries").clone()
}

pub(crate) fn import(server: &Server, file: &str) -> Reply {
    let admin = server.admin();
    admin.send_as(
        &Method::PUT,
        "/v1/import",
        "application/x-ndjson",
        file.as_bytes(),
    )
}

/// A file with what shard 0 of the journey of the tests is to hold.
pub(crate) fn file(rows: &[Value]) -> String {
    let mut lines = vec![
        HEADER.to_owned(),
        json!({"kind": "shard", "journey": "verbouwvergunning", "shard": 0}).to_string(),
    ];
    lines.extend(rows.iter().map(Value::to_string));
    lines.push(json!({"kind": "end", "rows": rows.len()}).to_string());
    lines.push(json!({"kind": "complete"}).to_string());
    lines.join("\n")
}

pub(crate) fn tally(day: &str, option: &str, count: i64) -> Value {
    json!({"kind": "tally", "step": "tekeningen", "questionVersion": 1, "breakdown": "total",
           "day": day, "option": option, "count": count})
}

#[test]
fn a_new_house_holds_what_the_old_one_held_and_imports_it_once() {
    let mut definition = definition();
    definition["minimumCell"] = json!(4);
    definition["shards"] = json!(3);
    definition["steps"][0]["callback"] = json!({"withinDays": 2});
    let old = server_with(&definition);
    definition["title"]["en"] = json!("Another title");
    assert_eq!(old.admin().put(JOURNEY, &definition).status, 200);
    let mut ulids = Vec::new();
    for number in 0..23 {
        let mine = ulid();
        let mut body = answer(["easy", "very-difficult", "neutral"][number % 3], 0);
        if number % 3 == 1 {
            body["reason"] = json!("file-too-large");
            body["comment"] = json!(format!("Opmerking \"{number}\" \\ é"));
        }
        body["audience"] = json!("inwoner");
        assert_eq!(put(&old.client(), &mine, &body).status, 201);
        ulids.push((mine, body));
    }
    let seen = json!({"state": "seen", "revision": 0, "language": "nl", "questionVersion": 1});
    put(&old.client(), &ulid(), &seen);
    let signal = old.admin().get(&format!("{JOURNEY}/signals")).json()["signals"][0].clone();
    let signal = format!(
        "{JOURNEY}/signals/{}",
        signal["id"].as_str().expect("an id")
    );
    let change = json!({"status": "done", "note": "Opgelost"});
    assert_eq!(old.admin().patch(&signal, &change).status, 200);

    let improvement = json!({"step": "tekeningen", "since": "2026-11-01", "published": true,
        "youSaid": {"nl": "Te \"groot\""}, "weDid": {"nl": "Grens\nverhoogd", "en": "Raised"}});
    let list = format!("{JOURNEY}/improvements");
    assert_eq!(old.admin().post(&list, &improvement).status, 201);
    let mine = ulid();
    assert_eq!(ask(&old, &request(&mine)).status, 201);

    let moved = export(&old);
    let new = Server::start();
    for (outcome, round) in [("imported", 1), ("present", 2)] {
        let reply = import(&new, &moved);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let imported = reply.json();
        let shards = imported["shards"].as_array().expect("shards");
        assert_eq!(shards.len(), 3);
        for part in shards
            .iter()
            .chain(imported["editions"].as_array().expect("editions"))
            .chain(imported["journeys"].as_array().expect("journeys"))
        {
            assert_eq!(part["outcome"], outcome, "round {round}: {part}");
        }
        assert_eq!(journeys(&export(&new)), journeys(&moved), "round {round}");
    }
    let year = period_of_now();
    for address in [
        JOURNEY.to_owned(),
        format!("{JOURNEY}/results?period={year}"),
        format!("{STEP}/results?period={year}"),
        format!("{JOURNEY}/signals"),
        format!("{JOURNEY}/improvements"),
        format!("{JOURNEY}/callbacks"),
        format!("{JOURNEY}/export?period={year}"),
    ] {
        let [before, after] = [&old, &new].map(|server| server.admin().get(&address));
        assert_eq!(
            (after.status, &after.body),
            (200, &before.body),
            "{address}"
        );
    }

    assert_eq!(ask(&new, &request(&mine)).status, 200, "asked before");
    for (mine, body) in &ulids {
        assert_eq!(
            put(&new.client(), mine, body).status,
            200,
            "a retry after the move"
        );
    }
    let now = export(&new);
    assert_eq!(journeys(&now), journeys(&moved), "retries count nothing");
    assert!(
        results(&new)["answered"]
            .as_u64()
            .expect("released answers")
            < 23
    );
    for server in [&old, &new] {
        for (mine, body) in &ulids {
            let mut later = body.clone();
            later["revision"] = json!(1);
            later["option"] = json!("very-easy");
            assert_eq!(put(&server.client(), mine, &later).status, 200);
        }
    }
    assert_eq!(results(&new), results(&old), "changes after the move");
    let again = import(&new, &moved);
    assert_eq!(again.status, 200, "{}", again.body);
    assert_eq!(
        results(&new),
        results(&old),
        "the same file onto a house that lives"
    );
}

#[test]
fn keys_and_the_audit_log_move_along() {
    let old = server();
    let (here, made) = key(&old, "viewer", Some(&["verbouwvergunning"]));
    let (revoked, gone) = key(&old, "admin", None);
    let (later, revoked_later) = key(&old, "admin", None);
    let address = |made: &Value| format!("/v1/keys/{}", made["id"].as_str().expect("an id"));
    assert_eq!(old.admin().delete(&address(&gone)).status, 204);
    for _ in 0..2 {
        let again = old.admin().put(JOURNEY, &definition());
        assert_eq!(again.status, 200);
    }
    let keys = old.admin().get("/v1/keys").body;
    let moved = export(&old);
    let log = audit_log(&old);

    let new = Server::start();
    let reply = import(&new, &moved);
    assert_eq!(reply.json()["organisation"]["outcome"], "imported");
    assert_eq!(new.admin().get("/v1/keys").body, keys);
    let at_new = |client: &Client| {
        let made = client.header("authorization").expect("a key").to_owned();
        new.client().with_header("authorization", &made)
    };
    let (here, revoked, later) = (at_new(&here), at_new(&revoked), at_new(&later));
    assert_eq!(here.get(JOURNEY).status, 200, "it opens what it did");
    assert_eq!(here.get("/v1/keys").status, 403, "and no more");
    assert_eq!(here.put(JOURNEY, &definition()).status, 403);
    assert_eq!(revoked.get(JOURNEY).status, 401);
    assert_eq!(later.get("/v1/keys").status, 200);
    let kept = audit_log(&new);
    assert_eq!(kept.len(), log.len() + 1, "{kept:?}");
    for entry in &log {
        let times = |log: &[Value]| log.iter().filter(|it| *it == entry).count();
        assert_eq!(times(&kept), times(&log), "{entry}");
    }

    assert_eq!(new.admin().delete(&address(&revoked_later)).status, 204);
    let (keys, log) = (new.admin().get("/v1/keys").body, audit_log(&new));
    let again = import(&new, &moved);
    assert_eq!(again.json()["organisation"]["outcome"], "present");
    assert_eq!(
        new.admin().get("/v1/keys").body,
        keys,
        "revoked stays revoked"
    );
    assert_eq!(later.get(JOURNEY).status, 401);
    let now = audit_log(&new);
    assert_eq!(now.len(), log.len() + 1, "the import alone: {now:?}");

    assert_eq!(old.admin().delete(&address(&made)).status, 204);
    let last = import(&new, &export(&old)).json();
    assert_eq!(last["organisation"]["outcome"], "imported");
    assert_eq!(here.get(JOURNEY).status, 401, "revoked in the old house");
}

#[test]
fn every_fault_of_a_key_or_an_audit_log_is_named_and_nothing_of_them_is_taken() {
    let server = server();
    let lines = [
        json!({"format": "journey-feedback", "version": 1}),
        json!({"kind": "organisation"}),
        json!({"kind": "key", "id": "ab", "hash": "0f".repeat(32), "label": "Desk",
               "role": "admin", "journeys": null, "created": "2026-11-01", "used": null}),
        json!({"kind": "key", "id": "cd", "hash": "secret", "label": "", "role": "king",
               "journeys": [], "created": "gisteren", "used": "2026-11-31"}),
        json!({"kind": "audit", "date": "2026-11-01", "key": "Jan Jansen", "action": "key-created",
               "subject": "https://x.example/", "nth": 0}),
        json!({"kind": "end", "rows": 3}),
        json!({"kind": "complete"}),
    ];
    let reply = import(&server, &lines.map(|line| line.to_string()).join("\n"));
    assert_eq!(reply.status, 400, "{}", reply.body);
    let problem = reply.json();
    let errors = problem["errors"].as_array().expect("errors");
    let mut places: Vec<&str> = errors
        .iter()
        .map(|it| it["location"]["pointer"].as_str().expect("a pointer"))
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/3/created",
            "/3/hash",
            "/3/journeys",
            "/3/label",
            "/3/role",
            "/3/used",
            "/4/key",
            "/4/nth",
            "/4/subject"
        ]
    );
    assert_eq!(server.admin().get("/v1/keys").json()["keys"], json!([]));
}

#[test]
fn a_shard_that_holds_something_else_takes_nothing() {
    let server = server();
    put(&server.client(), &ulid(), &answer("easy", 0));
    let before = export(&server);
    assert_eq!(
        import(&server, &before).status,
        200,
        "what is here may come again"
    );
    let reply = import(&server, &file(&[tally("2026-03-01", "easy", 5)]));
    assert_eq!(reply.status, 409, "{}", reply.body);
    assert!(reply.body.contains("Shard 0"));
    assert_eq!(journeys(&export(&server)), journeys(&before));

    let mut other = definition();
    other["title"]["nl"] = json!("Iets anders");
    let elsewhere = server_with(&other);
    assert_eq!(
        import(&elsewhere, &before).status,
        409,
        "another edition of that number"
    );
}

#[test]
fn counts_of_the_past_can_be_brought_in() {
    let server = server();
    let showing = json!({"kind": "showing", "step": "tekeningen", "questionVersion": 1,
        "day": "2025-03-01", "channel": "web", "audience": null, "language": "nl",
        "state": "seen", "count": 90});
    let signal = json!({"kind": "signal", "id": "first", "step": "tekeningen",
        "questionVersion": 1, "day": "2026-11-01", "option": "very-difficult",
        "reason": "file-too-large", "comment": "Bel 06-12345678", "status": "seen"});
    let rows = [
        tally("2025-03-01", "easy", 20),
        tally("2025-03-01", "difficult", 10),
        tally("2025-04-01", "easy", 7),
        showing,
        signal,
    ];
    let reply = import(&server, &file(&rows));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let march = server
        .admin()
        .get(&format!("{STEP}/results?period=2025-03"))
        .json();
    let march = &march["steps"][0];
    assert_eq!(
        (&march["answered"], &march["seen"]),
        (&json!(30), &json!(90))
    );
    assert_eq!(march["positive"]["count"], 20);
    let signal = server.admin().get(&format!("{JOURNEY}/signals")).json()["signals"][0].clone();
    assert_eq!(
        [&signal["id"], &signal["option"], &signal["tone"]],
        [
            &json!("0-first"),
            &json!("very-difficult"),
            &json!("negative")
        ]
    );
    assert!(
        !signal["comment"].to_string().contains("12345678"),
        "masked again"
    );
    put(&server.client(), &ulid(), &answer("easy", 0));
    assert_eq!(results(&server)["answered"], 1, "this year lives on");
}

#[test]
fn every_fault_of_a_file_is_named_by_its_line_and_nothing_of_its_shard_is_taken() {
    let server = server();
    let mut unknown = tally("2025-03-01", "blue", 1);
    unknown["surprise"] = json!(1);
    let rows = [
        tally("2025-03-01", "easy", 20),
        unknown,
        tally("2025-02-30", "easy", 1),
        tally("2025-03-01", "easy", 20),
        json!({"kind": "receipt", "ulid": "1", "receipt": {}}),
        json!({"kind": "surprise"}),
    ];
    let reply = import(&server, &file(&rows));
    assert_eq!(reply.status, 400, "{}", reply.body);
    let problem = reply.json();
    let errors = problem["errors"].as_array().expect("errors");
    let mut places: Vec<&str> = errors
        .iter()
        .map(|it| it["location"]["pointer"].as_str().expect("a pointer"))
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/3/option",
            "/3/surprise",
            "/4/day",
            "/5",
            "/6/receipt",
            "/6/ulid",
            "/7/kind"
        ]
    );
    assert!(!export(&server).contains("\"tally\""));

    let whole = file(&[tally("2025-03-01", "easy", 20)]);
    let lines: Vec<&str> = whole.lines().collect();
    let cut_off = lines[..3].join("\n");
    assert_eq!(
        import(&server, &cut_off).json()["errors"][0]["code"],
        "cut-off"
    );
    assert!(
        !export(&server).contains("\"tally\""),
        "half a shard is none"
    );
    assert_eq!(import(&server, &whole).status, 200);

    for (body, pointer) in [
        ("{}", "/0/format"),
        (
            "{\"format\":\"journey-feedback\",\"version\":2}",
            "/0/version",
        ),
        ("x", "/0"),
    ] {
        let problem = import(&server, body).json();
        let places = problem["errors"].to_string();
        assert!(places.contains(&format!("\"{pointer}\"")), "{places}");
    }
    let nowhere = whole.replace("verbouwvergunning", "nowhere");
    assert_eq!(
        import(&server, &nowhere).json()["errors"][0]["location"]["pointer"],
        "/1/journey"
    );
    let admin = server.admin();
    let json = admin.send_as(
        &Method::PUT,
        "/v1/import",
        "application/json",
        whole.as_bytes(),
    );
    assert_eq!(json.status, 415);
    let stranger = server.client();
    assert_eq!(stranger.get("/v1/export").status, 401);
    let put = stranger.send_as(&Method::PUT, "/v1/import", "application/x-ndjson", b"{}");
    assert_eq!(put.status, 401);
}

#[test]
fn a_period_can_be_taken_away_as_a_table_without_what_waits() {
    let mut definition = definition();
    definition["minimumCell"] = json!(2);
    let server = server_with(&definition);
    let mut body = answer("very-difficult", 0);
    body["comment"] = json!("=HYPERLINK(\"https://x.example\",\"klik\")");
    put(&server.client(), &ulid(), &body);
    let admin = server.admin();
    let address = format!("{JOURNEY}/export?period={}", period_of_now());
    let table = |kind: &str| admin.with_header("accept", kind).get(&address);

    let waiting = table("text/csv");
    assert_eq!(
        waiting.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert!(waiting.body.starts_with("kind,day,step,"));
    assert!(!waiting.body.contains("tally"), "{}", waiting.body);
    assert!(!waiting.body.contains("very-difficult"), "{}", waiting.body);
    assert!(waiting.body.contains("\"'=HYPERLINK("), "{}", waiting.body);

    put(&server.client(), &ulid(), &answer("easy", 0));
    let released = table("application/x-ndjson");
    assert_eq!(
        released.header("content-type"),
        Some("application/x-ndjson")
    );
    let rows: Vec<Value> = released
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let total = |option: &str| {
        let mut rows = rows.iter();
        rows.find(|row| row["breakdown"] == "total" && row["option"] == option)
            .map(|row| row["count"].clone())
    };
    assert_eq!(
        (total("easy"), total("very-difficult")),
        (Some(json!(1)), Some(json!(1)))
    );
    let seen: i64 = rows
        .iter()
        .filter(|row| row["state"] == "seen")
        .map(|row| row["count"].as_i64().unwrap_or(0))
        .sum();
    assert_eq!(seen, 2);
    let signal = rows
        .iter()
        .find(|row| row["kind"] == "signal")
        .expect("a signal");
    assert_eq!(signal["option"], "very-difficult");

    assert_eq!(table("application/pdf").status, 406);
    assert_eq!(admin.get(&format!("{JOURNEY}/export")).status, 400);
    assert_eq!(server.client().get(&address).status, 401);
}
