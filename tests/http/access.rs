//! Keys have a role and may be limited to some journeys; what they did is written down.

use crate::fixture::{JOURNEY, STEP, answer, definition, put, results, server, ulid};
use journey_tests::{Client, Server};
use serde_json::{Value, json};

const OTHER: &str = "/v1/journeys/verhuizen";

/// Makes a call and gives its status.
type Attempt = Box<dyn Fn(&Client) -> u16>;

/// A client with a new key.
pub(crate) fn key(server: &Server, role: &str, journeys: Option<&[&str]>) -> (Client, Value) {
    let mut request = json!({"label": format!("{role} of the tests"), "role": role});
    if let Some(journeys) = journeys {
        request["journeys"] = json!(journeys);
    }
    let reply = server.admin().post("/v1/keys", &request);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let made = reply.json();
    let client = server
        .client()
        .with_key(made["key"].as_str().expect("a key"));
    (client, made)
}

#[test]
fn each_call_is_open_to_its_roles_and_closed_to_the_others() {
    let server = server();
    assert_eq!(server.admin().put(OTHER, &definition()).status, 201);
    let results = "/results?period=2026";
    let calls: Vec<(&str, Attempt, [u16; 6])> = vec![
        // viewer, editor, admin, viewer here, admin here, admin elsewhere
        ("list", Box::new(|c| c.get("/v1/journeys").status), [200; 6]),
        (
            "read",
            Box::new(|c| c.get(JOURNEY).status),
            [200, 200, 200, 200, 200, 403],
        ),
        (
            "results",
            Box::new(move |c| c.get(&format!("{JOURNEY}{results}")).status),
            [200, 200, 200, 200, 200, 403],
        ),
        (
            "step",
            Box::new(move |c| c.get(&format!("{STEP}{results}")).status),
            [200, 200, 200, 200, 200, 403],
        ),
        (
            "define",
            Box::new(|c| c.put(JOURNEY, &definition()).status),
            [403, 403, 200, 403, 200, 403],
        ),
        (
            "keys",
            Box::new(|c| c.get("/v1/keys").status),
            [403, 403, 200, 403, 403, 403],
        ),
        (
            "make",
            Box::new(|c| {
                c.post("/v1/keys", &json!({"label": "x", "role": "viewer"}))
                    .status
            }),
            [403, 403, 201, 403, 403, 403],
        ),
        (
            "revoke",
            Box::new(|c| c.delete("/v1/keys/0123456789abcdef").status),
            [403, 403, 404, 403, 403, 403],
        ),
        (
            "audit",
            Box::new(|c| c.get("/v1/audit-log").status),
            [403, 403, 200, 403, 403, 403],
        ),
    ];
    let clients = [
        key(&server, "viewer", None).0,
        key(&server, "editor", None).0,
        key(&server, "admin", None).0,
        key(&server, "viewer", Some(&["verbouwvergunning"])).0,
        key(&server, "admin", Some(&["verbouwvergunning"])).0,
        key(&server, "admin", Some(&["verhuizen"])).0,
    ];
    for (name, call, expected) in calls {
        let found: Vec<u16> = clients.iter().map(&call).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(call(&server.client()), 401, "{name} without a key");
        assert_eq!(
            call(&server.client().with_key("jf_0011223344556677_00")),
            401,
            "{name}"
        );
    }
    let seen = clients[3].get("/v1/journeys").json();
    assert_eq!(seen["journeys"], json!(["verbouwvergunning"]));
}

#[test]
fn a_key_is_shown_once_and_kept_as_a_hash() {
    let mut server = server();
    let (client, made) = key(&server, "viewer", None);
    assert_eq!(client.get(JOURNEY).status, 200);
    let list = server.admin().get("/v1/keys").json();
    let listed = &list["keys"][0];
    assert_eq!(listed["id"], made["id"]);
    assert_eq!(
        (&listed["role"], listed.get("journeys")),
        (&json!("viewer"), None)
    );
    assert_eq!(listed["lastUsedDate"], listed["createdDate"]);
    assert!(listed.get("key").is_none() && listed.get("hash").is_none());

    let text = made["key"].as_str().expect("a key").to_owned();
    server.kill_9();
    let bytes = crate::privacy::everything_on_disk(server.data());
    assert!(!crate::privacy::holds(&bytes, &text));
    let secret = text.rsplit('_').next().expect("a secret");
    assert!(!crate::privacy::holds(&bytes, secret));
    server.restart();
    assert_eq!(client.get(JOURNEY).status, 200);
}

#[test]
fn a_revoked_key_opens_nothing() {
    let server = server();
    let (client, made) = key(&server, "admin", None);
    assert_eq!(client.get(JOURNEY).status, 200);
    let address = format!("/v1/keys/{}", made["id"].as_str().expect("an id"));
    assert_eq!(server.admin().delete(&address).status, 204);
    assert_eq!(server.admin().delete(&address).status, 404);
    assert_eq!(client.get(JOURNEY).status, 401);
}

#[test]
fn every_fault_of_a_key_request_is_named() {
    let server = server();
    let reply = server
        .admin()
        .post("/v1/keys", &json!({"role": "king", "journeys": []}));
    assert_eq!(reply.status, 400);
    let problem = reply.json();
    let places: Vec<&str> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|fault| fault["location"]["pointer"].as_str())
        .collect();
    assert_eq!(places, ["/label", "/role", "/journeys"]);
}

#[test]
fn who_changed_what_is_written_down() {
    let server = server();
    let (client, made) = key(&server, "admin", None);
    let mut changed = definition();
    changed["minimumCell"] = json!(3);
    assert_eq!(client.put(JOURNEY, &changed).status, 200);
    let log = server.admin().get("/v1/audit-log").json();
    let lines: Vec<(&str, &str, &str)> = log["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| {
            let field = |name: &str| entry[name].as_str().expect("a text");
            (field("key"), field("action"), field("subject"))
        })
        .collect();
    let id = made["id"].as_str().expect("an id");
    assert_eq!(
        lines,
        [
            (id, "journey-defined", "verbouwvergunning"),
            ("admin-key", "key-created", id),
            ("admin-key", "journey-defined", "verbouwvergunning"),
        ]
    );
}

#[test]
fn a_deleted_journey_is_gone_with_its_counts() {
    let server = server();
    put(&server.client(), &ulid(), &answer("easy", 0));
    assert_eq!(server.admin().delete(JOURNEY).status, 204);
    assert_eq!(server.admin().delete(JOURNEY).status, 404);
    assert_eq!(server.client().get(&format!("{STEP}/question")).status, 404);
    assert_eq!(
        put(&server.client(), &ulid(), &answer("easy", 0)).status,
        404
    );
    assert_eq!(
        server.admin().get("/v1/journeys").json()["journeys"],
        json!([])
    );

    assert_eq!(server.admin().put(JOURNEY, &definition()).status, 201);
    assert_eq!(results(&server)["seen"], 0);
    assert_eq!(
        put(&server.client(), &ulid(), &answer("easy", 0)).status,
        201
    );
    assert_eq!(results(&server)["answered"], 1);
}
