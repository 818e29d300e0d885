//! Results from sums, in the shapes of the API.

use journey::{
    definition::Definition,
    edition::Edition,
    results::{of_journey, of_step},
    sums::Sums,
};
use serde_json::{Value, json};

fn edition() -> Edition {
    let step = |id: &str, provider: &str, scale: &Value| {
        json!({
            "id": id, "title": {"nl": id}, "provider": provider,
            "question": {
                "prompt": {"nl": "Hoe ging het?"}, "scale": scale,
                "followUp": {"reasons": [{"id": "slow", "label": {"nl": "Traag"}}]}
            },
            "norm": {"tone": "positive", "atLeast": 0.7}
        })
    };
    let definition = json!({
        "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
        "steps": [
            step("drawings", "gemeente", &json!("ease")),
            step("costs", "gemeente", &json!("thumbs")),
            step("advice", "omgevingsdienst", &json!("ease")),
        ]
    });
    let bytes = definition.to_string();
    let definition = Definition::read(bytes.as_bytes(), |_| true).unwrap();
    Edition::next(None, definition, 0)
}

fn answers(rows: &[(&str, &str, &str, &str, i64)]) -> Sums {
    let mut sums = Sums::default();
    for (step, breakdown, option, reason, count) in rows {
        let row = |text: &&str| (*text).to_owned();
        sums.answers.push((
            row(step),
            1,
            row(breakdown),
            row(option),
            row(reason),
            *count,
        ));
    }
    sums
}

fn shown(sums: &mut Sums, step: &str, channel: &str, state: &str, count: i64) {
    let row = |text: &str| text.to_owned();
    sums.showings.push((
        row(step),
        1,
        row(channel),
        String::new(),
        row("nl"),
        row(state),
        count,
    ));
}

fn ease(
    step: &'static str,
    counts: [i64; 5],
) -> Vec<(&'static str, &'static str, &'static str, &'static str, i64)> {
    [
        "very-difficult",
        "difficult",
        "neutral",
        "easy",
        "very-easy",
    ]
    .into_iter()
    .zip(counts)
    .map(|(option, count)| (step, "total", option, "", count))
    .collect()
}

#[test]
fn a_steps_results_have_the_figures_of_the_worked_example() {
    let mut rows = ease("drawings", [10, 56, 54, 140, 100]);
    rows.push(("drawings", "total", "very-difficult", "slow", 30));
    let mut sums = answers(&rows);
    shown(&mut sums, "drawings", "web", "seen", 812);
    shown(&mut sums, "drawings", "web", "started", 420);
    shown(&mut sums, "drawings", "web", "dismissed", 61);
    sums.signals
        .push(("drawings".to_owned(), 1, "new".to_owned(), 3));
    sums.signals
        .push(("drawings".to_owned(), 1, "done".to_owned(), 17));
    let entries = of_step("drawings", &edition(), &sums);
    let entry = serde_json::to_value(&entries[0].results).unwrap();
    assert_eq!(
        entry,
        json!({
            "step": "drawings", "questionVersion": 1,
            "seen": 812, "started": 420, "dismissed": 61, "answered": 390,
            "answerRate": {"count": 390, "of": 812, "share": 0.4803, "low": 0.4461, "high": 0.5147},
            "suppressed": false,
            "distribution": [
                {"option": "very-difficult", "tone": "negative", "count": 40, "of": 390, "share": 0.1026, "low": 0.0762, "high": 0.1367},
                {"option": "difficult", "tone": "negative", "count": 56, "of": 390, "share": 0.1436, "low": 0.1123, "high": 0.1819},
                {"option": "neutral", "tone": "neutral", "count": 54, "of": 390, "share": 0.1385, "low": 0.1077, "high": 0.1763},
                {"option": "easy", "tone": "positive", "count": 140, "of": 390, "share": 0.359, "low": 0.313, "high": 0.4077},
                {"option": "very-easy", "tone": "positive", "count": 100, "of": 390, "share": 0.2564, "low": 0.2156, "high": 0.302}
            ],
            "negative": {"count": 96, "of": 390, "share": 0.2462, "low": 0.206, "high": 0.2912},
            "positive": {"count": 240, "of": 390, "share": 0.6154, "low": 0.5662, "high": 0.6623},
            "agreement": 0.3094,
            "norm": {"tone": "positive", "atLeast": 0.7, "status": "missed"},
            "change": {"status": "none"},
            "reasons": [{"reason": "slow", "count": 30, "of": 140, "share": 0.2143, "low": 0.1544, "high": 0.2894}],
            "signals": {"new": 3, "total": 20}, "held": 0
        })
    );
}

