//! Sends answers as fast as a server takes them: threads with one kept connection each, one request at a time on it.
//!
//! Always to this machine, for a bounded time, and ended by the first reply that is not an acknowledgement.

use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ulid::Ulid;

use crate::error::{Error, Result};

/// How many connections send at once.
const CONNECTIONS: usize = 32;

const BODY: &str = r#"{"state":"answered","revision":1,"option":"easy","language":"nl","questionVersion":1,"channel":"web"}"#;

/// What one run of load achieved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Achieved {
    /// Answers acknowledged.
    pub answers: u64,
    /// In how long.
    pub time: Duration,
}

impl Achieved {
    /// Answers a second.
    pub(super) fn rate(self) -> f64 {
        // An exact count up to 2^53.
        #[allow(clippy::cast_precision_loss)]
        let answers = self.answers as f64;
        answers / self.time.as_secs_f64()
    }
}

/// Sends new responses under `path` to a port of this machine for a while.
pub(super) fn send(port: u16, path: &str, time: Duration) -> Result<Achieved> {
    let start = Instant::now();
    let end = start + time;
    let counts = thread::scope(|scope| {
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| keep_sending(port, path, end)))
            .collect();
        let join = |sender: thread::ScopedJoinHandle<'_, std::io::Result<u64>>| {
            sender
                .join()
                .unwrap_or_else(|_| Err(std::io::Error::other("a sender broke")))
        };
        senders.into_iter().map(join).sum::<std::io::Result<u64>>()
    });
    let answers =
        counts.map_err(|error| Error::Server(format!("PUT {path} on port {port}: {error}")))?;
    Ok(Achieved {
        answers,
        time: start.elapsed(),
    })
}

fn keep_sending(port: u16, path: &str, end: Instant) -> std::io::Result<u64> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut replies = BufReader::new(stream.try_clone()?);
    let mut answers = 0;
    while Instant::now() < end {
        let request = format!(
            "PUT {path}/{} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{BODY}",
            new_ulid(),
            BODY.len(),
        );
        stream.write_all(request.as_bytes())?;
        read_acknowledgement(&mut replies)?;
        answers += 1;
    }
    Ok(answers)
}

/// Reads one reply to its end, which must be a 201.
fn read_acknowledgement(replies: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    let mut line = String::new();
    replies.read_line(&mut line)?;
    let status = line.trim_end().to_owned();
    let mut length = 0;
    while line != "\r\n" {
        line.clear();
        if replies.read_line(&mut line)? == 0 {
            return Err(std::io::Error::other(format!(
                "the connection ended after `{status}`"
            )));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    replies.read_exact(&mut body)?;
    if status.split(' ').nth(1) == Some("201") {
        return Ok(());
    }
    Err(std::io::Error::other(format!(
        "{status} {}",
        String::from_utf8_lossy(&body)
    )))
}

/// A ULID of now that no one had before: the time, a number drawn once a run, and a count.
fn new_ulid() -> Ulid {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let drawn = RandomState::new().hash_one(count);
    Ulid::from_parts(
        u64::try_from(now.as_millis()).unwrap_or(0),
        u128::from(drawn) << 16 | u128::from(count & 0xFFFF),
    )
}
