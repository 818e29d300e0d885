//! The form of an improvement. What is filled in is kept as the body that the API would take, so that
//! it is read by the API's rules and every fault finds its field.

use super::{
    faults::{Faults, Field},
    frame::step_title,
    improvements::At,
    inbox::token,
    number::fill,
    visit::Form,
    words::Words,
};
use crate::error::Error;
use journey::{edition::Edition, improvement::Improvement, problem::Fault, signal::Signal};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

/// An improvement as far as it is filled in.
pub(super) struct Draft {
    body: Map<String, Value>,
    signals: Vec<String>,
}

impl Draft {
    /// One of which the step and the signals are chosen.
    pub(super) fn begun(step: &str, signals: &[String]) -> Self {
        Self {
            body: Map::from_iter([("step".to_owned(), step.into())]),
            signals: signals.to_vec(),
        }
    }

    /// One that is stored, as far as it is in the journey's languages of now.
    pub(super) fn of(improvement: &Improvement, edition: &Edition) -> Result<Self, Error> {
        let mut value = serde_json::to_value(improvement)?;
        let spoken = languages(edition);
        for texts in ["youSaid", "weDid"] {
            if let Some(texts) = value.get_mut(texts).and_then(Value::as_object_mut) {
                texts.retain(|language, _| spoken.contains(&language.as_str()));
            }
        }
        let body = value.as_object_mut().map(std::mem::take);
        Ok(Self {
            body: body.unwrap_or_default(),
            signals: improvement.signals.clone(),
        })
    }

    /// What a form says. What is blank is not there.
    pub(super) fn filled_in(form: &Form, edition: &Edition) -> Self {
        let mut body = Map::new();
        for (name, key) in [("step", "step"), ("since", "since")] {
            let value = form.value(name).trim();
            if !value.is_empty() {
                body.insert(key.to_owned(), value.into());
            }
        }
        for (name, key) in [("you-said", "youSaid"), ("we-did", "weDid")] {
            let mut texts = Map::new();
            for language in languages(edition) {
                let text = form.value(&format!("{name}-{language}"));
                if !text.trim().is_empty() {
                    texts.insert(language.to_owned(), text.into());
                }
            }
            if !texts.is_empty() || key == "weDid" {
                body.insert(key.to_owned(), texts.into());
            }
        }
        let published = !form.value("published").is_empty();
        body.insert("published".to_owned(), published.into());
        Self {
            body,
            signals: form.all("signal").map(str::to_owned).collect(),
        }
    }

    /// The improvement, by the rules of the API.
    pub(super) fn read(&self, id: &str, edition: &Edition) -> Result<Improvement, Vec<Fault>> {
        let mut body = self.body.clone();
        body.insert("signals".to_owned(), json!(self.signals));
        Improvement::read(Value::Object(body).to_string().as_bytes(), id, edition)
    }

    /// The signals that led to it.
    pub(super) fn signals(&self) -> &[String] {
        &self.signals
    }

    /// A step to begin with, where none is chosen.
    pub(super) fn suggest_step(&mut self, step: &str) {
        if self.value("/step").is_empty() {
            self.body.insert("step".to_owned(), step.into());
        }
    }

    /// The text at a place in the body; empty where there is none.
    fn value(&self, pointer: &str) -> &str {
        let mut names = pointer.split('/').skip(1);
        let first = names.next().and_then(|name| self.body.get(name));
        let found = names.try_fold(first, |value, name| value.map(|it| it.get(name)));
        found.flatten().and_then(Value::as_str).unwrap_or_default()
    }

    fn published(&self) -> bool {
        self.body.get("published").and_then(Value::as_bool) == Some(true)
    }
}

/// The journey's languages, Dutch and English first.
pub(super) fn languages(edition: &Edition) -> Vec<&str> {
    let mut languages: Vec<&str> = edition
        .definition
        .languages
        .iter()
        .map(String::as_str)
        .collect();
    languages.sort_by_key(|tag| match *tag {
        "nl" => 0,
        "en" => 1,
        _ => 2,
    });
    languages
}

