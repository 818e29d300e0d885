//! What every page has around its own content: head, header, the way through the steps, faults, the widget, footer.

use maud::{DOCTYPE, Markup, html};

use super::{Language, ONWARD, Visit, content};
use crate::answers::JOURNEY;
use crate::form::Field;
use crate::step::Step;
use crate::theme::THEMES;

/// The whole page.
pub(super) fn page(visit: &Visit, faults: &[Field]) -> Markup {
    let title = content::title(visit);
    let t = |dutch, english| visit.text(dutch, english);
    html! {
        (DOCTYPE)
        html lang=(visit.language.code()) class="utrecht-root" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title {
                    @if !faults.is_empty() { (t("Fout: ", "Error: ")) }
                    (title) " - " (t("Verbouwvergunning aanvragen", "Apply for a building permit")) " - Gemeente Voorbeeldstad"
                }
                meta name="description" content=(t(
                    "Een voorbeeld van een aanvraag, met één vraag over elke stap.",
                    "An example of an application, with one question about each step.",
                ));
                link rel="icon" href="/icon.svg";
                link rel="stylesheet" href=(format!("/theme/{}.css", visit.theme.id));
            }
            body class="utrecht-document utrecht-document--surface" {
                a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#inhoud" { (t("Naar de inhoud", "Skip to content")) }
                div class="utrecht-page-layout" {
                    (header(visit))
                    div class="utrecht-page-body" {
                        main id="inhoud" class="utrecht-page-body__content" tabindex="-1" {
                            p class="utrecht-paragraph demo-step" {
                                (t("Verbouwvergunning aanvragen", "Apply for a building permit"))
                                ": " (t("stap", "step")) " " (visit.step.number()) " " (t("van", "of")) " " (Step::ALL.len())
                            }
                            h1 class="utrecht-heading-1" { (title) }
                            @if !faults.is_empty() { (summary(visit, faults)) }
                            (form(visit, faults))
                            (widget(visit))
                        }
                    }
                    (footer(visit))
                }
            }
        }
    }
}

fn header(visit: &Visit) -> Markup {
    let t = |dutch, english| visit.text(dutch, english);
    let address = |theme: &str, language: &str| {
        format!(
            "/{theme}/{language}/{}{}",
            visit.step.id(),
            visit.form.query()
        )
    };
    html! {
        nav class="demo-bar" aria-label=(t("Voorbeeld", "Example")) {
            div {
                p { (t("Thema", "Theme")) }
                ul {
                    @for theme in THEMES {
                        li {
                            a href=(address(theme.id, visit.language.code())) aria-current=[(theme == visit.theme).then_some("true")] { (theme.name) }
                        }
                    }
                }
                ul class="demo-languages" {
                    @for (language, name) in [(Language::Dutch, "Nederlands"), (Language::English, "English")] {
                        li {
                            a href=(address(visit.theme.id, language.code())) lang=(language.code()) hreflang=(language.code())
                                aria-current=[(language == visit.language).then_some("true")] { (name) }
                        }
                    }
                }
            }
        }
        header class="utrecht-page-header" {
            div class="utrecht-page-header__content demo-header" {
                p class="demo-brand" { "Gemeente Voorbeeldstad" }
                p {
                    (t("Hulp nodig? Bel ", "Need help? Call "))
                    a class="utrecht-link utrecht-link--html-a" href="tel:140318" { "14 0318" }
                }
            }
        }
    }
}

fn summary(visit: &Visit, faults: &[Field]) -> Markup {
    let t = |dutch, english| visit.text(dutch, english);
    html! {
        div class="utrecht-alert utrecht-alert--error demo-summary" role="group" aria-labelledby="fouten" tabindex="-1" autofocus {
            div class="utrecht-alert__content" {
                div class="utrecht-alert__message" {
                    h2 id="fouten" class="utrecht-heading-2" { (t("Er ging iets mis", "Something went wrong")) }
                    ul {
                        @for field in faults {
                            li {
                                a class="utrecht-link utrecht-link--html-a" href=(format!("#{}", field.name())) { (content::fault(visit, *field)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn form(visit: &Visit, faults: &[Field]) -> Markup {
    let t = |dutch, english| visit.text(dutch, english);
    let onward = match visit.step {
        Step::Send => t("Aanvraag versturen", "Send application"),
        _ => t("Volgende stap", "Next step"),
    };
    html! {
        @if visit.step == Step::Afterwards {
            (content::fields(visit, faults))
        } @else {
            form method="get" novalidate {
                @if visit.worker.is_none() { input type="hidden" name="widget" value="off"; }
                @for (field, value) in visit.form.beside(visit.step) {
                    input type="hidden" name=(field.name()) value=(value);
                }
                (content::fields(visit, faults))
                div class="utrecht-action-group demo-actions" {
                    button class="utrecht-button utrecht-button--primary-action utrecht-button--submit" type="submit" name=(ONWARD) value="1" { (onward) }
                    @if let Some(before) = visit.step.before() {
                        a class="utrecht-link utrecht-link--html-a" href=(visit.to(before)) { (t("Vorige stap", "Previous step")) }
                    }
                }
            }
        }
    }
}

/// The widget as a web team pastes it, and what stands there without a script.
fn widget(visit: &Visit) -> Markup {
    let step = visit.step.id();
    let audience = match visit.form.get(Field::For) {
        "bedrijf" => "ondernemer",
        _ => "inwoner",
    };
    html! {
        @if let Some(worker) = visit.worker {
            div class="demo-widget" {
                script src=(format!("{worker}/journey-feedback.js")) defer data-journey=(JOURNEY) data-step=(step) data-audience=(audience) {}
                noscript {
                    p class="utrecht-paragraph" {
                        a class="utrecht-link utrecht-link--html-a" href=(format!("{worker}/answer/{JOURNEY}/{step}?lang={}", visit.language.code())) {
                            (visit.text("Wat vindt u van deze stap?", "What do you think of this step?"))
                        }
                    }
                }
            }
        }
    }
}

fn footer(visit: &Visit) -> Markup {
    html! {
        footer class="utrecht-page-footer" {
            div class="utrecht-page-footer__content" {
                p {
                    (visit.text(
                        "Dit is een voorbeeld. U vraagt niets aan. Wat u invult, gaat niet van uw computer af en wordt nergens bewaard. Alleen uw antwoord op de vraag over de stap wordt geteld.",
                        "This is an example. You apply for nothing. What you fill in does not leave your computer and is kept nowhere. Only your answer to the question about the step is counted.",
                    ))
                }
            }
        }
    }
}
