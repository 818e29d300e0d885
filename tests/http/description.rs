//! The API describes itself: the documents can be had by anyone, and linters find nothing wrong with them.

use crate::callbacks::promising;
use crate::fixture;
use journey_tests::Server;
use serde_json::Value;
use std::{env, path::Path, process::Command};
use tempfile::TempDir;
use xtask::setup::root;

const NOTHING: [&str; 0] = [];

#[test]
fn anyone_may_read_the_documents_from_any_page() {
    let server = Server::start();
    for (path, key) in [
        ("/v1/openapi.json", "openapi"),
        ("/v1/journey.schema.json", "$schema"),
        ("/v1/widget.json", "version"),
    ] {
        let reply = server
            .client()
            .with_header("origin", "https://elsewhere.example")
            .get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert!(
            reply
                .header("cache-control")
                .is_some_and(|it| it.starts_with("public"))
        );
        assert!(reply.json()[key].is_string(), "{path}");
    }
}

#[test]
fn the_version_described_is_the_version_served() {
    let reply = Server::start().client().get("/v1/openapi.json");
    assert_eq!(
        reply.json()["info"]["version"].as_str(),
        reply.header("api-version")
    );
}

#[test]
fn linters_find_nothing_in_the_description() {
    let folder = TempDir::new().expect("a temporary folder");
    let document = folder.path().join("openapi.json");
    let served = Server::start().client().get("/v1/openapi.json").body;
    std::fs::write(&document, served).expect("a place for the document");
    let rules = folder.path().join("rules.yaml");
    std::fs::write(&rules, "extends: [[spectral:oas, recommended]]\n").expect("a place for rules");
    assert_eq!(lint(&document, &rules), NOTHING);
    match env::var_os("ADR_LINTER") {
        Some(rules) => assert_eq!(lint(&document, Path::new(&rules)), NOTHING),
        None => println!(
            "not run: the NL API Design Rules; ADR_LINTER names no rules file for Spectral"
        ),
    }
}

/// What Spectral has to say of a document.
fn lint(document: &Path, rules: &Path) -> Vec<String> {
    let mut spectral = Command::new(root().join("node_modules/.bin/spectral"));
    let output = spectral
        .args(["lint", "--format=json", "--quiet", "--fail-severity=hint"])
        .arg("--ruleset")
        .args([rules, document])
        .output()
        .expect("Spectral, which `cargo xtask setup` brings");
    let report = String::from_utf8_lossy(&output.stdout);
    let found: Vec<Value> = serde_json::from_str(&report).unwrap_or_else(|error| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        panic!("Spectral gave no report: {error}\n{report}{complaint}")
    });
    found
        .iter()
        .map(|fault| {
            format!(
                "{} at {}: {}",
                fault["code"], fault["path"], fault["message"]
            )
        })
        .collect()
}

#[test]
fn made_up_requests_meet_only_what_is_described() {
    let Some(schemathesis) = env::var_os("SCHEMATHESIS") else {
        println!(
            "not run: made-up requests; SCHEMATHESIS names no program (cargo xtask test does)"
        );
        return;
    };
    let server = fixture::server_with(&promising());
    let tests = root().join("tests/http");
    let folder = TempDir::new().expect("a temporary folder");
    let output = Command::new(schemathesis)
        .arg("--config-file")
        .arg(tests.join("schemathesis.toml"))
        .arg("--no-color")
        .args(["run", "--checks=all", "--max-examples=30"])
        .args(["--seed=1", "--max-time=150"])
        .args(["--url", &format!("{}/v1", server.origin())])
        .args(["--header", "Authorization: Bearer key-of-the-tests"])
        .arg(format!("{}/v1/openapi.json", server.origin()))
        .env("SCHEMATHESIS_HOOKS", tests.join("schemathesis_hooks.py"))
        .current_dir(folder.path())
        .output()
        .expect("the program that SCHEMATHESIS names");
    let report = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}{complaint}");
}
