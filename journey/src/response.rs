//! A response: one showing of a question to one person, and how far it came.
//!
//! A body is checked against the question version it names; nothing of a body that has a fault
//! is used. `revision` orders the bodies of one response, whatever order they arrive in.

use crate::{
    check::{self, Faults, Node},
    edition::{AskedQuestion, Edition},
    problem::Fault,
};
use serde::{Deserialize, Serialize};

/// How far a response came. A later state implies that it was seen; being answered implies that
/// it was started, and outranks being dismissed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The question was in view.
    Seen,
    /// The resident began to answer.
    Started,
    /// The resident put the question away.
    Dismissed,
    /// The resident answered.
    Answered,
}

/// The way an answer came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// On a page of the application.
    Web,
    /// By a code on a letter.
    Letter,
    /// At a desk.
    Desk,
    /// On the phone.
    Phone,
    /// Reported by an employee.
    Staff,
}

/// The largest body of a response, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;

/// The fields a body may have.
pub const FIELDS: [&str; 9] = [
    "state",
    "revision",
    "option",
    "reason",
    "comment",
    "language",
    "questionVersion",
    "channel",
    "audience",
];

/// The option under which answers to an open question are counted.
pub const OPEN_OPTION: &str = "answered";

impl State {
    /// Every state with its name in the API.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("seen", Self::Seen),
        ("started", Self::Started),
        ("answered", Self::Answered),
        ("dismissed", Self::Dismissed),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Started => "started",
            Self::Dismissed => "dismissed",
            Self::Answered => "answered",
        }
    }
}

impl Channel {
    /// Every channel with its name in the API.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("web", Self::Web),
        ("letter", Self::Letter),
        ("desk", Self::Desk),
        ("phone", Self::Phone),
        ("staff", Self::Staff),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Letter => "letter",
            Self::Desk => "desk",
            Self::Phone => "phone",
            Self::Staff => "staff",
        }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The option's id; [`OPEN_OPTION`] for an open question.
    pub option: String,
    /// The reason's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The comment as the resident wrote it, not yet masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A response as it stands at one revision; checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The step's id.
    pub step: String,
    /// Which version of the step's question was shown.
    pub question_version: u32,
    /// Counts up in the browser.
    pub revision: u32,
    /// How far it came.
    pub state: State,
    /// Present when `state` is answered, absent otherwise.
    pub answer: Option<Answer>,
    /// The language in which the question was shown.
    pub language: String,
    /// The way it came in.
    pub channel: Channel,
    /// The group the page named, if any.
    pub audience: Option<String>,
}

/// Reads the body of a response to a step's question.
///
/// # Errors
/// Every fault in the body: unknown and missing fields, wrong types, values that the question
/// version does not have.
pub fn read(bytes: &[u8], step: &str, edition: &Edition) -> Result<Response, Vec<Fault>> {
    let value = check::parse(bytes)?;
    let faults = Faults::default();
    let response = read_node(&Node::root(&value, &faults), step, edition);
    faults.settle(response)
}

fn read_node(body: &Node, step: &str, edition: &Edition) -> Option<Response> {
    let body = body.object(&FIELDS)?;
    let state = body
        .required("state")
        .and_then(|node| node.one_of(&State::NAMES));
    let revision = body
        .required("revision")
        .and_then(|node| node.integer(0..=u64::from(u32::MAX)));
    let version = body.required("questionVersion").and_then(|node| {
        let version = node.integer(1..=u64::from(u32::MAX))?;
        let question = u32::try_from(version)
            .ok()
            .and_then(|version| edition.question(step, version));
        if question.is_none() {
            node.fault(
                "unknown-question-version",
                "This step has no question of that version.",
            );
        }
        question
    });
    let language = body.required("language").and_then(|node| {
        let code = node.text(35)?;
        let known = edition.definition.languages.iter().any(|it| it == code);
        if !known {
            node.fault(
                "unknown-language",
                format!("Allowed here: {}.", edition.definition.languages.join(", ")),
            );
        }
        known.then(|| code.to_owned())
    });
    let channel = match body.optional("channel") {
        Some(node) => node.one_of(&Channel::NAMES),
        None => Some(Channel::Web),
    };
    let audience = body.optional("audience").and_then(|node| {
        let id = node.text(64)?;
        let known = edition.definition.audiences.iter().any(|it| it.id == id);
        if !known {
            node.fault("unknown-audience", "This journey has no such audience.");
        }
        known.then(|| id.to_owned())
    });
    let answer = read_answer(&body, state, version);
    let question = version?;
    Some(Response {
        step: step.to_owned(),
        question_version: question.version,
        revision: u32::try_from(revision?).ok()?,
        state: state?,
        answer,
        language: language?,
        channel: channel?,
        audience,
    })
}

fn read_answer(
    body: &check::Object,
    state: Option<State>,
    question: Option<&AskedQuestion>,
) -> Option<Answer> {
    if state.is_some_and(|state| state != State::Answered) {
        for key in ["option", "reason", "comment"] {
            if body.optional(key).is_some() {
                body.fault(
                    key,
                    "not-answered",
                    "Only an answered response carries this.",
                );
            }
        }
        return None;
    }
    let question = question?;
    let option = if question.scale.is_open() {
        if let Some(node) = body.optional("option") {
            node.fault("open-question", "An open question has no options.");
        }
        Some(OPEN_OPTION)
    } else {
        body.required("option").and_then(|node| {
            let id = node.text(64)?;
            let known = question.has_option(id);
            if !known {
                node.fault(
                    "unknown-option",
                    "This version of the question has no such option.",
                );
            }
            known.then_some(id)
        })
    };
    let allowed = option.is_some_and(|id| question.follows_up(id));
    let reason = body.optional("reason").and_then(|node| {
        let id = node.text(64)?;
        if !question.reasons.iter().any(|it| it.id == id) {
            node.fault("unknown-reason", "This question has no such reason.");
        } else if option.is_some() && !allowed {
            node.fault("no-follow-up", "Only an outlier is asked for a reason.");
        }
        Some(id.to_owned())
    });
    let comment = match body.optional("comment") {
        None if question.scale.is_open() => {
            body.fault(
                "comment",
                "missing",
                "The answer to an open question is its comment.",
            );
            None
        }
        None => None,
        Some(node) => {
            if question.comment_limit == 0 {
                node.fault("no-comment", "This question asks for no comment.");
            } else if option.is_some() && !allowed {
                node.fault("no-follow-up", "Only an outlier is asked for a comment.");
            }
            node.text(question.comment_limit.max(1))
                .map(|text| text.trim().to_owned())
        }
    };
    Some(Answer {
        option: option?.to_owned(),
        reason,
        comment,
    })
}
