//! The schema of a definition's file never refuses what the server takes.

use journey::{
    definition::{Definition, MAX_OPTIONS, MAX_REASONS, MAX_STEPS, MAX_TITLE},
    response, schema,
};
use jsonschema::Validator;
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

const DEMO: &str = include_str!("../../demo/journey.json");

fn validator() -> Validator {
    jsonschema::validator_for(schema::of_definition().as_value()).unwrap()
}

fn demo() -> Value {
    serde_json::from_str(DEMO).unwrap()
}

/// Everything a definition may hold.
fn full() -> Value {
    let mut full = demo();
    full["$schema"] = json!("https://feedback.gemeente.example/v1/journey.schema.json");
    full["steps"][0]["ask"] = json!({"sampleRate": 0.5, "cooldownSteps": 2});
    full["steps"][3]["question"]["scale"] = json!({"ordered": false, "options": [
        {"id": "permit", "label": {"nl": "Een vergunning"}, "tone": "neutral"},
        {"id": "advice", "label": {"nl": "Advies", "en": "Advice"}, "tone": "positive"},
    ]});
    full
}

fn is_read(document: &Value) -> bool {
    Definition::read(document.to_string().as_bytes(), |name| name.contains('/')).is_ok()
}

fn repeated(value: &Value, count: usize) -> Value {
    let with_id = |number| {
        let mut value = value.clone();
        value["id"] = json!(format!("n-{number}"));
        value
    };
    (0..count).map(with_id).collect()
}

#[test]
fn it_names_formats_that_others_know_and_none_of_rusts_numbers() {
    let text = schema::of_definition().as_value().to_string();
    assert!(!text.contains("\"uint") && !text.contains("\"double\""));
    let mut date = schemars::json_schema!({"type": "string", "format": "date"});
    schema::without_widths(&mut date);
    assert_eq!(date.get("format"), Some(&json!("date")));
}

