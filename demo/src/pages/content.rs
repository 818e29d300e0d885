//! What each page says and asks, Dutch beside English, at reading level B1.

use maud::{Markup, html};

use super::Visit;
use crate::form::Field;
use crate::step::Step;

/// The kinds of work, by the value that travels.
const WORK: [(&str, &str, &str); 4] = [
    ("dakkapel", "Een dakkapel", "A dormer"),
    (
        "aanbouw",
        "Een aanbouw of serre",
        "An extension or conservatory",
    ),
    ("schuur", "Een schuur of carport", "A shed or carport"),
    ("anders", "Iets anders", "Something else"),
];

const FOR: [(&str, &str, &str); 2] = [
    ("mijzelf", "Voor mijzelf", "For myself"),
    ("bedrijf", "Voor mijn bedrijf", "For my company"),
];

/// A page's heading.
pub(super) fn title<'t>(visit: &Visit) -> &'t str {
    match visit.step {
        Step::Details => visit.text(
            "Wat gaat u verbouwen, en waar?",
            "What will you build, and where?",
        ),
        Step::Drawings => visit.text("Tekeningen toevoegen", "Add drawings"),
        Step::Cost => visit.text("Kosten", "Cost"),
        Step::Check => visit.text("Klopt alles?", "Is everything right?"),
        Step::Send => visit.text("Versturen", "Send"),
        Step::Afterwards => visit.text(
            "Wij hebben uw aanvraag ontvangen",
            "We have received your application",
        ),
    }
}

/// What is wrong with a field, and what to do about it.
pub(super) fn fault<'t>(visit: &Visit, field: Field) -> &'t str {
    match field {
        Field::For => visit.text(
            "Kies voor wie u de vergunning aanvraagt.",
            "Choose who the permit is for.",
        ),
        Field::Work => visit.text("Kies wat u gaat verbouwen.", "Choose what you will build."),
        Field::Postcode => visit.text(
            "Vul een postcode in, zoals 3511 AB.",
            "Enter a postcode, such as 3511 AB.",
        ),
        Field::Number => visit.text(
            "Vul een huisnummer in, zoals 12 of 12A.",
            "Enter a house number, such as 12 or 12A.",
        ),
        Field::Later | Field::Now | Field::Another => visit.text(
            "Voeg een tekening toe, of kies dat u dat later doet.",
            "Add a drawing, or choose to do that later.",
        ),
        Field::Euros => visit.text(
            "Vul een bedrag in hele euro's in, zoals 20.000.",
            "Enter an amount in whole euros, such as 20.000.",
        ),
        Field::True => visit.text(
            "Kruis aan dat alles klopt.",
            "Tick that everything is right.",
        ),
        Field::Email => visit.text(
            "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
            "Enter an email address, such as name@example.com.",
        ),
    }
}

/// What stands between the heading and the button.
pub(super) fn fields(visit: &Visit, faults: &[Field]) -> Markup {
    let t = |dutch, english| visit.text(dutch, english);
    let form = Fields { visit, faults };
    match visit.step {
        Step::Details => html! {
            (intro(t(
                "Met deze aanvraag vraagt u of u uw huis mag verbouwen. U bent ongeveer 20 minuten bezig.",
                "With this application you ask whether you may alter your house. It takes about 20 minutes.",
            )))
            (form.choice(Field::For, t("Voor wie vraagt u de vergunning aan?", "Who is the permit for?"), &FOR))
            (form.choice(Field::Work, t("Wat gaat u verbouwen?", "What will you build?"), &WORK))
            (form.text(Field::Postcode, t("Postcode van het huis", "Postcode of the house"), Some(t("Bijvoorbeeld 3511 AB", "For example 3511 AB")), "text", Some("postal-code"), true))
            (form.text(Field::Number, t("Huisnummer", "House number"), None, "text", None, true))
        },
        Step::Drawings => html! {
            (intro(t(
                "Wij willen zien hoe het huis er nu uitziet, en hoe het wordt. Een duidelijke schets met maten mag ook.",
                "We want to see what the house looks like now, and what it will look like. A clear sketch with measurements is fine too.",
            )))
            (form.file(Field::Now, t("Tekening van het huis nu (niet verplicht)", "Drawing of the house now (optional)")))
            (form.file(Field::Later, t("Tekening van het huis na de verbouwing", "Drawing of the house afterwards")))
            (form.tick(Field::Another, t("Ik voeg mijn tekeningen later toe", "I will add my drawings later")))
        },
        Step::Cost => html! {
            (intro(t(
                "U betaalt voor het behandelen van uw aanvraag. Dat is 3% van de bouwkosten, en minstens € 150. U betaalt pas als wij hebben beslist.",
                "You pay for the handling of your application. That is 3% of the building costs, and at least € 150. You pay once we have decided.",
            )))
            (form.text(Field::Euros, t("Hoeveel kost de verbouwing ongeveer?", "What will the work cost, roughly?"), Some(t("In hele euro's, met btw", "In whole euros, with VAT")), "numeric", None, true))
        },
        Step::Check => html! {
            (intro(t("Kijk goed na wat u hebt ingevuld.", "Look carefully at what you filled in.")))
            (given(visit))
            (form.tick(Field::True, t("Ik heb alles naar waarheid ingevuld", "I have filled in everything truthfully")))
        },
        Step::Send => html! {
            (intro(t(
                "U verstuurt uw aanvraag via het omgevingsloket. Daarna kunt u niets meer veranderen.",
                "You send your application through the environment desk. After that you cannot change anything.",
            )))
            (form.text(Field::Email, t("E-mailadres", "Email address"), Some(t("Hier sturen wij de bevestiging naartoe.", "We send the confirmation here.")), "email", Some("email"), false))
        },
        Step::Afterwards => html! {
            (intro(t("Uw zaaknummer is Z-000000. Dit nummer is een voorbeeld.", "Your case number is Z-000000. This number is an example.")))
            h2 class="utrecht-heading-2" { (t("Wat gebeurt er nu?", "What happens now?")) }
            ol class="demo-list" {
                li { (t("Binnen 1 week hoort u of uw aanvraag compleet is.", "Within 1 week you hear whether your application is complete.")) }
                li { (t("Binnen 8 weken krijgt u een brief. Daarin staat of u mag verbouwen.", "Within 8 weeks you get a letter. It says whether you may build.")) }
                li { (t("Mag u verbouwen? Dan krijgt u de rekening: ", "May you build? Then you get the bill: ")) (euros(visit, visit.form.fee())) "." }
            }
            p class="utrecht-paragraph" {
                a class="utrecht-link utrecht-link--html-a" href=(format!("/{}/{}/{}", visit.theme.id, visit.language.code(), Step::Details.id())) {
                    (t("Opnieuw beginnen", "Start again"))
                }
            }
        },
    }
}

