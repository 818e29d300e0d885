//! What an attacker tries at the door: odd addresses, headers, bodies and ULIDs, caches, and the log.

use crate::fixture::{
    JOURNEY, ORIGIN, STEP, answer, definition, now_ms, put, results, server, ulid, ulid_at,
};
use journey_tests::Server;
use serde_json::json;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Asks for exactly this, which no client library would send; gives the status and the reply.
fn get(server: &Server, target: &str, headers: &str) -> (u16, String) {
    let address = server.origin().replace("http://", "");
    let mut stream = TcpStream::connect(address).expect("a connection");
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).expect("a limit");
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut stream = BufReader::new(stream);
    let mut reply = String::new();
    while !reply.ends_with("\r\n\r\n") {
        let read = stream.read_line(&mut reply).expect("a line");
        assert!(read > 0, "{target}: {reply}");
    }
    let head = reply.to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1);
    let length = length.and_then(|it| it.lines().next()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).expect("a body");
    reply += &String::from_utf8_lossy(&body);
    let status = reply.split(' ').nth(1).and_then(|it| it.parse().ok());
    (status.unwrap_or(0), reply)
}

#[test]
fn no_way_of_writing_an_address_opens_what_needs_a_key() {
    let server = server();
    for target in [
        "/v1/keys",
        "//v1/keys",
        "/v1//keys",
        "/v1/./keys",
        "/v1/journeys/../keys",
        "/v1/journeys/%2e%2e/keys",
        "/v1/journeys/..%2fkeys",
        "/v1/%6beys",
        "/V1/KEYS",
        "/v1/keys?",
        "/v1/keys;x=1",
        "/v1/keys%00",
        "/v1/keys%20",
        "/v1\\keys",
        "/v1/journeys/verbouwvergunning/results?period=2026",
        "/v1/journeys/verbouwvergunning%2fresults?period=2026",
        "/v1/journeys/verbouwvergunning/steps/tekeningen/question/../../../results?period=2026",
        "/v1/export",
        "/dashboard/../v1/export",
        "/dashboard/keys",
        "/dashboard//keys",
    ] {
        for headers in [
            "",
            "X-Original-URL: /v1/health\r\n",
            "X-Rewrite-URL: /v1/health\r\n",
            "X-HTTP-Method-Override: OPTIONS\r\n",
            "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: localhost\r\n",
            "Authorization: Bearer\r\n",
            "Authorization: Bearer null\r\n",
            "Cookie: session=; __Host-session=\r\n",
        ] {
            let (status, reply) = get(&server, target, headers);
            assert!(
                matches!(status, 303 | 400 | 401 | 404),
                "{target} with {headers:?}: {reply}"
            );
        }
    }
}

#[test]
fn no_way_of_writing_an_address_leads_out_of_the_folder_of_the_files() {
    let server = server();
    for target in [
        "/widget/../../../Cargo.toml",
        "/widget/..%2f..%2f..%2fCargo.toml",
        "/widget/%2e%2e/%2e%2e/%2e%2e/Cargo.toml",
        "/problems/..%5c..%5cCargo.toml",
        "/widget//etc/passwd",
        "/widget/",
        "/journey-feedback.js/../../../Cargo.toml",
    ] {
        let (status, reply) = get(&server, target, "");
        assert!(matches!(status, 400 | 404), "{target}: {reply}");
        assert!(!reply.contains("[workspace]"), "{target}");
    }
}

