//! The page on which an administrator changes a step's question, norm and what happens next.
//!
//! Whatever button is pressed, the page comes back with all that was typed, until it was stored.

use super::{
    chart,
    frame::{self, Place, Tab, outcome, step_title},
    inbox::token,
    number::{count, fill},
    preview,
    visit::{Visit, address, see},
    words::Words,
};
use crate::{api, editions, error::Error, reply::Reply, zone::Zone};
use journey::{
    access::Role,
    bank::{About, QUESTIONS, question},
    definition::{MAX_PROMPT, MAX_REASONS, MAX_TITLE, Step},
    draft::{Draft, OWN_SCALE},
    edition::Edition,
    language::Direction,
    problem::{Fault, Location},
    scale::{NamedScale, Scale, Tone},
};
use maud::{Markup, html};
use std::rc::Rc;
use worker::Date;

/// What the page has to show beside the draft.
#[derive(Default)]
struct Shown {
    faults: Vec<Fault>,
    /// The draft as an edition, where it has no faults.
    next: Option<Edition>,
    conflict: bool,
}

/// The page with a step as it is stored.
pub(super) async fn page(visit: &Visit<'_>, journey: &str, step: &str) -> Result<Reply, Error> {
    visit.may(Role::Admin, Some(journey))?;
    let edition = newest(visit, journey).await?;
    let stored = stored(&edition, step)?;
    let shown = Shown {
        next: Some((*edition).clone()),
        ..Shown::default()
    };
    Ok(write(
        visit,
        journey,
        &edition,
        stored,
        &Draft::of(stored),
        &shown,
    ))
}

/// Does what the pressed button says.
pub(super) async fn change(visit: &Visit<'_>, journey: &str, step: &str) -> Result<Reply, Error> {
    let key = visit.may(Role::Admin, Some(journey))?.key.clone();
    let form = visit.form().await?;
    let edition = newest(visit, journey).await?;
    let stored = stored(&edition, step)?;
    let definition = &edition.definition;
    let known = edition.current(stored).map_or(&[][..], |it| &it.reasons);
    let removed = format!("/question/followUp/reasons/{}/label/", form.value("remove"));
    let mut draft = Draft::read(stored, definition, known, |name| {
        let kept = !name.starts_with(&removed);
        form.all(name).next().filter(|_| kept)
    });
    let mut shown = Shown::default();
    match form.value("do") {
        "add-reason" => {
            draft.add_reason();
            return Ok(write(visit, journey, &edition, stored, &draft, &shown));
        }
        "use" => {
            if let Some(ready) = question(form.value("ready")) {
                draft.ask(ready, &definition.languages);
            }
        }
        _ => {}
    }
    let changed = match draft.definition(definition, |name| Zone::named(name).is_some()) {
        Ok(changed) => changed,
        Err(faults) => {
            // A question that was just filled in, or a reason less, is no reason to find fault.
            if matches!(form.value("do"), "store" | "preview") {
                shown.faults = faults;
            }
            return Ok(write(visit, journey, &edition, stored, &draft, &shown));
        }
    };
    let next = Edition::next(Some(&edition), changed, Date::now().as_millis());
    let anew = version(&next, step) != version(&edition, step);
    let warned = form.value("warned") == version(&next, step).to_string();
    if form.value("do") == "store" && (!anew || warned) {
        let tag = format!("\"{}\"", form.value("edition"));
        match api::define(visit.env, journey, &next.definition, &tag, &key).await {
            Ok((_, made)) => {
                let outcome = if made.number == edition.number {
                    "0"
                } else if anew {
                    "2"
                } else {
                    "1"
                };
                let below = format!("/journeys/{journey}/steps/{step}/edit");
                return Ok(see(address(&below, &[("changed", outcome)])));
            }
            Err(Error::Precondition) => shown.conflict = true,
            Err(error) => return Err(error),
        }
    }
    shown.next = Some(next);
    Ok(write(visit, journey, &edition, stored, &draft, &shown))
}

