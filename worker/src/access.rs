//! Who is calling, and whether they may.
//!
//! Nothing is kept here: the first admin key is a setting, every other key is in the
//! organisation's object, as a hash. Where keys are compared, it takes the same time whatever was
//! given.

use crate::{
    error::Error,
    organisation::{self, Presented},
    random::hex_of,
};
use journey::access::{Grant, Role};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use worker::{Env, web_sys};

/// A caller with a valid key.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The key's name, for the audit log.
    pub(crate) key: String,
    /// What the key opens.
    pub(crate) grant: Grant,
}

/// The name of the key that is a setting.
pub(crate) const FIRST_KEY: &str = "admin-key";

/// The caller, if their key opens what needs a role at a journey.
///
/// # Errors
/// [`Error::Unauthorized`] without a valid key, [`Error::Forbidden`] when the key does not open
/// this.
pub(crate) async fn check(
    request: &web_sys::Request,
    env: &Env,
    need: Role,
    journey: Option<&str>,
) -> Result<Caller, Error> {
    let caller = caller(request, env).await?;
    if caller.grant.opens(need, journey) {
        Ok(caller)
    } else {
        Err(Error::Forbidden("This key does not open this.".into()))
    }
}

/// The caller, whatever their key opens.
///
/// # Errors
/// [`Error::Unauthorized`] without a valid key.
pub(crate) async fn caller(request: &web_sys::Request, env: &Env) -> Result<Caller, Error> {
    let given = request.headers().get("Authorization")?.unwrap_or_default();
    with_key(env, given.strip_prefix("Bearer ").unwrap_or_default()).await
}

/// The caller who has a key.
///
/// # Errors
/// [`Error::Unauthorized`] when it is no valid key.
pub(crate) async fn with_key(env: &Env, given: &str) -> Result<Caller, Error> {
    if first_key_hash(env).is_some_and(|first| same(&hash(given), &first)) {
        return Ok(Caller {
            key: FIRST_KEY.to_owned(),
            grant: Grant::ALL,
        });
    }
    let Some(id) = key_id(given) else {
        return Err(Error::Unauthorized);
    };
    let presented = Presented {
        id: id.to_owned(),
        hash: hash(given),
    };
    match organisation::verify(env, &presented).await? {
        Some(grant) => Ok(Caller {
            key: presented.id,
            grant,
        }),
        None => Err(Error::Unauthorized),
    }
}

/// The hash of the key that is a setting; none where it is not set.
pub(crate) fn first_key_hash(env: &Env) -> Option<String> {
    let key = env.var("ADMIN_KEY").ok()?.to_string();
    (!key.is_empty()).then(|| hash(&key))
}

/// A key's hash, in hexadecimal. A key is random, so a plain hash of it cannot be reversed by
/// trying.
pub(crate) fn hash(key: &str) -> String {
    hex_of(&Sha256::digest(key))
}

/// Whether two hashes are the same, in a time that does not tell.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// The text of a new key: its name and its secret.
pub(crate) fn key_text(id: &str, secret: &str) -> String {
    format!("jf_{id}_{secret}")
}

fn key_id(key: &str) -> Option<&str> {
    let (id, _) = key.strip_prefix("jf_")?.split_once('_')?;
    (!id.is_empty() && id.len() <= 64).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keys_text_holds_its_name() {
        assert_eq!(key_id(&key_text("a1b2", "s3cret")), Some("a1b2"));
        for text in [
            "",
            "jf_",
            "jf_abc",
            "jf__secret",
            "abc_def",
            "Bearer jf_a_b",
        ] {
            assert_eq!(key_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(same(&hash("abc"), &hash("abc")));
        assert!(!same(&hash("abc"), &hash("abd")));
    }
}
