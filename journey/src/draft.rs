//! A step of a definition while its owner changes it in a form.
//!
//! Fields are named by their JSON pointer in the step, so a fault stands beside the field it is about. What was typed is
//! kept as it was typed, right or wrong; only [`Draft::definition`] judges it, by the rules of every definition.

use crate::{
    bank::{self, ReadyQuestion},
    definition::{Definition, MAX_REASONS, Reason, Step},
    problem::{Fault, Location},
    scale::{NamedScale, Scale},
};
use serde_json::{Map, Value, json};

/// The value of the scale's field that keeps the step's own list of options.
pub const OWN_SCALE: &str = "own";

const PROMPT: &str = "/question/prompt";
const SCALE: &str = "/question/scale";
const FOLLOW_UP: &str = "/question/followUp";
const REASONS: &str = "/question/followUp/reasons";
const COMMENT: &str = "/question/followUp/comment";
const TONE: &str = "/norm/tone";
const AT_LEAST: &str = "/norm/atLeast";

/// A step that is being changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    step: Value,
}

impl Draft {
    /// A step as it is.
    #[must_use]
    pub fn of(step: &Step) -> Self {
        Self { step: json!(step) }
    }

    /// A step with what a form's fields say. A reason that was left empty is gone; one without a name gets the name that
    /// a reason of the same label has among `known`, else one of its own.
    #[must_use]
    pub fn read<'f>(
        step: &Step,
        definition: &Definition,
        known: &[Reason],
        field: impl Fn(&str) -> Option<&'f str>,
    ) -> Self {
        let text = |name: &str| field(name).unwrap_or_default().replace("\r\n", "\n");
        let texts = |name: &str| -> Map<String, Value> {
            let languages = definition.languages.iter();
            languages
                .map(|it| (it.clone(), text(&format!("{name}/{it}"))))
                .filter(|(_, text)| !text.trim().is_empty())
                .map(|(language, text)| (language, Value::String(text)))
                .collect()
        };
        let mut draft = Self::of(step);
        draft.put(PROMPT, Some(texts(PROMPT).into()));
        match text(SCALE).as_str() {
            OWN_SCALE if matches!(step.question.scale, Scale::Custom(_)) => {}
            name => draft.put(SCALE, Some(name.into())),
        }

        let default = &definition.default_language;
        let mut reasons: Vec<Value> = Vec::new();
        for at in 0..=MAX_REASONS {
            let name = |part: &str| format!("{REASONS}/{at}/{part}");
            let label = texts(&name("label"));
            if label.is_empty() {
                continue;
            }
            let mut id = text(&name("id"));
            if id.is_empty() {
                let label = label.get(default).and_then(Value::as_str);
                id = new_id(label.unwrap_or_default(), default, known, &reasons);
            }
            reasons.push(json!({"id": id, "label": label}));
        }
        let asked = texts(&format!("{COMMENT}/prompt"));
        let mut follow_up = Map::new();
        if !reasons.is_empty() {
            follow_up.insert("reasons".to_owned(), reasons.into());
        }
        if !asked.is_empty() {
            let mut comment = json!({"prompt": asked});
            let length = text(&format!("{COMMENT}/maxLength"));
            if let (Some(comment), false) = (comment.as_object_mut(), length.trim().is_empty()) {
                let number = length.trim().parse::<u32>().map(Value::from);
                let length = number.unwrap_or_else(|_| length.into());
                comment.insert("maxLength".to_owned(), length);
            }
            follow_up.insert("comment".to_owned(), comment);
        }
        let follow_up = (!follow_up.is_empty()).then(|| follow_up.into());
        draft.put(FOLLOW_UP, follow_up);

        let tone = text(TONE);
        let norm = (!tone.is_empty()).then(|| {
            let typed = text(AT_LEAST);
            let share = share_of(&typed).map(Value::from);
            json!({"tone": tone, "atLeast": share.unwrap_or_else(|| typed.into())})
        });
        draft.put("/norm", norm);
        let next = texts("/next");
        draft.put("/next", (!next.is_empty()).then(|| next.into()));
        draft
    }

    /// What a field holds, as it is typed.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        match self.step.pointer(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) if name == AT_LEAST => {
                number.as_f64().map(percent_of).unwrap_or_default()
            }
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Object(_)) if name == SCALE => OWN_SCALE.to_owned(),
            _ => String::new(),
        }
    }

    /// How many reasons there are.
    #[must_use]
    pub fn reasons(&self) -> usize {
        let reasons = self.step.pointer(REASONS).and_then(Value::as_array);
        reasons.map_or(0, Vec::len)
    }

    /// Adds a reason to be filled in.
    pub fn add_reason(&mut self) {
        if self.step.pointer(FOLLOW_UP).is_none() {
            self.put(FOLLOW_UP, Some(json!({})));
        }
        if self.step.pointer(REASONS).is_none() {
            self.put(REASONS, Some(json!([])));
        }
        if let Some(Value::Array(reasons)) = self.step.pointer_mut(REASONS) {
            reasons.push(json!({"id": "", "label": {}}));
        }
    }

    /// Asks a ready question instead, in the languages that it has. One that is answered in words gets a field for them.
    pub fn ask(&mut self, ready: &ReadyQuestion, languages: &[String]) {
        let texts = |text: &dyn Fn(&str) -> Option<&'static str>| -> Value {
            let texts = languages.iter();
            let texts = texts.filter_map(|it| Some((it.clone(), text(it)?.into())));
            texts.collect::<Map<_, _>>().into()
        };
        self.put(PROMPT, Some(texts(&|it| ready.prompt(it))));
        self.put(SCALE, Some(json!(ready.scale)));
        if ready.scale == NamedScale::Open && self.step.pointer(COMMENT).is_none() {
            if self.step.pointer(FOLLOW_UP).is_none() {
                self.put(FOLLOW_UP, Some(json!({})));
            }
            let field = json!({"prompt": texts(&bank::field)});
            self.put(COMMENT, Some(field));
        }
    }

    /// The definition with the step as it is here.
    ///
    /// # Errors
    /// Every fault in the document, each with its place in the step.
    pub fn definition(
        &self,
        definition: &Definition,
        is_time_zone: impl Fn(&str) -> bool,
    ) -> Result<Definition, Vec<Fault>> {
        let mut whole = json!(definition);
        let id = self.text("/id");
        let at = definition.steps.iter().position(|step| step.id == id);
        let place = format!("/steps/{}", at.unwrap_or(definition.steps.len()));
        if let Some(step) = whole.pointer_mut(&place) {
            *step = self.step.clone();
        }
        let read = Definition::read(whole.to_string().as_bytes(), is_time_zone);
        read.map_err(|mut faults| {
            for fault in &mut faults {
                if let Location::Pointer(pointer) = &mut fault.location
                    && let Some(inside) = pointer.strip_prefix(&place)
                {
                    *pointer = inside.to_owned();
                }
            }
            faults
        })
    }

    fn put(&mut self, pointer: &str, value: Option<Value>) {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        let Some(Value::Object(parent)) = self.step.pointer_mut(parent) else {
            return;
        };
        match value {
            Some(value) => parent.insert(key.to_owned(), value),
            None => parent.remove(key),
        };
    }
}

