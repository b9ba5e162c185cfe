//! What commands have in common: those that begin or end with the same word ask for the same thing or do the same.
//! "bring it back" speaks for `person restore`, and a little for every other `restore`.

/// Which classes have something in common.
#[derive(Debug)]
pub(super) struct Kin {
    /// For each class the groups it is in; their columns stand behind those of the classes.
    groups: Vec<Vec<usize>>,
    count: usize,
}

impl Kin {
    /// So many classes that have nothing in common.
    pub(super) fn none(classes: usize) -> Self {
        Self { groups: vec![Vec::new(); classes], count: 0 }
    }

    /// Commands whose names begin or end with the same word: `person restore` is of `person show` and of `org restore`.
    pub(super) fn by_names(names: &[&str]) -> Self {
        let mut ends: Vec<(bool, &str)> = Vec::new();
        let groups = names
            .iter()
            .map(|name| {
                let (first, last) = name
                    .split_once(' ')
                    .map_or((*name, *name), |(first, rest)| (first, rest.rsplit(' ').next().unwrap_or(rest)));
                let mut group = |end| {
                    ends.iter().position(|it| *it == end).unwrap_or_else(|| {
                        ends.push(end);
                        ends.len() - 1
                    })
                };
                vec![group((true, first)), group((false, last))]
            })
            .collect();
        Self { groups, count: ends.len() }
    }

    /// For each group the sum over its classes.
    pub(super) fn shared(&self, classes: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0; self.count];
        for (groups, class) in self.groups.iter().zip(classes) {
            for group in groups {
                sums[*group] += class;
            }
        }
        sums
    }

    /// How many classes there are.
    pub(super) fn classes(&self) -> usize {
        self.groups.len()
    }

    /// Of classes and groups together.
    pub(super) fn columns(&self) -> usize {
        self.groups.len() + self.count
    }

    /// What speaks for each class, from what speaks for each column.
    pub(super) fn summed<'a>(&'a self, columns: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        let shared = &columns[self.groups.len()..];
        self.groups
            .iter()
            .zip(columns)
            .map(|(groups, own)| own + groups.iter().map(|group| shared[*group]).sum::<f32>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_with_a_word_in_common_are_kin() {
        let kin = Kin::by_names(&["person show", "person restore", "org restore", "help"]);
        assert_eq!((kin.classes(), kin.columns()), (4, 4 + 6));
        // persons, showing, restoring, organizations, and twice help
        assert_eq!(kin.shared(&[1.0, 2.0, 4.0, 8.0]), [3.0, 1.0, 6.0, 4.0, 8.0, 8.0]);
        let columns = [0.0, 0.0, 0.0, 0.0, 3.0, 1.0, 6.0, 4.0, 8.0, 8.0];
        assert_eq!(kin.summed(&columns).collect::<Vec<_>>(), [4.0, 9.0, 10.0, 16.0]);
        assert_eq!(Kin::none(2).summed(&[1.0, 2.0]).collect::<Vec<_>>(), [1.0, 2.0]);
    }
}
