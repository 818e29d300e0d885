//! The form of a webhook: where to, of what, and whether nothing is sent for now. What was typed stays in it with what is
//! wrong.

use super::{
    faults::{Faults, Field},
    inbox::token,
    visit::{Form, Visit},
};
use journey::{
    problem::Fault,
    webhook::{Kind, Listed, Request},
};
use maud::{Markup, html};
use serde_json::json;

/// What stands in the form.
pub(super) struct Draft {
    url: String,
    events: Vec<String>,
    paused: bool,
}

impl Draft {
    /// A new one: of everything.
    pub(super) fn begun() -> Self {
        Self {
            url: String::new(),
            events: Kind::NAMES.map(|(name, _)| name.to_owned()).to_vec(),
            paused: false,
        }
    }

    /// One that is stored.
    pub(super) fn of(webhook: &Listed) -> Self {
        Self {
            url: webhook.url.clone(),
            events: webhook
                .events
                .iter()
                .map(|kind| kind.name().to_owned())
                .collect(),
            paused: webhook.paused,
        }
    }

    /// What a form says.
    pub(super) fn filled_in(form: &Form) -> Self {
        Self {
            url: form.value("url").trim().to_owned(),
            events: form.all("event").map(str::to_owned).collect(),
            paused: !form.value("paused").is_empty(),
        }
    }

    /// The webhook, by the rules of the API.
    pub(super) fn read(&self) -> Result<Request, Vec<Fault>> {
        let body = json!({"url": self.url, "events": self.events, "paused": self.paused});
        Request::read(body.to_string().as_bytes())
    }

    /// The form, for a new webhook or for one by its id.
    pub(super) fn show(&self, visit: &Visit, here: &str, id: &str, faults: &[Fault]) -> Markup {
        let words = &visit.words.webhooks;
        let field = |pointer: &str, name: &str, label: &str| Field {
            pointer: pointer.to_owned(),
            id: if id.is_empty() {
                name.to_owned()
            } else {
                [name, "-", id].concat()
            },
            label: label.to_owned(),
        };
        let url = field("/url", "url", words.address);
        let events = field("/events", "events", words.events);
        let paused = field("/paused", "paused", words.pause);
        let faults = Faults {
            words: &words.faults,
            all: faults.to_vec(),
        };
        let wrong = |field: &Field| (!faults.spare(field)).then_some("true");
        html! {
            form.narrow method="post" action=(here) novalidate {
                (faults.summary(&[url.clone(), events.clone()]))
                (token(visit))
                @if !id.is_empty() { input type="hidden" name="webhook" value=(id); }
                label for=(url.id) { (url.label) }
                p.hint id={ (url.id) "-hint" } { (words.address_hint) }
                (faults.of(&url))
                input id=(url.id) name="url" type="url" required maxlength="1000" autocomplete="off" value=(self.url)
                    aria-describedby=[faults.described_by(&url, true)] aria-invalid=[wrong(&url)];
                fieldset id=(events.id) tabindex="-1" aria-describedby=[faults.described_by(&events, false)] {
                    legend { (events.label) }
                    (faults.of(&events))
                    @for (at, (name, _)) in Kind::NAMES.iter().enumerate() {
                        @let event = format!("{}-{at}", events.id);
                        div.choice {
                            input type="checkbox" name="event" value=(name) id=(event) checked[self.events.iter().any(|it| it == name)];
                            label for=(event) { (words.event_is(name)) }
                        }
                    }
                }
                div.choice {
                    input type="checkbox" name="paused" value="1" id=(paused.id) checked[self.paused];
                    label for=(paused.id) { (paused.label) }
                }
                @if id.is_empty() { button name="act" value="add" { (words.add) } }
                @else { button name="act" value="change" { (words.save) } }
            }
        }
    }
}
