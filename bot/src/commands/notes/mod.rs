//! Notes on persons, organizations, campaigns, activities, deals and tasks.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod note;
pub(crate) mod restore;
