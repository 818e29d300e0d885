//! One request of an owner's browser: in which language, by whom, and what its form says.

use super::{
    ROOT,
    words::{self, Words},
};
use crate::{
    api::parameter,
    error::Error,
    negotiation,
    organisation::{self, OpenSession},
    reply::Reply,
    route, session,
    zone::Zone,
};
use journey::{
    access::Role,
    day::Day,
    edition::Edition,
    period::Period,
    problem::{Fault, Part},
};
use std::borrow::Cow;
use worker::{Date, Env, web_sys};

/// The session's cookie. Browsers take that prefix only for a secure cookie of this host alone;
/// they count the loopback address as secure.
pub(super) const SESSION: &str = "__Host-journey-feedback";
/// The language's cookie, set when one was chosen.
const LANGUAGE: &str = "__Host-journey-feedback-language";
/// How long a chosen language is kept, in seconds.
const YEAR: u64 = 365 * 24 * 60 * 60;
/// The largest form, in bytes.
const FORM_LIMIT: usize = 256 * 1024;

/// A request of an owner's browser.
pub(crate) struct Visit<'a> {
    /// The request.
    pub(super) request: &'a web_sys::Request,
    /// The platform.
    pub(super) env: &'a Env,
    /// The path.
    pub(super) path: &'a str,
    /// The query.
    pub(super) query: &'a str,
    /// The words, in the visit's language.
    pub(super) words: &'static Words,
    /// The session, once it was recognised.
    pub(super) viewer: Option<OpenSession>,
    /// Whether the language was chosen right now.
    chosen: bool,
}

impl<'a> Visit<'a> {
    /// A visit in the language that was chosen now, else before, else that the browser asks for.
    pub(super) fn of(
        request: &'a web_sys::Request,
        env: &'a Env,
        path: &'a str,
        query: &'a str,
    ) -> Result<Self, Error> {
        let chosen = parameter(query, "lang").and_then(|tag| words::of(&tag));
        let kept = cookie(request, LANGUAGE)?.and_then(|tag| words::of(&tag));
        let accepted = request.headers().get("Accept-Language")?;
        let accepted = || words::accepted(accepted.as_deref().unwrap_or_default());
        Ok(Self {
            request,
            env,
            path,
            query,
            words: chosen.or(kept).unwrap_or_else(accepted),
            viewer: None,
            chosen: chosen.is_some(),
        })
    }

    /// Finds out who looks.
    ///
    /// # Errors
    /// [`Error::Unauthorized`] without a session that holds.
    pub(super) async fn recognise(&mut self) -> Result<(), Error> {
        let text = cookie(self.request, SESSION)?.ok_or(Error::Unauthorized)?;
        let session = organisation::session(self.env, text).await?;
        self.viewer = Some(session.ok_or(Error::Unauthorized)?);
        Ok(())
    }

    /// Who looks, if they may do this.
    pub(super) fn may(&self, need: Role, journey: Option<&str>) -> Result<&OpenSession, Error> {
        let viewer = self.viewer.as_ref().ok_or(Error::Unauthorized)?;
        if viewer.grant.opens(need, journey) {
            Ok(viewer)
        } else {
            Err(Error::Forbidden("This key does not open this.".into()))
        }
    }

    /// Whether whoever looks may do this.
    pub(super) fn can(&self, need: Role, journey: Option<&str>) -> bool {
        self.may(need, journey).is_ok()
    }

    /// The fields of a form that this session's own page sent.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when another site sent it.
    pub(super) async fn form(&self) -> Result<Form, Error> {
        let form = self.any_form().await?;
        let viewer = self.viewer.as_ref().ok_or(Error::Unauthorized)?;
        let given = form.value("token");
        if session::same(given, &viewer.form_token) {
            Ok(form)
        } else {
            Err(foreign_form())
        }
    }

    /// The fields of a form that a page of this site sent, in whatever session.
    pub(super) async fn any_form(&self) -> Result<Form, Error> {
        own_form(self.request).await
    }

    /// A query parameter.
    pub(super) fn asked(&self, name: &str) -> Option<String> {
        parameter(self.query, name)
    }

