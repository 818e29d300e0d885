//! Improvements and callbacks, as residents and as owners meet them, in words.

use crate::{
    document::Schemas,
    operations::{Body, Operation, Parameter, body, given, list_of, with_etag},
    problem_kind::ProblemKind as Problem,
};
use journey::{
    improvement::{Improvement, ShownImprovements},
    schema::{Callback, CallbackBody, CallbackChange, CallbackTold, ImprovementBody},
};
use serde_json::{Value, json};

const IMPROVEMENTS: &str = "/journeys/{journey}/improvements";
const IMPROVEMENT: &str = "/journeys/{journey}/improvements/{id}";

/// What the widget does.
pub(crate) fn asking() -> [Operation; 2] {
    let told = body(
        Schemas::given::<CallbackTold>,
        json!({
            "id": "5f0c6e2b8d3a4f1c9e7b2a6d8c4f0e1b", "dueDate": "2026-11-27",
            "deleteDate": "2026-12-25",
        }),
    );
    [
        Operation {
            method: "get",
            path: "/journeys/{journey}/steps/{step}/improvements",
            id: "getImprovements",
            tag: "Asking",
            summary: "What changed at a step after earlier answers",
            description: "The published improvements of the step in one language, the newest first, five at most. Cacheable for a minute.",
            needs_key: false,
            parameters: &[Parameter::Lang, Parameter::IfNoneMatch],
            takes: None,
            gives: vec![
                with_etag(given(
                    200,
                    "The improvements.",
                    body(
                        Schemas::given::<ShownImprovements>,
                        json!({"language": "nl", "improvements": [{
                            "id": "3b9f5c1e7a2d4860", "since": "2026-11-01",
                            "youSaid": "Mijn bestand was te groot",
                            "weDid": "Bestanden mogen nu 100 MB zijn",
                        }]}),
                    ),
                )),
                with_etag(given(304, "They are still what the caller has.", None)),
            ],
            problems: &[Problem::NotAcceptable],
        },
        Operation {
            method: "post",
            path: "/journeys/{journey}/steps/{step}/callbacks",
            id: "askCallback",
            tag: "Asking",
            summary: "Asks to be called",
            description: "Only at a step whose definition has a `callback`. The last day to call is so many working days on, Monday to Friday in the journey's time zone; public holidays are not known. Send the same id again after a failure: it is kept once, as it was sent first.",
            needs_key: false,
            parameters: &[],
            takes: Some(body(
                Schemas::taken::<CallbackBody>,
                json!({
                    "id": "01KAPYN9G0ZZZZZZZZZZZZZZZZ", "phone": "06 12345678",
                    "name": "J. de Vries", "moment": "morning", "language": "nl",
                }),
            )),
            gives: vec![
                given(200, "Known before; as it was kept.", told.clone()),
                given(201, "Kept.", told),
            ],
            problems: &[
                Problem::Forbidden,
                Problem::Conflict,
                Problem::TooManyRequests,
            ],
        },
    ]
}

