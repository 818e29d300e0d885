//! The JSON Schema of a definition's file, for editors, and the parts of it that no type says: lengths and patterns.
//!
//! What the schema refuses, [`Definition::read`] refuses too. The reverse cannot be said in a schema alone: that
//! identifiers differ, that languages are the journey's own, that a time zone exists.
//!
//! [`Definition::read`]: crate::definition::Definition::read

use crate::{
    access::Role,
    burst,
    callback::{self, MAX_NAME, MAX_PHONE, Moment},
    day::Day,
    definition::{Definition, MAX_COMMENT, MAX_PROMPT, MAX_TITLE},
    improvement::MAX_SIGNALS,
    response::{Channel, State},
    signal::{MAX_NOTE, Status},
    webhook,
    webhook_url::MAX_URL,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use std::borrow::Cow;

/// The schema of a definition's file (JSON Schema 2020-12).
#[must_use]
pub fn of_definition() -> Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .for_deserialize()
        .with_transform(schemars::transform::RecursiveTransform(without_widths))
        .into_generator()
        .into_root_schema_for::<Definition>();
    schema.insert("title".to_owned(), "Journey Feedback: a journey".into());
    schema
}

/// Takes away formats that only say how wide Rust's numbers are.
pub fn without_widths(schema: &mut Schema) {
    let is_width = schema
        .get("format")
        .and_then(|format| format.as_str())
        .is_some_and(|format| format.starts_with("uint") || format == "double");
    if is_width {
        schema.remove("format");
    }
}

/// Lets a file name its schema, for the editor in which it is written.
pub(crate) fn with_schema_key(schema: &mut Schema) {
    if let Some(properties) = schema
        .get_mut("properties")
        .and_then(|it| it.as_object_mut())
    {
        let key = json_schema!({
            "description": "The address of this schema, for the editor in which the file is written.",
            "type": ["string", "null"], "minLength": 1, "maxLength": 500, "pattern": r"\S",
        });
        properties.insert("$schema".to_owned(), key.into());
    }
}

/// The body of a response as it stands; null counts as absent.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseBody {
    /// How far it came.
    pub state: State,
    /// Counts up in the browser, from 0. One that is no higher than the last is acknowledged and changes nothing.
    pub revision: u32,
    /// The language in which the question was shown; one of the journey's.
    pub language: LanguageCode,
    /// As the question said.
    #[schemars(range(min = 1))]
    pub question_version: u32,
    /// The option's id. Required with `answered`, but for an open question; absent otherwise.
    pub option: Option<Id>,
    /// The reason's id; only with an option that gets the follow-up.
    pub reason: Option<Id>,
    /// Only with an option that gets the follow-up; an open question's answer. Masked on arrival.
    #[schemars(with = "Option<String>", length(min = 1, max = MAX_COMMENT))]
    pub comment: Option<String>,
    /// The way it came in; on the web where nothing is said.
    pub channel: Option<Channel>,
    /// The audience's id, if the page knows it.
    pub audience: Option<Id>,
}

/// The body of a request for a key; null counts as absent.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyBody {
    /// What it is for, for people.
    #[schemars(length(min = 1, max = 120), regex(pattern = r"\S"))]
    pub label: String,
    /// What it opens.
    pub role: Role,
    /// The journeys it is limited to; absent for all of them.
    #[schemars(length(min = 1, max = 100))]
    pub journeys: Option<Vec<Id>>,
}

/// The body of a change of a signal; what it does not name stays.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SignalChange {
    /// What is done with it.
    #[schemars(with = "Status", default)]
    pub status: Option<Status>,
    /// The owner's note, masked on arrival; null removes it.
    #[schemars(length(min = 1, max = MAX_NOTE), regex(pattern = r"\S"))]
    pub note: Option<String>,
}

/// The bursts of a journey.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct HeldBursts {
    /// By shard; in each the undecided ones first, then the newest first.
    pub held_bursts: Vec<HeldBurst>,
}

/// A burst as the owner sees it: never what was answered.
#[derive(Debug, JsonSchema)]
pub struct HeldBurst {
    /// Its name: the number of its shard, a hyphen and its own number.
    pub id: String,
    /// The step's id.
    pub step: String,
    /// The day on which it was set aside.
    pub day: Day,
    /// What became of it.
    pub status: burst::Status,
    /// How many responses are in it, or were when it was decided.
    pub responses: u32,
}

/// The body of an improvement; null counts as absent.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImprovementBody {
    /// As it is given; means nothing.
    #[schemars(with = "serde_json::Value", default)]
    pub id: (),
    /// The step's id; also of a step that is no longer in the definition.
    pub step: Id,
    /// The first day on which it held, such as 2026-11-22.
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub since: String,
    /// What residents said, by language; the default language among them. Masked on arrival.
    pub you_said: Option<Sentence>,
    /// What was done, by language; the default language among them. Masked on arrival.
    pub we_did: Sentence,
    /// Whether residents see it; not where nothing is said.
    pub published: Option<bool>,
    /// The ids of the signals that led to it. Linking one does not change its status.
    #[schemars(length(max = MAX_SIGNALS), extend("uniqueItems" = true))]
    pub signals: Option<Vec<SignalId>>,
    /// As it is given; means nothing.
    #[schemars(with = "serde_json::Value", default)]
    pub effect: (),
}

