//! Times in English: folded words, and what they say.

mod dates;
mod hours;
mod impossible;
pub(crate) mod names;
mod numbers;
mod pairs;
mod parts;
mod points;
mod quarters;
mod relative;
mod spans;
mod tokens;
mod typos;
mod units;
mod weekdays;
mod zones;

pub(super) use impossible::impossible;
pub(super) use names::may_be_time;
pub use names::month;
pub(super) use spans::span;
pub(super) use tokens::Tokens;

/// What was read and the words after it.
type Read<'w, 't, T> = Option<(T, &'w [&'t str])>;
