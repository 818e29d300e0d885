//! The dashboard's pages that write a definition, record what employees hear, and report a period.

use crate::{
    dashboard::{KEY, leave_out, numbers, post, shares, signed_in, token, values},
    fixture::{
        JOURNEY, answer, definition, period_of_now, put, results, server, server_with, ulid,
    },
};
use journey_tests::{Client, Reply, Server};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write};

const PAGE: &str = "/dashboard/journeys/verbouwvergunning";
const EDIT: &str = "/dashboard/journeys/verbouwvergunning/steps/tekeningen/edit";
const ENTRY: &str = "/dashboard/journeys/verbouwvergunning/entry";

/// A form as browsers send it.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            write!(all, "%{byte:02X}").expect("room");
            all
        })
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// The value of a page's hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = format!(r#"name="{name}" value=""#);
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("{name}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The editor's form for the first step as it is, but for some fields.
fn edited(client: &Client, edition: &str, changes: &[(&str, &str)]) -> Reply {
    let token = token(client);
    let mut fields = vec![
        ("token", token.as_str()),
        ("edition", edition),
        (
            "/question/prompt/nl",
            "Hoe makkelijk of moeilijk was deze stap?",
        ),
        ("/question/prompt/en", ""),
        ("/question/scale", "ease"),
        ("/question/followUp/reasons/0/id", "file-too-large"),
        (
            "/question/followUp/reasons/0/label/nl",
            "Mijn bestand was te groot",
        ),
        (
            "/question/followUp/comment/prompt/nl",
            "Wat kunnen wij beter doen?",
        ),
        ("/question/followUp/comment/maxLength", "200"),
        ("/norm/tone", "positive"),
        ("/norm/atLeast", "70"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    post(client, EDIT, &form(&fields))
}

/// The first step as the API gives it, to a caller that knew nothing of it before.
fn defined(server: &mut Server) -> Value {
    server.restart();
    server.admin().get(JOURNEY).json()["steps"][0].clone()
}

#[test]
fn a_step_is_changed_by_the_apis_own_rules_and_without_a_new_count() {
    let mut server = server();
    let client = signed_in(&server, KEY);
    assert_eq!(
        put(&server.client(), &ulid(), &answer("easy", 0)).status,
        201
    );
    let page = client.get(EDIT).body;
    assert_eq!(hidden(&page, "edition"), "1");
    let same = edited(&client, "1", &[("do", "store")]);
    assert!(
        same.header("location")
            .is_some_and(|it| it.ends_with("/edit?changed=0"))
    );
    let reply = edited(
        &client,
        "1",
        &[
            ("do", "store"),
            ("/norm/atLeast", "82,5"),
            ("/next/nl", "U hoort van ons."),
            ("/question/followUp/reasons/1/id", ""),
            ("/question/followUp/reasons/1/label/nl", "Iets anders"),
        ],
    );
    assert_eq!(reply.status, 303, "{}", reply.body);
    assert!(
        reply
            .header("location")
            .is_some_and(|it| it.ends_with("/edit?changed=1"))
    );
    assert!(
        client
            .get(&format!("{EDIT}?changed=1"))
            .body
            .contains("Stored.")
    );

    let step = defined(&mut server);
    assert_eq!(step["norm"], json!({"tone": "positive", "atLeast": 0.825}));
    assert_eq!(step["next"], json!({"nl": "U hoort van ons."}));
    assert_eq!(
        step["question"]["followUp"]["reasons"][1]["id"],
        "iets-anders"
    );
    let results = results(&server);
    assert_eq!(
        (&results["questionVersion"], &results["answered"]),
        (&json!(1), &json!(1))
    );
    let log = server.admin().get("/v1/audit-log").json();
    assert_eq!(log["entries"][0]["action"], "journey-defined");
}

#[test]
fn every_fault_stands_beside_its_field_and_what_was_typed_is_kept() {
    let mut server = server();
    let client = signed_in(&server, KEY);
    let long = "é".repeat(121);
    for pressed in ["store", "preview"] {
        let reply = edited(
            &client,
            "1",
            &[
                ("do", pressed),
                ("/question/prompt/nl", " "),
                ("/question/followUp/reasons/0/label/nl", &long),
                ("/question/followUp/comment/maxLength", "veel & meer"),
                ("/norm/atLeast", "101"),
            ],
        );
        assert_eq!(reply.status, 400);
        for (name, text) in [
            ("/question/prompt/nl", "Fill this in."),
            (
                "/question/followUp/reasons/0/label/nl",
                "This is too long: at most 120 characters.",
            ),
            (
                "/question/followUp/comment/maxLength",
                "Fill in a whole number from 1 to 2000.",
            ),
            ("/norm/atLeast", "Fill in a number from 0 to 100."),
        ] {
            let fault = format!(r#"<p class="fault" id="fault:{name}">{text}</p>"#);
            assert!(reply.body.contains(&fault), "{fault}");
            assert!(reply.body.contains(&format!("href=\"#{name}\"")), "{name}");
        }
        for kept in [long.as_str(), "veel &amp; meer", "101"] {
            assert!(reply.body.contains(&format!("value=\"{kept}\"")), "{kept}");
        }
    }
    assert_eq!(defined(&mut server)["norm"]["atLeast"], 0.7);
}

#[test]
fn a_new_question_warns_first_that_counting_starts_anew() {
    let mut server = server();
    let client = signed_in(&server, KEY);
    let asked = [
        ("do", "store"),
        ("/question/prompt/nl", "Ging het?"),
        ("/question/scale", "done"),
    ];
    let warned = edited(&client, "1", &asked);
    assert_eq!(warned.status, 200);
    assert!(
        warned
            .body
            .contains("This becomes version 2, and counting starts anew.")
    );
    assert!(warned.body.contains("Ging het?"));
    let stale = edited(&client, "1", &[&asked[..], &[("warned", "7")]].concat());
    assert_eq!(stale.status, 200);
    let warning = hidden(&warned.body, "warned");
    let stored = edited(
        &client,
        "1",
        &[&asked[..], &[("warned", &warning)]].concat(),
    );
    assert!(
        stored
            .header("location")
            .is_some_and(|it| it.ends_with("changed=2"))
    );
    assert_eq!(defined(&mut server)["question"]["scale"], "done");
}

#[test]
fn buttons_that_do_not_store_change_nothing_and_lose_nothing() {
    let mut server = server();
    let client = signed_in(&server, KEY);
    let typed = ("/norm/atLeast", "33");
    let more = edited(&client, "1", &[typed, ("do", "add-reason")]).body;
    assert!(
        more.contains("/question/followUp/reasons/1/label/nl") && more.contains("value=\"33\"")
    );
    let less = edited(&client, "1", &[typed, ("remove", "0")]).body;
    assert!(!less.contains("/question/followUp/reasons/0/id") && less.contains("value=\"33\""));
    let ready = edited(
        &client,
        "1",
        &[typed, ("do", "use"), ("ready", "success-goal")],
    )
    .body;
    for text in [
        "Is het gelukt wat u hier wilde doen?",
        "Did you manage to do what you came for?",
        "value=\"33\"",
        "version 2",
    ] {
        assert!(ready.contains(text), "{text}");
    }
    let preview = edited(
        &client,
        "1",
        &[("/next/nl", "Tot ziens."), ("do", "preview")],
    )
    .body;
    let (_, preview) = preview.split_once("id=\"preview\"").expect("a preview");
    for text in [
        "Heel makkelijk",
        "Niet nu",
        "Mijn bestand was te groot",
        "Tot ziens.",
        "Very easy",
    ] {
        assert!(preview.contains(text), "{text}");
    }
    assert_eq!(defined(&mut server)["norm"]["atLeast"], 0.7);
}

#[test]
fn whoever_stores_second_is_told_and_overwrites_nothing() {
    let mut server = server();
    let (first, second) = (signed_in(&server, KEY), signed_in(&server, KEY));
    assert_eq!(
        edited(&first, "1", &[("do", "store"), ("/norm/atLeast", "80")]).status,
        303
    );
    let told = edited(
        &second,
        "1",
        &[("do", "store"), ("/next/nl", "Van de tweede.")],
    );
    assert_eq!(told.status, 409);
    assert!(told.body.contains("Someone else changed this journey"));
    assert!(told.body.contains("Van de tweede."));
    assert_eq!(defined(&mut server)["norm"]["atLeast"], 0.8);
    let edition = hidden(&told.body, "edition");
    let again = edited(
        &second,
        &edition,
        &[
            ("do", "store"),
            ("/norm/atLeast", "80"),
            ("/next/nl", "Van de tweede."),
        ],
    );
    assert_eq!(again.status, 303);
    let step = defined(&mut server);
    assert_eq!(
        (&step["norm"]["atLeast"], &step["next"]["nl"]),
        (&json!(0.8), &json!("Van de tweede."))
    );
}

/// The fields of an answer that an employee records.
fn entry<'a>(client: &Client, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let page = client.get(ENTRY).body;
    let mut fields: Vec<(&str, String)> = ["token", "step", "ulid", "questionVersion"]
        .map(|name| (name, hidden(&page, name)))
        .to_vec();
    fields.push(("channel", "desk".to_owned()));
    fields.push(("language", "nl".to_owned()));
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

fn send(client: &Client, fields: &[(&str, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    post(client, ENTRY, &form(&fields))
}

#[test]
fn an_answer_at_the_desk_counts_once_however_often_it_is_sent() {
    let server = server();
    let client = signed_in(&server, KEY);
    let comment = "Bel mij: 06 12345678";
    let fields = entry(
        &client,
        &[
            ("option", "very-difficult"),
            ("reason", "file-too-large"),
            ("comment", comment),
            ("audience", "inwoner"),
        ],
    );
    let first = send(&client, &fields);
    assert_eq!(
        (first.status, first.header("location")),
        (
            303,
            Some(
                "/dashboard/journeys/verbouwvergunning/entry?step=tekeningen&channel=desk&changed=1"
            )
        ),
        "{}",
        first.body
    );
    let second = send(&client, &fields);
    assert!(
        second
            .header("location")
            .is_some_and(|it| it.ends_with("changed=0"))
    );
    assert_eq!(
        send(
            &client,
            &entry(&client, &[("option", "easy"), ("channel", "phone")])
        )
        .status,
        303
    );

    let path = format!(
        "{JOURNEY}/steps/tekeningen/results?period={}",
        period_of_now()
    );
    let results = server.admin().get(&path).json()["steps"][0].clone();
    assert_eq!(results["answered"], 2);
    let channels: Vec<&Value> = results["channels"]
        .as_array()
        .expect("channels")
        .iter()
        .map(|it| &it["value"])
        .collect();
    assert_eq!(channels, ["desk", "phone"]);
    let signals = server.admin().get(&format!("{JOURNEY}/signals")).json();
    assert_eq!(signals["signals"].as_array().map(Vec::len), Some(1));
    let signal = &signals["signals"][0];
    assert_eq!(
        (&signal["reason"], &signal["option"]),
        (&json!("file-too-large"), &json!("very-difficult"))
    );
    assert!(
        !signal["comment"]
            .as_str()
            .expect("a comment")
            .contains("12345678")
    );
}

#[test]
fn an_entry_that_does_not_hold_is_told_so_and_kept_as_it_was_typed() {
    let server = server();
    let client = signed_in(&server, KEY);
    let long = "x".repeat(201);
    for (changes, text) in [
        (&[("comment", "los")][..], "Choose an answer."),
        (
            &[("option", "easy"), ("comment", "los & vast")],
            "A reason or comment goes only with",
        ),
        (
            &[("option", "very-easy"), ("comment", long.as_str())],
            "at most 200 characters",
        ),
        (&[("do", "signal"), ("signal", "  ")], "Fill this in."),
        (
            &[
                ("option", "very-easy"),
                ("ulid", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            ],
            "This page was open for too long.",
        ),
        (
            &[
                ("do", "signal"),
                ("signal", "Oud"),
                ("ulid", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            ],
            "This page was open for too long.",
        ),
    ] {
        let reply = send(&client, &entry(&client, changes));
        assert_eq!(reply.status, 400, "{text}");
        assert!(reply.body.contains(text), "{text}");
        if text.starts_with("A reason") {
            assert!(reply.body.contains("los &amp; vast</textarea>"));
        }
    }
    assert_eq!(results(&server)["seen"], 0);
}

#[test]
fn a_signal_of_an_employee_is_in_the_inbox_and_in_no_figure() {
    let server = server();
    let client = signed_in(&server, KEY);
    let fields = entry(
        &client,
        &[
            ("do", "signal"),
            (
                "signal",
                "Veel mensen bellen over stap 2. Mail: a@b.example",
            ),
        ],
    );
    assert!(
        send(&client, &fields)
            .header("location")
            .is_some_and(|it| it.ends_with("changed=1"))
    );
    assert!(
        send(&client, &fields)
            .header("location")
            .is_some_and(|it| it.ends_with("changed=0"))
    );
    let results = results(&server);
    assert_eq!(
        (&results["seen"], &results["answered"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(results["signals"], json!({"new": 1, "total": 1}));
    let signals = server.admin().get(&format!("{JOURNEY}/signals")).json();
    let signal = &signals["signals"][0];
    assert_eq!(
        (&signal["waiting"], &signal["option"], &signal["tone"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let comment = signal["comment"].as_str().expect("a comment");
    assert!(
        comment.starts_with("Veel mensen bellen") && !comment.contains("a@b.example"),
        "{comment}"
    );
    assert!(
        client
            .get(&format!("{PAGE}/signals"))
            .body
            .contains("reported by an employee")
    );

    let backup = server.admin().get("/v1/export").body;
    let elsewhere = Server::start();
    let import = elsewhere.admin().send_as(
        &ureq::http::Method::PUT,
        "/v1/import",
        "application/x-ndjson",
        backup.as_bytes(),
    );
    assert_eq!(import.status, 200, "{}", import.body);
    assert_eq!(
        elsewhere.admin().get(&format!("{JOURNEY}/signals")).json(),
        signals
    );
}

#[test]
fn every_figure_of_the_report_is_the_apis() {
    let server = server();
    let client = signed_in(&server, KEY);
    let options = ["very-difficult", "difficult", "easy", "very-easy"];
    for number in 0..23 {
        let mut body = answer(options[number * 7 % 4], 0);
        if body["option"] == "very-difficult" {
            body["reason"] = json!("file-too-large");
        }
        assert_eq!(put(&server.client(), &ulid(), &body).status, 201);
    }
    let year = period_of_now();
    let improvement = json!({
        "step": "tekeningen", "since": format!("{year}-01-01"), "weDid": {"nl": "=Grotere bestanden"}, "published": true
    });
    assert_eq!(
        server
            .admin()
            .post(&format!("{JOURNEY}/improvements"), &improvement)
            .status,
        201
    );
    let api = server
        .admin()
        .get(&format!("{JOURNEY}/results?period={year}"))
        .json();
    let page = client.get(&format!("{PAGE}/report?period={year}"));
    assert_eq!(page.status, 200);
    let mut shown = api.clone();
    leave_out(&mut shown, &["positive", "all", "providers"]);
    let mut expected = BTreeSet::new();
    shares(&shown, &mut expected);
    let found = values(&page.body);
    let mut given = BTreeSet::new();
    numbers(&api, &mut given);
    let improvements = format!("{JOURNEY}/improvements");
    numbers(&server.admin().get(&improvements).json(), &mut given);
    let made_up: Vec<&String> = found.difference(&given).collect();
    assert!(made_up.is_empty(), "{made_up:?}");
    let missing: Vec<&String> = expected.difference(&found).collect();
    assert!(expected.len() > 8 && missing.is_empty(), "{missing:?}");
    for share in api["steps"][0]["distribution"].as_array().expect("a list") {
        // A count stands beside its share.
        let (count, of) = (&share["count"], share["share"].as_f64().expect("a share"));
        let cells = format!(
            r#"<td class="number">{count}</td><td class="number"><span class="share"><data value="{of:.4}">"#
        );
        assert!(page.body.contains(&cells), "{share}");
    }
    assert!(page.body.contains("=Grotere bestanden"));

    let csv = client.get(&format!("{PAGE}/report.csv?period={year}"));
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let step = &api["steps"][0];
    let row_of = |of_part: &str, what: &str, share: &Value| {
        let [part, low, high] =
            ["share", "low", "high"].map(|it| share[it].as_f64().expect("a share"));
        let (count, of) = (&share["count"], &share["of"]);
        format!("{of_part},tekeningen,1,{what},{count},{of},{part},{low},{high},")
    };
    let row = |what: &str, share: &Value| row_of("hurts", what, share);
    let rows: Vec<&str> = csv.body.lines().collect();
    for share in step["distribution"].as_array().expect("a distribution") {
        let option = share["option"].as_str().expect("an option");
        assert!(
            rows.contains(&row(&format!("option:{option}"), share).as_str()),
            "{}",
            csv.body
        );
    }
    for share in step["reasons"].as_array().expect("reasons") {
        let reason = share["reason"].as_str().expect("a reason");
        assert!(rows.contains(&row(&format!("reason:{reason}"), share).as_str()));
    }
    for tone in ["negative", "positive"] {
        assert!(rows.contains(&row(tone, &step[tone]).as_str()), "{tone}");
    }
    let answered = row_of("asked", "answered", &step["answerRate"]);
    assert!(rows.contains(&answered.as_str()), "{}", csv.body);
    let seen = format!("asked,tekeningen,1,seen,{},,,,,", step["seen"]);
    assert!(rows.contains(&seen.as_str()));
    assert!(csv.body.contains(",'=Grotere bestanden\r\n"));
    assert!(rows.contains(&"waits,,,overdueCallbacks,0,,,,,"));
}

#[test]
fn what_an_address_names_that_is_not_there_is_said() {
    let server = server();
    let owner = signed_in(&server, KEY);
    for (path, status) in [
        ("steps/none/edit", 404),
        ("entry?step=none", 404),
        ("report?period=soon", 400),
        ("report.csv?period=soon", 400),
    ] {
        let found = owner.get(&format!("{PAGE}/{path}")).status;
        assert_eq!(found, status, "{path}");
    }
}

#[test]
fn hostile_texts_are_inert_on_every_page_and_in_the_table() {
    const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut definition = definition();
    definition["title"]["nl"] = json!(HOSTILE);
    let step = &mut definition["steps"][0];
    step["title"]["nl"] = json!(HOSTILE);
    step["next"] = json!({"nl": HOSTILE});
    step["question"]["prompt"]["nl"] = json!(format!("=1+1{HOSTILE}"));
    step["question"]["followUp"]["reasons"][0]["label"]["nl"] = json!(HOSTILE);
    step["question"]["followUp"]["comment"]["prompt"]["nl"] = json!(HOSTILE);
    let server = server_with(&definition);
    let client = signed_in(&server, KEY);
    let typed = edited(
        &client,
        "1",
        &[
            ("do", "preview"),
            ("/next/en", HOSTILE),
            ("/norm/atLeast", HOSTILE),
        ],
    );
    let entry = send(
        &client,
        &entry(&client, &[("comment", HOSTILE), ("do", "answer")]),
    );
    for page in [
        client.get(EDIT).body,
        client.get(ENTRY).body,
        client.get(&format!("{PAGE}/report")).body,
        typed.body,
        entry.body,
    ] {
        assert!(page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script") && !page.contains("<img"));
    }
    let csv = client.get(&format!("{PAGE}/report.csv")).body;
    assert!(csv.contains("\"'=1+1\"\"><script>"), "{csv}");
}
