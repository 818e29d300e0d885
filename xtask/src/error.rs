//! The one error of this crate: each names the thing that failed and, where there is one, the remedy.

use std::path::{Path, PathBuf};

/// What can go wrong while setting up, building, serving, testing or measuring.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line was not understood.
    #[error("{0}\n\n{usage}", usage = crate::USAGE)]
    Usage(#[from] lexopt::Error),
    /// Something needed is not there and could not be brought.
    #[error("{what} is missing\n  remedy: {remedy}")]
    Missing {
        /// The thing.
        what: String,
        /// What the reader can do about it.
        remedy: String,
    },
    /// A program could not be started or ended badly.
    #[error("{command}\n  {reason}\n{output}")]
    Command {
        /// The command line as one would type it.
        command: String,
        /// Its exit status, or why it could not start.
        reason: String,
        /// What it printed.
        output: String,
    },
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A server did not answer as it should.
    #[error("{0}")]
    Server(String),
    /// Checks ran and some failed; what failed has been printed.
    #[error("{0}")]
    Failed(String),
}

/// A result with this crate's error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err`: an I/O error with the path it happened at.
    pub fn file(path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::File { path, source }
    }

    /// Something missing, and what to do about it.
    pub fn missing(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}
