//! Who may do what: one table of every call and one of every page, each checked against the list of those there are, so that a
//! new one without a row fails.

use crate::{
    callbacks::promising,
    dashboard::{KEY, new_key, post, signed_in, token},
    fixture::{JOURNEY, definition, server, ulid},
};
use Needs::{Admin, AnyKey, Editor, Nothing, Organisation, Viewer};
use hmac::{Hmac, KeyInit, Mac};
use journey_tests::{Client, Server};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fs};
use ureq::http::Method;

const OTHER: &str = "/v1/journeys/verhuizen";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// What it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// No key.
    Nothing,
    /// A key, whatever it opens.
    AnyKey,
    /// That role at the journey.
    Viewer,
    Editor,
    Admin,
    /// An admin's key for all journeys.
    Organisation,
}

/// Whose keys are tried: by a role, and the journeys it is limited to.
const KEYS: [(&str, Option<&[&str]>); 7] = [
    ("viewer", None),
    ("editor", None),
    ("viewer", Some(&["verbouwvergunning"])),
    ("editor", Some(&["verbouwvergunning"])),
    ("admin", Some(&["verbouwvergunning"])),
    ("admin", Some(&["verhuizen"])),
    // Last: what it does removes the journey.
    ("admin", None),
];

impl Needs {
    /// Whether a key opens it.
    fn is_met_by(self, (role, journeys): (&str, Option<&[&str]>)) -> bool {
        let here = journeys.is_none_or(|it| it.contains(&"verbouwvergunning"));
        match self {
            Nothing | AnyKey => true,
            Viewer => here,
            Editor => here && role != "viewer",
            Admin => here && role == "admin",
            Organisation => role == "admin" && journeys.is_none(),
        }
    }
}

/// Every operation of the API as its description names it, what it takes, and the status it then gives to an empty body or to a
/// name of nothing.
const CALLS: [(&str, &str, Needs, u16); 40] = [
    ("GET", "/health", Nothing, 200),
    ("GET", "/openapi.json", Nothing, 200),
    (
        "GET",
        "/journeys/{journey}/steps/{step}/question",
        Nothing,
        200,
    ),
    (
        "GET",
        "/journeys/{journey}/steps/{step}/improvements",
        Nothing,
        200,
    ),
    (
        "PUT",
        "/journeys/{journey}/steps/{step}/responses/{ulid}",
        Nothing,
        400,
    ),
    (
        "DELETE",
        "/journeys/{journey}/steps/{step}/responses/{ulid}",
        Nothing,
        204,
    ),
    (
        "POST",
        "/journeys/{journey}/steps/{step}/callbacks",
        Nothing,
        400,
    ),
    ("GET", "/journeys", AnyKey, 200),
    ("GET", "/journeys/{journey}", Viewer, 200),
    ("GET", "/journeys/{journey}/results", Viewer, 200),
    (
        "GET",
        "/journeys/{journey}/steps/{step}/results",
        Viewer,
        200,
    ),
    (
        "GET",
        "/journeys/{journey}/steps/{step}/qr-code",
        Viewer,
        200,
    ),
    ("GET", "/journeys/{journey}/signals", Viewer, 200),
    ("GET", "/journeys/{journey}/held-bursts", Viewer, 200),
    ("GET", "/journeys/{journey}/improvements", Viewer, 200),
    ("GET", "/journeys/{journey}/improvements/{id}", Viewer, 404),
    ("GET", "/journeys/{journey}/export", Viewer, 200),
    ("PATCH", "/journeys/{journey}/signals/{id}", Editor, 404),
    ("PATCH", "/journeys/{journey}/held-bursts/{id}", Editor, 404),
    ("POST", "/journeys/{journey}/improvements", Editor, 400),
    ("PUT", "/journeys/{journey}/improvements/{id}", Editor, 400),
    (
        "DELETE",
        "/journeys/{journey}/improvements/{id}",
        Editor,
        404,
    ),
    ("GET", "/journeys/{journey}/callbacks", Editor, 200),
    ("PATCH", "/journeys/{journey}/callbacks/{id}", Editor, 404),
    ("PUT", "/journeys/{journey}", Admin, 400),
    ("GET", "/journeys/{journey}/webhooks", Admin, 200),
    ("POST", "/journeys/{journey}/webhooks", Admin, 400),
    ("GET", "/journeys/{journey}/webhooks/{id}", Admin, 404),
    ("PUT", "/journeys/{journey}/webhooks/{id}", Admin, 400),
    ("DELETE", "/journeys/{journey}/webhooks/{id}", Admin, 404),
    (
        "GET",
        "/journeys/{journey}/webhooks/{id}/deliveries",
        Admin,
        404,
    ),
    (
        "POST",
        "/journeys/{journey}/webhooks/{id}/deliveries/{delivery}",
        Admin,
        404,
    ),
    (
        "POST",
        "/journeys/{journey}/webhooks/{id}/secret",
        Admin,
        404,
    ),
    ("POST", "/journeys/{journey}/webhooks/{id}/test", Admin, 404),
    ("GET", "/keys", Organisation, 200),
    ("POST", "/keys", Organisation, 400),
    ("DELETE", "/keys/{id}", Organisation, 404),
    ("GET", "/audit-log", Organisation, 200),
    ("GET", "/export", Organisation, 200),
    ("PUT", "/import", Organisation, 415),
];