#[test]
fn what_would_give_counts_away_is_absent_while_nothing_is_released() {
    let mut sums = Sums::default();
    shown(&mut sums, "drawings", "web", "seen", 9);
    sums.held = vec![
        ("drawings".to_owned(), 1, 3),
        ("costs".to_owned(), 1, 8),
        ("drawings".to_owned(), 1, 2),
    ];
    let entries = of_step("drawings", &edition(), &sums);
    assert_eq!(
        serde_json::to_value(&entries[0].results).unwrap(),
        json!({
            "step": "drawings", "questionVersion": 1, "seen": 9, "started": 0, "dismissed": 0,
            "answered": null, "suppressed": true,
            "norm": {"tone": "positive", "atLeast": 0.7, "status": "too-few"},
            "signals": {"new": 0, "total": 0}, "held": 5
        })
    );
}

#[test]
fn a_scale_of_two_options_has_no_agreement() {
    let sums = answers(&[
        ("costs", "total", "up", "", 7),
        ("costs", "total", "down", "", 3),
    ]);
    let entries = of_step("costs", &edition(), &sums);
    assert_eq!(entries[0].results.agreement, Some(None));
    let entry = serde_json::to_value(&entries[0].results).unwrap();
    assert_eq!(entry["agreement"], Value::Null);
    assert_eq!(entry["distribution"][0]["option"], "down");
}

#[test]
fn answers_are_never_more_than_showings_nor_fewer_than_none() {
    let mut sums = answers(&ease("drawings", [-1, 0, 0, 5, 0]));
    shown(&mut sums, "drawings", "web", "seen", 2);
    let results = &of_step("drawings", &edition(), &sums)[0].results;
    assert_eq!(
        (results.figures.seen, results.figures.answered),
        (5, Some(5))
    );
    let distribution = results.figures.distribution.as_ref().unwrap();
    assert_eq!(distribution[0].share.count, 0);
}

#[test]
fn breakdowns_have_figures_of_their_own() {
    let mut rows = ease("drawings", [0, 0, 0, 12, 0]);
    rows.push(("drawings", "channel:web", "easy", "", 10));
    let mut sums = answers(&rows);
    shown(&mut sums, "drawings", "web", "seen", 15);
    shown(&mut sums, "drawings", "letter", "seen", 4);
    let detail = &of_step("drawings", &edition(), &sums)[0];
    let channels = serde_json::to_value(&detail.channels).unwrap();
    assert_eq!(channels[0]["value"], "letter");
    assert_eq!(
        (&channels[0]["seen"], &channels[0]["answered"]),
        (&json!(4), &Value::Null)
    );
    assert_eq!(channels[1]["value"], "web");
    assert_eq!(
        (&channels[1]["seen"], &channels[1]["answered"]),
        (&json!(15), &json!(10))
    );
    assert!(detail.audiences.is_empty());
}

#[test]
fn the_trend_counts_negative_answers_per_iso_week() {
    let mut sums = answers(&ease("drawings", [3, 0, 0, 7, 0]));
    // 2026-11-16 is day 20773, the Monday of week 47.
    let week = (20_773 + 3) / 7;
    for (option, count) in [("very-difficult", 3), ("easy", 7)] {
        sums.weeks
            .push(("drawings".to_owned(), 1, week, option.to_owned(), count));
    }
    let trend = serde_json::to_value(&of_step("drawings", &edition(), &sums)[0].trend).unwrap();
    assert_eq!(trend[0]["week"], "2026-W47");
    assert_eq!(
        (&trend[0]["negative"]["count"], &trend[0]["negative"]["of"]),
        (&json!(3), &json!(10))
    );
}

