//! The labels of a command's tokens: 0 outside of any argument; for the nth argument 2n + 1 where it begins and
//! 2n + 2 where it goes on.

use std::ops::Range;

/// Outside of any argument.
const OUTSIDE: usize = 0;

/// The labels that there are for the arguments of a command.
#[derive(Debug)]
pub(super) struct Labels {
    /// A number for each, the same for arguments of the same name.
    ids: Vec<u64>,
}

impl Labels {
    /// For arguments of these names.
    pub(super) fn of(names: &[&str]) -> Self {
        let begins_and_goes_on = names.iter().flat_map(|name| {
            let id = super::clues::hash(0, &[name]);
            [id, id.rotate_left(17)]
        });
        Self { ids: std::iter::once(1).chain(begins_and_goes_on).collect() }
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The number of a label.
    pub(super) fn id(&self, label: usize) -> u64 {
        self.ids[label]
    }

    /// Can `label` stand behind `before`, or, without it, at the beginning?
    pub(super) fn may_follow(before: Option<usize>, label: usize) -> bool {
        let goes_on = label != OUTSIDE && label.is_multiple_of(2);
        !goes_on || before.is_some_and(|before| before == label || before + 1 == label)
    }

    /// The labels of so many tokens of which these are arguments.
    pub(super) fn row(
        &self,
        tokens: usize,
        places: impl Iterator<Item = (usize, Range<usize>)>,
    ) -> Vec<usize> {
        let mut row = vec![OUTSIDE; tokens];
        for (slot, range) in places {
            row[range.clone()].fill(2 * slot + 2);
            row[range.start] = 2 * slot + 1;
        }
        row
    }

    /// Each argument in a row of labels, and its tokens.
    pub(super) fn stretches(&self, row: &[usize]) -> Vec<(usize, Range<usize>)> {
        let begins = |at: &usize| row[*at] % 2 == 1;
        (0..row.len())
            .filter(begins)
            .map(|from| {
                let on = row[from + 1..].iter().take_while(|label| **label == row[from] + 1).count();
                ((row[from] - 1) / 2, from..from + 1 + on)
            })
            .collect()
    }
}
