//! What is at rest and what is shown: no person, no instant, no mean.

use crate::callbacks::{promising, request};
use crate::fixture::{JOURNEY, ORIGIN, STEP, answer, put, server, server_with, ulid};
use journey_tests::Client;
use serde_json::{Value, json};
use std::{fs, io::ErrorKind, path::Path};
use xtask::workerd::{Settings, Workerd, free_port};

/// Everything that is on disk, as bytes.
pub(crate) fn everything_on_disk(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            bytes.extend(everything_on_disk(&path));
        } else {
            // A log of writes is gone once its object rests.
            match fs::read(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                read => bytes.extend(read.expect("a file")),
            }
        }
    }
    bytes
}

/// Whether bytes hold a text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn where_the_platform_lacks_the_jurisdiction_asked_for_nothing_is_kept_elsewhere() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let log = folder.path().join("log");
    let data = folder.path().join("data");
    let mut settings = Settings::of_this_repository(free_port(), &data, "key").expect("settings");
    fs::write(&log, "").expect("a log");
    settings.log = Some(log.clone());
    let place = ("JURISDICTION".into(), "eu".into());
    settings.environment.push(place);
    let _running = Workerd::start_until(&settings, "/v1/openapi.json").expect("a server");
    let client = Client::new(&format!("http://127.0.0.1:{}", settings.port));
    let defined = client.with_key("key").put(JOURNEY, &promising());
    assert_eq!(defined.status, 500, "{}", defined.body);
    assert_eq!(client.get(&format!("{STEP}/question")).status, 500);
    let said = fs::read_to_string(log).expect("a log").to_lowercase();
    assert!(said.contains("jurisdiction"), "{said}");
    assert!(!holds(&everything_on_disk(&data), "verbouwvergunning"));
}

#[test]
fn nothing_that_says_who_answered_reaches_the_disk() {
    let mut server = server();
    let page = server
        .client()
        .with_header("origin", ORIGIN)
        .with_header("user-agent", "TelltaleBrowser/7")
        .with_header(
            "referer",
            "https://formulieren.gemeente.example/telltale-page",
        )
        .with_header("cf-connecting-ip", "203.0.113.77")
        .with_header("x-forwarded-for", "203.0.113.78")
        .with_header("cookie", "telltale=1");
    let mut body = answer("very-difficult", 0);
    body["comment"] =
        json!("Bel mij op 06-12345678, bsn 111222333, of mail jan.telltale@voorbeeld.nl");
    assert_eq!(put(&page, &ulid(), &body).status, 201);
    server.kill_9();
    let bytes = everything_on_disk(server.data());
    assert!(holds(&bytes, "Bel mij op"), "the comment itself is there");
    for telltale in [
        "TelltaleBrowser",
        "telltale",
        "203.0.113.7",
        "06-12345678",
        "111222333",
        "https://formulieren.gemeente.example/telltale-page",
    ] {
        assert!(!holds(&bytes, telltale), "{telltale} is on disk");
    }
}

#[test]
fn who_asked_to_be_called_is_with_the_journey_alone_and_no_instant_is() {
    let mut server = server_with(&promising());
    let page = server
        .client()
        .with_header("origin", ORIGIN)
        .with_header("user-agent", "TelltaleBrowser/7")
        .with_header("cf-connecting-ip", "203.0.113.77");
    let mine = ulid();
    let asked = page.post(&format!("{STEP}/callbacks"), &request(&mine));
    assert_eq!(asked.status, 201, "{}", asked.body);
    assert_eq!(put(&page, &ulid(), &answer("easy", 0)).status, 201);
    assert_eq!(
        server.admin().get(&format!("{JOURNEY}/callbacks")).status,
        200
    );
    server.kill_9();
    let folders = fs::read_dir(server.data()).expect("the data");
    for folder in folders.map(|it| it.expect("an entry").path()) {
        let bytes = everything_on_disk(&folder);
        for person in ["Telltale de Vries", "0612345678"] {
            let expected = folder.ends_with("journey-feedback-journey");
            assert_eq!(holds(&bytes, person), expected, "{}", folder.display());
        }
        for telltale in [&mine, "TelltaleBrowser", "203.0.113.77"] {
            assert!(!holds(&bytes, telltale), "{telltale} is on disk");
        }
    }
}

#[test]
fn no_field_of_a_result_is_a_mean() {
    fn fields(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    into.push(key.clone());
                    fields(value, into);
                }
            }
            Value::Array(list) => list.iter().for_each(|value| fields(value, into)),
            _ => {}
        }
    }
    let server = server();
    for option in ["easy", "very-easy", "difficult"] {
        put(&server.client(), &ulid(), &answer(option, 0));
    }
    for path in [JOURNEY, STEP] {
        let reply = server.admin().get(&format!("{path}/results?period=2026"));
        let mut names = Vec::new();
        fields(&reply.json(), &mut names);
        assert!(names.contains(&"share".to_owned()));
        for name in names {
            let name = name.to_lowercase();
            for word in ["mean", "average", "avg", "score", "gemiddeld"] {
                assert!(!name.contains(word), "{name}");
            }
        }
    }
}
