//! What campaigns cost.

pub(crate) mod add;
pub(crate) mod amount;
pub(crate) mod line;
pub(crate) mod remove;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod show;
