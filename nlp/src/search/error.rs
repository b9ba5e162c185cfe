//! What can go wrong with an index.
//!
//! Not damage found when opening: that is repaired by starting afresh, and is a
//! [`super::State`].

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

/// A fault of the search index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process has the index open for writing; one writer per folder is allowed.
    #[error("the search index in {} is being written by another process: stop it, or open the index for reading only", .0.display())]
    Busy(PathBuf),
    /// There is no usable index to read; a writing process makes one.
    #[error("there is no search index in {} to read yet ({because}): start the server once", dir.display())]
    Missing {
        /// The folder that was looked in.
        dir: PathBuf,
        /// What was wrong.
        because: String,
    },
    /// The folder could not be made, moved or read.
    #[error("cannot {doing} {}: check its permissions and the space on the disk", path.display())]
    Folder {
        /// What was attempted, as an infinitive.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// The engine failed; after a failed write nothing of that write is in the index.
    #[error("the search index failed to {doing}")]
    Engine {
        /// What was attempted, as an infinitive.
        doing: &'static str,
        /// The engine's answer.
        source: TantivyError,
    },
}

/// Names what was being attempted when the engine failed.
pub(super) fn engine<E: Into<TantivyError>>(doing: &'static str) -> impl FnOnce(E) -> Error {
    move |source| Error::Engine { doing, source: source.into() }
}

/// Names what was being attempted when a folder would not have it.
pub(super) fn folder(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Folder { doing, path, source }
}
