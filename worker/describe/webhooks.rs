//! Webhooks, in words.

use crate::{
    document::Schemas,
    operations::{Body, Given, Operation, body, given, list_of},
    problem_kind::ProblemKind as Problem,
};
use journey::{
    alert::Event,
    schema::{NewWebhook, WebhookBody},
    webhook::{Delivery, Listed},
};
use serde_json::{Map, Value, json};

/// What is sent to webhooks: each type of event, and when.
const EVENTS: [(&str, &str); 7] = [
    (
        "norm.missed",
        "A step began to miss its norm this quarter; at most once a day.",
    ),
    (
        "change.detected",
        "A step's negative share got worse or better; at most once a day.",
    ),
    (
        "signal.arrived",
        "Signals came in at a step that misses its norm or got worse, `count` of them; at most once a day.",
    ),
    (
        "callback.overdue",
        "The last day for a call at a step is over, for `count` of them; at most once an hour.",
    ),
    (
        "answers.held",
        "Answers at a step were set aside, `count` of them wait; at most once an hour.",
    ),
    (
        "digest.weekly",
        "A week is over: the results of every step.",
    ),
    ("webhook.test", "An admin tries the webhook."),
];

const ALL: &str = "/journeys/{journey}/webhooks";
const ONE: &str = "/journeys/{journey}/webhooks/{id}";

const PROBLEMS: &[Problem] = &[
    Problem::Unauthorized,
    Problem::Forbidden,
    Problem::NotFound,
    Problem::NotAcceptable,
];

/// The events, as their receivers get them.
pub(crate) fn events(schemas: &mut Schemas) -> Map<String, Value> {
    let event = schemas.given::<Event>();
    let header = |name: &str, description: &str| json!({"name": name, "in": "header", "required": true, "description": description, "schema": {"type": "string"}});
    let describe = |(kind, when): (&str, &str)| {
        let id = format!("tell-{}", kind.replace('.', "-"));
        let operation = json!({
            "operationId": id,
            "tags": ["Webhooks"],
            "summary": kind,
            "description": when,
            "security": [],
            "parameters": [
                header("webhook-id", "Names the delivery; the same when it is tried again."),
                header("webhook-timestamp", "When it was sent, in seconds since 1970."),
                header("webhook-signature", "By the Standard Webhooks specification, with the webhook's secret."),
            ],
            "requestBody": {
                "required": true,
                "content": {"application/json": {"schema": {"allOf": [event.clone(), {"properties": {"type": {"const": kind}}}]}}},
            },
            "responses": {
                "2XX": {"description": "It was taken. Whatever else is answered, it is tried again, for a day."},
                "410": {"description": "Nothing more is wanted: the webhook is paused."},
            },
        });
        (kind.to_owned(), json!({"post": operation}))
    };
    EVENTS.into_iter().map(describe).collect()
}

/// Where the owner's systems are told of what happens.
pub(crate) fn webhooks() -> [Operation; 9] {
    let webhook = || body(Schemas::given::<Listed>, listed());
    let delivery = || body(Schemas::given::<Delivery>, delivery());
    [
        operation(
            ("get", ALL, "listWebhooks"),
            "Every webhook",
            "Without their secrets. All calls about webhooks take an admin of the journey.",
            given(
                200,
                "The list.",
                body(
                    |it| list_of("webhooks", &it.given::<Listed>()),
                    json!({"webhooks": [listed()]}),
                ),
            ),
        ),
        taking(operation(
            ("post", ALL, "addWebhook"),
            "Adds a webhook",
            "Its secret is in the answer, and never shown again. What is wrong right now is told at once. A journey has at most 10.",
            given(201, "The webhook.", with_secret()),
        )),
        operation(
            ("get", ONE, "getWebhook"),
            "One webhook",
            "With how many deliveries wait and how many no attempt succeeded of.",
            given(200, "The webhook.", webhook()),
        ),
        taking(operation(
            ("put", ONE, "putWebhook"),
            "Changes a webhook",
            "Its secret stays. What the body leaves out is as in a new one.",
            given(200, "The webhook.", webhook()),
        )),
        operation(
            ("delete", ONE, "deleteWebhook"),
            "Removes a webhook",
            "With all that is on its way.",
            given(204, "Removed.", None),
        ),
        operation(
            (
                "post",
                "/journeys/{journey}/webhooks/{id}/secret",
                "changeWebhookSecret",
            ),
            "Gives a webhook a new secret",
            "For a day the one before it signs too, so that the receiver can change over.",
            given(200, "The webhook.", with_secret()),
        ),
        operation(
            (
                "post",
                "/journeys/{journey}/webhooks/{id}/test",
                "testWebhook",
            ),
            "Tries a webhook",
            "Sends an event of the type `webhook.test`.",
            given(202, "It is on its way.", webhook()),
        ),
        operation(
            (
                "get",
                "/journeys/{journey}/webhooks/{id}/deliveries",
                "listDeliveries",
            ),
            "What did not arrive",
            "Deliveries that are still tried and those that no attempt succeeded of, the newest first. The latter go after 30 days.",
            given(
                200,
                "The list.",
                body(
                    |it| list_of("deliveries", &it.given::<Delivery>()),
                    json!({"deliveries": [self::delivery()]}),
                ),
            ),
        ),
        operation(
            (
                "post",
                "/journeys/{journey}/webhooks/{id}/deliveries/{delivery}",
                "sendDeliveryAgain",
            ),
            "Sends a dead delivery again",
            "With the id it had, and tried for a day again. One that is still tried stays as it is.",
            given(202, "It is on its way.", delivery()),
        ),
    ]
}

fn operation(
    (method, path, id): (&'static str, &'static str, &'static str),
    summary: &'static str,
    description: &'static str,
    given: Given,
) -> Operation {
    Operation {
        method,
        path,
        id,
        tag: "Webhooks",
        summary,
        description,
        needs_key: true,
        parameters: &[],
        takes: None,
        gives: vec![given],
        // By the rules of the API's design a POST can always be refused for what it says.
        problems: if method == "post" { POSTED } else { PROBLEMS },
    }
}

const POSTED: &[Problem] = &[
    Problem::InvalidInput,
    Problem::Unauthorized,
    Problem::Forbidden,
    Problem::NotFound,
    Problem::NotAcceptable,
];

/// An operation that takes a webhook.
fn taking(operation: Operation) -> Operation {
    let example = json!({"url": "https://hooks.gemeente.example/in", "events": ["norm.missed", "digest.weekly"]});
    Operation {
        takes: Some(Body {
            kinds: &["application/json"],
            schema: Schemas::taken::<WebhookBody>,
            example: Some(example),
        }),
        problems: match operation.method {
            "post" => &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotFound,
                Problem::NotAcceptable,
                Problem::Conflict,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
            ],
            _ => &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotFound,
                Problem::NotAcceptable,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
            ],
        },
        ..operation
    }
}

fn with_secret() -> Body {
    let mut webhook = listed();
    webhook["secret"] = json!("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    body(Schemas::given::<NewWebhook>, webhook)
}

fn listed() -> Value {
    json!({
        "id": "3b9f5c1e7a2d4860", "url": "https://hooks.gemeente.example/in",
        "events": ["norm.missed", "digest.weekly"], "paused": false, "waiting": 1, "dead": 0,
    })
}

fn delivery() -> Value {
    json!({
        "id": "5f0c6e2b8d3a4f1c9e7b2a6d8c4f0e1b", "type": "norm.missed", "state": "waiting",
        "attempts": 2, "lastStatus": 503, "nextAttempt": "2026-11-26T09:05:00Z",
        "date": "2026-11-26",
    })
}
