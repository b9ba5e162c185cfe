//! Suggestions that stand: found once, kept with their reasons until somebody decides.
//!
//! Whatever changes of a person that bears on who they are is noted by the database itself
//! (`crm.uncompared`, filled by triggers, so that no writer can forget it). [`compare()`] works the notes
//! off, some persons at a time: it has them compared with everybody held in memory and stores what came of it. A reader
//! never waits for it; one who wants to see what was written a moment ago asks [`catch_up`] first.
//!
//! What is certain and proved on both sides is merged without asking, by [`link()`]; it is undone like any
//! other merge, and never done again after that.
//!
//! Not here: how likely a pair is (`suggest`), and words about it.

mod certain;
mod compare;
mod link;
mod list;
mod store;

pub use certain::{CERTAIN, is_certain};
pub use compare::{Compared, Waiting, catch_up, compare, later, note_everybody, waiting};
pub(super) use compare::{note, persons_waiting};
pub use link::{AUTOMATIC, Linked, is_automatic, link, set_automatic};
pub use list::{count, likely, open};
pub(super) use store::settle;

/// How a suggestion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Somebody merged the two.
    Accepted,
    /// Somebody said that they are two.
    Rejected,
    /// They were merged without asking.
    Linked,
}

impl End {
    /// The word stored in `suggestions.state`.
    fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Linked => "linked",
        }
    }
}
