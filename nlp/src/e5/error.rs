//! What can be wrong with a file of weights.

use std::path::PathBuf;

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is something else, or a piece of it is missing.
    #[error("{file} is no file of e5 weights: {what}")]
    Foreign {
        /// Which.
        file: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
}
