//! What waits for one shard, and who carries it when. Pure: the time is a parameter, in milliseconds since 1970.

/// How long a request waits for its answer, in milliseconds; one that carries and is not heard of for as long must have
/// been stopped by the platform.
pub(crate) const PATIENCE_MS: u32 = 15_000;

/// How many bundles one request carries before another has its turn: the platform lets none make calls without end.
const TURN: usize = 50;

/// The most of a bundle.
const LARGEST: usize = 256;

/// What waits, in the order of arrival.
pub(crate) struct Lane<T> {
    waiting: Vec<T>,
    /// When whoever carries last set out.
    carried_since: Option<f64>,
    /// The bundles of this turn.
    carried: usize,
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self {
            waiting: Vec::new(),
            carried_since: None,
            carried: 0,
        }
    }
}

impl<T> Lane<T> {
    /// Has something wait.
    pub(crate) fn add(&mut self, item: T) {
        self.waiting.push(item);
    }

    /// Whether whoever asks is to carry from now on: nobody does, or somebody who was stopped.
    pub(crate) fn begin(&mut self, now_ms: f64) -> bool {
        let begins = self
            .carried_since
            .is_none_or(|since| now_ms - since > f64::from(PATIENCE_MS));
        if begins {
            self.carried_since = Some(now_ms);
            self.carried = 0;
        }
        begins
    }

    /// The next bundle of whoever carries. None when nothing waits or the turn is over: from then on nobody carries.
    pub(crate) fn next(&mut self, now_ms: f64) -> Option<Vec<T>> {
        if self.waiting.is_empty() || self.carried == TURN {
            self.carried_since = None;
            return None;
        }
        self.carried_since = Some(now_ms);
        self.carried += 1;
        let rest = self.waiting.split_off(self.waiting.len().min(LARGEST));
        Some(std::mem::replace(&mut self.waiting, rest))
    }

    /// What waits.
    pub(crate) fn waiting(&self) -> &[T] {
        &self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: f64 = 1_795_000_000_000.0;

    #[test]
    fn one_carries_until_nothing_waits() {
        let mut lane = Lane::default();
        lane.add(1);
        assert!(lane.begin(NOON));
        lane.add(2);
        assert!(!lane.begin(NOON), "somebody carries");
        assert_eq!(lane.next(NOON), Some(vec![1, 2]));
        lane.add(3);
        assert!(!lane.begin(NOON), "still");
        assert_eq!(lane.next(NOON), Some(vec![3]));
        assert_eq!(lane.next(NOON), None);
        assert!(lane.begin(NOON), "nobody any more");
    }

    #[test]
    fn after_its_turn_another_carries_what_waits() {
        let mut lane = Lane::default();
        lane.add(0);
        assert!(lane.begin(NOON));
        for bundle in 0..TURN {
            assert_eq!(lane.next(NOON), Some(vec![bundle]));
            lane.add(bundle + 1);
        }
        assert_eq!(lane.next(NOON), None);
        assert_eq!(lane.waiting(), [TURN]);
        assert!(lane.begin(NOON));
        assert_eq!(lane.next(NOON), Some(vec![TURN]));
    }

    #[test]
    fn a_bundle_has_an_end() {
        let mut lane = Lane::default();
        (0..=LARGEST).for_each(|item| lane.add(item));
        assert!(lane.begin(NOON));
        assert_eq!(lane.next(NOON).map(|it| it.len()), Some(LARGEST));
        assert_eq!(lane.next(NOON), Some(vec![LARGEST]), "the last came last");
    }

    #[test]
    fn who_was_stopped_is_not_waited_for() {
        let mut lane = Lane::default();
        lane.add(1);
        assert!(lane.begin(NOON));
        let patience = f64::from(PATIENCE_MS);
        assert!(!lane.begin(NOON + patience));
        assert_eq!(lane.next(NOON + patience), Some(vec![1]));
        assert!(!lane.begin(NOON + patience + 1.0), "it set out again");
        assert!(lane.begin(NOON + 2.0 * patience + 1.0));
    }
}
