//! Callbacks: whom to call first, and what became of each. Personal data: for editors alone, and
//! who looked is in the audit log.

use super::{
    frame::{self, Place, Tab, outcome, step_title},
    inbox::token,
    number::{counted, day},
    visit::{Form, Visit, address, see},
};
use crate::{callbacks, error::Error, reply::Reply};
use journey::{
    access::Role,
    callback::{Change, Moment, Status},
    check::is_id,
    edition::Edition,
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value};

/// How many show at a time.
const MOST: usize = 100;

/// A callback as the API lists it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    id: String,
    step: String,
    phone: String,
    name: Option<String>,
    moment: String,
    language: String,
    status: String,
    note: Option<String>,
    asked_date: String,
    due_date: String,
    delete_date: String,
    overdue: bool,
}

/// The page of the callbacks: those to call, unless another status is asked for.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let by = visit.may(Role::Editor, Some(journey))?.key.clone();
    let words = visit.words;
    let below = format!("/journeys/{journey}/callbacks");
    let asked = visit.asked("status");
    let chosen = match asked.as_deref() {
        Some("all") => "",
        other => {
            Status::asked(Some(other.unwrap_or(Status::Open.name()))).map_err(Error::Invalid)?
        }
    };
    let list = callbacks::list(visit.env, journey, edition, chosen, by).await?;
    let list: Vec<Listed> = serde_json::from_str(&list)?;
    let overdue = callbacks::overdue(visit.env, journey, edition).await?;
    let left = u64::try_from(list.len().saturating_sub(MOST)).unwrap_or(u64::MAX);
    let statuses = Status::NAMES.map(|(name, status)| (name, name, words.called(status)));
    let main = html! {
        h1 { (words.callbacks.title) }
        p.hint { (words.callbacks.about) }
        (outcome(visit, ["", words.callbacks.changed, ""]))
        (says_overdue(visit, overdue, None))
        nav.filters aria-label=(words.status_title) {
            @for (name, status, label) in statuses.into_iter().chain([("all", "", words.all)]) {
                a href=(address(&below, &[("status", name)])) aria-current=[frame::current(status == chosen)] { (label) }
            }
        }
        @if list.is_empty() { p { (words.callbacks.none) } } @else {
            ul.callbacks {
                @for (number, callback) in list.iter().take(MOST).enumerate() { (item(visit, edition, &below, number, callback)) }
            }
        }
        @if left > 0 { p { (counted(words, words.callbacks.more, left)) } }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Callbacks,
    };
    Ok(frame::page(
        visit,
        words.callbacks.title,
        Some(&place),
        &main,
    ))
}

/// Says how many are overdue, with a link where one is given.
pub(super) fn says_overdue(visit: &Visit, overdue: u64, journey: Option<&str>) -> Markup {
    let words = visit.words;
    let text = counted(words, words.callbacks.n_overdue, overdue);
    html! {
        @if overdue > 0 {
            p.alert {
                span.shape aria-hidden="true" { "! " }
                @match journey {
                    None => strong { (text) },
                    Some(journey) => a href=(address(&format!("/journeys/{journey}/callbacks"), &[])) { strong { (text) } },
                }
            }
        }
    }
}

/// How many are overdue, to whoever may see whose they are.
pub(super) async fn overdue(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<u64, Error> {
    if visit.can(Role::Editor, Some(journey)) {
        callbacks::overdue(visit.env, journey, edition).await
    } else {
        Ok(0)
    }
}

/// Changes a callback, and shows the page it stood on.
pub(super) async fn change(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let by = visit.may(Role::Editor, Some(journey))?.key.clone();
    let form = visit.form().await?;
    let id = form.value("id");
    if !is_id(id) {
        return Err(Error::unknown("callback"));
    }
    let change = read_change(&form)?;
    callbacks::apply(visit.env, journey, id, edition, change, by).await?;
    let status = visit.asked("status").unwrap_or_default();
    let parameters = [("status", status.as_str()), ("changed", "1")];
    Ok(see(address(
        &format!("/journeys/{journey}/callbacks"),
        &parameters,
    )))
}

/// What the form changes, read by the rules of the API. A note that was left as it was shown is left
/// as it is: somebody else may have changed it since.
fn read_change(form: &Form) -> Result<Change, Error> {
    let mut body = Map::new();
    let status = form.value("status");
    if !status.is_empty() {
        body.insert("status".to_owned(), status.into());
    }
    let note = form.value("note").trim();
    if note != form.value("shown") {
        let note = (!note.is_empty()).then(|| Value::from(note));
        body.insert("note".to_owned(), note.unwrap_or_default());
    }
    let body = serde_json::to_vec(&Value::Object(body))?;
    Change::read(&body).map_err(Error::Invalid)
}

fn item(visit: &Visit, edition: &Edition, below: &str, number: usize, callback: &Listed) -> Markup {
    let words = visit.words;
    let own = words.callbacks;
    let status = by_name(&Status::NAMES, &callback.status).unwrap_or(Status::Open);
    let moment = by_name(&Moment::NAMES, &callback.moment).unwrap_or(Moment::Any);
    let date = |text: &str| html! { time datetime=(text) { (day(words, text)) } };
    let facts = [
        (own.due, date(&callback.due_date)),
        (own.moment, html! { (words.moment(moment)) }),
        (own.language, html! { (words.language(&callback.language)) }),
        (
            words.step,
            html! { (step_title(visit, edition, &callback.step)) },
        ),
        (own.asked, date(&callback.asked_date)),
        (own.deletes, date(&callback.delete_date)),
    ];
    html! {
        li.callback.late[callback.overdue] {
            h2 id={ "callback-" (number) } {
                span.unseen { (own.phone) " " }
                a href={ "tel:" (callback.phone) } { (callback.phone) }
                @if let Some(name) = &callback.name { " " bdi { (name) } }
            }
            ul.badges {
                @if callback.overdue { li.bad { span.shape aria-hidden="true" { "! " } (own.overdue) } }
                li.open { (words.called(status)) }
            }
            dl.figures { @for (name, value) in facts { div { dt { (name) } dd { (value) } } } }
            form method="post" action={ (address(below, &[("status", &visit.asked("status").unwrap_or_default())])) }
                aria-labelledby={ "callback-" (number) } {
                (token(visit))
                input type="hidden" name="id" value=(callback.id);
                input type="hidden" name="shown" value=(callback.note.as_deref().unwrap_or_default());
                label for={ "note-" (number) } { (words.note) }
                p.hint id={ "note-hint-" (number) } { (own.note_hint) }
                textarea id={ "note-" (number) } name="note" rows="2" dir="auto" aria-describedby={ "note-hint-" (number) }
                    { "\n" (callback.note.as_deref().unwrap_or_default()) }
                div.buttons role="group" aria-label=(own.outcome) {
                    @for ((name, to), label) in Status::NAMES.into_iter().zip(own.make) {
                        @if to != status { button .quiet[to != Status::Reached] name="status" value=(name) { (label) } }
                    }
                    button.quiet { (own.keep_note) }
                }
            }
        }
    }
}

fn by_name<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    let found = names.iter().find(|(known, _)| *known == name);
    found.map(|(_, it)| *it)
}
