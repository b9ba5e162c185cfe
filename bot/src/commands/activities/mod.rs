//! What people did: shown, logged by hand, taken back.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod log_remove;
pub(crate) mod log_this;
pub(crate) mod log_time;
pub(crate) mod restore;
pub(crate) mod show;
