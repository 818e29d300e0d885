//! Keys: make one, see which there are, revoke one. A new key is shown once.

use super::{
    frame,
    inbox::token,
    number::day,
    visit::{Form, Visit, address, see},
};
use crate::{
    error::Error,
    organisation::{self, NewKey},
    reply::Reply,
};
use journey::access::{KeyRequest, ListedKey, Role};
use maud::{Markup, html};
use serde_json::json;

/// The page of the keys; with a key that was just made.
pub(super) async fn page(visit: &Visit<'_>, made: Option<NewKey>) -> Result<Reply, Error> {
    visit.may(Role::Admin, None)?;
    let words = visit.words;
    let keys = organisation::keys(visit.env).await?;
    let journeys = organisation::journeys(visit.env).await?;
    let main = html! {
        h1 { (words.keys) }
        @if let Some(made) = &made {
            div.outcome role="status" {
                p { strong { (words.new_key) " " (made.listed.label) } }
                p { code.key { (made.key) } }
                p { (words.new_key_once) }
            }
        }
        @if keys.is_empty() { p { (words.no_keys) } } @else {
            div.wide tabindex="0" role="region" aria-label=(words.keys) { table {
                thead { tr {
                    @for name in [words.label, words.role, words.journeys, words.made_on, words.used_on] { th scope="col" { (name) } }
                    td {}
                } }
                tbody { @for key in &keys { (row(visit, key)) } }
            } }
        }
        h2 { (words.make_key) }
        form.narrow method="post" action=(address("/keys", &[])) {
            (token(visit))
            label for="label" { (words.label) }
            p #label-hint .hint { (words.label_hint) }
            input #label name="label" required maxlength="120" autocomplete="off" aria-describedby="label-hint";
            label for="role" { (words.role) }
            select #role name="role" {
                @for (name, role) in Role::NAMES { option value=(name) { (words.role_is(role)) } }
            }
            @if !journeys.is_empty() {
                fieldset {
                    legend { (words.only_journeys) }
                    @for (at, journey) in journeys.iter().enumerate() {
                        div.choice { input type="checkbox" name="journey" value=(journey) id={ "journey-" (at) }; label for={ "journey-" (at) } { (journey) } }
                    }
                }
            }
            button { (words.make_key) }
        }
    };
    Ok(frame::page(visit, words.keys, None, &main))
}

/// Makes a key, or revokes one.
pub(super) async fn change(visit: &Visit<'_>) -> Result<Reply, Error> {
    let by = visit.may(Role::Admin, None)?.key.clone();
    let form = visit.form().await?;
    let revoked = form.value("revoke");
    if !revoked.is_empty() {
        if !organisation::revoke_key(visit.env, revoked, by).await? {
            return Err(Error::unknown("key"));
        }
        return Ok(see(address("/keys", &[])));
    }
    let made = organisation::add_key(visit.env, read(&form)?, by).await?;
    page(visit, Some(made)).await
}

/// The key that the form asks for, read by the rules of the API.
fn read(form: &Form) -> Result<KeyRequest, Error> {
    let journeys: Vec<&str> = form.all("journey").collect();
    let mut body = json!({"label": form.value("label"), "role": form.value("role")});
    if let (false, Some(body)) = (journeys.is_empty(), body.as_object_mut()) {
        body.insert("journeys".to_owned(), journeys.into());
    }
    KeyRequest::read(&serde_json::to_vec(&body)?).map_err(Error::Invalid)
}

fn row(visit: &Visit, key: &ListedKey) -> Markup {
    let words = visit.words;
    html! {
        tr {
            th scope="row" { (key.label) }
            td { (words.role_is(key.role)) }
            td { @match &key.journeys {
                None => (words.all),
                Some(journeys) => { @for journey in journeys { span.item { (journey) } " " } }
            } }
            td { (day(words, &key.created_date)) }
            td { @match &key.last_used_date { None => (words.never), Some(date) => (day(words, date)) } }
            td {
                details {
                    summary { (words.revoke) " " span.unseen { (key.label) } }
                    form method="post" action=(address("/keys", &[])) {
                        (token(visit))
                        input type="hidden" name="revoke" value=(key.id);
                        p { (words.revoke_means) }
                        button.danger { (words.revoke_sure) }
                    }
                }
            }
        }
    }
}
