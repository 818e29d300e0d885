//! Every operation of the API in words: what it is for, what it takes, gives and runs into.

use crate::{
    document::Schemas, examples, improvements_and_callbacks, inbox_and_moves,
    problem_kind::ProblemKind as Problem, webhooks,
};
use journey::{
    access::ListedKey,
    definition::Definition,
    question::ShownQuestion,
    results::{JourneyResults, StepReport},
    schema::{KeyBody, ResponseBody},
};
use serde_json::{Value, json};
use std::error::Error;

/// What the API is.
pub(crate) const INTRODUCTION: &str = "One question at each step of an online application, and results that a service owner can act on.

- Every response carries `API-Version`. Addresses have no trailing slash.
- Whatever goes wrong is answered with a problem document (RFC 9457) whose `type` leads to a page in Dutch and English; `errors` names every fault at once.
- Pages of the origins in a journey's definition may make the calls under Asking (CORS). They need no key.
- Every figure is a sum over batches of at least `minimumCell` answers. A batch goes into the total and the breakdowns it belongs to at once; one of answers of several kinds counts only where all of it belongs, so a breakdown need not add up to the total.
- Every share comes with its count and its 95% Wilson interval. There is no mean.";

/// The groups of operations.
pub(crate) const TAGS: [(&str, &str); 11] = [
    (
        "Asking",
        "What the widget does: fetch a question, send a response.",
    ),
    ("Journeys", "What is asked, and where."),
    ("Results", "What came of it."),
    ("Signals", "What residents wrote."),
    ("Held bursts", "What was set aside until the owner decides."),
    ("Improvements", "You said, we did."),
    (
        "Callbacks",
        "Who asked to be called; the only personal data.",
    ),
    (
        "Webhooks",
        "Where the owner's systems are told of what happens. By the Standard Webhooks specification.",
    ),
    ("Moving", "Data out, and in again."),
    ("Access", "Who may do what, and who did."),
    ("Service", "The service itself."),
];

/// The address of the schema of a definition's file, by which the group Journeys is documented. It is no path of this
/// document: the NL API Design Rules have no dots in a first segment.
pub(crate) const JOURNEY_SCHEMA: &str = "/journey.schema.json";

/// The address of the list of the widget's files, by which the group Asking is documented, and for the same reason.
pub(crate) const WIDGET_FILES: &str = "/widget.json";

/// The address of an installation.
pub(crate) const SERVER: &str = "https://feedback.gemeente.example/v1";

/// What no described request runs into.
pub(crate) const NEVER_DESCRIBED: [Problem; 1] = [Problem::MethodNotAllowed];

/// The media type of most bodies.
const JSON: &[&str] = &["application/json"];

/// One operation.
pub(crate) struct Operation {
    /// In lower case.
    pub(crate) method: &'static str,
    /// Under `/v1`.
    pub(crate) path: &'static str,
    /// Its name for programs.
    pub(crate) id: &'static str,
    /// Its group.
    pub(crate) tag: &'static str,
    /// In a few words.
    pub(crate) summary: &'static str,
    /// In full.
    pub(crate) description: &'static str,
    /// Whether it is for owners.
    pub(crate) needs_key: bool,
    /// What it takes outside the path and the body.
    pub(crate) parameters: &'static [Parameter],
    /// The body it takes.
    pub(crate) takes: Option<Body>,
    /// What comes of it.
    pub(crate) gives: Vec<Given>,
    /// What else it runs into; see [`Self::runs_into`].
    pub(crate) problems: &'static [Problem],
}

impl Operation {
    /// What it runs into: what its key, its address and its body bring, what it names itself, and our own faults.
    pub(crate) fn runs_into(&self) -> Vec<Problem> {
        let of_body: &[_] = &[
            Problem::InvalidInput,
            Problem::TooLarge,
            Problem::UnsupportedMediaType,
        ];
        let brought = [
            (self.needs_key, &[Problem::Unauthorized][..]),
            (self.path.contains('{'), &[Problem::NotFound]),
            (self.takes.is_some(), of_body),
            (true, &[Problem::InternalError, Problem::StorageFull]),
        ];
        let brought = brought.iter().filter(|(applies, _)| *applies);
        let brought = brought.flat_map(|(_, problems)| *problems);
        self.problems.iter().chain(brought).copied().collect()
    }
}

