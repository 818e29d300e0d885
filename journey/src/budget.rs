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

impl Budget {
    /// Lets a caller make one more call at a time in milliseconds since 1970.
    ///
    /// # Errors
    /// The seconds, 1 to 60, after which the caller may try again.
    pub fn spend(&mut self, caller: u64, limit: u32, now_ms: u64) -> Result<(), u64> {
        let minute = now_ms / MINUTE_MS;
        if minute != self.minute {
            self.minute = minute;
            self.spent.clear();
        }
        if self.spent.len() >= MAX_CALLERS && !self.spent.contains_key(&caller) {
            return Ok(());
        }
        let spent = self.spent.entry(caller).or_default();
        if *spent >= limit {
            return Err((MINUTE_MS - now_ms % MINUTE_MS).div_ceil(1000));
        }
        *spent += 1;
        Ok(())
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
            assert_eq!(budget.spend(1, 3, NOON), Ok(()));
        }
        assert_eq!(budget.spend(1, 3, NOON), Err(60));
        assert_eq!(budget.spend(1, 3, NOON + 58_500), Err(2));
        assert_eq!(budget.spend(1, 3, NOON + 59_999), Err(1));
        assert_eq!(budget.spend(1, 3, NOON + 60_000), Ok(()));
    }

    #[test]
    fn callers_do_not_spend_each_others_budget() {
        let mut budget = Budget::default();
        assert_eq!(budget.spend(1, 1, NOON), Ok(()));
        assert_eq!(budget.spend(2, 1, NOON), Ok(()));
        assert_eq!(budget.spend(1, 1, NOON), Err(60));
    }

    #[test]
    fn a_flood_of_callers_shuts_nobody_out_and_keeps_no_more_than_so_many() {
        let mut budget = Budget::default();
        for caller in 0..MAX_CALLERS as u64 + 10 {
            assert_eq!(budget.spend(caller, 1, NOON), Ok(()));
        }
        assert_eq!(budget.spent.len(), MAX_CALLERS);
        assert_eq!(budget.spend(3, 1, NOON), Err(60));
    }
}
