//! What a machine can do to a server: kill it, fill its disk, slow it down, break a file, and callers that hang.

use crate::{
    counting::server_for_a_load,
    fixture::{
        JOURNEY, STEP, answer, count, definition, period_of_now, put, results, server, ulid,
    },
    retention::wait_until,
};
use journey_tests::{Client, Server};
use serde_json::json;
use std::{
    collections::HashSet,
    fs,
    hash::{BuildHasher, RandomState},
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use ureq::http::Method;

/// Random numbers that a seed repeats (`SplitMix64`, Steele et al. 2014).
struct Random(u64);

impl Random {
    /// By the seed in `FAULT_SEED`, else a new one; it is printed, for a failure to be repeated.
    fn new() -> Self {
        let given = std::env::var("FAULT_SEED");
        let seed = given.ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(0));
        println!("FAULT_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

#[test]
fn fifty_kills_under_load_lose_no_acknowledged_answer_and_double_none() {
    const KILLS: usize = 50;
    let mut random = Random::new();
    let mut server = server_for_a_load();
    let mut definition = definition();
    definition["shards"] = json!(4);
    assert_eq!(server.admin().put(JOURNEY, &definition).status, 200);
    let origin = server.origin();
    let over = AtomicBool::new(false);
    let acknowledged = Mutex::new(HashSet::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // As the widget does: the same response again until the server says it has it.
                let client = Client::new(&origin).with_header("content-type", "application/json");
                while !over.load(Ordering::Relaxed) {
                    let ulid = ulid();
                    let path = format!("{STEP}/responses/{ulid}");
                    let body = answer("easy", 1).to_string();
                    loop {
                        match client.try_send(&Method::PUT, &path, Some(body.as_bytes())) {
                            Ok(reply) if reply.status < 300 => break,
                            Ok(reply) => assert!(reply.status >= 500, "{}", reply.body),
                            Err(_) => thread::yield_now(),
                        }
                    }
                    acknowledged.lock().expect("the list").insert(ulid);
                }
            });
        }
        for _ in 0..KILLS {
            let so_far = || acknowledged.lock().expect("the list").len();
            // Under load: some were acknowledged by this server, and more are on their way.
            let enough = so_far() + 1 + usize::try_from(random.below(60)).expect("a count");
            wait_until("answers", || so_far() >= enough);
            server.kill_9();
            server.restart();
        }
        over.store(true, Ordering::Relaxed);
    });
    let sent = acknowledged.into_inner().expect("the list").len();
    let results = results(&server);
    assert_eq!(results["seen"], sent);
    assert_eq!(count(&results, "easy"), u64::try_from(sent).ok());
    assert!(sent > KILLS, "{sent}");
}

#[test]
fn a_full_disk_is_said_plainly_and_what_was_acknowledged_survives_it() {
    let mut server = Server::start();
    server.kill_9();
    let disk = Disk::mount(server.data());
    server.restart();
    assert_eq!(server.admin().put(JOURNEY, &definition()).status, 201);
    let client = server.client();
    let mut acknowledged = 0;
    assert_eq!(put(&client, &ulid(), &answer("easy", 1)).status, 201);
    acknowledged += 1;
    let filler = disk.fill();
    let refused = loop {
        let reply = put(&client, &ulid(), &answer("easy", 1));
        if reply.status != 201 {
            break reply;
        }
        acknowledged += 1;
    };
    assert_eq!(refused.status, 507, "{}", refused.body);
    assert_eq!(refused.json()["type"], "/problems/storage-full");
    let change = server.admin().put(JOURNEY, &changed());
    assert_eq!(change.status, 507, "{}", change.body);
    // Reading goes on.
    assert_eq!(results(&server)["seen"], acknowledged);
    fs::remove_file(filler).expect("room again");
    wait_until("an answer is taken again", || {
        put(&client, &ulid(), &answer("easy", 1)).status == 201
    });
    assert_eq!(results(&server)["seen"], acknowledged + 1);
    server.kill_9();
    server.restart();
    assert_eq!(results(&server)["seen"], acknowledged + 1);
    server.kill_9();
}

/// A definition that is longer than the one before.
fn changed() -> serde_json::Value {
    let mut changed = definition();
    changed["steps"][0]["next"] = json!({"nl": "U hoort van ons. ".repeat(15)});
    changed
}

