//! Webhooks on a page of the dashboard, without a script.

use crate::{
    dashboard::{KEY, post, signed_in, token},
    retention::wait_until,
    webhook_receiver::{HOOK, Receiver, WEBHOOKS, deliveries, hostile, rewrite, sending, verifies},
};
use journey_tests::Client;
use serde_json::json;

const PAGE: &str = "/dashboard/journeys/verbouwvergunning/webhooks";

#[test]
fn an_admin_adds_tries_and_removes_one_on_a_page_and_sends_again_what_did_not_arrive() {
    let (mut server, port) = sending(&hostile());
    let listener = Receiver::listen(port);
    listener.answer_with(500);
    let owner = signed_in(&server, KEY);
    let send = |owner: &Client, fields: &str| {
        let form = format!("token={}&{fields}", token(owner));
        post(owner, PAGE, &form)
    };
    let address = HOOK.replace('?', "%3F").replace('=', "%3D");
    let added = send(&owner, &format!("act=add&url={address}&event=norm.missed"));
    assert_eq!(added.status, 200, "{}", added.body);
    let (_, secret) = added.body.split_once("whsec_").expect("a secret");
    let secret = format!("whsec_{}", secret.split('<').next().expect("its end"));
    assert!(!owner.get(PAGE).body.contains("whsec_"));
    let listed = server.admin().get(WEBHOOKS).json()["webhooks"][0].clone();
    assert_eq!(listed["events"], json!(["norm.missed"]));
    let id = listed["id"].as_str().expect("an id").to_owned();
    let webhook = format!("{WEBHOOKS}/{id}");

    let fields = format!("act=test&webhook={id}");
    assert_eq!(post(&owner, PAGE, &fields).status, 403, "without a token");
    assert_eq!(send(&owner, &fields).status, 303);
    assert!(verifies(&listener.await_kind("webhook.test"), &secret));
    wait_until("its outcome", || {
        deliveries(&server, &webhook)[0]["lastStatus"] == 500
    });
    rewrite(&mut server, "UPDATE deliveries SET next = NULL");
    let owner = signed_in(&server, KEY);
    let dead = deliveries(&server, &webhook)[0]["id"].clone();
    let dead = dead.as_str().expect("an id").to_owned();
    assert!(owner.get(PAGE).body.contains(&dead));
    listener.answer_with(200);
    let again = format!("act=again&webhook={id}&delivery={dead}");
    assert_eq!(send(&owner, &again).status, 303);
    wait_until("its delivery", || deliveries(&server, &webhook).is_empty());

    let change = |fields: &str| send(&owner, &format!("act=change&webhook={id}&{fields}"));
    let moved = format!("url={address}2&event=norm.missed&event=digest.weekly&paused=1");
    assert_eq!(change(&moved).status, 303);
    let stands = server.admin().get(&webhook).json();
    assert_eq!(stands["url"], format!("{HOOK}2"));
    assert_eq!(stands["events"], json!(["norm.missed", "digest.weekly"]));
    assert_eq!(stands["paused"], true);
    let refused = change("url=https%3A%2F%2F127.0.0.1%2F");
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains(r#"value="https://127.0.0.1/""#));
    assert!(
        refused
            .body
            .contains("can be reached over the internet, without")
    );
    assert!(
        refused
            .body
            .contains("Choose at least one kind of message.")
    );
    assert_eq!(server.admin().get(&webhook).json(), stands, "as it was");
    let gone = format!("act=change&webhook=none&url={address}&event=norm.missed");
    assert_eq!(send(&owner, &gone).status, 404);

    let inside = send(
        &owner,
        "act=add&url=https%3A%2F%2F127.0.0.1%2F&event=norm.missed",
    );
    assert_eq!(inside.status, 400);
    assert_eq!(
        send(&owner, &format!("act=remove&webhook={id}")).status,
        303
    );
    assert_eq!(server.admin().get(WEBHOOKS).json()["webhooks"], json!([]));
}
