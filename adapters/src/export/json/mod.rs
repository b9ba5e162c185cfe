//! Walking through one large JSON document and cutting single values out of it.
//!
//! Holds a read buffer and one value, however long the document is. Not a JSON parser: what is cut
//! out goes to `serde_json`. On the way, strings are repaired (see [`repair`]), because exports are
//! known to hold escapes that JSON does not have.

mod broken;
mod input;
mod repair;
mod walk;

pub(crate) use broken::Broken;
pub(crate) use walk::Json;
