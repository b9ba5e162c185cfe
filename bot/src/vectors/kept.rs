//! Vectors that are kept: a byte a number, the oldest gone first.

use std::collections::{HashMap, HashSet, VecDeque};

use crm::TenantId;
use uuid::Uuid;

/// Which message.
pub(super) type Key = (TenantId, Uuid);

/// Vectors at most: about 25 MB.
const MOST: usize = 50_000;

/// The vectors by message.
#[derive(Default)]
pub(super) struct Kept {
    vectors: HashMap<Key, Small>,
    /// In the order in which they came; those that are gone may still stand in it.
    order: VecDeque<Key>,
}

/// A vector in bytes; each of them times the step is what it stands for.
struct Small {
    step: f32,
    numbers: Box<[i8]>,
}

impl Kept {
    pub(super) fn keep(&mut self, key: Key, vector: &[f32]) {
        if self.vectors.insert(key, Small::of(vector)).is_none() {
            self.order.push_back(key);
        }
        while self.vectors.len() > MOST || self.order.len() > 2 * MOST {
            let Some(oldest) = self.order.pop_front() else { return };
            self.vectors.remove(&oldest);
        }
    }

    pub(super) fn forget(&mut self, keys: &HashSet<Key>) {
        for key in keys {
            self.vectors.remove(key);
        }
    }

    /// The cosine of a message's vector with another; `None`: there is none of it.
    pub(super) fn likeness(&self, key: &Key, asked: &[f32]) -> Option<f32> {
        let Small { step, numbers } = self.vectors.get(key)?;
        Some(step * numbers.iter().zip(asked).map(|(number, x)| f32::from(*number) * x).sum::<f32>())
    }
}

impl Small {
    fn of(vector: &[f32]) -> Self {
        let most = vector.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        let step = (most / 127.0).max(f32::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let numbers = vector.iter().map(|x| (x / step).round() as i8).collect();
        Self { step, numbers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_a_number_is_enough() {
        let vector: Vec<f32> = (0..384_u16).map(|n| f32::from(n).sin() / 13.8564).collect();
        let mut kept = Kept::default();
        let key = (TenantId(Uuid::nil()), Uuid::nil());
        kept.keep(key, &vector);
        let exact: f32 = vector.iter().map(|x| x * x).sum();
        assert!((kept.likeness(&key, &vector).unwrap_or_default() - exact).abs() < 0.002);
        kept.forget(&[key].into());
        assert_eq!(kept.likeness(&key, &vector), None);
    }
}
