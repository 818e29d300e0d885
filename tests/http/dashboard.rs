//! The dashboard's locks: sessions, forms and roles; and that its figures are the API's.

use crate::fixture::{JOURNEY, answer, definition, put, server, server_with, ulid};
use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ureq::http::Method;

pub(crate) const KEY: &str = "key-of-the-tests";
const PAGE: &str = "/dashboard/journeys/verbouwvergunning";
const FORM: &str = "application/x-www-form-urlencoded";

/// A browser on a page of the dashboard.
fn browser(server: &Server) -> Client {
    server
        .client()
        .with_header("sec-fetch-site", "same-origin")
        .with_header("accept-language", "en")
}

pub(crate) fn post(client: &Client, path: &str, body: &str) -> Reply {
    client.send_as(&Method::POST, path, FORM, body.as_bytes())
}

/// The cookie that signing in with a key gives.
fn session(server: &Server, key: &str) -> String {
    let reply = post(
        &browser(server),
        "/dashboard/sign-in",
        &format!("key={key}"),
    );
    assert_eq!(reply.status, 303, "{}", reply.body);
    let cookie = reply.header("set-cookie").expect("a cookie");
    cookie.split(';').next().expect("a pair").to_owned()
}

pub(crate) fn signed_in(server: &Server, key: &str) -> Client {
    browser(server).with_header("cookie", &session(server, key))
}

/// The token in a page's forms.
pub(crate) fn token(client: &Client) -> String {
    let page = client.get("/dashboard").body;
    let (_, rest) = page.split_once(r#"name="token" value=""#).expect("a token");
    rest.split('"').next().expect("a value").to_owned()
}

pub(crate) fn new_key(server: &Server, role: &str, journeys: Option<&[&str]>) -> (String, String) {
    let mut request = json!({"label": role, "role": role});
    if let Some(journeys) = journeys {
        request["journeys"] = json!(journeys);
    }
    let made = server.admin().post("/v1/keys", &request).json();
    let text = |name: &str| made[name].as_str().expect("a text").to_owned();
    (text("key"), text("id"))
}

#[test]
fn a_session_is_a_strict_signed_cookie_that_holds_no_key() {
    let server = server();
    let reply = post(
        &browser(&server),
        "/dashboard/sign-in",
        &format!("key={KEY}&next=/dashboard/keys"),
    );
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/dashboard/keys"))
    );
    let cookie = reply.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-journey-feedback="));
    for flag in [
        "; Path=/",
        "; Max-Age=28800",
        "; Secure",
        "; HttpOnly",
        "; SameSite=Strict",
    ] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain") && !cookie.contains(KEY));
    assert_eq!(signed_in(&server, KEY).get("/dashboard").status, 200);
}

#[test]
fn a_page_says_what_it_may_load_and_is_kept_nowhere() {
    let server = server();
    let reply = signed_in(&server, KEY).get(PAGE);
    let policy = reply.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'"
    ));
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
    assert_eq!(reply.header("x-frame-options"), Some("DENY"));
    assert!(!reply.body.contains("<script") && !reply.body.contains(" style="));
    let (_, rest) = reply
        .body
        .split_once("href=\"/dashboard/dashboard.css")
        .expect("a style sheet");
    let query = rest.split('"').next().expect("a query");
    let style = server
        .client()
        .get(&format!("/dashboard/dashboard.css{query}"));
    assert_eq!(style.status, 200);
    assert_eq!(
        style.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
}

