//! Where the unix socket is. Whoever can open it is the database's superuser, so its folder is closed.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::process::geteuid;

use super::{StartError, account::Account};

/// The port is only a part of the socket's name; no port is opened.
pub(super) const PORT: u16 = 5432;

/// A socket's path may have 107 bytes on Linux, 103 on macOS.
const LONGEST: usize = 103;

/// The folder for the socket of the cluster in `root`: inside it, or where that makes the name too long,
/// in the folder for temporary files, under a name that depends on `root`.
pub(super) fn folder(root: &Path) -> PathBuf {
    let inside = root.join("run");
    if file(&inside).as_os_str().len() <= LONGEST {
        return inside;
    }
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    env::temp_dir().join(format!("enishi-{:016x}", hasher.finish()))
}

/// The socket in that folder.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join(format!(".s.PGSQL.{PORT}"))
}

/// Makes the folder, closed to all but the account. Refuses one that somebody else put there first.
pub(super) fn make(folder: &Path, account: Account) -> Result<(), StartError> {
    let at = |error| StartError::at(folder)(error);
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(at(error)),
        _ => {}
    }
    let found = fs::symlink_metadata(folder).map_err(at)?;
    let me = geteuid().as_raw();
    if !found.is_dir() || ![account.uid(), me].contains(&found.uid()) {
        return Err(StartError::NotYours { path: folder.into(), owner: found.uid(), me });
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(at)?;
    account.give(folder).map_err(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket() {
        assert_eq!(folder(Path::new("/data")), Path::new("/data/run"));
        let long = PathBuf::from("/").join("顧客".repeat(40));
        let other = PathBuf::from("/").join("顧客".repeat(41));
        assert!(file(&folder(&long)).as_os_str().len() <= LONGEST);
        assert_ne!(folder(&long), folder(&other));
    }
}
