//! The page on which a resident answers without a script, or with a letter or a desk in hand.
//!
//! Its words are those of the question call, and what is sent from it goes the way of the widget's answers. Nobody is known
//! here: no cookie, no session. A page carries the ULID that was made as it was served, so whatever is sent from it,
//! however often, is one response; what is sent later outranks what was sent before. Comments with personal data are
//! shown masked before anything of them is sent.

use super::{
    frame::{self, ICON},
    given::{self, To},
    visit::{Form, own_form},
};
use crate::{
    api::{self, parameter},
    callbacks,
    error::Error,
    improvements, negotiation, qr_code, random, rate_limit,
    reply::Reply,
    route::{self, Route},
    security_txt,
};
use journey::{
    check::is_id,
    definition::Step,
    edition::Edition,
    improvement::ShownImprovements,
    language::{self, Direction},
    problem::{Fault, Location},
    question::{self, ShownQuestion},
    redaction,
    response::Channel,
    scale::Tone,
};
use js_sys::Array;
use maud::{DOCTYPE, Markup, html};
use serde_json::json;
use ulid::Ulid;
use wasm_bindgen::prelude::*;
use worker::{Context, Date, Env, web_sys};

const FOLDER: &str = "/answer/";
/// What leads from a page to its QR code.
const CODE: &str = "/qr-code";
const STYLE: u32 = frame::version(include_bytes!("../../assets/answer.css"));
/// As many as the widget shows.
const MOST_IMPROVEMENTS: usize = 3;

/// What languages call themselves.
const OWN_NAMES: [(&str, &str); 9] = [
    ("nl", "Nederlands"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("fy", "Frysk"),
    ("pl", "Polski"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
];

/// Whether a path is such a page's, or of what its Worker serves beside it; the style sheet has no step.
pub(crate) fn has(path: &str) -> bool {
    let below = path.strip_prefix(FOLDER);
    path == security_txt::PATH || below.is_some_and(|below| below.contains('/'))
}

/// The address of a step's page for a channel, below the origin.
pub(crate) fn address(journey: &str, step: &str, channel: Channel) -> String {
    format!("{FOLDER}{journey}/{step}?channel={}", channel.name())
}

/// The address of its QR code, of a page's own address.
pub(crate) fn address_of_code(page: &str) -> String {
    page.replacen('?', &[CODE, "?"].concat(), 1)
}

/// Answers a request for such a page, where what goes wrong becomes a page too, and for what is beside it.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
) -> Result<web_sys::Response, Error> {
    let url = request.url();
    let (path, query) = route::path_and_query(&url);
    let reply = match Route::parse(path) {
        Some(Route::QrCode(journey, step)) => {
            qr_code::answer(request, env, journey, step, query).await
        }
        _ if path == security_txt::PATH => security_txt::answer(request, env),
        _ => {
            let answer = answer(request, env, context, path, query).await;
            Ok(answer.unwrap_or_else(|error| error.into_reply().with_page(NOTHING.to_owned())))
        }
    };
    negotiation::discard_body(request).await;
    Ok(reply?.into_response()?)
}

async fn answer(
    request: &web_sys::Request,
    env: &Env,
    context: &Context,
    path: &str,
    query: &str,
) -> Result<Reply, Error> {
    let below = path.strip_prefix(FOLDER).unwrap_or_default();
    if let Some((journey, step)) = below.strip_suffix(CODE).and_then(|it| it.split_once('/'))
        && request.method() != "POST"
    {
        let edition = api::known_journey(env, journey).await?;
        return qr_code::of_step(&request.url(), journey, step, &edition, query);
    }
    let (journey, step) = below
        .split_once('/')
        .filter(|(journey, step)| is_id(journey) && is_id(step))
        .ok_or_else(|| Error::unknown("step"))?;
    let edition = api::known_journey(env, journey).await?;
    let definition = &edition.definition;
    let step = definition
        .step(step)
        .ok_or_else(|| Error::unknown("step"))?;
    let form = match request.method().as_str() {
        "GET" | "HEAD" => None,
        "POST" => Some(own_form(request).await),
        _ => return Err(Error::Method("GET, POST")),
    };
    let said = |name| match &form {
        Some(Ok(form)) => Some(form.value(name).to_owned()),
        _ => parameter(query, name),
    };
    let asked = match said(if form.is_some() { "language" } else { "lang" }) {
        None => accepted(request, &definition.languages)?,
        asked => asked,
    };
    let question = question::show(journey, step, &edition, asked.as_deref());
    let channel = said("channel").unwrap_or_default();
    let mut channels = Channel::NAMES.into_iter();
    let audience = said("audience").unwrap_or_default();
    let mut audiences = definition.audiences.iter();
    let page = Page {
        request,
        env,
        path,
        journey,
        step,
        edition: &edition,
        question: question.ok_or_else(|| Error::unknown("step"))?,
        channel: channels
            .find(|(name, _)| *name == channel)
            .map_or(Channel::Web, |(_, channel)| channel),
        audience: audiences
            .find(|it| it.id == audience)
            .map_or("", |it| it.id.as_str()),
    };
    let reply = match form {
        None => page.ask(),
        Some(Err(error)) => Err(error),
        Some(Ok(form)) if form.value("do") == "callback" => page.take_callback(&form).await,
        Some(Ok(form)) => page.take_answer(&form, context).await,
    };
    Ok(reply.unwrap_or_else(|error| page.failed(error.into_reply(), page.question.words.failed)))
}

/// The first language that the browser asks for and the journey has.
fn accepted(request: &web_sys::Request, offered: &[String]) -> Result<Option<String>, Error> {
    let asked = request
        .headers()
        .get("Accept-Language")?
        .unwrap_or_default();
    let mut tags = asked
        .split(',')
        .map(|range| range.split(';').next().unwrap_or_default().trim());
    let found = tags.find(|tag| !language::choose(Some(tag), offered, "").is_empty());
    Ok(found.map(str::to_owned))
}

/// A question that is asked or answered here.
struct Page<'a> {
    request: &'a web_sys::Request,
    env: &'a Env,
    path: &'a str,
    journey: &'a str,
    step: &'a Step,
    edition: &'a Edition,
    question: ShownQuestion,
    channel: Channel,
    /// Empty for none.
    audience: &'a str,
}

