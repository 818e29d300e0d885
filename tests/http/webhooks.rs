//! Webhooks: signed as the reference library verifies, tried until the receiver takes them, and led nowhere inside.

use crate::callbacks::promising;
use crate::fixture::{JOURNEY, answer, put, ulid};
use crate::retention::wait_until;
use crate::webhook_receiver::{
    HOOK, Receiver, WEBHOOKS, add, deliveries, hostile, rewrite, sending, try_out, verifies,
};
use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};
use ureq::http::Method;
use xtask::workerd::free_port;

/// Answers that miss the first step's norm.
fn miss_the_norm(server: &Server) {
    for _ in 0..20 {
        let mut body = answer("very-difficult", 0);
        body["reason"] = json!("file-too-large");
        assert_eq!(put(&server.client(), &ulid(), &body).status, 201);
    }
}

/// Has the object look again, as in the next hour.
fn look_again(server: &mut Server, webhook: &str, also: &str) {
    rewrite(
        server,
        &format!(
            "UPDATE alerts SET told = iif(kind = 'look', 1, told), known = known - 7 * (kind = '{also}')"
        ),
    );
    let listed = server.admin().get(webhook).json();
    let same = json!({"url": listed["url"], "events": listed["events"]});
    assert_eq!(server.admin().put(webhook, &same).status, 200);
}

#[test]
fn what_is_wrong_is_told_signed_and_with_the_figures_of_the_api() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    miss_the_norm(&server);
    let (webhook, secret) = add(&server, &json!({"url": HOOK}));
    let received = listener.await_kind("norm.missed");
    assert_eq!(received.address, HOOK);
    assert!(secret.starts_with("whsec_"), "{secret}");
    assert!(verifies(&received, &secret));
    let mut forged = received.clone();
    forged.body = forged.body.replace("20", "21");
    assert!(!verifies(&forged, &secret));
    assert!(!verifies(&received, "whsec_b3RoZXI="));
    assert_eq!(received.headers["content-type"], "application/json");

    let event = received.json();
    let data = &event["data"];
    assert_eq!(data["journey"], "verbouwvergunning");
    let period = data["period"].as_str().expect("a period");
    let results = server
        .admin()
        .get(&format!("{JOURNEY}/results?period={period}"));
    let mut expected = results.json()["steps"][0].clone();
    for field in ["distribution", "reasons", "agreement"] {
        expected.as_object_mut().expect("a step").remove(field);
    }
    assert_eq!(data["results"], json!([expected]));
    assert_eq!(data["results"][0]["norm"]["status"], "missed");
    assert!(!received.body.contains("telltale"), "{}", received.body);
    wait_until("nothing on its way", || {
        deliveries(&server, &webhook).is_empty()
    });

    // What stays as it is is told once.
    look_again(&mut server, &webhook, "");
    try_out(&server, &webhook);
    listener.await_kind("webhook.test");
    assert_eq!(listener.of_kind("norm.missed").len(), 1);
}

#[test]
fn signals_overdue_calls_and_the_week_are_told_and_nothing_of_what_residents_wrote() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    miss_the_norm(&server);
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    listener.await_kind("norm.missed");
    let mut body = answer("very-difficult", 0);
    body["comment"] = json!("<svg onload=telltale()> =telltale");
    assert_eq!(put(&server.client(), &ulid(), &body).status, 201);
    let callback = json!({
        "kind": "callback", "id": "0-ab", "step": "tekeningen", "phone": "0612345678",
        "name": "telltale", "moment": "any", "language": "nl", "asked": "2026-01-01",
        "due": "2026-01-02", "deletes": "2100-01-01", "status": "open", "note": null,
    });
    let lines = [
        json!({"format": "journey-feedback", "version": 1}),
        json!({"kind": "journey", "journey": "verbouwvergunning"}),
        callback,
        json!({"kind": "end", "rows": 1}),
        json!({"kind": "complete"}),
    ];
    let lines = lines.map(|line| line.to_string()).join("\n");
    let kind = "application/x-ndjson";
    let reply = server
        .admin()
        .send_as(&Method::PUT, "/v1/import", kind, lines.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.body);

    look_again(&mut server, &webhook, "digest.weekly");
    let signal = listener.await_kind("signal.arrived").json();
    assert_eq!(
        (&signal["data"]["count"], &signal["data"]["step"]),
        (&json!(1), &json!("tekeningen"))
    );
    let overdue = listener.await_kind("callback.overdue").json();
    assert_eq!(
        overdue["data"],
        json!({"journey": "verbouwvergunning", "step": "tekeningen", "count": 1})
    );
    let digest = listener.await_kind("digest.weekly").json();
    let period = digest["data"]["period"].as_str().expect("a period");
    assert!(period.contains("-W"), "{period}");
    assert_eq!(digest["data"]["results"].as_array().map(Vec::len), Some(2));
    for received in listener.all().iter() {
        assert!(!received.body.contains("telltale"), "{}", received.body);
    }
}

