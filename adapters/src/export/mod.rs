//! Reading what a chat platform handed over as files: [`open()`] looks at the content, says which
//! export it is and gives its messages one after the other as [`crate::Event`]s.
//!
//! Not live traffic (that is [`crate::Adapter`]), and no writing: the caller records the events. The
//! same file gives the same conversation and message ids every time, so importing it twice records
//! nothing twice.
//!
//! To add a format: a module beside the platform's others that implements [`Export`], and the way to
//! recognise it in `open.rs`.

pub(crate) mod archive;
mod entry;
pub(crate) mod field;
pub(crate) mod json;
mod open;
mod pipe;
mod problem;
pub(crate) mod reactions;
mod skip;
#[cfg(test)]
mod tests;
pub(crate) mod time;
mod verbs;

pub use entry::{Entry, Export, Origin, Progress};
pub(crate) use open::file_name;
pub use open::open;
pub use problem::Problem;
pub use skip::SkipReason;
pub use verbs::VERBS;
