//! Translates a built module: small WebAssembly, the same as JavaScript, and the glue of both.
//!
//! Of wasm-bindgen's output nothing is kept but the glue; names are read from what wasm-opt prints, never guessed.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::run::run;
use crate::tools::Tools;

/// The features of a module that every step is told; none newer, for `wasm2js`.
const FEATURES: [&str; 2] = ["--mvp-features", "--enable-mutable-globals"];

/// What wasm-opt calls the module that all imports come from, once their names are short.
const IMPORT_MODULE: &str = "a";

/// Makes `module.wasm`, `module.js` (the same as JavaScript), `glue.js` (with what the Rust code exports) and `imports.js`
/// (what `module.wasm` is instantiated with) in a folder, of a module as cargo built it. `glue_from` is the script
/// from which `module.js` takes what is in `imports.js`.
///
/// # Errors
/// When a tool fails or prints what is not understood.
pub(super) fn translate(tools: &Tools, built: &Path, folder: &Path, glue_from: &str) -> Result<()> {
    let bindgen = &mut tools.wasm_bindgen();
    bindgen.args(["--target", "bundler", "--no-typescript"]);
    bindgen.args(["--out-name", "bound", "--out-dir"]);
    run(bindgen.arg(folder).arg(built))?;
    let names = shorten(tools, &folder.join("bound_bg.wasm"), folder)?;
    let glue = read(&folder.join("bound_bg.js"))?;
    write(
        &folder.join("glue.js"),
        &with_short_exports(&glue, &names.exports),
    )?;
    write(&folder.join("imports.js"), &imports_object(&names.imports))?;
    let wasm2js = &mut tools.wasm2js();
    wasm2js
        .args(FEATURES)
        .arg("-Oz")
        .arg(folder.join("module.wasm"));
    let script = run(wasm2js)?;
    let import = format!("import * as {IMPORT_MODULE} from '{IMPORT_MODULE}';");
    let from_glue = format!(
        "import {{ imports }} from \"{glue_from}\";\nconst {{ {IMPORT_MODULE} }} = imports;"
    );
    let script = script.replace(&import, &from_glue);
    write(&folder.join("module.js"), &script)
}

/// What the module's imports and exports are called after shortening, by what wasm-bindgen called them.
#[derive(Default)]
struct Names {
    imports: Vec<(String, String)>,
    exports: HashMap<String, String>,
}

fn shorten(tools: &Tools, module: &Path, folder: &Path) -> Result<Names> {
    let optimise = &mut tools.wasm_opt();
    optimise
        .args(FEATURES)
        .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"]);
    let optimised = folder.join("optimised.wasm");
    run(optimise.arg(module).arg("-o").arg(&optimised))?;
    // A run of its own: the names must not change again after they were printed.
    let rename = &mut tools.wasm_opt();
    rename
        .args(FEATURES)
        .arg("--minify-imports-and-exports-and-modules");
    rename.arg(&optimised).arg("-o");
    let printed = run(rename.arg(folder.join("module.wasm")))?;

    let not_understood = || {
        Error::Failed(format!(
            "wasm-opt printed other names than expected:\n{printed}"
        ))
    };
    let value: serde_json::Value = serde_json::from_str(&printed).map_err(|_| not_understood())?;
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
    let mut names = Names::default();
    for row in rows("imports")? {
        names.imports.push((text(row, 1)?, text(row, 2)?));
    }
    for row in rows("exports")? {
        names.exports.insert(text(row, 0)?, text(row, 1)?);
    }
    Ok(names)
}

/// The glue, calling the module's exports by their short names.
fn with_short_exports(glue: &str, exports: &HashMap<String, String>) -> String {
    let mut parts = glue.split("wasm.");
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        let (name, rest) = part.split_at(part.find(|c| !is_name(c)).unwrap_or(part.len()));
        let name = exports.get(name).map_or(name, String::as_str);
        let _ = write!(short, "wasm.{name}{rest}");
    }
    short
}

/// A script with the object that WebAssembly takes its imports from.
fn imports_object(imports: &[(String, String)]) -> String {
    let fields = imports
        .iter()
        .map(|(long, short)| format!("{short:?}:glue.{long}"));
    let fields: Vec<_> = fields.collect();
    format!(
        "import * as glue from \"./glue.js\";\nexport const imports = {{ {IMPORT_MODULE}: {{ {} }} }};\n",
        fields.join(", ")
    )
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::file(path))
}

fn write(path: &Path, content: &str) -> Result<()> {
    fs::write(path, content).map_err(Error::file(path))
}

#[cfg(test)]
mod tests {
    use super::with_short_exports;
    use std::collections::HashMap;

    #[test]
    fn only_whole_names_of_exports_are_shortened() {
        let exports = HashMap::from([("show".to_owned(), "a".to_owned())]);
        let glue = "wasm.show(1); wasm.show_all(); wasm.memory.buffer; show()";
        let short = "wasm.a(1); wasm.show_all(); wasm.memory.buffer; show()";
        assert_eq!(with_short_exports(glue, &exports), short);
    }
}