/// The one operation that cannot be tried and undone.
const REMOVAL: (&str, &str, Needs, u16) = ("DELETE", "/journeys/{journey}", Admin, 204);

/// Every page and form: the source that finds it, how that is written there, its address, what it takes, and the status it
/// then gives to a form without fields.
const PAGES: [(&str, &str, &str, Needs, u16); 35] = [
    ("dashboard", "GET sign-in", "/sign-in", Nothing, 200),
    ("dashboard", "POST sign-in", "/sign-in", Nothing, 401),
    (
        "dashboard",
        "GET sign-in,organisation",
        "/sign-in/organisation",
        Nothing,
        404,
    ),
    (
        "dashboard",
        "GET sign-in,back",
        "/sign-in/back",
        Nothing,
        404,
    ),
    (
        "live_preview",
        "GET question",
        "/preview/v1/journeys/verbouwvergunning/steps/tekeningen/question",
        Nothing,
        200,
    ),
    (
        "live_preview",
        "GET improvements",
        "/preview/v1/journeys/verbouwvergunning/steps/tekeningen/improvements",
        Nothing,
        200,
    ),
    (
        "live_preview",
        "PUT responses,_",
        "/preview/v1/journeys/verbouwvergunning/steps/tekeningen/responses/x",
        Nothing,
        200,
    ),
    (
        "live_preview",
        "POST callbacks",
        "/preview/v1/journeys/verbouwvergunning/steps/tekeningen/callbacks",
        Nothing,
        200,
    ),
    ("dashboard", "GET ", "", AnyKey, 200),
    (
        "dashboard",
        "GET ",
        "/journeys/verbouwvergunning",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET steps,step",
        "/journeys/verbouwvergunning/steps/tekeningen",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET steps,step,preview",
        "/journeys/verbouwvergunning/steps/tekeningen/preview",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET report",
        "/journeys/verbouwvergunning/report",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET report.csv",
        "/journeys/verbouwvergunning/report.csv",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET signals",
        "/journeys/verbouwvergunning/signals",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET export",
        "/journeys/verbouwvergunning/export?period=2026",
        Viewer,
        200,
    ),
    (
        "dashboard",
        "GET held-bursts",
        "/journeys/verbouwvergunning/held-bursts",
        Viewer,
        200,
    ),
    (
        "improvements",
        "GET ",
        "/journeys/verbouwvergunning/improvements",
        Viewer,
        200,
    ),
    (
        "improvements",
        "GET id",
        "/journeys/verbouwvergunning/improvements/none",
        Viewer,
        404,
    ),
    (
        "improvements",
        "GET new",
        "/journeys/verbouwvergunning/improvements/new",
        Editor,
        200,
    ),
    (
        "improvements",
        "POST new",
        "/journeys/verbouwvergunning/improvements/new",
        Editor,
        400,
    ),
    (
        "improvements",
        "POST id",
        "/journeys/verbouwvergunning/improvements/none",
        Editor,
        404,
    ),
    (
        "dashboard",
        "POST signals",
        "/journeys/verbouwvergunning/signals",
        Editor,
        303,
    ),
    (
        "dashboard",
        "GET callbacks",
        "/journeys/verbouwvergunning/callbacks",
        Editor,
        200,
    ),
    (
        "dashboard",
        "POST callbacks",
        "/journeys/verbouwvergunning/callbacks",
        Editor,
        404,
    ),
    (
        "dashboard",
        "POST held-bursts",
        "/journeys/verbouwvergunning/held-bursts",
        Editor,
        400,
    ),
    (
        "dashboard",
        "GET entry",
        "/journeys/verbouwvergunning/entry",
        Editor,
        200,
    ),
    (
        "dashboard",
        "POST entry",
        "/journeys/verbouwvergunning/entry",
        Editor,
        400,
    ),
    (
        "dashboard",
        "GET steps,step,edit",
        "/journeys/verbouwvergunning/steps/tekeningen/edit",
        Admin,
        200,
    ),
    (
        "dashboard",
        "POST steps,step,edit",
        "/journeys/verbouwvergunning/steps/tekeningen/edit",
        Admin,
        200,
    ),
    (
        "dashboard",
        "GET webhooks",
        "/journeys/verbouwvergunning/webhooks",
        Admin,
        200,
    ),
    (
        "dashboard",
        "POST webhooks",
        "/journeys/verbouwvergunning/webhooks",
        Admin,
        404,
    ),
    ("dashboard", "GET keys", "/keys", Organisation, 200),
    ("dashboard", "POST keys", "/keys", Organisation, 400),
    (
        "dashboard",
        "GET audit-log",
        "/audit-log",
        Organisation,
        200,
    ),
];

