//! Translates a built module: small WebAssembly, the same as JavaScript, and the glue of both.
//!
//! Of wasm-bindgen's output nothing is kept but the glue; names are read from what wasm-opt prints, never guessed.

use std::fs;
use std::path::Path;

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
    let script = script.replace(&import, &from_glue);
    write(&folder.join("module.js"), &script)
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
