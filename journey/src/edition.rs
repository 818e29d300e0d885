//! A definition as it is stored: numbered, with every question ever asked and the shard plan.
//!
//! Editions only grow: a question version, once given, means the same prompt and scale for good,
//! and the versions of a step go on counting when the step is removed and comes back.

use crate::{
    definition::{DEFAULT_COMMENT, Definition, Question, Reason, Step},
    scale::Scale,
    shard_plan::ShardPlan,
    texts::Texts,
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// A definition as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edition {
    /// Counts up with every change, from 1.
    pub number: u32,
    /// The definition itself.
    pub definition: Definition,
    /// Every version of every step's question, oldest first.
    pub asked: LiteMap<String, Vec<AskedQuestion>>,
    /// Where responses are held.
    pub shard_plan: ShardPlan,
}

/// One version of a step's question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedQuestion {
    /// From 1.
    pub version: u32,
    /// What was asked.
    pub prompt: Texts,
    /// The possible answers.
    pub scale: Scale,
    /// Every reason that was ever offered with it.
    pub reasons: Vec<Reason>,
    /// The most characters of a comment; 0 where none is asked for.
    pub comment_limit: usize,
    /// Whether outliers are asked anything further.
    pub follow_up: bool,
}

impl Edition {
    /// The edition that a definition makes, after the one before it if there is one.
    #[must_use]
    pub fn next(before: Option<&Self>, definition: Definition, now_ms: u64) -> Self {
        let mut asked = before.map_or_else(LiteMap::new, |it| it.asked.clone());
        for step in &definition.steps {
            record(asked.entry(step.id.clone()).or_default(), &step.question);
        }
        let shard_plan = match before {
            None => ShardPlan::new(definition.shards),
            Some(before) => before.shard_plan.changed(definition.shards, now_ms),
        };
        Self {
            number: before.map_or(1, |it| it.number.saturating_add(1)),
            definition,
            asked,
            shard_plan,
        }
    }

    /// A version of a step's question, also of a step that is no longer in the definition.
    #[must_use]
    pub fn question(&self, step: &str, version: u32) -> Option<&AskedQuestion> {
        self.asked
            .get(step)?
            .iter()
            .find(|question| question.version == version)
    }

    /// The version of a step's question that is asked now.
    #[must_use]
    pub fn current(&self, step: &Step) -> Option<&AskedQuestion> {
        self.asked.get(&step.id)?.last()
    }
}

fn record(versions: &mut Vec<AskedQuestion>, question: &Question) {
    let follow_up = question.follow_up.as_ref();
    let reasons = follow_up.map_or(&[][..], |it| &it.reasons);
    let comment_limit = match follow_up.and_then(|it| it.comment.as_ref()) {
        Some(comment) => usize::try_from(comment.max_length).unwrap_or(DEFAULT_COMMENT),
        None if question.scale.is_open() => DEFAULT_COMMENT,
        None => 0,
    };
    match versions.last_mut() {
        Some(last) if last.prompt == question.prompt && last.scale == question.scale => {
            for reason in reasons {
                match last.reasons.iter_mut().find(|it| it.id == reason.id) {
                    Some(known) => known.label = reason.label.clone(),
                    None => last.reasons.push(reason.clone()),
                }
            }
            last.comment_limit = comment_limit;
            last.follow_up = follow_up.is_some();
        }
        last => {
            let version = last.map_or(1, |it| it.version.saturating_add(1));
            versions.push(AskedQuestion {
                version,
                prompt: question.prompt.clone(),
                scale: question.scale.clone(),
                reasons: reasons.to_vec(),
                comment_limit,
                follow_up: follow_up.is_some(),
            });
        }
    }
}

impl AskedQuestion {
    /// Whether an option is one of the possible answers.
    #[must_use]
    pub fn has_option(&self, id: &str) -> bool {
        self.scale.options().iter().any(|option| option.id == id)
    }

    /// Whether this answer is asked anything further; an open question always is.
    #[must_use]
    pub fn follows_up(&self, option: &str) -> bool {
        self.scale.is_open() || (self.follow_up && self.scale.is_outlier(option))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn after(before: Option<&Edition>, scale: &str, reasons: &[(&str, &str)]) -> Edition {
        let reasons = reasons.iter();
        let reasons = reasons.map(|(id, label)| json!({"id": id, "label": {"nl": label}}));
        let mut question = json!({"prompt": {"nl": "Goed?"}, "scale": scale});
        if scale != "open" {
            question["followUp"] = json!({"reasons": reasons.collect::<Vec<_>>()});
        }
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl"], "origins": [],
            "steps": [{"id": "a", "title": {"nl": "A"}, "question": question}]
        });
        let definition = Definition::read(definition.to_string().as_bytes(), |_| true).unwrap();
        Edition::next(before, definition, 0)
    }

    #[test]
    fn every_reason_ever_offered_is_known_by_its_latest_label() {
        let first = after(None, "thumbs", &[("size", "Grootte"), ("words", "Woorden")]);
        let second = after(
            Some(&first),
            "thumbs",
            &[("words", "De uitleg"), ("more", "Anders")],
        );
        let question = second.question("a", 1).unwrap();
        let reasons: Vec<_> = question
            .reasons
            .iter()
            .map(|it| (it.id.as_str(), it.label.0.get("nl").unwrap().as_str()))
            .collect();
        assert_eq!(
            reasons,
            [
                ("size", "Grootte"),
                ("words", "De uitleg"),
                ("more", "Anders")
            ]
        );
        assert_eq!(second.question("a", 2), None);
    }

    #[test]
    fn an_open_question_takes_a_comment_and_another_only_where_it_asks_for_one() {
        let open = after(None, "open", &[]);
        assert_eq!(
            open.question("a", 1).unwrap().comment_limit,
            DEFAULT_COMMENT
        );
        let closed = after(None, "thumbs", &[("size", "Grootte")]);
        assert_eq!(closed.question("a", 1).unwrap().comment_limit, 0);
    }
}
