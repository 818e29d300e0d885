//! How many calls one caller may make in a minute.
//!
//! Counts by an opaque number in place of the caller; knows nothing that would tell who they are.
//! Everything is forgotten when the minute is over.

use std::collections::HashMap;

/// What callers spent in the current minute.
#[derive(Debug, Default)]
pub struct Budget {
    minute: u64,
    spent: HashMap<u64, u32>,
}

/// The most callers that are told apart in a minute; whoever comes after them is let through, so
/// that a flood of made-up callers shuts nobody else out.
const MAX_CALLERS: usize = 100_000;

const MINUTE_MS: u64 = 60_000;

/// One response is written up to four times, always to the same shard.
const FEWEST: u32 = 12;

/// What one of so many shards lets a caller do in a minute: all together hardly more than twice the limit, and a caller
/// who keeps to half of it is as good as never refused because chance picks one shard more often than another.
#[must_use]
pub fn share(limit: u32, shards: u16) -> u32 {
    let twice = limit.saturating_mul(2) / u32::from(shards).saturating_add(1);
    twice.max(FEWEST).min(limit)
}

/// The seconds, 1 to 60, after which a caller who may not may try again.
#[must_use]
pub fn wait(now_ms: u64) -> u64 {
    (MINUTE_MS - now_ms % MINUTE_MS).div_ceil(1000)
}

impl Budget {
    /// Whether a caller may make one more call at a time in milliseconds since 1970; it is counted.
    pub fn spend(&mut self, caller: u64, limit: u32, now_ms: u64) -> bool {
        let minute = now_ms / MINUTE_MS;
        if minute != self.minute {
            self.minute = minute;
            self.spent.clear();
        }
        if self.spent.len() >= MAX_CALLERS && !self.spent.contains_key(&caller) {
            return true;
        }
        let spent = self.spent.entry(caller).or_default();
        let may = *spent < limit;
        *spent += u32::from(may);
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_795_000_020_000 / MINUTE_MS * MINUTE_MS;

    #[test]
    fn a_caller_may_call_up_to_the_limit_and_again_the_next_minute() {
        let mut budget = Budget::default();
        for _ in 0..3 {
            assert!(budget.spend(1, 3, NOON));
        }
        for (later, seconds) in [(0, 60), (58_500, 2), (59_999, 1)] {
            assert!(!budget.spend(1, 3, NOON + later));
            assert_eq!(wait(NOON + later), seconds);
        }
        assert!(budget.spend(1, 3, NOON + 60_000));
    }

    #[test]
    fn callers_do_not_spend_each_others_budget() {
        let mut budget = Budget::default();
        assert!(budget.spend(1, 1, NOON));
        assert!(budget.spend(2, 1, NOON));
        assert!(!budget.spend(1, 1, NOON));
    }

    #[test]
    fn a_flood_of_callers_shuts_nobody_out_and_keeps_no_more_than_so_many() {
        let mut budget = Budget::default();
        for caller in 0..MAX_CALLERS as u64 + 10 {
            assert!(budget.spend(caller, 1, NOON));
        }
        assert_eq!(budget.spent.len(), MAX_CALLERS);
        assert!(!budget.spend(3, 1, NOON));
    }

    #[test]
    fn shards_share_a_limit_and_each_has_room_for_a_few_responses() {
        let shares = [1, 4, 16, 256].map(|shards| share(120, shards));
        assert_eq!(shares, [120, 48, 14, 12]);
        assert_eq!([1, 256].map(|shards| share(5, shards)), [5, 5]);
        assert_eq!(share(u32::MAX, u16::MAX), u32::MAX / 65536);
    }
}
