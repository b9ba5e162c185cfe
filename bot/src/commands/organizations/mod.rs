//! Companies and communities.

pub(crate) mod add;
pub(crate) mod delete;
pub(crate) mod filters;
pub(crate) mod find;
pub(crate) mod people;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod show;