/// The body of a request to be called; null counts as absent.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallbackBody {
    /// A new ULID that the browser made; the same again asks for nothing more.
    #[schemars(regex(pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"))]
    pub id: String,
    /// A Dutch number of 10 digits, or one of 8 to 15 digits after `+` or `00`. Spaces and other signs may stand between.
    #[schemars(length(min = 1, max = MAX_PHONE), regex(pattern = r"\S"))]
    pub phone: String,
    /// Whom to ask for. Signs that do not show are left out.
    #[schemars(length(min = 1, max = MAX_NAME), regex(pattern = r"\S"))]
    pub name: Option<String>,
    /// The time of day; any where nothing is said.
    pub moment: Option<Moment>,
    /// The language they would speak; one of the journey's.
    pub language: LanguageCode,
}

/// What a resident is told who asked to be called.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct CallbackTold {
    /// The name under which it is kept, derived from the ULID.
    pub id: Id,
    /// They are called on this day at the latest: working days (Monday to Friday) after today.
    #[schemars(extend("format" = "date"))]
    pub due_date: String,
    /// What they wrote is gone from this day on.
    #[schemars(extend("format" = "date"))]
    pub delete_date: String,
}

/// A callback as editors see it.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Callback {
    /// Its name.
    pub id: Id,
    /// The step's id.
    pub step: Id,
    /// The number to call, as it is dialled.
    pub phone: String,
    /// Whom to ask for; null where they did not say.
    pub name: Option<String>,
    /// The time of day.
    pub moment: Moment,
    /// The language they would speak.
    pub language: LanguageCode,
    /// What became of it.
    pub status: callback::Status,
    /// The owner's own note, masked, if any.
    pub note: Option<String>,
    /// The day they asked.
    #[schemars(extend("format" = "date"))]
    pub asked_date: String,
    /// The last day to call.
    #[schemars(extend("format" = "date"))]
    pub due_date: String,
    /// The day on which it goes.
    #[schemars(extend("format" = "date"))]
    pub delete_date: String,
    /// Whether it is open and its last day is over.
    pub overdue: bool,
}

/// The body of a change of a callback; what it does not name stays.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CallbackChange {
    /// What became of it.
    #[schemars(with = "callback::Status", default)]
    pub status: Option<callback::Status>,
    /// The owner's note, masked on arrival; null removes it.
    #[schemars(length(min = 1, max = MAX_NOTE), regex(pattern = r"\S"))]
    pub note: Option<String>,
}

/// The body of a request for a webhook; null counts as absent.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WebhookBody {
    /// Where its events go: a public host by its name, port 443 or 8443.
    #[schemars(
        length(max = MAX_URL),
        regex(pattern = r"^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?(:443|:8443)?([/?][!$-;=?-\[\]_a-z~]*)?$")
    )]
    pub url: String,
    /// What it tells of; everything where nothing is said.
    #[schemars(length(min = 1, max = 6))]
    pub events: Option<Vec<webhook::Kind>>,
    /// Whether nothing is sent for now; false where nothing is said.
    pub paused: Option<bool>,
}

/// A webhook whose secret is new.
#[derive(Debug, JsonSchema)]
pub struct NewWebhook {
    /// The webhook.
    #[schemars(flatten)]
    pub webhook: webhook::Listed,
    /// Its secret, by which the receiver verifies what comes; shown this once.
    pub secret: String,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $description:literal $schema:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let make: fn(&mut SchemaGenerator) -> Schema = $schema;
                let mut schema = make(generator);
                schema.insert("description".to_owned(), $description.into());
                schema
            }
        }
    )*};
}

texts! {
    /// A name in addresses.
    Id "A name in addresses: 1 to 64 of a-z, 0-9 and single hyphens inside."
        |_| json_schema!({"type": "string", "maxLength": 64, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"});

    /// A signal's id.
    SignalId "A signal's id as it is listed."
        |_| json_schema!({"type": "string", "maxLength": 70, "pattern": "^(0|[1-9][0-9]{0,2})-[a-z0-9]+(-[a-z0-9]+)*$"});

    /// A language.
    LanguageCode "A language by its BCP 47 code, such as nl or en."
        |_| json_schema!({
            "type": "string", "maxLength": 35, "pattern": "^[A-Za-z0-9]{2,8}(-[A-Za-z0-9]{1,8})*$",
        });

    /// An origin.
    Origin "An origin as a browser sends it: scheme, host and a port that is not the scheme's own. Plain http only on the machine itself."
        |_| json_schema!({
            "type": "string", "maxLength": 255,
            "pattern": r"^(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://(127\.0\.0\.1|([a-z0-9-]+\.)*localhost))(:[1-9][0-9]{0,4})?$",
        });

    /// Where an exit leads.
    Href "Where an exit leads: tel:, mailto: or https:."
        |_| json_schema!({"type": "string", "maxLength": 500, "pattern": "^(tel:|mailto:|https://).+$"});

    /// A title or label by language.
    Title "A title or label by language, such as {\"nl\": \"Ja\", \"en\": \"Yes\"}; the default language among them."
        |generator| by_language(generator, MAX_TITLE);

    /// A sentence by language.
    Sentence "A question or other sentence by language; the default language among them."
        |generator| by_language(generator, MAX_PROMPT);
}

fn by_language(generator: &mut SchemaGenerator, most: usize) -> Schema {
    json_schema!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": generator.subschema_for::<LanguageCode>(),
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"\S"},
    })
}
