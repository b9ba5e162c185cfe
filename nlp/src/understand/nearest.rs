//! Which commands a text comes nearest to, when it fits none.

use super::grammar::Form;
use crate::text::fold;

/// Below this likeness nothing is offered.
const FLOOR: f64 = 0.22;

/// Everything each command is known by: its name, and the letter pairs of its examples and its name.
#[derive(Debug)]
pub(super) struct Nearest(Vec<(&'static str, Vec<Pairs>)>);

/// The pairs of letters in a text, sorted; blanks do not count.
type Pairs = Vec<[char; 2]>;

impl Nearest {
    pub(super) fn new(forms: &[Form]) -> Self {
        let known =
            |form: &Form| form.examples.iter().chain([&form.name]).map(|it| pairs(&fold(it))).collect();
        Self(forms.iter().map(|form| (form.name, known(form))).collect())
    }

    /// At most three names, best first. Likeness is Sørensen–Dice over letter pairs, and a typed name
    /// with a slip in it (optimal string alignment) counts as well.
    pub(super) fn of(&self, said: &str) -> Vec<&'static str> {
        let said = fold(said);
        let its_pairs = pairs(&said);
        let head: Vec<&str> = said.split(' ').collect();
        let mut scored: Vec<(f64, &'static str)> = self
            .0
            .iter()
            .map(|(name, known)| {
                let words = name.split(' ').count().min(head.len());
                let slip = slip(&head[..words].join(" "), name);
                let like = known.iter().map(|pairs| dice(pairs, &its_pairs)).fold(0.0, f64::max);
                (like.max(if slip >= 0.6 { slip } else { 0.0 }), *name)
            })
            .filter(|(score, _)| *score >= FLOOR)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

fn pairs(text: &str) -> Pairs {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut pairs: Pairs = letters.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pairs.sort_unstable();
    pairs
}

/// Sørensen–Dice: how much of both is in both, 0 to 1.
fn dice(one: &Pairs, other: &Pairs) -> f64 {
    let (mut a, mut b, mut both) = (one.iter().peekable(), other.iter().peekable(), 0_u32);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                both += 1;
                a.next();
                b.next();
            }
        }
    }
    f64::from(2 * both) / (one.len() + other.len()).max(1) as f64
}

/// How like two words are: 1 without a slip, 0 where every letter is another.
fn slip(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count()).max(1);
    1.0 - strsim::osa_distance(one, other) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_of_letter_pairs() {
        let like = |one: &str, other: &str| dice(&pairs(one), &pairs(other));
        assert_eq!(like("night", "night"), 1.0);
        assert_eq!(like("night", "nacht"), 0.25);
        assert_eq!(like("a b", "ab"), 1.0);
        assert_eq!(like("", "ab"), 0.0);
        assert!(slip("serach", "search") > 0.8);
    }
}
