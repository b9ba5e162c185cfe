//! Reads the catalogue of the database and tells every hole in the wall between tenants.
//!
//! Runs at each start ([`crate::Db::open`] refuses a database with findings) and in the tests, as any
//! role: the catalogues are public. To add a rule, write it in the list of its subject's file and plant
//! its fault in `tests/lint.rs`.
//!
//! It reads structure only, never rows, and it repairs nothing.

mod code;
mod finding;
mod grants;
mod keys;
mod run;
mod runtime;
mod tables;

pub use finding::Finding;
pub use run::{lint, rules};
pub use runtime::runtime_role;