#[test]
fn without_a_session_that_holds_one_is_sent_to_sign_in() {
    let server = server();
    let genuine = session(&server, KEY);
    let (name, text) = genuine.split_once('=').expect("a pair");
    let parts: Vec<&str> = text.split('.').collect();
    let [key, "", ends, id, signature] = parts[..] else {
        panic!("{text}")
    };
    let later = ends.parse::<u64>().expect("a time") + 3600;
    let (_, other) = new_key(&server, "admin", None);
    for forged in [
        String::new(),
        "x".to_owned(),
        format!("{key}..{ends}.{id}."),
        format!("{key}..{ends}.{id}.{}", "0".repeat(signature.len())),
        format!("{key}..{later}.{id}.{signature}"),
        format!("{key}..0.{id}.{signature}"),
        format!("{other}..{ends}.{id}.{signature}"),
        format!("{key}..{ends}.{}.{signature}", "a".repeat(32)),
        // Everything, said by the cookie itself: {"role":"admin"}.
        format!("{key}.eyJyb2xlIjoiYWRtaW4ifQ.{ends}.{id}.{signature}"),
        format!("{text}.x"),
    ] {
        let client = browser(&server).with_header("cookie", &format!("{name}={forged}"));
        let reply = client.get(&format!("{PAGE}?period=2026"));
        assert_eq!(reply.status, 303, "{forged}");
        assert_eq!(
            reply.header("location"),
            Some(
                "/dashboard/sign-in?next=%2Fdashboard%2Fjourneys%2Fverbouwvergunning%3Fperiod%3D2026"
            )
        );
    }
    let client = browser(&server).with_header("cookie", &genuine);
    assert_eq!(client.get(PAGE).status, 200);
}

#[test]
fn signing_out_ends_the_session_for_whoever_kept_its_cookie() {
    let server = server();
    let client = signed_in(&server, KEY);
    let another = signed_in(&server, KEY);
    let body = format!("token={}", token(&client));
    let reply = post(&client, "/dashboard/sign-out", &body);
    assert_eq!(reply.status, 303);
    assert!(
        reply
            .header("set-cookie")
            .is_some_and(|it| it.contains("Max-Age=0"))
    );
    assert_eq!(client.get("/dashboard").status, 303);
    assert_eq!(another.get("/dashboard").status, 200);
}

#[test]
fn a_revoked_key_ends_its_sessions_and_so_does_another_admin_key() {
    let mut server = server();
    let (key, id) = new_key(&server, "viewer", None);
    let client = signed_in(&server, &key);
    let first = signed_in(&server, KEY);
    assert_eq!(client.get("/dashboard").status, 200);
    assert_eq!(server.admin().delete(&format!("/v1/keys/{id}")).status, 204);
    assert_eq!(client.get("/dashboard").status, 303);
    assert_eq!(first.get("/dashboard").status, 200);
    server.restart_with(&[("ADMIN_KEY", "another-key")]);
    assert_eq!(first.get("/dashboard").status, 303);
}

#[test]
fn a_wrong_key_is_told_so_in_the_readers_language() {
    let server = server();
    for (language, text) in [
        ("nl", "Deze sleutel werkt niet"),
        ("en", "This key does not work"),
    ] {
        let client = server
            .client()
            .with_header("origin", &server.origin())
            .with_header("accept-language", language);
        for key in ["", "wrong", "jf_0011223344556677_00"] {
            let reply = post(&client, "/dashboard/sign-in", &format!("key={key}"));
            assert_eq!(reply.status, 401);
            assert!(reply.body.contains(text) && reply.header("set-cookie").is_none());
        }
    }
}

#[test]
fn too_many_tries_to_sign_in_are_stopped() {
    let server = Server::start_with(&[("RATE_LIMIT", "5")]);
    let client = browser(&server).with_header("cf-connecting-ip", "192.0.2.7");
    let tries: Vec<u16> = (0..7)
        .map(|_| post(&client, "/dashboard/sign-in", "key=guess").status)
        .collect();
    assert_eq!(tries, [401, 401, 401, 401, 401, 429, 429]);
    let reply = post(&client, "/dashboard/sign-in", &format!("key={KEY}"));
    assert!(reply.header("retry-after").is_some());
    assert!(reply.body.contains("You try this too often"));
}

