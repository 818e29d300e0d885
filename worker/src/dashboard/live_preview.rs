//! The widget itself on a page of its own, as residents meet it, in a frame of the step's page.
//!
//! It runs against addresses that read the same as the API's and keep nothing: whatever is answered there is acknowledged and
//! forgotten, and this device remembers nothing of it. They need no session: what they give is public.

use super::{
    ROOT, frame, preview,
    visit::{Visit, address, today},
};
use crate::{api, error::Error, improvements, reply::Reply};
use journey::{callback, edition::Edition, language::Direction, question};
use maud::{DOCTYPE, Markup, html};

/// What the page may load: the widget, as on any page.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// A step as residents see it in each of the journey's languages, the first one open.
pub(super) fn frames(visit: &Visit, journey: &str, step: &str, edition: &Edition) -> Markup {
    let words = visit.words;
    let below = format!("/journeys/{journey}/steps/{step}/preview");
    html! {
        h2 { (words.editor.preview) }
        p.hint { (words.editor.live_hint) }
        @for (at, tag) in edition.definition.languages.iter().enumerate() {
            details open[at == 0] {
                summary { (words.language(tag)) }
                iframe.live loading="lazy" src=(address(&below, &[("language", tag)]))
                    title={ (words.editor.preview) ": " (words.language(tag)) } {}
            }
        }
    }
}

/// The page in the frame.
pub(super) fn page(
    visit: &Visit,
    journey: &str,
    step: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let language = visit.asked("language");
    let question = edition.definition.step(step);
    let question =
        question.and_then(|it| question::show(journey, it, edition, language.as_deref()));
    let question = question.ok_or_else(|| Error::unknown("step"))?;
    let direction = (question.direction == Direction::Rtl).then_some("rtl");
    let page = html! {
        (DOCTYPE)
        html lang=(question.language) dir=[direction] {
            head {
                (frame::head(&html! { (question.prompt) }))
                script src="/journey-feedback.js" defer {}
            }
            body {
                // Beside those of the page around it and of the other frames.
                main aria-label=(question.prompt) {
                    journey-feedback journey=(journey) step=(step) lang=(question.language)
                        endpoint={ (ROOT) "/preview" } remember="off" {}
                    noscript { (preview::card(visit.words, &question)) }
                }
            }
        }
    };
    Ok(Reply::empty(200)
        .body(page.into_string())
        .content_type("text/html; charset=utf-8")
        .header("Content-Security-Policy", POLICY)
        .header("X-Frame-Options", "SAMEORIGIN"))
}

/// Answers what the widget asks for and sends in a preview.
pub(super) async fn answer(
    visit: &Visit<'_>,
    journey: &str,
    step: &str,
    below: &[&str],
) -> Result<Reply, Error> {
    let edition = api::known_journey(visit.env, journey).await?;
    let defined = edition.definition.step(step);
    let defined = defined.ok_or_else(|| Error::unknown("step"))?;
    match (visit.request.method().as_str(), below) {
        ("GET", ["question"]) => {
            let language = visit.asked("lang");
            let question = question::show(journey, defined, &edition, language.as_deref());
            let mut question = question.ok_or_else(|| Error::unknown("step"))?;
            question.ask.sample_rate = 1.0;
            question.ask.cooldown_steps = 0;
            Ok(Reply::json(200, &question).dated())
        }
        ("GET", ["improvements"]) => {
            improvements::shown(visit.request, visit.env, journey, step, visit.query).await
        }
        ("PUT", ["responses", _]) => Ok(Reply::empty(200)),
        ("POST", ["callbacks"]) => {
            let promise = defined.callback.as_ref();
            let within_days = promise.map_or(0, |it| it.within_days);
            let due = callback::due(today(&edition)?, within_days);
            let due = due.map(|it| it.to_string());
            Ok(Reply::json(200, &serde_json::json!({ "dueDate": due })))
        }
        _ => Err(super::nothing()),
    }
}
