//! A journey's steps in their order, and which of them to look at first.

use super::{
    callbacks,
    chart::{self, change_sentence, shape, waits},
    frame::{self, Place, Tab, periods, step_title, title_of},
    held_bursts,
    number::{count, counted, fill, percent, share},
    pause,
    visit::{Visit, address, today},
};
use crate::{error::Error, reply::Reply, results};
use journey::{
    attention::{self, First},
    edition::Edition,
    period::Period,
    results::{JudgedNorm, StepResults},
    statistics::{norm::NormStatus, p_chart::ChangeStatus},
};
use maud::{Markup, html};

/// The page of a journey.
pub(super) async fn page(
    visit: &Visit<'_>,
    journey: &str,
    edition: &Edition,
) -> Result<Reply, Error> {
    let words = visit.words;
    let period = visit.period(edition)?;
    let (results, overdue, paused) = futures_util::try_join!(
        results::journey_results(visit.env, journey, edition, period),
        callbacks::overdue(visit, journey, edition),
        pause::look(visit, journey, edition),
    )?;
    let held = results.steps.iter().map(|it| it.held).sum();
    let at = At {
        visit,
        journey,
        edition,
        period,
    };
    let main = html! {
        h1 { (title_of(visit, edition)) }
        (periods(visit, period, today(edition)?))
        (paused)
        (callbacks::says_overdue(visit, overdue, Some(journey)))
        (held_bursts::says_held(visit, journey, held))
        (at.first(attention::first(&results.steps)))
        h2 { (words.steps_in_order) }
        ol.steps {
            @for step in &results.steps { (at.row(step)) }
        }
        p.hint { (words.about_ranges) }
        p {
            @let export = format!("/journeys/{journey}/export");
            a href=(address(&export, &[("period", &period.to_string())])) download { (words.export_period) }
        }
    };
    let place = Place {
        journey,
        edition,
        tab: Tab::Steps,
    };
    Ok(frame::page(visit, words.steps, Some(&place), &main))
}

/// A journey in a period, as somebody looks at it.
pub(super) struct At<'a> {
    pub(super) visit: &'a Visit<'a>,
    pub(super) journey: &'a str,
    pub(super) edition: &'a Edition,
    pub(super) period: Period,
}