/// The form that ends the session it is sent in.
const SIGN_OUT: (&str, &str) = ("dashboard", "POST sign-out");

/// The sources that find pages.
const SOURCES: [(&str, &str); 3] = [
    ("dashboard", include_str!("../../worker/src/dashboard.rs")),
    (
        "improvements",
        include_str!("../../worker/src/dashboard/improvements.rs"),
    ),
    (
        "live_preview",
        include_str!("../../worker/src/dashboard/live_preview.rs"),
    ),
];

#[test]
fn each_call_is_open_to_its_roles_and_closed_to_the_others() {
    let server = server_with_both();
    let described = server.client().get("/v1/openapi.json").json();
    let paths = described["paths"].as_object().expect("paths");
    let there_are: BTreeSet<(String, &str)> = paths
        .iter()
        .flat_map(|(path, operations)| {
            let methods = operations.as_object().expect("operations").keys();
            let methods = methods.filter(|it| !matches!(it.as_str(), "parameters" | "options"));
            methods.map(move |method| (method.to_uppercase(), path.as_str()))
        })
        .collect();
    let rows = CALLS.iter().chain([&REMOVAL]);
    let listed = rows.map(|(method, path, ..)| ((*method).to_owned(), *path));
    assert_eq!(listed.collect::<BTreeSet<_>>(), there_are);

    let mut wrong = Vec::new();
    let mut attempt = |who: &str, client: &Client, row: &(&str, &str, Needs, u16), expected| {
        let (method, path, ..) = row;
        let found = call(client, method, path);
        if found != expected {
            wrong.push(format!("{who}: {method} {path}: {found}, not {expected}"));
        }
    };
    for row in CALLS.iter().chain([&REMOVAL]) {
        let expected = if row.2 == Nothing { row.3 } else { 401 };
        attempt("no key", &server.client(), row, expected);
        let unknown = server.client().with_key("jf_0011223344556677_00");
        attempt("an unknown key", &unknown, row, expected);
    }
    for key in KEYS {
        let client = server.client().with_key(&new_key(&server, key.0, key.1).0);
        for row in CALLS.iter().chain([&REMOVAL]) {
            let expected = if row.2.is_met_by(key) { row.3 } else { 403 };
            attempt(&format!("{key:?}"), &client, row, expected);
            if row == &REMOVAL && expected == 204 {
                assert_eq!(server.admin().put(JOURNEY, &promising()).status, 201);
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn each_page_and_form_is_open_to_its_roles_and_closed_to_the_others() {
    let server = server_with_both();
    let there_are: BTreeSet<(&str, String)> = SOURCES
        .iter()
        .flat_map(|(name, source)| patterns(source).into_iter().map(move |it| (*name, it)))
        .collect();
    let rows = PAGES
        .iter()
        .map(|(source, pattern, ..)| (*source, *pattern));
    let listed = rows.chain([SIGN_OUT, ("dashboard", "GET export")]);
    let listed: BTreeSet<_> = listed.map(|(source, it)| (source, it.to_owned())).collect();
    assert_eq!(listed, there_are);

    let mut wrong = Vec::new();
    for key in KEYS {
        let client = signed_in(&server, &new_key(&server, key.0, key.1).0);
        let token = token(&client);
        for row in &PAGES {
            let (_, pattern, below, needs, status) = row;
            let expected = if needs.is_met_by(key) { *status } else { 403 };
            let found = visit(&client, pattern, below, &token);
            if found != expected {
                wrong.push(format!(
                    "{key:?}: {pattern} {below}: {found}, not {expected}"
                ));
            }
        }
        let everything = client.get("/dashboard/export").status;
        let expected = if Organisation.is_met_by(key) {
            200
        } else {
            403
        };
        assert_eq!(everything, expected, "{key:?}: everything");
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_session_that_does_not_hold_opens_a_page_or_a_form() {
    let mut server = server_with_both();
    let secret = secret(&mut server);
    let now = crate::fixture::now_ms() / 1000;
    // Signed as the server does: so it is its end, and nothing else, by which one does not hold.
    let genuine = browser_with(&server, &signed(&secret, "admin-key", now + 60));
    assert_eq!(genuine.get("/dashboard").status, 200);
    let owner = signed_in(&server, KEY);
    let own_token = token(&owner);
    let left = signed_in(&server, KEY);
    let leave = format!("token={}", token(&left));
    assert_eq!(post(&left, "/dashboard/sign-out", &leave).status, 303);
    let clients = [
        ("none", without_cookie(&server)),
        (
            "over",
            browser_with(&server, &signed(&secret, "admin-key", now - 1)),
        ),
        (
            "forged",
            browser_with(&server, &signed(&"0".repeat(64), "admin-key", now + 60)),
        ),
        (
            "of a key that is gone",
            browser_with(&server, &signed(&secret, "0011223344556677", now + 60)),
        ),
        ("replayed after signing out", left),
    ];
    let mut wrong = Vec::new();
    let mut expect = |what: String, found: u16, expected: u16| {
        if found != expected {
            wrong.push(format!("{what}: {found}, not {expected}"));
        }
    };
    for (_, pattern, below, needs, status) in &PAGES {
        for (who, client) in &clients {
            let expected = if *needs == Nothing { *status } else { 303 };
            let found = visit(client, pattern, below, &own_token);
            expect(format!("{who}: {pattern} {below}"), found, expected);
        }
        if pattern.starts_with("POST") && *needs != Nothing {
            let elsewhere = without_cookie(&server)
                .with_header("sec-fetch-site", "cross-site")
                .with_header("cookie", owner.header("cookie").expect("a cookie"));
            let address = format!("/dashboard{below}");
            let fields = format!("token={own_token}");
            let found = post(&elsewhere, &address, &fields).status;
            expect(format!("from another site: {below}"), found, 403);
            let of_another = format!("token={}", token(&genuine));
            let found = post(&owner, &address, &of_another).status;
            expect(format!("with another session's token: {below}"), found, 403);
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// A server with the journey of the tests, where a resident may ask to be called, and another.
fn server_with_both() -> Server {
    let server = server();
    assert_eq!(server.admin().put(JOURNEY, &promising()).status, 200);
    assert_eq!(server.admin().put(OTHER, &definition()).status, 201);
    server
}

/// Makes a call with an empty body; its status.
fn call(client: &Client, method: &str, path: &str) -> u16 {
    let path = path
        .replace("{journey}", "verbouwvergunning")
        .replace("{step}", "tekeningen")
        .replace("{ulid}", &ulid())
        .replace("{id}", "0-none")
        .replace("{delivery}", "none");
    let query = if path.ends_with("results") || path.ends_with("verbouwvergunning/export") {
        "?period=2026"
    } else {
        ""
    };
    let address = format!("/v1{path}{query}");
    match method {
        "GET" => client.get(&address).status,
        "DELETE" => client.delete(&address).status,
        "PATCH" => {
            client
                .send_as(&Method::PATCH, &address, MERGE_PATCH, b"{}")
                .status
        }
        "POST" => client.post(&address, &serde_json::json!({})).status,
        _ => client.put(&address, &serde_json::json!({})).status,
    }
}

/// Opens a page, or sends its form with nothing but a token; the status.
fn visit(client: &Client, pattern: &str, below: &str, token: &str) -> u16 {
    let address = format!("/dashboard{below}");
    match pattern.split_once(' ') {
        Some(("POST", _)) => post(client, &address, &format!("token={token}")).status,
        Some(("PUT", _)) => client.put(&address, &serde_json::json!({})).status,
        _ => client.get(&address).status,
    }
}

/// What a source's `match` of a method and the places of a path names.
fn patterns(source: &str) -> BTreeSet<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = BTreeSet::new();
    for part in source.split("(\"").skip(1) {
        let Some((method, rest)) = part.split_once("\", [") else {
            continue;
        };
        let (places, _) = rest.split_once(']').expect("its end");
        if ["GET", "POST", "PUT", "DELETE"].contains(&method) {
            let places = places.replace(['"', ' ', '\n'], "");
            found.insert(format!("{method} {places}"));
        }
    }
    found
}

/// A browser on a page of the dashboard, without a session.
fn without_cookie(server: &Server) -> Client {
    server.client().with_header("sec-fetch-site", "same-origin")
}

fn browser_with(server: &Server, session: &str) -> Client {
    let cookie = format!("__Host-journey-feedback={session}");
    without_cookie(server).with_header("cookie", &cookie)
}

/// The secret by which the server signs sessions.
fn secret(server: &mut Server) -> String {
    // It is made with the first session.
    let _first = signed_in(server, KEY);
    server.kill_9();
    let folder = server.data().join("journey-feedback-organisation");
    let files = fs::read_dir(folder).expect("the organisation's object");
    let secret = files.filter_map(|file| {
        let base = Connection::open(file.ok()?.path()).ok()?;
        let read = "SELECT secret FROM secrets WHERE name = 'sessions'";
        base.query_row(read, [], |row| row.get(0)).ok()
    });
    let secret = secret.last().expect("a secret");
    server.restart();
    secret
}

/// A session of a key, as the server would sign it.
fn signed(secret: &str, key: &str, ends: u64) -> String {
    let id = "00112233445566778899aabbccddeeff";
    let key_hash = hex(&Sha256::digest(KEY));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a secret");
    mac.update(format!("session.{key}..{ends}.{id}.{key_hash}").as_bytes());
    format!("{key}..{ends}.{id}.{}", hex(&mac.finalize().into_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