/// The newest edition, not one that was read a while ago: a change is made on it.
async fn newest(visit: &Visit<'_>, journey: &str) -> Result<Rc<Edition>, Error> {
    editions::forget(journey);
    api::known_journey(visit.env, journey).await
}

fn stored<'e>(edition: &'e Edition, step: &str) -> Result<&'e Step, Error> {
    let step = edition.definition.step(step);
    step.ok_or_else(|| Error::unknown("step"))
}

/// The version of a step's question.
fn version(edition: &Edition, step: &str) -> u32 {
    let asked = edition.asked.get(step).and_then(|it| it.last());
    asked.map_or(0, |it| it.version)
}

fn write(
    visit: &Visit,
    journey: &str,
    edition: &Edition,
    stored: &Step,
    draft: &Draft,
    shown: &Shown,
) -> Reply {
    let words = visit.words;
    let says = words.editor;
    let step = stored.id.as_str();
    let below = format!("/journeys/{journey}/steps/{step}");
    let here = address(&format!("{below}/edit"), &[]);
    let next = shown.next.as_ref();
    let anew = next
        .map(|it| version(it, step))
        .filter(|it| *it != version(edition, step));
    let fields = Fields {
        words,
        edition,
        draft,
        faults: &shown.faults,
    };
    let main = html! {
        h1 { (says.title) ": " (step_title(visit, edition, step)) }
        (outcome(visit, says.outcomes))
        (fields.summary())
        p { (says.about) " " a href=(address(&below, &[])) { (says.back) } }
        form.editor method="post" action=(here) {
            (token(visit))
            input type="hidden" name="edition" value=(edition.number);
            // What a press of Enter in a field does.
            button.unseen name="do" value="preview" tabindex="-1" aria-hidden="true" {}
            (fields.question(stored))
            (fields.follow_up())
            (fields.norm())
            (fields.next())
            div #told {
                @if shown.conflict { p.alert role="alert" { (says.conflict) } }
                @if let Some(version) = anew {
                    input type="hidden" name="warned" value=(version);
                    p.alert role="alert" { (fill(says.new_count, &[("n", &version.to_string())])) }
                }
            }
            div.actions {
                button.quiet name="do" value="preview" formaction={ (here) "#preview" } { (says.to_preview) }
                button name="do" value="store" formaction={ (here) "#told" } { (if anew.is_some() { says.store_anew } else { says.store }) }
            }
        }
        @if let Some(next) = next {
            section #preview tabindex="-1" {
                h2 { (says.preview) }
                p.hint { (says.preview_hint) }
                (preview::of_step(words, journey, step, next))
            }
        }
        @if shown.conflict {
            section { h2 { (says.stored_now) } (preview::of_step(words, journey, step, edition)) }
        }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Steps,
    };
    let status = if shown.conflict {
        409
    } else if shown.faults.is_empty() {
        200
    } else {
        400
    };
    frame::page_as(status, visit, says.title, Some(&place), &main)
}

/// The form's fields, with what is wrong beside each.
struct Fields<'a> {
    words: &'static Words,
    edition: &'a Edition,
    draft: &'a Draft,
    faults: &'a [Fault],
}

