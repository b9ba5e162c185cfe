//! What came of what was spent.

pub(crate) mod compare;
pub(crate) mod show;
pub(crate) mod top;
