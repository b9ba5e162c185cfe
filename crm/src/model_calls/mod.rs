//! What language models are asked: within a budget, counted by what for; with the words only where a tenant asks
//! to keep them.
//!
//! A question is entered before it is asked, with all that it may take ([`reserve()`]), and corrected when it is over
//! ([`settle`]): however many ask at a time, and whatever dies, no more is spent than was allowed. Asking itself is
//! done elsewhere, in between, with no transaction open.

mod budget;
mod reserve;
mod usage;
pub(crate) mod words;

pub use budget::{Budget, MONTHLY_TOKENS, budget, set_budget};
pub use reserve::{Call, Ended, reserve, settle};
pub use usage::{Spent, Used, spent, used};
pub use words::{Asked, WORDS_DAYS, asked, keep_words, words_are_kept};
