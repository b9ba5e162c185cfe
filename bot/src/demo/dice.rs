//! Chance that falls the same way everywhere: SplitMix64 (Steele, Lea, Flood: Fast Splittable
//! Pseudorandom Number Generators, 2014), in whole numbers only. Not for secrets.

/// A stream of numbers. Each theme has its own, so that more words in one leave the others as they are.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of `theme` under `seed`.
    pub(super) fn new(seed: u64, theme: &str) -> Self {
        // FNV-1a of the theme's name.
        let salt = theme.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed ^ salt)
    }

    /// The next 64 bits.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for `n` of 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.roll()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// One of the items. The lists of this module are never empty; a test reads them all.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Picks places in a list by their weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Wheel(Vec<u64>);

impl Wheel {
    /// A wheel with one field per weight.
    pub(super) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let mut sum = 0;
        Self(
            weights
                .into_iter()
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        )
    }

    /// The place of a field; `None` where no field has weight.
    pub(super) fn spin(&self, dice: &mut Dice) -> Option<usize> {
        let sum = *self.0.last()?;
        let point = dice.below(sum as usize) as u64;
        (sum > 0).then(|| self.0.partition_point(|&edge| edge <= point))
    }
}
