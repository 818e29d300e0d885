//! The audit log: which key changed what, and when.

use super::{frame, number::day, visit::Visit};
use crate::{error::Error, organisation, reply::Reply};
use journey::access::Role;
use maud::html;

/// The page of the audit log.
pub(super) async fn page(visit: &Visit<'_>) -> Result<Reply, Error> {
    visit.may(Role::Admin, None)?;
    let words = visit.words;
    let entries = organisation::audit(visit.env).await?;
    let main = html! {
        h1 { (words.audit_log) }
        p.hint { (words.about_audit) }
        @if entries.is_empty() { p { (words.nothing_yet) } } @else {
            div.wide tabindex="0" role="region" aria-label=(words.audit_log) { table {
                thead { tr { @for name in [words.date, words.key, words.action, words.subject] { th scope="col" { (name) } } } }
                tbody { @for entry in &entries { tr {
                    td { (day(words, &entry.date)) }
                    td { code { (entry.key) } }
                    td { (words.action_is(&entry.action)) }
                    td { (entry.subject) }
                } } }
            } }
        }
    };
    Ok(frame::page(visit, words.audit_log, None, &main))
}
