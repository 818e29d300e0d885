//! Says that asking pauses because nobody reads, why, and how it starts again.

use super::{
    number::{counted, fill},
    visit::{Visit, address, today},
};
use crate::{error::Error, pause, signals};
use journey::{edition::Edition, signal::Unread};
use maud::{Markup, html};

/// Looks whether asking at a journey pauses, and says so.
pub(super) async fn look(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Markup, Error> {
    if pause::after_days(visit.env) == 0 {
        return Ok(html! {});
    }
    let unread = signals::unread(visit.env, journey, edition).await?;
    says_paused(visit, journey, edition, unread)
}

/// What is said where asking at a journey pauses; nothing where it does not.
pub(super) fn says_paused(
    visit: &Visit,
    journey: &str,
    edition: &Edition,
    unread: Unread,
) -> Result<Markup, Error> {
    let (today, after_days) = (today(edition)?, pause::after_days(visit.env));
    if !unread.pauses_asking(today, after_days) {
        return Ok(html! {});
    }
    let words = &visit.words.pause;
    let waited = unread.days(today).unwrap_or_default();
    let below = format!("/journeys/{journey}/signals");
    Ok(html! {
        div.alert {
            p { strong { (words.title) } " " (counted(visit.words, words.why, waited.into())) }
            p {
                (fill(words.how, &[("n", &after_days.to_string())])) " "
                a href=(address(&below, &[("status", "new")])) { (words.link) }
            }
        }
    })
}
