//! Language: search, summaries, and the text work below them.
//!
//! Both languages, English and Japanese, work alike everywhere. No SQL, no chat, no network:
//! texts come in as arguments, and what comes out says nothing that was not in them.

pub mod amount;
pub mod conditions;
pub mod e5;
pub mod inquiry;
mod lang;
pub mod model;
mod number;
pub mod period;
pub mod search;
pub mod sentiment;
pub mod summary;
pub mod text;
pub mod time;
pub mod understand;

pub use lang::Lang;
