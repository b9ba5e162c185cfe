//! What people think of the answers.

#[expect(clippy::module_inception, reason = "the command of that name among those about it")]
pub(crate) mod feedback;
pub(crate) mod list;
