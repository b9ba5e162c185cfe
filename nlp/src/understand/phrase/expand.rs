//! Says a phrasing: one of the many texts it stands for. What examples are made of.

use super::{Node, Phrase};

/// A text that a phrasing stands for, and where its arguments stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::understand) struct Saying {
    pub(in crate::understand) text: String,
    /// Index of the slot, from, to, in bytes.
    pub(in crate::understand) arguments: Vec<(usize, usize, usize)>,
}

impl Phrase {
    /// One text, chosen by the dice; `fill` says something for an argument.
    pub(in crate::understand) fn say(
        &self,
        dice: &mut Dice,
        fill: &mut dyn FnMut(usize) -> String,
    ) -> Saying {
        let mut saying = Saying::default();
        say(&self.nodes, dice, fill, &mut saying);
        let blanks = saying.text.len() - saying.text.trim_start().len();
        saying.text = saying.text.trim().to_owned();
        for (_, from, to) in &mut saying.arguments {
            (*from, *to) = (*from - blanks, *to - blanks);
        }
        saying
    }
}

fn say(nodes: &[Node], dice: &mut Dice, fill: &mut dyn FnMut(usize) -> String, saying: &mut Saying) {
    for node in nodes {
        match node {
            Node::Words(words) => saying.text.extend(words),
            Node::Blank if saying.text.ends_with(' ') => {}
            Node::Blank => saying.text.push(' '),
            Node::Argument(slot, _) => {
                let from = saying.text.len();
                saying.text.push_str(&fill(*slot));
                saying.arguments.push((*slot, from, saying.text.len()));
            }
            Node::Optional(alternatives) => {
                if dice.below(2) == 0 {
                    say(&alternatives[dice.below(alternatives.len())], dice, fill, saying);
                }
            }
            Node::OneOf(alternatives) => {
                say(&alternatives[dice.below(alternatives.len())], dice, fill, saying);
            }
        }
    }
}

/// Numbers that look random and are the same at every start (a 64-bit linear congruential generator with
/// Knuth's constants from MMIX).
#[derive(Debug, Clone)]
pub(in crate::understand) struct Dice(u64);

impl Dice {
    pub(in crate::understand) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 up to `n - 1`; 0 for `n` 0.
    pub(in crate::understand) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).unwrap_or(0);
        high.checked_rem(n).unwrap_or(0)
    }
}
