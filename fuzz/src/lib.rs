//! What must hold for hostile input, whatever it is: one function for each parser that meets any, and for masking.
//!
//! Each takes bytes and fails where something does not hold. `cargo xtask fuzz` makes the bytes up by what code does with them;
//! what it found is in `corpus/`, which the tests here replay.
#![expect(
    clippy::missing_panics_doc,
    reason = "each fails where its first line does not hold"
)]

mod backup;
mod bodies;
mod texts;
mod worker;

use std::sync::LazyLock;

use journey::definition::Definition;
use journey::edition::Edition;
use journey::problem::{Fault, Location};

pub use backup::backup;
pub use bodies::{
    account, callback, definition, draft, improvement, key, response, signal, webhook,
};
pub use texts::{csv, language, mask, period, ulid};
pub use worker::worker;

/// A function with its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every function.
pub const TARGETS: [Target; 16] = [
    ("account", account),
    ("backup", backup),
    ("callback", callback),
    ("csv", csv),
    ("definition", definition),
    ("draft", draft),
    ("improvement", improvement),
    ("key", key),
    ("language", language),
    ("mask", mask),
    ("period", period),
    ("response", response),
    ("signal", signal),
    ("ulid", ulid),
    ("webhook", webhook),
    ("worker", worker),
];

/// An instant in November 2026, in milliseconds since 1970.
const NOW_MS: u64 = 1_795_000_000_000;

/// The demo's journey, which has a step of every kind.
static EDITION: LazyLock<Edition> = LazyLock::new(|| {
    let text = include_bytes!("../../demo/journey.json");
    let definition = Definition::read(text, is_time_zone).expect("the demo's journey is right");
    Edition::next(None, definition, NOW_MS)
});

fn is_time_zone(name: &str) -> bool {
    matches!(name, "Europe/Amsterdam" | "UTC")
}

/// What is refused says why, each fault with a name for programs, words for people and a place.
fn assert_refusal(faults: &[Fault]) {
    assert!(!faults.is_empty(), "refused without a reason");
    for Fault {
        code,
        detail,
        location,
        ..
    } in faults
    {
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(!code.is_empty() && code.bytes().all(kebab), "{code}");
        assert!(!detail.is_empty(), "{code}");
        if let Location::Pointer(pointer) = location {
            assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer}");
        }
    }
}

/// Nothing that masking finds is left in a text.
fn assert_masked(text: &str) {
    let found = journey::redaction::mask(text).found;
    assert!(found.is_empty(), "{found:?} in {text:?}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    fn corpus() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
    }

    #[test]
    fn what_fuzzing_found_still_holds() {
        for (name, target) in TARGETS {
            let mut files: Vec<_> = fs::read_dir(corpus().join(name))
                .unwrap()
                .map(|file| file.unwrap().path())
                .collect();
            files.sort();
            assert!(!files.is_empty(), "nothing of {name}");
            for file in files {
                println!("{}", file.display());
                target(&fs::read(file).unwrap());
            }
        }
    }

    #[test]
    fn every_target_has_its_own_program_and_corpus() {
        let names = |folder: &str| -> BTreeSet<String> {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let files = fs::read_dir(folder)
                .unwrap()
                .map(|file| file.unwrap().path());
            files
                .map(|file| file.file_stem().unwrap().to_string_lossy().into_owned())
                .collect()
        };
        let targets: BTreeSet<_> = TARGETS.map(|(name, _)| name.to_owned()).into();
        assert_eq!(names("fuzz_targets"), targets);
        assert_eq!(names("corpus"), targets);
    }
}
