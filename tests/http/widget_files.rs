//! The widget's files as browsers get them.

use crate::fixture::server;

#[test]
fn the_loader_comes_compressed_to_those_who_take_that_and_plain_to_others() {
    let server = server();
    let plain = server
        .client()
        .with_header("accept-encoding", "gzip")
        .get("/journey-feedback.js");
    assert_eq!(plain.status, 200);
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(
        plain.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(plain.header("access-control-allow-origin"), Some("*"));
    assert_eq!(plain.header("vary"), Some("Accept-Encoding"));
    assert!(
        plain
            .header("cache-control")
            .is_some_and(|it| it.contains("max-age=300"))
    );
    assert!(plain.body.contains("journey-feedback"));
    let packed = server.client().with_header("accept-encoding", "gzip, br");
    assert!(packed.get_bytes("/journey-feedback.js").len() < plain.body.len() * 2 / 3);
}

#[test]
fn versioned_files_never_change() {
    let server = server();
    let loader = server.client().get("/journey-feedback.js").body;
    let version = loader
        .split(|c: char| !c.is_ascii_hexdigit())
        .find(|word| word.len() == 12)
        .expect("the loader names its version")
        .to_owned();
    for file in ["core.js", "fallback.js", "journey-feedback.js"] {
        let reply = server.client().get(&format!("/widget/{version}/{file}"));
        assert_eq!(reply.status, 200, "{file}");
        assert!(
            reply
                .header("cache-control")
                .is_some_and(|it| it.contains("immutable"))
        );
    }
    let module = server
        .client()
        .get_bytes(&format!("/widget/{version}/core_bg.wasm"));
    assert!(module.starts_with(b"\0asm"));
    for nothing in [
        "/widget".to_owned(),
        "/widget/".to_owned(),
        format!("/widget/{version}"),
        format!("/widget/{version}/core.js.br"),
        format!("/widget/{version}/../../../worker/index.js"),
        "/widget/000000000000/core.js".to_owned(),
    ] {
        assert_eq!(server.client().get(&nothing).status, 404, "{nothing}");
    }
}
