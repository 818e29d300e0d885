//! A period's report: what was asked, what hurts, what changed, what was done and what waits.
//!
//! Every figure is one of the results, of an improvement's effect or a bare count; nothing is worked out here, and no
//! comment is in it.

use crate::{
    csv::{Cell, write_row},
    edition::Edition,
    improvement::{Improvement, WINDOW_DAYS},
    period::Period,
    results::{JourneyResults, StepResults},
    scale::Tone,
    statistics::{p_chart::Change, wilson::Share},
};
use serde::Serialize;
use serde_json::json;

/// The columns of the table. `part` is `asked`, `hurts`, `changed`, `done` or `waits`; a share stands beside its count and
/// its interval.
pub const COLUMNS: [&str; 10] = [
    "part",
    "step",
    "questionVersion",
    "what",
    "count",
    "of",
    "share",
    "low",
    "high",
    "text",
];

/// What a report tells.
#[derive(Debug)]
pub struct Report {
    /// The figures of every step.
    pub results: JourneyResults,
    /// What was done, with its effect.
    pub improvements: Vec<Improvement>,
    /// Signals that nobody read, now.
    pub unread: u64,
    /// Callbacks whose day has passed, now.
    pub overdue: u64,
}

/// The improvements to tell of in a period: published, and held from a day in it, or from one so short before it that
/// their effect shows in it.
#[must_use]
pub fn told(mut improvements: Vec<Improvement>, period: Period) -> Vec<Improvement> {
    let first = period.first().number().saturating_sub(WINDOW_DAYS);
    improvements
        .retain(|it| it.published && it.since <= period.last() && it.since.number() > first);
    improvements
}

impl Report {
    /// Responses that are held, of the period.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.results.steps.iter().map(|it| it.held).sum()
    }

    /// The report as CSV with a header row, its texts in a language.
    #[must_use]
    pub fn csv(&self, edition: &Edition, language: &str) -> String {
        let default = &edition.definition.default_language;
        let mut table = Table(String::new());
        write_row(&mut table.0, COLUMNS.map(Cell::Text));
        for step in &self.results.steps {
            let asked = edition.question(&step.step, step.question_version);
            let prompt = asked.map(|it| it.prompt.in_language(language, default));
            table.text("asked", step, "question", prompt.unwrap_or_default());
            let figures = &step.figures;
            table.count("asked", step, "seen", figures.seen);
            if let Some(rate) = &figures.answer_rate {
                table.share("asked", step, "answered", rate);
            }
        }
        for step in &self.results.steps {
            hurts(&mut table, step);
        }
        for step in &self.results.steps {
            if let Some(change) = step.change {
                table.text("changed", step, "negative", &told_change(change));
            }
        }
        for improvement in &self.improvements {
            done(&mut table, improvement, language, default);
        }
        for (what, count) in [
            ("unreadSignals", self.unread),
            ("heldResponses", self.held()),
            ("overdueCallbacks", self.overdue),
        ] {
            table.row(["waits", "", "", what], Some(count), None, "");
        }
        table.0
    }
}

fn hurts(table: &mut Table, step: &StepResults) {
    let figures = &step.figures;
    for option in figures.distribution.iter().flatten() {
        table.share(
            "hurts",
            step,
            &format!("option:{}", option.option),
            &option.share,
        );
    }
    for (tone, share) in [
        (Tone::Negative, &figures.negative),
        (Tone::Positive, &figures.positive),
    ] {
        if let Some(share) = share {
            table.share("hurts", step, &name(&tone), share);
        }
    }
    for reason in step.reasons.iter().flatten() {
        table.share(
            "hurts",
            step,
            &format!("reason:{}", reason.reason),
            &reason.share,
        );
    }
    if let Some(judged) = step.norm {
        let norm = format!("{} >= {}", name(&judged.norm.tone), judged.norm.at_least);
        let text = format!("{}: {norm}", name(&judged.status));
        table.text("hurts", step, "norm", &text);
    }
}

fn done(table: &mut Table, improvement: &Improvement, language: &str, default: &str) {
    let since = improvement.since.to_string();
    let effect = improvement.effect.as_ref();
    let version = effect.and_then(|it| it.question_version);
    let version = version.map_or(String::new(), |it| it.to_string());
    let head = |what| ["done", improvement.step.as_str(), version.as_str(), what];
    let text = improvement.we_did.in_language(language, default);
    table.row(head("improvement"), None, None, text);
    table.row(head("since"), None, None, &since);
    let Some(effect) = effect else { return };
    for (what, share) in [("before", &effect.before), ("after", &effect.after)] {
        if let Some(share) = share {
            table.row(head(what), Some(share.count), Some(share), "");
        }
    }
    table.row(head("effect"), None, None, &name(&effect.verdict));
}

fn told_change(change: Change) -> String {
    let since = change
        .since
        .map_or(String::new(), |it| format!(" since {it}"));
    let rule = change
        .rule
        .map_or(String::new(), |it| format!(": {}", name(&it)));
    format!("{}{since}{rule}", name(&change.status))
}

