//! The QR code of a step's page, for a letter or a desk.

use crate::{
    access,
    api::{self, parameter},
    dashboard::answer,
    error::Error,
    negotiation,
    reply::Reply,
    route,
};
use journey::{
    access::Role,
    edition::Edition,
    problem::{Fault, Part},
    response::Channel,
};
use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use std::fmt::Write;
use worker::{Env, web_sys};

const SVG: &str = "image/svg+xml";

/// The light modules around a code (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;

/// Answers a call of the API for a code.
pub(crate) async fn answer(
    request: &web_sys::Request,
    env: &Env,
    journey: &str,
    step: &str,
    query: &str,
) -> Result<Reply, Error> {
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Error::Method("GET"));
    }
    access::check(request, env, Role::Viewer, Some(journey)).await?;
    negotiation::accepted(request, &[SVG], SVG)?;
    let edition = api::known_journey(env, journey).await?;
    of_step(&request.url(), journey, step, &edition, query)
}

/// The code of a step for the query's channel, a letter where it names none, as a file.
///
/// # Errors
/// [`Error::Invalid`] for a channel that there is not.
pub(crate) fn of_step(
    url: &str,
    journey: &str,
    step: &str,
    edition: &Edition,
    query: &str,
) -> Result<Reply, Error> {
    if edition.definition.step(step).is_none() {
        return Err(Error::unknown("step"));
    }
    let channel = match parameter(query, "channel") {
        None => Channel::Letter,
        Some(asked) => {
            let mut all = Channel::NAMES.into_iter();
            let found = all.find(|(name, _)| *name == asked);
            let detail = "Allowed here: web, letter, desk, phone, staff.";
            let fault = || Fault::named(Part::Query, "channel", "unknown-value", detail);
            found.ok_or_else(|| Error::Invalid(vec![fault()]))?.1
        }
    };
    let address = address(url, journey, step, channel);
    let svg = draw(&address, &format!("QR code: {address}"))?.into_string();
    Ok(Reply::text(200, SVG, svg))
}

/// The whole address of a step's page, by the address of a request. It is secure but on the loopback address: whatever
/// ends TLS before this is not told of here.
pub(crate) fn address(url: &str, journey: &str, step: &str, channel: Channel) -> String {
    let origin = route::origin(url);
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let name = host.split(':').next().unwrap_or_default();
    let below = answer::address(journey, step, channel);
    if matches!(name, "localhost" | "127.0.0.1" | "[") {
        [origin, &below].concat()
    } else {
        ["https://", host, &below].concat()
    }
}

/// A text as a code, with what a screen reader says of it.
fn draw(text: &str, says: &str) -> Result<Markup, Error> {
    let bytes = [QrSegment::make_bytes(text.as_bytes())];
    let code = QrCode::encode_segments(&bytes, QrCodeEcc::Medium)
        .map_err(|_| Error::Internal("an address is too long for a code".to_owned()))?;
    let side = code.size() + 2 * QUIET_ZONE;
    let mut dark = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let (x, y) = (x + QUIET_ZONE, y + QUIET_ZONE);
            let _infallible = write!(dark, "M{x} {y}h1v1h-1z");
        }
    }
    Ok(html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(says) shape-rendering="crispEdges"
            viewBox={ "0 0 " (side) " " (side) } {
            path fill="#fff" d={ "M0 0h" (side) "v" (side) "H0z" } {}
            path fill="#000" d=(dark) {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_secure_but_on_the_machine_itself() {
        for (url, whole) in [
            (
                "http://feedback.example/v1/x",
                "https://feedback.example/answer/a/b?channel=letter",
            ),
            (
                "https://feedback.example:8443/",
                "https://feedback.example:8443/answer/a/b?channel=letter",
            ),
            (
                "http://localhost:8787/dashboard",
                "http://localhost:8787/answer/a/b?channel=letter",
            ),
            (
                "http://[::1]:8787/dashboard",
                "http://[::1]:8787/answer/a/b?channel=letter",
            ),
            (
                "http://localhost.example/",
                "https://localhost.example/answer/a/b?channel=letter",
            ),
        ] {
            assert_eq!(address(url, "a", "b", Channel::Letter), whole);
        }
    }

    #[test]
    fn a_code_has_its_quiet_zone_and_is_well_formed() {
        let svg = draw("https://x.example/?a=1&b=2", "a <b> & \"c\"")
            .unwrap()
            .into_string();
        assert!(svg.contains("viewBox=\"0 0 33 33\""), "{svg}");
        assert!(
            svg.contains("M4 4h1v1h-1z") && !svg.contains("M3 ") && !svg.contains(" 3h1"),
            "{svg}"
        );
        assert!(
            svg.contains("aria-label=\"a &lt;b&gt; &amp; &quot;c&quot;\""),
            "{svg}"
        );
    }
}
