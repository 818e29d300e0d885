//! What is kept too long goes, from the tables and from the disk.

use crate::callbacks::{ask, promising, request};
use crate::fixture::{JOURNEY, definition, now_ms, server_with, ulid, ulid_at};
use crate::privacy::{everything_on_disk, holds};
use journey_tests::Server;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};
use ureq::http::Method;

/// Waits until something holds.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_mins(1), "in vain: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn day_ago(days: u64) -> String {
    let number = i32::try_from(now_ms() / 86_400_000 - days).expect("a day of this age");
    let day = journey::day::Day::from_number(number).expect("a day of this age");
    day.to_string()
}

fn signal(name: &str, days: u64) -> Value {
    json!({"kind": "signal", "id": name, "step": "tekeningen", "questionVersion": 1,
           "day": day_ago(days), "option": "very-difficult",
           "comment": format!("{name} {}", "woorden ".repeat(20)), "status": "new"})
}

fn import(server: &Server, rows: &[Value]) {
    let shard = json!({"kind": "shard", "journey": "verbouwvergunning", "shard": 0});
    import_block(server, shard, rows);
}

fn import_block(server: &Server, begin: Value, rows: &[Value]) {
    let mut lines = vec![json!({"format": "journey-feedback", "version": 1}), begin];
    lines.extend_from_slice(rows);
    lines.push(json!({"kind": "end", "rows": rows.len()}));
    lines.push(json!({"kind": "complete"}));
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let body = lines.join("\n");
    let admin = server.admin();
    let kind = "application/x-ndjson";
    let reply = admin.send_as(&Method::PUT, "/v1/import", kind, body.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[test]
fn a_signal_kept_longer_than_its_retention_leaves_no_byte_on_disk() {
    let mut definition = definition();
    definition["retention"] = json!({"signalsDays": 1000});
    let server = server_with(&definition);
    let rows: Vec<Value> = (0..300)
        .flat_map(|number| {
            [
                signal(&format!("oldwords-{number}"), 400),
                signal(&format!("newwords-{number}"), 30),
            ]
        })
        .collect();
    import(&server, &rows);
    assert!(holds(&everything_on_disk(server.data()), "oldwords-"));

    definition["retention"] = json!({"signalsDays": 365});
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    wait_until("old signals gone from disk", || {
        !holds(&everything_on_disk(server.data()), "oldwords-")
    });
    assert!(holds(&everything_on_disk(server.data()), "newwords-299"));
    let mut left = 0;
    let mut query = "?limit=100".to_owned();
    loop {
        let page = server
            .admin()
            .get(&format!("{JOURNEY}/signals{query}"))
            .json();
        for signal in page["signals"].as_array().expect("signals") {
            assert!(signal["comment"].to_string().contains("newwords-"));
            left += 1;
        }
        match page["next"].as_str() {
            Some(cursor) => query = format!("?limit=100&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(left, 300);
}

/// The bytes of the largest database of a server.
fn largest(data: &Path) -> u64 {
    let folders = fs::read_dir(data).expect("the data");
    let files =
        folders.flat_map(|it| fs::read_dir(it.expect("an entry").path()).expect("a folder"));
    let sizes = files
        .map(|it| it.expect("an entry"))
        .filter(|it| it.path().extension().is_some_and(|it| it == "sqlite"))
        .map(|it| it.metadata().expect("a file").len());
    sizes.max().expect("a database")
}

#[test]
fn much_that_goes_beside_much_that_stays_leaves_no_byte_and_the_file_hardly_grows() {
    let mut definition = definition();
    definition["retention"] = json!({"signalsDays": 1000});
    let server = server_with(&definition);
    let long = |name: String, days: u64| {
        let mut signal = signal(&name, days);
        signal["comment"] = json!(format!("{name} {}", "woorden ".repeat(60)));
        signal
    };
    // Old ones stand before the others in the table, and those are more than fit where they were.
    let old = (0..5_000).map(|it| long(format!("a-oldwords-{it}"), 400));
    let new = (0..15_000).map(|it| long(format!("b-newwords-{it}"), 30));
    import(&server, &old.chain(new).collect::<Vec<_>>());

    definition["retention"] = json!({"signalsDays": 365});
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    wait_until("old signals gone from disk", || {
        !holds(&everything_on_disk(server.data()), "oldwords-")
    });
    assert!(holds(&everything_on_disk(server.data()), "newwords-14999"));
    // What stays was copied before what went was removed.
    let text = 15_000 * 500 + 20_000 * 500;
    let size = largest(server.data());
    assert!(size < text * 6 / 5 + 1024 * 1024, "{size} bytes for {text}");
}

#[test]
fn receipts_go_when_their_time_is_over() {
    let server = server_with(&definition());
    let hour = 60 * 60 * 1000;
    let receipt = |ulid: &str| json!({"kind": "receipt", "ulid": ulid, "receipt": {"s": "tekeningen", "r": 0}});
    let [old, recent] = [60, 20].map(|hours| ulid_at(now_ms() - hours * hour));
    import(&server, &[receipt(&old), receipt(&recent)]);
    wait_until("the old receipt gone", || {
        !server.admin().get("/v1/export").body.contains(&old)
    });
    assert!(server.admin().get("/v1/export").body.contains(&recent));
}

fn callback(name: &str, asked: u64) -> Value {
    json!({"kind": "callback", "id": name, "step": "tekeningen", "phone": "0612345678",
           "name": format!("{name} {}", "de Vries ".repeat(7)), "moment": "any", "language": "nl",
           "asked": day_ago(asked), "due": day_ago(asked - 1), "deletes": "2999-01-01",
           "status": "open", "note": "nota ".repeat(20)})
}

#[test]
fn a_callback_kept_longer_than_its_retention_leaves_no_byte_on_disk() {
    let server = server_with(&promising());
    let rows: Vec<Value> = (0..300)
        .flat_map(|number| {
            [
                callback(&format!("oldname-{number}"), 15),
                callback(&format!("newname-{number}"), 5),
            ]
        })
        .collect();
    let journey = json!({"kind": "journey", "journey": "verbouwvergunning"});
    import_block(&server, journey, &rows);
    assert!(holds(&everything_on_disk(server.data()), "oldname-"));
    let overdue = server.admin().get(&format!("{JOURNEY}/callbacks")).json();
    assert_eq!(overdue["callbacks"][0]["overdue"], true);

    let mut definition = promising();
    definition["retention"] = json!({"callbacksDays": 10});
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    let left = server.admin().get(&format!("{JOURNEY}/callbacks")).json();
    let left = left["callbacks"].as_array().expect("callbacks").clone();
    assert_eq!(left.len(), 300, "at once");
    assert!(
        left.iter()
            .all(|it| it["id"].to_string().contains("newname-"))
    );
    wait_until("old callbacks gone from disk", || {
        !holds(&everything_on_disk(server.data()), "oldname-")
    });
    assert!(holds(&everything_on_disk(server.data()), "newname-299"));
    let told = ask(&server, &request(&ulid()));
    assert_eq!(told.status, 201, "{}", told.body);
}

#[test]
fn a_deleted_journey_leaves_no_byte_of_a_callback_on_disk() {
    let server = server_with(&promising());
    assert_eq!(ask(&server, &request(&ulid())).status, 201);
    assert!(holds(
        &everything_on_disk(server.data()),
        "Telltale de Vries"
    ));
    assert_eq!(server.admin().delete(JOURNEY).status, 204);
    wait_until("the callback gone from disk", || {
        !holds(&everything_on_disk(server.data()), "Telltale de Vries")
    });
}
