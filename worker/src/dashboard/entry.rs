//! The page on which an employee records an answer heard at the desk or on the phone, or a signal of their own.
//!
//! A page carries a new ULID: whatever is sent from it, however often, counts once. An answer goes the way of residents'
//! answers; a signal of an employee has no answer and counts in no figure.

use super::{
    chart,
    frame::{self, Place, Tab, outcome, step_title},
    given::{self, To},
    inbox::token,
    number::{count, fill},
    visit::{Form, Visit, address, see},
};
use crate::{error::Error, random, reply::Reply, signals};
use journey::{
    access::Role,
    definition::Step,
    edition::{AskedQuestion, Edition},
    language,
    problem::{Fault, Location},
    response::Channel,
    signal::{self, MAX_REPORTED},
};
use maud::{Markup, html};
use ulid::Ulid;
use worker::Context;

/// What was typed before and what is wrong with it.
#[derive(Default)]
struct Typed {
    form: Option<Form>,
    faults: Vec<Fault>,
    too_old: bool,
}

/// The page, for the step asked for, else the first.
pub(super) fn page(visit: &Visit<'_>, journey: &str, edition: &Edition) -> Result<Reply, Error> {
    visit.may(Role::Editor, Some(journey))?;
    let step = chosen(edition, &visit.asked("step").unwrap_or_default())?;
    write(visit, journey, edition, step, &Typed::default())
}

/// Records what the form says.
pub(super) async fn record(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    context: &Context,
) -> Result<Reply, Error> {
    visit.may(Role::Editor, Some(journey))?;
    let form = visit.form().await?;
    let step = chosen(edition, form.value("step"))?;
    let recorded = if form.value("do") == "signal" {
        signal(visit, journey, edition, step, &form).await
    } else {
        answer(visit, journey, edition, step, &form, context).await
    };
    let mut typed = Typed::default();
    match recorded {
        Ok(new) => {
            let parameters = [
                ("step", step.id.as_str()),
                ("channel", form.value("channel")),
                ("changed", if new { "1" } else { "0" }),
            ];
            let below = format!("/journeys/{journey}/entry");
            return Ok(see(address(&below, &parameters)));
        }
        Err(Error::Invalid(faults)) => typed.faults = faults,
        Err(Error::Conflict(_)) => typed.too_old = true,
        Err(error) => return Err(error),
    }
    typed.form = Some(form);
    write(visit, journey, edition, step, &typed)
}

/// Records an answer as a browser would send it; whether it is new.
async fn answer(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    step: &Step,
    form: &Form,
    context: &Context,
) -> Result<bool, Error> {
    let to = To {
        journey,
        step: &step.id,
        edition,
        caller: String::new(),
    };
    let answer = given::send(form, 1, to, visit.env, context).await?;
    match answer.status {
        200 => Ok(false),
        201 => Ok(true),
        409 => Err(Error::Conflict("The page is too old.".into())),
        status => Err(Error::Internal(format!(
            "a shard answered {status} to an entry: {}",
            answer.problem
        ))),
    }
}

/// Records a signal; whether it is new.
async fn signal(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
    step: &Step,
    form: &Form,
) -> Result<bool, Error> {
    let text = form.value("signal").replace("\r\n", "\n");
    let comment = signal::read_reported(&text).map_err(Error::Invalid)?;
    let ulid = Ulid::from_string(form.value("ulid"));
    let ulid = ulid.map_err(|_| Error::Conflict("This is no ULID.".into()))?;
    signals::report(visit.env, journey, edition, step, ulid, &comment).await
}

fn chosen<'e>(edition: &'e Edition, id: &str) -> Result<&'e Step, Error> {
    let steps = &edition.definition.steps;
    let step = if id.is_empty() {
        steps.first()
    } else {
        edition.definition.step(id)
    };
    step.ok_or_else(|| Error::unknown("step"))
}

