//! How long each of many took.

use std::time::Duration;

use super::report::Figure;

/// Times, to be asked for percentiles.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that `percent` of them did not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> Figure {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        Figure::ms(self.0.get(rank - 1).copied().unwrap_or_default())
    }
}
