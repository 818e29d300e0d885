//! Signing in with a key, and out. The key itself is kept nowhere: not in the session, not in the page.

use super::{
    ROOT, account, frame,
    visit::{SESSION, Visit, address, see, set_cookie},
};
use crate::{access, error::Error, organisation, rate_limit, reply::Reply, session};
use maud::html;

/// What the page says of a try before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The key opens nothing.
    WrongKey,
    /// The organisation's provider vouched for nobody.
    Provider,
    /// The account's groups open nothing.
    NoRole,
}

/// The page to sign in on.
pub(super) fn page(visit: &Visit, refusal: Option<Refusal>) -> Reply {
    form(visit, refusal, &visit.asked("next").unwrap_or_default())
}

fn form(visit: &Visit, refusal: Option<Refusal>, next: &str) -> Reply {
    let words = visit.words;
    let wrong = refusal == Some(Refusal::WrongKey);
    let main = html! {
        h1 { (words.sign_in) }
        @if account::is_offered(visit.env) {
            @match refusal {
                Some(Refusal::Provider) => p.alert role="alert" { (words.account_failed) },
                Some(Refusal::NoRole) => p.alert role="alert" { (words.account_no_role) },
                _ => {},
            }
            p { a.button href=(address("/sign-in/organisation", &[("next", next)])) { (words.sign_in_account) } }
            h2 { (words.sign_in_key) }
        }
        form.narrow method="post" action=(address("/sign-in", &[])) {
            @if wrong { p #wrong .alert role="alert" { (words.wrong_key) } }
            input type="hidden" name="next" value=(next);
            label for="key" { (words.key) }
            p #hint .hint { (words.key_hint) }
            input #key type="password" name="key" required autocomplete="current-password" spellcheck="false"
                aria-describedby=(if wrong { "wrong hint" } else { "hint" }) aria-invalid=[wrong.then_some("true")];
            button { (words.sign_in) }
        }
    };
    let status = match refusal {
        None => 200,
        Some(Refusal::WrongKey | Refusal::Provider) => 401,
        Some(Refusal::NoRole) => 403,
    };
    frame::page_as(status, visit, words.sign_in, None, &main)
}

/// Lets whoever has no session sign in, and then go where they were going. A link on another site
/// brings no cookie along, so its visitor is first sent the same way from here.
pub(super) fn ask(visit: &Visit) -> Result<Reply, Error> {
    let headers = visit.request.headers();
    let method = visit.request.method();
    if method == "GET" && headers.get("Sec-Fetch-Site")?.as_deref() == Some("cross-site") {
        return Ok(go_on(visit, &here(visit)));
    }
    let next = if method == "GET" {
        here(visit)
    } else {
        String::new()
    };
    let next = if next == ROOT { "" } else { &next };
    Ok(see(address("/sign-in", &[("next", next)])))
}

/// A page that goes on to another one by itself, so that the browser asks for that from here.
pub(super) fn go_on(visit: &Visit, to: &str) -> Reply {
    let words = visit.words;
    let main = html! {
        h1 { (words.one_moment) }
        p { a href=(to) { (words.go_on) } }
    };
    let refresh = format!("0; url={to}");
    frame::page(visit, words.one_moment, None, &main).header("Refresh", refresh)
}

/// Begins a session for whoever has a key.
pub(super) async fn sign_in(visit: &Visit<'_>) -> Result<Reply, Error> {
    rate_limit::check_sign_in(&visit.request.headers(), visit.env).await?;
    let fields = visit.any_form().await?;
    let next = fields.value("next");
    let caller = match access::with_key(visit.env, fields.value("key").trim()).await {
        Ok(caller) => caller,
        Err(Error::Unauthorized) => return Ok(form(visit, Some(Refusal::WrongKey), next)),
        Err(error) => return Err(error),
    };
    let text = organisation::begin_session(visit.env, caller.key).await?;
    let to = own_or_first(next).to_owned();
    Ok(see(to).header("Set-Cookie", session_cookie(&text)))
}

/// The cookie of a session.
pub(super) fn session_cookie(text: &str) -> String {
    set_cookie(SESSION, text, session::LASTS)
}

/// The address to go to, where it is the dashboard's own; else the first page.
pub(crate) fn own_or_first(address: &str) -> &str {
    if is_own(address) { address } else { ROOT }
}

/// Ends the session for good: its cookie opens nothing any more, whoever kept it.
pub(super) async fn sign_out(visit: &Visit<'_>) -> Result<Reply, Error> {
    visit.form().await?;
    if let Some(text) = visit.session_text()? {
        organisation::end_session(visit.env, text).await?;
    }
    let to = address("/sign-in", &[]);
    Ok(see(to).header("Set-Cookie", set_cookie(SESSION, "", 0)))
}

/// The address of this very page.
fn here(visit: &Visit) -> String {
    let mark = if visit.query.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", visit.path, visit.query)
}

/// Whether an address is the dashboard's own, so that signing in leads nowhere else.
fn is_own(address: &str) -> bool {
    let below = address.strip_prefix(ROOT);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        && address
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !address.contains("/..")
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn signing_in_leads_to_the_dashboard_and_nowhere_else() {
        for address in [
            "/dashboard",
            "/dashboard?lang=en",
            "/dashboard/journeys/a?period=2026-Q4",
        ] {
            assert!(is_own(address), "{address}");
        }
        for address in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/dashboard",
            "/dashboard.evil",
            "/dashboardx",
            "/\\evil.example",
            "/dashboard/\r\nSet-Cookie: a=b",
            "/dashboard/../v1",
            "/dashboard/ x",
            "/dashboard/é",
        ] {
            assert!(!is_own(address), "{address:?}");
        }
    }
}
