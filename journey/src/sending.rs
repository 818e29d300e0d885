//! How a response gets from the browser to the server, whatever the connection does.
//!
//! A [`Delivery`] owns the count of revisions and of tries of one response. What always holds:
//! only the newest revision is sent; it is tried until the server took or refused it; and
//! [`Standing::Delivered`] is said only of a revision that the server acknowledged.

/// How long a request may stay without a reply before the same revision is sent again, in
/// milliseconds.
pub const REPLY_WITHIN_MS: u32 = 10_000;

/// The longest pause of the back-off's own, in milliseconds.
const LONGEST_PAUSE_MS: u32 = 60_000;

/// The longest pause that a server's `Retry-After` can ask for, in milliseconds.
const LONGEST_WISH_MS: u32 = 600_000;

/// A device's clock is believed while it is this close to the server's, in milliseconds.
const CLOCK_TOLERANCE_MS: f64 = 120_000.0;

/// What came of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The server has the revision.
    Taken,
    /// The server will never take it.
    Refused,
    /// No reply, or one that asks for patience; with the server's wish in milliseconds, if any.
    Later(Option<u32>),
}

/// What can truthfully be said of the newest revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none yet.
    Nothing,
    /// On its way, nothing went wrong so far.
    Sending,
    /// A try failed; there will be another.
    Waiting,
    /// The server acknowledged it.
    Delivered,
    /// The server refused it for good.
    Refused,
}

/// One response's way to the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivery {
    newest: u32,
    taken: u32,
    refused: u32,
    failures: u32,
    under_way: bool,
}

impl Delivery {
    /// Nothing to send yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a new revision, to be sent at once even while an older one is under way.
    pub fn revise(&mut self) -> u32 {
        self.newest = self.newest.saturating_add(1);
        self.failures = 0;
        self.under_way = true;
        self.newest
    }

    /// The revision to send now because the connection may be back or the page is closing, if one
    /// is waiting.
    pub fn nudge(&mut self) -> Option<u32> {
        if self.under_way || !self.outstanding() {
            return None;
        }
        self.under_way = true;
        Some(self.newest)
    }

    /// The revision to send now that the pause, or the time for a reply, is over.
    pub fn overdue(&mut self) -> Option<u32> {
        if self.under_way && self.outstanding() {
            self.failures = self.failures.saturating_add(1);
        }
        self.under_way = false;
        self.nudge()
    }

    /// Takes in what came of sending `revision`; gives the pause before the next try in
    /// milliseconds, if there must be one. `random` is evenly spread over 0 to 1.
    pub fn settle(&mut self, revision: u32, reply: Reply, random: f64) -> Option<u32> {
        if reply == Reply::Taken {
            self.taken = self.taken.max(revision);
        }
        if revision != self.newest || !self.outstanding() {
            return None;
        }
        self.under_way = false;
        match reply {
            Reply::Taken => None,
            Reply::Refused => {
                self.refused = revision;
                None
            }
            Reply::Later(wish) => {
                self.failures = self.failures.saturating_add(1);
                Some(pause(self.failures, wish, random))
            }
        }
    }

    /// What can be said of the newest revision.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.newest == 0 {
            Standing::Nothing
        } else if self.taken >= self.newest {
            Standing::Delivered
        } else if self.refused >= self.newest {
            Standing::Refused
        } else if self.failures > 0 {
            Standing::Waiting
        } else {
            Standing::Sending
        }
    }

    /// Whether the newest revision still has to be taken or refused.
    #[must_use]
    pub fn outstanding(&self) -> bool {
        matches!(self.standing(), Standing::Sending | Standing::Waiting)
    }
}

/// What an HTTP status means for a response that was PUT; 0 stands for no reply at all.
/// `retry_after` is the header of that name as a number, of which only whole seconds are understood.
#[must_use]
pub fn reply(status: u16, retry_after: Option<f64>) -> Reply {
    match status {
        200..=299 => Reply::Taken,
        408 | 425 | 429 => Reply::Later(retry_after.and_then(wish)),
        400..=499 => Reply::Refused,
        _ => Reply::Later(retry_after.and_then(wish)),
    }
}

/// The time to put into a ULID, in milliseconds since 1970: the device's own, or, where the two
/// are far apart, the server's.
#[must_use]
pub fn believed_time(device_ms: f64, server_ms: Option<f64>) -> f64 {
    match server_ms {
        Some(server_ms) if (device_ms - server_ms).abs() > CLOCK_TOLERANCE_MS => server_ms,
        _ => device_ms,
    }
}

