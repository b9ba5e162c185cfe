//! Tables of people and things, read in and written out.

pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod undo;
