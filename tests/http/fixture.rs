//! What the tests of the API have in common: a journey, its definition and made-up ULIDs.

use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use ulid::Ulid;

/// The journey of the tests.
pub(crate) const JOURNEY: &str = "/v1/journeys/verbouwvergunning";
/// Its first step.
pub(crate) const STEP: &str = "/v1/journeys/verbouwvergunning/steps/tekeningen";
/// The origin whose pages may answer.
pub(crate) const ORIGIN: &str = "https://formulieren.gemeente.example";

/// A server that has the journey, every answer released at once.
pub(crate) fn server() -> Server {
    server_with(&definition())
}

/// A server that has a journey by this definition.
pub(crate) fn server_with(definition: &Value) -> Server {
    let server = Server::start();
    let reply = server.admin().put(JOURNEY, definition);
    assert_eq!(reply.status, 201, "{}", reply.body);
    server
}

/// A definition with two steps.
pub(crate) fn definition() -> Value {
    json!({
        "title": {"nl": "Verbouwvergunning aanvragen", "en": "Apply for a building permit"},
        "languages": ["nl", "en"],
        "origins": [ORIGIN],
        "minimumCell": 1,
        "audiences": [{"id": "inwoner", "label": {"nl": "Inwoners"}}],
        "steps": [
            {
                "id": "tekeningen",
                "title": {"nl": "Tekeningen toevoegen"},
                "question": {
                    "prompt": {"nl": "Hoe makkelijk of moeilijk was deze stap?"},
                    "scale": "ease",
                    "followUp": {
                        "on": "outliers",
                        "reasons": [{"id": "file-too-large", "label": {"nl": "Mijn bestand was te groot"}}],
                        "comment": {"prompt": {"nl": "Wat kunnen wij beter doen?"}, "maxLength": 200}
                    }
                },
                "norm": {"tone": "positive", "atLeast": 0.7}
            },
            {
                "id": "kosten",
                "title": {"nl": "Kosten bekijken"},
                "question": {"prompt": {"nl": "Is het duidelijk?"}, "scale": "thumbs"}
            }
        ]
    })
}

/// A ULID of now.
pub(crate) fn ulid() -> String {
    ulid_at(now_ms())
}

/// A ULID of another time, in milliseconds since 1970.
pub(crate) fn ulid_at(ms: u64) -> String {
    use std::hash::{BuildHasher, RandomState};
    let random = || u128::from(RandomState::new().hash_one(0));
    Ulid::from_parts(ms, random() << 64 | random()).to_string()
}

/// The time in milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    u64::try_from(since.as_millis()).expect("a clock of this age")
}

/// The body of an answer.
pub(crate) fn answer(option: &str, revision: u32) -> Value {
    json!({
        "state": "answered", "revision": revision, "option": option,
        "language": "nl", "questionVersion": 1
    })
}

/// Sends a response to the first step.
pub(crate) fn put(client: &Client, ulid: &str, body: &Value) -> Reply {
    client.put(&format!("{STEP}/responses/{ulid}"), body)
}

/// The first step's results of this year; of its first question version.
pub(crate) fn results(server: &Server) -> Value {
    let year = period_of_now();
    let reply = server.admin().get(&format!("{STEP}/results?period={year}"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["steps"][0].clone()
}

/// The count of one option in results.
pub(crate) fn count(results: &Value, option: &str) -> Option<u64> {
    let distribution = results["distribution"].as_array()?;
    let found = distribution.iter().find(|it| it["option"] == option)?;
    found["count"].as_u64()
}

/// The year of the server's clock, as a period.
pub(crate) fn period_of_now() -> String {
    let days = i32::try_from(now_ms() / 86_400_000).expect("a day of this age");
    let day = journey::day::Day::from_number(days).expect("a day of this age");
    day.to_string().chars().take(4).collect()
}
