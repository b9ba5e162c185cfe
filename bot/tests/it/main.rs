//! The program from outside: real database, real router, real payloads.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod architecture;
mod command_line;
mod conversation;
mod imports;
mod page;
mod poison;
mod policy;
mod searching;
mod table;
mod world;
