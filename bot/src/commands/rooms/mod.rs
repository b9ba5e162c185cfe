//! Which conversations are recorded, and who may read them.

pub(crate) mod list;
pub(crate) mod record;
pub(crate) mod set;
