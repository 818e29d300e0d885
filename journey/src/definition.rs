//! A journey's definition, as a team writes it down and keeps it in git.
//!
//! A [`Definition`] exists only once every rule held; reading one lists every fault at once.
//! Limits are the constants below.

#[cfg(feature = "schema")]
use crate::schema;
use crate::{
    callback::longest_wait,
    check::{self, Faults, Node, Object},
    problem::Fault,
    scale::{CustomScale, NamedScale, Scale, ScaleOption, Tone},
    shard_plan::MAX_SHARDS,
    statistics::norm::Norm,
    texts::Texts,
};
use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use std::collections::BTreeSet;

/// The largest definition, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// The most steps of a journey.
pub const MAX_STEPS: usize = 100;
/// The most languages of a journey.
pub const MAX_LANGUAGES: usize = 20;
/// The most audiences of a journey.
pub const MAX_AUDIENCES: usize = 12;
/// The most reasons of a follow-up.
pub const MAX_REASONS: usize = 12;
/// The most options of a scale.
pub const MAX_OPTIONS: usize = 11;
/// The most origins of a journey.
pub const MAX_ORIGINS: usize = 50;
/// The most exits of a step.
pub const MAX_EXITS: usize = 5;
/// The longest title or label, in characters.
pub const MAX_TITLE: usize = 120;
/// The longest prompt or other sentence, in characters.
pub const MAX_PROMPT: usize = 300;
/// The longest comment a definition may allow, in characters.
pub const MAX_COMMENT: usize = 2000;
/// A comment's length where the definition names none, in characters.
pub const DEFAULT_COMMENT: usize = 500;
/// How many answers make a batch where the definition names no number.
pub const DEFAULT_MINIMUM_CELL: u32 = 10;
/// The largest batch.
pub const MAX_MINIMUM_CELL: u32 = 1000;
/// The time zone where the definition names none.
pub const DEFAULT_TIME_ZONE: &str = "Europe/Amsterdam";
/// How long signals may be kept at most, in days.
pub const MAX_SIGNALS_DAYS: u32 = 3650;
/// How long signals are kept where the definition does not say, in days.
pub const DEFAULT_SIGNALS_DAYS: u32 = 365;
/// How long callbacks may be kept at most, in days.
pub const MAX_CALLBACKS_DAYS: u32 = 365;
/// How long callbacks are kept where the definition does not say, in days.
pub const DEFAULT_CALLBACKS_DAYS: u32 = 30;
/// The longest that a promise to call may leave someone waiting, in working days.
pub const MAX_CALLBACK_WITHIN_DAYS: u32 = 30;
/// The most steps that stay unasked after one was asked.
pub const MAX_COOLDOWN: u32 = 100;

/// An ordered list of steps with what is asked at each.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, transform = schema::with_schema_key)
)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// What the journey is called.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Title"))]
    pub title: Texts,
    /// The languages it is offered in.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<schema::LanguageCode>", length(min = 1, max = MAX_LANGUAGES), extend("uniqueItems" = true)))]
    pub languages: Vec<String>,
    /// The language used where another is not there.
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::LanguageCode>"))]
    pub default_language: String,
    /// The time zone in which its days begin, by its IANA name.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", length(min = 1, max = 64), extend("default" = DEFAULT_TIME_ZONE)))]
    pub time_zone: String,
    /// The origins whose pages may ask and answer.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<schema::Origin>", length(max = MAX_ORIGINS)))]
    pub origins: Vec<String>,
    /// How many new answers are released together.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = 1, max = MAX_MINIMUM_CELL), extend("default" = DEFAULT_MINIMUM_CELL)))]
    pub minimum_cell: u32,
    /// How many shards share the counting.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u16>", range(min = 1, max = MAX_SHARDS), extend("default" = 1)))]
    pub shards: u16,
    /// The groups a page may name.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Audience>>", length(max = MAX_AUDIENCES)))]
    pub audiences: Vec<Audience>,
    /// How long what is not a count is kept.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Retention>"))]
    pub retention: Retention,
    /// The steps in the order in which they are taken.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_STEPS)))]
    pub steps: Vec<Step>,
}

/// A group the owner tells apart; never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Audience {
    /// Its name in a page's attribute.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Id"))]
    pub id: String,
    /// Its name for people.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Title"))]
    pub label: Texts,
}

