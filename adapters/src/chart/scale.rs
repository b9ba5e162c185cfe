//! From values to places on a line, and the round numbers to mark there.

/// A stretch of the number line. Both ends are finite and `low < high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// From zero to the values, as bars need it.
    pub(super) fn from_zero(values: impl Iterator<Item = f64>) -> Self {
        match values.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v))) {
            (0.0, 0.0) => Self { low: 0.0, high: 1.0 },
            ends => Self::spread(ends),
        }
    }

    /// Around the values, as lines need it; with zero where zero is near.
    pub(super) fn around(values: impl Iterator<Item = f64>) -> Self {
        let Some((low, high)) = values.fold(None, |ends: Option<(f64, f64)>, v| {
            Some(ends.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
        }) else {
            return Self { low: 0.0, high: 1.0 };
        };
        let near = |small: f64, large: f64| small.abs() < large.abs() * 0.6;
        Self::spread(match (low, high) {
            (low, high) if low > 0.0 && near(low, high) => (0.0, high),
            (low, high) if high < 0.0 && near(high, low) => (low, 0.0),
            ends => ends,
        })
    }

    fn spread((low, high): (f64, f64)) -> Self {
        if low < high {
            return Self { low, high };
        }
        let room = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
        Self { low: (low - room).max(f64::MIN), high: (high + room).min(f64::MAX) }
    }

    /// Where a value stands, from 0 at the low end to 1 at the high end.
    pub(super) fn at(self, value: f64) -> f64 {
        // Halves first: the difference of two huge numbers of opposite sign is infinite.
        let (value, low, high) = (value / 2.0, self.low / 2.0, self.high / 2.0);
        let place = (value - low) / (high - low);
        // Two numbers so small that their halves are equal.
        if place.is_nan() { 0.5 } else { place.clamp(0.0, 1.0) }
    }

    /// The same stretch, widened to round numbers, and these numbers: three to six of them.
    pub(super) fn rounded(self) -> (Self, Vec<f64>) {
        let step = round_step((self.high / 2.0 - self.low / 2.0) / 2.0);
        let (first, last) = ((self.low / step).floor(), (self.high / step).ceil());
        if !step.is_normal() || !(1.0..=12.0).contains(&(last - first)) {
            return (self, vec![self.low, self.high]);
        }
        // At most twelve steps of a normal size: neither the loop nor the cast can run away.
        let ticks: Vec<f64> = (0..=(last - first) as i32).map(|i| (first + f64::from(i)) * step).collect();
        match (ticks.first(), ticks.last()) {
            (Some(low), Some(high)) if low.is_finite() && high.is_finite() => {
                (Self { low: *low, high: *high }, ticks)
            }
            _ => (self, vec![self.low, self.high]),
        }
    }
}

/// The next 1, 2 or 5 times a power of ten.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|m| m * power).find(|s| *s >= step).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_round_numbers() {
        assert_eq!(Scale::from_zero([1240.0].into_iter()).rounded().1, [0.0, 500.0, 1000.0, 1500.0]);
        assert_eq!(
            Scale::around([-0.2, 0.6].into_iter()).rounded().1,
            [-0.2, 0.0, 0.2, 0.4, 0.6000000000000001]
        );
        assert_eq!(Scale::around([980.0, 1000.0].into_iter()).rounded().1[0], 980.0);
    }

    proptest! {
        #[test]
        fn every_value_has_a_place(
            values in prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL, 0..6)
        ) {
            for scale in [Scale::from_zero(values.iter().copied()), Scale::around(values.iter().copied())] {
                let (rounded, ticks) = scale.rounded();
                prop_assert!((2..=13).contains(&ticks.len()));
                for value in values.iter().chain(&ticks) {
                    prop_assert!((0.0..=1.0).contains(&scale.at(*value)), "{scale:?} {value}");
                    prop_assert!((0.0..=1.0).contains(&rounded.at(*value)), "{rounded:?} {value}");
                }
            }
        }
    }
}
