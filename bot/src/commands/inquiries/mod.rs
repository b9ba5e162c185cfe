//! What customers ask about, by kind.

pub(crate) mod kind_add;
pub(crate) mod kind_list;
pub(crate) mod kind_remove;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod set;
