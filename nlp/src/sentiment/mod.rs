//! The mood of a short text, English or Japanese: negative, neutral or positive, with a score and how sure it is.
//!
//! Tuned for developer talk: code, stack traces, logs, quotations and links say nothing ([`clean()`]). Words from two
//! lexicons written for this project (`words/`), with negation, intensifiers, contrast, signs of sarcasm and faces, are
//! features beside letter sequences for a classifier that learns from texts written for this project (`examples/`).
//! It learns at first use, always the same. What is denied, excused or wished for is set apart (`quiet`) and tells by
//! that alone.
//!
//! Not here: who is meant, and about what.

mod acclaim;
mod before;
mod clean;
mod counted;
mod denied;
mod english;
mod excused;
mod faces;
mod features;
mod greeting;
mod head;
mod japanese;
mod key;
mod lexicon;
mod mood;
mod quiet;
mod sarcasm;
mod signs;
mod told;
mod wished;

pub use clean::clean;
pub use key::key;
pub use mood::{Label, Mood, read};

#[cfg(test)]
mod tests;
