//! Every table and column on disk, each with what it holds: one that is not listed here fails a test, and so does a
//! row with anything of the browser, the line or the page that a response came from.

use crate::bursts::{bursts, send_from};
use crate::callbacks::{promising, request};
use crate::dashboard::{KEY, post, signed_in, token};
use crate::fixture::{JOURNEY, ORIGIN, STEP, answer, put, ulid};
use crate::privacy::{everything_on_disk, holds};
use journey_tests::{Client, Server};
use rusqlite::{Connection, types::Value as Cell};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::Path};
use ureq::http::Method;

/// What may be at rest: object, table, column, and what it holds.
const AT_REST: &str = "\
alarms | _cf_ALARM | actor_id | the platform's own: which object wakes
alarms | _cf_ALARM | scheduled_time | the platform's own: when an object next looks for what must go
journey | _cf_METADATA | key | the platform's own
journey | _cf_METADATA | value | the platform's own
journey | alerts | kind | a word of ours
journey | alerts | known | the figure that was told last
journey | alerts | step | the step's id
journey | alerts | told | the day it was told; of the hourly look, its hour
journey | callbacks | asked | the day of the request
journey | callbacks | deletes | the day on which it is removed
journey | callbacks | due | the last day for the call
journey | callbacks | id | a name derived from the browser's, which it does not give away
journey | callbacks | language | a language of the definition
journey | callbacks | moment | when to call: a word of ours
journey | callbacks | name | personal: how the resident wants to be called; may be empty
journey | callbacks | note | an editor's words, masked
journey | callbacks | phone | personal: the telephone number
journey | callbacks | status | a word of ours
journey | callbacks | step | the step's id
journey | deliveries | attempts | how often it was tried
journey | deliveries | day | the day of the event
journey | deliveries | event | ids and released figures, as they are told
journey | deliveries | id | a random name
journey | deliveries | next | when the receiver is tried next; at most a day ahead, then nothing
journey | deliveries | number | the order of deliveries
journey | deliveries | status | the receiver's last HTTP status
journey | deliveries | type | a word of ours
journey | deliveries | webhook | the webhook's random name
journey | editions | edition | the definition, as an editor wrote it
journey | editions | number | its number
journey | imports | hash | a hash of a backup's lines, so that they come in once
journey | improvements | id | a random name
journey | improvements | improvement | what editors wrote for residents to read
journey | migrations | number | which changes of the tables were made
journey | peak | bytes | how large the tables once were, to know how much is free
journey | webhooks | events | words of ours
journey | webhooks | id | a random name
journey | webhooks | journey | the journey's id
journey | webhooks | paused | whether nothing is sent for now
journey | webhooks | previous | the secret before the present one, for a day
journey | webhooks | rotated | when an admin changed the secret
journey | webhooks | secret | random
journey | webhooks | url | where an admin wants events to go
organisation | audit | action | a word of ours
organisation | audit | date | the day
organisation | audit | key | the id of the key that did it
organisation | audit | number | the order of entries
organisation | audit | subject | the ids of what it was done to
organisation | ended_sessions | day | the day an owner signed out of the dashboard
organisation | ended_sessions | id | a random name
organisation | journeys | id | a journey's id
organisation | keys | access | the role and the journeys, as the admin gave them
organisation | keys | created | the day
organisation | keys | hash | a hash of the key
organisation | keys | id | a random name
organisation | keys | label | the admin's words
organisation | keys | used | the day it was last used
organisation | migrations | number | which changes of the tables were made
organisation | secrets | name | a word of ours
organisation | secrets | secret | random
tally | _cf_METADATA | key | the platform's own
tally | _cf_METADATA | value | the platform's own
tally | bursts | burst | counts by day that wait for the owner
tally | bursts | number | the order of bursts
tally | imports | hash | a hash of a backup's lines, so that they come in once
tally | journey | id | the journey it belongs to
tally | migrations | number | which changes of the tables were made
tally | peak | bytes | how large the tables once were, to know how much is free
tally | receipts | receipt | what a response adds to the counts; purged after 48 hours
tally | receipts | ulid | the browser's name for a response, with its instant; purged after 48 hours
tally | showings | audience | an id from the definition
tally | showings | channel | a word of ours
tally | showings | count | how many
tally | showings | day | the day
tally | showings | language | a language of the definition
tally | showings | state | seen, started or dismissed
tally | showings | step | the step's id
tally | showings | version | the question version
tally | signals | batch | the number of the batch that holds its answer, while it waits
tally | signals | burst | the number of the burst that holds it
tally | signals | comment | the resident's words, masked
tally | signals | day | the day
tally | signals | id | a random name
tally | signals | note | an editor's words, masked
tally | signals | option | an option of the scale
tally | signals | reason | an id from the definition
tally | signals | status | a word of ours
tally | signals | step | the step's id
tally | signals | version | the question version
tally | tallies | breakdown | total, or a channel, an audience or a language
tally | tallies | count | how many, a sum of whole batches
tally | tallies | day | the day of their release
tally | tallies | option | an option of the scale
tally | tallies | reason | an id from the definition
tally | tallies | step | the step's id
tally | tallies | version | the question version
tally | waiting | grouped | step, question version and breakdown
tally | waiting | waiting | counts that wait for their batch to be whole
";

