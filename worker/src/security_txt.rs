//! Where to report a vulnerability of this installation (RFC 9116), as its operator set it.

use crate::{error::Error, reply::Reply, setting::setting};
use worker::{Env, web_sys};

/// Its address.
pub(crate) const PATH: &str = "/.well-known/security.txt";

/// The file, by the settings `SECURITY_CONTACT` and `SECURITY_EXPIRES`.
///
/// # Errors
/// [`Error::NotFound`] where either is absent: the standard requires both.
pub(crate) fn answer(request: &web_sys::Request, env: &Env) -> Result<Reply, Error> {
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Error::Method("GET"));
    }
    let (Some(contact), Some(expires)) = (
        setting(env, "SECURITY_CONTACT"),
        setting(env, "SECURITY_EXPIRES"),
    ) else {
        return Err(Error::NotFound(
            "This installation names no contact for vulnerabilities.".into(),
            None,
        ));
    };
    let text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n");
    Ok(Reply::text(200, "text/plain; charset=utf-8", text))
}
