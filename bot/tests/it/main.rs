//! The program from outside: real database, real router, real payloads.

mod architecture;
mod command_line;
mod conversation;
mod imports;
mod page;
mod policy;
mod searching;
mod table;
mod world;
