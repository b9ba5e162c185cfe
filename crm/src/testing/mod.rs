//! A database of its own for each test, on a private PostgreSQL shared by the whole run.
//!
//! ```no_run
//! # async fn test() {
//! let test = crm::testing::database().await;
//! test.db.ping().await.unwrap();
//! # }
//! ```
//!
//! The first test starts the server, in `target/test-postgres`; every other test, of whatever process,
//! joins it; two seconds after the last test it stops by itself (`watch`). A test's database is a copy
//! of one that was migrated once (`template`), and goes with the test.
//!
//! Not for production, and not a fake: it is the real server with fsync off.

pub mod bare;
mod database;
pub mod full_text;
mod memory;
pub mod recorded;
mod scratch;
mod server;
mod template;
mod watch;

pub use database::{TestDb, database};
pub use scratch::{Scratch, empty};