impl Fields<'_> {
    fn summary(&self) -> Markup {
        let says = self.words.editor;
        html! {
            @if !self.faults.is_empty() {
                div.alert role="alert" {
                    h2 { (says.faults) }
                    ul { @for fault in self.faults {
                        li { a href={ "#" (place(fault)) } { (self.name(place(fault))) } ": " (self.explain(fault)) }
                    } }
                }
            }
        }
    }

    fn question(&self, stored: &Step) -> Markup {
        let says = self.words.editor;
        let ready = About::ALL.iter().zip(says.topics);
        html! {
            fieldset {
                legend { (says.bank) }
                p.hint { (says.bank_hint) }
                div.filter {
                    label for="ready" { (says.ready) }
                    select #ready name="ready" {
                        @for (about, topic) in ready {
                            optgroup label=(topic) {
                                @for ready in QUESTIONS.iter().filter(|it| it.about == *about) {
                                    option value=(ready.id) { (ready.prompt(self.words.code).unwrap_or_default()) }
                                }
                            }
                        }
                    }
                    button.quiet name="do" value="use" { (says.use_ready) }
                }
            }
            fieldset {
                legend { (says.question) }
                p.hint { (says.counts) }
                (self.texts("/question/prompt", true))
                @let name = "/question/scale";
                (self.label(name))
                select id=(name) name=(name) aria-invalid=[self.invalid(name)] aria-describedby=[self.described(name)] {
                    @if let Scale::Custom(_) = &stored.question.scale {
                        option value=(OWN_SCALE) selected[self.draft.text(name) == OWN_SCALE] { (says.own_scale) ": " (self.options(&stored.question.scale)) }
                    }
                    @for (value, scale) in NamedScale::NAMES {
                        option value=(value) selected[self.draft.text(name) == value] { (self.options(&Scale::Named(scale))) }
                    }
                }
            }
        }
    }

    fn follow_up(&self) -> Markup {
        let says = self.words.editor;
        let length = "/question/followUp/comment/maxLength";
        html! {
            fieldset {
                legend { (says.follow_up) }
                p.hint { (says.follow_up_hint) }
                @for at in 0..self.draft.reasons() {
                    @let name = format!("/question/followUp/reasons/{at}");
                    @let id = format!("{name}/id");
                    fieldset.reason {
                        legend { (fill(says.reason, &[("n", &(at + 1).to_string())])) }
                        input type="hidden" name=(id) value=(self.draft.text(&id));
                        (self.fault(&id))
                        (self.texts(&format!("{name}/label"), false))
                        button.quiet name="remove" value=(at) { (says.remove) span.unseen { ": " (fill(says.reason, &[("n", &(at + 1).to_string())])) } }
                    }
                }
                (self.fault("/question/followUp/reasons"))
                @if self.draft.reasons() < MAX_REASONS {
                    button.quiet name="do" value="add-reason" { (says.add_reason) }
                }
                (self.texts("/question/followUp/comment/prompt", true))
                (self.label(length))
                input.short id=(length) name=(length) inputmode="numeric" autocomplete="off" value=(self.draft.text(length))
                    aria-invalid=[self.invalid(length)] aria-describedby=[self.described(length)];
            }
        }
    }

    fn norm(&self) -> Markup {
        let says = self.words.editor;
        let (tone, at_least) = ("/norm/tone", "/norm/atLeast");
        html! {
            fieldset {
                legend { (says.norm) }
                p.hint { (says.norm_hint) }
                (self.label(tone))
                select.short id=(tone) name=(tone) aria-invalid=[self.invalid(tone)] aria-describedby=[self.described(tone)] {
                    option value="" { (says.no_norm) }
                    @for (name, value) in Tone::NAMES.iter().rev() {
                        option value=(name) selected[self.draft.text(tone) == *name] { (chart::tone_name(self.words, *value)) }
                    }
                }
                (self.label(at_least))
                input.short id=(at_least) name=(at_least) inputmode="decimal" autocomplete="off" value=(self.draft.text(at_least))
                    aria-invalid=[self.invalid(at_least)] aria-describedby=[self.described(at_least)];
            }
        }
    }

    fn next(&self) -> Markup {
        let says = self.words.editor;
        html! {
            fieldset {
                legend { (says.next) }
                p.hint { (says.next_hint) }
                (self.texts("/next", true))
            }
        }
    }

    /// A text in each of the journey's languages; what a long one gets has room for it.
    fn texts(&self, name: &str, long: bool) -> Markup {
        html! {
            @for language in &self.edition.definition.languages {
                @let name = format!("{name}/{language}");
                @let dir = if Direction::of(language) == Direction::Rtl { "rtl" } else { "ltr" };
                (self.label(&name))
                @if long {
                    textarea id=(name) name=(name) rows="2" lang=(language) dir=(dir)
                        aria-invalid=[self.invalid(&name)] aria-describedby=[self.described(&name)] { (self.draft.text(&name)) }
                } @else {
                    input id=(name) name=(name) lang=(language) dir=(dir) autocomplete="off" value=(self.draft.text(&name))
                        aria-invalid=[self.invalid(&name)] aria-describedby=[self.described(&name)];
                }
            }
        }
    }

    fn label(&self, name: &str) -> Markup {
        html! {
            label for=(name) { (self.name(name)) }
            (self.fault(name))
        }
    }

    /// What a field is called.
    fn name(&self, name: &str) -> String {
        let says = self.words.editor;
        let mut parts = name.rsplit('/');
        let last = parts.next().unwrap_or_default();
        let of_language = |text: &str| format!("{text} ({})", self.words.language(last));
        match name {
            "/question/scale" => says.scale.to_owned(),
            "/norm/tone" => self.words.tone.to_owned(),
            "/norm/atLeast" => says.at_least.to_owned(),
            "/question/followUp/comment/maxLength" => says.max_length.to_owned(),
            _ if name.starts_with("/question/prompt") => of_language(says.prompt),
            _ if name.starts_with("/question/followUp/comment") => of_language(says.comment),
            _ if name.starts_with("/next") => of_language(says.next),
            _ if name.starts_with("/question/followUp/reasons/") => {
                let at = name
                    .split('/')
                    .nth(4)
                    .and_then(|it| it.parse::<usize>().ok());
                let number = at.map_or(0, |at| at + 1).to_string();
                of_language(&fill(says.reason, &[("n", &number)]))
            }
            _ => says.follow_up.to_owned(),
        }
    }

    fn found(&self, name: &str) -> Option<&Fault> {
        self.faults.iter().find(|it| place(it) == name)
    }

    fn fault(&self, name: &str) -> Markup {
        html! {
            @if let Some(fault) = self.found(name) {
                p.fault id={ "fault:" (name) } { (self.explain(fault)) }
            }
        }
    }

    fn invalid(&self, name: &str) -> Option<&'static str> {
        self.found(name).map(|_| "true")
    }

    fn described(&self, name: &str) -> Option<String> {
        self.found(name).map(|_| format!("fault:{name}"))
    }

    fn explain(&self, fault: &Fault) -> String {
        let says = self.words.editor;
        let place = place(fault);
        let of = |text, most: usize| {
            let most = count(self.words, u64::try_from(most).unwrap_or(u64::MAX));
            fill(text, &[("n", &most)])
        };
        match fault.code.as_ref() {
            "missing" | "empty" => says.fill_in.to_owned(),
            "too-long" if place.contains("/label/") => of(says.too_long, MAX_TITLE),
            "too-long" => of(says.too_long, MAX_PROMPT),
            "not-in-range" if place == "/norm/atLeast" => says.not_per_cent.to_owned(),
            "not-in-range" => says.not_length.to_owned(),
            "wrong-length" => of(says.too_many, MAX_REASONS),
            _ => says.other_fault.to_owned(),
        }
    }

    /// The options of a scale, in words.
    fn options(&self, scale: &Scale) -> String {
        if scale.is_open() {
            return self.words.editor.open_scale.to_owned();
        }
        let default = &self.edition.definition.default_language;
        let labels = scale.options();
        let labels = labels.iter().map(|it| it.label(self.words.code, default));
        labels.collect::<Vec<_>>().join(" · ")
    }
}

/// Where in the step a fault is.
fn place(fault: &Fault) -> &str {
    match &fault.location {
        Location::Pointer(pointer) => pointer,
        Location::Name(name) => name,
    }
}
