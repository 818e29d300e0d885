//! A period's counts and signals as a table to take away, as CSV or as NDJSON.
//!
//! Counts are sums of released batches over all shards, so nothing here tells more than results
//! do. Every row has the columns of [`COLUMNS`]; what does not apply to its kind is empty in CSV
//! and absent in NDJSON.

use crate::{
    csv::{Cell, write_row},
    edition::Edition,
    signal::Signal,
};
use litemap::LiteMap;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;

/// The columns: first those of counts, then those that only a signal has. `kind` is `tally`
/// (answers, on the day of release), `showing` (responses that reached a state) or `signal`.
pub const COLUMNS: [&str; 17] = [
    "kind",
    "day",
    "step",
    "questionVersion",
    "breakdown",
    "option",
    "reason",
    "channel",
    "audience",
    "language",
    "state",
    "count",
    "id",
    "status",
    "tone",
    "comment",
    "note",
];

/// What a period's export holds.
#[derive(Debug, Default)]
pub struct Extract {
    /// By the columns before `count`, joined by commas; each is an identifier, a day or a number.
    counts: LiteMap<String, i64>,
    signals: Vec<Signal>,
}

impl Extract {
    /// Adds one shard's counts, each under its columns before `count`, joined by commas.
    pub fn add_counts(&mut self, counts: Vec<(String, i64)>) {
        for (key, count) in counts {
            *self.counts.entry(key).or_default() += count;
        }
    }

    /// Adds one shard's signals.
    pub fn add_signals(&mut self, signals: Vec<Signal>, edition: &Edition) {
        self.signals.extend(signals.into_iter().map(|mut signal| {
            signal.add_tone(edition);
            signal
        }));
    }

    /// The table as CSV with a header row.
    #[must_use]
    pub fn csv(self) -> String {
        let mut text = String::new();
        write_row(&mut text, COLUMNS.map(Cell::Text));
        for (key, count) in self.counts() {
            let key = key.split(',').map(Cell::Text);
            let rest = ["", "", "", "", ""].map(Cell::Text);
            write_row(&mut text, key.chain([Cell::Number(count)]).chain(rest));
        }
        for signal in self.signals() {
            let tone = json!(signal.tone);
            let cells = [
                "signal",
                &signal.day.to_string(),
                &signal.step,
                &signal.question_version.to_string(),
                "",
                signal.option.as_deref().unwrap_or_default(),
                signal.reason.as_deref().unwrap_or_default(),
                "",
                "",
                "",
                "",
                "",
                &signal.id,
                signal.status.name(),
                tone.as_str().unwrap_or_default(),
                &signal.comment,
                signal.note.as_deref().unwrap_or_default(),
            ];
            write_row(&mut text, cells.map(Cell::Text));
        }
        text
    }

    /// The table as one JSON object a line.
    ///
    /// # Errors
    /// When a row cannot be written as JSON.
    pub fn ndjson(self) -> Result<String, serde_json::Error> {
        let mut text = String::new();
        let mut line = |row: &Row| {
            text.push_str(&serde_json::to_string(row)?);
            text.push('\n');
            Ok::<_, serde_json::Error>(())
        };
        for (key, count) in self.counts() {
            let mut row: Map<String, Value> = COLUMNS
                .iter()
                .zip(key.split(','))
                .filter(|(_, value)| !value.is_empty())
                .map(|(column, value)| ((*column).to_owned(), json!(value)))
                .collect();
            if let Some(version) = row.get_mut("questionVersion") {
                *version = json!(version.as_str().and_then(|it| it.parse::<u32>().ok()));
            }
            row.insert("count".to_owned(), json!(count));
            line(&Row::Count(row))?;
        }
        for signal in self.signals() {
            line(&Row::Signal {
                kind: "signal",
                signal,
            })?;
        }
        Ok(text)
    }

    fn counts(&self) -> impl Iterator<Item = (&str, i64)> {
        self.counts
            .iter()
            .filter(|(_, count)| **count != 0)
            .map(|(key, count)| (key.as_str(), *count))
    }

    fn signals(&self) -> impl Iterator<Item = &Signal> {
        let mut signals: Vec<&Signal> = self.signals.iter().collect();
        signals.sort_by_key(|it| (Reverse(it.day), &it.id));
        signals.into_iter()
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Row<'a> {
    Count(Map<String, Value>),
    Signal {
        kind: &'static str,
        #[serde(flatten)]
        signal: &'a Signal,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{definition::Definition, signal::Status};

    fn extract() -> Extract {
        let mut extract = Extract::default();
        let tally = "tally,2026-11-22,drawings,1,channel:web,easy,,,,,".to_owned();
        extract.add_counts(vec![(tally.clone(), 3)]);
        extract.add_counts(vec![
            (tally, -4),
            (
                "showing,2026-11-22,drawings,1,,,,web,residents,nl,seen".to_owned(),
                5,
            ),
            ("tally,2026-11-22,drawings,1,total,hard,,,,,".to_owned(), 0),
        ]);
        extract.signals.push(Signal {
            id: "0-ab".to_owned(),
            step: "drawings".to_owned(),
            question_version: 1,
            day: "2026-11-21".parse().unwrap(),
            status: Status::New,
            waiting: true,
            option: None,
            reason: None,
            tone: None,
            comment: "=1+1, \"really\"".to_owned(),
            note: None,
        });
        extract
    }

    #[test]
    fn csv_has_a_header_and_rows_of_its_length_and_runs_nothing() {
        let text = extract().csv();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], COLUMNS.join(","));
        assert_eq!(
            lines[1],
            "showing,2026-11-22,drawings,1,,,,web,residents,nl,seen,5,,,,,"
        );
        assert_eq!(
            lines[2],
            "tally,2026-11-22,drawings,1,channel:web,easy,,,,,,-1,,,,,"
        );
        assert_eq!(
            lines[3],
            "signal,2026-11-21,drawings,1,,,,,,,,,0-ab,new,,\"'=1+1, \"\"really\"\"\","
        );
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn ndjson_has_an_object_a_line() {
        let text = extract().ndjson().unwrap();
        let rows: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(
            rows[1],
            json!({"kind": "tally", "day": "2026-11-22", "step": "drawings",
                   "questionVersion": 1, "breakdown": "channel:web", "option": "easy", "count": -1})
        );
        assert_eq!(rows[2]["kind"], "signal");
        assert_eq!(rows[2]["option"], Value::Null);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn signals_of_every_shard_are_in_it_with_their_tone() {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
            "steps": [{"id": "drawings", "title": {"nl": "Stap"}, "question": {"prompt": {"nl": "Goed?"}, "scale": "thumbs"}}]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
        let edition = Edition::next(None, definition, 0);
        let mut extract = extract();
        let mut another = extract.signals[0].clone();
        another.id = "1-cd".to_owned();
        another.option = Some("down".to_owned());
        extract.add_signals(vec![another], &edition);
        let text = extract.csv();
        let last = text.lines().last().unwrap();
        assert!(last.contains("1-cd,new,negative,"), "{last}");
    }
}