#[test]
fn a_clock_that_ran_ahead_keeps_nobody_uninformed_once_it_is_right_again() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    miss_the_norm(&server);
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    listener.await_kind("norm.missed");
    // Forty days, in hours for a look and in days for what was told.
    let ahead = "UPDATE alerts SET told = told + iif(kind = 'look', 960, 40)";
    rewrite(&mut server, ahead);
    let mut body = answer("very-difficult", 0);
    body["comment"] = json!("Het lukt niet.");
    assert_eq!(put(&server.client(), &ulid(), &body).status, 201);
    let listed = server.admin().get(&webhook).json();
    let same = json!({"url": listed["url"], "events": listed["events"]});
    assert_eq!(server.admin().put(&webhook, &same).status, 200);
    let signal = listener.await_kind("signal.arrived").json();
    assert_eq!(signal["data"]["count"], 1);
}

#[test]
fn held_answers_are_told_to_whoever_asked_for_them() {
    let (server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    crate::bursts::send_from(&server.client(), 70, &answer("easy", 0));
    let url = |path: &str| format!("https://hooks.gemeente.example/{path}");
    // The first to be added is looked for at once, and both are listening by then.
    let (first, _) = add(
        &server,
        &json!({"url": url("held"), "events": ["answers.held"], "paused": true}),
    );
    add(
        &server,
        &json!({"url": url("norm"), "events": ["norm.missed"], "paused": true}),
    );
    let events = json!({"url": url("held"), "events": ["answers.held"]});
    assert_eq!(server.admin().put(&first, &events).status, 200);
    let received = listener.await_kind("answers.held");
    assert_eq!(received.address, url("held"));
    let data = &received.json()["data"];
    assert!(data["count"].as_u64().is_some_and(|it| it > 0), "{data}");
    assert_eq!(data["results"][0]["held"], data["count"]);
}

#[test]
fn a_delivery_is_tried_again_after_the_receiver_was_down_and_keeps_its_id() {
    let (mut server, port) = sending(&hostile());
    let (webhook, secret) = add(&server, &json!({"url": HOOK}));
    try_out(&server, &webhook);
    let tried = || {
        deliveries(&server, &webhook)
            .first()
            .cloned()
            .unwrap_or_default()
    };
    wait_until("a first attempt", || tried()["attempts"] == 1);
    let waiting = tried();
    assert_eq!(waiting["state"], "waiting");
    assert_eq!(waiting["lastStatus"], Value::Null);
    assert!(waiting["nextAttempt"].is_string());
    let listener = Receiver::listen(port);
    listener.answer_with(503);
    wait_until("a second attempt", || tried()["attempts"] == 2);
    assert_eq!(tried()["lastStatus"], 503);
    // The next would come in minutes. A power cut makes no difference.
    listener.answer_with(200);
    rewrite(&mut server, "UPDATE deliveries SET next = 0");
    let listed = server.admin().get(WEBHOOKS).json();
    assert_eq!(listed["webhooks"][0]["waiting"], 1);
    let body = json!({"url": HOOK});
    assert_eq!(server.admin().put(&webhook, &body).status, 200);
    wait_until("a third attempt", || {
        deliveries(&server, &webhook).is_empty()
    });
    let all = listener.all();
    assert_eq!(all.len(), 2);
    assert_eq!(
        all[0].headers["webhook-id"],
        waiting["id"].as_str().expect("an id")
    );
    assert_eq!(all[0].headers["webhook-id"], all[1].headers["webhook-id"]);
    assert!(all.iter().all(|it| verifies(it, &secret)));
}

#[test]
fn what_nobody_took_for_a_day_is_dead_and_can_be_sent_again() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    listener.answer_with(302);
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    try_out(&server, &webhook);
    wait_until("a first attempt", || !listener.all().is_empty());
    wait_until("its outcome", || {
        deliveries(&server, &webhook)[0]["lastStatus"] == 302
    });
    rewrite(&mut server, "UPDATE deliveries SET attempts = 7, next = 0");
    assert_eq!(
        server.admin().put(&webhook, &json!({"url": HOOK})).status,
        200
    );
    wait_until("its death", || {
        deliveries(&server, &webhook)[0]["state"] == "dead"
    });
    let dead = deliveries(&server, &webhook)[0].clone();
    assert_eq!(
        (&dead["attempts"], &dead["nextAttempt"]),
        (&json!(8), &Value::Null)
    );
    assert_eq!(server.admin().get(&webhook).json()["dead"], 1);
    // A redirect was never followed.
    assert!(listener.all().iter().all(|it| it.address == HOOK));

    listener.answer_with(200);
    let again = format!(
        "{webhook}/deliveries/{}",
        dead["id"].as_str().expect("an id")
    );
    let reply = server.admin().post(&again, &json!({}));
    assert_eq!(reply.status, 202, "{}", reply.body);
    assert_eq!(reply.json()["id"], dead["id"]);
    wait_until("its delivery", || deliveries(&server, &webhook).is_empty());
    assert_eq!(server.admin().post(&again, &json!({})).status, 404);
}