/// A response other than a problem.
pub(crate) struct Given {
    /// Its status.
    pub(crate) status: u16,
    /// What it means.
    pub(crate) description: &'static str,
    /// Whether it names its state.
    pub(crate) has_etag: bool,
    /// Its body.
    pub(crate) body: Option<Body>,
}

/// A body.
#[derive(Clone)]
pub(crate) struct Body {
    /// The media types it can be of.
    pub(crate) kinds: &'static [&'static str],
    /// Its schema.
    pub(crate) schema: fn(&mut Schemas) -> Value,
    /// A valid one.
    pub(crate) example: Option<Value>,
}

/// A part of the address or the headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parameter {
    /// The journey's id.
    Journey,
    /// The step's id.
    Step,
    /// The response's ULID.
    Ulid,
    /// The id of what is listed.
    Id,
    /// The id of a delivery.
    Delivery,
    /// The language wished for.
    Lang,
    /// The period.
    Period,
    /// The status of signals.
    Status,
    /// The status of callbacks.
    CallbackStatus,
    /// The step of signals.
    OfStep,
    /// The length of a page.
    Limit,
    /// The channel of a page.
    Channel,
    /// The place where a page begins.
    Cursor,
    /// The state that the caller would change.
    IfMatch,
    /// The state that the caller has.
    IfNoneMatch,
}

impl Parameter {
    /// Every parameter.
    pub(crate) const ALL: [Self; 15] = [
        Self::Journey,
        Self::Step,
        Self::Ulid,
        Self::Id,
        Self::Delivery,
        Self::Lang,
        Self::Period,
        Self::Status,
        Self::CallbackStatus,
        Self::OfStep,
        Self::Limit,
        Self::Channel,
        Self::Cursor,
        Self::IfMatch,
        Self::IfNoneMatch,
    ];

