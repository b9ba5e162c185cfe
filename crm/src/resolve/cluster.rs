//! Groups of records of one person, from pairs.
//!
//! The likeliest pairs first, two groups become one where the strongest sign between them outweighs what
//! speaks against it anywhere across: the mean and the worst of all pairs over the gap, half each. So a weak
//! link between two groups of different names joins nobody, and a strong one needs no sign between every
//! two. What was said to be two stays two.

use std::collections::{HashMap, HashSet};

/// Pairs across a gap that are looked at.
const LOOKED_AT: usize = 64;

/// A pair that looks like one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Link {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Logarithm of the odds.
    pub(crate) odds: f64,
}

/// What the sets of a union-find are called while they grow.
struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

/// For each record the lowest record of its group. `evidence` weighs any two records without the prior; of
/// it only what speaks against is used.
pub(crate) fn cluster(
    records: usize,
    mut links: Vec<Link>,
    apart: &HashSet<(u32, u32)>,
    evidence: impl Fn(u32, u32) -> f64,
) -> Vec<u32> {
    links.sort_by(|x, y| y.odds.total_cmp(&x.odds).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut groups = Groups {
        of: (0..records as u32).collect(),
        members: (0..records as u32).map(|record| vec![record]).collect(),
    };
    let mut never: HashMap<u32, HashSet<u32>> = HashMap::new();
    for (a, b) in apart {
        never.entry(*a).or_default().insert(*b);
        never.entry(*b).or_default().insert(*a);
    }
    for link in links {
        let (x, y) = (groups.of[link.a as usize], groups.of[link.b as usize]);
        if x == y {
            continue;
        }
        let (of_x, of_y) = (&groups.members[x as usize], &groups.members[y as usize]);
        let forbidden =
            of_x.iter().any(|a| never.get(a).is_some_and(|not| of_y.iter().any(|b| not.contains(b))));
        if forbidden || link.odds + against(of_x, of_y, &evidence) < 0.0 {
            continue;
        }
        let (keep, give) = (x.min(y), x.max(y));
        let given = std::mem::take(&mut groups.members[give as usize]);
        for record in &given {
            groups.of[*record as usize] = keep;
        }
        groups.members[keep as usize].extend(given);
    }
    groups.of
}

/// What speaks against two groups being one: 0 or less.
fn against(x: &[u32], y: &[u32], evidence: &impl Fn(u32, u32) -> f64) -> f64 {
    let pairs = x.len() * y.len();
    if pairs == 1 {
        // said by the link itself
        return 0.0;
    }
    let step = pairs.div_ceil(LOOKED_AT);
    let (mut sum, mut worst, mut seen) = (0.0, 0.0_f64, 0.0);
    for at in (0..pairs).step_by(step) {
        let no = evidence(x[at / y.len()], y[at % y.len()]).min(0.0);
        sum += no;
        worst = worst.min(no);
        seen += 1.0;
    }
    (sum / seen + worst) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(pairs: &[(u32, u32, f64)]) -> Vec<Link> {
        pairs.iter().map(|&(a, b, odds)| Link { a, b, odds }).collect()
    }

    #[test]
    fn a_weak_link_joins_nobody() {
        // 0-1 and 2-3 are two persons, 1-2 a login in common
        let pairs = [(0, 1, 6.0), (2, 3, 6.0), (1, 2, 1.0)];
        let names = |a: u32, b: u32| if (a < 2) == (b < 2) { 5.0 } else { -3.0 };
        assert_eq!(cluster(4, links(&pairs), &HashSet::new(), names), [0, 0, 2, 2]);
        // nothing against it: a chain is as good as its links
        assert_eq!(cluster(4, links(&pairs), &HashSet::new(), |_, _| 0.0), [0, 0, 0, 0]);
    }

    #[test]
    fn who_was_said_to_be_two_stays_two() {
        let pairs = [(0, 1, 6.0), (1, 2, 5.0)];
        assert_eq!(cluster(3, links(&pairs), &[(0, 2)].into(), |_, _| 0.0), [0, 0, 2]);
        assert_eq!(cluster(3, links(&pairs), &[(0, 1)].into(), |_, _| 0.0), [0, 1, 1]);
    }
}
