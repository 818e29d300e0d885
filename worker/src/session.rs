//! A session of the dashboard, as its cookie has it: signed, so that nothing needs to be stored; pure.
//!
//! The text is `key.grant.ends.id.signature`. The signature (HMAC-SHA-256) also covers the key's hash,
//! so that a session ends with the very key it began with, even where another comes by its name. What
//! a key opens is not in it: that is looked up at every request. Whoever signed in with an account of
//! the organisation has no key: what the account opens stands in `grant`.

use crate::{keyed_hash::keyed_hash, random::hex_of};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use journey::access::Grant;
use subtle::ConstantTimeEq;

/// How long a session lasts, in seconds.
pub(crate) const LASTS: u64 = 8 * 60 * 60;

/// A session, not yet known to be genuine where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// The key's name, or the account's.
    pub(crate) key: String,
    /// What the account opens, in letters that need no escape; empty for a key.
    grant: String,
    /// When it is over, in seconds since 1970.
    ends: u64,
    /// Its own name.
    pub(crate) id: String,
    signature: String,
}

impl Session {
    /// A session of a key that begins now; `id` is random.
    pub(crate) fn begin(key: String, id: String, now_ms: u64) -> Self {
        Self {
            key,
            grant: String::new(),
            ends: now_ms / 1000 + LASTS,
            id,
            signature: String::new(),
        }
    }

    /// The same, of an account.
    pub(crate) fn with_grant(self, grant: &Grant) -> Result<Self, serde_json::Error> {
        let grant = URL_SAFE_NO_PAD.encode(serde_json::to_string(grant)?);
        Ok(Self { grant, ..self })
    }

    /// What the account opens; none for a key.
    pub(crate) fn grant(&self) -> Option<Grant> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&self.grant).ok()?).ok()
    }

    /// The cookie's text.
    pub(crate) fn sign(&self, secret: &str, key_hash: &str) -> String {
        let signature = self.signature(secret, key_hash);
        let Self {
            key,
            grant,
            ends,
            id,
            ..
        } = self;
        format!("{key}.{grant}.{ends}.{id}.{signature}")
    }

    /// Reads a cookie's text; none when it is not shaped like one, or the session is over.
    pub(crate) fn read(text: &str, now_ms: u64) -> Option<Self> {
        let mut parts = text.split('.');
        let session = Self {
            key: parts.next()?.to_owned(),
            grant: parts.next()?.to_owned(),
            ends: parts.next()?.parse().ok()?,
            id: parts.next()?.to_owned(),
            signature: parts.next()?.to_owned(),
        };
        let whole = parts.next().is_none() && session.key.len() <= 64 && session.id.len() == 32;
        (whole && now_ms / 1000 < session.ends).then_some(session)
    }

    /// Whether it was signed with this secret for the key of this hash; takes the same time
    /// whatever was given.
    pub(crate) fn is_signed(&self, secret: &str, key_hash: &str) -> bool {
        same(&self.signature, &self.signature(secret, key_hash))
    }

    /// What the session's forms carry, so that no other page can send them.
    pub(crate) fn form_token(&self, secret: &str) -> String {
        keyed(secret, &["form", &self.id])
    }

    fn signature(&self, secret: &str, key_hash: &str) -> String {
        let ends = self.ends.to_string();
        keyed(
            secret,
            &["session", &self.key, &self.grant, &ends, &self.id, key_hash],
        )
    }
}

/// Whether two tokens are the same, in a time that does not tell.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// The parts' authentication code; none of them holds a full stop.
fn keyed(secret: &str, parts: &[&str]) -> String {
    hex_of(&keyed_hash(secret.as_bytes(), parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use journey::access::Role;

    const ID: &str = "00112233445566778899aabbccddeeff";
    const NOW: u64 = 1_764_000_000_000;

    fn text() -> String {
        Session::begin("a1b2".to_owned(), ID.to_owned(), NOW).sign("secret", "hash")
    }

    fn holds(text: &str, now: u64, secret: &str, key_hash: &str) -> bool {
        Session::read(text, now).is_some_and(|it| it.is_signed(secret, key_hash))
    }

    #[test]
    fn a_session_lasts_eight_hours_and_no_longer() {
        let end = NOW + 8 * 60 * 60 * 1000;
        assert!(holds(&text(), NOW, "secret", "hash"));
        assert!(holds(&text(), end - 1, "secret", "hash"));
        assert!(!holds(&text(), end, "secret", "hash"));
    }

    #[test]
    fn another_secret_another_key_or_a_changed_part_does_not_hold() {
        assert!(!holds(&text(), NOW, "other", "hash"));
        assert!(!holds(&text(), NOW, "secret", "other"));
        let (before, signature) = text()
            .rsplit_once('.')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        for forged in [
            text().replace("a1b2", "c3d4"),
            text().replace("176402", "176403"),
            text().replace("0011", "1100"),
            format!("{before}.{}", "0".repeat(64)),
            format!("{before}."),
            format!("{before}.{signature}0"),
            format!("{before}.{signature}.x"),
            before,
            signature,
            String::new(),
            "...".to_owned(),
        ] {
            assert_ne!(forged, text());
            assert!(!holds(&forged, NOW, "secret", "hash"), "{forged}");
        }
    }

    #[test]
    fn what_an_account_opens_is_signed_too() {
        let grant = Grant {
            role: Role::Editor,
            journeys: Some(["permit".to_owned()].into()),
        };
        let session = Session::begin("person-1".to_owned(), ID.to_owned(), NOW);
        assert_eq!(session.grant(), None);
        let text = session.with_grant(&grant).unwrap().sign("secret", "");
        assert!(holds(&text, NOW, "secret", ""));
        assert_eq!(Session::read(&text, NOW).unwrap().grant(), Some(grant));
        let all = URL_SAFE_NO_PAD.encode(r#"{"role":"admin"}"#);
        let parts: Vec<&str> = text.split('.').collect();
        let forged = [parts[0], &all, parts[2], parts[3], parts[4]].join(".");
        assert!(!holds(&forged, NOW, "secret", ""));
        assert!(Session::read(&forged, NOW).is_some_and(|it| it.grant() == Some(Grant::ALL)));
    }

    #[test]
    fn a_form_token_is_the_sessions_own_and_is_not_its_signature() {
        let session = Session::read(&text(), NOW).unwrap();
        let other = Session::begin("a1b2".to_owned(), ID.replace('0', "1"), NOW);
        assert_ne!(session.form_token("secret"), other.form_token("secret"));
        assert_ne!(session.form_token("secret"), session.form_token("other"));
        assert!(!text().contains(&session.form_token("secret")));
    }
}
