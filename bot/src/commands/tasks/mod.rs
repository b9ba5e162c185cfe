//! Tasks, and when somebody is reminded of them.

pub(crate) mod add;
pub(crate) mod block;
pub(crate) mod delete;
pub(crate) mod done;
pub(crate) mod list;
pub(crate) mod meant;
pub(crate) mod reopen;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod snooze;
pub(crate) mod when;
