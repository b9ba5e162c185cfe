//! The program from outside: real database, real router, real payloads.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod admin;
mod architecture;
mod bad_input;
mod browser;
mod chromium;
mod command_line;
mod conditions;
mod connections;
mod conversation;
mod crowd;
mod deals;
mod dialogue;
mod evil;
mod follow_ups;
mod identity;
mod imports;
mod inquiries;
mod known;
mod me;
mod models;
mod money;
mod moods;
mod notes_and_rooms;
mod organizations;
mod page;
mod people;
mod platforms;
mod poison;
mod policy;
mod post;
mod private_rooms;
mod reading;
mod real_model;
mod rooms;
mod searching;
mod table;
mod tables;
mod talk;
mod tasks;
mod understanding;
mod uploads;
mod world;
