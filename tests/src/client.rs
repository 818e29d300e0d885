//! A plain HTTP client: every status is a reply, and what a reply says is there to be looked at.

use std::time::Duration;

use ureq::Agent;
use ureq::http::{Method, Request};

/// Sends requests to one server.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    origin: String,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The body as text.
    pub body: String,
    headers: Vec<(String, String)>,
}

impl Client {
    /// A client of a server by its origin, e.g. `http://127.0.0.1:8787`.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self {
            agent: config.into(),
            origin: origin.to_owned(),
            headers: Vec::new(),
        }
    }

    /// The same client with one more header on every request.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client with a key.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {key}"))
    }

    /// A header that goes with every request.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        named(&self.headers, name)
    }

    /// GET.
    ///
    /// # Panics
    /// When the server does not answer; so do the others.
    #[must_use]
    pub fn get(&self, path: &str) -> Reply {
        self.send(&Method::GET, path, None)
    }

    /// GET of bytes, as they come over the line.
    ///
    /// # Panics
    /// When the server does not answer or with another status than 200.
    #[must_use]
    pub fn get_bytes(&self, path: &str) -> Vec<u8> {
        let mut request = Request::builder().uri(format!("{}{path}", self.origin));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(()).expect("a request");
        let mut response = self.agent.run(request).expect("a response");
        assert_eq!(response.status(), 200, "{path}");
        response.body_mut().read_to_vec().expect("a body")
    }

    /// PUT of JSON.
    #[must_use]
    pub fn put(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.send_json(&Method::PUT, path, body)
    }

    /// POST of JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.send_json(&Method::POST, path, body)
    }

    /// PATCH of JSON.
    #[must_use]
    pub fn patch(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.send_json(&Method::PATCH, path, body)
    }

    /// DELETE.
    #[must_use]
    pub fn delete(&self, path: &str) -> Reply {
        self.send(&Method::DELETE, path, None)
    }

    /// OPTIONS.
    #[must_use]
    pub fn options(&self, path: &str) -> Reply {
        self.send(&Method::OPTIONS, path, None)
    }

    /// Any method, with any body of any content type.
    #[must_use]
    pub fn send_as(&self, method: &Method, path: &str, content_type: &str, body: &[u8]) -> Reply {
        self.with_header("content-type", content_type)
            .send(method, path, Some(body))
    }

    /// Whether the server answers this path with 200; false also when nothing listens.
    #[must_use]
    pub fn is_ok(&self, path: &str) -> bool {
        self.try_send(&Method::GET, path, None)
            .is_ok_and(|reply| reply.status == 200)
    }

    /// Any method; an error when nothing answers.
    ///
    /// # Errors
    /// When the connection cannot be made or breaks.
    pub fn try_send(
        &self,
        method: &Method,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body)?),
            None => self.agent.run(request.body(())?),
        }?;
        let headers = response.headers().iter();
        Ok(Reply {
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| {
                    (
                        name.to_string(),
                        String::from_utf8_lossy(value.as_bytes()).into_owned(),
                    )
                })
                .collect(),
            body: response.body_mut().read_to_string()?,
        })
    }

    fn send_json(&self, method: &Method, path: &str, body: &serde_json::Value) -> Reply {
        self.send_as(
            method,
            path,
            "application/json",
            body.to_string().as_bytes(),
        )
    }

    fn send(&self, method: &Method, path: &str, body: Option<&[u8]>) -> Reply {
        self.try_send(method, path, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }
}

impl Reply {
    /// A header's value; the first, where there are more.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        named(&self.headers, name)
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is no JSON; the message shows it.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in: {}", self.body))
    }
}

fn named<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut all = headers.iter();
    all.find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
