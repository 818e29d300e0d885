//! A caller's mistake gives a problem that names every wrong field, and harms nothing else.

use crate::fixture::{JOURNEY, ORIGIN, STEP, answer, definition, put, results, server, ulid};
use journey_tests::Reply;
use serde_json::{Value, json};
use ureq::http::Method;

/// The problem in a reply, checked for its shape.
fn problem(reply: &Reply, status: u16) -> Value {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let problem = reply.json();
    assert_eq!(problem["status"], status);
    for field in ["type", "title", "detail"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{field}"
        );
    }
    problem
}

/// Where the faults of a problem are, in order.
fn places(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let mut places: Vec<String> = errors
        .iter()
        .map(|fault| {
            let location = &fault["location"];
            let place = location["pointer"]
                .as_str()
                .or_else(|| location["name"].as_str());
            place.expect("a place").to_owned()
        })
        .collect();
    places.sort();
    places
}

#[test]
fn what_is_unknown_in_the_address_is_named() {
    let server = server();
    let client = server.client();
    let nowhere = client.put(
        &format!("/v1/journeys/nowhere/steps/tekeningen/responses/{}", ulid()),
        &answer("easy", 0),
    );
    assert_eq!(places(&problem(&nowhere, 404)), ["journey"]);
    let no_step = client.put(
        &format!("{JOURNEY}/steps/nowhere/responses/{}", ulid()),
        &answer("easy", 0),
    );
    assert_eq!(places(&problem(&no_step, 404)), ["step"]);
    assert_eq!(
        places(&problem(&put(&client, "123", &answer("easy", 0)), 400)),
        ["ulid"]
    );
    let question = client.get("/v1/journeys/nowhere/steps/tekeningen/question");
    assert_eq!(places(&problem(&question, 404)), ["journey"]);
    let question = client.get(&format!("{JOURNEY}/steps/nowhere/question"));
    assert_eq!(places(&problem(&question, 404)), ["step"]);
}

#[test]
fn every_wrong_field_of_a_response_is_named_at_once() {
    let server = server();
    let body = json!({
        "state": "answered", "revision": -1, "option": "blue", "reason": "weather",
        "comment": 7, "language": "xx", "questionVersion": 1, "channel": "pigeon",
        "audience": "martians", "extra": true
    });
    let reply = put(&server.client(), &ulid(), &body);
    assert_eq!(
        places(&problem(&reply, 400)),
        [
            "/audience",
            "/channel",
            "/comment",
            "/extra",
            "/language",
            "/option",
            "/reason",
            "/revision"
        ]
    );
    let reply = put(&server.client(), &ulid(), &json!({}));
    assert_eq!(
        places(&problem(&reply, 400)),
        ["/language", "/questionVersion", "/revision", "/state"]
    );
    assert_eq!(results(&server)["seen"], 0);
}

#[test]
fn a_body_that_is_no_json_or_too_large_or_of_another_type_is_refused() {
    let server = server();
    let client = server.client();
    let address = format!("{STEP}/responses/{}", ulid());
    let send = |content_type: &str, body: &[u8]| {
        client.send_as(&Method::PUT, &address, content_type, body)
    };
    problem(&send("application/json", b"{\"state\":"), 400);
    problem(&send("application/json", b"[]"), 400);
    problem(&send("application/json", b"\xff\xfe"), 400);
    problem(&send("text/plain", b"{}"), 415);
    problem(
        &send("application/x-www-form-urlencoded", b"state=seen"),
        415,
    );
    let mut large = answer("easy", 0);
    large["comment"] = json!("x".repeat(17 * 1024));
    problem(&send("application/json", large.to_string().as_bytes()), 413);
    let deep = "[".repeat(10_000);
    problem(&send("application/json", deep.as_bytes()), 400);
    let charset = send(
        "Application/JSON; charset=utf-8",
        answer("easy", 0).to_string().as_bytes(),
    );
    assert_eq!(charset.status, 201);
    assert_eq!(results(&server)["answered"], 1);
}

#[test]
fn an_address_without_meaning_or_with_a_trailing_slash_is_not_found() {
    let server = server();
    for path in [
        "/v1/",
        "/v1/journeys/",
        "/v1/nothing",
        "/v2/health",
        "/nothing.js",
    ] {
        problem(&server.admin().get(path), 404);
    }
    problem(&server.admin().get(&format!("{JOURNEY}/")), 404);
}

#[test]
fn a_method_that_is_not_taken_names_those_that_are() {
    let server = server();
    let reply = server
        .client()
        .send_as(&Method::POST, STEP_QUESTION, "application/json", b"{}");
    problem(&reply, 405);
    assert_eq!(reply.header("allow"), Some("GET, OPTIONS"));
}

