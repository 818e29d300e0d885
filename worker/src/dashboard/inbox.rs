//! The inbox: what residents wrote, and what the owner does with it, several at once.

use super::{
    chart,
    frame::{self, Place, Tab, outcome, step_title},
    improvements::At,
    journey::reason_label,
    number::{counted, day},
    pause,
    step::option_label,
    visit::{Form, Visit, address, see, today},
    words::Words,
};
use crate::{api::parameter, error::Error, improvements, reply::Reply, signals};
use journey::{
    access::Role,
    edition::Edition,
    improvement::Improvement,
    signal::{Asked, Change, MAX_NOTE, Signal, Status, Unread},
};
use maud::{Markup, html};
use serde_json::{Map, Value};

/// After how many days without a reader that is said plainly.
const PATIENCE_DAYS: u32 = 7;

/// The page of the inbox.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let words = visit.words;
    let named = |name: &str| parameter(visit.query, name).filter(|it| !it.is_empty());
    let asked = Asked::read(named).map_err(Error::Invalid)?;
    let chosen = Chosen {
        below: format!("/journeys/{journey}/signals"),
        status: asked.status.map_or("", Status::name),
        step: asked.step.clone().unwrap_or_default(),
    };
    let unread = signals::unread(visit.env, journey, edition).await?;
    let days = unread.days(today(edition)?);
    let inbox = signals::page(visit.env, journey, edition, asked).await?;
    let improvements = improvements::listed(visit.env, journey).await?;
    let at = At {
        visit,
        journey,
        edition,
    };
    let editable = visit.can(Role::Editor, Some(journey));
    let list = html! {
        ul.signals {
            @for (number, signal) in inbox.signals.iter().enumerate() {
                (signal_item(visit, edition, signal, editable.then_some(number), &at.led_to(&improvements, &signal.id)))
            }
        }
    };
    let main = html! {
        h1 { (words.signals) }
        (outcome(visit, words.signals_changed))
        (says_unread(words, unread, days))
        (pause::says_paused(visit, journey, edition, unread)?)
        (filters(visit, edition, &chosen))
        @if inbox.signals.is_empty() {
            p { (words.no_signals) }
        } @else if editable {
            form method="post" action=(chosen.address(&visit.asked("cursor").unwrap_or_default())) {
                (token(visit))
                (list)
                (bulk(at, &improvements))
            }
        } @else {
            (list)
        }
        @if let Some(next) = &inbox.next {
            p { a rel="next" href=(chosen.address(next)) { (words.older_signals) } }
        }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Signals,
    };
    Ok(frame::page(visit, words.signals, Some(&place), &main))
}

/// Changes the chosen signals, and shows the page they were chosen on.
pub(super) async fn change(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let key = &visit.may(Role::Editor, Some(journey))?.key;
    let form = visit.form().await?;
    let all = !form.value("all").is_empty();
    let ids: Vec<&str> = form.all(if all { "shown" } else { "id" }).collect();
    if !form.value("write").is_empty() && !ids.is_empty() {
        let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("signal", *id)).collect();
        let below = format!("/journeys/{journey}/improvements/new");
        return Ok(see(address(&below, &chosen)));
    }
    let change = read_change(&form, all)?;
    let empty = change == Change::default();
    let mut linked = 0;
    let improvement = form.value("improvement");
    if !improvement.is_empty() && !all && !ids.is_empty() {
        let at = At {
            visit,
            journey,
            edition,
        };
        linked = at.link(improvement, &ids).await?;
    }
    let mut changed = 0;
    for id in ids.into_iter().filter(|_| !empty) {
        match signals::apply(visit.env, journey, id, edition, &change, key).await {
            Ok(_) => changed += 1,
            // Its days were over, or its answer was taken back, since the page was read.
            Err(Error::NotFound(..)) => {}
            Err(error) => return Err(error),
        }
    }
    let kept = |name| visit.asked(name).unwrap_or_default();
    let (status, step, cursor) = (kept("status"), kept("step"), kept("cursor"));
    let changed = linked.max(changed).to_string();
    let parameters = [
        ("status", status.as_str()),
        ("step", &step),
        ("cursor", &cursor),
        ("changed", &changed),
    ];
    Ok(see(address(
        &format!("/journeys/{journey}/signals"),
        &parameters,
    )))
}

/// What the form changes, read by the rules of the API.
fn read_change(form: &Form, all: bool) -> Result<Change, Error> {
    let mut body = Map::new();
    let status = if all {
        Status::Seen.name()
    } else {
        form.value("status")
    };
    if !status.is_empty() {
        body.insert("status".to_owned(), status.into());
    }
    let note = form.value("note").trim();
    if !note.is_empty() && !all {
        body.insert("note".to_owned(), note.into());
    }
    let body = serde_json::to_vec(&Value::Object(body))?;
    Change::read(&body).map_err(Error::Invalid)
}

/// What the list is limited to.
struct Chosen {
    below: String,
    status: &'static str,
    step: String,
}

