//! Tables of people and things, read in row by row: what is known already, what is new, what each import
//! changed, and taking an import back.
//!
//! Rows are written in batches, each in one transaction with the import's own row, which says how far it is:
//! whatever dies, a row is written once or not at all, and the import goes on where it was. Everything an
//! import changes is noted per thing, not per row, so that it can be taken back by [`undo()`].
//!
//! Who is known already is a matter of keys held in memory for the time of an import ([`Known`]) and of what
//! the database says of those that share one. That only decides about one row at a time; whether two persons
//! are one is [`crate::merges`]'s, whose reasons are shown where somebody looks.
//!
//! Not here: what a file looks like, and words about any of it.

mod activities;
mod changes;
mod costs;
mod decide;
mod employments;
mod facts;
mod in_file;
mod known;
mod meant;
mod organizations;
mod own;
mod persons;
mod rejects;
mod rows;
mod runs;
mod undo;
mod update;
mod write;

pub use decide::{Verdict, judge};
pub use in_file::{Again, InFile};
pub use known::Known;
pub use meant::By;
pub use rejects::{Reject, reject, rejects};
pub use rows::{ActivityRow, Choice, CostRow, Kind, OrganizationRow, PersonRow, Row, What};
pub(crate) use runs::tidy;
pub use runs::{
    Import, NewImport, State, begin, by_number, cancel, content, finish, id_of, latest, left_behind, list,
    of_file, reread, start,
};
pub use undo::{Kept, Undone, Why, undo};
pub use write::{Tally, Written, write};
