//! The page on which residents answer without a script: the widget's words and rules, and one response a page.

use crate::{
    callbacks::promising,
    dashboard_editing::{form, hidden},
    fixture::{JOURNEY, STEP, count, definition, results, server, server_with},
};
use journey_tests::{Client, Reply, Server};
use serde_json::json;
use ureq::http::Method;

const PAGE: &str = "/answer/verbouwvergunning/tekeningen";
const FORM: &str = "application/x-www-form-urlencoded";

/// Sends a form as a browser does from a page of this site.
fn send(client: &Client, page: &str, fields: &[(&str, &str)]) -> Reply {
    let own = client.with_header("sec-fetch-site", "same-origin");
    own.send_as(&Method::POST, page, FORM, form(fields).as_bytes())
}

/// What a page's form sends, with what was chosen and typed in it.
fn filled<'a>(served: &'a Served, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = served.0.iter().map(|(name, value)| (*name, value.as_str()));
    kept.chain(more.iter().copied()).collect()
}

/// The hidden fields of a page as it was served.
struct Served(Vec<(&'static str, String)>);

fn served(client: &Client, page: &str) -> Served {
    let reply = client.get(page);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let names = ["ulid", "questionVersion", "language", "channel", "audience"];
    Served(names.map(|name| (name, hidden(&reply.body, name))).into())
}

fn signals(server: &Server) -> serde_json::Value {
    server.admin().get(&format!("{JOURNEY}/signals")).json()["signals"].clone()
}

#[test]
fn a_page_is_one_response_however_often_it_is_sent_and_its_follow_up_belongs_to_it() {
    let server = server();
    let client = server.client();
    let page = served(
        &client,
        &format!("{PAGE}?channel=letter&audience=inwoner&lang=en"),
    );
    let chosen = filled(&page, &[("option", "very-difficult")]);
    let first = send(&client, PAGE, &chosen);
    assert_eq!(first.status, 200, "{}", first.body);
    assert!(first.body.contains("Thank you."), "{}", first.body);
    assert!(first.body.contains(r#"name="reason""#) && first.body.contains("<textarea"));
    assert_eq!(hidden(&first.body, "ulid"), hidden_ulid(&page));
    assert_eq!(send(&client, PAGE, &chosen).status, 200);

    let more = [
        ("option", "very-difficult"),
        ("further", "given"),
        ("reason", "file-too-large"),
        ("comment", "Twee\r\nregels"),
    ];
    let further = filled(&page, &more);
    for _ in 0..2 {
        let reply = send(&client, PAGE, &further);
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert!(
            !reply.body.contains("<textarea"),
            "asked once: {}",
            reply.body
        );
    }
    let results = results(&server);
    assert_eq!(
        (count(&results, "very-difficult"), results["seen"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(results["channels"][0]["value"], "letter", "{results}");
    assert_eq!(results["audiences"][0]["value"], "inwoner");
    assert_eq!(results["languages"][0]["value"], "en");
    assert_eq!(results["reasons"][0]["reason"], "file-too-large");
    let signals = signals(&server);
    assert_eq!(signals.as_array().map(Vec::len), Some(1));
    assert_eq!(signals[0]["comment"], "Twee\nregels");
}

fn hidden_ulid(page: &Served) -> String {
    page.0[0].1.clone()
}

#[test]
fn whoever_goes_back_and_chooses_otherwise_has_changed_their_answer() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    for option in ["very-difficult", "easy"] {
        assert_eq!(
            send(&client, PAGE, &filled(&page, &[("option", option)])).status,
            200
        );
    }
    let results = results(&server);
    assert_eq!(
        (count(&results, "very-difficult"), count(&results, "easy")),
        (Some(0), Some(1))
    );
}

#[test]
fn only_outliers_are_asked_further() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    let reply = send(&client, PAGE, &filled(&page, &[("option", "neutral")]));
    assert!(reply.body.contains("Bedankt."), "{}", reply.body);
    assert!(!reply.body.contains("<textarea"), "{}", reply.body);
}

#[test]
fn personal_data_is_shown_masked_before_anything_of_it_is_sent() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    let typed = [
        ("option", "very-difficult"),
        ("further", "given"),
        ("comment", "Bel mij op 06 12345678 <b>"),
    ];
    let asked = send(&client, PAGE, &filled(&page, &typed));
    assert_eq!(asked.status, 200);
    assert!(
        asked
            .body
            .contains("Er staan persoonlijke gegevens in uw tekst.")
    );
    assert!(
        asked.body.contains("Bel mij op [tel] &lt;b&gt;"),
        "{}",
        asked.body
    );
    assert!(signals(&server).as_array().is_some_and(Vec::is_empty));
    assert_eq!(results(&server)["seen"], 0, "nothing was sent");

    let masked = hidden(&asked.body, "comment");
    assert_eq!(masked, "Bel mij op [tel] &lt;b&gt;");
    let sent = [
        ("option", "very-difficult"),
        ("further", "given"),
        ("comment", "Bel mij op [tel] <b>"),
    ];
    assert_eq!(send(&client, PAGE, &filled(&page, &sent)).status, 200);
    assert_eq!(signals(&server)[0]["comment"], "Bel mij op [tel] <b>");
}

#[test]
fn a_comment_that_is_too_long_comes_back_with_what_is_wrong() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    let long = "a".repeat(201);
    let typed = [
        ("option", "very-easy"),
        ("further", "given"),
        ("reason", "file-too-large"),
        ("comment", long.as_str()),
    ];
    let reply = send(&client, PAGE, &filled(&page, &typed));
    assert_eq!(reply.status, 400);
    assert!(reply.body.contains("U mag 200 tekens gebruiken."));
    assert!(
        reply.body.contains(&long) && reply.body.contains(" checked"),
        "{}",
        reply.body
    );
}

#[test]
fn an_open_question_is_answered_by_its_comment() {
    let mut definition = definition();
    definition["steps"][0]["question"]["scale"] = json!("open");
    let server = server_with(&definition);
    let client = server.client();
    let page = served(&client, PAGE);
    let empty = send(
        &client,
        PAGE,
        &filled(&page, &[("further", "given"), ("comment", " ")]),
    );
    assert_eq!(empty.status, 400, "{}", empty.body);
    assert_eq!(results(&server)["seen"], 0);
    let typed = [("further", "given"), ("comment", "De uitleg ontbreekt")];
    let reply = send(&client, PAGE, &filled(&page, &typed));
    assert!(reply.body.contains("Bedankt."), "{}", reply.body);
    assert_eq!(signals(&server)[0]["comment"], "De uitleg ontbreekt");
    assert_eq!(count(&results(&server), "answered"), Some(1));
}

#[test]
fn a_form_from_another_site_counts_nothing() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    let chosen = form(&filled(&page, &[("option", "easy")]));
    let elsewhere = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("accept", "text/html"),
    ];
    for (name, value) in elsewhere {
        let foreign = client.with_header(name, value);
        let reply = foreign.send_as(&Method::POST, PAGE, FORM, chosen.as_bytes());
        assert_eq!(reply.status, 403, "{name}: {value}");
        assert!(
            reply
                .body
                .contains("Het is niet gelukt om uw antwoord te versturen.")
        );
    }
    assert_eq!(results(&server)["seen"], 0);
    let own = client.with_header("origin", &server.origin());
    let reply = own.send_as(&Method::POST, PAGE, FORM, chosen.as_bytes());
    assert_eq!(reply.status, 200, "a browser that tells its origin alone");
    assert_eq!(results(&server)["seen"], 1);
}

#[test]
fn one_address_may_answer_only_so_often() {
    let server = Server::start_with(&[("RATE_LIMIT", "5"), ("HOLD_BURSTS", "off")]);
    assert_eq!(server.admin().put(JOURNEY, &definition()).status, 201);
    let busy = server
        .client()
        .with_header("cf-connecting-ip", "203.0.113.9");
    // A minute may begin in between, so twice the limit and one is surely too many.
    let replies: Vec<_> = (0..11)
        .map(|_| {
            send(
                &busy,
                PAGE,
                &filled(&served(&busy, PAGE), &[("option", "easy")]),
            )
        })
        .collect();
    let refused = replies
        .iter()
        .find(|it| it.status == 429)
        .expect("a refusal");
    assert!(refused.header("retry-after").is_some());
    assert!(
        refused.body.contains("Het is niet gelukt"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains(PAGE), "leads to a new page");
}

#[test]
fn a_page_knows_nobody_and_loads_a_style_sheet_alone() {
    let server = server();
    let reply = server.client().get(&format!("{PAGE}?channel=desk"));
    assert_eq!(reply.header("set-cookie"), None);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let policy = reply.header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self';"),
        "{policy}"
    );
    assert!(!reply.body.contains("<script") && !reply.body.contains("style="));
    let (_, style) = reply
        .body
        .split_once(r#"stylesheet" href=""#)
        .expect("a style");
    let style = style.split('"').next().unwrap_or_default();
    let style = server.client().get(style);
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
    // Looking is not answering, and not being asked: previews and robots look too.
    assert_eq!(results(&server)["seen"], 0);
}

#[test]
fn the_language_is_the_one_asked_for_else_the_browsers_else_the_journeys() {
    let mut definition = definition();
    definition["languages"] = json!(["nl", "en", "ar"]);
    let server = server_with(&definition);
    let client = server.client();
    let polish_then_english = client.with_header("accept-language", "pl, en-GB;q=0.8, nl;q=0.5");
    for (client, query, language, direction) in [
        (&client, "", "nl", "ltr"),
        (&polish_then_english, "", "en", "ltr"),
        (&polish_then_english, "?lang=ar", "ar", "rtl"),
        (&client, "?lang=pl", "nl", "ltr"),
    ] {
        let page = client.get(&format!("{PAGE}{query}")).body;
        let start = format!(r#"<html lang="{language}" dir="{direction}">"#);
        assert!(page.contains(&start), "{query}: {page}");
    }
}

#[test]
fn the_words_are_those_of_the_question_call() {
    let server = server();
    let client = server.client();
    let question = client.get(&format!("{STEP}/question?lang=nl")).json();
    let page = client.get(PAGE).body;
    assert!(page.contains(question["prompt"].as_str().expect("a prompt")));
    for option in question["options"].as_array().expect("options") {
        let button = format!(
            r#"<button name="option" value="{}">{}</button>"#,
            option["id"].as_str().expect("an id"),
            option["label"].as_str().expect("a label")
        );
        assert!(page.contains(&button), "{button}");
    }
}

#[test]
fn what_is_not_there_is_said_in_both_languages() {
    let server = server();
    for path in [
        "/answer/verbouwvergunning/nergens",
        "/answer/nergens/tekeningen",
        "/answer/verbouwvergunning/tekeningen/",
        "/answer/verbouwvergunning/",
        "/answer/%22/x",
    ] {
        let reply = server.client().get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.body.contains("Deze vraag is er niet"), "{path}");
        assert!(
            reply.body.contains("This question does not exist"),
            "{path}"
        );
    }
    let reply = server.client().delete(PAGE);
    assert_eq!(
        (reply.status, reply.header("allow")),
        (405, Some("GET, POST"))
    );
}

#[test]
fn made_up_fields_are_refused_and_count_nothing() {
    let server = server();
    let client = server.client();
    let page = served(&client, PAGE);
    for (more, status) in [
        (&[("option", "made-up")][..], 400),
        (&[], 400),
        (&[("option", "neutral"), ("reason", "file-too-large")], 400),
    ] {
        let reply = send(&client, PAGE, &filled(&page, more));
        assert_eq!(reply.status, status, "{more:?}");
    }
    let mut old = filled(&page, &[("option", "easy")]);
    old[0].1 = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    assert_eq!(send(&client, PAGE, &old).status, 409, "a page of years ago");
    old[0].1 = "no-ulid";
    assert_eq!(send(&client, PAGE, &old).status, 400);
    let strange = format!("{PAGE}?channel=pigeon&audience=nobody");
    let page = served(&client, &strange);
    assert_eq!(page.0[3].1, "web");
    assert_eq!(page.0[4].1, "");
    assert_eq!(results(&server)["seen"], 0);
}

#[test]
fn what_follows_an_answer_is_there_too() {
    let mut definition = promising();
    definition["steps"][0]["next"] = json!({"nl": "U hoort binnen 8 weken van ons."});
    definition["steps"][0]["exits"] =
        json!([{"kind": "phone", "label": {"nl": "Liever bellen?"}, "href": "tel:140318"}]);
    let server = server_with(&definition);
    let improvement = json!({"step": "tekeningen", "since": "2026-11-01", "published": true,
        "youSaid": {"nl": "Te groot"}, "weDid": {"nl": "Grens verhoogd"}});
    let list = format!("{JOURNEY}/improvements");
    assert_eq!(server.admin().post(&list, &improvement).status, 201);
    let client = server.client();
    let page = served(&client, PAGE);
    let thanks = send(&client, PAGE, &filled(&page, &[("option", "neutral")])).body;
    for text in [
        "U hoort binnen 8 weken van ons.",
        r#"<a href="tel:140318">Liever bellen?</a>"#,
        "Grens verhoogd",
        r#"<time datetime="2026-11-01">november 2026</time>"#,
        "Ik wil gebeld worden",
    ] {
        assert!(thanks.contains(text), "{text}: {thanks}");
    }

    let own_ulid = hidden(&thanks, "ulid");
    assert_ne!(own_ulid, hidden_ulid(&page), "nothing ties the two");
    let call = [
        ("ulid", own_ulid.as_str()),
        ("language", "nl"),
        ("do", "callback"),
        ("name", ""),
        ("moment", "morning"),
    ];
    let ask = |phone| send(&client, PAGE, &[&call[..], &[("phone", phone)]].concat());
    let wrong = ask("112");
    assert_eq!(wrong.status, 400);
    assert!(
        wrong.body.contains("Vul een telefoonnummer in"),
        "{}",
        wrong.body
    );
    for _ in 0..2 {
        let done = ask("06 12345678");
        assert_eq!(done.status, 200, "{}", done.body);
        assert!(
            done.body.contains("Wij bellen u uiterlijk op "),
            "{}",
            done.body
        );
    }
    let callbacks = server.admin().get(&format!("{JOURNEY}/callbacks")).json();
    assert_eq!(callbacks["callbacks"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_code_leads_to_the_page() {
    let server = server();
    let code = format!("{STEP}/qr-code");
    assert_eq!(server.client().get(&code).status, 401);
    let reply = server.admin().get(&format!("{code}?channel=desk"));
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("image/svg+xml"))
    );
    let address = format!("{}{PAGE}?channel=desk", server.origin());
    assert!(
        reply
            .body
            .contains(&format!(r#"aria-label="QR code: {address}""#)),
        "{}",
        reply.body
    );
    let wrong = server.admin().get(&format!("{code}?channel=pigeon"));
    assert_eq!(wrong.status, 400);
    assert_eq!(wrong.json()["errors"][0]["location"]["name"], "channel");
    assert_eq!(
        server
            .admin()
            .get(&format!("{JOURNEY}/steps/nergens/qr-code"))
            .status,
        404
    );
    let png = server.admin().with_header("accept", "image/png").get(&code);
    assert_eq!(png.status, 406);
    assert_eq!(server.admin().post(&code, &json!({})).status, 405);
}

#[test]
fn the_operator_says_where_to_report_a_vulnerability() {
    const PATH: &str = "/.well-known/security.txt";
    let mut server = Server::start();
    assert_eq!(server.client().get(PATH).status, 404);
    server.restart_with(&[("SECURITY_CONTACT", "mailto:security@gemeente.example")]);
    assert_eq!(
        server.client().get(PATH).status,
        404,
        "the standard wants an end too"
    );
    server.restart_with(&[("SECURITY_EXPIRES", "2027-11-01T00:00:00Z")]);
    let reply = server.client().get(PATH);
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("text/plain; charset=utf-8"))
    );
    assert_eq!(
        reply.body,
        "Contact: mailto:security@gemeente.example\nExpires: 2027-11-01T00:00:00Z\nPreferred-Languages: nl, en\n"
    );
}
