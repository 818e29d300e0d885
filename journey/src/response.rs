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

#[cfg(test)]
mod tests {
    use super::{Answer, Channel, OPEN_OPTION, Response, State, read};
    use crate::{definition::Definition, edition::Edition};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn edition() -> Edition {
        let definition = json!({
            "title": {"nl": "Verbouwvergunning"}, "languages": ["nl", "en"], "origins": [],
            "audiences": [{"id": "inwoner", "label": {"nl": "Inwoners"}}],
            "steps": [
                {"id": "tekeningen", "title": {"nl": "Tekeningen"}, "question": {
                    "prompt": {"nl": "Hoe makkelijk?"}, "scale": "ease",
                    "followUp": {"on": "outliers",
                        "reasons": [{"id": "file-too-large", "label": {"nl": "Te groot"}}],
                        "comment": {"prompt": {"nl": "Wat kan beter?"}, "maxLength": 20}}}},
                {"id": "kosten", "title": {"nl": "Kosten"},
                 "question": {"prompt": {"nl": "Duidelijk?"}, "scale": "thumbs"}},
                {"id": "slot", "title": {"nl": "Slot"}, "question": {
                    "prompt": {"nl": "Wat wilt u kwijt?"}, "scale": "open",
                    "followUp": {"on": "outliers", "reasons": [],
                        "comment": {"prompt": {"nl": "Vertel"}, "maxLength": 20}}}}
            ]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true);
        Edition::next(None, definition.unwrap(), 0)
    }

    fn body(more: &Value) -> Value {
        let mut body =
            json!({"state": "answered", "revision": 1, "language": "nl", "questionVersion": 1});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    }

    fn taken(step: &str, more: &Value) -> Response {
        read(body(more).to_string().as_bytes(), step, &edition()).unwrap()
    }

    /// The faults' places and codes.
    fn faults(step: &str, body: &Value) -> Vec<(String, String)> {
        let faults = read(body.to_string().as_bytes(), step, &edition()).unwrap_err();
        let faults = serde_json::to_value(faults).unwrap();
        let faults = faults.as_array().unwrap().iter();
        faults
            .map(|fault| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&fault["location"]["pointer"]), text(&fault["code"]))
            })
            .collect()
    }

    fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(place, code): &(&str, &str)| ((*place).to_owned(), (*code).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn an_outlier_may_bring_a_reason_and_a_comment_without_the_spaces_around_it() {
        let given = json!({"option": "very-difficult", "reason": "file-too-large", "comment": "  Te groot ",
            "channel": "desk", "audience": "inwoner", "revision": 7});
        let expected = Response {
            step: "tekeningen".to_owned(),
            question_version: 1,
            revision: 7,
            state: State::Answered,
            answer: Some(Answer {
                option: "very-difficult".to_owned(),
                reason: Some("file-too-large".to_owned()),
                comment: Some("Te groot".to_owned()),
            }),
            language: "nl".to_owned(),
            channel: Channel::Desk,
            audience: Some("inwoner".to_owned()),
        };
        assert_eq!(taken("tekeningen", &given), expected);
    }

    #[test]
    fn what_was_only_seen_carries_no_answer_and_comes_from_the_web_unless_it_says_otherwise() {
        for (name, state) in State::NAMES {
            if state == State::Answered {
                continue;
            }
            let seen = taken("kosten", &json!({"state": name}));
            assert_eq!(
                (seen.state, seen.answer, seen.channel),
                (state, None, Channel::Web)
            );
            let more = body(&json!({"state": name, "option": "up", "reason": "x", "comment": "y"}));
            let each = ["/option", "/reason", "/comment"].map(|place| (place, "not-answered"));
            assert_eq!(faults("kosten", &more), named(&each));
        }
    }

    #[test]
    fn the_answer_to_an_open_question_is_its_comment() {
        let answer = taken("slot", &json!({"comment": "Dank"})).answer.unwrap();
        assert_eq!(
            (&*answer.option, answer.comment.as_deref()),
            (OPEN_OPTION, Some("Dank"))
        );
        assert_eq!(
            faults("slot", &body(&json!({}))),
            named(&[("/comment", "missing")])
        );
        let both = body(&json!({"comment": "Dank", "option": "up"}));
        assert_eq!(
            faults("slot", &both),
            named(&[("/option", "open-question")])
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = json!({"state": "gone", "revision": -1, "questionVersion": 2, "language": "de",
            "channel": "fax", "audience": "ondernemer", "colour": "red"});
        let mut found = faults("tekeningen", &wrong);
        found.sort();
        assert_eq!(
            found
                .iter()
                .map(|(place, _)| place.as_str())
                .collect::<Vec<_>>(),
            [
                "/audience",
                "/channel",
                "/colour",
                "/language",
                "/questionVersion",
                "/revision",
                "/state"
            ]
        );
        assert!(found.contains(&(
            "/questionVersion".to_owned(),
            "unknown-question-version".to_owned()
        )));
        assert!(found.contains(&("/language".to_owned(), "unknown-language".to_owned())));
        assert!(found.contains(&("/audience".to_owned(), "unknown-audience".to_owned())));
    }

    #[test]
    fn only_what_is_asked_further_is_answered_further() {
        for (step, more, expected) in [
            (
                "tekeningen",
                json!({"option": "nice"}),
                &[("/option", "unknown-option")][..],
            ),
            ("tekeningen", json!({}), &[("/option", "missing")]),
            (
                "tekeningen",
                json!({"option": "neutral", "reason": "file-too-large", "comment": "x"}),
                &[("/reason", "no-follow-up"), ("/comment", "no-follow-up")],
            ),
            (
                "tekeningen",
                json!({"option": "very-easy", "reason": "too-slow"}),
                &[("/reason", "unknown-reason")],
            ),
            (
                "tekeningen",
                json!({"option": "very-easy", "comment": "x".repeat(21)}),
                &[("/comment", "too-long")],
            ),
            (
                "kosten",
                json!({"option": "up", "comment": "x"}),
                &[("/comment", "no-comment")],
            ),
        ] {
            assert_eq!(faults(step, &body(&more)), named(expected), "{more}");
        }
    }

    #[test]
    fn the_longest_comment_fits_in_a_body() {
        let comment = "\\ud83d".repeat(crate::definition::MAX_COMMENT);
        assert!(comment.len() + 500 < crate::response::BODY_LIMIT);
    }

    #[test]
    fn every_name_is_read_back_as_what_it_names() {
        for (name, state) in State::NAMES {
            assert_eq!(state.name(), name);
        }
        for (name, channel) in Channel::NAMES {
            assert_eq!(channel.name(), name);
            assert_eq!(
                taken("kosten", &json!({"option": "up", "channel": name})).channel,
                channel
            );
        }
    }

    proptest! {
        #[test]
        fn whatever_arrives_is_read_or_refused_with_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(faults) = read(&bytes, "tekeningen", &edition()) {
                prop_assert!(!faults.is_empty());
            }
        }
    }
}