#[test]
fn a_form_of_another_site_or_without_the_sessions_token_does_nothing() {
    let server = server();
    let cookie = session(&server, KEY);
    let own = browser(&server).with_header("cookie", &cookie);
    let own_token = token(&own);
    let bare = || server.client().with_header("cookie", &cookie);
    let of_other_session = token(&signed_in(&server, KEY));
    let make = |token: &str| format!("token={token}&label=x&role=admin");
    let attempts = [
        (
            bare().with_header("sec-fetch-site", "cross-site"),
            own_token.as_str(),
        ),
        (
            bare().with_header("sec-fetch-site", "same-site"),
            &own_token,
        ),
        (bare().with_header("sec-fetch-site", "none"), &own_token),
        (
            bare().with_header("origin", "https://evil.example"),
            &own_token,
        ),
        (bare().with_header("origin", "null"), &own_token),
        (bare(), &own_token),
        (own.clone(), ""),
        (own.clone(), &own_token[1..]),
        (own.clone(), &of_other_session),
    ];
    for (at, (client, token)) in attempts.iter().enumerate() {
        assert_eq!(
            post(client, "/dashboard/keys", &make(token)).status,
            403,
            "{at}"
        );
        assert_eq!(
            post(client, "/dashboard/sign-out", &format!("token={token}")).status,
            403,
            "{at}"
        );
    }
    let foreign = server.client().with_header("sec-fetch-site", "cross-site");
    assert_eq!(
        post(&foreign, "/dashboard/sign-in", &format!("key={KEY}")).status,
        403
    );
    assert_eq!(server.admin().get("/v1/keys").json()["keys"], json!([]));
    let json = own.send_as(&Method::POST, "/dashboard/keys", "application/json", b"{}");
    assert_eq!(json.status, 415);

    let reply = post(&own, "/dashboard/keys", &make(&own_token));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let older = bare().with_header("origin", &server.origin());
    assert_eq!(
        post(&older, "/dashboard/keys", &make(&own_token)).status,
        200
    );
}

#[test]
fn a_key_of_one_journey_sees_that_alone_on_the_first_page() {
    let server = server();
    let other = server.admin().put("/v1/journeys/verhuizen", &definition());
    assert_eq!(other.status, 201);
    let limited = signed_in(&server, &new_key(&server, "viewer", Some(&["verhuizen"])).0);
    let overview = limited.get("/dashboard").body;
    assert!(
        overview.contains("/journeys/verhuizen")
            && !overview.contains("/journeys/verbouwvergunning")
    );
    assert_eq!(limited.get("/dashboard/nothing").status, 404);
}

/// Every exact value on a page.
pub(crate) fn values(page: &str) -> BTreeSet<String> {
    let parts = page.split(r#"<data value=""#).skip(1);
    parts
        .filter_map(|it| Some(it.split('"').next()?.to_owned()))
        .collect()
}

/// Every number in the API's answer, as a page writes exact values.
pub(crate) fn numbers(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|it| numbers(it, into)),
        Value::Array(items) => items.iter().for_each(|it| numbers(it, into)),
        _ => into.extend(value.as_f64().map(|number| format!("{number:.4}"))),
    }
}

/// Every share, low and high in the API's answer, but those that the page has no room for.
pub(crate) fn shares(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_f64() {
                    Some(number) if ["share", "low", "high"].contains(&name.as_str()) => {
                        into.insert(format!("{number:.4}"));
                    }
                    _ => shares(value, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| shares(it, into)),
        _ => {}
    }
}

