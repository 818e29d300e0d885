//! Numbers that look random and are the same for the same seed.

/// `SplitMix64` (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        let high = u32::try_from(self.bits() >> 32).unwrap_or(0);
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }

    /// Whether what happens in this share of cases happens.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        let most = u64::try_from(of.len()).ok().filter(|it| *it > 0)?;
        of.get(usize::try_from(self.bits() % most).ok()?)
    }
}

/// Which of the choices, given their weights, lies at a share of the whole.
pub(super) fn weighted(weights: &[u32], share: f64) -> usize {
    let all: u32 = weights.iter().sum();
    let mut left = share * f64::from(all);
    for (at, weight) in weights.iter().enumerate() {
        left -= f64::from(*weight);
        if left < 0.0 {
            return at;
        }
    }
    weights.len().saturating_sub(1)
}

/// A sequence from 0 up to 1 that fills its range evenly, however long it is: steps of the golden ratio.
#[derive(Debug, Default)]
pub(super) struct Even(f64);

impl Even {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = (self.0 + 0.618_033_988_749_895).fract();
        self.0
    }
}
