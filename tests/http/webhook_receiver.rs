//! A receiver of webhooks, and what is done to the journey whose webhooks lead to it.

use crate::callbacks::promising;
use crate::fixture::JOURNEY;
use crate::retention::wait_until;
use journey_tests::Server;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    process::{Command, Stdio},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};
use tiny_http::{Header, Response, StatusCode};
use xtask::workerd::free_port;

pub(crate) const WEBHOOKS: &str = "/v1/journeys/verbouwvergunning/webhooks";
pub(crate) const HOOK: &str = "https://hooks.gemeente.example/in?token=a";

/// What a receiver got.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) address: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("an event")
    }

    pub(crate) fn kind(&self) -> String {
        self.json()["type"].as_str().expect("a type").to_owned()
    }
}

/// Takes deliveries, and answers each with a status.
pub(crate) struct Receiver {
    received: Arc<Mutex<Vec<Received>>>,
    status: Arc<Mutex<u16>>,
    server: Arc<tiny_http::Server>,
}

impl Receiver {
    pub(crate) fn listen(port: u16) -> Self {
        let server = tiny_http::Server::http(("127.0.0.1", port)).expect("a receiver");
        let new = Self {
            received: Arc::default(),
            status: Arc::new(Mutex::new(204)),
            server: Arc::new(server),
        };
        let (server, received) = (new.server.clone(), new.received.clone());
        let status = new.status.clone();
        thread::spawn(move || {
            for mut request in server.incoming_requests() {
                let mut body = String::new();
                let read = request.as_reader().read_to_string(&mut body);
                read.expect("a body");
                let headers = request.headers().iter().map(|header| {
                    let name = header.field.as_str().as_str().to_ascii_lowercase();
                    (name, header.value.as_str().to_owned())
                });
                received.lock().expect("what came").push(Received {
                    address: request.url().to_owned(),
                    headers: headers.collect(),
                    body,
                });
                let status = StatusCode(*status.lock().expect("a status"));
                let elsewhere = "Location: https://elsewhere.gemeente.example/";
                let answer = Response::from_string("what a receiver says")
                    .with_status_code(status)
                    .with_header(elsewhere.parse::<Header>().expect("a header"));
                let _gone = request.respond(answer);
            }
        });
        new
    }

    pub(crate) fn answer_with(&self, status: u16) {
        *self.status.lock().expect("a status") = status;
    }

    pub(crate) fn all(&self) -> MutexGuard<'_, Vec<Received>> {
        self.received.lock().expect("what came")
    }

    pub(crate) fn of_kind(&self, kind: &str) -> Vec<Received> {
        let all = self.all();
        all.iter().filter(|it| it.kind() == kind).cloned().collect()
    }

    /// Waits for the first of a kind.
    pub(crate) fn await_kind(&self, kind: &str) -> Received {
        wait_until(kind, || !self.of_kind(kind).is_empty());
        self.of_kind(kind).remove(0)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

/// A server with the journey, whose deliveries go to a port of this machine; and that port.
pub(crate) fn sending(definition: &Value) -> (Server, u16) {
    let (port, deployed, open) = (free_port(), free_port(), free_port());
    let server = Server::start_by(
        "tests/http/outbound.capnp",
        vec![
            format!("--external-addr=internet=127.0.0.1:{port}"),
            format!("--socket-addr=deployed=127.0.0.1:{deployed}"),
            format!("--socket-addr=open=127.0.0.1:{open}"),
        ],
    );
    let reply = server.admin().put(JOURNEY, definition);
    assert_eq!(reply.status, 201, "{}", reply.body);
    (server, port)
}

/// A definition whose titles would do harm where they were taken for something else.
pub(crate) fn hostile() -> Value {
    let mut definition = promising();
    definition["title"]["nl"] = json!("<script>telltale()</script>");
    definition["steps"][0]["title"]["nl"] = json!("=telltale|' /C calc'!A0\u{202e}\"},{\"");
    definition
}

pub(crate) fn add(server: &Server, body: &Value) -> (String, String) {
    let reply = server.admin().post(WEBHOOKS, body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let made = reply.json();
    let address = reply.header("location").expect("an address").to_owned();
    assert_eq!(
        address,
        format!("{WEBHOOKS}/{}", made["id"].as_str().expect("an id"))
    );
    (
        address,
        made["secret"].as_str().expect("a secret").to_owned(),
    )
}

pub(crate) fn try_out(server: &Server, webhook: &str) {
    let reply = server.admin().post(&format!("{webhook}/test"), &json!({}));
    assert_eq!(reply.status, 202, "{}", reply.body);
}

pub(crate) fn deliveries(server: &Server, webhook: &str) -> Vec<Value> {
    let reply = server.admin().get(&format!("{webhook}/deliveries"));
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["deliveries"]
        .as_array()
        .expect("a list")
        .clone()
}

/// Whether the reference library verifies a delivery by a secret.
pub(crate) fn verifies(received: &Received, secret: &str) -> bool {
    let script = xtask::setup::root().join("tests/http/verify_webhook.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node");
    let input = json!([{"secret": secret, "headers": received.headers, "body": received.body}]);
    let mut stdin = node.stdin.take().expect("a way in");
    stdin
        .write_all(input.to_string().as_bytes())
        .expect("to be read");
    drop(stdin);
    node.wait().expect("an end").success()
}

/// Changes the tables of the journey's object while no server runs.
pub(crate) fn rewrite(server: &mut Server, statement: &str) {
    server.kill_9();
    let folder = server.data().join("journey-feedback-journey");
    let mut changed = 0;
    for file in fs::read_dir(folder).expect("the journey's objects") {
        let file = file.expect("an entry").path();
        let is_metadata = file.file_stem().is_some_and(|it| it == "metadata");
        if !is_metadata && file.extension().is_some_and(|it| it == "sqlite") {
            let base = Connection::open(&file).expect("a database");
            changed += base.execute(statement, []).expect("a change");
        }
    }
    assert!(changed > 0, "{statement}");
    server.restart();
}
