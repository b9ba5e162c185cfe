//! Notes on persons, organizations and campaigns.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod note;
pub(crate) mod restore;
