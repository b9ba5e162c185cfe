//! Who is who: which records of people are one person's, how likely, and why.
//!
//! Pure: no database, no tenant, no clock; the same records give the same answer. In stages, one a file:
//!
//! 1. `record` is what goes in; `profile` is a record cut up (`name`, `address`, `login`, `field`) and folded.
//! 2. `frequency` counts how common everything is: 佐藤 says less than 勅使河原, `info@` nothing.
//! 3. `block` finds the pairs worth comparing, so that the work grows with the records and not their square.
//! 4. `compare` finds what a pair has in common; `model` weighs it (Fellegi–Sunter), fitted to the records by
//!    `learn` without anybody's help; `signals` says it as [`Reason`]s.
//! 5. `learned` is what came of it, and judges other records as well; `index` finds whom a new one meets.
//! 6. `cluster` makes groups of pairs, without joining two persons by a chain of weak links.
//!
//! [`People`] holds it all. Laws, kept by tests: the order of records and of a pair does not matter, a further
//! sign for never lowers and one against never raises, and where nothing speaks for it the answer is 0.
//!
//! Not here: what is done about it. A probability decides nothing.

mod address;
mod block;
mod cluster;
mod compare;
mod field;
mod frequency;
mod headings;
mod index;
mod learn;
mod learned;
mod login;
mod model;
mod name;
mod people;
mod profile;
mod reason;
mod record;
mod signals;
mod table;

pub use address::{is_free as is_free_mail, is_role as is_role_mail};
pub use headings::Meaning;
pub use learned::Learned;
pub(crate) use name::may_mean;
pub use name::names_agree;
pub use people::{LIKELY, Pair, People};
pub use reason::{Reason, Signal};
pub use record::{Column, Email, Handle, Mark, Record, Schema};
pub use table::Table;
