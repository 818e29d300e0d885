//! Translates a built module: small WebAssembly, the same as JavaScript, and the glue of both.
//!
//! Of wasm-bindgen's output nothing is kept but the glue; names are read from what wasm-opt prints, never guessed.

use std::fs;
use std::path::Path;

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::error::{Error, Result};
use crate::run::run;
use crate::short_names::{IMPORT_MODULE, ShortNames};
use crate::tools::Tools;

/// The features of a module that every step is told; none newer, for `wasm2js`.
const FEATURES: [&str; 2] = ["--mvp-features", "--enable-mutable-globals"];

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
    write(&folder.join("glue.js"), &names.with_short_exports(&glue))?;
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
    let script = with_plain_data(&script.replace(&import, &from_glue))?;
    write(&folder.join("module.js"), &script)
}

/// The script with the module's data as plain texts: in base64, as `wasm2js` writes it, what repeats is hidden from the
/// compression of the download.
fn with_plain_data(script: &str) -> Result<String> {
    const COPY: &str = "base64DecodeToExistingUint8Array(";
    const PLAIN: &str = "function copy(bytes, at, text) { for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i); }\n";
    let not_understood = || Error::Failed("wasm2js writes data in another way now".to_owned());
    let (before, rest) = script
        .split_once("  var base64ReverseLookup")
        .ok_or_else(not_understood)?;
    let (_, rest) = rest
        .split_once("function initActiveSegments")
        .ok_or_else(not_understood)?;
    let mut plain = format!("{before}{PLAIN}function initActiveSegments");
    let mut segments = rest.split(COPY);
    plain += segments.next().unwrap_or_default();
    for segment in segments {
        let (place, rest) = segment.split_once(", \"").ok_or_else(not_understood)?;
        let (data, rest) = rest.split_once('"').ok_or_else(not_understood)?;
        let data = BASE64_STANDARD.decode(data).map_err(|_| not_understood())?;
        // A byte is written in JavaScript as it is in Rust.
        let text = data.escape_ascii().to_string();
        plain.extend(["copy(", place, ", \"", &text, "\"", rest]);
    }
    Ok(plain)
}

fn shorten(tools: &Tools, module: &Path, folder: &Path) -> Result<ShortNames> {
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
    ShortNames::printed(&printed)
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
    use super::with_plain_data;

    #[test]
    fn the_data_of_a_module_becomes_texts_that_say_the_same() {
        let script = "\n  var base64ReverseLookup = [];\n  function base64DecodeToExistingUint8Array(a) {}\nfunction initActiveSegments() {\n  base64DecodeToExistingUint8Array(bufferView, 1048576, \"IlwA/1N0YWZm\");\n}\nrest";
        let plain = with_plain_data(script).unwrap();
        assert!(plain.ends_with(
            "function initActiveSegments() {\n  copy(bufferView, 1048576, \"\\\"\\\\\\x00\\xffStaff\");\n}\nrest"
        ), "{plain}");
        assert!(!plain.contains("base64"), "{plain}");
        assert!(with_plain_data("another").is_err());
    }
}