#[test]
fn for_a_day_after_a_new_secret_both_sign() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    let (webhook, old) = add(&server, &json!({"url": HOOK}));
    let reply = server
        .admin()
        .post(&format!("{webhook}/secret"), &json!({}));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let new = reply.json()["secret"]
        .as_str()
        .expect("a secret")
        .to_owned();
    assert_ne!(old, new);
    try_out(&server, &webhook);
    let received = listener.await_kind("webhook.test");
    assert!(verifies(&received, &old) && verifies(&received, &new));

    rewrite(
        &mut server,
        "UPDATE webhooks SET rotated = rotated - 86400001",
    );
    look_again(&mut server, &webhook, "");
    listener.all().clear();
    try_out(&server, &webhook);
    let received = listener.await_kind("webhook.test");
    assert!(!verifies(&received, &old) && verifies(&received, &new));
    // It is shown when it is made, and never again.
    let shown = server.admin().get(WEBHOOKS).body;
    assert!(
        !shown.contains("whsec_") && !shown.contains("secret"),
        "{shown}"
    );
}

#[test]
fn a_receiver_that_is_gone_gets_no_more() {
    let (server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    listener.answer_with(410);
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    try_out(&server, &webhook);
    wait_until("a pause", || {
        server.admin().get(&webhook).json()["paused"] == true
    });
    assert_eq!(deliveries(&server, &webhook)[0]["state"], "dead");
}

#[test]
fn an_address_that_leads_inside_is_refused_and_one_in_the_tables_gets_nothing() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    for url in [
        "http://hooks.gemeente.example/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://printer.local/",
        "https://localhost/",
        "https://user@hooks.gemeente.example/",
        "https://hooks.gemeente.example:22/",
    ] {
        let reply = server.admin().post(WEBHOOKS, &json!({"url": url}));
        assert_eq!(reply.status, 400, "{url}");
        let fault = reply.json()["errors"][0].clone();
        assert_eq!(
            (&fault["location"]["pointer"], &fault["code"]),
            (&json!("/url"), &json!("not-a-webhook-url")),
            "{url}"
        );
    }
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    rewrite(
        &mut server,
        "UPDATE webhooks SET url = 'https://169.254.169.254/'",
    );
    try_out(&server, &webhook);
    wait_until("an attempt", || {
        deliveries(&server, &webhook)[0]["attempts"] == 1
    });
    assert!(listener.all().is_empty());
}

