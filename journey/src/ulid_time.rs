//! What a response's ULID may say about time.
//!
//! Receipts are kept longer than a ULID is accepted, so no response is ever counted without the
//! memory of an earlier try.

use ulid::Ulid;

/// How far ahead of the server's clock a ULID's time may be, in milliseconds.
pub const MAX_AHEAD_MS: u64 = 5 * 60 * 1000;

/// How long a response can be changed or taken back, in milliseconds: 48 hours.
pub const CHANGEABLE_MS: u64 = 48 * 60 * 60 * 1000;

/// How long a receipt is kept, in milliseconds: the time it serves and an hour.
pub const RECEIPT_MS: u64 = CHANGEABLE_MS + 60 * 60 * 1000;

/// A ULID's time against the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UlidTime {
    /// The response can be written.
    Open,
    /// It is too late to write the response.
    Closed,
    /// The browser's clock is wrong.
    Ahead,
}

/// Judges a ULID at a server's time in milliseconds since 1970.
#[must_use]
pub fn judge(ulid: Ulid, now_ms: u64) -> UlidTime {
    let time = ulid.timestamp_ms();
    if time > now_ms.saturating_add(MAX_AHEAD_MS) {
        UlidTime::Ahead
    } else if time.saturating_add(CHANGEABLE_MS) < now_ms {
        UlidTime::Closed
    } else {
        UlidTime::Open
    }
}

/// The smallest ULID, as text, whose receipt must be kept at a server's time.
#[must_use]
pub fn oldest_receipt(now_ms: u64) -> String {
    Ulid::from_parts(now_ms.saturating_sub(RECEIPT_MS), 0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000_000;

    fn at(ms: u64) -> Ulid {
        Ulid::from_parts(ms, 7)
    }

    #[test]
    fn a_response_is_open_for_48_hours_and_a_little_ahead() {
        assert_eq!(judge(at(NOW), NOW), UlidTime::Open);
        assert_eq!(judge(at(NOW - CHANGEABLE_MS), NOW), UlidTime::Open);
        assert_eq!(judge(at(NOW - CHANGEABLE_MS - 1), NOW), UlidTime::Closed);
        assert_eq!(judge(at(NOW + MAX_AHEAD_MS), NOW), UlidTime::Open);
        assert_eq!(judge(at(NOW + MAX_AHEAD_MS + 1), NOW), UlidTime::Ahead);
    }

    #[test]
    fn the_times_are_five_minutes_two_days_and_an_hour_more() {
        let minute = 60_000;
        assert_eq!(MAX_AHEAD_MS, 5 * minute);
        assert_eq!(CHANGEABLE_MS, 2880 * minute);
        assert_eq!(RECEIPT_MS, 2940 * minute);
    }

    #[test]
    fn a_receipt_outlives_the_time_its_response_is_open() {
        assert!(oldest_receipt(NOW) < at(NOW - CHANGEABLE_MS).to_string());
        assert!(oldest_receipt(NOW) > at(NOW - RECEIPT_MS - 1).to_string());
    }
}