/// What a value is called in the API.
fn name(value: &impl Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

struct Table(String);

impl Table {
    fn row(&mut self, head: [&str; 4], count: Option<u64>, share: Option<&Share>, text: &str) {
        let number = |number: Option<u64>| number.map_or(String::new(), |it| it.to_string());
        let part = |part: Option<f64>| part.map_or(String::new(), |it| it.to_string());
        let figures = [
            number(count),
            number(share.map(|it| it.of)),
            part(share.map(|it| it.share)),
            part(share.map(|it| it.low)),
            part(share.map(|it| it.high)),
        ];
        let cells = head.into_iter().chain(figures.iter().map(String::as_str));
        write_row(&mut self.0, cells.chain([text]).map(Cell::Text));
    }

    fn of_step(
        &mut self,
        part: &str,
        step: &StepResults,
        what: &str,
        count: Option<u64>,
        share: Option<&Share>,
        text: &str,
    ) {
        let version = step.question_version.to_string();
        self.row([part, &step.step, &version, what], count, share, text);
    }

    fn share(&mut self, part: &str, step: &StepResults, what: &str, share: &Share) {
        self.of_step(part, step, what, Some(share.count), Some(share), "");
    }

    fn count(&mut self, part: &str, step: &StepResults, what: &str, count: u64) {
        self.of_step(part, step, what, Some(count), None, "");
    }

    fn text(&mut self, part: &str, step: &StepResults, what: &str, text: &str) {
        self.of_step(part, step, what, None, None, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        definition::Definition,
        improvement::{Effect, Verdict},
        results::{self, ReasonShare},
        statistics::p_chart::{ChangeStatus, Rule},
        sums::Sums,
    };

    fn edition(prompt: &str) -> Edition {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl", "en"], "origins": [],
            "steps": [{
                "id": "een", "title": {"nl": "Een"},
                "question": {"prompt": {"nl": prompt}, "scale": "thumbs"},
                "norm": {"tone": "positive", "atLeast": 0.7}
            }]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true);
        Edition::next(None, definition.unwrap(), 0)
    }

    fn improvement(since: &str, published: bool) -> Improvement {
        let improvement = json!({
            "id": "a", "step": "een", "since": since, "weDid": {"nl": "=HYPERLINK(\"x\")"},
            "published": published, "signals": []
        });
        serde_json::from_value(improvement).unwrap()
    }

    fn report(edition: &Edition) -> Report {
        let sums = json!({
            "answers": [["een", 1, "total", "down", "", 3], ["een", 1, "total", "up", "", 1]],
            "weeks": [], "showings": [["een", 1, "web", "", "nl", "seen", 8]],
            "signals": [], "held": [["een", 1, 5]]
        });
        let sums: Sums = serde_json::from_value(sums).unwrap();
        Report {
            results: results::of_journey("reis", "2026-10", edition, &sums),
            improvements: vec![improvement("2026-10-03", true)],
            unread: 2,
            overdue: 1,
        }
    }

    #[test]
    fn each_row_has_the_columns_and_the_figures_of_the_results() {
        let edition = edition("Goed?");
        let csv = report(&edition).csv(&edition, "en");
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines[0], COLUMNS.join(","));
        for line in [
            "asked,een,1,question,,,,,,Goed?",
            "asked,een,1,seen,8,,,,,",
            "asked,een,1,answered,4,8,0.5,0.2152,0.7848,",
            "hurts,een,1,option:down,3,4,0.75,0.3006,0.9544,",
            "hurts,een,1,negative,3,4,0.75,0.3006,0.9544,",
            "hurts,een,1,norm,,,,,,missed: positive >= 0.7",
            "done,een,,since,,,,,,2026-10-03",
            "waits,,,unreadSignals,2,,,,,",
            "waits,,,heldResponses,5,,,,,",
            "waits,,,overdueCallbacks,1,,,,,",
        ] {
            assert!(lines.contains(&line), "{line}\n{csv}");
        }
    }

    #[test]
    fn an_improvement_is_told_with_what_was_before_and_after_each_under_its_name() {
        let edition = edition("Goed?");
        let mut report = report(&edition);
        report.improvements[0].effect = Some(Effect {
            question_version: Some(1),
            before: Share::of(3, 4),
            after: Share::of(1, 4),
            difference: None,
            verdict: Verdict::CannotTellYet,
        });
        let reason = ReasonShare {
            reason: "files".to_owned(),
            share: Share::of(2, 3).unwrap(),
        };
        report.results.steps[0].reasons = Some(vec![reason]);
        let csv = report.csv(&edition, "nl");
        for line in [
            "done,een,1,before,3,4,0.75,0.3006,0.9544,",
            "done,een,1,after,1,4,0.25,0.0456,0.6994,",
            "done,een,1,effect,,,,,,cannot-tell-yet",
            "hurts,een,1,reason:files,2,3,0.6667,0.2077,0.9385,",
        ] {
            assert!(csv.lines().any(|it| it == line), "{line}\n{csv}");
        }
    }

    #[test]
    fn a_lasting_change_is_told_with_its_week_and_its_rule() {
        let edition = edition("Goed?");
        let mut report = report(&edition);
        report.results.steps[0].change = Some(Change {
            status: ChangeStatus::Worse,
            since: Some("2026-W41".parse().unwrap()),
            rule: Some(Rule::SevenOnOneSide),
        });
        let csv = report.csv(&edition, "nl");
        let line = "changed,een,1,negative,,,,,,worse since 2026-W41: seven-on-one-side";
        assert!(csv.lines().any(|it| it == line), "{csv}");
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_made_harmless() {
        let edition = edition("@SUM(A1)");
        let csv = report(&edition).csv(&edition, "nl");
        assert!(csv.contains(",'@SUM(A1)\r\n"), "{csv}");
        assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\"\r\n"), "{csv}");
    }

    #[test]
    fn improvements_are_told_while_their_effect_shows() {
        let period: Period = "2026-10".parse().unwrap();
        for (since, published, expected) in [
            ("2026-10-31", true, 1),
            ("2026-10-01", true, 1),
            ("2026-08-07", true, 1),
            ("2026-08-06", true, 0),
            ("2026-11-01", true, 0),
            ("2026-10-05", false, 0),
        ] {
            let told = told(vec![improvement(since, published)], period);
            assert_eq!(told.len(), expected, "{since}");
        }
    }
}
