//! Summaries without a model: which messages of a conversation to read, and what it was about.
//!
//! Extractive: the result points at messages and quotes words that were written. Nothing is
//! phrased anew, so nothing can be invented, and the same messages always give the same result.
//!
//! The way: `names` knows who is spoken to, `clean` takes away what is not language, `terms` finds the words that carry
//! subjects, `settle` weighs how likely something was decided or taken on, `noise` drops what nobody would quote, `cues` tells decisions from questions,
//! `rank` finds what the conversation keeps coming back to, `choose` picks without repeating
//! itself, `keywords`, `questions` and `movers` add the rest.

mod choose;
mod clean;
mod cue_words;
mod cues;
mod fillers;
mod keywords;
mod movers;
mod names;
mod noise;
mod questions;
mod rank;
mod settle;
mod settle_words;
mod small_talk;
mod summarise;
mod terms;

pub use cues::Kind;
pub use movers::{Mover, movers};
pub use summarise::{Message, Mood, Options, Pick, Summary, Weight, summarise};

#[cfg(test)]
mod meetings;
#[cfg(test)]
mod tests;
