//! You said, we did: what owners write, what residents see of it, and what answers tell.

use crate::fixture::{
    JOURNEY, ORIGIN, STEP, answer, definition, now_ms, put, server, server_with, ulid,
};
use journey_tests::{Client, Server};
use serde_json::{Value, json};
use ureq::http::Method;

fn improvement(since: &str) -> Value {
    json!({
        "step": "tekeningen", "since": since, "published": true,
        "youSaid": {"nl": "Te groot", "en": "Too large"}, "weDid": {"nl": "Grens verhoogd"},
        "signals": ["0-ab"]
    })
}

fn add(client: &Client, body: &Value) -> Value {
    let reply = client.post(&format!("{JOURNEY}/improvements"), body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.json()
}

fn shown(server: &Server, query: &str) -> Value {
    let page = server.client().with_header("origin", ORIGIN);
    let reply = page.get(&format!("{STEP}/improvements{query}"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()
}

fn key(server: &Server, role: &str) -> Client {
    let made = server
        .admin()
        .post("/v1/keys", &json!({"label": role, "role": role}));
    let made = made.json();
    server
        .client()
        .with_key(made["key"].as_str().expect("a key"))
}

fn day(days_from_now: i32) -> String {
    let today = i32::try_from(now_ms() / 86_400_000).expect("a day of this age");
    let day = journey::day::Day::from_number(today + days_from_now);
    day.expect("a day of this age").to_string()
}

#[test]
fn residents_see_what_is_published_at_their_step_the_newest_five_first() {
    let mut server = server();
    assert_eq!(
        shown(&server, ""),
        json!({"language": "nl", "improvements": []})
    );
    for month in 1..=6 {
        add(&server.admin(), &improvement(&format!("2026-0{month}-01")));
    }
    let mut hidden = improvement("2026-10-01");
    hidden["published"] = json!(false);
    let hidden = add(&server.admin(), &hidden);
    let mut elsewhere = improvement("2026-10-02");
    elsewhere["step"] = json!("kosten");
    add(&server.admin(), &elsewhere);
    server.kill_9();
    server.restart();

    let english = shown(&server, "?lang=en-GB");
    assert_eq!(english["language"], "en");
    let list = english["improvements"].as_array().expect("a list").clone();
    let since: Vec<&str> = list.iter().filter_map(|it| it["since"].as_str()).collect();
    assert_eq!(
        since,
        [
            "2026-06-01",
            "2026-05-01",
            "2026-04-01",
            "2026-03-01",
            "2026-02-01"
        ]
    );
    assert_eq!(list[0]["youSaid"], "Too large");
    assert_eq!(list[0]["weDid"], "Grens verhoogd", "the default language");
    assert!(list[0].get("signals").is_none() && list[0].get("effect").is_none());

    let address = format!(
        "{JOURNEY}/improvements/{}",
        hidden["id"].as_str().expect("an id")
    );
    let mut replaced = improvement("2026-10-01");
    replaced
        .as_object_mut()
        .expect("an object")
        .remove("youSaid");
    let reply = server.admin().put(&address, &replaced);
    assert_eq!((reply.status, &reply.json()["id"]), (200, &hidden["id"]));
    let newest = shown(&server, "")["improvements"][0].clone();
    assert_eq!(
        newest,
        json!({"id": hidden["id"], "since": "2026-10-01", "weDid": "Grens verhoogd"})
    );
    assert_eq!(server.admin().delete(&address).status, 204);
    for reply in [
        server.admin().delete(&address),
        server.admin().get(&address),
        server.admin().put(&address, &replaced),
    ] {
        assert_eq!(reply.status, 404, "{}", reply.body);
    }
    assert_eq!(shown(&server, "")["improvements"][0]["since"], "2026-06-01");
}

#[test]
fn what_residents_see_is_cached_and_found_unchanged_until_it_changes() {
    let server = server();
    let page = server.client().with_header("origin", ORIGIN);
    let address = format!("{STEP}/improvements?lang=nl");
    let first = page.get(&address);
    assert_eq!(first.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(first.header("vary"), Some("Origin"));
    assert!(
        first
            .header("cache-control")
            .is_some_and(|it| it.contains("max-age=60"))
    );
    let tag = first.header("etag").expect("an entity tag").to_owned();
    let knows = page.with_header("if-none-match", &tag);
    let again = knows.get(&address);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    add(&server.admin(), &improvement("2026-11-01"));
    assert_eq!(knows.get(&address).status, 200);

    let stranger = server
        .client()
        .with_header("origin", "https://elsewhere.example");
    let reply = stranger.get(&address);
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let nowhere = format!("{JOURNEY}/steps/nowhere/improvements");
    assert_eq!(page.get(&nowhere).status, 404);
    let preflight = page.options(&address);
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        Some("GET, OPTIONS")
    );
}

#[test]
fn viewers_read_and_editors_write_and_the_audit_log_says_who_did() {
    let server = server();
    let (viewer, editor) = (key(&server, "viewer"), key(&server, "editor"));
    let list = format!("{JOURNEY}/improvements");
    let body = improvement("2026-11-01");
    assert_eq!(server.client().get(&list).status, 401);
    assert_eq!(server.client().post(&list, &body).status, 401);
    assert_eq!(viewer.post(&list, &body).status, 403);
    let made = editor.post(&list, &body);
    assert_eq!(made.status, 201, "{}", made.body);
    let address = made.header("location").expect("an address").to_owned();
    assert_eq!(viewer.put(&address, &body).status, 403);
    assert_eq!(viewer.delete(&address).status, 403);
    let one = viewer.get(&address).json();
    assert_eq!(one, made.json());
    assert_eq!(viewer.get(&list).json()["improvements"], json!([one]));
    assert_eq!(editor.put(&address, &one).status, 200, "as it was given");
    assert_eq!(editor.delete(&address).status, 204);
    let log = server.admin().get("/v1/audit-log").json();
    let actions: Vec<&str> = log["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|it| {
            it["subject"]
                .as_str()
                .is_some_and(|it| it.starts_with("verbouwvergunning/"))
        })
        .filter_map(|it| it["action"].as_str())
        .collect();
    assert_eq!(
        actions,
        [
            "improvement-removed",
            "improvement-changed",
            "improvement-added"
        ]
    );
}

#[test]
fn every_fault_is_named_and_nothing_is_kept() {
    let server = server();
    let list = format!("{JOURNEY}/improvements");
    let bad = json!({
        "step": "nowhere", "since": "soon", "weDid": {"en": "x".repeat(301)},
        "published": 1, "signals": ["1-ab"]
    });
    let reply = server.admin().post(&list, &bad);
    assert_eq!(reply.status, 400);
    let problem = reply.json();
    let places: Vec<&str> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|it| it["location"]["pointer"].as_str())
        .collect();
    assert_eq!(
        places,
        [
            "/step",
            "/since",
            "/weDid/en",
            "/weDid/nl",
            "/published",
            "/signals/0"
        ]
    );
    let many = format!("{{\"step\":\"{}\"}}", "x".repeat(200_000));
    let reply = server
        .admin()
        .send_as(&Method::POST, &list, "application/json", many.as_bytes());
    assert_eq!(reply.status, 413);
    assert_eq!(server.admin().get(&list).json()["improvements"], json!([]));
    let mut body = improvement("2026-11-01");
    body["weDid"]["nl"] = json!("Mail jan.telltale@voorbeeld.nl");
    let kept = add(&server.admin(), &body);
    assert!(!kept.to_string().contains("telltale"), "masked");
}

#[test]
fn a_journey_has_no_more_than_its_number_of_improvements() {
    let server = server();
    let body = improvement("2026-11-01");
    for _ in 0..500 {
        add(&server.admin(), &body);
    }
    let reply = server
        .admin()
        .post(&format!("{JOURNEY}/improvements"), &body);
    assert_eq!(reply.status, 409, "{}", reply.body);
    let all = server
        .admin()
        .get(&format!("{JOURNEY}/improvements"))
        .json();
    assert_eq!(all["improvements"].as_array().map(Vec::len), Some(500));
}

fn import(server: &Server, rows: &[Value]) {
    let mut lines = vec![
        json!({"format": "journey-feedback", "version": 1}),
        json!({"kind": "shard", "journey": "verbouwvergunning", "shard": 0}),
    ];
    lines.extend_from_slice(rows);
    lines.push(json!({"kind": "end", "rows": rows.len()}));
    lines.push(json!({"kind": "complete"}));
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let kind = "application/x-ndjson";
    let admin = server.admin();
    let reply = admin.send_as(
        &Method::PUT,
        "/v1/import",
        kind,
        lines.join("\n").as_bytes(),
    );
    assert_eq!(reply.status, 200, "{}", reply.body);
}

fn tally(day: &str, option: &str, count: i64) -> Value {
    json!({"kind": "tally", "step": "tekeningen", "questionVersion": 1, "breakdown": "total",
           "day": day, "option": option, "count": count})
}

#[test]
fn the_effect_compares_eight_weeks_before_with_those_from_then_on_by_released_answers() {
    let mut definition = definition();
    definition["minimumCell"] = json!(10);
    let server = server_with(&definition);
    let since = day(-10);
    import(
        &server,
        &[
            tally(&day(-67), "very-difficult", 1000),
            tally(&day(-66), "difficult", 40),
            tally(&day(-11), "very-difficult", 20),
            tally(&day(-11), "easy", 40),
            tally(&day(-10), "difficult", 20),
            tally(&day(-10), "neutral", 80),
            tally(&day(-1), "difficult", -3),
        ],
    );
    let waits = answer("very-difficult", 0);
    assert_eq!(put(&server.client(), &ulid(), &waits).status, 201);
    let effect = add(&server.admin(), &improvement(&since))["effect"].clone();
    assert_eq!(effect["verdict"], "better");
    assert_eq!(effect["questionVersion"], 1);
    let share = |at: &str| (effect[at]["count"].clone(), effect[at]["of"].clone());
    assert_eq!(
        share("before"),
        (json!(60), json!(100)),
        "not the day before"
    );
    assert_eq!(share("after"), (json!(17), json!(97)), "without what waits");
    // Newcombe's method 10, of 17/97 less 60/100.
    assert_eq!(effect["difference"]["difference"], json!(-0.4247));
    for end in ["low", "high"] {
        assert!(
            effect["difference"][end]
                .as_f64()
                .is_some_and(|it| it < 0.0)
        );
    }

    let other = add(&server.admin(), &improvement(&day(30)))["effect"].clone();
    assert_eq!(other["verdict"], "cannot-tell-yet");
    assert!(other.get("after").is_none() && other.get("difference").is_none());

    definition["steps"][0]["question"]["prompt"]["nl"] = json!("Anders?");
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    for _ in 0..10 {
        let mut newer = answer("easy", 0);
        newer["questionVersion"] = json!(2);
        assert_eq!(put(&server.client(), &ulid(), &newer).status, 201);
    }
    let all = server
        .admin()
        .get(&format!("{JOURNEY}/improvements"))
        .json();
    let effect = all["improvements"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["since"] == since.as_str())
        .expect("the first")["effect"]
        .clone();
    assert_eq!(
        (&effect["verdict"], &effect["questionVersion"]),
        (&json!("cannot-tell-yet"), &json!(2)),
        "another question"
    );
}