#[test]
fn bodies_that_are_bombs_are_refused_and_harm_nothing() {
    let server = server();
    let response = format!("{STEP}/responses/{}", ulid());
    let deep = "[".repeat(10_000);
    let nested = format!("{}1{}", r#"{"a":"#.repeat(2_000), "}".repeat(2_000));
    let wide = format!(
        "{{{}}}",
        (0..500)
            .map(|n| format!("\"k{n}\":1"))
            .collect::<Vec<_>>()
            .join(",")
    );
    let doubled = r#"{"state":"answered","state":"seen","revision":1,"option":"easy","option":"difficult","language":"nl","questionVersion":1}"#;
    let huge = r#"{"state":"answered","revision":1e400,"option":"easy","language":"nl","questionVersion":1}"#;
    let surrogate = r#"{"state":"answered","revision":1,"option":"very-difficult","comment":"\ud800","language":"nl","questionVersion":1}"#;
    for (body, statuses) in [
        (deep.as_str(), &[400, 413][..]),
        (&nested, &[400, 413]),
        (&wide, &[400, 413]),
        (doubled, &[400]),
        (huge, &[400]),
        (surrogate, &[400]),
        ("\u{feff}{}", &[400]),
        ("", &[400]),
    ] {
        for (path, client) in [
            (response.as_str(), server.client()),
            (JOURNEY, server.admin()),
        ] {
            let reply = client.send_as(
                &ureq::http::Method::PUT,
                path,
                "application/json",
                body.as_bytes(),
            );
            let shown: String = body.chars().take(60).collect();
            assert!(
                statuses.contains(&reply.status),
                "{path} {shown}: {}",
                reply.body
            );
        }
    }
    assert_eq!(
        put(&server.client(), &ulid(), &answer("easy", 1)).status,
        201
    );
    assert_eq!(results(&server)["seen"], 1);
}

#[test]
fn odd_ulids_are_refused_and_count_nothing() {
    let server = server();
    let now = ulid();
    for odd in [
        "8ZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned(),
        "ZZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned(),
        "00000000000000000000000000".to_owned(),
        ulid_at(now_ms() + 400 * 86_400_000),
        now[1..].to_owned(),
        format!("{now}0"),
        now.replace(now.chars().last().unwrap_or_default(), "U"),
        format!("{}%00", &now[..25]),
        format!("{}%EF%BC%91", &now[..25]),
        format!("{}%20", &now[..25]),
        "01%2F..%2F..%2Fx".to_owned(),
    ] {
        let reply = put(&server.client(), &odd, &answer("easy", 1));
        assert!(
            matches!(reply.status, 400 | 404 | 409),
            "{odd}: {} {}",
            reply.status,
            reply.body
        );
    }
    assert_eq!(results(&server)["seen"], 0);
}

#[test]
fn what_caches_keep_is_the_same_whatever_the_first_to_ask_sent() {
    let server = server();
    let path = format!("{STEP}/question?lang=nl");
    let plain = server.client().with_header("origin", ORIGIN).get(&path);
    assert_eq!(plain.status, 200, "{}", plain.body);
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-original-url", "/evil"),
        ("forwarded", "host=evil.example"),
        ("cookie", "lang=evil"),
        ("accept-language", "evil"),
        ("user-agent", "<script>evil</script>"),
        ("referer", "https://evil.example/"),
    ] {
        let client = server.client().with_header("origin", ORIGIN);
        let reply = client.with_header(name, value).get(&path);
        assert_eq!((reply.status, &reply.body), (200, &plain.body), "{name}");
        assert_eq!(reply.header("etag"), plain.header("etag"), "{name}");
        assert!(
            !format!("{:?}", reply.header("location")).contains("evil"),
            "{name}"
        );
    }
    // The one header that it depends on is named to caches.
    let vary = plain
        .header("vary")
        .unwrap_or_default()
        .to_ascii_lowercase();
    assert!(vary.contains("origin"), "{vary}");
    // What is not in the definition is not echoed.
    let evil = server
        .client()
        .with_header("origin", "https://evil.example")
        .get(&path);
    assert_ne!(
        evil.header("access-control-allow-origin"),
        Some("https://evil.example")
    );
    let twice = server
        .client()
        .get(&format!("{STEP}/question?lang=nl&lang=en&x=%3Cscript%3E"));
    assert!(!twice.body.contains("<script>"), "{}", twice.body);
}

#[test]
fn no_key_comment_or_address_is_written_to_the_log() {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let mut server = Server::start_logged(log.path(), &[("RATE_LIMIT", "0")]);
    let admin = server.admin();
    assert_eq!(admin.put(JOURNEY, &definition()).status, 201);
    let made = admin.post(
        "/v1/keys",
        &json!({"label": "geheim label", "role": "viewer"}),
    );
    let key = made.json()["key"].as_str().expect("a key").to_owned();
    let secret = "Mijn BSN is 111222333 en ik woon in de Kerkstraat";
    let mut body = answer("very-difficult", 1);
    body["comment"] = json!(secret);
    let page = server
        .client()
        .with_header("user-agent", "a-very-own-browser")
        .with_header("cf-connecting-ip", "203.0.113.77");
    assert_eq!(put(&page, &ulid(), &body).status, 201);
    // What goes wrong is what gets a line.
    assert_eq!(put(&page, "odd", &body).status, 400);
    body["option"] = json!(secret);
    assert_eq!(put(&page, &ulid(), &body).status, 400);
    assert_eq!(
        server
            .client()
            .with_key(&format!("{key}x"))
            .get("/v1/keys")
            .status,
        401
    );
    assert_eq!(server.client().with_key(&key).get("/v1/keys").status, 403);
    // What breaks gets a line too.
    server.kill_9();
    for file in fs::read_dir(server.data().join("journey-feedback-tally")).expect("the shards") {
        let path = file.expect("an entry").path();
        if path.file_stem().is_some_and(|it| it != "metadata") {
            fs::write(path, [7; 8192]).expect("a broken file");
        }
    }
    server.restart();
    body["option"] = json!("very-difficult");
    assert!(put(&page, &ulid(), &body).status >= 500);
    drop(server);
    let log = fs::read_to_string(log.path()).expect("the log");
    assert!(log.contains("came to nothing"), "{log}");
    for secret in [
        key.as_str(),
        "key-of-the-tests",
        "Kerkstraat",
        "111222333",
        "a-very-own-browser",
        "203.0.113.77",
    ] {
        assert!(!log.contains(secret), "{secret} in the log:\n{log}");
    }
}
