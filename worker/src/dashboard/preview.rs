//! A question as residents meet it, without what makes it work: the same words, from the same function as the widget gets
//! them by.

use super::{chart, words::Words};
use journey::{
    edition::Edition,
    question::{self, ShownQuestion},
    scale::Tone,
};
use maud::{Markup, html};

/// A step's question in every language of its journey, the first one open.
pub(super) fn of_step(words: &Words, journey: &str, step: &str, edition: &Edition) -> Markup {
    let definition = &edition.definition;
    let Some(step) = definition.step(step) else {
        return html! {};
    };
    let shown = definition
        .languages
        .iter()
        .filter_map(|it| question::show(journey, step, edition, Some(it)));
    html! {
        @for (at, question) in shown.enumerate() {
            details open[at == 0] {
                summary { (words.language(&question.language)) }
                (card(words, &question))
            }
        }
    }
}

/// A question, and what follows an answer.
pub(super) fn card(words: &Words, question: &ShownQuestion) -> Markup {
    let own = &question.words;
    html! {
        div.resident lang=(question.language) dir=(if question.direction == journey::language::Direction::Rtl { "rtl" } else { "ltr" }) {
            p.prompt { (question.prompt) }
            ul.options {
                @for option in &question.options {
                    li { span.swatch.(chart::tone(option.tone)) aria-hidden="true" {} (option.label) }
                }
            }
            @if question.options.is_empty() { (further(words, question)) }
            p.exits {
                span.press { (own.dismiss) }
                @for exit in &question.exits { span.link { (exit.label) } }
                @if let Some(callback) = &own.callback { span.press { (callback.offer) } }
            }
        }
        p.hint { (words.editor.after_answer) }
        div.resident lang=(question.language) {
            p { (own.thanks) }
            @if let Some(next) = &question.next { p { strong { (own.next) } " " (next) } }
            @if !question.options.is_empty() { (further(words, question)) }
        }
    }
}

/// What is asked further: at an open question of everyone, else after an answer of either end.
fn further(words: &Words, question: &ShownQuestion) -> Markup {
    let (Some(follow_up), Some(own)) = (&question.follow_up, &question.words.follow_up) else {
        return html! {};
    };
    let heading = |tone| match tone {
        Tone::Negative => own.reason_negative,
        Tone::Neutral => own.reason_neutral,
        Tone::Positive => own.reason_positive,
    };
    let ends: Vec<_> = question.options.iter().filter(|it| it.outlier).collect();
    if ends.is_empty() && !question.options.is_empty() {
        return html! {};
    }
    html! {
        @if !ends.is_empty() {
            p.hint lang=(words.code) dir="ltr" {
                (words.editor.only_after)
                @for end in &ends { " " q lang=(question.language) { (end.label) } }
            }
        }
        @if !follow_up.reasons.is_empty() {
            @if ends.is_empty() { p { strong { (heading(Tone::Neutral)) } " (" (own.optional) ")" } }
            @for end in &ends { p { strong { (heading(end.tone)) } " (" (own.optional) ")" } }
            ul.options { @for reason in &follow_up.reasons { li { (reason.label) } } }
        }
        @if let Some(comment) = &follow_up.comment {
            p { strong { (comment.prompt) } " (" (own.optional) ")" }
            p.hint { (own.comment_hint) }
            p.box {}
            p { span.press { (own.send) } }
        }
    }
}
