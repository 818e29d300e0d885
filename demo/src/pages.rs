//! The pages of the application, at `/THEME/LANGUAGE/STEP`: plain forms, sent by GET to the page's own address, which
//! leads on to the next step once all is well. No script but the widget's.

mod content;
mod frame;

use crate::form::Form;
use crate::step::Step;
use crate::theme::{THEMES, Theme};

/// The name of the button that sends a form.
const ONWARD: &str = "verder";

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A page, as HTML.
    Page(String),
    /// Another address.
    See(String),
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dutch, Self::English];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// The one of two texts that is in this language.
    fn text<'t>(self, dutch: &'t str, english: &'t str) -> &'t str {
        match self {
            Self::Dutch => dutch,
            Self::English => english,
        }
    }
}

/// A page that was asked for.
#[derive(Debug)]
struct Visit<'w> {
    theme: Theme,
    language: Language,
    step: Step,
    form: Form,
    /// Whether the form was sent.
    sent: bool,
    /// The worker's origin; none for the page without its widget.
    worker: Option<&'w str>,
}

impl Visit<'_> {
    /// The address of a step with what was filled in.
    fn to(&self, step: Step) -> String {
        let (theme, language) = (self.theme.id, self.language.code());
        format!("/{theme}/{language}/{}{}", step.id(), self.form.query())
    }

    fn text<'t>(&self, dutch: &'t str, english: &'t str) -> &'t str {
        self.language.text(dutch, english)
    }
}

/// What an address leads to; none where nothing is. `worker` is the origin that the widget comes from. With `widget=off` in
/// its query a page has none, so that both can be measured.
#[must_use]
pub fn reply(address: &str, worker: &str) -> Option<Reply> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    if path == "/" {
        let [first, ..] = THEMES;
        let step = Step::Details.id();
        return Some(Reply::See(format!("/{}/nl/{step}", first.id)));
    }
    let mut parts = path.strip_prefix('/')?.split('/');
    let (theme, language, step) = (parts.next()?, parts.next()?, parts.next()?);
    let parameters: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let has = |name: &str| parameters.iter().any(|(it, _)| it == name);
    let visit = Visit {
        theme: *THEMES.iter().find(|it| it.id == theme)?,
        language: *Language::ALL.iter().find(|it| it.code() == language)?,
        step: *Step::ALL.iter().find(|it| it.id() == step)?,
        form: Form::read(query),
        sent: has(ONWARD),
        worker: (!parameters
            .iter()
            .any(|(name, value)| name == "widget" && value == "off"))
        .then_some(worker),
    };
    if parts.next().is_some() {
        return None;
    }
    let faults = if visit.sent {
        visit.form.faults(visit.step)
    } else {
        Vec::new()
    };
    Some(
        match visit
            .step
            .next()
            .filter(|_| visit.sent && faults.is_empty())
        {
            Some(next) => Reply::See(visit.to(next)),
            None => Reply::Page(frame::page(&visit, &faults).into_string()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::{Language, Reply, reply};
    use crate::step::Step;
    use crate::theme::THEMES;

    const WORKER: &str = "http://localhost:8787";

    fn page(address: &str) -> String {
        match reply(address, WORKER) {
            Some(Reply::Page(html)) => html,
            other => panic!("{address}: {other:?}"),
        }
    }

    #[test]
    fn every_step_has_a_page_in_every_theme_and_language_with_its_own_question() {
        for theme in THEMES {
            for language in Language::ALL.map(Language::code) {
                for step in Step::ALL.map(Step::id) {
                    let html = page(&format!("/{}/{language}/{step}", theme.id));
                    assert!(html.contains(&format!("<html lang=\"{language}\"")));
                    assert!(html.contains(&format!("/theme/{}.css", theme.id)));
                    assert!(html.contains(&format!("data-step=\"{step}\"")));
                }
            }
        }
    }

    #[test]
    fn a_form_leads_on_once_all_is_well_and_keeps_what_was_filled_in() {
        let html = page("/utrecht/nl/kosten?postcode=3511+AB&bouwkosten=veel&verder=1");
        assert!(html.contains("value=\"veel\"") && html.contains("aria-invalid=\"true\""));
        assert!(html.contains("name=\"postcode\" value=\"3511 AB\""));
        assert_eq!(
            reply(
                "/utrecht/nl/kosten?postcode=3511+AB&bouwkosten=20000&verder=1",
                WORKER
            ),
            Some(Reply::See(
                "/utrecht/nl/controle?postcode=3511+AB&bouwkosten=20000".to_owned()
            ))
        );
    }

    #[test]
    fn what_is_filled_in_stays_text() {
        let html = page("/utrecht/nl/controle?werk=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        assert!(matches!(reply("/", WORKER), Some(Reply::See(_))));
        for address in [
            "/x",
            "/utrecht/nl",
            "/utrecht/de/kosten",
            "/utrecht/nl/kosten/x",
            "/x/nl/kosten",
        ] {
            assert_eq!(reply(address, WORKER), None, "{address}");
        }
        assert!(!page("/utrecht/nl/kosten?widget=off").contains("<script"));
    }
}
