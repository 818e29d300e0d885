//! Where the owner acts on the dashboard: which role may do what, and that forms hold to the rules of
//! the API.

use crate::bursts::{bursts, send_from};
use crate::callbacks::{ask, promising, request};
use crate::dashboard::{KEY, new_key, post, signed_in, token, values};
use crate::fixture::{JOURNEY, answer, definition, now_ms, server, server_with, ulid};
use crate::moving::{file, import, tally};
use journey_tests::{Client, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PAGE: &str = "/dashboard/journeys/verbouwvergunning";
const IMPROVEMENT: &str = "step=tekeningen&since=2026-11-01&we-did-nl=Grens+verhoogd&published=1";

fn improvements(server: &Server) -> Vec<Value> {
    let reply = server.admin().get(&format!("{JOURNEY}/improvements"));
    let list = reply.json()["improvements"].as_array().cloned();
    list.expect("a list")
}

fn callbacks(server: &Server) -> Vec<Value> {
    let reply = server.admin().get(&format!("{JOURNEY}/callbacks"));
    reply.json()["callbacks"]
        .as_array()
        .cloned()
        .expect("a list")
}

fn add(server: &Server, body: &Value) -> String {
    let reply = server
        .admin()
        .post(&format!("{JOURNEY}/improvements"), body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn an_improvement() -> Value {
    json!({"step": "tekeningen", "since": "2026-11-01", "weDid": {"nl": "Grens verhoogd"}})
}

fn day(days_from_now: i32) -> String {
    let today = i32::try_from(now_ms() / 86_400_000).expect("a day of this age");
    let day = journey::day::Day::from_number(today + days_from_now);
    day.expect("a day of this age").to_string()
}

/// A server with a callback and a held burst, and the names of both.
fn server_to_act_on() -> (Server, String, String) {
    let server = server_with(&promising());
    assert_eq!(ask(&server, &request(&ulid())).status, 201);
    send_from(&server.client(), 62, &answer("easy", 0));
    let callback = callbacks(&server)[0]["id"].as_str().map(str::to_owned);
    let burst = bursts(&server)[0]["id"].as_str().map(str::to_owned);
    (
        server,
        callback.expect("a callback"),
        burst.expect("a burst"),
    )
}

/// The keys of the table of roles, each signed in, with its token.
fn keys(server: &Server) -> Vec<(Client, String)> {
    let other = server.admin().put("/v1/journeys/verhuizen", &definition());
    assert_eq!(other.status, 201);
    [
        ("viewer", None),
        ("editor", None),
        ("admin", None),
        ("viewer", Some(&["verbouwvergunning"][..])),
        ("editor", Some(&["verbouwvergunning"])),
        ("admin", Some(&["verhuizen"])),
    ]
    .into_iter()
    .map(|(role, journeys)| {
        let client = signed_in(server, &new_key(server, role, journeys).0);
        let token = token(&client);
        (client, token)
    })
    .collect()
}

#[test]
fn each_page_to_act_on_is_open_to_its_roles_and_closed_to_the_others() {
    let (server, ..) = server_to_act_on();
    let improvement = add(&server, &an_improvement());
    let clients = keys(&server);
    let stranger = server.client();
    let viewers = [200, 200, 200, 200, 200, 403];
    let editors = [403, 200, 200, 403, 200, 403];
    for (path, expected) in [
        ("improvements".to_owned(), viewers),
        (format!("improvements/{improvement}"), viewers),
        ("improvements/new".to_owned(), editors),
        ("callbacks".to_owned(), editors),
        ("callbacks?status=all".to_owned(), editors),
        ("held-bursts".to_owned(), viewers),
        (
            "improvements/none".to_owned(),
            [404, 404, 404, 404, 404, 403],
        ),
        (
            "improvements/no%2Cne".to_owned(),
            [404, 404, 404, 404, 404, 403],
        ),
        (
            "callbacks?status=gone".to_owned(),
            [403, 400, 400, 403, 400, 403],
        ),
    ] {
        let path = format!("{PAGE}/{path}");
        let found: Vec<u16> = clients
            .iter()
            .map(|(client, _)| client.get(&path).status)
            .collect();
        assert_eq!(found, expected, "{path}");
        assert_eq!(stranger.get(&path).status, 303, "{path}");
    }
    let viewer = &clients[0].0;
    for path in [
        "/improvements".to_owned(),
        format!("/improvements/{improvement}"),
        "/held-bursts".to_owned(),
        String::new(),
    ] {
        let page = viewer.get(&format!("{PAGE}{path}"));
        assert_eq!(
            page.body.matches("<form").count(),
            1,
            "only to sign out: {path}"
        );
        assert!(!page.body.contains("/callbacks"), "{path}");
    }
}

#[test]
fn each_form_to_act_with_is_taken_from_its_roles_and_from_a_page_of_the_session_alone() {
    let (server, callback, burst) = server_to_act_on();
    let improvement = add(&server, &an_improvement());
    let clients = keys(&server);
    let stranger = server.client().with_header("sec-fetch-site", "same-origin");
    let editors = |taken| [403, taken, taken, 403, taken, 403];
    for (path, body, taken) in [
        ("improvements/new".to_owned(), IMPROVEMENT.to_owned(), 303),
        (
            "improvements/new".to_owned(),
            format!("{IMPROVEMENT}&look=1"),
            200,
        ),
        ("improvements/new".to_owned(), "since=soon".to_owned(), 400),
        (
            format!("improvements/{improvement}"),
            IMPROVEMENT.to_owned(),
            303,
        ),
        ("improvements/none".to_owned(), IMPROVEMENT.to_owned(), 404),
        ("improvements/none".to_owned(), "remove=1".to_owned(), 404),
        (
            "signals".to_owned(),
            format!("id=0-ab&improvement={improvement}"),
            303,
        ),
        (
            "signals".to_owned(),
            "id=0-ab&improvement=none".to_owned(),
            404,
        ),
        ("signals".to_owned(), "id=0-ab&write=1".to_owned(), 303),
        (
            "callbacks".to_owned(),
            format!("id={callback}&status=reached"),
            303,
        ),
        (
            "callbacks".to_owned(),
            format!("id={callback}&status=gone"),
            400,
        ),
        (
            "callbacks".to_owned(),
            "id=none&status=reached".to_owned(),
            404,
        ),
        (
            "callbacks".to_owned(),
            "id=0,,1&status=reached".to_owned(),
            404,
        ),
        (
            "held-bursts".to_owned(),
            format!("id={burst}&status=held"),
            400,
        ),
        (
            "held-bursts".to_owned(),
            "id=0-99&status=admitted".to_owned(),
            404,
        ),
        (
            "held-bursts".to_owned(),
            format!("id={burst}&status=admitted"),
            303,
        ),
        (
            "held-bursts".to_owned(),
            format!("id={burst}&status=dropped"),
            409,
        ),
    ] {
        let path = format!("{PAGE}/{path}");
        for (client, token) in &clients {
            for forged in ["", &token[1..], &clients[0].1] {
                if forged != token {
                    let reply = post(client, &path, &format!("token={forged}&{body}"));
                    assert_eq!(reply.status, 403, "{path} {body}");
                }
            }
        }
        let found: Vec<u16> = clients
            .iter()
            .map(|(client, token)| post(client, &path, &format!("token={token}&{body}")).status)
            .collect();
        assert_eq!(found, editors(taken), "{path} {body}");
        assert_eq!(post(&stranger, &path, &body).status, 303, "{path}");
    }
    // Three editors wrote one each; nobody else did.
    assert_eq!(improvements(&server).len(), 1 + 3);
}

#[test]
fn every_wrong_field_is_named_beside_it_and_what_was_filled_in_is_kept() {
    let server = server();
    let client = signed_in(&server, KEY);
    let token = token(&client);
    let long = "y".repeat(301);
    let body = format!(
        "token={token}&step=nowhere&since=soon&you-said-nl=%3Cb%3Esaid&you-said-en={long}&signal=x&published=1"
    );
    let reply = post(&client, &format!("{PAGE}/improvements/new"), &body);
    assert_eq!(reply.status, 400);
    for field in ["step", "since", "you-said-en", "we-did-nl", "signals"] {
        assert!(
            reply.body.contains(&format!(r#"id="{field}-fault""#)),
            "{field}"
        );
        assert!(reply.body.contains(&format!(r##"href="#{field}""##)));
    }
    for field in ["you-said-nl", "we-did-en"] {
        assert!(!reply.body.contains(&format!(r#"id="{field}-fault""#)));
    }
    for kept in ["&lt;b&gt;said", &long, r#"value="soon""#, " checked"] {
        assert!(reply.body.contains(kept), "{kept}");
    }
    assert!(!reply.body.contains("<b>"));
    assert_eq!(improvements(&server), [] as [Value; 0]);
    for (language, text) in [
        ("nl", "hoogstens 300 tekens"),
        ("en", "at most 300 characters"),
    ] {
        let path = format!("{PAGE}/improvements/new?lang={language}");
        assert!(post(&client, &path, &body).body.contains(text));
    }
}

#[test]
fn a_form_writes_what_the_api_would_and_masks_what_is_said_of_people() {
    let server = server();
    let client = signed_in(&server, KEY);
    let token = token(&client);
    let body = format!(
        "token={token}&{IMPROVEMENT}&you-said-nl=mail+jan%40voorbeeld.nl&you-said-en=++&signal=0-ab"
    );
    let reply = post(&client, &format!("{PAGE}/improvements/new"), &body);
    assert_eq!(reply.status, 303, "{}", reply.body);
    let [written] = &improvements(&server)[..] else {
        panic!("one improvement is expected");
    };
    let expected = json!({
        "id": written["id"], "step": "tekeningen", "since": "2026-11-01", "published": true,
        "youSaid": {"nl": "mail [e-mail]"}, "weDid": {"nl": "Grens verhoogd"}, "signals": ["0-ab"],
        "effect": {"verdict": "cannot-tell-yet"}
    });
    assert_eq!(*written, expected);
    let log = server.admin().get("/v1/audit-log").json();
    assert_eq!(log["entries"][0]["action"], "improvement-added");
}

#[test]
fn every_figure_of_an_effect_is_the_apis() {
    let server = server();
    let since = day(0);
    let counts = [
        (-3, "difficult", 19),
        (-3, "easy", 14),
        (0, "difficult", 5),
        (0, "easy", 26),
    ];
    let rows = counts.map(|(ago, option, count)| tally(&day(ago), option, count));
    assert_eq!(import(&server, &file(&rows)).status, 200);
    let mut body = an_improvement();
    body["since"] = json!(since);
    let id = add(&server, &body);
    let client = signed_in(&server, KEY);
    let page = client.get(&format!("{PAGE}/improvements/{id}")).body;
    let effect = server
        .admin()
        .get(&format!("{JOURNEY}/improvements/{id}"))
        .json()["effect"]
        .clone();
    let mut expected = BTreeSet::new();
    for part in ["before", "after", "difference"] {
        for name in ["share", "difference", "low", "high"] {
            if let Some(number) = effect[part][name].as_f64() {
                expected.insert(format!("{number:.4}"));
            }
        }
    }
    assert_eq!(expected.len(), 9, "{effect}");
    let found = values(&page);
    assert!(expected.is_subset(&found), "{expected:?} {found:?}");
}

#[test]
fn looking_at_callbacks_is_in_the_audit_log_and_counting_the_overdue_is_not() {
    let (server, ..) = server_to_act_on();
    let (key, id) = new_key(&server, "editor", None);
    let client = signed_in(&server, &key);
    let read = || {
        let log = server.admin().get("/v1/audit-log").json();
        let entries = log["entries"].as_array().cloned().expect("entries");
        let of_key = |it: &&Value| it["key"] == id.as_str() && it["action"] == "callbacks-read";
        entries.iter().filter(of_key).count()
    };
    assert_eq!(client.get(PAGE).status, 200);
    assert_eq!(client.get("/dashboard").status, 200);
    assert_eq!(read(), 0);
    for _ in 0..2 {
        let page = client.get(&format!("{PAGE}/callbacks"));
        assert!(page.body.contains("0612345678"));
    }
    assert_eq!(read(), 1);
    let viewer = signed_in(&server, &new_key(&server, "viewer", None).0);
    assert!(
        !viewer
            .get(&format!("{PAGE}/callbacks"))
            .body
            .contains("0612345678")
    );
}

#[test]
fn a_note_that_was_left_as_it_was_shown_does_not_undo_a_colleagues() {
    let (server, callback, _) = server_to_act_on();
    let client = signed_in(&server, KEY);
    let token = token(&client);
    let path = format!("{PAGE}/callbacks");
    let change = |fields: &str| {
        let body = format!("token={token}&id={callback}&{fields}");
        assert_eq!(post(&client, &path, &body).status, 303, "{fields}");
        let callback = callbacks(&server)[0].clone();
        (callback["status"].clone(), callback["note"].clone())
    };
    assert_eq!(
        change("note=Belt+terug&shown="),
        (json!("open"), json!("Belt terug"))
    );
    assert_eq!(
        change("status=not-reached&note=&shown="),
        (json!("not-reached"), json!("Belt terug"))
    );
    assert_eq!(
        change("status=closed&note=&shown=Belt+terug"),
        (json!("closed"), Value::Null)
    );
}
