//! Sends responses to servers of this machine over kept connections, in either of two ways: as fast as they are taken
//! (a closed loop, for throughput), or on a schedule that does not care how the server does (an open loop, for
//! latency). What is late in an open loop counts from when it was meant to start, whoever held it up.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep_until, timeout};
use ulid::Ulid;

use super::schedule::{Part, Schedule};
use crate::error::{Error, Result};

/// How many connections a closed loop keeps busy.
const BUSY: u32 = 32;
/// How many connections an open loop may have; what finds none free waits, and its time runs.
const MOST: usize = 500;
/// How long a connection is kept that nothing needs: workerd ends it after five seconds.
const KEPT: Duration = Duration::from_secs(2);
/// How long a reply may take.
const PATIENCE: Duration = Duration::from_secs(30);

const SEEN: &str =
    r#"{"state":"seen","revision":1,"language":"nl","questionVersion":1,"channel":"web"}"#;
const ANSWERED: &str = r#"{"state":"answered","revision":2,"option":"easy","language":"nl","questionVersion":1,"channel":"web"}"#;

/// Where to send.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// A port of this machine.
    pub port: u16,
    /// What goes before the ULID in the address.
    pub path: String,
    /// Whether a response may be sent again as it changes; else each request is an answer of its own.
    pub changes: bool,
}

/// What one closed loop achieved.
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

/// What came of one open loop.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// From when each request was meant to start to the end of its reply, in microseconds.
    pub latencies: Vec<u32>,
    /// Each resident, in the order in which they came.
    pub residents: Vec<Resident>,
    /// Requests that were not acknowledged, and what came instead of the first.
    pub errors: u64,
    /// What the first of them met.
    pub first_error: Option<String>,
}

/// One simulated resident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resident {
    /// The name of the response.
    pub ulid: Ulid,
    /// Whether the answer was acknowledged.
    pub has_answered: bool,
}

/// A client with its connections.
pub(super) struct Sender {
    runtime: Runtime,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Sender {
    /// One without connections yet. It has one thread: the server needs the others.
    pub(super) fn new() -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Error::file("the sender's thread"))?;
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEPT)
            .build(connector);
        Ok(Self { runtime, client })
    }

    /// Sends new answers as fast as the server takes them, one at a time on each connection.
    ///
    /// # Errors
    /// The first reply that is not an acknowledgement.
    pub(super) fn keep_sending(&self, to: &Target, time: Duration) -> Result<Achieved> {
        self.runtime.block_on(async {
            let start = Instant::now();
            let loops: Vec<_> = (0..BUSY)
                .map(|_| {
                    let (client, to) = (self.client.clone(), to.clone());
                    tokio::spawn(async move {
                        let mut answers = 0;
                        while start.elapsed() < time {
                            put(&client, &to, new_ulid(), ANSWERED).await?;
                            answers += 1;
                        }
                        Ok(answers)
                    })
                })
                .collect();
            let mut answers = 0;
            for sent in loops {
                let sent = sent.await.unwrap_or_else(|error| Err(error.to_string()));
                answers += sent.map_err(|error| said(to, &error))?;
            }
            Ok(Achieved {
                answers,
                time: start.elapsed(),
            })
        })
    }

    /// Sends one answer.
    ///
    /// # Errors
    /// When it is not acknowledged.
    pub(super) fn answer(&self, to: &Target, ulid: Ulid) -> Result<()> {
        let sent = put(&self.client, to, ulid, ANSWERED);
        let sent = self.runtime.block_on(sent);
        sent.map_err(|error| said(to, &error))
    }

    /// Lets residents come by a schedule, and waits for their last reply; calls back about once a second meanwhile.
    pub(super) fn offer(
        &self,
        to: &Target,
        schedule: &Schedule,
        mut each_second: impl FnMut(),
    ) -> Offered {
        let offered = Arc::new(Mutex::new(Offered::default()));
        let free = Arc::new(Semaphore::new(MOST));
        self.runtime.block_on(async {
            let (under_way, mut all_done) = mpsc::channel::<()>(1);
            let start = Instant::now();
            let mut second = start;
            for (at, resident, part) in schedule.starts() {
                let at = start + at;
                if at > Instant::now() {
                    sleep_until(at).await;
                }
                if second.elapsed() >= Duration::from_secs(1) {
                    second = Instant::now();
                    each_second();
                }
                let ulid = named(&offered, resident, part);
                let (client, to) = (self.client.clone(), to.clone());
                let (offered, free) = (Arc::clone(&offered), Arc::clone(&free));
                let under_way = under_way.clone();
                tokio::spawn(async move {
                    let Ok(_one) = free.acquire().await else {
                        return;
                    };
                    let reply = match (part, to.changes) {
                        (Part::Seen, true) => put(&client, &to, ulid, SEEN).await,
                        (Part::Answered, true) => put(&client, &to, ulid, ANSWERED).await,
                        (_, false) => put(&client, &to, new_ulid(), ANSWERED).await,
                    };
                    note(&mut locked(&offered), resident, part, at.elapsed(), reply);
                    drop(under_way);
                });
            }
            drop(under_way);
            // Nothing is ever sent on it: it ends with the last that holds it.
            let _none = all_done.recv().await;
        });
        std::mem::take(&mut *locked(&offered))
    }
}

