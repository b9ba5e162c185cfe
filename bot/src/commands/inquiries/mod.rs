//! What customers ask about, by kind.

pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod set;
