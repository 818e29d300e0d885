//! Makes `dist/worker`: worker-build compiles it and writes its JavaScript, wasm-opt makes the WebAssembly smaller.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result};
use crate::run::run;
use crate::tools::Tools;

/// The WebAssembly that rustc makes and workerd takes. Named one by one: with all that Binaryen knows, it writes a
/// module that workerd refuses.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-exception-handling",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes `dist/worker/index.js` and `dist/worker/index_bg.wasm`.
///
/// # Errors
/// When a tool fails; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    let made = tools.worker_rust.target_dir.join("made");
    let mut worker_build = Command::new(&tools.worker_build);
    tools.worker_rust.put_on(&mut worker_build);
    run(worker_build
        .current_dir(root.join("worker"))
        .args(["--release", "--no-opt", "--out-dir"])
        .arg(&made)
        .env("WASM_BINDGEN_BIN", &tools.wasm_bindgen)
        .env("WASM_OPT_BIN", tools.npm.path("wasm-opt"))
        .env("ESBUILD_BIN", &tools.npm.esbuild))?;
    let dist = root.join("dist/worker");
    fs::create_dir_all(&dist).map_err(Error::file(&dist))?;
    run(tools
        .wasm_opt()
        // The second pass finds what the first laid bare.
        .args(["-Oz", "-Oz", "--strip-debug", "--strip-producers"])
        .args(FEATURES)
        .arg(made.join("index_bg.wasm"))
        .arg("-o")
        .arg(dist.join("index_bg.wasm")))?;
    fs::copy(made.join("index.js"), dist.join("index.js")).map_err(Error::file(&made))?;
    Ok(())
}