/// A small disk of its own, until this is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Self {
        let mut mount = Command::new("mount");
        let mounted = mount
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(at);
        assert!(
            mounted.status().is_ok_and(|it| it.success()),
            "a disk to be filled is mounted by root alone: run this test as root"
        );
        Self(at.to_owned())
    }

    /// Takes all its room with a file.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = fs::File::create(&path).expect("a file");
        while file.write_all(&[1; 1024]).is_ok() {}
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ended = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_broken_database_is_named_and_the_other_journeys_go_on() {
    let mut server = server();
    let other = "/v1/journeys/paspoort";
    assert_eq!(server.admin().put(other, &definition()).status, 201);
    for step in [STEP.to_owned(), format!("{other}/steps/tekeningen")] {
        let path = format!("{step}/responses/{}", ulid());
        assert_eq!(server.client().put(&path, &answer("easy", 1)).status, 201);
    }
    server.kill_9();
    // The one that has the answer to this journey.
    let mut broken = 0;
    for file in fs::read_dir(server.data().join("journey-feedback-tally")).expect("the shards") {
        let path = file.expect("an entry").path();
        let is_base = path.extension().is_some_and(|it| it == "sqlite");
        if !is_base || path.file_stem().is_some_and(|it| it == "metadata") {
            continue;
        }
        let base = rusqlite::Connection::open(&path).expect("a database");
        let own = "SELECT count(*) FROM journey WHERE id = 'verbouwvergunning'";
        let own: i64 = base.query_row(own, [], |row| row.get(0)).expect("a count");
        // Closing it brings what was written beside it into it.
        drop(base);
        if own == 1 {
            fs::write(&path, [7; 8192]).expect("a broken file");
            broken += 1;
        }
    }
    assert_eq!(broken, 1);
    server.restart();
    let year = period_of_now();
    let reply = server
        .admin()
        .get(&format!("{JOURNEY}/results?period={year}"));
    assert_eq!(reply.status, 503, "{}", reply.body);
    let detail = reply.json()["detail"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(detail.starts_with("Shard 0"), "{detail}");
    assert!(put(&server.client(), &ulid(), &answer("easy", 1)).status >= 500);
    let others = server
        .admin()
        .get(&format!("{other}/results?period={year}"));
    assert_eq!(others.status, 200, "{}", others.body);
    assert_eq!(others.json()["steps"][0]["seen"], 1);
}

#[test]
fn callers_who_hang_or_send_a_byte_at_a_time_hold_nobody_up() {
    let server = server_for_a_load();
    let address = server.origin().replace("http://", "");
    let open = || {
        let stream = TcpStream::connect(&address).expect("a connection");
        let long = Some(Duration::from_secs(20));
        stream.set_read_timeout(long).expect("a limit");
        stream
    };
    // Half-open ones, with a request that never comes whole.
    let mut hanging: Vec<_> = (0..100).map(|_| open()).collect();
    for (number, stream) in hanging.iter_mut().enumerate() {
        let whole = request(&ulid());
        let part = whole.len() * (number % 10) / 10;
        stream.write_all(&whole.as_bytes()[..part]).expect("a part");
    }
    // One that takes its time.
    let slow = request(&ulid());
    let mut stream = open();
    for byte in slow.as_bytes() {
        stream.write_all(&[*byte]).expect("a byte");
        stream.flush().expect("a byte on its way");
        let quick = put(&server.client(), &ulid(), &answer("easy", 1));
        assert_eq!(quick.status, 201, "{}", quick.body);
    }
    let mut status = [0; 12];
    stream.read_exact(&mut status).expect("a reply");
    assert_eq!(&status, b"HTTP/1.1 201");
    drop(hanging);
    let sent = slow.len() + 1;
    assert_eq!(results(&server)["seen"], sent);
}

#[test]
fn a_slow_disk_makes_callers_wait_and_loses_nothing() {
    const SYNC: Duration = Duration::from_millis(100);
    const CALLERS: usize = 8;
    const EACH: usize = 10;
    let mut server = server_for_a_load();
    // Every write waits until the disk has it; now the disk takes its time.
    let delay = format!("inject=fsync,fdatasync:delay_exit={}", SYNC.as_micros());
    let strace = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            &delay,
        ])
        .args(["-p", &server.process().to_string()])
        .spawn();
    let Ok(mut strace) = strace else {
        println!("not run: a slow disk; strace is missing");
        return;
    };
    let sent = AtomicUsize::new(0);
    let give = |client: &Client| {
        let start = Instant::now();
        let reply = put(client, &ulid(), &answer("easy", 1));
        assert_eq!(reply.status, 201, "{}", reply.body);
        sent.fetch_add(1, Ordering::Relaxed);
        start.elapsed()
    };
    let is_slow = || give(&server.client()) >= SYNC;
    wait_until("a slow disk, or strace's end", || {
        is_slow() || strace.try_wait().is_ok_and(|it| it.is_some())
    });
    if strace.try_wait().is_ok_and(|it| it.is_some()) {
        println!("not run: a slow disk; strace may not trace here");
        return;
    }
    let origin = server.origin();
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                let client = Client::new(&origin);
                (0..EACH).for_each(|_| assert!(give(&client) >= SYNC));
            });
        }
    });
    // Whoever waits, waits together: one write takes all that came meanwhile.
    let alone = SYNC * u32::try_from(CALLERS * EACH).expect("a number");
    assert!(start.elapsed() < alone, "{:?}", start.elapsed());
    server.kill_9();
    strace.wait().expect("its end");
    server.restart();
    assert_eq!(results(&server)["seen"], sent.into_inner());
}

/// A whole request that answers the first step.
fn request(ulid: &str) -> String {
    let body = answer("easy", 1).to_string();
    let length = body.len();
    format!(
        "PUT {STEP}/responses/{ulid} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}