/// What a browser, a proxy or a page says of the person, and must not come to rest.
const TELLTALES: [&str; 10] = [
    "203.0.113.77",
    "203.0.113.78",
    "203.0.113.79",
    "2001:db8::7e11",
    "TelltaleBrowser",
    "telltale-page",
    "telltale-cookie",
    "telltale-query",
    "telltale-link",
    "telltale-language",
];

/// A page whose browser, and whose line, tell all they can.
fn telling(client: Client) -> Client {
    [
        ("origin", ORIGIN),
        ("user-agent", "TelltaleBrowser/7 (203.0.113.79)"),
        (
            "referer",
            "https://formulieren.gemeente.example/telltale-page?bsn=111222333",
        ),
        ("cf-connecting-ip", "203.0.113.77"),
        ("x-forwarded-for", "203.0.113.78, 2001:db8::7e11"),
        ("x-real-ip", "203.0.113.78"),
        ("forwarded", "for=203.0.113.78"),
        ("cookie", "telltale-cookie=1"),
        ("accept-language", "telltale-language"),
    ]
    .into_iter()
    .fold(client, |client, (name, value)| {
        client.with_header(name, value)
    })
}

/// A negative answer whose comment holds an address of the web.
fn commented() -> Value {
    let mut body = answer("very-difficult", 0);
    body["reason"] = json!("file-too-large");
    body["audience"] = json!("inwoner");
    body["comment"] = json!("Kijk op https://zaak.example/telltale-link?token=telltale-query eens");
    body
}

