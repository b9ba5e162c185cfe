//! Plain lines of JSON: what any other program can write, a message a line, in `export.rs`.
//!
//! No platform of its own: every line names the platform and the workspace it comes from.

mod export;
mod line;
mod lines;
mod message;

pub(crate) use export::JsonlExport;
pub(crate) use line::is_line;