impl Chosen {
    fn address(&self, cursor: &str) -> String {
        let parameters = [
            ("status", self.status),
            ("step", &self.step),
            ("cursor", cursor),
        ];
        address(&self.below, &parameters)
    }
}

fn says_unread(words: &Words, unread: Unread, days: Option<u32>) -> Markup {
    html! {
        @if unread.count == 0 {
            p { (words.all_read) }
        } @else {
            p .alert[days.is_some_and(|it| it >= PATIENCE_DAYS)] {
                strong { (counted(words, words.n_unread, unread.count)) } ". "
                @if let Some(days) = days.filter(|it| *it > 0) {
                    (counted(words, words.nobody_read, days.into()))
                }
            }
        }
    }
}

fn filters(visit: &Visit, edition: &Edition, chosen: &Chosen) -> Markup {
    let words = visit.words;
    let all = [("", words.all)].into_iter();
    let statuses = all.chain(Status::NAMES.map(|(name, status)| (name, words.status(status))));
    html! {
        nav.filters aria-label=(words.status_title) {
            @for (status, name) in statuses {
                a href=(address(&chosen.below, &[("status", status), ("step", &chosen.step)]))
                    aria-current=[frame::current(status == chosen.status)] { (name) }
            }
        }
        form.filter method="get" action=(address(&chosen.below, &[])) {
            @if !chosen.status.is_empty() { input type="hidden" name="status" value=(chosen.status); }
            label for="step" { (words.step) }
            select #step name="step" {
                option value="" { (words.all_steps) }
                @for step in edition.asked.keys() {
                    option value=(step) selected[*step == chosen.step] { (step_title(visit, edition, step)) }
                }
            }
            button.quiet { (words.show) }
        }
    }
}

fn bulk(at: At, improvements: &[Improvement]) -> Markup {
    let words = at.visit.words;
    html! {
        fieldset.bulk {
            legend { (words.with_chosen) }
            div { label for="status" { (words.status_title) } select #status name="status" {
                option value="" { (words.leave_as_is) }
                @for (name, status) in Status::NAMES { option value=(name) { (words.status(status)) } }
            } }
            div { label for="note" { (words.note) }
                p #note-hint .hint { (words.note_hint) }
                textarea #note name="note" rows="2" maxlength=(MAX_NOTE) aria-describedby="note-hint" {} }
            @if !improvements.is_empty() {
                div { label for="improvement" { (words.improvements.link_to) } select #improvement name="improvement" {
                    option value="" { (words.leave_as_is) }
                    @for improvement in improvements {
                        option value=(improvement.id) { (step_title(at.visit, at.edition, &improvement.step)) ": " (at.what(improvement)) }
                    }
                } }
            }
            div.buttons {
                button { (words.change_chosen) }
                button.quiet name="write" value="1" { (words.improvements.write_for_chosen) }
                button.quiet name="all" value="1" { (words.all_here_read) }
            }
        }
    }
}

/// The hidden field by which a form shows that this session's page sent it.
pub(super) fn token(visit: &Visit) -> Markup {
    let token = visit
        .viewer
        .as_ref()
        .map_or("", |it| it.form_token.as_str());
    html! { input type="hidden" name="token" value=(token); }
}

/// One signal, with what it led to; with a box to choose it by where it has a number.
pub(super) fn signal_item(
    visit: &Visit,
    edition: &Edition,
    signal: &Signal,
    number: Option<usize>,
    led_to: &Markup,
) -> Markup {
    let words = visit.words;
    let default = &edition.definition.default_language;
    let question = edition.question(&signal.step, signal.question_version);
    let answer = question.zip(signal.option.as_deref());
    html! {
        li.signal.unread[signal.status == Status::New] {
            @if let Some(number) = number {
                input type="hidden" name="shown" value=(signal.id);
                input type="checkbox" name="id" value=(signal.id) id={ "signal-" (number) };
                label.comment dir="auto" for={ "signal-" (number) } { (signal.comment) }
            } @else {
                p.comment dir="auto" { (signal.comment) }
            }
            p.about {
                span.status.(signal.status.name()) { (words.status(signal.status)) }
                span { (step_title(visit, edition, &signal.step)) }
                time datetime=(signal.day.to_string()) { (day(words, &signal.day.to_string())) }
                @if let Some((question, option)) = answer {
                    span {
                        @if let Some(tone) = signal.tone { span.swatch.(chart::tone(tone)) aria-hidden="true" {} }
                        (option_label(visit, question, option, default))
                    }
                }
                @if let Some(reason) = &signal.reason {
                    span { (reason_label(visit, edition, &signal.step, signal.question_version, reason)) }
                }
                @if signal.waiting { span { (words.answer_waits) } }
                @if signal.is_reported() { span { (words.entry.reported) } }
            }
            @if let Some(note) = &signal.note { p.note { strong { (words.note) ": " } span dir="auto" { (note) } } }
            (led_to)
        }
    }
}
