//! Which shard of a journey holds a response.
//!
//! The shard follows from the ULID alone: its random bits pick one of the shards that were in
//! force at its own time. A plan only ever grows at its end, and a change takes force later than
//! any ULID that is already accepted, so a retry always meets the receipt of its first try.

use crate::ulid_time::MAX_AHEAD_MS;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// How long anyone may go on using an edition after a newer one was stored, in milliseconds.
pub const EDITION_TTL_MS: u64 = 30_000;

/// The most shards a journey may have.
pub const MAX_SHARDS: u16 = 256;

/// The numbers of shards of a journey through time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardPlan(Vec<Era>);

/// From a moment on, so many shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Era {
    /// Milliseconds since 1970, by the ULID's own time.
    from: u64,
    shards: u16,
}

impl ShardPlan {
    /// A plan with so many shards from the beginning of time.
    #[must_use]
    pub fn new(shards: u16) -> Self {
        Self(Vec::from([Era { from: 0, shards }]))
    }

    /// The plan with another number of shards, in force as soon as that is safe.
    #[must_use]
    pub fn changed(&self, shards: u16, now_ms: u64) -> Self {
        let mut plan = self.clone();
        if plan.0.last().is_some_and(|era| era.shards != shards) {
            let from = now_ms + MAX_AHEAD_MS + 2 * EDITION_TTL_MS;
            // An era that was planned but has not begun has no responses yet.
            plan.0.retain(|era| era.from < from);
            plan.0.push(Era { from, shards });
        }
        plan
    }

    /// The shard of a response, from 0.
    #[must_use]
    pub fn shard(&self, ulid: Ulid) -> u16 {
        let time = ulid.timestamp_ms();
        let shards = self
            .0
            .iter()
            .rev()
            .find(|era| era.from <= time)
            .map_or(1, |era| era.shards.max(1));
        // The remainder of a division by a u16 fits in a u16.
        u16::try_from(ulid.random() % u128::from(shards)).unwrap_or(0)
    }

    /// How many shards may hold something.
    #[must_use]
    pub fn count(&self) -> u16 {
        self.0.iter().map(|era| era.shards).max().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: u64 = 1_795_000_000_000;

    #[test]
    fn a_change_is_seen_by_no_ulid_that_is_accepted_today() {
        let old = ShardPlan::new(2);
        let new = old.changed(7, NOW);
        for random in 0..100 {
            let ulid = Ulid::from_parts(NOW + MAX_AHEAD_MS, random);
            assert_eq!(old.shard(ulid), new.shard(ulid));
        }
        assert_eq!(new.count(), 7);
    }

    #[test]
    fn a_change_takes_force_as_soon_as_no_edition_without_it_is_in_use() {
        let plan = ShardPlan::new(2).changed(7, NOW);
        let from = NOW + MAX_AHEAD_MS + EDITION_TTL_MS + EDITION_TTL_MS;
        let shard = |time, random| plan.shard(Ulid::from_parts(time, random));
        for random in 0..7 {
            assert_eq!(u128::from(shard(from - 1, random)), random % 2);
            assert_eq!(u128::from(shard(from, random)), random);
        }
    }

    #[test]
    fn a_change_that_has_not_begun_is_forgotten_by_the_next() {
        let plan = ShardPlan::new(1).changed(9, NOW).changed(4, NOW);
        assert_eq!(plan.count(), 4);
    }

    #[test]
    fn lowering_the_number_still_counts_the_old_shards() {
        let plan = ShardPlan::new(9).changed(2, NOW);
        assert_eq!(plan.count(), 9);
        assert!(plan.shard(Ulid::from_parts(NOW * 2, 8)) < 2);
    }

    #[test]
    fn the_same_number_changes_nothing() {
        let plan = ShardPlan::new(3);
        assert_eq!(plan.changed(3, NOW), plan);
    }

    proptest! {
        #[test]
        fn changes_never_move_a_response_that_could_have_been_accepted(
            steps in prop::collection::vec((1u16..=256, 0u64..200_000), 1..6),
            random in any::<u128>(),
            ahead in 0..MAX_AHEAD_MS,
        ) {
            let mut now = NOW;
            let mut plan = ShardPlan::new(1);
            let ulid = Ulid::from_parts(now + ahead, random);
            let first = plan.shard(ulid);
            for (shards, passed) in steps {
                plan = plan.changed(shards, now);
                prop_assert_eq!(plan.shard(ulid), first);
                now += passed;
            }
        }
    }
}