fn write(
    visit: &Visit,
    journey: &str,
    edition: &Edition,
    step: &Step,
    typed: &Typed,
) -> Result<Reply, Error> {
    let says = visit.words.entry;
    let ulid = random::ulid()?.to_string();
    let below = format!("/journeys/{journey}/entry");
    let asked = edition
        .current(step)
        .ok_or_else(|| Error::unknown("step"))?;
    let page = Page {
        visit,
        edition,
        step,
        asked,
        typed,
        ulid: &ulid,
        action: address(&below, &[]),
    };
    let main = html! {
        h1 { (says.title) }
        (outcome(visit, says.recorded))
        @if typed.too_old { p.alert role="alert" { (says.too_old) } }
        @if !typed.faults.is_empty() { p.alert role="alert" { strong { (says.faults) } ": " (page.explain_all()) } }
        p { (says.about) }
        nav.filters aria-label=(visit.words.step) {
            @for other in &edition.definition.steps {
                @let parameters = [("step", other.id.as_str()), ("channel", &page.channel())];
                a href=(address(&below, &parameters)) aria-current=[frame::current(other.id == step.id)] { (step_title(visit, edition, &other.id)) }
            }
        }
        div.entry { (page.answer()) (page.signal()) }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Entry,
    };
    let status = if typed.form.is_none() { 200 } else { 400 };
    Ok(frame::page_as(
        status,
        visit,
        says.title,
        Some(&place),
        &main,
    ))
}

struct Page<'a> {
    visit: &'a Visit<'a>,
    edition: &'a Edition,
    step: &'a Step,
    asked: &'a AskedQuestion,
    typed: &'a Typed,
    ulid: &'a str,
    action: String,
}

