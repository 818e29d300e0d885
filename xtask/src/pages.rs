//! Serves a folder of pages from an origin of its own, under a content security policy as strict as a municipality's.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Request, Response, Server};

use crate::error::{Error, Result};

/// A server of pages that ends when dropped.
pub struct Pages {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Pages {
    /// Serves `folder` on the loopback address; its pages may take scripts from `worker` and call it, no one else.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn serve(folder: &Path, port: u16, worker: &str) -> Result<Self> {
        let taken = |error| Error::Server(format!("port {port} for the pages: {error}"));
        let server = Arc::new(Server::http(("127.0.0.1", port)).map_err(taken)?);
        let (folder, policy, requests) = (folder.to_owned(), policy(worker), Arc::clone(&server));
        let thread = thread::spawn(move || {
            for request in requests.incoming_requests() {
                // A browser that went away is no concern of ours.
                let _ = answer(request, &folder, &policy);
            }
        });
        Ok(Self {
            server,
            thread: Some(thread),
        })
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
         img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'"
    )
}

fn answer(request: Request, folder: &Path, policy: &str) -> std::io::Result<()> {
    let found = file_of(request.url()).map(|path| folder.join(path));
    let Some((path, file)) = found.and_then(|path| File::open(&path).ok().map(|file| (path, file)))
    else {
        return request.respond(Response::from_string("Not found").with_status_code(404));
    };
    let headers = [
        ("content-type", content_type(&path)),
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
    ];
    let mut response = Response::from_file(file);
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

/// The file that an address stands for, relative to the folder; none for one that would lead out of it.
fn file_of(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let is_plain =
        |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '%']);
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    path.split('/').all(is_plain).then(|| PathBuf::from(path))
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Pages, file_of};
    use crate::http::status;
    use crate::workerd::free_port;

    #[test]
    fn a_page_comes_under_the_policy_until_the_server_is_dropped() {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("index.html"), "<h1>Stap</h1>").unwrap();
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}/");
        let pages = Pages::serve(folder.path(), port, "http://localhost:1").unwrap();
        let page = ureq::get(&url).call().unwrap();
        let header = |name: &str| page.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src http://localhost:1 "),
            "{policy}"
        );
        assert_eq!(status(&format!("{url}absent.html")), Some(404));
        drop(pages);
        assert_eq!(status(&url), None);
    }

    #[test]
    fn an_address_stands_for_a_file_in_the_folder() {
        assert_eq!(file_of("/").as_deref(), Some(Path::new("index.html")));
        assert_eq!(
            file_of("/stap/?x=1").as_deref(),
            Some(Path::new("stap/index.html"))
        );
        assert_eq!(file_of("/a/b.css").as_deref(), Some(Path::new("a/b.css")));
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        for url in [
            "/../secret",
            "/a/../../secret",
            "//etc/passwd",
            "/%2e%2e/secret",
            "/.data/x",
            "secret",
            "/a\\b",
        ] {
            assert_eq!(file_of(url), None, "{url}");
        }
    }
}
