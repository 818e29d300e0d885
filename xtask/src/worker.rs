//! Makes `dist/worker`, `dist/answer` and `dist/dashboard`, three Workers of one crate: worker-build compiles each and writes its glue;
//! what nothing uses is taken out of all, then esbuild and wasm-opt make them small.

mod exports;
mod glue;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::error::{Error, Result};
use crate::run::run;
use crate::setup::joined;
use crate::short_names::{ShortNames, called};
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

/// SHA-256 in a loop, not written out round by round.
const SMALL_SHA2: &str = r#"--cfg sha2_backend_soft="compact""#;

/// A Worker made of the `worker` crate.
pub struct Part {
    /// Its folder in `dist`, which gets `index.js` and `index_bg.wasm`.
    pub folder: &'static str,
    /// The crate's feature that it is.
    pub(crate) feature: &'static str,
    /// What workerd looks for in it: itself, and its Durable Objects.
    pub(crate) exports: &'static [&'static str],
}

/// The Worker that answers the API and holds the objects, and those that serve the page without a script and the dashboard.
pub const PARTS: [Part; 3] = [
    Part {
        folder: "dist/worker",
        feature: "api",
        exports: &["default", "Organisation", "Journey", "Tally"],
    },
    Part {
        folder: "dist/answer",
        feature: "answer",
        exports: &["default"],
    },
    Part {
        folder: "dist/dashboard",
        feature: "dashboard",
        exports: &["default"],
    },
];

/// Makes all [`PARTS`]; while one is made small the next is compiled.
///
/// # Errors
/// When a tool fails, or makes what is not understood; the error holds what it printed.
pub fn build(tools: &Tools, root: &Path) -> Result<()> {
    thread::scope(|scope| {
        let mut finishing = Vec::new();
        for part in &PARTS {
            let made = tools.worker_rust.target_dir.join(part.feature);
            compile(tools, root, part, &made)?;
            finishing.push(scope.spawn(move || finish(tools, root, part, &made)));
        }
        finishing.into_iter().try_for_each(joined)
    })
}

fn compile(tools: &Tools, root: &Path, part: &Part, made: &Path) -> Result<()> {
    let mut worker_build = Command::new(&tools.worker_build);
    tools.worker_rust.put_on(&mut worker_build);
    run(worker_build
        .current_dir(root.join("worker"))
        .args(["--release", "--no-opt", "--out-dir"])
        .arg(made)
        .args(["--no-default-features", "--features", part.feature])
        .env("RUSTFLAGS", SMALL_SHA2)
        .env("NO_MINIFY", "1")
        .env("WASM_BINDGEN_BIN", &tools.wasm_bindgen)
        .env("WASM_OPT_BIN", tools.npm.path("wasm-opt"))
        .env("ESBUILD_BIN", &tools.npm.esbuild))
    .map(drop)
}

/// Takes out of what worker-build made what nothing uses, and makes the rest small.
fn finish(tools: &Tools, root: &Path, part: &Part, made: &Path) -> Result<()> {
    let read = |name: &str| fs::read(made.join(name)).map_err(Error::file(made.join(name)));
    let write = |name: &str, content: &[u8]| {
        fs::write(made.join(name), content).map_err(Error::file(made.join(name)))
    };
    let glue = String::from_utf8_lossy(&read("index.js")?).into_owned();
    write(
        "marked.js",
        glue::with_used_exports(&glue, part)?.as_bytes(),
    )?;
    let glue = run(bundle(tools, made).arg("marked.js"))?;
    let used = exports::only(&read("index_bg.wasm")?, &called(&glue).collect());
    let used = used.ok_or_else(|| Error::Failed("worker-build wrote no module".to_owned()))?;
    write("used.wasm", &used)?;

    let dist = root.join(part.folder);
    fs::create_dir_all(&dist).map_err(Error::file(&dist))?;
    let printed = run(tools
        .wasm_opt()
        // The second pass finds what the first laid bare.
        .args(["-Oz", "-Oz", "--strip-debug", "--strip-producers"])
        // In the same run: read and written once more, the module compresses worse.
        .arg("--minify-imports-and-exports-and-modules")
        .args(FEATURES)
        .arg(made.join("used.wasm"))
        .arg("-o")
        .arg(dist.join("index_bg.wasm")))?;
    let glue = glue::with_short_names(&glue, &ShortNames::printed(&printed)?)?;
    write("short.js", glue.as_bytes())?;
    run(bundle(tools, made)
        .args(["--minify", "short.js"])
        .arg(format!("--outfile={}", dist.join("index.js").display())))?;
    Ok(())
}

/// esbuild in a folder, dropping what the script it is given does not use.
fn bundle(tools: &Tools, folder: &Path) -> Command {
    let mut esbuild = tools.esbuild();
    esbuild.current_dir(folder).args([
        "--bundle",
        "--format=esm",
        "--log-level=warning",
        "--external:cloudflare:*",
        "--external:./index_bg.wasm",
    ]);
    esbuild
}
