//! Which address means what; pure.

use journey::check::is_id;

/// An address of the API. Identifiers are well formed; whether they exist is another matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// `/v1/health`
    Health,
    /// `/v1/openapi.json`
    OpenApi,
    /// `/v1/journey.schema.json`
    JourneySchema,
    /// `/v1/widget.json`
    WidgetFiles,
    /// `/v1/audit-log`
    AuditLog,
    /// `/v1/keys`
    Keys,
    /// `/v1/keys/{id}`
    Key(&'a str),
    /// `/v1/journeys`
    Journeys,
    /// `/v1/journeys/{journey}`
    Journey(&'a str),
    /// `/v1/journeys/{journey}/results`
    JourneyResults(&'a str),
    /// `/v1/journeys/{journey}/signals`
    Signals(&'a str),
    /// `/v1/journeys/{journey}/signals/{id}`; the id is not yet checked.
    Signal(&'a str, &'a str),
    /// `/v1/journeys/{journey}/held-bursts`
    HeldBursts(&'a str),
    /// `/v1/journeys/{journey}/held-bursts/{id}`; the id is not yet checked.
    HeldBurst(&'a str, &'a str),
    /// `/v1/journeys/{journey}/improvements`
    Improvements(&'a str),
    /// `/v1/journeys/{journey}/improvements/{id}`
    Improvement(&'a str, &'a str),
    /// `/v1/journeys/{journey}/callbacks`
    Callbacks(&'a str),
    /// `/v1/journeys/{journey}/callbacks/{id}`
    Callback(&'a str, &'a str),
    /// `/v1/journeys/{journey}/webhooks`
    Webhooks(&'a str),
    /// `/v1/journeys/{journey}/webhooks/{id}`
    Webhook(&'a str, &'a str),
    /// `/v1/journeys/{journey}/webhooks/{id}/secret`
    WebhookSecret(&'a str, &'a str),
    /// `/v1/journeys/{journey}/webhooks/{id}/test`
    WebhookTest(&'a str, &'a str),
    /// `/v1/journeys/{journey}/webhooks/{id}/deliveries`
    Deliveries(&'a str, &'a str),
    /// `/v1/journeys/{journey}/webhooks/{id}/deliveries/{delivery}`
    Delivery(&'a str, &'a str, &'a str),
    /// `/v1/journeys/{journey}/export`
    JourneyExport(&'a str),
    /// `/v1/export`
    Export,
    /// `/v1/import`
    Import,
    /// `/v1/journeys/{journey}/steps/{step}/results`
    StepResults(&'a str, &'a str),
    /// `/v1/journeys/{journey}/steps/{step}/qr-code`
    QrCode(&'a str, &'a str),
    /// `/v1/journeys/{journey}/steps/{step}/question`
    Question(&'a str, &'a str),
    /// `/v1/journeys/{journey}/steps/{step}/improvements`
    StepImprovements(&'a str, &'a str),
    /// `/v1/journeys/{journey}/steps/{step}/callbacks`
    StepCallbacks(&'a str, &'a str),
    /// `/v1/journeys/{journey}/steps/{step}/responses/{ulid}`; the ULID is not yet checked.
    Response(&'a str, &'a str, &'a str),
}

/// A Worker that serves pages, and a few calls of the API beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pages {
    /// The page on which residents answer without a script.
    Answer,
    /// The dashboard.
    Dashboard,
}

#[cfg(not(all(feature = "answer", feature = "dashboard")))]
impl Pages {
    /// The name by which it is bound to the Worker that answers the API.
    pub(crate) fn binding(self) -> &'static str {
        match self {
            Self::Answer => "ANSWER",
            Self::Dashboard => "DASHBOARD",
        }
    }
}

impl<'a> Route<'a> {
    /// The route of a path, if it is one.
    pub(crate) fn parse(path: &'a str) -> Option<Self> {
        let rest = path.strip_prefix("/v1/")?;
        let mut segments = rest.split('/');
        let route = match (segments.next()?, segments.next()) {
            ("health", None) => Self::Health,
            ("openapi.json", None) => Self::OpenApi,
            ("journey.schema.json", None) => Self::JourneySchema,
            ("widget.json", None) => Self::WidgetFiles,
            ("audit-log", None) => Self::AuditLog,
            ("export", None) => Self::Export,
            ("import", None) => Self::Import,
            ("keys", None) => Self::Keys,
            ("keys", Some(id)) if is_id(id) => Self::Key(id),
            ("journeys", None) => Self::Journeys,
            ("journeys", Some(journey)) if is_id(journey) => {
                match (segments.next(), segments.next(), segments.next()) {
                    (None, ..) => Self::Journey(journey),
                    (Some("results"), None, _) => Self::JourneyResults(journey),
                    (Some("export"), None, _) => Self::JourneyExport(journey),
                    (Some("signals"), None, _) => Self::Signals(journey),
                    (Some("signals"), Some(id), None) if !id.is_empty() => {
                        Self::Signal(journey, id)
                    }
                    (Some("held-bursts"), None, _) => Self::HeldBursts(journey),
                    (Some("held-bursts"), Some(id), None) if !id.is_empty() => {
                        Self::HeldBurst(journey, id)
                    }
                    (Some("improvements"), None, _) => Self::Improvements(journey),
                    (Some("improvements"), Some(id), None) if is_id(id) => {
                        Self::Improvement(journey, id)
                    }
                    (Some("callbacks"), None, _) => Self::Callbacks(journey),
                    (Some("callbacks"), Some(id), None) if is_id(id) => Self::Callback(journey, id),
                    (Some("webhooks"), None, _) => Self::Webhooks(journey),
                    (Some("webhooks"), Some(id), part) if is_id(id) => {
                        match (part, segments.next()) {
                            (None, _) => Self::Webhook(journey, id),
                            (Some("secret"), None) => Self::WebhookSecret(journey, id),
                            (Some("test"), None) => Self::WebhookTest(journey, id),
                            (Some("deliveries"), None) => Self::Deliveries(journey, id),
                            (Some("deliveries"), Some(delivery)) if is_id(delivery) => {
                                Self::Delivery(journey, id, delivery)
                            }
                            _ => return None,
                        }
                    }
                    (Some("steps"), Some(step), Some(part)) if is_id(step) => {
                        match (part, segments.next()) {
                            ("qr-code", None) => Self::QrCode(journey, step),
                            ("question", None) => Self::Question(journey, step),
                            ("improvements", None) => Self::StepImprovements(journey, step),
                            ("callbacks", None) => Self::StepCallbacks(journey, step),
                            ("results", None) => Self::StepResults(journey, step),
                            ("responses", Some(ulid)) => Self::Response(journey, step, ulid),
                            _ => return None,
                        }
                    }
                    _ => return None,
                }
            }
            _ => return None,
        };
        segments.next().is_none().then_some(route)
    }

    /// Which Worker of pages answers it: what only those need who look after a journey.
    pub(crate) fn of_pages(&self) -> Option<Pages> {
        let is_of_webhooks = matches!(
            self,
            Self::Webhooks(_)
                | Self::Webhook(..)
                | Self::WebhookSecret(..)
                | Self::WebhookTest(..)
                | Self::Deliveries(..)
                | Self::Delivery(..)
        );
        match self {
            Self::QrCode(..) => Some(Pages::Answer),
            _ => is_of_webhooks.then_some(Pages::Dashboard),
        }
    }

    /// The methods that an address takes.
    pub(crate) fn methods(&self) -> &'static str {
        match self {
            Self::Health
            | Self::OpenApi
            | Self::JourneySchema
            | Self::WidgetFiles
            | Self::AuditLog
            | Self::JourneyResults(_)
            | Self::StepResults(..)
            | Self::Journeys
            | Self::Signals(_)
            | Self::HeldBursts(_)
            | Self::Callbacks(_)
            | Self::Deliveries(..)
            | Self::JourneyExport(_)
            | Self::QrCode(..)
            | Self::Export => "GET",
            Self::Signal(..) | Self::HeldBurst(..) | Self::Callback(..) => "PATCH",
            Self::Import => "PUT",
            Self::Question(..) | Self::StepImprovements(..) => "GET, OPTIONS",
            Self::StepCallbacks(..) => "POST, OPTIONS",
            Self::WebhookSecret(..) | Self::WebhookTest(..) | Self::Delivery(..) => "POST",
            Self::Journey(_) | Self::Improvement(..) | Self::Webhook(..) => "GET, PUT, DELETE",
            Self::Keys | Self::Improvements(_) | Self::Webhooks(_) => "GET, POST",
            Self::Key(_) => "DELETE",
            Self::Response(..) => "PUT, DELETE, OPTIONS",
        }
    }
}

/// The path and the query of an address as the platform writes it, query without `?`.
pub(crate) fn path_and_query(url: &str) -> (&str, &str) {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(after_scheme..).unwrap_or_default();
    let from_path = rest
        .find('/')
        .and_then(|at| rest.get(at..))
        .unwrap_or_default();
    let from_path = from_path.split('#').next().unwrap_or_default();
    from_path.split_once('?').unwrap_or((from_path, ""))
}

/// The origin of an address: scheme, host and port.
pub(crate) fn origin(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url
        .get(after_scheme..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(url.len(), |at| after_scheme + at);
    url.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_those_need_who_look_after_a_journey_is_answered_by_its_pages() {
        let qr_code = Route::QrCode("a", "b").of_pages();
        assert!(matches!(qr_code, Some(Pages::Answer)));
        let webhooks = Route::Webhooks("a").of_pages();
        assert!(matches!(webhooks, Some(Pages::Dashboard)));
        assert!(Route::Question("a", "b").of_pages().is_none());
    }

    #[test]
    fn every_address_of_the_api_is_found() {
        for (path, route) in [
            ("/v1/health", Route::Health),
            ("/v1/openapi.json", Route::OpenApi),
            ("/v1/journey.schema.json", Route::JourneySchema),
            ("/v1/widget.json", Route::WidgetFiles),
            ("/v1/journeys", Route::Journeys),
            ("/v1/audit-log", Route::AuditLog),
            ("/v1/keys", Route::Keys),
            ("/v1/keys/a1", Route::Key("a1")),
            ("/v1/journeys/a-1", Route::Journey("a-1")),
            ("/v1/journeys/a/results", Route::JourneyResults("a")),
            ("/v1/journeys/a/signals", Route::Signals("a")),
            ("/v1/journeys/a/signals/0-b", Route::Signal("a", "0-b")),
            ("/v1/journeys/a/held-bursts", Route::HeldBursts("a")),
            (
                "/v1/journeys/a/held-bursts/0-1",
                Route::HeldBurst("a", "0-1"),
            ),
            ("/v1/journeys/a/improvements", Route::Improvements("a")),
            (
                "/v1/journeys/a/improvements/b",
                Route::Improvement("a", "b"),
            ),
            ("/v1/journeys/a/callbacks", Route::Callbacks("a")),
            ("/v1/journeys/a/callbacks/b", Route::Callback("a", "b")),
            ("/v1/journeys/a/webhooks", Route::Webhooks("a")),
            ("/v1/journeys/a/webhooks/b", Route::Webhook("a", "b")),
            (
                "/v1/journeys/a/webhooks/b/secret",
                Route::WebhookSecret("a", "b"),
            ),
            (
                "/v1/journeys/a/webhooks/b/test",
                Route::WebhookTest("a", "b"),
            ),
            (
                "/v1/journeys/a/webhooks/b/deliveries",
                Route::Deliveries("a", "b"),
            ),
            (
                "/v1/journeys/a/webhooks/b/deliveries/c",
                Route::Delivery("a", "b", "c"),
            ),
            ("/v1/journeys/a/export", Route::JourneyExport("a")),
            ("/v1/export", Route::Export),
            ("/v1/import", Route::Import),
            ("/v1/journeys/a/steps/b/qr-code", Route::QrCode("a", "b")),
            (
                "/v1/journeys/a/steps/b/results",
                Route::StepResults("a", "b"),
            ),
            ("/v1/journeys/a/steps/b/question", Route::Question("a", "b")),
            (
                "/v1/journeys/a/steps/b/improvements",
                Route::StepImprovements("a", "b"),
            ),
            (
                "/v1/journeys/a/steps/b/callbacks",
                Route::StepCallbacks("a", "b"),
            ),
            (
                "/v1/journeys/a/steps/b/responses/X",
                Route::Response("a", "b", "X"),
            ),
        ] {
            assert_eq!(Route::parse(path), Some(route), "{path}");
        }
    }

    #[test]
    fn a_trailing_slash_or_anything_else_is_no_address() {
        for path in [
            "",
            "/",
            "/v1",
            "/v1/",
            "/v1/health/",
            "/v1/journeys/",
            "/v1/journeys/a/",
            "/v1/journeys/A",
            "/v1/journeys/a%2Fb",
            "/v1/journeys/a/results/",
            "/v1/journeys/a/results/x",
            "/v1/journeys/a/signals/",
            "/v1/journeys/a/signals/0-b/",
            "/v1/journeys/a/held-bursts/",
            "/v1/journeys/a/held-bursts/0-1/",
            "/v1/journeys/a/improvements/B",
            "/v1/journeys/a/improvements/b/c",
            "/v1/journeys/a/callbacks/",
            "/v1/journeys/a/steps/b/callbacks/c",
            "/v1/journeys/a/webhooks/",
            "/v1/journeys/a/webhooks/B",
            "/v1/journeys/a/webhooks/b/",
            "/v1/journeys/a/webhooks/b/secret/",
            "/v1/journeys/a/webhooks/b/secrets",
            "/v1/journeys/a/webhooks/b/deliveries/",
            "/v1/journeys/a/webhooks/b/deliveries/c/d",
            "/v1/journeys/a/export/x",
            "/v1/export/",
            "/v1/import/x",
            "/v1/journeys/a/steps",
            "/v1/journeys/a/steps/b",
            "/v1/journeys/a/steps/b/question/",
            "/v1/journeys/a/steps/b/responses",
            "/v1/journeys/a/steps/b/responses/X/",
            "/v1/journeys/a/steps//question",
            "/v1/keys/",
            "/v1/keys/a/b",
            "/v2/health",
            "//v1/health",
        ] {
            assert_eq!(Route::parse(path), None, "{path}");
        }
    }

    #[test]
    fn an_address_comes_apart() {
        assert_eq!(
            path_and_query("https://a.example/p/q?x=1&y=/z#f"),
            ("/p/q", "x=1&y=/z")
        );
        assert_eq!(path_and_query("http://a:8787/"), ("/", ""));
        assert_eq!(path_and_query("http://a/b?c"), ("/b", "c"));
        assert_eq!(origin("http://a:8787/p?q"), "http://a:8787");
        assert_eq!(origin("http://a/b?c"), "http://a");
        assert_eq!(origin("https://a.example"), "https://a.example");
    }
}