/// How long what is not a count is kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Signals.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = 1, max = MAX_SIGNALS_DAYS), extend("default" = DEFAULT_SIGNALS_DAYS)))]
    pub signals_days: u32,
    /// Callbacks; no shorter than the promises to call may take.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = 1, max = MAX_CALLBACKS_DAYS), extend("default" = DEFAULT_CALLBACKS_DAYS)))]
    pub callbacks_days: u32,
}

/// One touchpoint of a journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its name in addresses.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Id"))]
    pub id: String,
    /// Its name for people.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Title"))]
    pub title: Texts,
    /// The organisation in the chain that runs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Id>"))]
    pub provider: Option<String>,
    /// What is asked.
    pub question: Question,
    /// What the owner calls good enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
    /// What happens after this step.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Sentence>"))]
    pub next: Option<Texts>,
    /// Ways out for whoever gets stuck.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Exit>>", length(max = MAX_EXITS)))]
    pub exits: Vec<Exit>,
    /// Present when a resident may ask to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback: Option<Callback>,
    /// How often the question is asked.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Ask>"))]
    pub ask: Ask,
}

/// What is asked at a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The question itself.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Sentence"))]
    pub prompt: Texts,
    /// The possible answers.
    pub scale: Scale,
    /// What outliers are asked next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
}

/// The further question to outliers; both parts are optional to the resident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct FollowUp {
    /// Who is asked.
    #[cfg_attr(feature = "schema", schemars(with = "Option<FollowUpOn>"))]
    pub on: FollowUpOn,
    /// The reasons to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Reason>>", length(max = MAX_REASONS)))]
    pub reasons: Vec<Reason>,
    /// The comment, if one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<CommentField>,
}

/// Who is asked a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FollowUpOn {
    /// Answers at either end of an ordered scale.
    Outliers,
}

/// One reason to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Its name in the API.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Id"))]
    pub id: String,
    /// Its name for people.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Title"))]
    pub label: Texts,
}

/// A comment's prompt and length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct CommentField {
    /// What is asked.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Sentence"))]
    pub prompt: Texts,
    /// The most characters.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = 1, max = MAX_COMMENT), extend("default" = DEFAULT_COMMENT)))]
    pub max_length: u32,
}

/// A way out for whoever gets stuck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Exit {
    /// What kind of way.
    pub kind: ExitKind,
    /// What it says.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Title"))]
    pub label: Texts,
    /// Where it leads: `tel:`, `mailto:` or `https:`.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Href"))]
    pub href: String,
}

/// A kind of way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExitKind {
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// At a desk.
    Desk,
    /// On another page.
    Web,
}

/// A promise to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// Within how many working days, Monday to Friday in the journey's time zone.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = MAX_CALLBACK_WITHIN_DAYS)))]
    pub within_days: u32,
}

/// How often the question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// The share of visits in which it is asked, 0 to 1.
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = 0, max = 1), extend("default" = 1)))]
    pub sample_rate: f64,
    /// How many steps stay unasked after one was.
    #[cfg_attr(feature = "schema", schemars(with = "Option<u32>", range(min = 0, max = MAX_COOLDOWN), extend("default" = 0)))]
    pub cooldown_steps: u32,
}

impl Definition {
    /// A step by its id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Reads a definition; `is_time_zone` knows the names of the time zones.
    ///
    /// # Errors
    /// Every fault in the document.
    pub fn read(bytes: &[u8], is_time_zone: impl Fn(&str) -> bool) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let definition = read_definition(&Node::root(&value, &faults), is_time_zone);
        faults.settle(definition)
    }
}

/// As it is stored, which is as it was once read; time zones are known by then.
impl<'de> Deserialize<'de> for Definition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let faults = Faults::default();
        let definition = read_definition(&Node::root(&value, &faults), |_| true);
        faults
            .settle(definition)
            .map_err(|_| de::Error::custom("not a definition by the rules"))
    }
}

