//! Which records have a key: sorted once, and a short list of what came since.

use std::collections::HashMap;

/// Records by key.
#[derive(Default)]
pub(crate) struct Index {
    /// Sorted by key.
    keys: Vec<u64>,
    /// The record of each.
    records: Vec<u32>,
    since: HashMap<u64, Vec<u32>>,
}

/// In place of a record that has left a key.
const GONE: u32 = u32::MAX;

impl Index {
    /// Of the keys of each record.
    pub(crate) fn of(keys: &[Vec<u64>]) -> Self {
        let mut all: Vec<(u64, u32)> = Vec::with_capacity(keys.iter().map(Vec::len).sum());
        for (record, keys) in keys.iter().enumerate() {
            all.extend(keys.iter().map(|key| (*key, record as u32)));
        }
        all.sort_unstable();
        let (keys, records) = all.into_iter().unzip();
        Self { keys, records, since: HashMap::new() }
    }

    /// Is nothing in it?
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.since.is_empty()
    }

    /// A record had these keys and has those from now on.
    pub(crate) fn put(&mut self, record: u32, before: &[u64], after: &[u64]) {
        for key in before.iter().filter(|key| !after.contains(key)) {
            let range = self.range(*key);
            for known in &mut self.records[range] {
                if *known == record {
                    *known = GONE;
                }
            }
            if let Some(since) = self.since.get_mut(key) {
                since.retain(|known| *known != record);
            }
        }
        for key in after.iter().filter(|key| !before.contains(key)) {
            self.since.entry(*key).or_default().push(record);
        }
    }

    /// Adds the records with a key, unless they are more than `most`.
    pub(crate) fn met(&self, key: u64, most: usize, into: &mut Vec<u32>) {
        let sorted = &self.records[self.range(key)];
        let since = self.since.get(&key).map_or(&[][..], Vec::as_slice);
        if sorted.len() + since.len() <= most {
            into.extend(sorted.iter().chain(since).filter(|record| **record != GONE));
        }
    }

    fn range(&self, key: u64) -> std::ops::Range<usize> {
        let first = self.keys.partition_point(|known| *known < key);
        let many = self.keys[first..].partition_point(|known| *known == key);
        first..first + many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_and_go() {
        let mut index = Index::of(&[vec![1, 2], vec![2, 3], vec![]]);
        let met = |index: &Index, key: u64| {
            let mut met = Vec::new();
            index.met(key, 2, &mut met);
            met
        };
        assert_eq!((met(&index, 1), met(&index, 2), met(&index, 9)), (vec![0], vec![0, 1], vec![]));
        index.put(2, &[], &[1, 9]);
        index.put(0, &[1, 2], &[2]);
        assert_eq!((met(&index, 1), met(&index, 2), met(&index, 9)), (vec![2], vec![0, 1], vec![2]));
        index.put(2, &[1, 9], &[2]);
        assert_eq!((met(&index, 1), met(&index, 9)), (vec![], vec![]));
        assert_eq!(met(&index, 2), Vec::<u32>::new(), "too many");
    }
}
