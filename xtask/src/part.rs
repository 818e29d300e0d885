//! One download and its size, as it is and as it travels.

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// One download and its size in bytes.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its file name.
    pub file: &'static str,
    /// As it is.
    pub raw: usize,
    /// Compressed by gzip at its strongest.
    pub gzip: usize,
    /// Compressed by brotli at its strongest, as the worker serves it.
    pub brotli: usize,
}

impl Part {
    /// Measures a download.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn of(file: &'static str, bytes: &[u8]) -> std::io::Result<Self> {
        Ok(Self {
            file,
            raw: bytes.len(),
            gzip: gzip(bytes)?,
            brotli: brotli(bytes)?.len(),
        })
    }
}

/// Bytes compressed by brotli at its strongest.
///
/// # Errors
/// None that memory does not make.
pub fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let strongest = BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &strongest)?;
    Ok(compressed)
}

/// The size of bytes compressed by gzip at its strongest.
///
/// # Errors
/// None that memory does not make.
pub fn gzip(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