/// A name for a reason: that of the same reason before, or a new one made of its label.
fn new_id(label: &str, default: &str, known: &[Reason], taken: &[Value]) -> String {
    let is_taken = |id: &str| {
        let mut taken = taken.iter().filter_map(|it| it.pointer("/id"));
        taken.any(|it| it == id)
    };
    let same =
        |reason: &&Reason| reason.label.0.get(default).map(String::as_str) == Some(label.trim());
    if let Some(reason) = known.iter().find(same)
        && !is_taken(&reason.id)
    {
        return reason.id.clone();
    }
    let mut words = String::new();
    for letter in label.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => words.push(letter),
            _ if words.ends_with('-') || words.is_empty() => {}
            _ => words.push('-'),
        }
        if words.len() >= 50 {
            break;
        }
    }
    let words = match words.trim_end_matches('-') {
        "" => "reason",
        words => words,
    };
    let is_free = |id: &String| !is_taken(id) && known.iter().all(|it| it.id != *id);
    let mut others = (2..).map(|number: usize| format!("{words}-{number}"));
    let own = Some(words.to_owned()).filter(is_free);
    own.or_else(|| others.find(is_free)).unwrap_or_default()
}

/// A share as per cents, with as many digits as it has.
fn percent_of(share: f64) -> String {
    shift(&share.to_string(), 2).unwrap_or_default()
}