    /// Every value of a query parameter.
    pub(super) fn asked_all(&self, name: &str) -> Vec<String> {
        let pairs = form_urlencoded::parse(self.query.as_bytes());
        let of_name = pairs.filter(|(known, _)| known == name);
        of_name.map(|(_, value)| value.into_owned()).collect()
    }

    /// The period asked for, else the one to begin with.
    pub(super) fn period(&self, edition: &Edition) -> Result<Period, Error> {
        match self.asked("period") {
            None => Ok(Period::to_begin_with(today(edition)?)),
            Some(text) => text.parse().map_err(|error| {
                let detail = format!("{error}");
                let fault = Fault::named(Part::Query, "period", "not-a-period", detail);
                Error::Invalid(vec![fault])
            }),
        }
    }

    /// The value of a session's cookie.
    pub(super) fn session_text(&self) -> Result<Option<String>, Error> {
        cookie(self.request, SESSION)
    }

    /// A reply that also keeps the language where it was chosen right now.
    pub(super) fn remember_language(&self, reply: Reply) -> Reply {
        if self.chosen && self.request.method() != "POST" {
            reply.also("Set-Cookie", set_cookie(LANGUAGE, self.words.code, YEAR))
        } else {
            reply
        }
    }
}

/// Today, in a journey's time zone.
pub(super) fn today(edition: &Edition) -> Result<Day, Error> {
    let zone = Zone::named(&edition.definition.time_zone)
        .ok_or_else(|| Error::Internal("a time zone is unknown".to_owned()))?;
    zone.day(Date::now().as_millis())
}

/// The fields of a form that a page of this site sent, whoever filled it in.
///
/// # Errors
/// [`Error::Forbidden`] when another site sent it.
pub(super) async fn own_form(request: &web_sys::Request) -> Result<Form, Error> {
    let headers = request.headers();
    let own = match headers.get("Sec-Fetch-Site")? {
        Some(site) => site == "same-origin",
        // A browser that does not say, or a connection on which it does not.
        None => headers
            .get("Origin")?
            .is_some_and(|origin| host(&origin) == host(route::origin(&request.url()))),
    };
    if !own {
        return Err(foreign_form());
    }
    let body = negotiation::form_body(request, FORM_LIMIT).await?;
    let fields = form_urlencoded::parse(&body);
    Ok(Form(
        fields
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
    ))
}

/// A form's fields.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// A field's first value; empty where there is none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// A field's text, trimmed, with the line ends that the API has.
    pub(super) fn text(&self, name: &str) -> String {
        self.value(name).trim().replace("\r\n", "\n")
    }

    /// Every value of a field.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let of_name = self.0.iter().filter(move |(known, _)| known == name);
        of_name.map(|(_, value)| value.as_str())
    }
}

/// A cookie that lasts so many seconds; 0 removes it.
pub(super) fn set_cookie(name: &str, value: &str, lasts: u64) -> String {
    set_cookie_as("Strict", name, value, lasts)
}

/// The same, with what is said of requests from other sites.
pub(super) fn set_cookie_as(same_site: &str, name: &str, value: &str, lasts: u64) -> String {
    format!("{name}={value}; Path=/; Max-Age={lasts}; Secure; HttpOnly; SameSite={same_site}")
}

/// An address of the dashboard with query parameters; those that are empty are left out.
pub(super) fn address(below: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query: Cow<str> = query.finish().into();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{ROOT}{below}{mark}{query}")
}

/// Sends the browser on to another page, which it gets.
pub(super) fn see(address: String) -> Reply {
    Reply::empty(303).header("Location", address)
}

/// The value of a cookie.
pub(super) fn cookie(request: &web_sys::Request, name: &str) -> Result<Option<String>, Error> {
    let cookies = request.headers().get("Cookie")?.unwrap_or_default();
    let found = cookies.split(';').find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then(|| value.to_owned())
    });
    Ok(found)
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or("", |(_, host)| host)
}

fn foreign_form() -> Error {
    Error::Forbidden("A form is taken from pages of this site only.".into())
}
