//! Who may do what: a key has a role, and may be limited to some journeys.

use crate::{
    check::{self, Faults, Node, Object},
    problem::Fault,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a key may do; each role may do all that the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads definitions, results and signals.
    Viewer,
    /// Also works on signals and improvements.
    Editor,
    /// Also changes definitions and hands out keys.
    Admin,
}

/// What a key opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The journeys it is limited to; absent for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journeys: Option<BTreeSet<String>>,
}

/// A key as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRequest {
    /// What it is for, for people.
    pub label: String,
    /// What it opens.
    pub grant: Grant,
}

/// A key as it is listed; the key itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedKey {
    /// Its name, by which it is revoked.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// Its role.
    pub role: Role,
    /// The journeys it is limited to; absent for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journeys: Option<BTreeSet<String>>,
    /// The day it was made, UTC.
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    pub created_date: String,
    /// The last day it was used, UTC; absent while it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("format" = "date")))]
    pub last_used_date: Option<String>,
}

/// The most keys an organisation may have.
pub const MAX_KEYS: usize = 200;

impl Role {
    /// Every role with its name in the API.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("viewer", Self::Viewer),
        ("editor", Self::Editor),
        ("admin", Self::Admin),
    ];
}

impl Grant {
    /// All rights.
    pub const ALL: Self = Self {
        role: Role::Admin,
        journeys: None,
    };

    /// Whether this opens what needs a role at a journey; what concerns no single journey is
    /// closed to a key that is limited to some.
    #[must_use]
    pub fn opens(&self, need: Role, journey: Option<&str>) -> bool {
        self.role >= need
            && match (&self.journeys, journey) {
                (None, _) => true,
                (Some(some), Some(journey)) => some.contains(journey),
                (Some(_), None) => false,
            }
    }

    /// Whether this may see that a journey exists.
    #[must_use]
    pub fn sees(&self, journey: &str) -> bool {
        self.opens(Role::Viewer, Some(journey))
    }
}

impl KeyRequest {
    /// Reads a request for a key.
    ///
    /// # Errors
    /// Every fault in the document.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let value = check::parse(bytes)?;
        let faults = Faults::default();
        let root = Node::root(&value, &faults).object(&["label", "role", "journeys"]);
        let request = root.and_then(|root| Self::of(&root));
        faults.settle(request)
    }

    /// Reads what a key is for and what it opens.
    pub(crate) fn of(object: &Object) -> Option<Self> {
        let label = object.required("label").and_then(|node| node.text(120));
        let role = object
            .required("role")
            .and_then(|node| node.one_of(&Role::NAMES));
        let journeys = match object.optional("journeys") {
            None => None,
            Some(node) => Some(
                node.list(1..=100)?
                    .iter()
                    .filter_map(|node| node.id().map(str::to_owned))
                    .collect(),
            ),
        };
        Some(Self {
            label: label?.trim().to_owned(),
            grant: Grant {
                role: role?,
                journeys,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, journeys: Option<&[&str]>) -> Grant {
        Grant {
            role,
            journeys: journeys.map(|all| all.iter().map(ToString::to_string).collect()),
        }
    }

    #[test]
    fn a_role_may_do_what_lesser_roles_may() {
        let roles = [Role::Viewer, Role::Editor, Role::Admin];
        for (has, role) in roles.into_iter().enumerate() {
            for (needs, need) in roles.into_iter().enumerate() {
                assert_eq!(grant(role, None).opens(need, Some("a")), has >= needs);
                assert_eq!(grant(role, None).opens(need, None), has >= needs);
            }
        }
    }

    #[test]
    fn a_limited_key_opens_its_journeys_and_nothing_of_the_organisation() {
        let key = grant(Role::Admin, Some(&["a", "b"]));
        assert!(key.opens(Role::Admin, Some("a")) && key.sees("b"));
        assert!(!key.opens(Role::Viewer, Some("c")) && !key.sees("c"));
        assert!(!key.opens(Role::Viewer, None));
    }

    #[test]
    fn every_fault_of_a_request_is_named() {
        let faults = KeyRequest::read(
            br#"{"label": " ", "role": "king", "journeys": ["A", "b"], "more": 1}"#,
        );
        let places: Vec<String> = faults
            .unwrap_err()
            .into_iter()
            .map(|fault| format!("{:?}", fault.location))
            .collect();
        assert_eq!(
            places,
            [
                r#"Pointer("/more")"#,
                r#"Pointer("/label")"#,
                r#"Pointer("/role")"#,
                r#"Pointer("/journeys/0")"#
            ]
        );
        let request =
            KeyRequest::read(br#"{"label": "desk", "role": "editor", "journeys": ["a"]}"#);
        assert_eq!(request.unwrap().grant, grant(Role::Editor, Some(&["a"])));
    }
}