/// What a door answers to a request for an address, if anything.
fn through(door: u16, address: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", door)).expect("a door");
    let patience = Some(Duration::from_secs(20));
    stream.set_read_timeout(patience).expect("patience");
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let request = format!("GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = Vec::new();
    let _reset = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_name_that_leads_to_a_private_address_reaches_nothing_from_a_machine_of_ones_own() {
    let (deployed, open, port) = (free_port(), free_port(), free_port());
    let _server = Server::start_by(
        "tests/http/outbound.capnp",
        vec![
            format!("--external-addr=internet=127.0.0.1:{port}"),
            format!("--socket-addr=deployed=127.0.0.1:{deployed}"),
            format!("--socket-addr=open=127.0.0.1:{open}"),
        ],
    );
    let listener = Receiver::listen(port);
    for host in ["localhost", "127.0.0.1"] {
        let address = format!("http://{host}:{port}/");
        let answer = through(deployed, &address);
        assert!(!answer.starts_with("HTTP/1.1 204"), "{host}: {answer}");
        assert!(listener.all().is_empty(), "{host}");
        let answer = through(open, &address);
        assert!(answer.starts_with("HTTP/1.1 204"), "{host}: {answer}");
        listener.all().clear();
    }
}

fn key(server: &Server, body: &Value) -> Client {
    let made = server.admin().post("/v1/keys", body).json();
    server
        .client()
        .with_key(made["key"].as_str().expect("a key"))
}

#[test]
fn only_admins_of_the_journey_see_and_change_them_and_the_audit_log_says_so() {
    let (server, _) = sending(&hostile());
    let (webhook, _) = add(&server, &json!({"url": HOOK}));
    let body = json!({"url": HOOK, "events": ["digest.weekly"], "paused": true});
    let other = "/v1/journeys/parkeervergunning";
    assert_eq!(server.admin().put(other, &promising()).status, 201);
    let of_journey = |role: &str, journey: &str| {
        key(
            &server,
            &json!({"label": "Testsleutel", "role": role, "journeys": [journey]}),
        )
    };
    let calls = |client: &Client| -> Vec<Reply> {
        let below = |part: &str| format!("{webhook}/{part}");
        vec![
            client.get(WEBHOOKS),
            client.post(WEBHOOKS, &body),
            client.get(&webhook),
            client.put(&webhook, &body),
            client.post(&below("secret"), &json!({})),
            client.post(&below("test"), &json!({})),
            client.get(&below("deliveries")),
            client.post(&below("deliveries/a1"), &json!({})),
            client.delete(&webhook),
        ]
    };
    for (client, status) in [
        (server.client(), 401),
        (of_journey("viewer", "verbouwvergunning"), 403),
        (of_journey("editor", "verbouwvergunning"), 403),
        (of_journey("admin", "parkeervergunning"), 403),
    ] {
        for reply in calls(&client) {
            assert_eq!(reply.status, status, "{}", reply.body);
        }
    }
    let admin = of_journey("admin", "verbouwvergunning");
    let statuses: Vec<u16> = calls(&admin).iter().map(|it| it.status).collect();
    assert_eq!(statuses, [200, 201, 200, 200, 200, 202, 200, 404, 204]);
    for reply in calls(&admin).iter().skip(2) {
        assert_eq!(reply.status, 404, "{}", reply.body);
    }
    let log = server.admin().get("/v1/audit-log").json();
    let actions: Vec<&str> = log["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|it| it["action"].as_str())
        .filter(|it| it.starts_with("webhook"))
        .collect();
    assert_eq!(
        actions,
        [
            "webhook-added",
            "webhook-removed",
            "webhook-secret-changed",
            "webhook-changed",
            "webhook-added",
            "webhook-added"
        ]
    );
    for _ in 0..8 {
        add(&server, &body);
    }
    let reply = server.admin().post(WEBHOOKS, &body);
    assert_eq!(reply.status, 409, "{}", reply.body);
    assert_eq!(server.admin().delete(JOURNEY).status, 204);
    assert_eq!(server.admin().put(JOURNEY, &promising()).status, 201);
    assert_eq!(server.admin().get(WEBHOOKS).json()["webhooks"], json!([]));
}