fn read_definition(root: &Node, is_time_zone: impl Fn(&str) -> bool) -> Option<Definition> {
    let root = root.object(&[
        "$schema",
        "title",
        "languages",
        "defaultLanguage",
        "timeZone",
        "origins",
        "minimumCell",
        "shards",
        "audiences",
        "retention",
        "steps",
    ])?;
    // For the editor in which the file is written; kept nowhere.
    if let Some(node) = root.optional("$schema") {
        let _address = node.text(500);
    }
    let languages = read_languages(&root);
    let default_language = match root.optional("defaultLanguage") {
        None => languages.as_ref().and_then(|all| all.first().cloned()),
        Some(node) => node.text(35).and_then(|code| {
            let known = languages
                .as_ref()
                .is_none_or(|all| all.iter().any(|it| it == code));
            if !known {
                node.fault("unknown-language", "Not one of the journey's languages.");
            }
            known.then(|| code.to_owned())
        }),
    };
    let time_zone = match root.optional("timeZone") {
        None => Some(DEFAULT_TIME_ZONE.to_owned()),
        Some(node) => node.text(64).and_then(|name| {
            let known = is_time_zone(name);
            if !known {
                node.fault(
                    "unknown-time-zone",
                    "An IANA time zone is expected, such as Europe/Amsterdam.",
                );
            }
            known.then(|| name.to_owned())
        }),
    };
    let origins = root
        .required("origins")
        .and_then(|node| node.list(0..=MAX_ORIGINS))
        .map(|list| list.iter().filter_map(read_origin).collect());
    let minimum_cell = number(
        &root,
        "minimumCell",
        1,
        MAX_MINIMUM_CELL,
        DEFAULT_MINIMUM_CELL,
    );
    let shards = number(&root, "shards", 1, u32::from(MAX_SHARDS), 1);
    // Texts cannot be judged before the languages are known.
    let texts = Languages {
        all: languages.clone()?,
        default: default_language.clone()?,
    };
    let title = root
        .required("title")
        .and_then(|node| read_texts(&node, &texts, MAX_TITLE));
    let audiences = match root.optional("audiences") {
        None => Vec::new(),
        Some(node) => read_labelled(&node, MAX_AUDIENCES, &texts)
            .into_iter()
            .map(|(id, label)| Audience { id, label })
            .collect(),
    };
    let retention = read_retention(&root)?;
    let steps = root
        .required("steps")
        .and_then(|node| node.list(1..=MAX_STEPS))
        .map(|list| {
            let mut ids = BTreeSet::new();
            list.iter()
                .filter_map(|node| read_step(node, &texts, retention, &mut ids))
                .collect()
        });
    Some(Definition {
        title: title?,
        languages: languages?,
        default_language: default_language?,
        time_zone: time_zone?,
        origins: origins?,
        minimum_cell,
        shards: u16::try_from(shards).ok()?,
        audiences,
        retention,
        steps: steps?,
    })
}

fn read_retention(root: &Object) -> Option<Retention> {
    let Some(node) = root.optional("retention") else {
        return Some(Retention {
            signals_days: DEFAULT_SIGNALS_DAYS,
            callbacks_days: DEFAULT_CALLBACKS_DAYS,
        });
    };
    let node = node.object(&["signalsDays", "callbacksDays"])?;
    let days = |key, most, default| number(&node, key, 1, most, default);
    Some(Retention {
        signals_days: days("signalsDays", MAX_SIGNALS_DAYS, DEFAULT_SIGNALS_DAYS),
        callbacks_days: days("callbacksDays", MAX_CALLBACKS_DAYS, DEFAULT_CALLBACKS_DAYS),
    })
}

/// The languages a journey's texts must and may be in.
pub(crate) struct Languages {
    /// All of them.
    pub(crate) all: Vec<String>,
    /// The one that every text is in.
    pub(crate) default: String,
}

/// Texts of at most so many characters each, the default language among them.
pub(crate) fn read_texts(node: &Node, languages: &Languages, most: usize) -> Option<Texts> {
    let object = node.any_object()?;
    let mut texts = LiteMap::new();
    for (language, text) in object.entries() {
        if !languages.all.iter().any(|it| it == language) {
            text.fault("unknown-language", "Not one of the journey's languages.");
        } else if let Some(text) = text.text(most) {
            texts.insert(language.to_owned(), text.trim().to_owned());
        }
    }
    if object.optional(&languages.default).is_none() {
        object.fault(
            &languages.default,
            "missing",
            "The text in the journey's default language is required.",
        );
    }
    Some(Texts(texts))
}

