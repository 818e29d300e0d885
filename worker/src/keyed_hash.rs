//! HMAC-SHA-256 (RFC 2104), by which a text proves who wrote it; pure.

use hmac::{Hmac, KeyInit, Mac, digest::Key};
use sha2::Sha256;

/// The authentication code of parts with full stops between them. Of a secret, the first 64 bytes count.
pub(crate) fn keyed_hash(secret: &[u8], parts: &[&str]) -> [u8; 32] {
    // The definition fills up a key to a block with zeros; ours fit.
    let mut key = Key::<Hmac<Sha256>>::default();
    for (to, from) in key.iter_mut().zip(secret) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&key);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            mac.update(b".");
        }
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::hex_of;

    #[test]
    fn a_code_is_hmac_sha_256() {
        // RFC 4231, test case 2.
        assert_eq!(
            hex_of(&keyed_hash(b"Jefe", &["what do ya want for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(keyed_hash(b"a", &["b", "c"]), keyed_hash(b"a", &["b.c"]));
    }
}
