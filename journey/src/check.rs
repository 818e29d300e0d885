//! Reading a JSON document strictly, noting every fault instead of stopping at the first.
//!
//! A [`Node`] is a value together with its JSON pointer; every accessor notes what is wrong in
//! the shared [`Faults`] and gives `None`, so that the reader goes on with the rest. Nothing
//! read this way may be used while `Faults` is not empty.

use crate::problem::{Fault, pointer_segment};
use serde_json::{Map, Value};
use std::{borrow::Cow, cell::RefCell, ops::RangeInclusive};

/// The faults noted so far.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    /// Notes a fault.
    pub fn note(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    /// How many faults were noted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The value, if nothing was noted; else every fault.
    pub fn settle<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        let mut faults = self.0.into_inner();
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            _ => {
                if faults.is_empty() {
                    faults.push(Fault::body("", "invalid", "The document is not valid."));
                }
                Err(faults)
            }
        }
    }
}

/// A JSON value with its place in the document.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    value: &'a Value,
    pointer: String,
    faults: &'a Faults,
}

/// A JSON object whose keys were checked.
#[derive(Debug, Clone)]
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    pointer: String,
    faults: &'a Faults,
}

/// Parses a document. A syntax error is one fault at the root.
pub fn parse(bytes: &[u8]) -> Result<Value, Vec<Fault>> {
    let fault = |detail| Vec::from([Fault::body("", "invalid-json", detail)]);
    let text =
        std::str::from_utf8(bytes).map_err(|_| fault("The body is not valid UTF-8.".to_owned()))?;
    serde_json::from_str(text).map_err(|error| {
        fault(format!(
            "The body is not valid JSON: error at line {}, column {}.",
            error.line(),
            error.column()
        ))
    })
}

impl<'a> Node<'a> {
    /// The root of a document.
    #[must_use]
    pub fn root(value: &'a Value, faults: &'a Faults) -> Self {
        Self::at(value, String::new(), faults)
    }

    /// A value at a place of its own in a larger whole.
    #[must_use]
    pub fn at(value: &'a Value, pointer: String, faults: &'a Faults) -> Self {
        Self {
            value,
            pointer,
            faults,
        }
    }

    /// Notes a fault at this place.
    pub fn fault(&self, code: &'static str, detail: impl Into<Cow<'static, str>>) {
        self.faults
            .note(Fault::body(self.pointer.clone(), code, detail));
    }

