//! Two persons found to be one, and taking that back.
//!
//! A merge makes `from` part of `into`. Every row that points at `from` (accounts, identifiers,
//! employments, activities by no account) then points at `into`, and each is noted, so that it finds its
//! way back; the same address or employer twice is left twice, since each row has its own way. Empty
//! fields of `into` are filled, tags are joined, its name and relationship stay, unless somebody chooses
//! `from`'s. `from` keeps its own
//! fields and its code, hidden behind `merged_into`, for ever: old codes lead to the survivor.
//!
//! The law: after any sequence of merges, undos, edits and [`detach()`], things are as if the merges that
//! were undone had never been made. So merge, then undo, is the identity, in whatever order, also where
//! merges are stacked on each other. The one thing undo does not take back is what somebody did since by
//! hand: an edited field stays, a detached account stays where it was put, and both are told as
//! [`Conflict`]s. (An edit to the very value that the merge had filled in cannot be seen, and goes.)
//!
//! Whoever writes rows for a person under an id kept from before asks [`survivors`] first, as
//! [`crate::accounts::add`] does: a row given to a hidden person stays with it, out of sight until an undo.
//!
//! Where to find what: what moves is in `moves`, what is filled in in `fields`, how that is taken back in
//! `retract`, names for look-up in `keys`, who is part of whom in `tree`; which pairs may be one in `suggest`, by what is held
//! of everybody in `census`, which of these wait for a decision in `standing`, what never counts as evidence in `evidence`.
//!
//! Not here: who may merge ([`crate::access`]), and words about any of it.

mod census;
mod conflict;
mod detach;
pub mod evidence;
mod fields;
mod hand;
mod history;
pub(crate) mod keys;
mod merge;
mod moves;
mod pair;
mod preview;
mod refused;
mod reject;
mod retract;
pub mod standing;
mod suggest;
mod tree;
mod undo;

pub use crate::resolve::{Reason, Signal};
pub(crate) use census::Rooms;
pub use conflict::Conflict;
pub use detach::{Origin, detach, give, take_back};
pub use fields::{Difference, FieldChange};
pub use hand::Given;
pub(crate) use hand::hand_over;
pub use history::{MergeRecord, by_number, history};
pub use merge::{Merged, merge, merge_choosing};
pub use moves::{Counts, RowKind};
pub use preview::{Preview, preview, preview_choosing};
pub use refused::Refused;
pub use reject::{Rejection, forget, put_back, reject, rejections};
pub use suggest::{Suggestion, WORTH_A_LOOK, explain, explain_by, learned, suggest};
pub use tree::survivors;
pub(crate) use tree::{family, take_turn};
pub use undo::{Undone, undo, undo_preview};
