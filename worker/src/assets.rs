//! The widget's files, embedded when the worker is built.

use crate::reply::Reply;

/// A file that browsers download.
struct Asset {
    path: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets_table.rs"));

/// The file at a path, brotli-compressed where the browser takes that.
pub(crate) fn find(path: &str, accept_encoding: Option<&str>) -> Option<Reply> {
    let asset = ASSETS.iter().find(|asset| asset.path == path)?;
    let takes_brotli = accept_encoding.is_some_and(|accepted| {
        accepted
            .split(',')
            .any(|coding| coding.split(';').next().is_some_and(|it| it.trim() == "br"))
    });
    let (bytes, coding) = if takes_brotli {
        (asset.brotli, Some("br"))
    } else {
        (asset.plain, None)
    };
    // Addresses below /widget/ carry a version; the floating one is looked up again soon.
    let caching = if path.starts_with("/widget/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300, stale-while-revalidate=86400"
    };
    let mut reply = Reply::bytes(200, content_type(path), bytes)
        .header("Cache-Control", caching)
        .header("Vary", "Accept-Encoding")
        .header("Access-Control-Allow-Origin", "*")
        .header("Cross-Origin-Resource-Policy", "cross-origin");
    if let Some(coding) = coding {
        reply = reply.encoded(coding);
    }
    Some(reply)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
