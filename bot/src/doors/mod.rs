//! The ways in: the command line and the web page. A door knows who is there, writes down what they say as
//! its adapter's envelope, and hands it to [`crate::flow`]; everything after that is the same for all.

pub mod cli;
pub mod own;
pub mod web;
