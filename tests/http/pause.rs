//! Asking pauses where nobody reads, if that is set.

use crate::{
    dashboard::{KEY, signed_in},
    fixture::{JOURNEY, ORIGIN, STEP, answer, definition, now_ms, put, ulid_at},
};
use journey_tests::{Reply, Server};
use serde_json::json;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const PAGE: &str = "/dashboard/journeys/verbouwvergunning";

/// A server where asking pauses after so many days, with a comment of yesterday that nobody read.
fn server_with_a_comment_of_yesterday(pause_unread_days: &str) -> Server {
    let settings = [
        ("RATE_LIMIT", "0"),
        ("PAUSE_UNREAD_DAYS", pause_unread_days),
    ];
    let server = Server::start_with(&settings);
    assert_eq!(server.admin().put(JOURNEY, &definition()).status, 201);
    let mut body = answer("very-difficult", 1);
    body["comment"] = json!("Waar moet dit heen?");
    let reply = put(&server.client(), &ulid_at(now_ms() - DAY_MS), &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    server
}

fn question(server: &Server) -> Reply {
    let page = server.client().with_header("origin", ORIGIN);
    page.get(&format!("{STEP}/question?lang=nl"))
}

fn is_asked(question: &Reply) -> bool {
    question.json()["ask"]["sampleRate"].as_f64() == Some(1.0)
}

#[test]
fn asking_pauses_while_a_signal_waits_and_begins_again_once_it_is_read() {
    let server = server_with_a_comment_of_yesterday("1");
    let paused = question(&server);
    assert!(!is_asked(&paused), "{}", paused.body);
    let owner = signed_in(&server, KEY);
    for page in [PAGE, &format!("{PAGE}/signals")] {
        let body = owner.get(page).body;
        assert!(body.contains("The question is not asked now."), "{page}");
        assert!(body.contains("waited 1 day for a reader"), "{page}");
    }

    let signals = server.admin().get(&format!("{JOURNEY}/signals")).json();
    let id = signals["signals"][0]["id"].as_str().expect("a signal");
    let read = server.admin().patch(
        &format!("{JOURNEY}/signals/{id}"),
        &json!({"status": "seen"}),
    );
    assert_eq!(read.status, 200, "{}", read.body);
    let asked = question(&server);
    assert!(is_asked(&asked), "{}", asked.body);
    assert_ne!(paused.header("etag"), asked.header("etag"));
    for page in [PAGE, &format!("{PAGE}/signals")] {
        let body = owner.get(page).body;
        assert!(!body.contains("The question is not asked now."), "{page}");
    }
}

#[test]
fn asking_goes_on_where_no_pause_is_set_or_nothing_waited_that_long() {
    for setting in ["", "0", "2", "soon"] {
        let server = server_with_a_comment_of_yesterday(setting);
        assert!(is_asked(&question(&server)), "{setting:?}");
        let page = signed_in(&server, KEY).get(PAGE).body;
        assert!(!page.contains("The question is not asked now."));
    }
}
