//! Deals, their stages, and the pipeline that they make.

pub(crate) mod add;
pub(crate) mod block;
pub(crate) mod close;
pub(crate) mod delete;
pub(crate) mod fields;
pub(crate) mod filters;
pub(crate) mod list;
pub(crate) mod meant;
pub(crate) mod pipeline;
pub(crate) mod reopen;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod stage;
pub(crate) mod stages_list;
pub(crate) mod stages_set;
