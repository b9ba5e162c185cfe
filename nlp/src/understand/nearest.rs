//! Which commands a text comes nearest to, when it fits none.

use super::grammar::Form;
use crate::text::fold;

/// Below this likeness nothing is offered.
const FLOOR: f64 = 0.22;

/// Everything each command is known by.
#[derive(Debug)]
pub(super) struct Nearest(Vec<(&'static str, Vec<String>)>);

impl Nearest {
    pub(super) fn new(forms: &[Form]) -> Self {
        Self(
            forms
                .iter()
                .map(|form| {
                    let mut known: Vec<String> = form.examples.iter().map(|example| fold(example)).collect();
                    known.push(form.name.to_owned());
                    (form.name, known)
                })
                .collect(),
        )
    }

    /// At most three names, best first. Likeness is Sørensen–Dice over letter pairs, and a typed name
    /// with a slip in it (Damerau–Levenshtein) counts as well.
    pub(super) fn of(&self, said: &str) -> Vec<&'static str> {
        let said = fold(said);
        let head: Vec<&str> = said.split(' ').collect();
        let mut scored: Vec<(f64, &'static str)> = self
            .0
            .iter()
            .map(|(name, known)| {
                let words = name.split(' ').count().min(head.len());
                let slip = strsim::normalized_damerau_levenshtein(&head[..words].join(" "), name);
                let like =
                    known.iter().map(|example| strsim::sorensen_dice(example, &said)).fold(0.0, f64::max);
                (like.max(if slip >= 0.6 { slip } else { 0.0 }), *name)
            })
            .filter(|(score, _)| *score >= FLOOR)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(3).map(|(_, name)| name).collect()
    }
}
