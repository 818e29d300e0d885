//! What an object's tables hold, out as lines of JSON and in again; the lines are those of
//! [`journey::backup`], with their keys in alphabetical order.

use crate::{error::Error, sql::Sql};
use sha2::{Digest, Sha256};

/// The table of what was imported, by half of the SHA-256 of its lines.
pub(crate) const IMPORTS: &str =
    "CREATE TABLE imports (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID";

/// The statements that carry an object's tables.
pub(crate) struct Carried {
    /// Queries of lines, each with how many are surely less than 2 MB.
    pub(crate) rows: &'static [(&'static str, i32)],
    /// Take a list of lines each, and insert those of one kind.
    pub(crate) insert: &'static [&'static str],
}

/// What became of an import.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Import {
    Done,
    /// The object holds these very lines, or held them when they were imported.
    Present,
    /// The object holds something else.
    Occupied,
}

/// A statement with its rows.
pub(crate) type Statement = (&'static str, String);

impl Import {
    /// The status that tells it.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Done => 201,
            Self::Present => 200,
            Self::Occupied => 409,
        }
    }
}

impl Carried {
    /// Everything the tables hold.
    pub(crate) fn rows(&self, sql: &Sql) -> Result<String, Error> {
        let mut all = Vec::new();
        for (query, page) in self.rows {
            all.extend(sql.pages(query, &[], *page)?);
        }
        Ok(all.join("\n"))
    }

    /// Whether lines may come in, by half of their SHA-256 and by what is here, and if so the
    /// statements that bring them. `occupied` is a query that tells whether there is anything.
    pub(crate) fn import(
        &self,
        sql: &Sql,
        occupied: &str,
        lines: &str,
    ) -> Result<(Import, Vec<Statement>), Error> {
        let digest = Sha256::digest(lines);
        let half = digest.first_chunk().copied().unwrap_or_default();
        let hash = format!("{:032x}", u128::from_be_bytes(half));
        let known = "SELECT 1 FROM imports WHERE hash = ?";
        if sql.text(known, vec![hash.as_str().into()])?.is_some() {
            return Ok((Import::Present, Vec::new()));
        }
        let occupied = sql.text(occupied, Vec::new())?;
        if occupied.as_deref() == Some("1") {
            let same = self.rows(sql)? == lines;
            let import = if same {
                Import::Present
            } else {
                Import::Occupied
            };
            return Ok((import, Vec::new()));
        }
        let mut statements = self.statements(lines);
        statements.push(("INSERT INTO imports (hash) VALUES (?)", hash));
        Ok((Import::Done, statements))
    }

    /// The statements that bring lines in.
    pub(crate) fn statements(&self, lines: &str) -> Vec<Statement> {
        let mut statements = Vec::new();
        let mut rest = lines;
        while !rest.is_empty() {
            let end = match rest.as_bytes().get(PIECE..) {
                None => rest.len(),
                Some(after) => after
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(rest.len(), |at| PIECE + at),
            };
            let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let piece = format!("[{}]", piece.trim_matches('\n').replace('\n', ","));
            statements.extend(self.insert.iter().map(|it| (*it, piece.clone())));
            rest = after.trim_start_matches('\n');
        }
        statements
    }
}

/// A statement's values may have 2 MB; a line adds little to this.
const PIECE: usize = 256 * 1024;
