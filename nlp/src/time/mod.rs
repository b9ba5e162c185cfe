//! When: dates, clock times and stretches of time as people say them, in both languages, alone or within a
//! sentence: "tomorrow at 3pm", "from Monday to Friday", 来週の火曜午後3時, 3月4日から10日まで.
//!
//! It reads one expression into an interval, half open, with the grain it was said in ([`read()`]). What leaves the
//! choice open ("Monday", 3月) is the coming one, except after "since". Weeks begin on Monday; "next Friday" is in
//! the week after this one; "last 2 weeks" are the two whole weeks before this one; an end that is a day is
//! included ("until Friday" ends when Friday does), an end that is a clock time is not.
//!
//! Not here: holidays, repetition ("every Monday"), and what a report is asked for, where "Monday" is the last one
//! ([`crate::period`]).

mod date;
mod days;
mod durations;
mod en;
mod figures;
mod find;
mod grain;
mod here;
mod hour;
mod ja;
mod said;
mod span;

pub use find::{Found, read};
pub use grain::Grain;
pub use here::Here;

#[cfg(test)]
mod tests;
