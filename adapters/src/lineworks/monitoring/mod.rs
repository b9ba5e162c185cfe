//! The CSV of "message contents" that an administrator downloads under Monitoring: what was said in the whole
//! domain, and the only way to repair what a lost callback has left out.
//!
//! It knows people by their address and rooms by a number of its own, and has neither ids of messages nor a time
//! zone: Japan's and Korea's, where LINE WORKS is at home, are the same.

mod columns;
mod export;
mod records;
mod row;

pub(crate) use columns::is_head;
pub(crate) use export::MonitoringExport;
