//! Two persons found to be one.

pub(crate) mod accept;
pub(crate) mod automatic;
pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod history;
mod keep;
mod likelihood;
pub(crate) mod merge;
pub(crate) mod pair;
pub(crate) mod reasons;
pub(crate) mod reconsider;
pub(crate) mod reject;
pub(crate) mod suggest;
pub(crate) mod undo;
