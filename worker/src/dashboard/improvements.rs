//! You said, we did: what was done about what residents said, whether it helped, and what residents
//! see of it.

use super::{
    effect,
    frame::{self, Place, Tab, outcome, step_title},
    improvement_form::{self as form, Draft},
    inbox::{signal_item, token},
    number::{counted, day, fill},
    visit::{Form, Visit, address, see},
    words::{self, Words},
};
use crate::{
    error::Error,
    improvements::{self, Writing},
    reply::Reply,
    signals,
};
use journey::{
    access::Role,
    check::is_id,
    edition::Edition,
    improvement::{self, Improvement, ShownImprovement},
    language::{Direction, Language},
    problem::Fault,
    words as resident,
};
use maud::{Markup, html};

/// A journey's improvements around a page.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The visit.
    pub(super) visit: &'a Visit<'a>,
    /// The journey's id.
    pub(super) journey: &'a str,
    /// Its edition.
    pub(super) edition: &'a Edition,
}

impl At<'_> {
    /// Answers for the places below a journey's improvements.
    pub(super) async fn answer(self, method: &str, below: &[&str]) -> Result<Reply, Error> {
        match (method, below) {
            ("GET", []) => self.list().await,
            ("GET", ["new"]) => {
                self.visit.may(Role::Editor, Some(self.journey))?;
                let step = self.visit.asked("step").unwrap_or_default();
                let draft = Draft::begun(&step, &self.visit.asked_all("signal"));
                self.write_page(200, draft, Vec::new(), None).await
            }
            ("POST", ["new"]) => {
                let id = improvements::new_id()?;
                self.take(&id, Writing::Add).await
            }
            ("GET", [id]) if is_id(id) => {
                let improvement =
                    improvements::one(self.visit.env, self.journey, id, self.edition).await?;
                let draft = Draft::of(&improvement, self.edition)?;
                self.one_page(200, improvement, draft, Vec::new(), None)
                    .await
            }
            ("POST", [id]) if is_id(id) => self.take(id, Writing::Replace).await,
            _ => Err(Error::unknown("improvement")),
        }
    }

    /// Adds signals to those that led to an improvement; how many of them it did not have.
    pub(super) async fn link(self, id: &str, signals: &[&str]) -> Result<usize, Error> {
        let by = self
            .visit
            .may(Role::Editor, Some(self.journey))?
            .key
            .clone();
        let all = improvements::listed(self.visit.env, self.journey).await?;
        let improvement = all.into_iter().find(|it| it.id == id);
        let mut improvement = improvement.ok_or_else(|| Error::unknown("improvement"))?;
        let before = improvement.signals.len();
        for signal in signals {
            if !improvement.signals.iter().any(|it| it == signal) {
                improvement.signals.push((*signal).to_owned());
            }
        }
        let added = improvement.signals.len() - before;
        if added > 0 {
            let improvement = Draft::of(&improvement, self.edition)?
                .read(id, self.edition)
                .map_err(Error::Invalid)?;
            self.write(improvement, Writing::Replace, by).await?;
        }
        Ok(added)
    }

    /// Links to the improvements that a signal led to.
    pub(super) fn led_to(self, all: &[Improvement], signal: &str) -> Markup {
        let words = self.visit.words.improvements;
        let mut led_to = all
            .iter()
            .filter(|it| it.signals.iter().any(|id| id == signal))
            .peekable();
        if led_to.peek().is_none() {
            return html! {};
        }
        html! {
            p.led {
                (words.led_to) " "
                @for improvement in led_to { a href=(self.address(&improvement.id)) { (self.what(improvement)) } " " }
            }
        }
    }

    /// What was done, in the visit's language.
    pub(super) fn what(self, improvement: &Improvement) -> String {
        let default = &self.edition.definition.default_language;
        let text = improvement
            .we_did
            .in_language(self.visit.words.code, default);
        text.to_owned()
    }

    /// The address of an improvement, or of the page to write one.
    pub(super) fn address(self, id: &str) -> String {
        address(&self.below(id), &[])
    }

    fn below(self, id: &str) -> String {
        format!("/journeys/{}/improvements/{id}", self.journey)
    }

    fn editable(self) -> bool {
        self.visit.can(Role::Editor, Some(self.journey))
    }

    async fn list(self) -> Result<Reply, Error> {
        let words = self.visit.words.improvements;
        let env = self.visit.env;
        let all = improvements::listed(env, self.journey).await?;
        let all = improvements::judged(env, self.journey, self.edition, all).await?;
        let main = html! {
            h1 { (words.title) }
            p.hint { (words.about) }
            (outcome(self.visit, ["", words.saved, ""]))
            @if self.editable() { p { a.button href=(self.address("new")) { (words.write) } } }
            @if all.is_empty() { p { (words.none) } } @else {
                ul.improvements { @for improvement in &all { (self.item(improvement)) } }
            }
        };
        Ok(self.page(200, words.title, &main))
    }

    fn item(self, improvement: &Improvement) -> Markup {
        let words = self.visit.words.improvements;
        let signals = u64::try_from(improvement.signals.len()).unwrap_or(u64::MAX);
        html! {
            li.improvement {
                h2 { a href=(self.address(&improvement.id)) dir="auto" { (self.what(improvement)) } }
                (self.about(improvement))
                (effect::verdict(self.visit, improvement))
                @if signals > 0 { p.hint { (counted(self.visit.words, words.n_signals, signals)) } }
            }
        }
    }

    fn about(self, improvement: &Improvement) -> Markup {
        let words = self.visit.words.improvements;
        let since = improvement.since.to_string();
        html! {
            p.about {
                span.status.new[improvement.published] { (if improvement.published { words.published } else { words.unpublished }) }
                span { (step_title(self.visit, self.edition, &improvement.step)) }
                time datetime=(since) { (fill(words.since_day, &[("day", &day(self.visit.words, &since))])) }
            }
        }
    }

    /// The page of an improvement that is there, with a form that may differ from what is stored.
    async fn one_page(
        self,
        status: u16,
        improvement: Improvement,
        draft: Draft,
        faults: Vec<Fault>,
        looked_at: Option<&Improvement>,
    ) -> Result<Reply, Error> {
        let words = self.visit.words.improvements;
        let linked = self.signals(&improvement.signals).await?;
        let missing = improvement.signals.len().saturating_sub(linked.len());
        let missing = u64::try_from(missing).unwrap_or(u64::MAX);
        let step = step_title(self.visit, self.edition, &improvement.step);
        let title = fill(words.of_step, &[("step", step)]);
        let looks = looked_at.is_some() || !faults.is_empty();
        let form = if self.editable() {
            let signals = self.signals(draft.signals()).await?;
            html! {
                section #change {
                    h2 { (words.change) }
                    (form::form(self, &draft, faults, &signals, &self.address(&improvement.id)))
                    details {
                        summary { (words.remove) }
                        form method="post" action=(self.address(&improvement.id)) {
                            (token(self.visit))
                            input type="hidden" name="remove" value="1";
                            p { (words.remove_means) }
                            button.danger { (words.remove_sure) }
                        }
                    }
                }
            }
        } else {
            html! {}
        };
        let main = html! {
            h1 { (title) }
            (outcome(self.visit, ["", words.saved, ""]))
            @if let Some(draft) = looked_at { (self.looked_at(draft)) }
            // Who is putting a form right has that before them, and nothing else.
            @if !looks {
                (self.about(&improvement))
                h2 { (words.effect) }
                (effect::verdict(self.visit, &improvement))
                (effect::figures(self.visit, &improvement))
                h2 { (words.as_residents_see) }
                @if !improvement.published { p { (words.not_seen_yet) } }
                (self.as_residents_see(&improvement))
                @if !improvement.signals.is_empty() {
                    h2 { (words.signals) }
                    ul.signals { @for signal in &linked { (signal_item(self.visit, self.edition, signal, None, &html! {})) } }
                    @if missing > 0 { p.hint { (counted(self.visit.words, words.n_gone, missing)) } }
                }
            }
            (form)
        };
        Ok(self.page(status, &title, &main))
    }

    /// The page on which an improvement is written.
    async fn write_page(
        self,
        status: u16,
        mut draft: Draft,
        faults: Vec<Fault>,
        looked_at: Option<&Improvement>,
    ) -> Result<Reply, Error> {
        let words = self.visit.words.improvements;
        let signals = self.signals(draft.signals()).await?;
        if let Some(first) = signals.first() {
            draft.suggest_step(&first.step);
        }
        let main = html! {
            h1 { (words.write) }
            @if let Some(draft) = looked_at { (self.looked_at(draft)) }
            (form::form(self, &draft, faults, &signals, &self.address("new")))
        };
        Ok(self.page(status, words.write, &main))
    }

    fn looked_at(self, draft: &Improvement) -> Markup {
        let words = self.visit.words.improvements;
        html! {
            section.outcome role="status" {
                h2 { (words.as_residents_see) }
                p { (words.not_saved_yet) }
                (self.as_residents_see(draft))
            }
        }
    }

    /// What a resident reads once they have answered, in each of the journey's languages.
    fn as_residents_see(self, improvement: &Improvement) -> Markup {
        let definition = &self.edition.definition;
        let default = &definition.default_language;
        html! {
            div.cards {
                @for language in form::languages(self.edition) {
                    @let nearest = Language::nearest(language, default);
                    @let heading = resident::for_question(nearest, None, None).improvements;
                    @let spoken = words::of(language).unwrap_or(self.visit.words);
                    @let shown = improvement::show(vec![improvement.clone()], definition, Some(language));
                    div.card.shown lang=(language) dir=(direction(language)) {
                        p.heading { (heading) }
                        @for shown in &shown.improvements {
                            @if let Some(said) = &shown.you_said { p { q { (said) } } }
                            p { (shown.we_did) }
                            p.hint { time datetime=(shown.since.to_string()) lang=(spoken.code) { (month(spoken, shown)) } }
                        }
                    }
                }
            }
        }
    }

    /// Takes a form: removes, looks, or writes; what is wrong with it is said beside what was filled in.
    async fn take(self, id: &str, writing: Writing) -> Result<Reply, Error> {
        let by = self
            .visit
            .may(Role::Editor, Some(self.journey))?
            .key
            .clone();
        let filled: Form = self.visit.form().await?;
        let env = self.visit.env;
        let list = address(&format!("/journeys/{}/improvements", self.journey), &[]);
        if writing == Writing::Replace && !filled.value("remove").is_empty() {
            improvements::remove(env, self.journey, id, by).await?;
            return Ok(see(list));
        }
        let draft = Draft::filled_in(&filled, self.edition);
        let read = draft.read(id, self.edition);
        let only_look = !filled.value("look").is_empty();
        match read {
            Ok(improvement) if !only_look => {
                self.write(improvement, writing, by).await?;
                Ok(see(address(&self.below(id), &[("changed", "1")])))
            }
            read => {
                let status = if read.is_ok() { 200 } else { 400 };
                let looked_at = read.as_ref().ok();
                let faults = read.as_ref().err().cloned().unwrap_or_default();
                match writing {
                    Writing::Add => self.write_page(status, draft, faults, looked_at).await,
                    Writing::Replace => {
                        let stored = improvements::one(env, self.journey, id, self.edition).await?;
                        self.one_page(status, stored, draft, faults, looked_at)
                            .await
                    }
                }
            }
        }
    }

    async fn write(
        self,
        improvement: Improvement,
        writing: Writing,
        by: String,
    ) -> Result<(), Error> {
        let env = self.visit.env;
        improvements::write(env, self.journey, self.edition, improvement, writing, by)
            .await
            .map(|_| ())
    }

    async fn signals(self, ids: &[String]) -> Result<Vec<journey::signal::Signal>, Error> {
        signals::of(self.visit.env, self.journey, self.edition, ids).await
    }

    fn page(self, status: u16, title: &str, main: &Markup) -> Reply {
        let place = Place {
            journey: self.journey,
            edition: self.edition,
            tab: Tab::Improvements,
        };
        frame::page_as(status, self.visit, title, Some(&place), main)
    }
}

/// The month in which it changed.
fn month(words: &Words, shown: &ShownImprovement) -> String {
    let day = day(words, &shown.since.to_string());
    let month = day.split_once(' ').map(|(_, month)| month.to_owned());
    month.unwrap_or_default()
}

fn direction(language: &str) -> &'static str {
    match Direction::of(language) {
        Direction::Rtl => "rtl",
        Direction::Ltr => "ltr",
    }
}
