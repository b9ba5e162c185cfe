//! Tables of people and things, read in and written out.

pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod list;
mod sent;
pub(crate) mod start;
pub(crate) mod undo;
