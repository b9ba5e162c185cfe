//! Everybody of a tenant, made ready to be compared, and held in memory between comparisons: a new account
//! at a hundred thousand others is compared in moments, not with all of them anew.
//!
//! `records` reads what is known of persons; `room` is the memory, one for each tenant, that a [`crate::Db`]
//! carries; `held` keeps it true. Only what is committed counts: each round of comparing has a number in the
//! database, and whoever holds an older state takes in what the rounds since were about.
//!
//! Not here: which pairs are suggested (`suggest`), and what becomes of them (`standing`).

mod held;
mod records;
mod room;

pub(crate) use held::Census;
pub(super) use held::Likely;
pub(super) use records::load;
pub(crate) use room::Rooms;