/// The form. It is sent however it is filled in: what is wrong is said by us, in the reader's
/// language and all at once.
pub(super) fn form(
    at: At,
    draft: &Draft,
    faults: Vec<Fault>,
    signals: &[Signal],
    action: &str,
) -> Markup {
    let words = at.visit.words.improvements;
    let faults = Faults {
        words: at.visit.words.faults,
        all: faults,
    };
    let step = field("/step", "step", at.visit.words.step);
    let since = field("/since", "since", words.since);
    let linked = field("/signals", "signals", words.signals);
    let texts = |pointer, name, label| texts(at, pointer, name, label);
    let (said, did) = (
        texts("/youSaid", "you-said", words.you_said),
        texts("/weDid", "we-did", words.we_did),
    );
    let all: Vec<Field> = [&step, &since]
        .into_iter()
        .chain(said.iter().chain(&did).map(|(field, _)| field))
        .chain([&linked])
        .cloned()
        .collect();
    html! {
        form.narrow method="post" action=(action) novalidate {
            (faults.summary(&all))
            (token(at.visit))
            (step_field(at, draft, &faults, &step))
            label for="since" { (since.label) }
            p #since-hint .hint { (words.since_hint) }
            (faults.of(&since))
            input #since type="date" name="since" required value=(draft.value("/since"))
                aria-describedby=[faults.described_by(&since, true)] aria-invalid=[invalid(&faults, &since)];
            (text_fields(draft, &faults, &said, (words.you_said, words.you_said_hint), None))
            (text_fields(draft, &faults, &did, (words.we_did, words.we_did_hint), Some(&at.edition.definition.default_language)))
            @if !draft.signals.is_empty() { (signal_fields(at, draft, &faults, &linked, signals)) }
            div.choice {
                input #published type="checkbox" name="published" value="1" checked[draft.published()] aria-describedby="published-hint";
                label for="published" { (words.publish) }
            }
            p #published-hint .hint { (words.publish_hint) }
            div.buttons {
                button { (words.save) }
                button.quiet name="look" value="1" { (words.look) }
            }
        }
    }
}

fn step_field(at: At, draft: &Draft, faults: &Faults, step: &Field) -> Markup {
    let words = at.visit.words.improvements;
    let chosen = draft.value("/step");
    html! {
        label for="step" { (step.label) }
        (faults.of(step))
        select #step name="step" required aria-describedby=[faults.described_by(step, false)] aria-invalid=[invalid(faults, step)] {
            option value="" { (words.choose_step) }
            @for id in at.edition.asked.keys() {
                option value=(id) selected[id == chosen] { (step_title(at.visit, at.edition, id)) }
            }
        }
    }
}

/// A text's field in each language, with the language.
fn texts<'a>(at: At<'a>, pointer: &str, name: &str, label: &str) -> Vec<(Field, &'a str)> {
    let words: &Words = at.visit.words;
    let languages = languages(at.edition).into_iter();
    languages
        .map(|language| {
            let spoken = words.language(language);
            let label = fill(
                words.improvements.in_language,
                &[("what", label), ("language", spoken)],
            );
            let id = format!("{name}-{language}");
            (
                field(&format!("{pointer}/{language}"), &id, &label),
                language,
            )
        })
        .collect()
}

fn text_fields(
    draft: &Draft,
    faults: &Faults,
    fields: &[(Field, &str)],
    (title, hint): (&str, &str),
    required: Option<&str>,
) -> Markup {
    html! {
        fieldset {
            legend { (title) }
            p.hint { (hint) }
            @for (field, language) in fields {
                label for=(field.id) { (field.label) }
                (faults.of(field))
                textarea id=(field.id) name=(field.id) lang=(language) dir="auto" rows="3" required[required == Some(language)]
                    aria-describedby=[faults.described_by(field, false)] aria-invalid=[invalid(faults, field)]
                    { "\n" (draft.value(&field.pointer)) }
            }
        }
    }
}

fn signal_fields(
    at: At,
    draft: &Draft,
    faults: &Faults,
    linked: &Field,
    signals: &[Signal],
) -> Markup {
    let words = at.visit.words.improvements;
    let gone = draft
        .signals
        .iter()
        .filter(|id| !signals.iter().any(|it| it.id == **id));
    html! {
        fieldset #signals {
            legend { (linked.label) }
            p.hint { (words.signals_hint) }
            (faults.of(linked))
            @for (number, signal) in signals.iter().enumerate() {
                div.choice {
                    input type="checkbox" name="signal" value=(signal.id) id={ "signal-" (number) } checked;
                    label.comment dir="auto" for={ "signal-" (number) } { (signal.comment) }
                }
            }
            // Those that are no longer there stay linked: how many there were is still true.
            @for id in gone { input type="hidden" name="signal" value=(id); }
        }
    }
}

fn field(pointer: &str, id: &str, label: &str) -> Field {
    Field {
        pointer: pointer.to_owned(),
        id: id.to_owned(),
        label: label.to_owned(),
    }
}

fn invalid(faults: &Faults, field: &Field) -> Option<&'static str> {
    (!faults.spare(field)).then_some("true")
}