const STEP_QUESTION: &str = "/v1/journeys/verbouwvergunning/steps/tekeningen/question";

#[test]
fn what_is_not_json_cannot_be_had() {
    let server = server();
    let reply = server
        .client()
        .with_header("accept", "text/html")
        .get(STEP_QUESTION);
    problem(&reply, 406);
    let reply = server
        .client()
        .with_header("accept", "text/html, */*;q=0.1")
        .get(STEP_QUESTION);
    assert_eq!(reply.status, 200);
}

#[test]
fn owners_calls_need_the_key() {
    let server = server();
    let results = format!("{JOURNEY}/results?period=2026");
    for client in [
        server.client(),
        server.client().with_key("guess"),
        server.client().with_key(""),
    ] {
        let reply = client.get(&results);
        problem(&reply, 401);
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        problem(&client.get(JOURNEY), 401);
        problem(&client.get("/v1/journeys"), 401);
        problem(&client.put(JOURNEY, &definition()), 401);
    }
}

#[test]
fn only_pages_of_a_listed_origin_may_answer() {
    let server = server();
    let address = format!("{STEP}/responses/{}", ulid());
    let stranger = server
        .client()
        .with_header("origin", "https://elsewhere.example");
    let reply = stranger.put(&address, &answer("easy", 0));
    problem(&reply, 403);
    assert_eq!(reply.header("access-control-allow-origin"), None);
    assert_eq!(
        stranger
            .get(STEP_QUESTION)
            .header("access-control-allow-origin"),
        None
    );
    let preflight = stranger.options(&address);
    assert_eq!(preflight.header("access-control-allow-origin"), None);

    let page = server.client().with_header("origin", ORIGIN);
    let preflight = page.options(&address);
    assert_eq!(preflight.status, 204);
    assert_eq!(
        preflight.header("access-control-allow-origin"),
        Some(ORIGIN)
    );
    assert_eq!(preflight.header("access-control-max-age"), Some("7200"));
    assert!(
        preflight
            .header("access-control-allow-methods")
            .is_some_and(|it| it.contains("PUT"))
    );
    let reply = page.put(&address, &answer("easy", 0));
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(reply.header("vary"), Some("Origin"));
    assert_eq!(
        page.get(STEP_QUESTION)
            .header("access-control-allow-origin"),
        Some(ORIGIN)
    );
    let wrong = page.put(&address, &json!({}));
    assert_eq!(wrong.header("access-control-allow-origin"), Some(ORIGIN));
}

#[test]
fn a_period_is_required_and_must_be_one() {
    let server = server();
    for query in ["", "?period=", "?period=2026-13", "?period=yesterday"] {
        let reply = server.admin().get(&format!("{JOURNEY}/results{query}"));
        assert_eq!(places(&problem(&reply, 400)), ["period"], "{query}");
    }
    for period in ["2026", "2026-11", "2026-W47", "2026-Q4", "2026-11-22"] {
        let reply = server
            .admin()
            .get(&format!("{JOURNEY}/results?period={period}"));
        assert_eq!(reply.status, 200, "{period}");
    }
}

#[test]
fn every_response_carries_the_version_and_the_security_headers() {
    let server = server();
    let replies = [
        server.client().get("/v1/health"),
        server.client().get(STEP_QUESTION),
        server.client().get("/nothing"),
        put(&server.client(), &ulid(), &answer("easy", 0)),
        put(&server.client(), &ulid(), &json!({})),
        server.client().get("/journey-feedback.js"),
    ];
    for reply in replies {
        assert!(
            reply
                .header("api-version")
                .is_some_and(|it| it.split('.').count() == 3)
        );
        assert!(reply.header("strict-transport-security").is_some());
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("x-frame-options"), Some("DENY"));
        assert!(
            reply
                .header("content-security-policy")
                .is_some_and(|it| it.contains("'none'"))
        );
    }
}

#[test]
fn a_problems_type_leads_to_its_page_in_two_languages() {
    let server = server();
    let problem = problem(&server.client().get(JOURNEY), 401);
    let address = problem["type"].as_str().expect("a type");
    let page = server.client().get(address);
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        page.header("content-security-policy")
            .is_some_and(|it| it.contains("default-src 'none'"))
    );
    let title = problem["title"].as_str().expect("a title");
    assert!(page.body.contains(title), "{}", page.body);
    assert!(page.body.contains("Er is een geldige sleutel nodig"));
    assert_eq!(server.client().get("/problems/weather").status, 404);
    assert_eq!(server.client().get(&format!("{address}/")).status, 404);
}