    /// Its name in a request.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Step | Self::OfStep => "step",
            Self::Ulid => "ulid",
            Self::Id => "id",
            Self::Delivery => "delivery",
            Self::Lang => "lang",
            Self::Period => "period",
            Self::Status | Self::CallbackStatus => "status",
            Self::Limit => "limit",
            Self::Channel => "channel",
            Self::Cursor => "cursor",
            Self::IfMatch => "If-Match",
            Self::IfNoneMatch => "If-None-Match",
        }
    }

    /// Its description.
    pub(crate) fn describe(self) -> Value {
        let id = json!({"type": "string", "maxLength": 64, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"});
        let text = json!({"type": "string"});
        let (place, required, description, example, schema) = match self {
            Self::Journey => ("path", true, "The journey's id.", "verbouwvergunning", id),
            Self::Step => ("path", true, "The step's id.", "tekeningen", id),
            Self::Ulid => (
                "path",
                true,
                "A new ULID that the browser made when the question came into view. Its time must be near the server's.",
                "01KAPYN9G0ZZZZZZZZZZZZZZZZ",
                json!({"type": "string", "pattern": "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"}),
            ),
            Self::Id => ("path", true, "The id as it is listed.", "a1b2c3", id),
            Self::Delivery => (
                "path",
                true,
                "The delivery's id as it is listed.",
                "5f0c6e2b8d3a4f1c9e7b2a6d8c4f0e1b",
                id,
            ),
            Self::Lang => (
                "query",
                false,
                "The language wished for, BCP 47. The nearest that the journey has is given.",
                "nl",
                text,
            ),
            Self::Period => (
                "query",
                true,
                "A day, ISO week, month, quarter or year in the journey's time zone: `2026-11-22`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`.",
                "2026-11",
                json!({"type": "string", "pattern": "^[0-9]{4}(-([0-9]{2}(-[0-9]{2})?|W[0-9]{2}|Q[1-4]))?$"}),
            ),
            Self::Status => (
                "query",
                false,
                "Signals of one status only.",
                "new",
                json!({"enum": journey::signal::Status::NAMES.map(|(name, _)| name), "type": "string"}),
            ),
            Self::CallbackStatus => (
                "query",
                false,
                "Callbacks of one status only.",
                "open",
                json!({"enum": journey::callback::Status::NAMES.map(|(name, _)| name), "type": "string"}),
            ),
            Self::OfStep => (
                "query",
                false,
                "Signals of one step only.",
                "tekeningen",
                id,
            ),
            Self::Limit => {
                return json!({
                    "name": "limit", "in": "query", "required": false, "example": 20,
                    "description": "The most signals of a page.",
                    "schema": {"type": "integer", "minimum": 1, "maximum": journey::signal::MAX_PAGE,
                               "default": journey::signal::DEFAULT_PAGE},
                });
            }
            Self::Channel => (
                "query",
                false,
                "The channel of the answers that come in by it; `letter` unless it is given.",
                "letter",
                json!({"enum": journey::response::Channel::NAMES.map(|(name, _)| name), "type": "string"}),
            ),
            Self::Cursor => (
                "query",
                false,
                "The value of `next` in the page before. It means nothing else.",
                "2026-11-22.3f1c2a9e-5d4b-4c3a-9b2e-7f6a5d4c3b2a",
                text,
            ),
            Self::IfMatch => (
                "header",
                false,
                "The ETag of the definition that this one replaces; refused with 412 when it is no longer that.",
                "\"3\"",
                text,
            ),
            Self::IfNoneMatch => (
                "header",
                false,
                "The ETag of what the caller has; 304 when it is still that.",
                "\"3-nl\"",
                text,
            ),
        };
        json!({
            "name": self.name(), "in": place, "required": required,
            "description": description, "example": example, "schema": schema,
        })
    }
}

/// What is given with a status.
pub(crate) fn given(
    status: u16,
    description: &'static str,
    body: impl Into<Option<Body>>,
) -> Given {
    Given {
        status,
        description,
        has_etag: false,
        body: body.into(),
    }
}

/// With a name for the state that is given.
pub(crate) fn with_etag(given: Given) -> Given {
    Given {
        has_etag: true,
        ..given
    }
}

/// A body of JSON with a valid example.
pub(crate) fn body(schema: fn(&mut Schemas) -> Value, example: Value) -> Body {
    Body {
        kinds: JSON,
        schema,
        example: Some(example),
    }
}

/// Every operation, in the order of its group.
pub(crate) fn all() -> Result<Vec<Operation>, Box<dyn Error>> {
    let mut all = asking()?;
    all.extend(improvements_and_callbacks::asking());
    all.extend(journeys()?);
    all.extend(results()?);
    all.extend(inbox_and_moves::inbox());
    all.extend(inbox_and_moves::bursts());
    all.extend(improvements_and_callbacks::improvements());
    all.extend(improvements_and_callbacks::callbacks());
    all.extend(webhooks::webhooks());
    all.extend(inbox_and_moves::moves());
    all.extend(access());
    all.extend(keys());
    all.extend(service());
    Ok(all)
}

fn asking() -> Result<Vec<Operation>, Box<dyn Error>> {
    const RESPONSE: &str = "/journeys/{journey}/steps/{step}/responses/{ulid}";
    Ok(vec![
        Operation {
            method: "get",
            path: "/journeys/{journey}/steps/{step}/question",
            id: "getQuestion",
            tag: "Asking",
            summary: "A step's question",
            description: "The question in one language with the widget's own words. Cacheable for a minute. `ask.sampleRate` is 0 while asking pauses because nobody reads the signals, where the operator has set that.",
            needs_key: false,
            parameters: &[Parameter::Lang, Parameter::IfNoneMatch],
            takes: None,
            gives: vec![
                with_etag(given(
                    200,
                    "The question.",
                    body(Schemas::given::<ShownQuestion>, examples::question()?),
                )),
                with_etag(given(304, "It is still what the caller has.", None)),
            ],
            problems: &[Problem::NotAcceptable],
        },
        Operation {
            method: "put",
            path: RESPONSE,
            id: "putResponse",
            tag: "Asking",
            summary: "A response as it stands",
            description: "Send it as often as it changes, with a higher revision each time; retries and overtaking requests do no harm. An acknowledged response is on disk. A state never goes back, and a later state implies `seen`. It can be changed and taken back for 48 hours.",
            needs_key: false,
            parameters: &[],
            takes: Some(body(Schemas::taken::<ResponseBody>, examples::response())),
            gives: vec![
                given(
                    200,
                    "Known before; it stands as sent, or as a higher revision said.",
                    None,
                ),
                given(201, "New.", None),
            ],
            problems: &[
                Problem::Forbidden,
                Problem::Conflict,
                Problem::TooManyRequests,
            ],
        },
        Operation {
            method: "delete",
            path: RESPONSE,
            id: "deleteResponse",
            tag: "Asking",
            summary: "Takes a response back",
            description: "Nothing of it counts any longer. Also where there was none: then none with this ULID will count.",
            needs_key: false,
            parameters: &[],
            takes: None,
            gives: vec![given(204, "Taken back.", None)],
            problems: &[
                Problem::InvalidInput,
                Problem::Forbidden,
                Problem::Conflict,
                Problem::TooManyRequests,
            ],
        },
    ])
}

fn journeys() -> Result<Vec<Operation>, Box<dyn Error>> {
    const JOURNEY: &str = "/journeys/{journey}";
    let definition = body(Schemas::taken::<Definition>, examples::definition()?);
    Ok(vec![
        Operation {
            method: "get",
            path: "/journeys",
            id: "listJourneys",
            tag: "Journeys",
            summary: "Every journey's id",
            description: "Those that the key may see, in alphabetical order.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(
                200,
                "The journeys.",
                body(
                    |_| list_of("journeys", &json!({"type": "string"})),
                    json!({"journeys": ["parkeervergunning", "verbouwvergunning"]}),
                ),
            )],
            problems: &[Problem::NotAcceptable],
        },
        Operation {
            method: "get",
            path: "/journeys/{journey}/steps/{step}/qr-code",
            id: "getQrCode",
            tag: "Journeys",
            summary: "The QR code of a step's page",
            description: "For a letter or a desk: it leads to `/answer/{journey}/{step}`, where the question is asked without a script. Around it is the quiet zone that scanners need.",
            needs_key: true,
            parameters: &[Parameter::Channel],
            takes: None,
            gives: vec![given(
                200,
                "The code.",
                Body {
                    kinds: &["image/svg+xml"],
                    schema: |_| json!({"type": "string"}),
                    example: None,
                },
            )],
            problems: &[
                Problem::InvalidInput,
                Problem::Forbidden,
                Problem::NotAcceptable,
            ],
        },
        Operation {
            method: "get",
            path: JOURNEY,
            id: "getJourney",
            tag: "Journeys",
            summary: "A journey's definition",
            description: "With every default written out.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![with_etag(given(200, "The definition.", definition.clone()))],
            problems: &[Problem::Forbidden, Problem::NotAcceptable],
        },
        Operation {
            method: "put",
            path: JOURNEY,
            id: "putJourney",
            tag: "Journeys",
            summary: "Defines a journey",
            description: "Creates it or replaces its definition. Another prompt or scale makes a new version of the step's question; results never mix versions. A definition is also a file that a team keeps: the documentation of this group is its JSON Schema, to be named there under `$schema`.",
            needs_key: true,
            parameters: &[Parameter::IfMatch],
            takes: Some(definition.clone()),
            gives: vec![
                with_etag(given(
                    200,
                    "Replaced, or the same as before.",
                    definition.clone(),
                )),
                with_etag(given(201, "Created.", definition)),
            ],
            problems: &[Problem::Forbidden, Problem::PreconditionFailed],
        },
        Operation {
            method: "delete",
            path: JOURNEY,
            id: "deleteJourney",
            tag: "Journeys",
            summary: "Removes a journey",
            description: "With everything that was counted. It cannot be undone.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(204, "Removed.", None)],
            problems: &[Problem::Forbidden],
        },
    ])
}