fn intro(text: &str) -> Markup {
    html! { p class="utrecht-paragraph utrecht-paragraph--lead" { (text) } }
}

/// What was filled in, each with the way back to it.
fn given(visit: &Visit) -> Markup {
    let t = |dutch, english| visit.text(dutch, english);
    let form = &visit.form;
    let label = |field, of: &[(&str, &'static str, &'static str)]| {
        let found = of.iter().find(|(value, ..)| *value == form.get(field));
        found
            .map_or("", |(_, dutch, english)| visit.text(dutch, english))
            .to_owned()
    };
    let address = format!("{} {}", form.get(Field::Postcode), form.get(Field::Number));
    let files: Vec<&str> = [Field::Now, Field::Later]
        .map(|it| form.get(it))
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let drawings = match (files.is_empty(), form.get(Field::Another).is_empty()) {
        (true, false) => t("Later", "Later").to_owned(),
        _ => files.join(", "),
    };
    let fee = form
        .euros()
        .map(|_| euros(visit, form.fee()))
        .unwrap_or_default();
    let rows = [
        (
            t("Voor wie", "For whom"),
            label(Field::For, &FOR),
            Field::For,
        ),
        (t("Wat", "What"), label(Field::Work, &WORK), Field::Work),
        (
            t("Waar", "Where"),
            address.trim().to_owned(),
            Field::Postcode,
        ),
        (t("Tekeningen", "Drawings"), drawings, Field::Later),
        (t("Wat u betaalt", "What you pay"), fee, Field::Euros),
    ];
    html! {
        dl class="utrecht-data-list utrecht-data-list--html-dl demo-given" {
            @for (name, value, field) in rows {
                div class="utrecht-data-list__item" {
                    dt class="utrecht-data-list__item-key" { (name) }
                    dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd" {
                        @if value.is_empty() { (t("Niet ingevuld", "Not filled in")) } @else { (value) }
                    }
                    dd class="utrecht-data-list__actions utrecht-data-list__actions--html-dd" {
                        a class="utrecht-link utrecht-link--html-a" href=(format!("{}#{}", visit.to(field.step()), field.name())) {
                            (t("Wijzig", "Change")) span class="demo-unseen" { " " (name) }
                        }
                    }
                }
            }
        }
    }
}

/// An amount as it is written in the language.
fn euros(visit: &Visit, amount: u64) -> String {
    let digits = amount.to_string();
    let separator = visit.text(".", ",");
    let first = (digits.len() + 2) % 3 + 1;
    let (head, tail) = digits.split_at_checked(first).unwrap_or((&digits, ""));
    let mut written = head.to_owned();
    for (at, digit) in tail.chars().enumerate() {
        if at % 3 == 0 {
            written.push_str(separator);
        }
        written.push(digit);
    }
    format!("€ {written}")
}

/// The fields of a page.
struct Fields<'v> {
    visit: &'v Visit<'v>,
    faults: &'v [Field],
}

