//! The owner's inbox, what was set aside, and everything that takes data out or in, in words.

use crate::{
    document::Schemas,
    operations::{Body, Operation, Parameter, body, given},
    problem_kind::ProblemKind as Problem,
};
use journey::{
    backup::{self, Imported},
    schema::{HeldBurst, HeldBursts, SignalChange},
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
            parameters: &[
                Parameter::Status,
                Parameter::OfStep,
                Parameter::Limit,
                Parameter::Cursor,
            ],
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
                Problem::Forbidden,
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
            description: "A JSON merge patch; what it does not name stays. It outlives a change of the comment by its resident. Another status is in the audit log.",
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
                Problem::Forbidden,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
    ]
}

/// Bursts.
pub(crate) fn bursts() -> [Operation; 2] {
    [
        Operation {
            method: "get",
            path: "/journeys/{journey}/held-bursts",
            id: "listHeldBursts",
            tag: "Held bursts",
            summary: "What was set aside",
            description: "Responses that came far faster than their step is used to; the undecided first. Nothing counts them, and nothing shows of them but how many there are, until they are admitted.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(
                200,
                "The bursts.",
                body(
                    Schemas::given::<HeldBursts>,
                    json!({"heldBursts": [burst("held")]}),
                ),
            )],
            problems: &[
                Problem::Forbidden,
                Problem::NotAcceptable,
                Problem::ShardFailed,
            ],
        },
        Operation {
            method: "patch",
            path: "/journeys/{journey}/held-bursts/{id}",
            id: "decideHeldBurst",
            tag: "Held bursts",
            summary: "Admits or drops a burst",
            description: "Admitted responses count as if they arrived now, and their comments come to the inbox; dropped ones never count. A decision stands: the same again changes nothing, the other is refused with 409.",
            needs_key: true,
            parameters: &[],
            takes: Some(Body {
                kinds: &["application/merge-patch+json", "application/json"],
                ..body(
                    |_| {
                        json!({
                            "type": "object",
                            "required": ["status"],
                            "additionalProperties": false,
                            "properties": {"status": {"type": "string", "enum": ["admitted", "dropped"]}},
                        })
                    },
                    json!({"status": "admitted"}),
                )
            }),
            gives: vec![given(
                200,
                "The burst as it stands.",
                body(Schemas::given::<HeldBurst>, burst("admitted")),
            )],
            problems: &[
                Problem::Forbidden,
                Problem::NotAcceptable,
                Problem::Conflict,
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
                Problem::Forbidden,
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
            description: "The keys, as hashes, and the audit log; every journey's editions, improvements, callbacks, counts, waiting batches, held bursts, receipts and signals, a JSON object a line. It is whole when its last line is `{\"kind\":\"complete\"}`.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(200, "The backup.", text(&[NDJSON], Some(empty())))],
            problems: &[Problem::Forbidden, Problem::NotAcceptable],
        },
        Operation {
            method: "put",
            path: "/import",
            id: "importAll",
            tag: "Moving",
            summary: "Takes a backup back",
            description: "Nothing is added up: a shard takes its rows while it is empty, and the same rows again change nothing. Keys and lines of the audit log join those that are there; a key that was revoked in either house stays revoked. A fault's JSON pointer begins with the number of its line, from 0; the shards before it stay.",
            needs_key: true,
            parameters: &[],
            takes: Some(text(&[NDJSON], Some(empty()))),
            gives: vec![given(
                200,
                "What became of each part.",
                body(
                    Schemas::given::<Imported>,
                    json!({
                        "organisation": {"rows": 3, "outcome": "imported"},
                        "editions": [], "journeys": [], "shards": [],
                    }),
                ),
            )],
            problems: &[Problem::Forbidden, Problem::Conflict, Problem::ShardFailed],
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

fn burst(status: &str) -> Value {
    json!({
        "id": "0-1", "step": "tekeningen", "day": "2026-11-22", "status": status,
        "responses": 440,
    })
}

fn signal() -> Value {
    json!({
        "id": "0-3f1c2a9e-5d4b-4c3a-9b2e-7f6a5d4c3b2a", "step": "tekeningen",
        "questionVersion": 1, "day": "2026-11-22", "status": "planned", "waiting": false,
        "option": "very-difficult", "reason": "file-too-large", "tone": "negative",
        "comment": "Mijn tekening was te groot", "note": "Wij verhogen de grens",
    })
}
