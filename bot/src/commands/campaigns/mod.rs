//! Campaigns, from planned to closed.

pub(crate) mod add;
pub(crate) mod close;
pub(crate) mod delete;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod meant;
pub(crate) mod reopen;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod show;