impl Fields<'_> {
    fn is_wrong(&self, field: Field) -> bool {
        self.faults.contains(&field)
    }

    /// The ids of what describes a field, for `aria-describedby`.
    fn described(&self, field: Field, hint: bool) -> Option<String> {
        let name = field.name();
        match (hint, self.is_wrong(field)) {
            (false, false) => None,
            (true, false) => Some(format!("{name}-uitleg")),
            (false, true) => Some(format!("{name}-fout")),
            (true, true) => Some(format!("{name}-uitleg {name}-fout")),
        }
    }

    fn error(&self, field: Field) -> Markup {
        html! {
            @if self.is_wrong(field) {
                p id=(format!("{}-fout", field.name())) class="utrecht-form-field-error-message" { (fault(self.visit, field)) }
            }
        }
    }

    fn text(
        &self,
        field: Field,
        label: &str,
        hint: Option<&str>,
        kind: &str,
        filled: Option<&str>,
        is_short: bool,
    ) -> Markup {
        let name = field.name();
        html! {
            div class={ "utrecht-form-field utrecht-form-field--distanced" @if self.is_wrong(field) { " utrecht-form-field--invalid" } } {
                div class="utrecht-form-field__label" { label class="utrecht-form-label" for=(name) { (label) } }
                @if let Some(hint) = hint {
                    p id=(format!("{name}-uitleg")) class="utrecht-form-field-description" { (hint) }
                }
                (self.error(field))
                input id=(name) name=(name) value=(self.visit.form.get(field))
                    type=(if kind == "email" { "email" } else { "text" }) inputmode=[(kind != "text").then_some(kind)]
                    class={ "utrecht-textbox utrecht-textbox--html-input" @if is_short { " demo-short" } @if self.is_wrong(field) { " utrecht-textbox--invalid" } }
                    autocomplete=[filled] required aria-invalid=[self.is_wrong(field).then_some("true")]
                    aria-describedby=[self.described(field, hint.is_some())];
            }
        }
    }

    /// A file: its name alone is sent with the form, never what is in it.
    fn file(&self, field: Field, label: &str) -> Markup {
        let (name, chosen) = (field.name(), self.visit.form.get(field));
        let t = |dutch, english| self.visit.text(dutch, english);
        html! {
            div class={ "utrecht-form-field utrecht-form-field--distanced" @if self.is_wrong(field) { " utrecht-form-field--invalid" } } {
                div class="utrecht-form-field__label" { label class="utrecht-form-label" for=(name) { (label) } }
                p id=(format!("{name}-uitleg")) class="utrecht-form-field-description" {
                    (t("PDF, JPG of PNG, niet groter dan 100 MB.", "PDF, JPG or PNG, no larger than 100 MB."))
                    @if !chosen.is_empty() { " " (t("Gekozen: ", "Chosen: ")) (chosen) "." }
                }
                (self.error(field))
                @if !chosen.is_empty() { input type="hidden" name=(name) value=(chosen); }
                input id=(name) name=(name) type="file" accept=".pdf,.jpg,.png" class="demo-file"
                    aria-invalid=[self.is_wrong(field).then_some("true")] aria-describedby=[self.described(field, true)];
            }
        }
    }

    fn tick(&self, field: Field, label: &str) -> Markup {
        let name = field.name();
        html! {
            div class={ "utrecht-form-field utrecht-form-field--distanced" @if self.is_wrong(field) { " utrecht-form-field--invalid" } } {
                (self.error(field))
                div class="demo-option" {
                    input id=(name) name=(name) value="ja" type="checkbox"
                        checked[!self.visit.form.get(field).is_empty()]
                        aria-invalid=[self.is_wrong(field).then_some("true")] aria-describedby=[self.described(field, false)];
                    label class="utrecht-form-label utrecht-form-label--checkbox" for=(name) { (label) }
                }
            }
        }
    }

    fn choice(
        &self,
        field: Field,
        question: &str,
        options: &[(&str, &'static str, &'static str)],
    ) -> Markup {
        let name = field.name();
        html! {
            fieldset class={ "utrecht-form-fieldset utrecht-form-fieldset--html-fieldset demo-choice" @if self.is_wrong(field) { " utrecht-form-field--invalid" } }
                aria-describedby=[self.described(field, false)] {
                legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend" { (question) }
                (self.error(field))
                @for (at, (value, dutch, english)) in options.iter().enumerate() {
                    @let id = if at == 0 { name.to_owned() } else { format!("{name}-{value}") };
                    div class="demo-option" {
                        input id=(id) name=(name) value=(value) type="radio" required
                            checked[self.visit.form.get(field) == *value];
                        label class="utrecht-form-label utrecht-form-label--radio" for=(id) { (self.visit.text(dutch, english)) }
                    }
                }
            }
        }
    }
}