/// What was typed in a form, and what is wrong with it.
#[derive(Default)]
struct Typed<'a> {
    form: Option<&'a Form>,
    problem: Option<&'a str>,
}

impl Typed<'_> {
    fn value(&self, name: &str) -> &str {
        self.form.map_or("", |form| form.value(name))
    }

    /// The value of `aria-invalid`, where it has one.
    fn invalid(&self) -> Option<&'static str> {
        self.problem.map(|_| "true")
    }
}

impl Page<'_> {
    fn ask(&self) -> Result<Reply, Error> {
        let ulid = random::ulid()?.to_string();
        Ok(self.asked(&ulid, 200, &Typed::default()))
    }

    /// The question itself; an open one with its field.
    fn asked(&self, ulid: &str, status: u16, typed: &Typed) -> Reply {
        let question = &self.question;
        let main = html! {
            h1 #prompt { (question.prompt) }
            @if question.options.is_empty() { (self.further(ulid, "", typed)) } @else {
                form method="post" action=(self.path) {
                    (self.hidden(ulid))
                    div.options role="group" aria-labelledby="prompt" {
                        @for option in &question.options {
                            button name="option" value=(option.id) { (option.label) }
                        }
                    }
                }
            }
        };
        self.page(Reply::empty(status), &question.prompt, &main)
    }

    async fn take_answer(&self, form: &Form, context: &Context) -> Result<Reply, Error> {
        let caller = rate_limit::check(&self.request.headers(), self.env, self.journey).await?;
        let comment = form.text("comment");
        let masked = redaction::mask(&comment);
        if !masked.found.is_empty() {
            return Ok(self.with_personal_data(form, &masked.text));
        }
        let to = To {
            journey: self.journey,
            step: &self.step.id,
            edition: self.edition,
            caller,
        };
        let revision = revision(form.value("ulid"));
        let answer = match given::send(form, revision, to, self.env, context).await {
            Ok(answer) => answer,
            Err(Error::Invalid(faults)) if faults.iter().all(|it| is_at(it, "/comment")) => {
                return Ok(self.further_again(form, &faults));
            }
            Err(error) => return Err(error),
        };
        match answer.status {
            200 | 201 => self.thank(form).await,
            429 => Err(rate_limit::too_many()),
            status => Ok(self.failed(Reply::empty(status), self.question.words.failed)),
        }
    }

    /// Thanks, what happens next, and whatever else follows an answer.
    async fn thank(&self, form: &Form) -> Result<Reply, Error> {
        let question = &self.question;
        let words = &question.words;
        let outlier = question
            .options
            .iter()
            .find(|it| it.outlier && it.id == form.value("option"))
            .filter(|_| question.follow_up.is_some() && form.value("further").is_empty());
        let main = html! {
            h1 { (words.thanks) }
            @if let Some(next) = &question.next { h2 { (words.next) } p { (next) } }
            @if let Some(option) = outlier {
                (self.further(form.value("ulid"), &option.id, &Typed::default()))
            }
            (self.after().await?)
            @if question.callback.is_some() { (self.callback_form(&random::ulid()?.to_string(), &Typed::default())) }
        };
        Ok(self.page(Reply::empty(200), words.thanks, &main))
    }

    /// The ways out, and what earlier answers changed.
    async fn after(&self) -> Result<Markup, Error> {
        let (question, definition) = (&self.question, &self.edition.definition);
        let language = Some(question.language.as_str());
        let shown =
            improvements::published(self.env, self.journey, &self.step.id, definition, language);
        let ShownImprovements {
            language,
            improvements,
        } = shown.await?;
        Ok(html! {
            @if !question.exits.is_empty() {
                p.exits { @for exit in &question.exits { a href=(exit.href) { (exit.label) } " " } }
            }
            @if !improvements.is_empty() {
                h2 { (question.words.improvements) }
                ul.improvements {
                    @for it in improvements.iter().take(MOST_IMPROVEMENTS) { li {
                        @if let Some(said) = &it.you_said { q { (said) } }
                        p { (it.we_did) }
                        @let since = it.since.to_string();
                        time datetime=(since) { (in_language(&since, &language, &["month", "year"])) }
                    } }
                }
            }
        })
    }

    /// The form of what is asked further: of everyone at an open question, else after an option.
    fn further(&self, ulid: &str, option: &str, typed: &Typed) -> Markup {
        let question = &self.question;
        let (Some(further), Some(words)) = (&question.follow_up, &question.words.follow_up) else {
            return html! {};
        };
        let open = question.options.is_empty();
        let chosen = question.options.iter().find(|it| it.id == option);
        let heading = match chosen.map(|it| it.tone) {
            Some(Tone::Negative) => words.reason_negative,
            Some(Tone::Positive) => words.reason_positive,
            _ => words.reason_neutral,
        };
        html! {
            form method="post" action=(self.path) {
                (self.hidden(ulid))
                input type="hidden" name="option" value=(option);
                input type="hidden" name="further" value="given";
                @if !further.reasons.is_empty() {
                    fieldset {
                        legend { (heading) " (" (words.optional) ")" }
                        @for (at, reason) in further.reasons.iter().enumerate() {
                            label.choice for={ "reason-" (at) } {
                                input type="radio" id={ "reason-" (at) } name="reason" value=(reason.id) checked[typed.value("reason") == reason.id];
                                (reason.label)
                            }
                        }
                    }
                }
                @if let Some(comment) = &further.comment {
                    label for="comment" { (comment.prompt) @if !open { " (" (words.optional) ")" } }
                    p #hint .hint { (words.comment_hint) }
                    @if let Some(problem) = typed.problem { p #problem .problem role="alert" { (problem) } }
                    textarea #comment name="comment" rows="5" required[open] aria-describedby="hint problem"
                        aria-invalid=[typed.invalid()] { (typed.value("comment")) }
                }
                button.main { (words.send) }
            }
        }
    }

    /// The fields of a form again, with what is wrong about its comment.
    fn further_again(&self, form: &Form, faults: &[Fault]) -> Reply {
        let (question, ulid) = (&self.question, form.value("ulid"));
        let words = question.words.follow_up.as_ref();
        let too_long = faults.iter().any(|it| it.code == "too-long");
        let typed = Typed {
            form: Some(form),
            problem: match words {
                Some(words) if too_long => Some(&words.too_long),
                Some(words) => Some(words.comment_hint),
                None => None,
            },
        };
        if question.options.is_empty() {
            return self.asked(ulid, 400, &typed);
        }
        let main = html! {
            h1 { (question.prompt) }
            (self.further(ulid, form.value("option"), &typed))
        };
        self.page(Reply::empty(400), typed.problem.unwrap_or_default(), &main)
    }

    /// A comment as it would be kept, before it is sent.
    fn with_personal_data(&self, form: &Form, masked: &str) -> Reply {
        let question = &self.question;
        let Some(words) = &question.words.follow_up else {
            return self.failed(Reply::empty(400), question.words.failed);
        };
        let typed = Typed {
            form: Some(form),
            problem: None,
        };
        let (ulid, option) = (form.value("ulid"), form.value("option"));
        let main = html! {
            h1 { (question.prompt) }
            div role="alert" {
                p { (words.personal_data) }
                p.masked { (masked) }
            }
            form method="post" action=(self.path) {
                (self.hidden(ulid))
                input type="hidden" name="further" value="given";
                @for (name, value) in [("option", option), ("reason", form.value("reason")), ("comment", masked)] {
                    input type="hidden" name=(name) value=(value);
                }
                button.main { (words.send_masked) }
            }
            details {
                summary { (words.edit) }
                (self.further(ulid, option, &typed))
            }
        };
        self.page(Reply::empty(200), words.personal_data, &main)
    }

    /// The form to ask to be called; its ULID is another than the answer's, so nothing ties the two.
    fn callback_form(&self, ulid: &str, typed: &Typed) -> Markup {
        let Some(words) = &self.question.words.callback else {
            return html! {};
        };
        let moments = [
            ("any", words.any),
            ("morning", words.morning),
            ("afternoon", words.afternoon),
        ];
        html! {
            details open[typed.problem.is_some()] {
                summary { (words.offer) }
                p { (words.promise) }
                form method="post" action=(self.path) {
                    (self.hidden(ulid))
                    input type="hidden" name="do" value="callback";
                    label for="phone" { (words.phone) }
                    @if let Some(problem) = typed.problem { p #phone-problem .problem role="alert" { (problem) } }
                    input #phone name="phone" type="tel" autocomplete="tel" required maxlength="40" value=(typed.value("phone"))
                        aria-describedby="phone-problem" aria-invalid=[typed.invalid()];
                    label for="name" { (words.name) }
                    input #name name="name" autocomplete="name" maxlength="80" value=(typed.value("name"));
                    label for="moment" { (words.moment) }
                    select #moment name="moment" {
                        @for (id, name) in moments { option value=(id) selected[typed.value("moment") == id] { (name) } }
                    }
                    button.main { (words.send) }
                }
            }
        }
    }

    async fn take_callback(&self, form: &Form) -> Result<Reply, Error> {
        let words = self.question.words.callback.as_ref();
        let words = words.ok_or_else(|| Error::unknown("step"))?;
        let caller = rate_limit::check(&self.request.headers(), self.env, self.journey).await?;
        let body = json!({
            "id": form.value("ulid"),
            "phone": form.text("phone"),
            "name": Some(form.text("name")).filter(|name| !name.is_empty()),
            "moment": form.value("moment"),
            "language": self.question.language,
        });
        let body = body.to_string();
        let taken = callbacks::take(
            self.env,
            self.journey,
            self.step,
            self.edition,
            &caller,
            body.as_bytes(),
        );
        let told = match taken.await {
            Ok((_, told)) => told,
            Err(Error::Invalid(faults)) if faults.iter().all(|it| is_at(it, "/phone")) => {
                let typed = Typed {
                    form: Some(form),
                    problem: Some(words.phone_wrong),
                };
                let main = html! {
                    h1 { (words.offer) }
                    (self.callback_form(form.value("ulid"), &typed))
                };
                return Ok(self.page(Reply::empty(400), words.phone_wrong, &main));
            }
            Err(error) => return Ok(self.failed(error.into_reply(), words.failed)),
        };
        let told: serde_json::Value = serde_json::from_str(&told)?;
        let due = told.get("dueDate").and_then(|it| it.as_str());
        let due = in_language(
            due.unwrap_or_default(),
            &self.question.language,
            &["day", "month"],
        );
        let main = html! {
            h1 { (words.done) }
            p { (words.due.replace("{date}", &due)) }
        };
        Ok(self.page(Reply::empty(200), words.done, &main))
    }

    /// What was sent is not kept; a new page may try again.
    fn failed(&self, reply: Reply, says: &str) -> Reply {
        let question = &self.question;
        let main = html! {
            h1 { (says) }
            p { a href=(self.own_address(&question.language)) { (question.prompt) } }
        };
        self.page(reply, says, &main)
    }

    /// What every form here carries.
    fn hidden(&self, ulid: &str) -> Markup {
        let version = self.question.question_version.to_string();
        let fields = [
            ("ulid", ulid),
            ("questionVersion", &version),
            ("language", &self.question.language),
            ("channel", self.channel.name()),
            ("audience", self.audience),
        ];
        html! {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
        }
    }

    /// The address of this page in a language.
    fn own_address(&self, language: &str) -> String {
        let mut address = address(self.journey, &self.step.id, self.channel);
        for (name, value) in [("audience", self.audience), ("lang", language)] {
            if !value.is_empty() {
                address.extend(["&", name, "=", value]);
            }
        }
        address
    }

    fn page(&self, reply: Reply, title: &str, main: &Markup) -> Reply {
        let (question, definition) = (&self.question, &self.edition.definition);
        let own = |texts: &journey::texts::Texts| {
            let default = &definition.default_language;
            texts.in_language(&question.language, default).to_owned()
        };
        let journey = own(&definition.title);
        let body = html! {
            header {
                p { (journey) ": " (own(&self.step.title)) }
                @if definition.languages.len() > 1 {
                    ul.languages {
                        @for tag in &definition.languages {
                            @let name = OWN_NAMES.iter().find(|(known, _)| known == tag).map_or(tag.as_str(), |(_, name)| name);
                            li { a href=(self.own_address(tag)) lang=(tag) hreflang=(tag) aria-current=[frame::current(*tag == question.language)] { (name) } }
                        }
                    }
                }
            }
            main { (main) }
        };
        let title = [title, " – ", &journey].concat();
        reply.with_page(document(
            &question.language,
            question.direction,
            &title,
            &body,
        ))
    }
}

