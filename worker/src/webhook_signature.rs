//! The signature of a webhook's delivery, by the Standard Webhooks specification 1.0.0
//! (<https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>); pure.
//!
//! A secret is kept as it is shown, in base64, without `whsec_` before it.

use crate::keyed_hash::keyed_hash;
use base64::{Engine, engine::general_purpose::STANDARD};

/// What stands before a secret where it is shown.
pub(crate) const PREFIX: &str = "whsec_";

/// How many bytes a secret has: as many as its hash (RFC 2104, section 3).
pub(crate) const SECRET_BYTES: u32 = 32;

/// A secret of these bytes.
pub(crate) fn secret_of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The header `webhook-signature` of a delivery: one signature by each secret that is not empty. The time is in seconds since
/// 1970.
pub(crate) fn sign(secrets: &[String], id: &str, time: &str, body: &str) -> String {
    let mut signatures = String::new();
    for secret in secrets.iter().filter(|it| !it.is_empty()) {
        if !signatures.is_empty() {
            signatures.push(' ');
        }
        let secret = STANDARD.decode(secret).unwrap_or_default();
        signatures.push_str("v1,");
        signatures.push_str(&STANDARD.encode(keyed_hash(&secret, &[id, time, body])));
    }
    signatures
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The case by which the reference libraries are tested.
    const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn signed(secrets: &[&str], time: &str) -> String {
        let secrets: Vec<String> = secrets.iter().map(ToString::to_string).collect();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        sign(&secrets, id, time, r#"{"test": 2432232314}"#)
    }

    #[test]
    fn a_signature_is_that_of_the_reference_libraries() {
        assert_eq!(signed(&[SECRET, ""], "1614265330"), SIGNATURE);
        assert_ne!(signed(&[SECRET], "1614265331"), SIGNATURE);
    }

    #[test]
    fn every_secret_signs() {
        let other = secret_of(b"another secret");
        let both = signed(&[SECRET, &other], "1614265330");
        let (first, second) = both.split_once(' ').unwrap();
        assert_eq!(first, SIGNATURE);
        assert_eq!(second, signed(&[&other], "1614265330"));
    }
}