/// What owners say that they did.
pub(crate) fn improvements() -> [Operation; 5] {
    let improvement = || body(Schemas::given::<Improvement>, improvement());
    let taken = || Some(body(Schemas::taken::<ImprovementBody>, written()));
    [
        Operation {
            method: "get",
            path: IMPROVEMENTS,
            id: "listImprovements",
            tag: "Improvements",
            summary: "What was done, and whether it helped",
            description: "The newest first. Each with its effect: the negative share in the 8 weeks before and in the 8 weeks from its day on, of one question version, as far as answers were released. The verdict is `better` or `worse` when Newcombe's interval of the difference leaves nought out, else `cannot-tell-yet`.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(
                200,
                "The improvements.",
                body(
                    |it| list_of("improvements", &it.given::<Improvement>()),
                    json!({"improvements": [self::improvement()]}),
                ),
            )],
            problems: &[
                Problem::Forbidden,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "post",
            path: IMPROVEMENTS,
            id: "addImprovement",
            tag: "Improvements",
            summary: "Writes down what was done",
            description: "Residents see it once it is published. Linking a signal leaves the signal's status as it is. A journey has at most 500 improvements.",
            needs_key: true,
            parameters: &[],
            takes: taken(),
            gives: vec![given(201, "Kept.", improvement())],
            problems: &[
                Problem::InvalidInput,
                Problem::Forbidden,
                Problem::Conflict,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "get",
            path: IMPROVEMENT,
            id: "getImprovement",
            tag: "Improvements",
            summary: "One improvement",
            description: "With its effect.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(200, "The improvement.", improvement())],
            problems: &[
                Problem::Forbidden,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "put",
            path: IMPROVEMENT,
            id: "putImprovement",
            tag: "Improvements",
            summary: "Replaces an improvement",
            description: "What the body leaves out is taken away, so that publishing can be undone.",
            needs_key: true,
            parameters: &[],
            takes: taken(),
            gives: vec![given(200, "Replaced.", improvement())],
            problems: &[
                Problem::InvalidInput,
                Problem::Forbidden,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "delete",
            path: IMPROVEMENT,
            id: "deleteImprovement",
            tag: "Improvements",
            summary: "Removes an improvement",
            description: "Signals that led to it stay.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(204, "Removed.", None)],
            problems: &[Problem::Forbidden],
        },
    ]
}

/// Who is to be called.
pub(crate) fn callbacks() -> [Operation; 2] {
    [
        Operation {
            method: "get",
            path: "/journeys/{journey}/callbacks",
            id: "listCallbacks",
            tag: "Callbacks",
            summary: "Who asked to be called",
            description: "The first due first. This is personal data: it takes an editor, viewers are refused, and the audit log names the key once a day. A callback goes when `retention.callbacksDays` are over, from the disk too.",
            needs_key: true,
            parameters: &[Parameter::CallbackStatus],
            takes: None,
            gives: vec![given(
                200,
                "The callbacks.",
                body(
                    |it| list_of("callbacks", &it.given::<Callback>()),
                    json!({"callbacks": [callback()]}),
                ),
            )],
            problems: &[
                Problem::InvalidInput,
                Problem::Forbidden,
                Problem::NotAcceptable,
            ],
        },
        Operation {
            method: "patch",
            path: "/journeys/{journey}/callbacks/{id}",
            id: "changeCallback",
            tag: "Callbacks",
            summary: "Says what became of a call",
            description: "A JSON merge patch; what it does not name stays. It takes an editor.",
            needs_key: true,
            parameters: &[],
            takes: Some(Body {
                kinds: &["application/merge-patch+json", "application/json"],
                ..body(
                    Schemas::taken::<CallbackChange>,
                    json!({"status": "not-reached", "note": "Morgen nog een keer"}),
                )
            }),
            gives: vec![given(
                200,
                "The callback as it stands.",
                body(Schemas::given::<Callback>, callback()),
            )],
            problems: &[Problem::Forbidden, Problem::NotAcceptable],
        },
    ]
}

fn written() -> Value {
    json!({
        "step": "tekeningen", "since": "2026-11-01",
        "youSaid": {"nl": "Mijn bestand was te groot"},
        "weDid": {"nl": "Bestanden mogen nu 100 MB zijn"},
        "published": true, "signals": ["0-3f1c2a9e-5d4b-4c3a-9b2e-7f6a5d4c3b2a"],
    })
}

fn improvement() -> Value {
    let mut improvement = written();
    improvement["id"] = json!("3b9f5c1e7a2d4860");
    improvement["effect"] = json!({"verdict": "cannot-tell-yet"});
    improvement
}

fn callback() -> Value {
    json!({
        "id": "5f0c6e2b8d3a4f1c9e7b2a6d8c4f0e1b", "step": "tekeningen", "phone": "0612345678",
        "name": "J. de Vries", "moment": "morning", "language": "nl", "status": "open",
        "note": null, "askedDate": "2026-11-25", "dueDate": "2026-11-27",
        "deleteDate": "2026-12-25", "overdue": false,
    })
}