    /// The bare value.
    #[must_use]
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// An object with no other keys than these.
    #[must_use]
    pub fn object(&self, keys: &[&str]) -> Option<Object<'a>> {
        let object = self.any_object()?;
        for key in object.map.keys() {
            if !keys.contains(&key.as_str()) {
                object.fault(
                    key,
                    "unknown-field",
                    format!("Allowed here: {}.", keys.join(", ")),
                );
            }
        }
        Some(object)
    }

    /// An object with any keys.
    #[must_use]
    pub fn any_object(&self) -> Option<Object<'a>> {
        let Some(map) = self.value.as_object() else {
            self.fault("not-an-object", "An object is expected.");
            return None;
        };
        Some(Object {
            map,
            pointer: self.pointer.clone(),
            faults: self.faults,
        })
    }

    /// A list of at least and at most so many elements.
    #[must_use]
    pub fn list(&self, length: RangeInclusive<usize>) -> Option<Vec<Node<'a>>> {
        let Some(list) = self.value.as_array() else {
            self.fault("not-a-list", "A list is expected.");
            return None;
        };
        if !length.contains(&list.len()) {
            self.fault(
                "wrong-length",
                format!(
                    "{} to {} elements are allowed.",
                    length.start(),
                    length.end()
                ),
            );
            return None;
        }
        Some(
            list.iter()
                .enumerate()
                .map(|(index, value)| Node {
                    value,
                    pointer: format!("{}/{index}", self.pointer),
                    faults: self.faults,
                })
                .collect(),
        )
    }

    /// A text of 1 to `most` characters that is more than white space.
    #[must_use]
    pub fn text(&self, most: usize) -> Option<&'a str> {
        let Some(text) = self.value.as_str() else {
            self.fault("not-a-text", "A text is expected.");
            return None;
        };
        if text.trim().is_empty() {
            self.fault("empty", "A text of at least one character is expected.");
            return None;
        }
        // Bytes bound characters from above, so most texts are never counted.
        if text.len() > most && text.chars().count() > most {
            self.fault(
                "too-long",
                format!("At most {most} characters are allowed."),
            );
            return None;
        }
        Some(text)
    }

    /// An identifier: 1 to 64 of a-z, 0-9 and single hyphens inside.
    #[must_use]
    pub fn id(&self) -> Option<&'a str> {
        let text = self.text(64)?;
        if is_id(text) {
            Some(text)
        } else {
            self.fault(
                "not-an-id",
                "An identifier is expected: 1 to 64 of a-z, 0-9 and single hyphens inside.",
            );
            None
        }
    }

    /// A whole number in a range.
    #[must_use]
    pub fn integer(&self, range: RangeInclusive<u64>) -> Option<u64> {
        match self.value.as_u64() {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                self.fault(
                    "not-in-range",
                    format!(
                        "A whole number from {} to {} is expected.",
                        range.start(),
                        range.end()
                    ),
                );
                None
            }
        }
    }

    /// A share: a number from 0 to 1.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        match self.value.as_f64() {
            Some(number) if (0.0..=1.0).contains(&number) => Some(number),
            _ => {
                self.fault("not-in-range", "A number from 0 to 1 is expected.");
                None
            }
        }
    }

    /// True or false.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        let value = self.value.as_bool();
        if value.is_none() {
            self.fault("not-a-boolean", "true or false is expected.");
        }
        value
    }

    /// One of a few words.
    #[must_use]
    pub fn one_of<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let found = self
            .value
            .as_str()
            .and_then(|text| choices.iter().find(|(name, _)| *name == text));
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.fault(
                "unknown-value",
                format!("Allowed here: {}.", names.join(", ")),
            );
        }
        found.map(|(_, choice)| *choice)
    }
}

impl<'a> Object<'a> {
    /// The keys with their values, in the document's order of keys.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + '_ {
        self.map
            .iter()
            .map(|(key, value)| (key.as_str(), self.node(key, value)))
    }

    /// A value that may be absent; `null` counts as absent.
    #[must_use]
    pub fn optional(&self, key: &str) -> Option<Node<'a>> {
        match self.map.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.node(key, value)),
        }
    }

    /// A value that must be there.
    #[must_use]
    pub fn required(&self, key: &str) -> Option<Node<'a>> {
        let node = self.optional(key);
        if node.is_none() {
            self.fault(key, "missing", "This field is required.");
        }
        node
    }

    /// Notes a fault at a key of this object.
    pub fn fault(&self, key: &str, code: &'static str, detail: impl Into<Cow<'static, str>>) {
        self.faults
            .note(Fault::body(self.pointer_to(key), code, detail));
    }

    fn node(&self, key: &str, value: &'a Value) -> Node<'a> {
        Node {
            value,
            pointer: self.pointer_to(key),
            faults: self.faults,
        }
    }

    fn pointer_to(&self, key: &str) -> String {
        let mut pointer = self.pointer.clone();
        pointer.push('/');
        pointer.push_str(&pointer_segment(key));
        pointer
    }
}

/// Whether a text is an identifier: 1 to 64 of a-z, 0-9 and single hyphens inside.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=64).contains(&bytes.len())
        && bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_measured_in_characters_and_may_be_as_long_as_its_limit() {
        for (text, fits) in [
            ("abc", true),
            ("ééé", true),
            ("abcd", false),
            ("éééé", false),
        ] {
            let value = Value::from(text);
            let faults = Faults::default();
            assert_eq!(
                Node::root(&value, &faults).text(3).is_some(),
                fits,
                "{text}"
            );
            assert_eq!(faults.count(), usize::from(!fits));
        }
    }
}