#[test]
fn every_figure_on_a_page_is_the_apis() {
    let server = server();
    let options = ["very-difficult", "difficult", "easy", "very-easy"];
    for number in 0..23 {
        let mut body = answer(options[number * 7 % 4], 0);
        if number % 3 == 0 {
            body["audience"] = json!("inwoner");
        }
        if body["option"] == "very-difficult" {
            body["reason"] = json!("file-too-large");
        }
        assert_eq!(put(&server.client(), &ulid(), &body).status, 201);
    }
    let client = signed_in(&server, KEY);
    let year = crate::fixture::period_of_now();
    for (path, api, left_out) in [
        (
            PAGE.to_owned(),
            format!("{JOURNEY}/results"),
            &["distribution", "positive", "reasons", "all", "providers"][..],
        ),
        (
            format!("{PAGE}/steps/tekeningen"),
            format!("{JOURNEY}/steps/tekeningen/results"),
            &["positive"],
        ),
    ] {
        let page = client.get(&format!("{path}?period={year}")).body;
        let mut results = server.admin().get(&format!("{api}?period={year}")).json();
        let mut given = BTreeSet::new();
        numbers(&results, &mut given);
        let found = values(&page);
        let made_up: Vec<&String> = found.difference(&given).collect();
        assert!(made_up.is_empty(), "{path}: {made_up:?}");
        if path != PAGE {
            let step = &results["steps"][0];
            for part in ["distribution", "reasons"] {
                for share in step[part].as_array().expect("a list") {
                    // A count stands beside its share.
                    let (count, of) = (&share["count"], share["share"].as_f64().expect("a share"));
                    let cells = format!(
                        r#"<td class="number">{count}</td><td class="number"><span class="share"><data value="{of:.4}">"#
                    );
                    assert!(page.contains(&cells), "{part}: {share}");
                }
            }
            for part in ["seen", "started", "dismissed"] {
                assert!(page.contains(&format!("<dd>{}</dd>", step[part])), "{part}");
            }
        }
        leave_out(&mut results, left_out);
        for breakdown in ["channels", "audiences", "languages"] {
            // Of these a page shows the negative share alone.
            let step = &mut results["steps"][0];
            if let Some(parts) = step.get_mut(breakdown) {
                leave_out(parts, &["distribution", "answerRate"]);
            }
        }
        let mut expected = BTreeSet::new();
        shares(&results, &mut expected);
        assert!(expected.len() > 4, "{results}");
        let missing: Vec<&String> = expected.difference(&found).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

pub(crate) fn leave_out(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !names.contains(&name.as_str()));
            fields.values_mut().for_each(|it| leave_out(it, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| leave_out(it, names)),
        _ => {}
    }
}

#[test]
fn what_waits_is_said_to_wait_and_no_share_gives_it_away() {
    let mut definition = definition();
    definition["minimumCell"] = json!(10);
    let server = server_with(&definition);
    for _ in 0..9 {
        put(&server.client(), &ulid(), &answer("very-difficult", 0));
    }
    let client = signed_in(&server, KEY);
    for path in [PAGE.to_owned(), format!("{PAGE}/steps/tekeningen")] {
        let page = client.get(&path).body;
        assert!(page.contains("Fewer than 10 answers so far"), "{path}");
        assert_eq!(values(&page), BTreeSet::new(), "{path}");
    }
}

#[test]
fn what_goes_wrong_is_a_page_in_the_readers_language() {
    let server = server();
    let client = signed_in(&server, KEY);
    for (path, status) in [
        ("/dashboard/", 404),
        ("/dashboard/journeys/none", 404),
        ("/dashboard/journeys/verbouwvergunning/steps/none", 404),
        ("/dashboard/journeys/verbouwvergunning?period=soon", 400),
        (
            "/dashboard/journeys/verbouwvergunning/signals?status=old",
            400,
        ),
    ] {
        for (language, text) in [("nl", "Naar het overzicht"), ("en", "To the overview")] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let reply = client.get(&format!("{path}{mark}lang={language}"));
            assert_eq!(reply.status, status, "{path}");
            assert_eq!(
                reply.header("content-type"),
                Some("text/html; charset=utf-8")
            );
            assert!(reply.body.contains(text), "{path}");
        }
    }
    assert_eq!(client.delete("/dashboard").status, 405);
    let chosen = client.get("/dashboard?lang=nl");
    let cookie = chosen.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("__Host-journey-feedback-language=nl; Path=/; Max-Age="));
}
