//! The question as a page gets it.

use crate::fixture::{STEP, server};
use serde_json::json;

#[test]
fn a_question_comes_in_the_nearest_language_with_the_widgets_words() {
    let server = server();
    let get = |query: &str| {
        server
            .client()
            .get(&format!("{STEP}/question{query}"))
            .json()
    };
    let dutch = get("?lang=nl-BE");
    assert_eq!(dutch["language"], "nl");
    assert_eq!(dutch["prompt"], "Hoe makkelijk of moeilijk was deze stap?");
    assert_eq!(dutch["options"].as_array().map(Vec::len), Some(5));
    assert_eq!(
        dutch["options"][0],
        json!({"id": "very-difficult", "label": "Heel moeilijk", "tone": "negative", "outlier": true})
    );
    assert_eq!(dutch["options"][1]["outlier"], false);
    assert!(
        dutch["words"]["thanks"]
            .as_str()
            .is_some_and(|it| !it.is_empty())
    );
    let english = get("?lang=en");
    assert_eq!(english["options"][0]["label"], "Very difficult");
    assert_eq!(get("?lang=zz")["language"], "nl");
    assert_eq!(get("")["language"], "nl");
}

#[test]
fn a_question_is_cached_and_found_unchanged() {
    let server = server();
    let first = server.client().get(&format!("{STEP}/question?lang=nl"));
    assert!(
        first
            .header("cache-control")
            .is_some_and(|it| it.contains("max-age=60"))
    );
    assert_eq!(first.header("vary"), Some("Origin"));
    assert!(first.header("date").is_some_and(|it| it.ends_with("GMT")));
    let tag = first.header("etag").expect("an entity tag").to_owned();
    let again = server.client().with_header("if-none-match", &tag);
    let again = again.get(&format!("{STEP}/question?lang=nl"));
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let other = server.client().with_header("if-none-match", &tag);
    assert_eq!(other.get(&format!("{STEP}/question?lang=en")).status, 200);
}
