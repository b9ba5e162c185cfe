//! Why a merge or an undo is not done.

use crate::{Code, CodeKind, persons::Person};

/// Why not. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The two are one person, by their ids or by a merge that stands.
    SamePerson {
        /// Which.
        survivor: Person,
    },
    /// That merge was taken back before.
    AlreadyUndone {
        /// Its code.
        merge: Code,
    },
    /// This tenant has no such thing.
    NotFound {
        /// What was looked for: a person or a merge.
        what: CodeKind,
    },
}
