//! Between the platforms and the store: every stage of [`crate::flow`] is one file here.

pub mod accept;
mod batch;
pub mod changed;
mod chores;
mod completion;
pub mod connections;
mod deliver;
mod dialogue;
mod drain;
mod follow;
mod inward;
mod known;
mod listen;
mod lost;
pub mod matching;
mod named;
mod names;
pub mod pace;
mod parse;
mod propose;
mod record;
pub mod refusals;
pub mod remind;
mod respond;
pub mod spool;
mod understand;
pub mod workers;

pub use accept::accept;
pub use deliver::deliver;
pub use parse::parse;
pub use propose::offered;
pub use record::{Place, incoming, record};
pub use respond::{close, hold, respond};
pub use understand::{Request, Wish, understand};
