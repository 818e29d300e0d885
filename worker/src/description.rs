//! Whether the document that describes the API names every route and every method, and no other.

use crate::route::Route;
use std::collections::{BTreeMap, BTreeSet};

/// The methods of every described address.
fn described() -> BTreeMap<String, BTreeSet<String>> {
    let document = journey_description::openapi().unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut described: BTreeMap<String, BTreeSet<String>> = paths
        .iter()
        .map(|(path, item)| {
            let keys = item.as_object().unwrap().keys();
            let methods = keys.filter(|key| *key != "parameters");
            (
                format!("/v1{path}"),
                methods.map(|it| it.to_uppercase()).collect(),
            )
        })
        .collect();
    // A document that belongs to a group of operations.
    let server = document["servers"][0]["url"].as_str().unwrap();
    for tag in document["tags"].as_array().unwrap() {
        if let Some(url) = tag["externalDocs"]["url"].as_str() {
            let path = url.strip_prefix(server).unwrap();
            described.insert(format!("/v1{path}"), ["GET".to_owned()].into());
        }
    }
    described
}

#[test]
fn every_route_is_described_and_nothing_else() {
    // A route's variant is preceded by its address.
    let source = include_str!("route.rs");
    let addresses: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// `")?.split_once('`'))
        .map(|(address, _)| address.to_owned())
        .collect();
    let variants = source
        .lines()
        .skip_while(|line| !line.starts_with("pub(crate) enum Route"))
        .skip(1)
        .take_while(|line| *line != "}")
        .filter(|line| !line.trim().starts_with("//"))
        .count();
    assert_eq!(addresses.len(), variants, "a variant without its address");
    assert_eq!(addresses, described().into_keys().collect());
}

#[test]
fn every_method_of_a_route_is_described_and_no_other() {
    for (path, described) in described() {
        let address = path.replace(['{', '}'], "");
        let route = Route::parse(&address).unwrap_or_else(|| panic!("{path} is no route"));
        let taken: BTreeSet<String> = route
            .methods()
            .split(", ")
            .filter(|method| *method != "OPTIONS")
            .map(str::to_owned)
            .collect();
        assert_eq!(taken, described, "{path}");
    }
}

#[test]
fn every_event_that_a_webhook_tells_of_is_described_and_no_other() {
    let document = journey_description::openapi().unwrap();
    let events = document["webhooks"].as_object().unwrap().keys();
    let events: BTreeSet<&str> = events.map(String::as_str).collect();
    let kinds = journey::webhook::Kind::NAMES.map(|(name, _)| name);
    let told: BTreeSet<&str> = kinds.into_iter().chain(["webhook.test"]).collect();
    assert_eq!(events, told);
}