/// The share that a number of per cents is, exactly as it was written; with a point or a comma.
fn share_of(percent: &str) -> Option<f64> {
    let percent = percent.trim().trim_end_matches('%').trim_end();
    shift(&percent.replace(',', "."), -2)?.parse().ok()
}

/// A decimal number with its point so many places to the right, two at most.
fn shift(number: &str, places: isize) -> Option<String> {
    const MOST: usize = 30;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("00{whole}{part}00");
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || number.len() > MOST || !all_digits {
        return None;
    }
    let point = (whole.len() + 2).checked_add_signed(places)?;
    let (whole, part) = digits.split_at_checked(point)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let part = part.trim_end_matches('0');
    let mark = if part.is_empty() { "" } else { "." };
    Some(format!("{whole}{mark}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn definition() -> Definition {
        let definition = json!({
            "title": {"nl": "Reis"}, "languages": ["nl", "en"], "origins": [],
            "steps": [
                {"id": "een", "title": {"nl": "Een"}, "question": {"prompt": {"nl": "Goed?"}, "scale": "thumbs"}},
                {
                    "id": "twee", "title": {"nl": "Twee"}, "provider": "gemeente",
                    "question": {
                        "prompt": {"nl": "Hoe\ngaat het?", "en": "How is it?"},
                        "scale": {"ordered": false, "options": [
                            {"id": "a", "label": {"nl": "A"}, "tone": "negative"},
                            {"id": "b", "label": {"nl": "B"}, "tone": "positive"}
                        ]},
                        "followUp": {
                            "reasons": [
                                {"id": "files", "label": {"nl": "Bestanden", "en": "Files"}},
                                {"id": "other", "label": {"nl": "Iets anders"}}
                            ],
                            "comment": {"prompt": {"nl": "Wat dan?"}, "maxLength": 200}
                        }
                    },
                    "norm": {"tone": "positive", "atLeast": 0.07},
                    "next": {"nl": "U hoort van ons."},
                    "exits": [{"kind": "phone", "label": {"nl": "Bel"}, "href": "tel:140318"}],
                    "ask": {"sampleRate": 0.5}
                }
            ]
        });
        Definition::read(definition.to_string().as_bytes(), |_| true).unwrap()
    }

    /// The fields of a form that shows a draft, with line ends as browsers send them.
    fn fields(draft: &Draft) -> BTreeMap<String, String> {
        let mut names: Vec<String> = [SCALE, TONE, AT_LEAST].map(str::to_owned).to_vec();
        names.push(format!("{COMMENT}/maxLength"));
        for language in ["nl", "en"] {
            names.extend([PROMPT, "/next"].map(|it| format!("{it}/{language}")));
            names.push(format!("{COMMENT}/prompt/{language}"));
            for at in 0..draft.reasons() {
                names.push(format!("{REASONS}/{at}/id"));
                names.push(format!("{REASONS}/{at}/label/{language}"));
            }
        }
        names
            .into_iter()
            .map(|name| (name.clone(), draft.text(&name).replace('\n', "\r\n")))
            .collect()
    }

    fn read(fields: &BTreeMap<String, String>) -> Draft {
        let definition = definition();
        let known = [Reason {
            id: "gone".to_owned(),
            label: [("nl", "Eerder gevraagd")].into(),
        }];
        Draft::read(&definition.steps[1], &definition, &known, |name| {
            fields.get(name).map(String::as_str)
        })
    }

    fn changed(changes: &[(&str, &str)]) -> Draft {
        let mut fields = fields(&Draft::of(&definition().steps[1]));
        for (name, value) in changes {
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        read(&fields)
    }

    fn ids(draft: &Draft) -> Vec<String> {
        (0..draft.reasons())
            .map(|at| draft.text(&format!("{REASONS}/{at}/id")))
            .collect()
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        let definition = definition();
        let stored = changed(&[]).definition(&definition, |_| true);
        assert_eq!(stored, Ok(definition));
    }

    #[test]
    fn what_is_left_empty_goes() {
        let draft = changed(&[
            (TONE, ""),
            ("/next/nl", " "),
            ("/question/followUp/reasons/0/label/nl", ""),
            ("/question/followUp/reasons/0/label/en", ""),
            ("/question/followUp/comment/prompt/nl", ""),
        ]);
        let definition = draft.definition(&definition(), |_| true).unwrap();
        let step = &definition.steps[1];
        assert_eq!((step.norm, &step.next), (None, &None));
        let follow_up = step.question.follow_up.as_ref().unwrap();
        assert_eq!(follow_up.reasons.len(), 1);
        assert_eq!(follow_up.comment, None);
        let draft = changed(&[
            ("/question/followUp/reasons/0/label/nl", ""),
            ("/question/followUp/reasons/0/label/en", ""),
            ("/question/followUp/reasons/1/label/nl", ""),
            ("/question/followUp/comment/prompt/nl", ""),
        ]);
        let definition = draft.definition(&definition, |_| true).unwrap();
        assert_eq!(definition.steps[1].question.follow_up, None);
    }

    #[test]
    fn a_new_reason_gets_a_name_and_one_that_comes_back_its_old_one() {
        let mut draft = changed(&[]);
        draft.add_reason();
        let mut fields = fields(&draft);
        let label = "/question/followUp/reasons/2/label/nl";
        for (text, id) in [
            ("Mijn bestand is te groot!", "mijn-bestand-is-te-groot"),
            ("Files", "files-2"),
            ("Eerder gevraagd", "gone"),
            ("Gone", "gone-2"),
            ("ЖЖ", "reason"),
            (&"x".repeat(80), &"x".repeat(50)),
        ] {
            fields.insert(label.to_owned(), text.to_owned());
            let draft = read(&fields);
            assert_eq!(ids(&draft), ["files", "other", id]);
            assert!(draft.definition(&definition(), |_| true).is_ok());
        }
    }

    #[test]
    fn two_reasons_of_one_label_get_two_names() {
        let mut draft = changed(&[]);
        draft.add_reason();
        draft.add_reason();
        let mut fields = fields(&draft);
        for at in [2, 3] {
            let label = format!("{REASONS}/{at}/label/nl");
            fields.insert(label, "Eerder gevraagd".to_owned());
        }
        let expected = ["files", "other", "gone", "eerder-gevraagd"];
        assert_eq!(ids(&read(&fields)), expected);
    }

    #[test]
    fn a_list_of_its_own_is_kept_by_a_step_that_has_one_alone() {
        let definition = definition();
        let step = &definition.steps[0];
        let mut fields = fields(&Draft::of(step));
        fields.insert(SCALE.to_owned(), OWN_SCALE.to_owned());
        let typed = |name: &str| fields.get(name).map(String::as_str);
        let draft = Draft::read(step, &definition, &[], typed);
        let faults = draft.definition(&definition, |_| true).unwrap_err();
        assert_eq!(faults[0].location, Location::Pointer(SCALE.to_owned()));
    }

    #[test]
    fn every_fault_stands_beside_its_field_and_what_was_typed_is_kept() {
        let long = "x".repeat(400);
        let typed = [
            ("/question/prompt/nl", ""),
            ("/question/prompt/en", long.as_str()),
            ("/question/scale", "stars"),
            ("/question/followUp/reasons/1/label/nl", long.as_str()),
            ("/question/followUp/comment/maxLength", "veel"),
            ("/norm/atLeast", "een beetje"),
        ];
        let draft = changed(&typed);
        let faults = draft.definition(&definition(), |_| true).unwrap_err();
        let mut places: Vec<&str> = faults
            .iter()
            .map(|fault| match &fault.location {
                Location::Pointer(pointer) => pointer.as_str(),
                Location::Name(_) => "",
            })
            .collect();
        places.sort_unstable();
        let mut expected: Vec<&str> = typed.iter().map(|(name, _)| *name).collect();
        expected.sort_unstable();
        assert_eq!(places, expected);
        for (name, text) in typed {
            assert_eq!(draft.text(name), text);
        }
        let draft = changed(&[("/norm/atLeast", "101")]);
        assert!(draft.definition(&definition(), |_| true).is_err());
    }

    #[test]
    fn a_ready_question_takes_the_place_of_the_prompt_and_the_scale() {
        let mut draft = changed(&[]);
        draft.ask(
            bank::question("ease-step").unwrap(),
            &definition().languages,
        );
        let definition = draft.definition(&definition(), |_| true).unwrap();
        let question = &definition.steps[1].question;
        assert_eq!(json!(question.scale), "ease");
        assert_eq!(
            question.prompt.in_language("en", "nl"),
            "How easy or difficult was this step?"
        );
        assert_eq!(question.follow_up.as_ref().unwrap().reasons.len(), 2);

        let mut draft = Draft::of(&definition.steps[0]);
        draft.ask(
            bank::question("need-purpose").unwrap(),
            &definition.languages,
        );
        let definition = draft.definition(&definition, |_| true).unwrap();
        let follow_up = definition.steps[0].question.follow_up.as_ref();
        let prompt = &follow_up.unwrap().comment.as_ref().unwrap().prompt;
        assert_eq!(prompt.in_language("nl", "nl"), "Uw antwoord");

        // A field that was there already keeps its words.
        let mut draft = Draft::of(&definition.steps[1]);
        let ready = bank::question("need-purpose").unwrap();
        draft.ask(ready, &definition.languages);
        assert_eq!(draft.text(&format!("{COMMENT}/prompt/nl")), "Wat dan?");
    }

    #[test]
    fn one_reason_too_many_is_kept_and_said_to_be() {
        let mut draft = changed(&[]);
        while draft.reasons() <= MAX_REASONS {
            draft.add_reason();
        }
        let mut fields = fields(&draft);
        for at in 2..=MAX_REASONS {
            fields.insert(format!("{REASONS}/{at}/label/nl"), format!("Reden {at}"));
        }
        let draft = read(&fields);
        assert_eq!(draft.reasons(), MAX_REASONS + 1);
        let faults = draft.definition(&definition(), |_| true).unwrap_err();
        assert_eq!(faults[0].location, Location::Pointer(REASONS.to_owned()));
    }

    #[test]
    fn per_cents_are_shares() {
        for (text, share) in [
            ("70", 0.7),
            (" 72,5 % ", 0.725),
            ("7", 0.07),
            ("0", 0.0),
            ("100", 1.0),
            ("0.5", 0.005),
            ("070", 0.7),
            ("1000", 10.0),
        ] {
            assert_eq!(share_of(text), Some(share), "{text}");
        }
        for text in ["", "%", "-5", "1e3", "7.0.0", "NaN", ".5", "7 0"] {
            assert_eq!(share_of(text), None, "{text}");
        }
        assert_eq!(
            [0.7, 0.07, 0.725, 1.0, 0.0].map(percent_of),
            ["70", "7", "72.5", "100", "0"]
        );
    }

    proptest! {
        #[test]
        fn a_norm_that_nobody_touched_stays_what_it_is(share in 0.0..=1.0_f64) {
            prop_assert_eq!(share_of(&percent_of(share)), Some(share));
        }

        #[test]
        fn whatever_is_typed_is_kept_or_refused_and_never_more(
            texts in proptest::collection::vec(".{0,400}", 9),
        ) {
            let names = ["/question/prompt/nl", "/question/prompt/en", "/question/scale", TONE, AT_LEAST,
                "/question/followUp/reasons/0/label/nl", "/question/followUp/reasons/1/id", "/next/en",
                "/question/followUp/comment/maxLength"];
            let typed: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
            if let Ok(changed) = changed(&typed).definition(&definition(), |_| true) {
                let (before, after) = (definition(), changed);
                prop_assert_eq!(&before.steps[0], &after.steps[0]);
                prop_assert_eq!(&before.steps[1].exits, &after.steps[1].exits);
                prop_assert_eq!(before.steps[1].ask, after.steps[1].ask);
            }
        }
    }

    #[test]
    fn a_new_name_has_one_hyphen_between_words_and_none_at_its_ends() {
        assert_eq!(new_id("?! Te  groot -- ja!", "nl", &[], &[]), "te-groot-ja");
        assert_eq!(new_id("?!", "nl", &[], &[]), "reason");
    }

    #[test]
    fn a_number_of_thirty_characters_is_the_longest_that_is_read() {
        assert!(shift(&"1".repeat(30), 0).is_some());
        assert_eq!(shift(&"1".repeat(31), 0), None);
    }

    #[test]
    fn a_part_of_a_step_is_no_text() {
        let definition = definition();
        let draft = Draft::of(&definition.steps[1]);
        assert_eq!(draft.text(SCALE), OWN_SCALE);
        assert_eq!(draft.text("/question/followUp"), "");
    }
}