fn said(to: &Target, error: &str) -> Error {
    Error::Server(format!("PUT {} on port {}: {error}", to.path, to.port))
}

fn locked(offered: &Mutex<Offered>) -> MutexGuard<'_, Offered> {
    offered.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a resident's response: a new one for whoever comes.
fn named(offered: &Mutex<Offered>, resident: usize, part: Part) -> Ulid {
    let mut offered = locked(offered);
    if part == Part::Seen {
        offered.residents.push(Resident {
            ulid: new_ulid(),
            has_answered: false,
        });
    }
    offered
        .residents
        .get(resident)
        .map_or_else(new_ulid, |it| it.ulid)
}

fn note(
    offered: &mut Offered,
    resident: usize,
    part: Part,
    took: Duration,
    reply: std::result::Result<(), String>,
) {
    let micros = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
    offered.latencies.push(micros);
    match reply {
        Ok(()) => {
            if let Some(resident) = offered.residents.get_mut(resident) {
                resident.has_answered |= part == Part::Answered;
            }
        }
        Err(error) => {
            offered.errors += 1;
            offered.first_error.get_or_insert(error);
        }
    }
}

/// Sends one response, and reads its reply to the end, which must be an acknowledgement.
async fn put(
    client: &Client<HttpConnector, Full<Bytes>>,
    to: &Target,
    ulid: Ulid,
    body: &'static str,
) -> std::result::Result<(), String> {
    let request = Request::put(format!("http://127.0.0.1:{}{}/{ulid}", to.port, to.path))
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from_static(body.as_bytes())))
        .map_err(|error| error.to_string())?;
    let exchange = async {
        let reply = client.request(request).await;
        let reply = reply.map_err(|error| format!("{error:?}"))?;
        let status = reply.status();
        let body = reply.into_body().collect().await;
        let body = body.map_err(|error| error.to_string())?.to_bytes();
        if status == 201 || status == 200 {
            Ok(())
        } else {
            Err(format!("{status} {}", String::from_utf8_lossy(&body)))
        }
    };
    let late = |_| Err(format!("no reply within {PATIENCE:?}"));
    timeout(PATIENCE, exchange).await.unwrap_or_else(late)
}

/// A ULID of now that no one had before: the time, a count, and a number drawn for each.
pub(super) fn new_ulid() -> Ulid {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // The shard follows from the lowest bits.
    let drawn = RandomState::new().hash_one(count);
    Ulid::from_parts(
        u64::try_from(now.as_millis()).unwrap_or(0),
        u128::from(count & 0xFFFF) << 64 | u128::from(drawn),
    )
}
