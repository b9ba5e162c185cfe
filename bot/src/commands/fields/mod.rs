//! Fields that a tenant defines for itself: `field list|add|set|delete|restore`, and what stands in them, for the
//! commands that show, set and find.

pub(crate) mod add;
pub(crate) mod delete;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod meant;
pub(crate) mod own;
pub(crate) mod restore;
pub(crate) mod set;
pub(crate) mod value;