/// The page where there is no such question, in whose languages nobody knows.
const NOTHING: &str = "<!DOCTYPE html><html lang=\"nl\"><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Deze vraag is er niet</title><main>\
    <h1>Deze vraag is er niet</h1><p lang=\"en\">This question does not exist</p></main></html>";

fn document(language: &str, direction: Direction, title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang=(language) dir=(match direction { Direction::Ltr => "ltr", Direction::Rtl => "rtl" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href={ (FOLDER) "answer.css?" (format_args!("{STYLE:08x}")) };
                link rel="icon" href=(ICON);
            }
            body { (body) }
        }
    }
    .into_string()
}

/// The milliseconds since a page was served: what is sent later from it outranks what was sent before, and whoever goes
/// back in their browser can change their answer.
fn revision(ulid: &str) -> u32 {
    let served = Ulid::from_string(ulid).map_or(0, |ulid| ulid.timestamp_ms());
    let since = Date::now().as_millis().saturating_sub(served);
    u32::try_from(since).unwrap_or(u32::MAX)
}

fn is_at(fault: &Fault, pointer: &str) -> bool {
    matches!(&fault.location, Location::Pointer(it) if it == pointer)
}

/// A day as a language writes those parts of it; as it is where the platform does not know how.
fn in_language(day: &str, language: &str, parts: &[&str]) -> String {
    let options = js_sys::Object::new();
    let said = |name: &str| if name == "month" { "long" } else { "numeric" };
    let all = parts.iter().map(|name| (*name, said(name)));
    for (name, value) in all.chain([("timeZone", "UTC")]) {
        // An object of our own takes every property.
        let _set = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    let locales = Array::of2(&format!("{language}-u-nu-latn").into(), &"nl".into());
    let date: Day = js_sys::Date::new(&day.into()).unchecked_into();
    let text = date.to_locale_date_string(&locales, &options);
    text.unwrap_or_else(|_| day.to_owned())
}

#[wasm_bindgen]
extern "C" {
    /// A date as the platform has it.
    #[wasm_bindgen(js_name = Date)]
    type Day;

    #[wasm_bindgen(method, catch, js_name = toLocaleDateString)]
    fn to_locale_date_string(
        this: &Day,
        locales: &Array,
        options: &js_sys::Object,
    ) -> Result<String, JsValue>;
}
