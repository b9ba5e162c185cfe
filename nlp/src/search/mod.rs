//! Full-text search over messages: one index per replica, all tenants in it.
//!
//! The index is a cache of the database and can be deleted at any time. Documents come in
//! commit order with a *position*, which is kept in the index's own commit, so the two never
//! disagree. Texts are not stored: a hit is an id, and the caller reads the row again under
//! its own access rules.
//!
//! Not here: who may see what. The tenant is a condition outside the user's words and every
//! hit is checked against it again, but rows, not the index, decide access.

mod analysis;
mod aside;
mod blend;
mod clause;
mod condition;
mod context;
mod damage;
mod error;
mod exclude;
pub mod filters;
mod find;
mod open;
mod query;
mod question;
mod schema;
mod seal;
mod snippet;
mod spelling;
mod write;

#[cfg(test)]
mod tests;

pub use blend::{CANDIDATES, blend};
pub use error::Error;
pub use find::{Hit, Hits, Index};
pub use open::{Opened, State};
pub use query::Query;
pub use snippet::{Snippet, snippet};
pub use spelling::Correction;
pub use write::{Change, Document, Writer};
