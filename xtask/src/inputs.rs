//! Whether something must be made again: a fingerprint of all it is made of, kept beside what was made.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// Makes something unless its inputs are those it was last made of; says whether it was made.
///
/// `inputs` are files and folders under `root`; `tools` names what else decides the result. `stamp` is a file that
/// only this function writes, inside what is made, so that removing that removes the stamp.
///
/// # Errors
/// When an input cannot be read, or what making gave.
pub fn make_if_changed(
    root: &Path,
    inputs: &[&str],
    tools: &str,
    stamp: &Path,
    make: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let now = fingerprint(root, inputs, tools)?;
    if fs::read_to_string(stamp).is_ok_and(|last| last == now) {
        return Ok(false);
    }
    make()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(stamp, now).map_err(Error::file(stamp))?;
    Ok(true)
}

fn fingerprint(root: &Path, inputs: &[&str], tools: &str) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        list(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut all = Sha256::new();
    all.update(tools);
    for file in files {
        let content = fs::read(&file).map_err(Error::file(&file))?;
        let name = file.strip_prefix(root).unwrap_or(&file);
        all.update(format!("\n{} {} ", name.display(), content.len()));
        all.update(content);
    }
    Ok(hex(&all.finalize()))
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(Error::file(path))? {
            list(&entry.map_err(Error::file(path))?.path(), files)?;
        }
    }
    Ok(())
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::make_if_changed;
    use crate::error::Error;

    /// Whether something is made of the folder `src` and the tool `tool`.
    fn is_made(root: &Path, tool: &str) -> bool {
        make_if_changed(root, &["src"], tool, &root.join("stamp"), || Ok(())).unwrap()
    }

    fn folder() -> TempDir {
        let root = TempDir::new().unwrap();
        fs::create_dir_all(root.path().join("src/deep")).unwrap();
        fs::write(root.path().join("src/deep/a"), "one").unwrap();
        root
    }

    #[test]
    fn nothing_is_made_twice_of_the_same() {
        let root = folder();
        assert!(is_made(root.path(), "tool"));
        assert!(!is_made(root.path(), "tool"));
        fs::write(root.path().join("src/deep/a"), "one").unwrap();
        assert!(!is_made(root.path(), "tool"));
    }

    #[test]
    fn a_changed_a_new_a_renamed_and_a_removed_file_count_and_so_does_the_tool() {
        let root = folder();
        let file = |name: &str| root.path().join("src").join(name);
        let is_made = |tool| is_made(root.path(), tool);
        assert!(is_made("tool"));
        fs::write(file("deep/a"), "two").unwrap();
        assert!(is_made("tool"));
        fs::write(file("b"), "").unwrap();
        assert!(is_made("tool"));
        fs::rename(file("b"), file("c")).unwrap();
        assert!(is_made("tool"));
        fs::remove_file(file("c")).unwrap();
        assert!(is_made("tool"));
        assert!(is_made("newer tool"));
        assert!(!is_made("newer tool"));
    }

    #[test]
    fn what_failed_is_made_again() {
        let root = folder();
        let stamp = root.path().join("stamp");
        let failing = || Err(Error::Failed("as asked".to_owned()));
        assert!(make_if_changed(root.path(), &["src"], "tool", &stamp, failing).is_err());
        assert!(is_made(root.path(), "tool"));
    }
}
