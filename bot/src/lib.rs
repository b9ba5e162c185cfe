//! Enishi: a chat-native bot and conversational CRM.
//!
//! Open [`flow`] first: the road of an event, a stage a line. [`commands`] is the list of everything the
//! bot can do; [`doors`] are the ways in; [`platforms`] is the list of adapters.

pub mod app;
pub mod commands;
pub mod config;
pub mod demo;
pub mod demo_tenant;
pub mod doors;
pub mod flow;
pub mod gateway;
mod imported;
pub mod installed;
pub mod model;
pub mod moods;
pub mod platforms;
mod refusals;
pub mod registry;
pub mod search;
pub mod start;
pub mod tables;
pub mod vectors;
pub mod words;
