//! Databases of every released version, kept in `worker/released`, opened by this one.

use journey_tests::Server;
use rusqlite::Connection;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn databases_of_every_released_version_open_and_say_what_they_said() {
    let released = xtask::setup::root().join("worker/released");
    for version in entries(&released) {
        let mut server = Server::start();
        server.kill_9();
        for folder in entries(&version).iter().filter(|it| it.is_dir()) {
            let into = server.data().join(folder.file_name().expect("a name"));
            fs::remove_dir_all(&into).expect("the new server's own to go");
            fs::create_dir(&into).expect("a folder");
            for dump in entries(folder) {
                let name = into.join(dump.file_name().expect("a name"));
                let base = Connection::open(name.with_extension("sqlite")).expect("a database");
                let text = fs::read_to_string(&dump).expect("a dump");
                base.execute_batch(&text).expect("what was dumped");
            }
        }
        server.restart();
        let kept = fs::read(version.join("replies.json")).expect("what it said");
        let kept: Value = serde_json::from_slice(&kept).expect("JSON");
        let viewer = server.client();
        let viewer = viewer.with_key(kept["key"].as_str().expect("a key"));
        let replies = kept["replies"].as_object().expect("replies");
        assert!(!replies.is_empty());
        for (call, said) in replies {
            let says = viewer.get(call);
            assert_eq!(says.status, 200, "{call}: {}", says.body);
            assert_eq!(says.json(), *said, "{call} of {}", version.display());
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).expect("a folder");
    all.map(|entry| entry.expect("an entry").path()).collect()
}
