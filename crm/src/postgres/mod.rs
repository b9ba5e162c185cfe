//! A private PostgreSQL for those who have none: made from the binaries found on the machine, reached
//! by a unix socket that only this account can open, stopped when its last user leaves.
//!
//! Several processes may use one folder at the same time (the server, the command line, tests): the
//! first starts the cluster, the others join it. A process that is killed leaves the server running;
//! the next one joins it.
//!
//! It is not a way to run a database for others: no port, no password, no replicas. With
//! `DATABASE_URL` set nothing here is used.

mod account;
mod binaries;
mod cluster;
mod error;
mod initdb;
mod pidfile;
mod process;
mod socket;

pub use cluster::{Cluster, Mode, start};
pub use error::StartError;
