//! Putting a folder that cannot be used out of the way.
//!
//! At most one is kept, for whoever wants to know what happened, and not for long: it may hold
//! words of messages that have been deleted since.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Error, folder};

/// Renames the folder out of the way, and removes what was put aside before.
pub(super) fn put(dir: &Path) -> Result<(), Error> {
    let older = kept(dir)?;
    let next = older.iter().map(|(n, _)| *n).max().unwrap_or(0).saturating_add(1);
    let target = dir.with_file_name(format!("{}{next}", prefix(dir)));
    if fs::rename(dir, &target).is_err() {
        // A mount point cannot be renamed; then its contents go.
        return empty(dir).map_err(folder("clear", dir));
    }
    older.iter().try_for_each(|(_, path)| remove(path)).map_err(folder("remove what was put aside from", dir))
}

/// Removes what was put aside. If that cannot be, the log says so and nothing else suffers.
pub(super) fn forget(dir: &Path) {
    for (_, path) in kept(dir).unwrap_or_default() {
        if let Err(fault) = remove(&path) {
            tracing::warn!(path = %path.display(), error = %fault, "a damaged search index could not be removed");
        }
    }
}

fn prefix(dir: &Path) -> String {
    format!("{}.corrupt-", dir.file_name().unwrap_or_default().to_string_lossy())
}

/// What was put aside, with its number.
fn kept(dir: &Path) -> Result<Vec<(u32, PathBuf)>, Error> {
    let prefix = prefix(dir);
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let entries = fs::read_dir(parent).map_err(folder("read", parent))?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix(&prefix)?.parse().ok();
    Ok(entries.filter_map(|entry| number(&entry.path()).map(|n| (n, entry.path()))).collect())
}

fn empty(dir: &Path) -> io::Result<()> {
    fs::read_dir(dir)?.try_for_each(|entry| remove(&entry?.path()))
}

/// Removes a file or a folder.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}
