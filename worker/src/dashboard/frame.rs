//! What every page has around its own part: head, header, places to go, language, sign-out.

use super::{
    ROOT,
    visit::{Visit, address},
    words,
};
use crate::{error::Error, reply::Reply};
use journey::{access::Role, edition::Edition, period::Period};
use maud::{DOCTYPE, Markup, html};

const STYLE: u32 = version(include_bytes!("../../assets/dashboard.css"));

/// The version of a style sheet, for its address: FNV-1a of its bytes.
pub(super) const fn version(bytes: &[u8]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated as this is compiled")]
        let byte = bytes[at];
        hash = (hash ^ byte as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// What pages may load: their style sheet, their icon, pictures of their own and the preview of the widget in a frame. No script
/// at all.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-src 'self'; frame-ancestors 'none'";

/// The icon of every page.
pub(super) const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E\
                    %3Cpath fill='%23154273' d='M0 0h8v6H4L2 8V6H0z'/%3E%3C/svg%3E";

/// The parts of a journey's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// Its steps.
    Steps,
    /// Its signals.
    Signals,
    /// What employees record.
    Entry,
    /// The report of a period.
    Report,
    /// What was done about them.
    Improvements,
    /// Who asked to be called.
    Callbacks,
    /// Its webhooks; for admins.
    Webhooks,
}

/// A journey around a page.
pub(super) struct Place<'a> {
    /// The journey's id.
    pub(super) journey: &'a str,
    /// Its edition.
    pub(super) edition: &'a Edition,
    /// The part of it.
    pub(super) tab: Tab,
}

/// A page with a title.
pub(super) fn page(visit: &Visit, title: &str, place: Option<&Place>, main: &Markup) -> Reply {
    page_as(200, visit, title, place, main)
}

/// The page of what went wrong, with the status that the API gives it.
pub(super) fn of_error(visit: &Visit, error: Error) -> Reply {
    let problem = error.into_reply();
    let words = visit.words;
    let (title, text) = match problem.status() {
        400 | 413 | 415 => words.error_input,
        403 => words.error_forbidden,
        404 => words.error_nothing,
        405 => words.error_method,
        409 => words.error_conflict,
        429 => words.error_too_many,
        _ => words.error_ours,
    };
    let main = html! {
        h1 { (title) }
        p { (text) }
        p { a href=(ROOT) { (words.to_overview) } }
    };
    problem.with_page(document(visit, title, None, &main))
}

/// A page with another status than 200.
pub(super) fn page_as(
    status: u16,
    visit: &Visit,
    title: &str,
    place: Option<&Place>,
    main: &Markup,
) -> Reply {
    Reply::empty(status).with_page(document(visit, title, place, main))
}

impl Reply {
    /// With a page for its body. Its forms tell their own origin, and no other
    /// site learns where a link on it stood.
    pub(super) fn with_page(self, page: String) -> Self {
        self.body(page)
            .content_type("text/html; charset=utf-8")
            .header("Content-Security-Policy", POLICY)
            .header("Referrer-Policy", "same-origin")
            .header("Vary", "Accept-Language, Cookie")
    }
}

fn document(visit: &Visit, title: &str, place: Option<&Place>, main: &Markup) -> String {
    let words = visit.words;
    html! {
        (DOCTYPE)
        html lang=(words.code) {
            head {
                (head(&html! { (title) @if let Some(place) = place { " – " (title_of(visit, place.edition)) } }))
            }
            body {
                a.skip href="#main" { (words.skip) }
                header {
                    a.home href=(ROOT) lang="en" { "Journey Feedback" }
                    nav aria-label=(words.site) {
                        @if visit.viewer.is_some() {
                            a href=(ROOT) aria-current=[current(visit.path == ROOT)] { (words.overview) }
                        }
                        @if visit.can(Role::Admin, None) {
                            @for (below, name) in [("/keys", words.keys), ("/audit-log", words.audit_log)] {
                                a href=(address(below, &[])) aria-current=[current(visit.path.ends_with(below))] { (name) }
                            }
                        }
                    }
                    div.mine {
                        (switch(visit))
                        @if let Some(viewer) = &visit.viewer {
                            form method="post" action=(address("/sign-out", &[])) {
                                input type="hidden" name="token" value=(viewer.form_token);
                                button.quiet { (words.sign_out) }
                            }
                        }
                    }
                }
                @if let Some(place) = place { (tabs(visit, place)) }
                main #main tabindex="-1" { (main) }
            }
        }
    }
    .into_string()
}