fn read_languages(root: &Object) -> Option<Vec<String>> {
    let list = root.required("languages")?.list(1..=MAX_LANGUAGES)?;
    let mut languages: Vec<String> = Vec::new();
    for node in list {
        let Some(code) = node.text(35) else { continue };
        let well_formed = code.split('-').enumerate().all(|(index, part)| {
            let shortest = if index == 0 { 2 } else { 1 };
            (shortest..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if !well_formed {
            node.fault(
                "not-a-language",
                "A BCP 47 code is expected, such as nl or en.",
            );
        } else if languages.iter().any(|it| it == code) {
            node.fault("twice", "This language is in the list already.");
        } else {
            languages.push(code.to_owned());
        }
    }
    (!languages.is_empty()).then_some(languages)
}

/// An origin as a browser sends it: scheme, host in lower case and a port that is not the
/// scheme's own; plain http only on the machine itself.
fn read_origin(node: &Node) -> Option<String> {
    let text = node.text(255)?;
    let host_and_port = text.strip_prefix("https://").or_else(|| {
        text.strip_prefix("http://").filter(|rest| {
            let host = rest.split(':').next().unwrap_or_default();
            host == "localhost" || host == "127.0.0.1" || host.ends_with(".localhost")
        })
    });
    let well_formed = host_and_port.is_some_and(|rest| {
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        let host_ok = !host.is_empty()
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            });
        let port_ok = port.is_none_or(|port| {
            port.parse::<u16>()
                .is_ok_and(|number| number != 0 && number.to_string() == port)
                && !(text.starts_with("https:") && port == "443")
                && !(text.starts_with("http:") && port == "80")
        });
        host_ok && port_ok
    });
    if well_formed {
        Some(text.to_owned())
    } else {
        node.fault(
            "not-an-origin",
            "An origin is expected, such as https://formulieren.gemeente.example, without a path.",
        );
        None
    }
}

fn number(object: &Object, key: &str, least: u32, most: u32, default: u32) -> u32 {
    object
        .optional(key)
        .and_then(|node| node.integer(u64::from(least)..=u64::from(most)))
        .and_then(|number| u32::try_from(number).ok())
        .unwrap_or(default)
}

fn new_id(node: &Node, seen: &mut BTreeSet<String>) -> Option<String> {
    let id = node.id()?;
    if seen.insert(id.to_owned()) {
        Some(id.to_owned())
    } else {
        node.fault("twice", "This identifier is in the list already.");
        None
    }
}

fn read_labelled(node: &Node, most: usize, texts: &Languages) -> Vec<(String, Texts)> {
    let mut ids = BTreeSet::new();
    node.list(0..=most)
        .unwrap_or_default()
        .iter()
        .filter_map(|node| {
            let object = node.object(&["id", "label"])?;
            let id = object
                .required("id")
                .and_then(|node| new_id(&node, &mut ids));
            let label = object
                .required("label")
                .and_then(|node| read_texts(&node, texts, MAX_TITLE));
            Some((id?, label?))
        })
        .collect()
}

fn read_step(
    node: &Node,
    texts: &Languages,
    retention: Retention,
    ids: &mut BTreeSet<String>,
) -> Option<Step> {
    let step = node.object(&[
        "id", "title", "provider", "question", "norm", "next", "exits", "callback", "ask",
    ])?;
    let id = step.required("id").and_then(|node| new_id(&node, ids));
    let title = step
        .required("title")
        .and_then(|node| read_texts(&node, texts, MAX_TITLE));
    let provider = step
        .optional("provider")
        .and_then(|node| node.id().map(str::to_owned));
    let question = step
        .required("question")
        .and_then(|node| read_question(&node, texts));
    let norm = step.optional("norm").and_then(|node| {
        let norm = node.object(&["tone", "atLeast"])?;
        let tone = norm
            .required("tone")
            .and_then(|node| node.one_of(&Tone::NAMES));
        let at_least = norm.required("atLeast").and_then(|node| node.share());
        Some(Norm {
            tone: tone?,
            at_least: at_least?,
        })
    });
    let next = step
        .optional("next")
        .and_then(|node| read_texts(&node, texts, MAX_PROMPT));
    let exits = step
        .optional("exits")
        .and_then(|node| node.list(0..=MAX_EXITS))
        .unwrap_or_default()
        .iter()
        .filter_map(|node| read_exit(node, texts))
        .collect();
    let callback = step.optional("callback").and_then(|node| {
        let callback = node.object(&["withinDays"])?;
        let node = callback.required("withinDays")?;
        let within_days = node.integer(1..=u64::from(MAX_CALLBACK_WITHIN_DAYS))?;
        let within_days = u32::try_from(within_days).ok()?;
        let longest = longest_wait(within_days);
        if longest > retention.callbacks_days {
            node.fault(
                "kept-too-short",
                format!(
                    "That can take {longest} days, and retention.callbacksDays is {}.",
                    retention.callbacks_days
                ),
            );
        }
        Some(Callback { within_days })
    });
    let ask = step.optional("ask").map_or(Some(Ask::ALWAYS), |node| {
        let ask = node.object(&["sampleRate", "cooldownSteps"])?;
        Some(Ask {
            sample_rate: match ask.optional("sampleRate") {
                Some(node) => node.share()?,
                None => 1.0,
            },
            cooldown_steps: number(&ask, "cooldownSteps", 0, MAX_COOLDOWN, 0),
        })
    });
    Some(Step {
        id: id?,
        title: title?,
        provider,
        question: question?,
        norm,
        next,
        exits,
        callback,
        ask: ask?,
    })
}

impl Ask {
    /// Ask everyone, at every step.
    pub const ALWAYS: Self = Self {
        sample_rate: 1.0,
        cooldown_steps: 0,
    };
}

fn read_question(node: &Node, texts: &Languages) -> Option<Question> {
    let question = node.object(&["prompt", "scale", "followUp"])?;
    let prompt = question
        .required("prompt")
        .and_then(|node| read_texts(&node, texts, MAX_PROMPT));
    let scale = question
        .required("scale")
        .and_then(|node| read_scale(&node, texts));
    let follow_up = question
        .optional("followUp")
        .and_then(|node| read_follow_up(&node, texts));
    Some(Question {
        prompt: prompt?,
        scale: scale?,
        follow_up,
    })
}

fn read_scale(node: &Node, texts: &Languages) -> Option<Scale> {
    if node.value().is_string() {
        return node.one_of(&NamedScale::NAMES).map(Scale::Named);
    }
    let scale = node.object(&["ordered", "options"])?;
    let ordered = scale.required("ordered").and_then(|node| node.boolean());
    let mut ids = BTreeSet::new();
    let options: Option<Vec<ScaleOption>> = scale
        .required("options")
        .and_then(|node| node.list(2..=MAX_OPTIONS))
        .map(|list| {
            list.iter()
                .filter_map(|node| read_option(node, texts, &mut ids))
                .collect()
        });
    Some(Scale::Custom(CustomScale {
        ordered: ordered?,
        options: options?,
    }))
}

fn read_option(node: &Node, texts: &Languages, ids: &mut BTreeSet<String>) -> Option<ScaleOption> {
    let option = node.object(&["id", "label", "tone"])?;
    let id = option.required("id").and_then(|node| new_id(&node, ids));
    let label = option
        .required("label")
        .and_then(|node| read_texts(&node, texts, MAX_TITLE));
    let tone = option
        .required("tone")
        .and_then(|node| node.one_of(&Tone::NAMES));
    Some(ScaleOption {
        id: id?,
        label: label?,
        tone: tone?,
    })
}

fn read_follow_up(node: &Node, texts: &Languages) -> Option<FollowUp> {
    let follow_up = node.object(&["on", "reasons", "comment"])?;
    if let Some(node) = follow_up.optional("on") {
        node.one_of(&[("outliers", ())])?;
    }
    let reasons = follow_up
        .optional("reasons")
        .map(|node| read_labelled(&node, MAX_REASONS, texts))
        .unwrap_or_default()
        .into_iter()
        .map(|(id, label)| Reason { id, label })
        .collect();
    let comment = follow_up.optional("comment").and_then(|node| {
        let comment = node.object(&["prompt", "maxLength"])?;
        let prompt = comment
            .required("prompt")
            .and_then(|node| read_texts(&node, texts, MAX_PROMPT));
        let most = u32::try_from(MAX_COMMENT).ok()?;
        let default = u32::try_from(DEFAULT_COMMENT).ok()?;
        let max_length = number(&comment, "maxLength", 1, most, default);
        Some(CommentField {
            prompt: prompt?,
            max_length,
        })
    });
    Some(FollowUp {
        on: FollowUpOn::Outliers,
        reasons,
        comment,
    })
}

fn read_exit(node: &Node, texts: &Languages) -> Option<Exit> {
    let exit = node.object(&["kind", "label", "href"])?;
    let kind = exit.required("kind").and_then(|node| {
        node.one_of(&[
            ("phone", ExitKind::Phone),
            ("email", ExitKind::Email),
            ("desk", ExitKind::Desk),
            ("web", ExitKind::Web),
        ])
    });
    let label = exit
        .required("label")
        .and_then(|node| read_texts(&node, texts, MAX_TITLE));
    let href = exit.required("href").and_then(|node| {
        let href = node.text(500)?;
        let safe = ["tel:", "mailto:", "https://"]
            .iter()
            .any(|scheme| href.starts_with(scheme) && href.len() > scheme.len())
            && !href.contains(|c: char| c.is_whitespace() || c.is_control());
        if !safe {
            node.fault(
                "unsafe-address",
                "An address is expected that begins with tel:, mailto: or https://.",
            );
        }
        safe.then(|| href.to_owned())
    });
    Some(Exit {
        kind: kind?,
        label: label?,
        href: href?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reads<T>(text: &str, read: impl Fn(&Node) -> Option<T>) -> Option<T> {
        let value = Value::from(text);
        let faults = Faults::default();
        let read = read(&Node::root(&value, &faults));
        assert_eq!(faults.count(), usize::from(read.is_none()), "{text}");
        read
    }

    #[test]
    fn an_origin_is_as_browsers_send_it() {
        for origin in [
            "https://formulieren.gemeente.example",
            "https://a-1.example:8443",
            "https://gemeente.example:80",
            "http://localhost",
            "http://localhost:443",
            "http://127.0.0.1:65535",
            "http://demo.localhost:8080",
        ] {
            assert_eq!(reads(origin, read_origin).as_deref(), Some(origin));
        }
        for text in [
            "gemeente.example",
            "ftp://gemeente.example",
            "http://gemeente.example",
            "http://localhost.example",
            "https://",
            "https://:8443",
            "https://gemeente..example",
            "https://Gemeente.example",
            "https://gemeente.example/",
            "https://gemeente_1.example",
            "https://gemeente.example:",
            "https://gemeente.example:0",
            "https://gemeente.example:08443",
            "https://gemeente.example:65536",
            "https://gemeente.example:443",
            "http://localhost:80",
        ] {
            assert_eq!(reads(text, read_origin), None, "{text}");
        }
    }

    #[test]
    fn a_call_is_promised_for_no_longer_than_its_request_is_kept() {
        for (kept_days, taken) in [(6, false), (7, true), (8, true)] {
            let definition = json!({
                "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
                "retention": {"callbacksDays": kept_days},
                "steps": [{
                    "id": "a", "title": {"nl": "A"}, "question": {"prompt": {"nl": "Goed?"}, "scale": "thumbs"},
                    "callback": {"withinDays": 5}
                }]
            });
            let read = Definition::read(definition.to_string().as_bytes(), |_| true);
            let codes = read.err().unwrap_or_default();
            let codes: Vec<_> = codes.iter().map(|fault| fault.code.as_ref()).collect();
            let expected: &[&str] = if taken { &[] } else { &["kept-too-short"] };
            assert_eq!(codes, expected, "{kept_days}");
        }
    }

    #[test]
    fn an_exit_leads_to_a_number_a_mailbox_or_a_page_and_runs_nothing() {
        let is_safe = |href: &str| {
            let definition = json!({
                "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
                "steps": [{
                    "id": "a", "title": {"nl": "A"}, "question": {"prompt": {"nl": "Goed?"}, "scale": "thumbs"},
                    "exits": [{"kind": "web", "label": {"nl": "Anders"}, "href": href}]
                }]
            });
            match Definition::read(definition.to_string().as_bytes(), |_| true) {
                Ok(_) => true,
                Err(faults) => {
                    assert_eq!((faults.len(), &*faults[0].code), (1, "unsafe-address"));
                    false
                }
            }
        };
        for href in [
            "tel:140318",
            "mailto:a@b.example",
            "https://gemeente.example/a?b=c",
        ] {
            assert!(is_safe(href), "{href}");
        }
        for href in [
            "tel:",
            "https://",
            "javascript:alert(1)",
            "http://gemeente.example",
            "tel:14 0318",
            "https://gemeente.example/\u{7}",
        ] {
            assert!(!is_safe(href), "{href}");
        }
    }
}
