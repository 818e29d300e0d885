//! `dist/widget/widget.json`, which the worker serves as `/v1/widget.json`: every file of this version with its integrity
//! (W3C Subresource Integrity) and its bytes.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha384};

use crate::error::{Error, Result};
use crate::part::Part;

/// Writes it; gives each part with its integrity.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn write(dist: &Path, version: &str, parts: &[Part]) -> Result<Vec<(Part, String)>> {
    let mut listed = Vec::new();
    for part in parts {
        let path = dist.join("widget").join(version).join(part.file);
        let bytes = fs::read(&path).map_err(Error::file(&path))?;
        listed.push((part.clone(), integrity(&bytes)));
    }
    let rows = listed.iter().map(|(part, integrity)| {
        json!({
            "path": format!("/widget/{version}/{}", part.file),
            "integrity": integrity,
            "bytes": {"raw": part.raw, "brotli": part.brotli},
        })
    });
    let files: Vec<_> = rows.collect();
    let path = dist.join("widget.json");
    let document = json!({"version": version, "files": files});
    fs::write(&path, document.to_string()).map_err(Error::file(&path))?;
    Ok(listed)
}

fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::integrity;

    #[test]
    fn integrity_is_as_the_standard_has_it() {
        // The example of W3C Subresource Integrity, section 3.1.
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