/// Uses every public call, and what fills the other tables; gives the ULIDs it sent.
fn use_all(server: &Server) -> BTreeSet<String> {
    let page = telling(server.client());
    let admin = telling(server.admin());
    let mut sent = BTreeSet::new();
    let improvement = json!({
        "step": "tekeningen", "since": "2026-01-01", "published": true,
        "youSaid": {"nl": "Te groot"}, "weDid": {"nl": "Grens verhoogd"}
    });
    let added = admin.post(&format!("{JOURNEY}/improvements"), &improvement);
    assert_eq!(added.status, 201, "{}", added.body);
    let webhook = json!({"url": "https://hooks.gemeente.invalid/in"});
    let added = admin.post(&format!("{JOURNEY}/webhooks"), &webhook).json();
    let address = format!(
        "{JOURNEY}/webhooks/{}",
        added["id"].as_str().expect("an id")
    );
    for part in ["test", "secret"] {
        let reply = admin.post(&format!("{address}/{part}"), &json!({}));
        assert!(reply.status < 300, "{}", reply.body);
    }
    crate::retention::wait_until("a look and an attempt", || {
        let list = admin.get(&format!("{address}/deliveries"));
        list.json()["deliveries"][0]["attempts"] == 1
    });
    let key = json!({"label": "Testsleutel", "role": "viewer"});
    assert_eq!(admin.post("/v1/keys", &key).status, 201);

    for (path, status) in [
        ("/v1/health", 200),
        ("/v1/openapi.json", 200),
        ("/v1/journey.schema.json", 200),
        ("/journey-feedback.js", 200),
        ("/v1/telltale-query", 404),
        (&format!("{STEP}/question?lang=nl"), 200),
        (&format!("{STEP}/improvements?lang=nl"), 200),
    ] {
        assert_eq!(page.get(path).status, status, "{path}");
        let mark = if path.contains('?') { '&' } else { '?' };
        // Whether a stray query is refused is another test's matter.
        let _reply = page.get(&format!("{path}{mark}from=telltale-query"));
    }
    let callback = ulid();
    let asked = page.post(&format!("{STEP}/callbacks"), &request(&callback));
    assert_eq!(asked.status, 201, "{}", asked.body);
    sent.insert(callback);

    let [answered, withdrawn, queried] = [ulid(), ulid(), ulid()];
    let response = |ulid: &str| format!("{STEP}/responses/{ulid}");
    let preflight = page
        .with_header("access-control-request-method", "PUT")
        .options(&response(&answered));
    assert_eq!(preflight.status, 204);
    for state in ["seen", "started", "dismissed"] {
        let body = json!({"state": state, "revision": 0, "language": "nl", "questionVersion": 1});
        let ulid = ulid();
        assert_eq!(put(&page, &ulid, &body).status, 201);
        sent.insert(ulid);
    }
    assert_eq!(put(&page, &answered, &commented()).status, 201);
    assert_eq!(put(&page, &withdrawn, &commented()).status, 201);
    assert_eq!(page.delete(&response(&withdrawn)).status, 204);
    let stray = format!("{}?from=telltale-query", response(&queried));
    let _reply = page.put(&stray, &commented());
    let mut odd = commented();
    odd["userAgent"] = json!("TelltaleBrowser");
    assert_eq!(put(&page, &queried, &odd).status, 400);
    sent.extend([answered, withdrawn, queried]);

    // More than a step without a past may get in a short while.
    sent.extend(send_from(&page, 65, &answer("easy", 0)));
    sent.extend(send_from(&page, 4, &commented()));
    assert_eq!(bursts(server).len(), 1);
    import_another(&admin);

    let owner = signed_in(server, KEY).with_header("user-agent", "TelltaleBrowser/7");
    let form = format!("token={}", token(&owner));
    assert_eq!(post(&owner, "/dashboard/sign-out", &form).status, 303);
    sent
}

