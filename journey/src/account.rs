//! An account of the organisation, as its `OpenID` provider vouches for it: whether an ID token says
//! what it must, and what the groups in it open.
//!
//! A token is believed only when it was made by this issuer, for this client, in answer to this very
//! sign-in, and is not over; who checks its signature comes first. A rule that cannot be read opens
//! nothing.
//!
//! Source: `OpenID` Connect Core 1.0, section 3.1.3.7.

use crate::access::{Grant, Role};
use serde_json::Value;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY_S: u64 = 60;

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Our name at the provider.
    pub client: &'a str,
    /// The random text that went out with this sign-in.
    pub nonce: &'a str,
    /// Seconds since 1970.
    pub now: u64,
    /// The claim that lists the groups.
    pub groups: &'a str,
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The provider's own name for the person, unique and never given to another.
    pub subject: String,
    /// The groups the provider puts the person in.
    pub groups: Vec<String>,
}

/// Reads the claims of a token whose signature was checked.
///
/// # Errors
/// Which claim is not what it must be.
pub fn read(claims: &Value, expected: Expected<'_>) -> Result<Account, &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
    let (earliest, latest) = (
        expected.now.saturating_sub(LEEWAY_S) as f64,
        (expected.now + LEEWAY_S) as f64,
    );
    if text("iss") != Some(expected.issuer) {
        return Err("iss");
    }
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => one == expected.client,
        Some(Value::Array(all)) => {
            all.iter().any(|it| it == expected.client) && (all.len() == 1 || text("azp").is_some())
        }
        _ => false,
    };
    if !audience {
        return Err("aud");
    }
    if text("azp").is_some_and(|party| party != expected.client) {
        return Err("azp");
    }
    if !seconds("exp").is_some_and(|end| end > earliest) {
        return Err("exp");
    }
    if !seconds("iat").is_some_and(|made| made < latest) {
        return Err("iat");
    }
    if seconds("nbf").is_some_and(|start| start > latest) {
        return Err("nbf");
    }
    if text("nonce") != Some(expected.nonce) {
        return Err("nonce");
    }
    let subject = text("sub").filter(|it| !it.is_empty()).ok_or("sub")?;
    let groups = claims.get(expected.groups).and_then(Value::as_array);
    let groups = groups.into_iter().flatten().filter_map(Value::as_str);
    Ok(Account {
        subject: subject.to_owned(),
        groups: groups.map(str::to_owned).collect(),
    })
}

/// What groups open, by rules such as `owners=admin; permits=editor:permit,extension`: the highest
/// role that one of them gives, at the journeys of all that give it. None where no rule fits.
#[must_use]
pub fn grant(rules: &str, groups: &[String]) -> Option<Grant> {
    let given = rules.split(';').filter_map(|rule| {
        let (group, opens) = rule.split_once('=')?;
        let in_it = groups.iter().any(|it| it == group.trim());
        if in_it { read_grant(opens) } else { None }
    });
    given.reduce(|one, other| match one.role.cmp(&other.role) {
        std::cmp::Ordering::Less => other,
        std::cmp::Ordering::Greater => one,
        std::cmp::Ordering::Equal => Grant {
            role: one.role,
            journeys: one
                .journeys
                .zip(other.journeys)
                .map(|(one, other)| one.into_iter().chain(other).collect()),
        },
    })
}

fn read_grant(text: &str) -> Option<Grant> {
    let (role, journeys) = match text.split_once(':') {
        None => (text, None),
        Some((role, journeys)) => (role, Some(journeys)),
    };
    let (_, role) = Role::NAMES
        .into_iter()
        .find(|(name, _)| *name == role.trim())?;
    let journeys = journeys.map(|it| it.split(',').map(|it| it.trim().to_owned()).collect());
    Some(Grant { role, journeys })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: u64 = 1_764_000_000;

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "https://login.gemeente.example",
            client: "journey-feedback",
            nonce: "n-1",
            now: NOW,
            groups: "groups",
        }
    }

    fn claims() -> Value {
        json!({
            "iss": "https://login.gemeente.example", "aud": "journey-feedback", "sub": "248289761001",
            "nonce": "n-1", "exp": NOW + 300, "iat": NOW, "groups": ["owners", 7, "permits"]
        })
    }

    #[test]
    fn a_token_for_this_sign_in_names_the_person_and_the_groups() {
        let account = read(&claims(), expected()).unwrap();
        assert_eq!(account.subject, "248289761001");
        assert_eq!(account.groups, ["owners", "permits"]);
        let mut several = claims();
        several["aud"] = json!(["another", "journey-feedback"]);
        several["azp"] = json!("journey-feedback");
        assert!(read(&several, expected()).is_ok());
    }

    #[test]
    fn a_token_of_another_issuer_client_time_or_sign_in_is_refused() {
        for (claim, value) in [
            ("iss", json!("https://login.gemeente.example/")),
            ("aud", json!("another")),
            ("aud", json!([])),
            ("aud", json!(["another"])),
            ("aud", json!(["journey-feedback", "another"])),
            ("azp", json!("another")),
            ("exp", json!(NOW - 60)),
            ("exp", json!("tomorrow")),
            ("iat", json!(NOW + 60)),
            ("nbf", json!(NOW + 61)),
            ("nonce", json!("n-2")),
            ("sub", json!("")),
        ] {
            let mut claims = claims();
            claims[claim] = value.clone();
            assert_eq!(read(&claims, expected()), Err(claim), "{value}");
        }
        for claim in ["iss", "aud", "exp", "iat", "nonce", "sub"] {
            let mut claims = claims();
            claims.as_object_mut().unwrap().remove(claim);
            assert_eq!(read(&claims, expected()), Err(claim));
        }
    }

    #[test]
    fn the_clocks_may_be_a_minute_apart() {
        for (claim, value) in [("exp", NOW - 59), ("iat", NOW + 59), ("nbf", NOW + 60)] {
            let mut claims = claims();
            claims[claim] = json!(value);
            assert!(read(&claims, expected()).is_ok(), "{claim}");
        }
    }

    #[test]
    fn without_groups_a_person_is_in_none() {
        for groups in [json!(null), json!("owners"), json!({"owners": true})] {
            let mut claims = claims();
            claims["groups"] = groups;
            assert!(read(&claims, expected()).unwrap().groups.is_empty());
        }
    }

    #[test]
    fn the_highest_role_counts_at_the_journeys_of_all_groups_that_give_it() {
        const RULES: &str = "owners = admin; permits=editor:permit, extension;parking=editor:parking;all=viewer; odd=king; =admin;admin";
        let of = |groups: &[&str]| {
            let groups: Vec<_> = groups.iter().map(|it| (*it).to_owned()).collect();
            let grant = grant(RULES, &groups)?;
            let journeys = grant.journeys.map(|it| it.into_iter().collect::<Vec<_>>());
            Some((grant.role, journeys.map(|it| it.join(" "))))
        };
        assert_eq!(of(&["all", "owners"]), Some((Role::Admin, None)));
        let editor = |journeys: &str| Some((Role::Editor, Some(journeys.to_owned())));
        assert_eq!(of(&["all", "permits"]), editor("extension permit"));
        assert_eq!(
            of(&["parking", "permits"]),
            editor("extension parking permit")
        );
        assert_eq!(of(&["all"]), Some((Role::Viewer, None)));
        for nobody in [&[][..], &["odd"], &["admin"], &["Owners"]] {
            assert_eq!(of(nobody), None, "{nobody:?}");
        }
    }
}
