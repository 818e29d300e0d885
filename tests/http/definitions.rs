//! A definition is checked whole, versioned, and what was asked is never forgotten.

use crate::fixture::{
    JOURNEY, STEP, answer, count, definition, put, results, server, server_with, ulid,
};
use journey_tests::Server;
use serde_json::{Value, json};

fn places(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().expect("errors");
    let mut places: Vec<&str> = errors
        .iter()
        .map(|fault| fault["location"]["pointer"].as_str().expect("a pointer"))
        .collect();
    places.sort_unstable();
    places
}

#[test]
fn every_fault_of_a_definition_is_named_at_once() {
    let server = Server::start();
    let mut bad = definition();
    bad["surprise"] = json!(1);
    bad["timeZone"] = json!("Europe/Atlantis");
    bad["origins"] = json!(["https://gemeente.example/", "http://gemeente.example", "*"]);
    bad["minimumCell"] = json!(0);
    bad["shards"] = json!(257);
    bad["title"] = json!({"en": "x"});
    bad["audiences"] = json!([{"id": "A b", "label": {"nl": "x"}}]);
    bad["steps"][0]["question"]["scale"] = json!("stars");
    bad["steps"][0]["norm"]["atLeast"] = json!(7);
    bad["steps"][1]["id"] = json!("tekeningen");
    bad["steps"][1]["exits"] =
        json!([{"kind": "web", "label": {"nl": "x"}, "href": "javascript:alert(1)"}]);
    let reply = server.admin().put(JOURNEY, &bad);
    assert_eq!(reply.status, 400, "{}", reply.body);
    assert_eq!(
        places(&reply.json()),
        [
            "/audiences/0/id",
            "/minimumCell",
            "/origins/0",
            "/origins/1",
            "/origins/2",
            "/shards",
            "/steps/0/norm/atLeast",
            "/steps/0/question/scale",
            "/steps/1/exits/0/href",
            "/steps/1/id",
            "/surprise",
            "/timeZone",
            "/title/nl"
        ]
    );
    assert_eq!(server.admin().get(JOURNEY).status, 404);
}

#[test]
fn a_definition_comes_back_as_it_was_put_with_its_defaults() {
    let server = server();
    let reply = server.admin().get(JOURNEY);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let stored = reply.json();
    assert_eq!(
        stored["steps"][0]["question"],
        definition()["steps"][0]["question"]
    );
    assert_eq!(stored["timeZone"], "Europe/Amsterdam");
    assert_eq!(stored["shards"], 1);
    let list = server.admin().get("/v1/journeys");
    assert_eq!(list.json()["journeys"], json!(["verbouwvergunning"]));
}

#[test]
fn the_same_definition_again_makes_no_new_edition() {
    let server = server();
    let again = server.admin().put(JOURNEY, &definition());
    assert_eq!((again.status, again.header("etag")), (200, Some("\"1\"")));
}

#[test]
fn a_change_made_on_an_older_edition_is_refused() {
    let server = server();
    let mut changed = definition();
    changed["minimumCell"] = json!(2);
    let first = server
        .admin()
        .with_header("if-match", "\"1\"")
        .put(JOURNEY, &changed);
    assert_eq!((first.status, first.header("etag")), (200, Some("\"2\"")));
    changed["minimumCell"] = json!(3);
    let second = server
        .admin()
        .with_header("if-match", "\"1\"")
        .put(JOURNEY, &changed);
    assert_eq!(second.status, 412);
    assert_eq!(server.admin().get(JOURNEY).json()["minimumCell"], 2);
}

#[test]
fn another_prompt_starts_a_new_version_and_the_old_one_still_counts() {
    let server = server();
    put(&server.client(), &ulid(), &answer("easy", 0));
    let mut changed = definition();
    changed["steps"][0]["question"]["prompt"]["nl"] = json!("Lukte het?");
    assert_eq!(server.admin().put(JOURNEY, &changed).status, 200);
    let question = server.client().get(&format!("{STEP}/question"));
    assert_eq!(question.json()["questionVersion"], 2);
    assert_eq!(
        put(&server.client(), &ulid(), &answer("easy", 0)).status,
        201
    );
    let mut newer = answer("difficult", 0);
    newer["questionVersion"] = json!(2);
    assert_eq!(put(&server.client(), &ulid(), &newer).status, 201);

    let reply = server.admin().get(&format!("{STEP}/results?period=2026"));
    let entries = reply.json()["steps"].clone();
    assert_eq!(entries[0]["questionVersion"], 1);
    assert_eq!(count(&entries[0], "easy"), Some(2));
    assert_eq!(entries[1]["questionVersion"], 2);
    assert_eq!(count(&entries[1], "difficult"), Some(1));
}

#[test]
fn more_shards_lose_and_double_nothing() {
    let mut definition = definition();
    definition["shards"] = json!(2);
    let mut server = server_with(&definition);
    let early: Vec<String> = (0..20).map(|_| ulid()).collect();
    for ulid in &early {
        assert_eq!(put(&server.client(), ulid, &answer("easy", 0)).status, 201);
    }
    definition["shards"] = json!(7);
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    for ulid in &early {
        assert_eq!(
            put(&server.client(), ulid, &answer("easy", 0)).status,
            200,
            "a retry"
        );
    }
    for _ in 0..20 {
        assert_eq!(
            put(&server.client(), &ulid(), &answer("difficult", 0)).status,
            201
        );
    }
    server.kill_9();
    server.restart();
    let results = results(&server);
    assert_eq!(
        (count(&results, "easy"), count(&results, "difficult")),
        (Some(20), Some(20))
    );
}