/// What the head of every page holds.
pub(super) fn head(title: &Markup) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width";
        meta name="color-scheme" content="light dark";
        meta name="robots" content="noindex";
        title { (title) " – Journey Feedback" }
        link rel="stylesheet" href={ (ROOT) "/dashboard.css?" (format_args!("{STYLE:08x}")) };
        link rel="icon" href=(ICON);
    }
}

/// A journey's title in the visit's language.
pub(super) fn title_of<'a>(visit: &Visit, edition: &'a Edition) -> &'a str {
    let definition = &edition.definition;
    definition
        .title
        .in_language(visit.words.code, &definition.default_language)
}

/// A step's title in the visit's language; of one that is gone, its id.
pub(super) fn step_title<'a>(visit: &Visit, edition: &'a Edition, step: &'a str) -> &'a str {
    let definition = &edition.definition;
    definition.step(step).map_or(step, |it| {
        it.title
            .in_language(visit.words.code, &definition.default_language)
    })
}

/// Links to the periods beside and around a period.
pub(super) fn periods(visit: &Visit, period: Period, today: journey::day::Day) -> Markup {
    use journey::period::Kind;
    let words = visit.words;
    let name = |period| super::number::period(words, period);
    let link = |period: Period| format!("?period={period}");
    // Other lengths are taken around today where that lies within, else around the last day.
    let around = if period.contains(today) {
        today
    } else {
        period.last()
    };
    let kinds = [
        (Kind::Week, words.week),
        (Kind::Month, words.month),
        (Kind::Quarter, words.quarter),
        (Kind::Year, words.year),
    ];
    let after = period.after().filter(|it| it.first() <= today);
    html! {
        nav.periods aria-label=(words.period) {
            p.now {
                @if let Some(before) = period.before() {
                    a href=(link(before)) { span aria-hidden="true" { "‹ " } span.unseen { (words.before) " " } (name(before)) }
                }
                strong { (name(period)) }
                @if let Some(after) = after {
                    a href=(link(after)) { span.unseen { (words.after) " " } (name(after)) span aria-hidden="true" { " ›" } }
                }
            }
            p.kinds {
                @for (kind, name) in kinds {
                    a href=(link(Period::of(kind, around))) aria-current=[current(kind == period.kind())] { (name) }
                }
            }
        }
    }
}

/// The value of `aria-current`, where it has one.
pub(super) fn current(is: bool) -> Option<&'static str> {
    is.then_some("true")
}

fn tabs(visit: &Visit, place: &Place) -> Markup {
    let words = visit.words;
    let period = visit.asked("period").unwrap_or_default();
    let mut tabs = vec![
        (Tab::Steps, "", words.steps),
        (Tab::Signals, "/signals", words.signals),
        (Tab::Improvements, "/improvements", words.improvements.title),
    ];
    if visit.can(Role::Editor, Some(place.journey)) {
        tabs.push((Tab::Callbacks, "/callbacks", words.callbacks.title));
        tabs.push((Tab::Entry, "/entry", words.entry.tab));
    }
    tabs.push((Tab::Report, "/report", words.report.tab));
    if visit.can(Role::Admin, Some(place.journey)) {
        tabs.push((Tab::Webhooks, "/webhooks", words.webhooks.title));
    }
    html! {
        nav.tabs aria-label=(title_of(visit, place.edition)) {
            span { (title_of(visit, place.edition)) }
            @for (tab, below, name) in tabs {
                @let below = format!("/journeys/{}{below}", place.journey);
                @let period = if tab == Tab::Steps { &period } else { "" };
                a href=(address(&below, &[("period", period)])) aria-current=[current(tab == place.tab)] { (name) }
            }
        }
    }
}

/// The same page in the other language.
fn switch(visit: &Visit) -> Markup {
    let other = words::other(visit.words);
    let kept = form_urlencoded::parse(visit.query.as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.filter(|(name, _)| name != "lang" && name != "changed"));
    query.append_pair("lang", other.code);
    html! {
        a lang=(other.code) hreflang=(other.code) href={ "?" (query.finish()) } { (other.name) }
    }
}

/// Says how many were changed by the form before, where that is known.
pub(super) fn outcome(visit: &Visit, [none, one, several]: [&str; 3]) -> Markup {
    let number = visit
        .asked("changed")
        .and_then(|text| text.parse::<u64>().ok());
    html! {
        @match number {
            None => {},
            Some(0) => p.alert role="alert" { (none) },
            Some(number) => p.outcome role="status" { (super::number::counted(visit.words, [one, several], number)) },
        }
    }
}
