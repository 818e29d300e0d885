//! Holds every released migration to its text: databases out there have it behind them.
//!
//! `released/VERSION/migrations.json` has the statements of each object's database as that version brought them;
//! `tests/http/upgrade.rs` opens the databases kept beside it.

use crate::{journey_object, organisation, tally};
use std::{collections::BTreeMap, fs, path::Path};

#[test]
fn released_migrations_never_change() {
    let now = BTreeMap::from([
        ("journey", journey_object::MIGRATIONS),
        ("organisation", organisation::MIGRATIONS),
        ("tally", tally::MIGRATIONS),
    ]);
    let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("released");
    let own = released.join(env!("CARGO_PKG_VERSION"));
    let text = serde_json::to_string_pretty(&now).unwrap();
    assert!(
        own.is_dir(),
        "this version has none yet; if it is to be released, keep a database of it too:\n{text}"
    );
    for version in fs::read_dir(released).unwrap() {
        let file = version.unwrap().path().join("migrations.json");
        let then: BTreeMap<String, Vec<String>> =
            serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        for (object, then) in then {
            assert_eq!(
                now[&*object].get(..then.len()),
                Some(&*then.iter().map(String::as_str).collect::<Vec<_>>()),
                "{object} in {}: add another migration at the end instead",
                file.display()
            );
        }
    }
}
