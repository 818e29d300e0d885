//! Embeds the built widget: every file under `dist/widget`, as it is and brotli-compressed.
//!
//! Writes `assets_table.rs` with one `Asset` a file, sorted by path. Without a built widget the
//! table is empty and the build says so.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let widget = root.join("../dist/widget");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed={}", widget.display());

    let mut files = Vec::new();
    if widget.is_dir() {
        walk(&widget, &mut files)?;
        files.sort();
    } else {
        println!("cargo::warning=no widget to embed: run `cargo xtask build`");
    }

    let mut table = String::from("&[\n");
    for (index, file) in files.iter().enumerate() {
        let path = file
            .strip_prefix(&widget)
            .map_err(io::Error::other)?
            .to_string_lossy()
            .replace('\\', "/");
        let packed = out.join(format!("asset{index}.br"));
        let mut compressed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: 11,
            ..Default::default()
        };
        brotli::BrotliCompress(
            &mut fs::read(file)?.as_slice(),
            &mut compressed,
            &parameters,
        )?;
        fs::write(&packed, compressed)?;
        writeln!(
            table,
            "    Asset {{ path: {:?}, plain: include_bytes!({:?}), brotli: include_bytes!({:?}) }},",
            format!("/{path}"),
            fs::canonicalize(file)?.to_string_lossy(),
            packed.to_string_lossy(),
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(out.join("assets_table.rs"), table)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