fn results() -> Result<Vec<Operation>, Box<dyn Error>> {
    const PROBLEMS: &[Problem] = &[
        Problem::InvalidInput,
        Problem::Forbidden,
        Problem::NotAcceptable,
        Problem::ShardFailed,
    ];
    let (journey, step) = examples::results()?;
    Ok(vec![
        Operation {
            method: "get",
            path: "/journeys/{journey}/results",
            id: "getJourneyResults",
            tag: "Results",
            summary: "A journey's results",
            description: "Of every step, of each provider's steps together, and of all.",
            needs_key: true,
            parameters: &[Parameter::Period],
            takes: None,
            gives: vec![given(
                200,
                "The results.",
                body(Schemas::given::<JourneyResults>, journey),
            )],
            problems: PROBLEMS,
        },
        Operation {
            method: "get",
            path: "/journeys/{journey}/steps/{step}/results",
            id: "getStepResults",
            tag: "Results",
            summary: "A step's results in full",
            description: "With the trend per week and broken down by channel, audience and language; an entry for each version of its question.",
            needs_key: true,
            parameters: &[Parameter::Period],
            takes: None,
            gives: vec![given(
                200,
                "The results.",
                body(Schemas::given::<StepReport>, step),
            )],
            problems: PROBLEMS,
        },
    ])
}

