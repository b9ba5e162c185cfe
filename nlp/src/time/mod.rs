//! When: dates, clock times and stretches of time as people say them, in both languages, alone or within a
//! sentence: "tomorrow at 3pm", "from Monday to Friday", 来週の火曜午後3時, 3月4日から10日まで.
//!
//! It reads one expression into an interval, half open, with the grain it was said in ([`read()`]). What leaves the
//! choice open ("Monday", 3月) is the coming one, except after "since" and for whoever looks back ([`Look`]). Weeks
//! begin on Monday; "next Friday" is in the week after this one; an end that is a day is included ("until Friday" ends
//! when Friday does), an end that is a clock time is not.
//!
//! Not here: holidays, repetition ("every Monday"), and what commands make of it ([`crate::period`]).

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
mod same;
mod span;
mod whole;
mod zone;

pub use en::month;
pub(crate) use en::names as english;
pub use find::{Found, read};
pub use grain::Grain;
pub use here::{Here, Look};
pub(crate) use ja::words as japanese;
pub(crate) use whole::whole;

#[cfg(test)]
mod tests;