#[test]
fn the_demos_definition_is_one_by_both() {
    for document in [demo(), full()] {
        let errors: Vec<String> = validator()
            .iter_errors(&document)
            .map(|error| format!("{} {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0]);
        assert!(is_read(&document));
    }
}

#[test]
fn both_refuse_what_passes_a_limit_and_take_what_meets_it() {
    let validator = validator();
    let reason = json!({"label": {"nl": "Iets anders"}});
    let option = json!({"label": {"nl": "Ja"}, "tone": "neutral"});
    let scale = |count| json!({"ordered": true, "options": repeated(&option, count)});
    let languages = |count: usize| {
        let more = (1..count).map(|number| format!("x{number:02}"));
        std::iter::once("nl".to_owned()).chain(more).collect()
    };
    let step = json!({
        "title": {"nl": "Stap"},
        "question": {"prompt": {"nl": "Duidelijk?"}, "scale": "thumbs"},
    });
    let title = |length| json!({"nl": "é".repeat(length)});
    let limits: [(&str, Value, Value); 14] = [
        (
            "/steps",
            repeated(&step, MAX_STEPS),
            repeated(&step, MAX_STEPS + 1),
        ),
        ("/steps", repeated(&step, 1), json!([])),
        (
            "/steps/0/question/scale",
            scale(MAX_OPTIONS),
            scale(MAX_OPTIONS + 1),
        ),
        ("/steps/0/question/scale", scale(2), scale(1)),
        (
            "/steps/0/question/followUp/reasons",
            repeated(&reason, MAX_REASONS),
            repeated(&reason, MAX_REASONS + 1),
        ),
        ("/languages", languages(20), languages(21)),
        ("/title", title(MAX_TITLE), title(MAX_TITLE + 1)),
        ("/title", title(1), json!({"nl": " \n"})),
        ("/steps/0/id", json!("a-1"), json!("a--1")),
        ("/steps/0/id", json!("a".repeat(64)), json!("a".repeat(65))),
        ("/minimumCell", json!(1000), json!(1001)),
        ("/shards", json!(256), json!(257)),
        ("/shards", json!(null), json!("1")),
        ("/steps/0/norm/atLeast", json!(1), json!(1.01)),
    ];
    for (place, at_limit, beyond) in limits {
        let mut document = demo();
        if place == "/languages" {
            document = json!({
                "title": {"nl": "Reis"}, "languages": null, "origins": [],
                "steps": repeated(&step, 1),
            });
        }
        let put = |value: Value| {
            let mut document = document.clone();
            match document.pointer_mut(place) {
                Some(old) => *old = value,
                None => panic!("{place}"),
            }
            document
        };
        let (at_limit, beyond) = (put(at_limit), put(beyond));
        assert!(is_read(&at_limit), "{place}");
        assert!(validator.is_valid(&at_limit), "{place}");
        assert!(!is_read(&beyond), "{place}");
        assert!(!validator.is_valid(&beyond), "{place}");
    }
}

#[test]
fn the_shape_of_a_responses_body_is_what_is_read() {
    let shape = schemars::schema_for!(schema::ResponseBody);
    let properties = shape.get("properties").and_then(Value::as_object).unwrap();
    let mut shown: Vec<&str> = properties.keys().map(String::as_str).collect();
    let mut read = response::FIELDS.to_vec();
    shown.sort_unstable();
    read.sort_unstable();
    assert_eq!(shown, read);
    let required = shape.get("required").unwrap();
    assert_eq!(
        required,
        &json!(["state", "revision", "language", "questionVersion"])
    );
}

/// Places in a document, and what they might hold.
fn change(document: &mut Value, place: usize, value: &Value, key: &str) {
    let mut count = 0;
    visit(document, &mut |node| {
        if count == place {
            match (node.as_object_mut(), value) {
                // One more key, or one less.
                (Some(object), Value::Bool(true)) => {
                    object.insert(key.to_owned(), json!("x"));
                }
                (Some(object), Value::Bool(false)) if !object.is_empty() => {
                    let first = object.keys().next().cloned().unwrap();
                    object.remove(&first);
                }
                _ => *node = value.clone(),
            }
        }
        count += 1;
    });
}

fn visit(node: &mut Value, act: &mut impl FnMut(&mut Value)) {
    match node {
        Value::Array(list) => list.iter_mut().for_each(|node| visit(node, act)),
        Value::Object(map) => map.values_mut().for_each(|node| visit(node, act)),
        _ => {}
    }
    act(node);
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        select(vec![
            json!(null),
            json!(true),
            json!(false),
            json!(-1),
            json!(0),
            json!(1),
            json!(0.5),
            json!(7.0),
            json!(40),
            json!(366),
            json!(4000),
            json!({}),
            json!([]),
            json!([1]),
            json!({"nl": null}),
            json!({"nl": "Ja", "xx": "?"}),
            json!({"id": "a"}),
        ]),
        select(vec![
            "",
            " ",
            "nl",
            "en-GB",
            "toolonglanguage",
            "a_b",
            "Ease",
            "ease",
            "open",
            "tel:",
            "tel:14",
            "https://a b",
            "https://a.example",
            "http://a.example",
            "http://localhost:1",
            "HTTPS://a.example",
            "https://a.example/",
            "positive",
            "phone",
            "Europe/Paris",
        ])
        .prop_map(Value::from),
        (0..2100_usize).prop_map(|length| json!("x".repeat(length))),
        Just(Value::Object(Map::new())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_the_schema_refuses_is_refused_by_the_server(
        changes in prop::collection::vec((0..220_usize, any_value(), "[a-z$]{1,8}"), 1..4)
    ) {
        thread_local!(static VALIDATOR: Validator = validator());
        let mut document = full();
        for (place, value, key) in &changes {
            change(&mut document, *place, value, key);
        }
        if !VALIDATOR.with(|it| it.is_valid(&document)) {
            prop_assert!(!is_read(&document), "{document}");
        }
    }
}
