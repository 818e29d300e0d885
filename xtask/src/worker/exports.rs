//! A WebAssembly module that exports less, so that wasm-opt finds code that nothing calls.
//!
//! All else in the module stays as it is, byte for byte: Binaryen's own tool for this writes functions in a form that
//! compresses worse.

use std::collections::HashSet;

/// The section that holds the exports.
/// Source: <https://webassembly.github.io/spec/core/binary/modules.html#export-section>
const EXPORT_SECTION: u8 = 7;

/// The module with only the exports of these names, or nothing where it is no module.
pub(super) fn only(module: &[u8], names: &HashSet<&str>) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut made = header.to_vec();
    while let Some(id) = take(&mut rest, 1) {
        let content = take_sized(&mut rest)?;
        made.extend(id);
        if id == [EXPORT_SECTION] {
            put_sized(&mut made, &kept(content, names)?);
        } else {
            put_sized(&mut made, content);
        }
    }
    Some(made)
}

/// The section's content with only the exports of these names.
fn kept(mut section: &[u8], names: &HashSet<&str>) -> Option<Vec<u8>> {
    let mut count = 0;
    let mut exports: Vec<u8> = Vec::new();
    for _ in 0..take_number(&mut section)? {
        let start = section;
        let name = take_sized(&mut section)?;
        let _kind = take(&mut section, 1)?;
        let _index = take_number(&mut section)?;
        if names.contains(str::from_utf8(name).ok()?) {
            count += 1;
            exports.extend(start.get(..start.len() - section.len())?);
        }
    }
    let mut made = Vec::new();
    put_number(&mut made, count);
    made.extend(exports);
    Some(made)
}

fn take<'a>(from: &mut &'a [u8], size: usize) -> Option<&'a [u8]> {
    let (taken, rest) = from.split_at_checked(size)?;
    *from = rest;
    Some(taken)
}

fn take_sized<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size = take_number(from)?;
    take(from, size)
}

/// Takes a number in LEB128.
fn take_number(from: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let [byte] = take(from, 1)? else { return None };
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn put_sized(to: &mut Vec<u8>, content: &[u8]) {
    put_number(to, content.len());
    to.extend(content);
}

/// Adds a number in LEB128.
fn put_number(to: &mut Vec<u8>, mut number: usize) {
    loop {
        let byte = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            return to.push(byte);
        }
        to.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::only;
    use std::collections::HashSet;

    /// A module that exports its memory as `keep` and as `drop`, with a custom section behind.
    const MODULE: &[u8] =
        b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x07\x0f\x02\x04keep\x02\0\x04drop\x02\0\0\x03\x02hi";

    #[test]
    fn only_exports_that_are_named_stay() {
        let kept = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x07\x08\x01\x04keep\x02\0\0\x03\x02hi";
        assert_eq!(
            only(MODULE, &HashSet::from(["keep"])).as_deref(),
            Some(&kept[..])
        );
        let all = HashSet::from(["keep", "drop"]);
        assert_eq!(only(MODULE, &all).as_deref(), Some(MODULE));
    }

    #[test]
    fn what_ends_too_early_is_no_module() {
        for end in [4, 9, MODULE.len() - 1] {
            assert_eq!(only(&MODULE[..end], &HashSet::new()), None, "{end}");
        }
    }
}
