//! Examples, made by the code they are examples of, so that they are true.

use crate::problem_kind::ProblemKind;
use journey::{
    access::{ListedKey, Role},
    definition::Definition,
    edition::Edition,
    problem::{Fault, Problem},
    question,
    results::{StepReport, of_journey, of_step},
    sums::Sums,
};
use serde_json::{Value, json};
use std::error::Error;

const JOURNEY: &str = "verbouwvergunning";
const STEP: &str = "tekeningen";
const PERIOD: &str = "2026-11";

/// A journey's definition, as it is given.
pub(crate) fn definition() -> Result<Value, Box<dyn Error>> {
    Ok(serde_json::to_value(edition()?.definition)?)
}

/// A question as a page gets it.
pub(crate) fn question() -> Result<Value, Box<dyn Error>> {
    let edition = edition()?;
    let step = edition.definition.step(STEP).ok_or("no such step")?;
    let shown = question::show(JOURNEY, step, &edition, Some("nl"));
    Ok(serde_json::to_value(shown.ok_or("no question")?)?)
}

/// A response's body.
pub(crate) fn response() -> Value {
    json!({
        "state": "answered", "revision": 2, "option": "difficult", "reason": "file-too-large",
        "comment": "De tekening van de aannemer kon ik niet toevoegen.",
        "language": "nl", "questionVersion": 1, "channel": "web",
    })
}

/// A journey's results, and a step's.
pub(crate) fn results() -> Result<(Value, Value), Box<dyn Error>> {
    let edition = edition()?;
    let answer = |option: &str, reason: &str, count| {
        let (option, reason) = (option.to_owned(), reason.to_owned());
        (
            STEP.to_owned(),
            1,
            "total".to_owned(),
            option,
            reason,
            count,
        )
    };
    let shown = |state: &str, count| {
        let texts = ["web", "", "nl", state].map(str::to_owned);
        let [channel, audience, language, state] = texts;
        (
            STEP.to_owned(),
            1,
            channel,
            audience,
            language,
            state,
            count,
        )
    };
    let sums = Sums {
        answers: vec![
            answer("very-difficult", "file-too-large", 30),
            answer("very-difficult", "", 10),
            answer("difficult", "", 56),
            answer("neutral", "", 54),
            answer("easy", "", 150),
            answer("very-easy", "", 90),
        ],
        showings: vec![
            shown("seen", 812),
            shown("started", 420),
            shown("dismissed", 61),
        ],
        ..Sums::default()
    };
    let step = StepReport {
        journey: JOURNEY.to_owned(),
        period: PERIOD.to_owned(),
        steps: of_step(STEP, &edition, &sums),
    };
    let journey = of_journey(JOURNEY, PERIOD, &edition, &sums);
    Ok((serde_json::to_value(journey)?, serde_json::to_value(step)?))
}

/// A key as it is listed.
pub(crate) fn key() -> ListedKey {
    ListedKey {
        id: "a1b2c3".to_owned(),
        label: "Dashboard".to_owned(),
        role: Role::Viewer,
        journeys: Some([JOURNEY.to_owned()].into()),
        created_date: "2026-11-22".to_owned(),
        last_used_date: None,
    }
}

/// A problem of a kind.
pub(crate) fn problem(kind: ProblemKind) -> Value {
    let entry = kind.entry();
    let problem = Problem {
        kind: format!("/problems/{}", entry.name),
        title: entry.title.into(),
        status: entry.status,
        detail: kind.texts()[0].meaning.into(),
        errors: match kind {
            ProblemKind::InvalidInput => vec![Fault::body(
                "/revision",
                "missing",
                "This field is required.",
            )],
            _ => Vec::new(),
        },
    };
    json!(problem)
}

fn edition() -> Result<Edition, Box<dyn Error>> {
    let definition = json!({
        "title": {"nl": "Verbouwvergunning aanvragen"},
        "languages": ["nl"],
        "origins": ["https://formulieren.gemeente.example"],
        "steps": [{
            "id": STEP,
            "title": {"nl": "Tekeningen toevoegen"},
            "provider": "gemeente",
            "question": {
                "prompt": {"nl": "Hoe makkelijk of moeilijk was deze stap?"},
                "scale": "ease",
                "followUp": {
                    "reasons": [{"id": "file-too-large", "label": {"nl": "Mijn bestand was te groot"}}],
                    "comment": {"prompt": {"nl": "Wat kunnen wij beter doen?"}},
                },
            },
            "norm": {"tone": "positive", "atLeast": 0.7},
            "exits": [{"kind": "phone", "label": {"nl": "Liever bellen? 14 0318"}, "href": "tel:140318"}],
        }],
    });
    let definition = Definition::read(definition.to_string().as_bytes(), |_| true)
        .map_err(|faults| format!("{faults:?}"))?;
    Ok(Edition::next(None, definition, 0))
}
