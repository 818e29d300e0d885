//! Webhooks, by the Standard Webhooks specification (<https://www.standardwebhooks.com>): what an admin asks for, which
//! events there are, and when a delivery is tried again.

use crate::{
    check::{self, Faults, Node},
    problem::Fault,
    webhook_url::{MAX_URL, leads_outside},
};
use serde::{Deserialize, Serialize};

/// The largest body of a request for a webhook, in bytes.
pub const BODY_LIMIT: usize = 4 * 1024;
/// The most deliveries of a journey that are kept, the newest.
pub const MAX_DELIVERIES: i32 = 500;
/// How many days a delivery is kept that no attempt succeeded of.
pub const DEAD_DAYS: i32 = 30;
/// How long a receiver may take to answer, in milliseconds.
pub const TIMEOUT_MS: u32 = 15_000;
/// How long the secret before the present one also signs, in milliseconds.
pub const OLD_SECRET_MS: i64 = 24 * 60 * 60 * 1000;

/// What a webhook tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// A step began to miss its norm.
    #[serde(rename = "norm.missed")]
    NormMissed,
    /// A step's negative share changed.
    #[serde(rename = "change.detected")]
    ChangeDetected,
    /// Signals arrived at a step that misses its norm or got worse.
    #[serde(rename = "signal.arrived")]
    SignalArrived,
    /// The last day for a call is over.
    #[serde(rename = "callback.overdue")]
    CallbackOverdue,
    /// Answers were set aside until the owner decides.
    #[serde(rename = "answers.held")]
    AnswersHeld,
    /// A week is over.
    #[serde(rename = "digest.weekly")]
    DigestWeekly,
}

/// A webhook as an admin asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Where its events go.
    pub url: String,
    /// What it tells of.
    pub events: Vec<Kind>,
    /// Whether nothing is sent for now.
    pub paused: bool,
}

/// A webhook as it is listed; its secret is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// Its name.
    pub id: String,
    /// Where its events go.
    pub url: String,
    /// What it tells of.
    pub events: Vec<Kind>,
    /// Whether nothing is sent for now; also set when the receiver answered 410 Gone.
    pub paused: bool,
    /// How many deliveries are still tried.
    pub waiting: u32,
    /// How many deliveries no attempt succeeded of.
    pub dead: u32,
}

/// A delivery that did not succeed yet, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Its name, which the receiver gets as `webhook-id`.
    pub id: String,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it is still tried.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
    /// The status of the last answer; null where none came.
    pub last_status: Option<u16>,
    /// When it is tried next; null once nothing more is tried.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
    pub next_attempt: Option<String>,
    /// The day of the event.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    pub date: String,
}

/// Whether a delivery is still tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "DeliveryState")
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is.
    Waiting,
    /// No attempt succeeded; it can be sent again.
    Dead,
}

impl Kind {
    /// Every kind with its name in the API.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("norm.missed", Self::NormMissed),
        ("change.detected", Self::ChangeDetected),
        ("signal.arrived", Self::SignalArrived),
        ("callback.overdue", Self::CallbackOverdue),
        ("answers.held", Self::AnswersHeld),
        ("digest.weekly", Self::DigestWeekly),
    ];

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NormMissed => "norm.missed",
            Self::ChangeDetected => "change.detected",
            Self::SignalArrived => "signal.arrived",
            Self::CallbackOverdue => "callback.overdue",
            Self::AnswersHeld => "answers.held",
            Self::DigestWeekly => "digest.weekly",
        }
    }
}

impl Request {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// Every fault in the body.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let request = read_request(&Node::root(&value, &faults));
        faults.settle(request)
    }
}

/// How long after an attempt that failed the next one comes, in milliseconds, by how many there were; none when it was the
/// last. All together take a little more than a day.
#[must_use]
pub fn next_attempt(attempts: u32) -> Option<i64> {
    const SECONDS: [i64; 7] = [5, 300, 1800, 7200, 18_000, 25_200, 36_000];
    let before = usize::try_from(attempts).ok()?.checked_sub(1)?;
    SECONDS.get(before).map(|seconds| seconds * 1000)
}

fn read_request(root: &Node) -> Option<Request> {
    let root = root.object(&["url", "events", "paused"])?;
    let url = root.required("url").and_then(|node| {
        let url = node.text(MAX_URL)?;
        let allowed = leads_outside(url);
        if !allowed {
            node.fault(
                "not-a-webhook-url",
                "An address is expected that begins with https://, with a public host by its name in lower case, and no port but 443 or 8443.",
            );
        }
        allowed.then(|| url.to_owned())
    });
    let events = match root.optional("events") {
        None => Some(Kind::NAMES.map(|(_, kind)| kind).to_vec()),
        Some(node) => node.list(1..=Kind::NAMES.len()).map(|nodes| {
            let mut events: Vec<Kind> = Vec::new();
            for kind in nodes.iter().filter_map(|it| it.one_of(&Kind::NAMES)) {
                if !events.contains(&kind) {
                    events.push(kind);
                }
            }
            events
        }),
    };
    let paused = match root.optional("paused") {
        None => Some(false),
        Some(node) => node.boolean(),
    };
    Some(Request {
        url: url?,
        events: events?,
        paused: paused?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(body: &Value) -> Result<Request, Vec<Fault>> {
        Request::read(body.to_string().as_bytes())
    }

    #[test]
    fn the_longest_request_fits_in_a_body() {
        let url = "a".repeat(crate::webhook_url::MAX_URL);
        let events: Vec<_> = Kind::NAMES.iter().map(|(name, _)| name).collect();
        let longest = json!({"url": url, "events": events, "paused": false}).to_string();
        assert!(longest.len() < BODY_LIMIT);
    }

    #[test]
    fn attempts_go_on_for_a_day_ever_further_apart() {
        let waits: Vec<i64> = (1..).map_while(next_attempt).collect();
        assert_eq!(waits.first(), Some(&5000));
        assert!(waits.is_sorted());
        let day = 24 * 60 * 60 * 1000;
        let whole: i64 = waits.iter().sum();
        assert!((day..day + day / 24).contains(&whole), "{whole}");
        assert_eq!(next_attempt(0), None);
        assert_eq!(next_attempt(u32::MAX), None);
    }

    #[test]
    fn a_webhook_tells_of_everything_unless_it_says_otherwise() {
        let url = "https://hooks.gemeente.example/in";
        let request = read(&json!({"url": url})).unwrap();
        assert_eq!((request.events.len(), request.paused), (6, false));
        let some = json!({"url": url, "events": ["norm.missed", "norm.missed"], "paused": true});
        let request = read(&some).unwrap();
        assert_eq!(request.events, [Kind::NormMissed]);
        assert!(request.paused);
    }

    #[test]
    fn every_fault_is_named() {
        let faults = read(&json!({
            "url": "https://127.0.0.1/", "events": ["norm.missed", "norm.met"], "paused": "no",
            "secret": "mine",
        }));
        let codes: Vec<_> = faults.unwrap_err().into_iter().map(|it| it.code).collect();
        let expected = [
            "unknown-field",
            "not-a-webhook-url",
            "unknown-value",
            "not-a-boolean",
        ];
        assert_eq!(codes, expected);
        assert!(read(&json!({})).is_err());
        assert!(read(&json!({"url": "https://a.example", "events": []})).is_err());
    }

    #[test]
    fn a_kinds_name_is_that_of_its_json() {
        for (name, kind) in Kind::NAMES {
            assert_eq!(kind.name(), name);
            assert_eq!(json!(kind), json!(name));
        }
    }
}
