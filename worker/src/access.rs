//! Who may call what.

use crate::error::Error;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use worker::{Env, web_sys};

/// Lets the holder of the first admin key pass.
///
/// # Errors
/// [`Error::Unauthorized`] for everyone else, and where no admin key is set.
pub(crate) fn admin(request: &web_sys::Request, env: &Env) -> Result<(), Error> {
    let given = request.headers().get("Authorization")?.unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    let admin_key = env
        .var("ADMIN_KEY")
        .map_err(|_| Error::Unauthorized)?
        .to_string();
    // Hashes are of equal length, so the comparison takes the same time whatever was given.
    let same: bool = Sha256::digest(given)
        .as_slice()
        .ct_eq(Sha256::digest(&admin_key).as_slice())
        .into();
    if same && !admin_key.is_empty() {
        Ok(())
    } else {
        Err(Error::Unauthorized)
    }
}
