//! The files that are stored beside the worker, each also compressed by brotli: the widget's, the
//! pages' style sheets, and the documents that describe the API.

use crate::{dashboard, error::Error, reply::Reply};
use worker::{Env, web_sys};

/// The file at a path, compressed where the browser takes that; none where there is no such file.
pub(crate) async fn find(
    env: &Env,
    path: &str,
    accept_encoding: Option<&str>,
) -> Result<Option<Reply>, Error> {
    // Only what has one of these endings is a file; a folder has none.
    let Some(content_type) = content_type(path) else {
        return Ok(None);
    };
    let takes_brotli = accept_encoding.is_some_and(|accepted| {
        accepted
            .split(',')
            .any(|coding| coding.split(';').next().is_some_and(|it| it.trim() == "br"))
    });
    let ending = if takes_brotli { ".br" } else { "" };
    let address = format!("https://assets{path}{ending}");
    let response = env.assets("ASSETS")?.fetch(address, None).await?;
    if response.status_code() != 200 {
        return Ok(None);
    }
    let Some(stream) = web_sys::Response::from(response).body() else {
        return Ok(None);
    };
    // Addresses in a folder carry a version; the floating one is looked up again soon.
    let caching = if ["/widget/", dashboard::ROOT, "/answer/"]
        .iter()
        .any(|folder| path.starts_with(folder))
    {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300, stale-while-revalidate=86400"
    };
    let reply = Reply::stream(200, content_type, stream)
        .header("Cache-Control", caching)
        .header("Vary", "Accept-Encoding")
        .header("Access-Control-Allow-Origin", "*")
        .header("Cross-Origin-Resource-Policy", "cross-origin");
    Ok(Some(if takes_brotli {
        reply.encoded("br")
    } else {
        reply
    }))
}

fn content_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "json" => Some("application/json"),
        "wasm" => Some("application/wasm"),
        _ => None,
    }
}