#[test]
fn providers_and_the_journey_add_up_their_steps() {
    let mut rows = ease("drawings", [2, 0, 0, 8, 0]);
    rows.extend(ease("advice", [5, 0, 0, 5, 0]));
    rows.push(("costs", "total", "up", "", 10));
    let mut sums = answers(&rows);
    shown(&mut sums, "drawings", "web", "seen", 40);
    shown(&mut sums, "advice", "web", "seen", 50);
    let results = of_journey("verbouwen", "2026", &edition(), &sums);
    let results = serde_json::to_value(&results).unwrap();
    // Whoever answered was shown it: those of the costs too.
    assert_eq!(results["all"]["seen"], 100);
    assert_eq!(results["providers"][0]["provider"], "gemeente");
    assert_eq!(results["providers"][0]["answered"], 20);
    assert_eq!(results["providers"][0]["negative"]["count"], 2);
    assert_eq!(results["providers"][1]["provider"], "omgevingsdienst");
    assert_eq!(results["providers"][1]["negative"]["count"], 5);
    assert_eq!(results["all"]["answered"], 30);
    assert_eq!(results["all"]["positive"]["count"], 23);
    let steps: Vec<&str> = results["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["drawings", "costs", "advice"]);
}

#[test]
fn signals_are_counted_at_their_own_step_and_question_and_new_ones_apart() {
    let mut sums = answers(&[]);
    for (step, version, status, count) in [
        ("drawings", 1, "new", 3),
        ("drawings", 1, "done", 4),
        ("drawings", 1, "new", 2),
        ("drawings", 2, "new", 50),
        ("costs", 1, "new", 60),
    ] {
        let row = (step.to_owned(), version, status.to_owned(), count);
        sums.signals.push(row);
    }
    let steps = of_step("drawings", &edition(), &sums);
    let signals = serde_json::to_value(steps[0].results.signals).unwrap();
    assert_eq!(signals, json!({"new": 5, "total": 9}));
}

#[test]
fn reasons_are_shares_of_those_who_were_asked_for_one_the_most_frequent_first() {
    let edition = {
        let mut edition = edition();
        let question = edition.asked.get_mut("drawings").unwrap();
        let mut other = question[0].reasons[0].clone();
        other.id = "other".to_owned();
        question[0].reasons.push(other);
        edition
    };
    let sums = answers(&[
        ("drawings", "total", "very-difficult", "slow", 12),
        ("drawings", "total", "very-difficult", "other", 14),
        ("drawings", "total", "very-difficult", "", 10),
        ("drawings", "total", "very-easy", "slow", 4),
        ("drawings", "total", "difficult", "", 100),
        ("costs", "total", "down", "slow", 70),
        ("drawings", "channel:web", "very-difficult", "slow", 80),
    ]);
    let steps = of_step("drawings", &edition, &sums);
    let results = serde_json::to_value(&steps[0].results).unwrap();
    let reasons: Vec<_> = results["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["reason"].as_str().unwrap(),
                it["count"].as_u64(),
                it["of"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        reasons,
        [("slow", Some(16), Some(40)), ("other", Some(14), Some(40))]
    );
}

#[test]
fn a_question_that_is_asked_no_more_is_told_of_while_something_is_known_of_it() {
    let first = edition();
    let mut definition = first.definition.clone();
    definition.steps[0]
        .question
        .prompt
        .0
        .insert("nl".to_owned(), "Lukte het?".to_owned());
    let edition = Edition::next(Some(&first), definition, 1);
    let versions = |sums: &Sums| {
        let entries = of_step("drawings", &edition, sums);
        let versions = entries.iter().map(|it| it.results.question_version);
        let mut versions: Vec<u32> = versions.collect();
        versions.sort_unstable();
        versions
    };
    assert_eq!(versions(&Sums::default()), [2]);
    let mut seen = Sums::default();
    shown(&mut seen, "drawings", "web", "seen", 1);
    let held = Sums {
        held: vec![("drawings".to_owned(), 1, 1)],
        ..Sums::default()
    };
    for sums in [seen, held, answers(&ease("drawings", [2, 0, 0, 8, 0]))] {
        assert_eq!(versions(&sums), [1, 2]);
    }
}

#[test]
fn a_journey_without_an_answer_has_no_shares_and_a_reason_without_one_is_not_listed() {
    let results = of_journey("verbouwen", "2026", &edition(), &Sums::default());
    let results = serde_json::to_value(&results).unwrap();
    for absent in ["answered", "negative", "positive"] {
        assert_eq!(results["all"][absent], Value::Null, "{absent}");
    }
    let sums = answers(&[
        ("drawings", "total", "very-difficult", "slow", 0),
        ("drawings", "total", "very-difficult", "", 40),
    ]);
    let steps = of_step("drawings", &edition(), &sums);
    let results = serde_json::to_value(&steps[0].results).unwrap();
    assert_eq!(results["reasons"], json!([]));
}
