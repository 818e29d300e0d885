//! What must hold for hostile addresses, cookies, headers and bundles, whatever they are; for fuzzing alone.
#![expect(
    clippy::missing_panics_doc,
    reason = "each fails where its first line does not hold"
)]

use crate::dashboard::{accepted, own_or_first};
use crate::{bundle, route::Route, session::Session};

/// An address that is a route begins as the API does, and is none with a slash behind it.
pub fn route(path: &str) {
    if Route::parse(path).is_some() {
        assert!(path.starts_with("/v1/"), "{path}");
        assert_eq!(Route::parse(&format!("{path}/")), None, "{path}");
    }
}

/// A cookie that nobody signed opens nothing.
pub fn session(text: &str, now_ms: u64) {
    if let Some(session) = Session::read(text, now_ms) {
        assert!(!session.is_signed("secret", "hash"), "{text}");
        assert_eq!(session.id.len(), 32);
        let signed = session.sign("secret", "hash");
        let again = Session::read(&signed, now_ms);
        assert!(
            again.is_some_and(|it| it.is_signed("secret", "hash")),
            "{signed}"
        );
    }
}

/// What is read of a bundle is read again as it was.
pub fn bundle(bytes: &[u8]) {
    if let Some(parts) = bundle::read::<2>(bytes) {
        let mut written = Vec::new();
        for (head, body) in &parts {
            bundle::write(&mut written, head, body);
        }
        assert_eq!(bundle::read::<2>(&written), Some(parts));
    }
}

/// Signing in leads to the dashboard and nowhere else.
pub fn own_address(text: &str) {
    let to = own_or_first(text);
    assert!(
        to.starts_with("/dashboard") && !to.contains(['\\', '\r', '\n']),
        "{to}"
    );
}

/// Some language is found in whatever a browser accepts.
pub fn accepted_language(header: &str) {
    assert!(matches!(accepted(header).code, "nl" | "en"));
}
