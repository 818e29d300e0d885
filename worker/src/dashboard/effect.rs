//! Whether an improvement helped: in words first, then as figures and bars.

use super::{
    chart,
    number::{count, fill, points, share},
    visit::Visit,
};
use journey::{
    improvement::{Effect, Improvement, Verdict},
    scale::Tone,
    statistics::{newcombe::Difference, wilson::Share},
};
use maud::{Markup, html};

/// What can be said of an improvement, with a shape.
pub(super) fn verdict(visit: &Visit, improvement: &Improvement) -> Markup {
    let words = visit.words.improvements;
    let Some(effect) = &improvement.effect else {
        return html! {};
    };
    let (class, shape) = match effect.verdict {
        Verdict::Better => ("good", "▼"),
        Verdict::Worse => ("bad", "▲"),
        Verdict::CannotTellYet => ("open", "?"),
    };
    html! {
        ul.badges { li class=(class) {
            span.shape aria-hidden="true" { (shape) } " "
            @match effect.verdict {
                Verdict::Better => (words.better),
                Verdict::Worse => (words.worse),
                Verdict::CannotTellYet => { (words.cannot_tell) " " (why(visit, effect)) },
            }
        } }
    }
}

fn why(visit: &Visit, effect: &Effect) -> &'static str {
    let words = visit.words.improvements;
    match (&effect.before, &effect.after) {
        (_, None) => words.nothing_after,
        (None, _) => words.nothing_before,
        _ => words.may_be_chance,
    }
}

/// The shares before and after, and their difference, each with its interval.
pub(super) fn figures(visit: &Visit, improvement: &Improvement) -> Markup {
    let words = visit.words.improvements;
    let Some(effect) = &improvement.effect else {
        return html! {};
    };
    html! {
        dl.effect {
            (part(visit, words.weeks_before, effect.before.as_ref()))
            (part(visit, words.weeks_after, effect.after.as_ref()))
            @if let Some(difference) = &effect.difference { (between(visit, difference)) }
        }
        @if let Some(version) = effect.question_version {
            p.hint { (fill(visit.words.version_of_question, &[("n", &version.to_string())])) ". " (words.about_effect) }
        }
    }
}

fn part(visit: &Visit, name: &str, negative: Option<&Share>) -> Markup {
    let words = visit.words;
    html! {
        div {
            dt { (name) }
            dd {
                @match negative {
                    None => span.hint { (words.improvements.no_answers) },
                    Some(negative) => {
                        p {
                            (share(words, negative)) " " (words.negative) " ("
                            (fill(words.n_of, &[("n", &count(words, negative.count)), ("of", &count(words, negative.of))])) ")"
                        }
                        (chart::single(negative, Tone::Negative))
                    }
                }
            }
        }
    }
}

fn between(visit: &Visit, difference: &Difference) -> Markup {
    let words = visit.words.improvements;
    html! {
        div {
            dt { (words.difference) }
            dd {
                p {
                    (points(visit.words, difference.difference)) " " (words.points) " "
                    span.range {
                        (points(visit.words, difference.low)) " " (words.to) " " (points(visit.words, difference.high))
                    }
                }
                (chart::gap(difference))
                p.sides { span { "← " (words.fewer_negative) } span { (words.more_negative) " →" } }
            }
        }
    }
}