/// Brings in another journey, with what it holds.
fn import_another(admin: &Client) {
    let path = "/v1/journeys/parkeervergunning";
    assert_eq!(admin.put(path, &promising()).status, 201);
    let lines = [
        json!({"format": "journey-feedback", "version": 1}),
        json!({"kind": "journey", "journey": "parkeervergunning"}),
        json!({"kind": "callback", "id": "0-ab", "step": "tekeningen", "phone": "0612345678",
               "name": null, "moment": "any", "language": "nl", "asked": "2026-01-01",
               "due": "2026-01-02", "deletes": "2100-01-01", "status": "open", "note": null}),
        json!({"kind": "end", "rows": 1}),
        json!({"kind": "shard", "journey": "parkeervergunning", "shard": 0}),
        json!({"kind": "tally", "step": "tekeningen", "questionVersion": 1, "breakdown": "total",
               "day": "2026-01-01", "option": "easy", "reason": null, "count": 12}),
        json!({"kind": "end", "rows": 1}),
        json!({"kind": "complete"}),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let kind = "application/x-ndjson";
    let reply = admin.send_as(&Method::PUT, "/v1/import", kind, body.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.body);
}

/// Every value at rest, by object, table and column; a column without a row is there with none.
type Values = BTreeMap<(String, String, String), Vec<String>>;

fn values_at_rest(data: &Path) -> Values {
    let mut values = Values::new();
    for folder in fs::read_dir(data).expect("the data") {
        let folder = folder.expect("an entry").path();
        let name = folder.file_name().expect("a name").to_string_lossy();
        let object = name.trim_start_matches("journey-feedback-");
        for file in fs::read_dir(&folder).expect("a folder of an object") {
            let file = file.expect("an entry").path();
            match file.extension().and_then(|it| it.to_str()) {
                Some("sqlite") => read(&file, object, &mut values),
                Some("sqlite-wal" | "sqlite-shm") => {}
                _ => panic!("what is {}?", file.display()),
            }
        }
    }
    values
}

fn read(file: &Path, object: &str, into: &mut Values) {
    let object = match file.file_stem().and_then(|it| it.to_str()) {
        Some("metadata") => "alarms",
        _ => object,
    };
    let base = Connection::open(file).expect("a database");
    let list = |query: &str| -> Vec<String> {
        let mut query = base.prepare(query).expect("a query");
        let rows = query.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("names")
    };
    for table in list("SELECT name FROM sqlite_schema WHERE type NOT IN ('index', 'trigger')") {
        for column in list(&format!("SELECT name FROM pragma_table_xinfo('{table}')")) {
            let query = format!("SELECT \"{column}\" FROM \"{table}\"");
            let mut query = base.prepare(&query).expect("a query");
            let rows = query.query_map([], |row| row.get(0)).expect("rows");
            let texts = rows.map(|cell| match cell.expect("a value") {
                Cell::Null => "null".to_owned(),
                Cell::Integer(number) => number.to_string(),
                Cell::Real(number) => number.to_string(),
                Cell::Text(text) => text,
                Cell::Blob(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            });
            let place = (object.to_owned(), table.clone(), column);
            into.entry(place).or_default().extend(texts);
        }
    }
}

#[test]
fn every_table_and_column_is_listed_and_none_holds_who_answered() {
    let mut server = Server::start();
    let mut definition = promising();
    definition["minimumCell"] = json!(10);
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 201);
    let sent = use_all(&server);
    server.kill_9();
    let bytes = everything_on_disk(server.data());
    for telltale in TELLTALES {
        assert!(!holds(&bytes, telltale), "{telltale} is on disk");
    }
    let values = values_at_rest(server.data());

    let list: Vec<[&str; 4]> = AT_REST
        .lines()
        .map(|line| {
            line.split(" | ")
                .collect::<Vec<_>>()
                .try_into()
                .expect(line)
        })
        .collect();
    let listed: BTreeSet<_> = list.iter().map(|[o, t, c, _]| (*o, *t, *c)).collect();
    let found: BTreeSet<_> = values
        .keys()
        .map(|(object, table, column)| (&object[..], &table[..], &column[..]))
        .collect();
    let unlisted: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        unlisted.is_empty(),
        "on disk, but not listed with what it holds: {unlisted:?}"
    );
    assert!(gone.is_empty(), "listed, but not on disk: {gone:?}");

    let comments = &values[&["tally", "signals", "comment"].map(str::to_owned).into()];
    assert!(
        comments.contains(&"Kijk op [link] eens".to_owned()),
        "{comments:?}"
    );
    println!("| object | table | column | rows | what it holds |\n|---|---|---|---|---|");
    for [object, table, column, what] in list {
        let place = [object, table, column].map(str::to_owned).into();
        let texts = &values[&place];
        println!(
            "| {object} | {table} | {column} | {} | {what} |",
            texts.len()
        );
        assert!(
            !texts.is_empty(),
            "nothing was tried on {object}.{table}.{column}"
        );
        for text in texts {
            for telltale in TELLTALES {
                assert!(
                    !text.contains(telltale),
                    "{telltale} in {object}.{table}.{column}: {text}"
                );
            }
            let is_receipt = (table, column) == ("receipts", "ulid");
            assert!(
                is_receipt || !sent.iter().any(|ulid| text.contains(ulid)),
                "a browser's name for a response in {object}.{table}.{column}: {text}"
            );
        }
    }
}
