//! What is wrong with a caller's input: every fault at once, each with its place.
//!
//! The JSON shape follows RFC 9457 and the `errors` member of the NL GOV API Design Rules.
//! A fault's `code` is stable and meant for programs; its `detail` is for people.

use serde::Serialize;
use std::borrow::Cow;

/// A problem details document (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Address of the page that documents this kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for every problem of this kind.
    pub title: Cow<'static, str>,
    /// The HTTP status code.
    pub status: u16,
    /// What went wrong this time and what to do about it.
    pub detail: Cow<'static, str>,
    /// Every fault found in the input; absent when the input itself was not at fault.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<Fault>,
}

/// One fault in the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// The part of the request.
    #[serde(rename = "in")]
    pub part: Part,
    /// Where in that part.
    pub location: Location,
    /// A stable name for programs, in kebab-case.
    pub code: Cow<'static, str>,
    /// What is wrong and what is allowed, for people.
    pub detail: Cow<'static, str>,
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The JSON body.
    Body,
    /// The path of the address.
    Path,
    /// The query of the address.
    Query,
    /// A header field.
    Header,
}

/// A place in a part of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Location {
    /// A JSON pointer (RFC 6901) into the body.
    Pointer(String),
    /// The name of a path segment, query key or header field.
    Name(Cow<'static, str>),
}

impl Fault {
    /// A fault in the body at a JSON pointer.
    pub fn body(
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            part: Part::Body,
            location: Location::Pointer(pointer.into()),
            code: Cow::Borrowed(code),
            detail: detail.into(),
        }
    }

    /// A fault in a named part: a path segment, a query key or a header field.
    pub fn named(
        part: Part,
        name: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            part,
            location: Location::Name(name.into()),
            code: Cow::Borrowed(code),
            detail: detail.into(),
        }
    }
}

/// Escapes a key for use in a JSON pointer (RFC 6901, section 3).
#[must_use]
pub fn pointer_segment(key: &str) -> String {
    if key.contains(['~', '/']) {
        key.replace('~', "~0").replace('/', "~1")
    } else {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_part_and_place() {
        let fault = Fault::body("/option", "unknown-option", "no such option");
        assert_eq!(
            serde_json::to_string(&fault).unwrap(),
            r#"{"in":"body","location":{"pointer":"/option"},"code":"unknown-option","detail":"no such option"}"#
        );
        let fault = Fault::named(Part::Query, "period", "unknown-period", "no such period");
        assert_eq!(
            serde_json::to_string(&fault).unwrap(),
            r#"{"in":"query","location":{"name":"period"},"code":"unknown-period","detail":"no such period"}"#
        );
    }

    #[test]
    fn a_pointer_escapes_its_own_signs() {
        assert_eq!(pointer_segment("a/b~c"), "a~1b~0c");
        assert_eq!(pointer_segment("plain"), "plain");
    }
}