impl At<'_> {
    /// The step to look at first, and why.
    pub(super) fn first(&self, first: Option<First>) -> Markup {
        let words = self.visit.words;
        let Some(First {
            step,
            missed,
            worse,
        }) = first
        else {
            return html! { section.first.calm { h2 { (words.nothing_stands_out) } } };
        };
        let alarm = missed || worse;
        html! {
            section.first .calm[!alarm] {
                h2 { (if alarm { words.look_first } else { words.nothing_misses }) }
                p.which {
                    @if !alarm { (words.most_negative) ": " }
                    a href=(self.step_address(&step.step)) { (step_title(self.visit, self.edition, &step.step)) }
                }
                p {
                    @if let (true, Some(norm)) = (missed, step.norm) { (norm_sentence(self.visit, norm)) " " }
                    @if worse { (change_sentence(words, step.change)) " " }
                    @if let Some(negative) = step.figures.negative {
                        (fill(words.at_least_negative, &[
                            ("low", &percent(negative.low)),
                            ("n", &count(words, negative.count)),
                            ("of", &count(words, negative.of)),
                        ]))
                    }
                }
                @if let Some(reason) = step.reasons.as_ref().and_then(|all| all.first()) {
                    p { (words.most_given_reason) " " q { (self.reason(step, &reason.reason)) } " (" (count(words, reason.share.count)) ")" }
                }
                (self.signals(step))
            }
        }
    }

    fn row(&self, step: &StepResults) -> Markup {
        let (words, figures) = (self.visit.words, &step.figures);
        let defined = self.edition.definition.step(&step.step);
        let current = defined
            .and_then(|it| self.edition.current(it))
            .map(|it| it.version);
        html! {
            li.step {
                div.what {
                    h3 { a href=(self.step_address(&step.step)) { (step_title(self.visit, self.edition, &step.step)) } }
                    p.hint {
                        @if let Some(provider) = defined.and_then(|it| it.provider.as_deref()) { (words.provider) " " (provider) }
                        @if current != Some(step.question_version) {
                            " " (fill(words.earlier_question, &[("n", &step.question_version.to_string())]))
                        }
                    }
                    (badges(self.visit, step))
                }
                dl.figures {
                    div { dt { (words.seen) } dd { (count(words, figures.seen)) } }
                    div {
                        dt { (words.answered) }
                        dd {
                            @match figures.answered {
                                None => (waits(words, self.edition.definition.minimum_cell)),
                                Some(answered) => {
                                    (count(words, answered))
                                    @if let Some(rate) = &figures.answer_rate { br; (share(words, rate)) }
                                }
                            }
                        }
                    }
                    @if let Some(negative) = &figures.negative {
                        div {
                            dt { (words.negative_title) }
                            dd { (fill(words.n_of, &[("n", &count(words, negative.count)), ("of", &count(words, negative.of))])) br; (share(words, negative)) }
                        }
                    }
                }
                (chart::stacked(words, figures, step.norm.as_ref()))
                (self.signals(step))
            }
        }
    }

    fn signals(&self, step: &StepResults) -> Markup {
        let words = self.visit.words;
        let parameters = [("status", "new"), ("step", step.step.as_str())];
        let below = format!("/journeys/{}/signals", self.journey);
        html! {
            @if step.signals.new > 0 {
                p.unread { a href=(address(&below, &parameters)) { (counted(words, words.n_unread, step.signals.new)) } }
            }
        }
    }

    fn reason<'b>(&'b self, step: &'b StepResults, reason: &'b str) -> &'b str {
        reason_label(
            self.visit,
            self.edition,
            &step.step,
            step.question_version,
            reason,
        )
    }

    fn step_address(&self, step: &str) -> String {
        let below = format!("/journeys/{}/steps/{step}", self.journey);
        address(&below, &[("period", &self.period.to_string())])
    }
}

/// What a reason is called in the visit's language.
pub(super) fn reason_label<'a>(
    visit: &Visit,
    edition: &'a Edition,
    step: &str,
    version: u32,
    reason: &'a str,
) -> &'a str {
    let default = &edition.definition.default_language;
    let question = edition.question(step, version);
    let found = question.and_then(|it| it.reasons.iter().find(|it| it.id == reason));
    found.map_or(reason, |it| it.label.in_language(visit.words.code, default))
}

/// How a step does by its norm, and whether it changed: in words, each with a shape.
pub(super) fn badges(visit: &Visit, step: &StepResults) -> Markup {
    let words = visit.words;
    html! {
        ul.badges {
            @if let Some(norm) = step.norm {
                @let (class, shape) = match norm.status {
                    NormStatus::Met => ("good", "✓"),
                    NormStatus::Missed => ("bad", "✕"),
                    NormStatus::Undecided | NormStatus::TooFew => ("open", "?"),
                };
                li class=(class) { span.shape aria-hidden="true" { (shape) } " " (norm_sentence(visit, norm)) }
            }
            @if step.held > 0 { li.open { span.shape aria-hidden="true" { "‖" } " " (counted(words, words.n_held, step.held)) } }
            @if let Some(change) = step.change.filter(|it| it.status != ChangeStatus::None) {
                li class=(if change.status == ChangeStatus::Worse { "bad" } else { "good" }) {
                    (shape(change.status)) " " (change_sentence(words, Some(change)))
                }
            }
        }
    }
}

fn norm_sentence(visit: &Visit, norm: JudgedNorm) -> String {
    let words = visit.words;
    let text = match norm.status {
        NormStatus::Met => words.norm_met,
        NormStatus::Missed => words.norm_missed,
        NormStatus::Undecided => words.norm_undecided,
        NormStatus::TooFew => words.norm_too_few,
    };
    let tone = chart::tone_name(words, norm.norm.tone);
    fill(
        text,
        &[("least", &percent(norm.norm.at_least)), ("tone", tone)],
    )
}
