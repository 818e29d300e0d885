//! Finds the rate beyond which a server is too slow, by trying rates. Pure.

/// Each rate is at most this many times the one before.
const STEP: f64 = 1.25;
/// The edge is known once the rate that was too much is at most this many times the one that was borne.
const FINE: f64 = 1.1;
/// How often a rate must be too much before it counts as such: a machine has other things to do now and then.
const TRIES: u32 = 3;

/// What is known of one server so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Climb {
    next: f64,
    borne: f64,
    too_much: f64,
    /// How often the next rate was too much.
    failed: u32,
}

impl Climb {
    /// Nothing but where to begin.
    pub(super) fn from(first: f64) -> Self {
        Self {
            next: first,
            borne: 0.0,
            too_much: f64::INFINITY,
            failed: 0,
        }
    }

    /// The rate to try next; none once the edge is known.
    pub(super) fn next(&self) -> Option<f64> {
        (self.too_much > self.borne * FINE).then_some(self.next)
    }

    /// Whether that rate was borne.
    pub(super) fn note(&mut self, is_borne: bool) {
        self.failed += u32::from(!is_borne);
        if !is_borne && self.failed < TRIES {
            return;
        }
        self.failed = 0;
        if is_borne {
            self.borne = self.next;
        } else {
            self.too_much = self.next;
        }
        self.next = if self.too_much.is_infinite() {
            self.borne * STEP
        } else if self.borne == 0.0 {
            self.too_much / STEP
        } else {
            (self.borne * self.too_much).sqrt()
        };
    }

    /// The highest rate that was borne.
    pub(super) fn edge(&self) -> f64 {
        self.borne
    }
}

#[cfg(test)]
mod tests {
    use super::Climb;

    /// Climbs for a server that bears so much, and says which rates were tried.
    fn climbed(first: f64, bears: f64) -> (Climb, Vec<f64>) {
        let (mut climb, mut tried) = (Climb::from(first), Vec::new());
        while let Some(rate) = climb.next() {
            assert!(tried.len() < 100, "{tried:?}");
            tried.push(rate);
            climb.note(rate <= bears);
        }
        (climb, tried)
    }

    #[test]
    fn the_edge_is_known_to_a_tenth() {
        for bears in [90.0, 500.0, 501.0, 1234.0, 4321.0] {
            let (climb, tried) = climbed(500.0, bears);
            assert!(climb.edge() <= bears, "{climb:?}");
            assert!(climb.edge() * 1.1 > bears, "{climb:?}");
            let highest = tried.iter().copied().fold(0.0, f64::max);
            assert!(highest <= (bears * 1.25).max(500.0), "{tried:?}");
        }
    }

    #[test]
    fn two_bad_tries_are_no_edge() {
        let mut climb = Climb::from(500.0);
        climb.note(false);
        climb.note(false);
        assert_eq!(climb.next(), Some(500.0));
        climb.note(true);
        assert_eq!(climb.next(), Some(625.0));
        climb.note(false);
        assert_eq!(climb.next(), Some(625.0), "each rate has its own tries");
        climb.note(false);
        climb.note(false);
        assert!(climb.next() < Some(625.0));
    }
}
