//! What is wrong with a form: each fault beside the field it is of, and all of them at the top.
//!
//! A field is known by its place in the body that the API would take, so that faults of the API's
//! own reading find their field.

use super::{number::fill, words};
use journey::problem::{Fault, Location};
use maud::{Markup, html};

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The JSON pointer of its value in the API's body.
    pub(super) pointer: String,
    /// Its id, and its name in the form.
    pub(super) id: String,
    /// Its label.
    pub(super) label: String,
}

/// The faults of a form, in one language.
pub(super) struct Faults<'a> {
    /// How they are said.
    pub(super) words: &'a words::Faults,
    /// The faults.
    pub(super) all: Vec<Fault>,
}

impl Faults<'_> {
    /// Whether a field has none.
    pub(super) fn spare(&self, field: &Field) -> bool {
        !self.all.iter().any(|fault| is_at(fault, &field.pointer))
    }

    /// What is wrong with a field, to stand beside it.
    pub(super) fn of(&self, field: &Field) -> Markup {
        html! {
            @if !self.spare(field) {
                p.fault id={ (field.id) "-fault" } {
                    span.shape aria-hidden="true" { "✕ " }
                    @for text in self.texts(&field.pointer) { (text) " " }
                }
            }
        }
    }

    /// The ids of what describes a field: its hint, where it has one, and what is wrong with it.
    pub(super) fn described_by(&self, field: &Field, hint: bool) -> Option<String> {
        let hint = hint.then(|| format!("{}-hint", field.id));
        let fault = (!self.spare(field)).then(|| format!("{}-fault", field.id));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Every wrong field with a link to it; what belongs to no field stands there too.
    pub(super) fn summary(&self, fields: &[Field]) -> Markup {
        let elsewhere = self
            .all
            .iter()
            .filter(|fault| !fields.iter().any(|field| is_at(fault, &field.pointer)));
        html! {
            @if !self.all.is_empty() {
                div.alert role="alert" {
                    h2 { (self.words.title) }
                    p { (self.words.about) }
                    ul {
                        @for field in fields.iter().filter(|it| !self.spare(it)) {
                            li { a href={ "#" (field.id) } { (field.label) } ": "
                                @for text in self.texts(&field.pointer) { (text) " " } }
                        }
                        @for fault in elsewhere { li { (self.text(fault)) } }
                    }
                }
            }
        }
    }

    /// Each thing that is wrong at a place, once.
    fn texts(&self, pointer: &str) -> Vec<String> {
        let here = self.all.iter().filter(|fault| is_at(fault, pointer));
        let mut texts: Vec<String> = here.map(|fault| self.text(fault)).collect();
        texts.dedup();
        texts
    }

    fn text(&self, fault: &Fault) -> String {
        let known = self
            .words
            .by_code
            .iter()
            .find(|(code, _)| *code == fault.code);
        let text = known.map_or(self.words.other, |(_, text)| text);
        let number = fault.detail.split(|sign: char| !sign.is_ascii_digit());
        let number = number.into_iter().find(|it| !it.is_empty());
        fill(text, &[("n", number.unwrap_or_default())])
    }
}

/// Whether a fault is at a place in the body, or within what is there.
fn is_at(fault: &Fault, pointer: &str) -> bool {
    let Location::Pointer(place) = &fault.location else {
        return false;
    };
    let below = place.strip_prefix(pointer);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::super::words::{EN, NL};
    use super::*;

    fn faults(words: &words::Faults) -> Faults<'_> {
        Faults {
            words,
            all: vec![
                Fault::body("/since", "not-a-day", "A day is expected."),
                Fault::body(
                    "/weDid/nl",
                    "too-long",
                    "At most 300 characters are allowed.",
                ),
                Fault::body("/signals/3", "twice", "Twice."),
                Fault::body("/signals/4", "twice", "Twice."),
                Fault::body("/other", "strange", "Strange."),
            ],
        }
    }

    fn field(pointer: &str) -> Field {
        Field {
            pointer: pointer.to_owned(),
            id: "x".to_owned(),
            label: "X <y>".to_owned(),
        }
    }

    #[test]
    fn a_fault_stands_beside_its_field_in_the_readers_language() {
        let faults = faults(NL.faults);
        let text = faults.of(&field("/weDid/nl")).into_string();
        assert!(
            text.contains("hoogstens 300 tekens") && text.contains(r#"id="x-fault""#),
            "{text}"
        );
        assert_eq!(
            faults.described_by(&field("/since"), true).as_deref(),
            Some("x-hint x-fault")
        );
        for place in ["/weDid/n", "/step", "/sinc"] {
            assert!(faults.spare(&field(place)), "{place}");
            assert_eq!(faults.described_by(&field(place), false), None);
        }
    }

    #[test]
    fn what_belongs_to_no_field_is_said_at_the_top_and_nothing_is_said_twice() {
        let faults = faults(EN.faults);
        let fields = [field("/since"), field("/signals")];
        let text = faults.summary(&fields).into_string();
        assert_eq!(text.matches("is there twice").count(), 1, "{text}");
        assert_eq!(text.matches("at most 300").count(), 1);
        assert_eq!(text.matches("This cannot be so").count(), 1);
        assert!(text.contains("X &lt;y&gt;"));
    }
}
