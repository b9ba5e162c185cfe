//! What people think of the answers.

pub(crate) mod feedback;
pub(crate) mod list;
