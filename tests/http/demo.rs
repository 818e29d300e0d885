//! The demo's filler on a real worker: what it tells is there to be read, once.

use crate::moving::import;
use journey_tests::Server;
use serde_json::Value;
use xtask::{demo, setup};

const JOURNEY: &str = "/v1/journeys/verbouwvergunning";

fn fill(server: &Server) {
    let data = server.data();
    demo::fill(&setup::root(), &server.origin(), "key-of-the-tests", data).unwrap();
}

fn json(server: &Server, path: &str) -> Value {
    let reply = server.admin().get(path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply.json()
}

#[test]
fn the_demo_fills_a_worker_with_a_story_that_the_results_tell() {
    // At the public call's own limit.
    let server = Server::start_with(&[("RATE_LIMIT", "120")]);
    fill(&server);
    let file = std::fs::read_to_string(server.data().join("answers.ndjson")).unwrap();
    let year = crate::fixture::period_of_now();
    let results = json(&server, &format!("{JOURNEY}/results?period={year}"));
    assert!(
        results["all"]["answered"].as_u64() > Some(5_000),
        "{}",
        results["all"]
    );
    assert_eq!(results["providers"].as_array().map(Vec::len), Some(2));
    let step = |id: &str| {
        let steps = results["steps"].as_array().unwrap();
        steps.iter().find(|it| it["step"] == id).unwrap().clone()
    };
    assert_eq!(step("tekeningen")["change"]["status"], "better");
    assert_eq!(step("versturen")["change"]["status"], "worse");
    assert_eq!(step("gegevens")["norm"]["status"], "met");
    let list = json(&server, &format!("{JOURNEY}/improvements"));
    let raised = list["improvements"].as_array().unwrap().iter();
    let raised = raised
        .clone()
        .find(|it| it["id"] == "bestanden-100-mb")
        .unwrap();
    assert_eq!(raised["effect"]["verdict"], "better", "{raised}");
    assert_eq!(raised["published"], true);

    // Another start sends the same file, which is no news; what counts in days gone by stays as it is.
    let before = json(&server, &format!("{JOURNEY}/improvements"));
    fill(&server);
    assert_eq!(json(&server, &format!("{JOURNEY}/improvements")), before);
    let reply = import(&server, &file);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(!reply.body.contains("\"imported\""), "{}", reply.body);
}
