//! The short names that wasm-opt gives to what a module imports and exports, and the glue that calls them so.
//!
//! Names are read from what wasm-opt prints, never guessed.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::error::{Error, Result};

/// What wasm-opt calls the module that all imports come from, once their names are short.
pub(crate) const IMPORT_MODULE: &str = "a";

/// What a module's imports and exports are called after `--minify-imports-and-exports-and-modules`, by what
/// wasm-bindgen called them.
pub(crate) struct ShortNames {
    /// The long name of each import and its short one.
    pub(crate) imports: Vec<(String, String)>,
    exports: HashMap<String, String>,
}

impl ShortNames {
    /// The names that wasm-opt printed.
    ///
    /// # Errors
    /// When it printed something else.
    pub(crate) fn printed(printed: &str) -> Result<Self> {
        let not_understood = || {
            Error::Failed(format!(
                "wasm-opt printed other names than expected:\n{printed}"
            ))
        };
        let value: serde_json::Value =
            serde_json::from_str(printed).map_err(|_| not_understood())?;
        let rows = |key: &str| {
            value
                .get(key)
                .and_then(|rows| rows.as_array())
                .ok_or_else(not_understood)
        };
        let text = |row: &serde_json::Value, index: usize| {
            let text = row.get(index).and_then(|text| text.as_str());
            text.map(str::to_owned).ok_or_else(not_understood)
        };
        let mut names = Self {
            imports: Vec::new(),
            exports: HashMap::new(),
        };
        for row in rows("imports")? {
            names.imports.push((text(row, 1)?, text(row, 2)?));
        }
        for row in rows("exports")? {
            names.exports.insert(text(row, 0)?, text(row, 1)?);
        }
        Ok(names)
    }

    /// The glue, calling the module's exports by their short names.
    pub(crate) fn with_short_exports(&self, glue: &str) -> String {
        let mut parts = glue.split(CALL);
        let mut short = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = split_name(part);
            let name = self.exports.get(name).map_or(name, String::as_str);
            let _ = write!(short, "{CALL}{name}{rest}");
        }
        short
    }
}

/// How the glue calls an export.
const CALL: &str = "wasm.";

/// The exports that glue calls.
pub(crate) fn called(glue: &str) -> impl Iterator<Item = &str> {
    glue.split(CALL).skip(1).map(|part| split_name(part).0)
}

/// A name of JavaScript and what follows it.
fn split_name(text: &str) -> (&str, &str) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{ShortNames, called};

    #[test]
    fn only_whole_names_of_exports_are_shortened() {
        let printed = r#"{ "imports": [["./bound.js", "say", "b"]], "exports": [["show", "a"]] }"#;
        let names = ShortNames::printed(printed).expect("names");
        let glue = "wasm.show(1); wasm.show_all(); wasm.memory.buffer; show()";
        let short = "wasm.a(1); wasm.show_all(); wasm.memory.buffer; show()";
        assert_eq!(names.with_short_exports(glue), short);
        assert_eq!(names.imports, [("say".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn what_glue_calls_is_found_by_its_whole_name() {
        let glue = "show(wasm.show_all(wasm.memory))";
        assert!(called(glue).eq(["show_all", "memory"]));
    }
}
