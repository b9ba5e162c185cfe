//! Which words of a text are which argument of a command, learned from texts in which they are marked.
//!
//! Each token stands outside of all arguments, begins one or goes on with one. The best row of such labels is found
//! with Viterbi's algorithm; its weights are learned by the averaged perceptron (Collins 2002, "Discriminative
//! Training Methods for Hidden Markov Models"). An argument has the same weights in every command that has one of
//! its name; what stands around it in one command counts besides.

mod clues;
mod labels;
mod perceptron;
mod tokens;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::understand::{grammar::Form, phrase::Dice};
use clues::{Clues, clues};
use labels::Labels;
use perceptron::{Perceptron, Weights};
use tokens::{Token, tokens};

/// How often every text is gone through.
const ROUNDS: usize = 6;

/// A text of a command with its arguments.
#[derive(Debug)]
pub(super) struct Example {
    /// Made ready.
    pub(super) text: String,
    /// The command's name.
    pub(super) command: &'static str,
    /// The names of the arguments that the command has.
    pub(super) names: Vec<&'static str>,
    /// Which of them stands where, in bytes.
    pub(super) arguments: Vec<(&'static str, Range<usize>)>,
}

/// What was learned.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::understand) struct Tagger {
    weights: Weights,
}

impl Tagger {
    /// Learns from examples.
    pub(super) fn learn(examples: &[Example]) -> Self {
        let lessons: Vec<Lesson> = super::parallel::map(examples, Lesson::of);
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut dice = Dice::new(5);
        let mut learner = Perceptron::default();
        for _ in 0..ROUNDS {
            for last in (1..order.len()).rev() {
                order.swap(last, dice.below(last + 1));
            }
            for Lesson { clues, labels, right } in order.iter().map(|at| &lessons[*at]) {
                learner.learn(labels, clues, right);
            }
        }
        Self { weights: learner.averaged() }
    }

    /// The arguments of a command in a text that is made ready: index of the slot, and where it stands.
    pub(super) fn find(&self, form: &Form, text: &str) -> Vec<(usize, Range<usize>)> {
        let names: Vec<&str> = form.slots.iter().map(|slot| slot.name).collect();
        let (labels, tokens) = (Labels::of(&names), tokens(text));
        let row = self.weights.best(&labels, &clues(text, &tokens, form.name));
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (slot, range) in labels.stretches(&row) {
            let range = tokens[range.start].from..tokens[range.end - 1].to;
            // said twice, as "Sato … him": the longer words say more
            match found.iter_mut().find(|(other, _)| *other == slot) {
                Some((_, other)) if range.len() > other.len() => *other = range,
                Some(_) => {}
                None => found.push((slot, range)),
            }
        }
        found
    }

    /// Bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.weights.size()
    }
}

/// An example, ready to learn from.
struct Lesson {
    clues: Vec<Clues>,
    labels: Labels,
    right: Vec<usize>,
}

impl Lesson {
    fn of(example: &Example) -> Self {
        let tokens = tokens(&example.text);
        let labels = Labels::of(&example.names);
        let places = example.arguments.iter().filter_map(|(name, at)| {
            let slot = example.names.iter().position(|other| other == name)?;
            Some((slot, within(&tokens, at)?))
        });
        let right = labels.row(tokens.len(), places);
        Self { clues: clues(&example.text, &tokens, example.command), labels, right }
    }
}

/// The tokens that stand in a part of the text.
fn within(tokens: &[Token], at: &Range<usize>) -> Option<Range<usize>> {
    let first = tokens.iter().position(|token| token.from >= at.start)?;
    let end = tokens.iter().rposition(|token| token.to <= at.end)? + 1;
    (first < end).then_some(first..end)
}

#[cfg(test)]
mod tests;
