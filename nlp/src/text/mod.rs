//! Text as people type it, made comparable: folding, words, sentences.
//!
//! Every function takes any text in either language (or both in one line) and never fails.
//! Not here: meaning. A word is a word whatever it says.

pub(crate) mod courtesy;
mod fold;
mod runs;
pub(crate) mod script;
mod sentences;
mod stem;
pub(crate) mod stop;
mod tokens;
mod variants;

pub use fold::fold;
pub(crate) use fold::fold_pieces;
pub(crate) use runs::{Kind, Run, runs};
pub use sentences::sentences;
pub(crate) use stem::Stems;
pub(crate) use tokens::words_of_run;
pub use tokens::{Token, tokens};
