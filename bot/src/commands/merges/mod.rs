//! Two persons found to be one.

pub(crate) mod accept;
pub(crate) mod explain;
pub(crate) mod history;
pub(crate) mod merge;
pub(crate) mod pair;
pub(crate) mod reasons;
pub(crate) mod reconsider;
pub(crate) mod reject;
pub(crate) mod signals;
pub(crate) mod suggest;
pub(crate) mod undo;