impl Page<'_> {
    fn value(&self, name: &str) -> &str {
        self.typed.form.as_ref().map_or("", |it| it.value(name))
    }

    /// The channel that was chosen, also for the person before.
    fn channel(&self) -> String {
        let kept = self.visit.asked("channel").unwrap_or_default();
        match self.value("channel") {
            "" => kept,
            chosen => chosen.to_owned(),
        }
    }

    fn hidden(&self, what: &str) -> Markup {
        html! {
            (token(self.visit))
            input type="hidden" name="step" value=(self.step.id);
            input type="hidden" name="ulid" value=(self.ulid);
            input type="hidden" name="do" value=(what);
        }
    }

    fn answer(&self) -> Markup {
        let (words, says) = (self.visit.words, self.visit.words.entry);
        let definition = &self.edition.definition;
        let default = &definition.default_language;
        let label = |text: &journey::texts::Texts| text.in_language(words.code, default).to_owned();
        let options = self.asked.scale.options();
        let further = self.asked.scale.is_open() || self.asked.follow_up;
        let channel = self.channel();
        let spoken = match self.value("language") {
            "" => language::choose(Some(words.code), &definition.languages, default),
            chosen => chosen,
        };
        html! {
            form method="post" action=(self.action) {
                (self.hidden("answer"))
                input type="hidden" name="questionVersion" value=(self.asked.version);
                h2 { (says.answer_title) }
                fieldset {
                    legend { (says.how) }
                    @for (at, one) in [Channel::Desk, Channel::Phone].into_iter().enumerate() {
                        @let id = format!("channel-{}", one.name());
                        div.choice {
                            input type="radio" name="channel" value=(one.name()) id=(id) required
                                checked[channel == one.name() || at == 0 && channel != Channel::Phone.name()];
                            label for=(id) { (words.channel(one.name()).unwrap_or_default()) }
                        }
                    }
                }
                @if !options.is_empty() {
                    fieldset {
                        legend { q { (label(&self.asked.prompt)) } }
                        (self.fault("/option"))
                        @for option in &options {
                            @let id = format!("option-{}", option.id);
                            div.choice {
                                input type="radio" name="option" value=(option.id) id=(id) checked[self.value("option") == option.id];
                                label for=(id) { span.swatch.(chart::tone(option.tone)) aria-hidden="true" {} (option.label(words.code, default)) }
                            }
                        }
                    }
                }
                @if further && (options.is_empty() || options.iter().any(|it| it.outlier)) {
                    fieldset {
                        legend {
                            @if options.is_empty() { q { (label(&self.asked.prompt)) } } @else {
                                (says.further)
                                @for option in options.iter().filter(|it| it.outlier) { " " q { (option.label(words.code, default)) } }
                            }
                        }
                        (self.fault("/reason"))
                        @if !self.reasons().is_empty() {
                            label for="reason" { (says.reason) }
                            select #reason name="reason" {
                                option value="" { (says.no_reason) }
                                @for reason in self.reasons() {
                                    option value=(reason.id) selected[self.value("reason") == reason.id] { (label(&reason.label)) }
                                }
                            }
                        }
                        @if let Some(comment) = self.step.question.follow_up.as_ref().and_then(|it| it.comment.as_ref()) {
                            label for="comment" { (label(&comment.prompt)) }
                            p #comment-hint .hint { (says.hint) }
                            (self.fault("/comment"))
                            textarea #comment name="comment" rows="3" aria-describedby="comment-hint" { (self.value("comment")) }
                        }
                    }
                }
                @if definition.languages.len() > 1 {
                    label for="language" { (says.language) }
                    select #language name="language" {
                        @for language in &definition.languages {
                            option value=(language) selected[spoken == language] { (words.language(language)) }
                        }
                    }
                } @else { input type="hidden" name="language" value=(default); }
                @if !definition.audiences.is_empty() {
                    label for="audience" { (says.audience) }
                    select #audience name="audience" {
                        option value="" { (says.no_audience) }
                        @for audience in &definition.audiences {
                            option value=(audience.id) selected[self.value("audience") == audience.id] { (label(&audience.label)) }
                        }
                    }
                }
                button { (says.record) }
            }
        }
    }

    fn signal(&self) -> Markup {
        let says = self.visit.words.entry;
        html! {
            form method="post" action=(self.action) {
                (self.hidden("signal"))
                h2 { (says.signal_title) }
                p.hint { (says.signal_about) }
                label for="signal" { (says.signal) }
                p #signal-hint .hint { (says.hint) }
                @if self.value("do") == "signal" { (self.fault("/comment")) }
                textarea #signal name="signal" rows="5" required aria-describedby="signal-hint" { (self.value("signal")) }
                button { (says.record_signal) }
            }
        }
    }

    /// The reasons that are offered now.
    fn reasons(&self) -> &[journey::definition::Reason] {
        let follow_up = self.step.question.follow_up.as_ref();
        follow_up.map_or(&[], |it| &it.reasons)
    }

    fn fault(&self, pointer: &str) -> Markup {
        let found = self.typed.faults.iter().find(|it| is_at(it, pointer));
        html! { @if let Some(fault) = found { p.fault { (self.explain(fault)) } } }
    }

    fn explain_all(&self) -> String {
        let mut all: Vec<String> = Vec::new();
        for fault in &self.typed.faults {
            let text = self.explain(fault);
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all.join(" ")
    }

    fn explain(&self, fault: &Fault) -> String {
        let (words, says) = (self.visit.words, self.visit.words.entry);
        match fault.code.as_ref() {
            "missing" if is_at(fault, "/option") => says.choose.to_owned(),
            "missing" | "empty" => words.editor.fill_in.to_owned(),
            "no-follow-up" => says.no_further.to_owned(),
            "too-long" => {
                let signal = self.value("do") == "signal";
                let most = if signal {
                    MAX_REPORTED
                } else {
                    self.asked.comment_limit
                };
                let most = count(words, u64::try_from(most).unwrap_or(u64::MAX));
                fill(words.editor.too_long, &[("n", &most)])
            }
            _ => words.editor.other_fault.to_owned(),
        }
    }
}

fn is_at(fault: &Fault, pointer: &str) -> bool {
    matches!(&fault.location, Location::Pointer(it) if it == pointer)
}
