//! What the operator set: environment variables, as the platform hands them over.

use js_sys::Reflect;
use worker::Env;

/// A setting; none where it is absent or empty. Not by `Env::var`, which takes the null that stands for an unset variable
/// for a fault.
pub(crate) fn setting(env: &Env, name: &str) -> Option<String> {
    let value = Reflect::get(env, &name.into()).ok()?.as_string()?;
    (!value.is_empty()).then_some(value)
}
