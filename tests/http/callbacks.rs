//! Requests to be called: kept once, read by editors alone, and gone when they were said to go.

use crate::fixture::{JOURNEY, ORIGIN, STEP, definition, now_ms, server_with, ulid, ulid_at};
use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};

/// A definition whose first step promises to call.
pub(crate) fn promising() -> Value {
    let mut definition = definition();
    definition["steps"][0]["callback"] = json!({"withinDays": 2});
    definition["retention"] = json!({"callbacksDays": 20});
    definition
}

/// The body of a request to be called.
pub(crate) fn request(id: &str) -> Value {
    json!({
        "id": id, "phone": "06 12345678", "name": "Telltale de Vries", "moment": "morning",
        "language": "nl"
    })
}

/// Asks to be called at the first step, as a page does.
pub(crate) fn ask(server: &Server, body: &Value) -> Reply {
    let page = server.client().with_header("origin", ORIGIN);
    page.post(&format!("{STEP}/callbacks"), body)
}

fn list(client: &Client, query: &str) -> Vec<Value> {
    let reply = client.get(&format!("{JOURNEY}/callbacks{query}"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let list = reply.json()["callbacks"].as_array().cloned();
    list.expect("a list")
}

fn key(server: &Server, role: &str) -> (Client, String) {
    let made = server
        .admin()
        .post("/v1/keys", &json!({"label": role, "role": role}));
    let made = made.json();
    let client = server
        .client()
        .with_key(made["key"].as_str().expect("a key"));
    (client, made["id"].as_str().expect("an id").to_owned())
}

fn day(days_from_now: i32) -> String {
    let today = i32::try_from(now_ms() / 86_400_000).expect("a day of this age");
    let day = journey::day::Day::from_number(today + days_from_now);
    day.expect("a day of this age").to_string()
}

#[test]
fn a_request_is_kept_once_however_often_it_is_sent() {
    let mut definition = promising();
    definition["timeZone"] = json!("UTC");
    let mut server = server_with(&definition);
    let mine = ulid();
    let first = ask(&server, &request(&mine));
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.header("access-control-allow-origin"), Some(ORIGIN));
    let told = first.json();
    let today: journey::day::Day = day(0).parse().expect("a day");
    let due = journey::callback::due(today, 2).expect("a day").to_string();
    assert_eq!(
        (&told["dueDate"], &told["deleteDate"]),
        (&json!(due), &json!(day(20)))
    );
    server.kill_9();
    server.restart();
    let mut other = request(&mine);
    other["phone"] = json!("+32 470 12 34 56");
    let again = ask(&server, &other);
    assert_eq!((again.status, again.json()), (200, told.clone()));
    let listed = list(&server.admin(), "");
    assert_eq!(
        listed,
        [json!({
            "id": told["id"], "step": "tekeningen", "phone": "0612345678",
            "name": "Telltale de Vries", "moment": "morning", "language": "nl", "status": "open",
            "note": null, "askedDate": day(0), "dueDate": due, "deleteDate": day(20),
            "overdue": false
        })]
    );
}

#[test]
fn only_pages_of_the_journey_ask_and_only_where_a_call_is_promised() {
    let server = server_with(&promising());
    let address = format!("{STEP}/callbacks");
    let stranger = server
        .client()
        .with_header("origin", "https://elsewhere.example");
    let reply = stranger.post(&address, &request(&ulid()));
    assert_eq!(reply.status, 403);
    assert_eq!(reply.header("access-control-allow-origin"), None);
    let page = server.client().with_header("origin", ORIGIN);
    for nowhere in ["steps/kosten/callbacks", "steps/nowhere/callbacks"] {
        let reply = page.post(&format!("{JOURNEY}/{nowhere}"), &request(&ulid()));
        assert_eq!(reply.status, 404, "{nowhere}");
        assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
    }
    let preflight = page.options(&address);
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-origin"),
        Some(ORIGIN)
    );
    assert_eq!(
        preflight.header("access-control-allow-methods"),
        Some("POST, OPTIONS")
    );
    assert_eq!(preflight.header("access-control-max-age"), Some("7200"));
    assert_eq!(page.get(&address).status, 405);
    assert_eq!(list(&server.admin(), ""), Vec::<Value>::new());
}