fn access() -> Vec<Operation> {
    let list = |id, path, summary, description, body| Operation {
        method: "get",
        path,
        id,
        tag: "Access",
        summary,
        description,
        needs_key: true,
        parameters: &[],
        takes: None,
        gives: vec![given(200, "The list.", body)],
        problems: &[Problem::Forbidden, Problem::NotAcceptable],
    };
    vec![
        list(
            "listKeys",
            "/keys",
            "Every key",
            "Without their texts, which are kept nowhere.",
            body(
                |it| list_of("keys", &it.given::<ListedKey>()),
                json!({"keys": [examples::key()]}),
            ),
        ),
        list(
            "getAuditLog",
            "/audit-log",
            "Who changed what",
            "The last thousand changes, the newest first.",
            body(
                |_| {
                    let text = json!({"type": "string"});
                    let entry = json!({
                        "type": "object",
                        "required": ["date", "key", "action", "subject"],
                        "properties": {
                            "date": {"type": "string", "format": "date", "description": "The day, UTC."},
                            "key": text, "action": text, "subject": text,
                        },
                    });
                    list_of("entries", &entry)
                },
                json!({"entries": [{
                    "date": "2026-11-22", "key": "admin-key",
                    "action": "journey-defined", "subject": "verbouwvergunning",
                }]}),
            ),
        ),
    ]
}

fn keys() -> [Operation; 2] {
    [
        Operation {
            method: "post",
            path: "/keys",
            id: "addKey",
            tag: "Access",
            summary: "Makes a key",
            description: "Its text is in the answer, and never shown again.",
            needs_key: true,
            parameters: &[],
            takes: Some(body(
                Schemas::taken::<KeyBody>,
                json!({"label": "Dashboard", "role": "viewer", "journeys": ["verbouwvergunning"]}),
            )),
            gives: vec![given(
                201,
                "The key.",
                Body {
                    kinds: JSON,
                    schema: |it| {
                        let key = json!({
                            "type": "object",
                            "required": ["key"],
                            "properties": {"key": {"type": "string", "description": "Its text."}},
                        });
                        json!({"allOf": [it.given::<ListedKey>(), key]})
                    },
                    example: None,
                },
            )],
            problems: &[Problem::Forbidden, Problem::Conflict],
        },
        Operation {
            method: "delete",
            path: "/keys/{id}",
            id: "revokeKey",
            tag: "Access",
            summary: "Revokes a key",
            description: "It opens nothing from then on.",
            needs_key: true,
            parameters: &[],
            takes: None,
            gives: vec![given(204, "Revoked.", None)],
            problems: &[Problem::Forbidden],
        },
    ]
}

/// An object that holds a list.
pub(crate) fn list_of(name: &str, items: &Value) -> Value {
    json!({
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "array", "items": items}},
    })
}

fn service() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/health",
            id: "getHealth",
            tag: "Service",
            summary: "Whether all is well",
            description: "The service is alive, and its storage answers.",
            needs_key: false,
            parameters: &[],
            takes: None,
            gives: vec![given(
                200,
                "All is well.",
                body(
                    |_| {
                        json!({
                            "type": "object",
                            "required": ["status"],
                            "properties": {"status": {"const": "ok", "type": "string"}},
                        })
                    },
                    json!({"status": "ok"}),
                ),
            )],
            problems: &[],
        },
        Operation {
            method: "get",
            path: "/openapi.json",
            id: "getOpenapi",
            tag: "Service",
            summary: "This document",
            description: "What the API takes and gives, in OpenAPI 3.1.",
            needs_key: false,
            parameters: &[],
            takes: None,
            gives: vec![given(
                200,
                "The document.",
                Body {
                    kinds: JSON,
                    schema: |_| json!({"type": "object"}),
                    example: None,
                },
            )],
            problems: &[Problem::NotAcceptable],
        },
    ]
}
