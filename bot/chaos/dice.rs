//! Chance that can be had again: SplitMix64 from a seed.

use std::time::Duration;

/// A source of numbers; the same seed, the same numbers.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another source, which goes its own way from here.
    pub(crate) fn other(&mut self) -> Self {
        Self(self.next())
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `below`; 0 for 0.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        usize::try_from(self.next() % below.max(1) as u64).unwrap_or_default()
    }

    /// True in so many of 100 cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A time between the two.
    pub(crate) fn between(&mut self, least: Duration, most: Duration) -> Duration {
        let width = most.saturating_sub(least).as_millis();
        least + Duration::from_millis(self.below(usize::try_from(width).unwrap_or(usize::MAX)) as u64)
    }
}