#[test]
fn every_fault_of_a_request_is_named_and_nothing_is_kept() {
    let server = server_with(&promising());
    let bad = json!({
        "id": "x", "phone": "112", "name": "x".repeat(81), "moment": "night", "language": "fr"
    });
    let reply = ask(&server, &bad);
    assert_eq!(reply.status, 400);
    assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
    let problem = reply.json();
    let places: Vec<&str> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|it| it["location"]["pointer"].as_str())
        .collect();
    assert_eq!(places, ["/id", "/phone", "/name", "/moment", "/language"]);
    let hour = 60 * 60 * 1000;
    let ahead = ask(&server, &request(&ulid_at(now_ms() + hour)));
    assert_eq!(ahead.json()["errors"][0]["code"], "clock-ahead");
    let old = ask(&server, &request(&ulid_at(now_ms() - 49 * hour)));
    assert_eq!(old.status, 409);
    let mut large = request(&ulid());
    large["name"] = json!("x".repeat(5000));
    assert_eq!(ask(&server, &large).status, 413);
    assert_eq!(list(&server.admin(), ""), Vec::<Value>::new());
}

#[test]
fn a_page_that_asks_too_often_is_asked_to_wait() {
    let server = Server::start_with(&[("RATE_LIMIT", "5")]);
    assert_eq!(server.admin().put(JOURNEY, &promising()).status, 201);
    let page = server
        .client()
        .with_header("origin", ORIGIN)
        .with_header("cf-connecting-ip", "203.0.113.9");
    let address = format!("{STEP}/callbacks");
    // A minute may begin in between, so twice the limit and one is surely too many.
    let replies: Vec<Reply> = (0..11)
        .map(|_| page.post(&address, &request(&ulid())))
        .collect();
    let refused = replies
        .iter()
        .find(|it| it.status == 429)
        .expect("a refusal");
    assert!(refused.header("retry-after").is_some());
}

#[test]
fn editors_read_them_and_say_what_became_of_them_and_the_audit_log_says_so_once_a_day() {
    let server = server_with(&promising());
    let told = ask(&server, &request(&ulid())).json();
    let address = format!("{JOURNEY}/callbacks");
    let one = format!("{address}/{}", told["id"].as_str().expect("an id"));
    let (viewer, _) = key(&server, "viewer");
    let (editor, name) = key(&server, "editor");
    let reached = json!({"status": "not-reached", "note": "mail telltale@voorbeeld.nl"});
    for (client, status) in [(&server.client(), 401), (&viewer, 403)] {
        assert_eq!(client.get(&address).status, status);
        assert_eq!(client.patch(&one, &reached).status, status);
    }
    for _ in 0..3 {
        assert_eq!(list(&editor, "?status=open").len(), 1);
    }
    let reply = editor.patch(&one, &reached);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let changed = reply.json();
    assert_eq!(
        [&changed["status"], &changed["note"], &changed["phone"]],
        [
            &json!("not-reached"),
            &json!("mail [e-mail]"),
            &json!("0612345678")
        ]
    );
    assert_eq!(list(&editor, "?status=open").len(), 0);
    assert_eq!(list(&editor, "?status=not-reached"), [changed]);
    let noted = editor.patch(&one, &json!({"note": null})).json();
    assert_eq!(
        [&noted["status"], &noted["note"]],
        [&json!("not-reached"), &Value::Null]
    );

    let faults = editor.patch(&one, &json!({"status": "new", "phone": "1"}));
    assert_eq!(faults.json()["errors"].as_array().map(Vec::len), Some(2));
    assert_eq!(editor.get(&format!("{address}?status=new")).status, 400);
    assert_eq!(
        editor.patch(&format!("{address}/nobody"), &reached).status,
        404
    );

    let log = server.admin().get("/v1/audit-log").json();
    let actions: Vec<&str> = log["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|it| it["key"] == name.as_str())
        .filter_map(|it| it["action"].as_str())
        .collect();
    assert_eq!(
        actions,
        ["callback-noted", "callback-not-reached", "callbacks-read"]
    );
}

#[test]
fn a_promise_that_outlasts_what_is_kept_cannot_be_made() {
    let server = server_with(&promising());
    let mut definition = promising();
    definition["retention"] = json!({"callbacksDays": 3});
    let reply = server.admin().put(JOURNEY, &definition);
    assert_eq!(reply.status, 400);
    let fault = reply.json()["errors"][0].clone();
    assert_eq!(
        (&fault["location"]["pointer"], &fault["code"]),
        (
            &json!("/steps/0/callback/withinDays"),
            &json!("kept-too-short")
        )
    );
}

#[test]
fn a_deleted_journey_forgets_who_asked_to_be_called() {
    let server = server_with(&promising());
    assert_eq!(ask(&server, &request(&ulid())).status, 201);
    assert_eq!(server.admin().delete(JOURNEY).status, 204);
    assert_eq!(server.admin().put(JOURNEY, &promising()).status, 201);
    assert_eq!(list(&server.admin(), ""), Vec::<Value>::new());
}
