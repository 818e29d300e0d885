//! Serves the demo application from an origin of its own, under a content security policy as strict as a municipality's.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use flate2::Compression;
use flate2::write::GzEncoder;
use journey_demo::pages::{Reply, reply};
use journey_demo::theme::{COMPONENTS, THEMES, style_sheet};
use tiny_http::{Header, Request, Response, Server};

use crate::error::{Error, Result};

/// The style sheets whose tokens the widget reads from the page.
const WIDGET_STYLES: [&str; 2] = ["widget/js/style.css", "widget/js/after.css"];

/// A server of pages that ends when dropped.
pub struct Pages {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Pages {
    /// Serves them on the loopback address; they may take scripts from `worker` and call it, no one else.
    ///
    /// # Errors
    /// When the port is taken, or a theme or another file is not there.
    pub fn serve(root: &Path, port: u16, worker: &str) -> Result<Self> {
        let files = files(root)?;
        let taken = |error| Error::Server(format!("port {port} for the pages: {error}"));
        let server = Arc::new(Server::http(("127.0.0.1", port)).map_err(taken)?);
        let (worker, policy) = (worker.to_owned(), policy(worker));
        let requests = Arc::clone(&server);
        let thread = thread::spawn(move || {
            for request in requests.incoming_requests() {
                // A browser that went away is no concern of ours.
                let _ = answer(request, &files, &worker, &policy);
            }
        });
        Ok(Self {
            server,
            thread: Some(thread),
        })
    }

    /// Goes on until the process ends.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn policy(worker: &str) -> String {
    format!(
        "default-src 'none'; script-src {worker} 'wasm-unsafe-eval'; connect-src {worker}; style-src 'self'; \
         img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'"
    )
}

/// What is the same for everybody, by its path: a style sheet for each theme, the icon.
fn files(root: &Path) -> Result<BTreeMap<String, (&'static str, Vec<u8>)>> {
    let modules = root.join("node_modules");
    let text = |path: &Path| fs::read_to_string(path).map_err(Error::file(path));
    let mut rules = String::new();
    for component in COMPONENTS {
        rules += &text(&modules.join(format!("@utrecht/{component}-css/dist/index.css")))?;
    }
    rules += &text(&root.join("demo/demo.css"))?;
    let mut widget = String::new();
    for style in WIDGET_STYLES {
        widget += &text(&root.join(style))?;
    }
    let mut files = BTreeMap::new();
    for theme in THEMES {
        let sheet = style_sheet(&text(&modules.join(theme.tokens))?, &rules, &widget);
        let path = format!("/theme/{}.css", theme.id);
        files.insert(path, ("text/css; charset=utf-8", sheet.into_bytes()));
    }
    let icon = text(&root.join("demo/icon.svg"))?;
    files.insert("/icon.svg".to_owned(), ("image/svg+xml", icon.into_bytes()));
    Ok(files)
}

fn answer(
    request: Request,
    files: &BTreeMap<String, (&'static str, Vec<u8>)>,
    worker: &str,
    policy: &str,
) -> std::io::Result<()> {
    let path = request.url().split('?').next().unwrap_or_default();
    let (status, kind, content, see) = match (files.get(path), reply(request.url(), worker)) {
        (Some((kind, content)), _) => (200, *kind, content.clone(), None),
        (None, Some(Reply::Page(html))) => {
            (200, "text/html; charset=utf-8", html.into_bytes(), None)
        }
        (None, Some(Reply::See(address))) => (303, "text/plain", Vec::new(), Some(address)),
        (None, None) => (404, "text/plain", b"Not found".to_vec(), None),
    };
    let takes_gzip = request.headers().iter().any(|header| {
        header.field.equiv("accept-encoding") && header.value.as_str().contains("gzip")
    });
    let packs = takes_gzip && !content.is_empty();
    let content = if packs { gzip(&content)? } else { content };
    let mut headers = Vec::from([
        ("content-type", kind),
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("vary", "accept-encoding"),
        ("x-content-type-options", "nosniff"),
        // What is filled in stands in the address.
        ("referrer-policy", "strict-origin-when-cross-origin"),
    ]);
    if packs {
        headers.push(("content-encoding", "gzip"));
    }
    if let Some(address) = &see {
        headers.push(("location", address));
    }
    let mut response = Response::from_data(content).with_status_code(status);
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(content)?;
    packed.finish()
}

#[cfg(test)]
mod tests {
    use super::Pages;
    use crate::http::status;
    use crate::setup::root;
    use crate::workerd::free_port;

    #[test]
    fn a_page_comes_under_the_policy_until_the_server_is_dropped() {
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}");
        let pages = Pages::serve(&root(), port, "http://localhost:1").unwrap();
        let page = ureq::get(format!("{url}/utrecht/nl/kosten"))
            .call()
            .unwrap();
        let header = |name: &str| page.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src http://localhost:1 "),
            "{policy}"
        );
        for path in ["/", "/theme/denhaag.css", "/icon.svg"] {
            assert_eq!(status(&format!("{url}{path}")), Some(200), "{path}");
        }
        for path in ["/absent.html", "/../Cargo.toml", "/theme/x.css"] {
            assert_eq!(status(&format!("{url}{path}")), Some(404), "{path}");
        }
        drop(pages);
        assert_eq!(status(&url), None);
    }
}
