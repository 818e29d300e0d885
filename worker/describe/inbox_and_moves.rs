//! The owner's inbox and everything that takes data out or in, in words.

use crate::{
    document::Schemas,
    operations::{Body, Operation, Parameter, body, given},
    problem_kind::ProblemKind as Problem,
};
use journey::{
    backup::{self, Imported},
    schema::SignalChange,
    signal::{Inbox, Signal},
};
use serde_json::{Value, json};

const NDJSON: &str = "application/x-ndjson";

/// The inbox.
pub(crate) fn inbox() -> [Operation; 2] {
    [
        Operation {
            method: "get",
            path: "/journeys/{journey}/signals",
            id: "listSignals",
            tag: "Signals",
            summary: "The comments",
            description: "The newest day first, in pages. What was answered is null while its batch is not released.",
            needs_key: true,
            parameters: &[Parameter::Status, Parameter::Limit, Parameter::Cursor],
            takes: None,
            gives: vec![given(
                200,
                "A page.",
                body(
                    Schemas::given::<Inbox>,
                    json!({"signals": [signal()], "next": null}),
                ),
            )],
            problems: &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotFound,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "patch",
            path: "/journeys/{journey}/signals/{id}",
            id: "changeSignal",
            tag: "Signals",
            summary: "Says what is done with a comment",
            description: "A JSON merge patch; what it does not name stays. It outlives a change of the comment by its resident.",
            needs_key: true,
            parameters: &[],
            takes: Some(Body {
                kinds: &["application/merge-patch+json", "application/json"],
                ..body(
                    Schemas::taken::<SignalChange>,
                    json!({"status": "planned", "note": "Wij verhogen de grens"}),
                )
            }),
            gives: vec![given(
                200,
                "The signal as it stands.",
                body(Schemas::given::<Signal>, signal()),
            )],
            problems: &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotFound,
                Problem::NotAcceptable,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
                Problem::ShardFailed,
            ],
        },
    ]
}

/// What takes data out or in.
pub(crate) fn moves() -> [Operation; 3] {
    [
        Operation {
            method: "get",
            path: "/journeys/{journey}/export",
            id: "exportPeriod",
            tag: "Moving",
            summary: "A period as a table",
            description: "Released counts and signals, with the same columns in CSV and NDJSON. It tells no more than the results do.",
            needs_key: true,
            parameters: &[Parameter::Period],
            takes: None,
            gives: vec![given(200, "The table.", text(&["text/csv", NDJSON], None))],
            problems: &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotFound,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "get",
            path: "/export",
            id: "exportAll",
            tag: "Moving",
            summary: "Everything, as a backup",
            description: "Every journey's editions, counts, waiting batches, receipts and signals, a JSON object a line. It is whole when its last line is `{\"kind\":\"complete\"}`.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(200, "The backup.", text(&[NDJSON], Some(empty())))],
            problems: &[
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::NotAcceptable,
            ],
        },
        Operation {
            method: "put",
            path: "/import",
            id: "importAll",
            tag: "Moving",
            summary: "Takes a backup back",
            description: "Nothing is added up: a shard takes its rows while it is empty, and the same rows again change nothing. A fault's JSON pointer begins with the number of its line, from 0; the shards before it stay.",
            needs_key: true,
            parameters: &[],
            takes: Some(text(&[NDJSON], Some(empty()))),
            gives: vec![given(
                200,
                "What became of each part.",
                body(
                    Schemas::given::<Imported>,
                    json!({"editions": [], "shards": []}),
                ),
            )],
            problems: &[
                Problem::InvalidInput,
                Problem::Unauthorized,
                Problem::Forbidden,
                Problem::Conflict,
                Problem::TooLarge,
                Problem::UnsupportedMediaType,
                Problem::ShardFailed,
            ],
        },
    ]
}

fn text(kinds: &'static [&'static str], example: Option<Value>) -> Body {
    Body {
        schema: |_| json!({"type": "string"}),
        example,
        kinds,
    }
}

/// A backup of nothing.
fn empty() -> Value {
    json!(format!("{}\n{}\n", backup::HEADER, backup::COMPLETE))
}

fn signal() -> Value {
    json!({
        "id": "0-3f1c2a9e-5d4b-4c3a-9b2e-7f6a5d4c3b2a", "step": "tekeningen",
        "questionVersion": 1, "day": "2026-11-22", "status": "planned", "waiting": false,
        "option": "very-difficult", "reason": "file-too-large", "tone": "negative",
        "comment": "Mijn tekening was te groot", "note": "Wij verhogen de grens",
    })
}
