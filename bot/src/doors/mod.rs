//! The ways in: the command line, the web page, and the hooks by which platforms call. A door knows who is there, writes down what they say as
//! its adapter's envelope, and hands it to [`crate::flow`]; everything after that is the same for all.

pub mod cli;
pub mod hooks;
mod http;
pub mod own;
pub mod web;