fn wish(seconds: f64) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates"
    )]
    let whole = seconds as u32;
    let is_whole = seconds >= 0.0 && seconds.fract() == 0.0;
    is_whole.then(|| whole.saturating_mul(1000).min(LONGEST_WISH_MS))
}

/// Exponential back-off with "equal jitter" (M. Brooker, "Exponential Backoff And Jitter", AWS
/// Architecture Blog, 2015): half of min(60 s, 1 s * 2^(n-1)) for the n-th failure, and as much again
/// at random. A server's wish is kept, with up to a quarter of it on top so that not all come at once.
fn pause(failures: u32, wish: Option<u32>, random: f64) -> u32 {
    let (sure, spread) = if let Some(wish) = wish {
        (wish, wish / 4)
    } else {
        let doublings = failures.saturating_sub(1).min(16);
        let half = (1000 << doublings).min(LONGEST_PAUSE_MS) / 2;
        (half, half)
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates, and the product lies within 0 and `spread`"
    )]
    let extra = (f64::from(spread) * random.clamp(0.0, 1.0)) as u32;
    sure.saturating_add(extra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_server_makes_a_revision_delivered() {
        let mut delivery = Delivery::new();
        assert_eq!(delivery.standing(), Standing::Nothing);
        let first = delivery.revise();
        assert_eq!(delivery.standing(), Standing::Sending);
        assert!(delivery.settle(first, Reply::Later(None), 0.5).is_some());
        assert_eq!(delivery.standing(), Standing::Waiting);
        assert_eq!(delivery.overdue(), Some(first));
        assert_eq!(delivery.settle(first, Reply::Taken, 0.5), None);
        assert_eq!(delivery.standing(), Standing::Delivered);
    }

    #[test]
    fn an_older_revision_says_nothing_about_the_newest() {
        let mut delivery = Delivery::new();
        let seen = delivery.revise();
        let answered = delivery.revise();
        assert_eq!(delivery.settle(seen, Reply::Taken, 0.0), None);
        assert_eq!(delivery.standing(), Standing::Sending);
        assert_eq!(delivery.settle(seen, Reply::Refused, 0.0), None);
        assert_eq!(delivery.settle(seen, Reply::Later(None), 0.0), None);
        assert_eq!(delivery.standing(), Standing::Sending);
        delivery.settle(answered, Reply::Taken, 0.0);
        assert_eq!(delivery.standing(), Standing::Delivered);
    }

    #[test]
    fn a_refusal_ends_the_tries_but_not_those_of_a_later_revision() {
        let mut delivery = Delivery::new();
        let seen = delivery.revise();
        assert_eq!(delivery.settle(seen, Reply::Refused, 0.0), None);
        assert_eq!(delivery.standing(), Standing::Refused);
        assert_eq!(delivery.nudge(), None);
        assert_eq!(delivery.overdue(), None);
        let answered = delivery.revise();
        assert_eq!(delivery.standing(), Standing::Sending);
        delivery.settle(answered, Reply::Taken, 0.0);
        assert_eq!(delivery.standing(), Standing::Delivered);
    }

    #[test]
    fn a_nudge_sends_what_waits_and_never_doubles_what_is_under_way() {
        let mut delivery = Delivery::new();
        assert_eq!(delivery.nudge(), None);
        let revision = delivery.revise();
        assert_eq!(delivery.nudge(), None);
        delivery.settle(revision, Reply::Later(None), 0.0);
        assert_eq!(delivery.nudge(), Some(revision));
        assert_eq!(delivery.nudge(), None);
        delivery.settle(revision, Reply::Taken, 0.0);
        assert_eq!(delivery.nudge(), None);
    }

    #[test]
    fn a_request_without_a_reply_is_sent_again_and_said_to_wait() {
        let mut delivery = Delivery::new();
        let revision = delivery.revise();
        assert_eq!(delivery.overdue(), Some(revision));
        assert_eq!(delivery.standing(), Standing::Waiting);
        delivery.settle(revision, Reply::Taken, 0.0);
        assert_eq!(delivery.overdue(), None);
        assert_eq!(delivery.settle(revision, Reply::Later(None), 0.0), None);
        assert_eq!(delivery.standing(), Standing::Delivered);
    }

    #[test]
    fn the_end_of_a_pause_is_no_failure_of_its_own() {
        let mut delivery = Delivery::new();
        let revision = delivery.revise();
        assert_eq!(
            delivery.settle(revision, Reply::Later(None), 0.0),
            Some(500)
        );
        assert_eq!(delivery.overdue(), Some(revision));
        assert_eq!(
            delivery.settle(revision, Reply::Later(None), 0.0),
            Some(1000)
        );
    }

    #[test]
    fn statuses_that_a_second_try_can_change_are_retried() {
        for status in [0, 304, 408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(reply(status, None), Reply::Later(None), "{status}");
        }
        for status in [400, 401, 403, 404, 405, 409, 413, 415, 422] {
            assert_eq!(reply(status, Some(1.0)), Reply::Refused, "{status}");
        }
        for status in [200, 201, 204] {
            assert_eq!(reply(status, None), Reply::Taken, "{status}");
        }
    }

    #[test]
    fn the_server_may_ask_for_at_most_ten_minutes() {
        assert_eq!(reply(429, Some(7.0)), Reply::Later(Some(7000)));
        assert_eq!(reply(503, Some(86_400.0)), Reply::Later(Some(600_000)));
        assert_eq!(reply(503, Some(1e300)), Reply::Later(Some(600_000)));
        for not_whole in [f64::NAN, -1.0, 0.5] {
            assert_eq!(reply(503, Some(not_whole)), Reply::Later(None));
        }
        assert_eq!(pause(9, Some(8000), 0.0), 8000);
        assert_eq!(pause(1, Some(8000), 1.0), 10_000);
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        assert_eq!(pause(1, None, 0.0), 500);
        assert_eq!(pause(1, None, 1.0), 1000);
        assert_eq!(pause(2, None, 1.0), 2000);
        assert_eq!(pause(3, None, 0.5), 3000);
        assert_eq!(pause(7, None, 1.0), 60_000);
        assert_eq!(pause(u32::MAX, None, 1.0), 60_000);
    }

    #[test]
    fn the_servers_clock_is_used_only_where_the_devices_is_far_off() {
        let noon = 1_795_348_800_000.0;
        assert!((believed_time(noon, None) - noon).abs() < 0.5);
        assert!((believed_time(noon + 90_000.0, Some(noon)) - noon - 90_000.0).abs() < 0.5);
        assert!((believed_time(noon + 180_000.0, Some(noon)) - noon).abs() < 0.5);
        assert!((believed_time(0.0, Some(noon)) - noon).abs() < 0.5);
        let tolerated = noon + CLOCK_TOLERANCE_MS;
        assert!((believed_time(tolerated, Some(noon)) - tolerated).abs() < 0.5);
    }

    #[derive(Debug, Clone, Copy)]
    enum Event {
        Revise,
        Nudge,
        Overdue,
        Settle(u32, Reply),
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let reply = prop_oneof![
            Just(Reply::Taken),
            Just(Reply::Refused),
            Just(Reply::Later(None)),
        ];
        proptest::collection::vec(
            prop_oneof![
                Just(Event::Revise),
                Just(Event::Nudge),
                Just(Event::Overdue),
                (1..6_u32, reply).prop_map(|(revision, reply)| Event::Settle(revision, reply)),
            ],
            0..40,
        )
    }

    proptest! {
        #[test]
        fn a_revision_is_never_lost_or_claimed_without_the_server(events in events()) {
            let mut delivery = Delivery::new();
            let (mut newest, mut taken) = (0, 0);
            for event in events {
                match event {
                    Event::Revise => {
                        newest += 1;
                        prop_assert_eq!(delivery.revise(), newest);
                    }
                    Event::Nudge => prop_assert!(delivery.nudge().is_none_or(|it| it == newest)),
                    Event::Overdue => prop_assert!(delivery.overdue().is_none_or(|it| it == newest)),
                    Event::Settle(revision, _) if revision > newest => {}
                    Event::Settle(revision, reply) => {
                        if reply == Reply::Taken {
                            taken = taken.max(revision);
                        }
                        delivery.settle(revision, reply, 0.3);
                    }
                }
                let delivered = delivery.standing() == Standing::Delivered;
                prop_assert_eq!(delivered, newest > 0 && taken == newest);
                let open = matches!(delivery.standing(), Standing::Sending | Standing::Waiting);
                let mut later = delivery;
                prop_assert_eq!(later.overdue(), open.then_some(newest));
            }
        }
    }
}
