//! Whose account the server runs under. PostgreSQL refuses to run as root; containers often are root.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use rustix::process::geteuid;

use super::StartError;

/// Maps root to an ordinary user id inside a namespace; it replaces itself by the program, so the
/// process id stays.
const UNSHARE: &str = "/usr/bin/unshare";

/// Whose account the server runs under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// Ours: we are an ordinary user.
    Me,
    /// We are root and step down to this one.
    Other {
        /// User id.
        uid: u32,
        /// Group id.
        gid: u32,
    },
    /// We are root and nobody else may enter the folder: root's own, in a namespace where it is not root.
    Namespace,
}

impl Account {
    /// Who owns or shall own the cluster in `data`, a folder inside `root`.
    pub(super) fn choose(root: &Path, data: &Path) -> Result<Self, StartError> {
        let me = geteuid().as_raw();
        let owner = fs::metadata(data.join("PG_VERSION")).ok().map(|file| (file.uid(), file.gid()));
        let (uid, gid) = match owner {
            Some((owner, _)) if me != 0 && owner != me => {
                return Err(StartError::NotYours { path: data.into(), owner, me });
            }
            _ if me != 0 => return Ok(Self::Me),
            // made in a namespace: its files are root's and have to stay so
            Some((0, _)) => return Self::namespace(data, unprivileged().0),
            Some(owner) => owner,
            None => unprivileged(),
        };
        match closed(root) {
            None => Ok(Self::Other { uid, gid }),
            // the files of another user cannot be mapped to ours
            Some(path) if owner.is_some() => Err(StartError::Closed { path: path.into(), uid }),
            Some(path) => Self::namespace(path, uid),
        }
    }

    fn namespace(path: &Path, uid: u32) -> Result<Self, StartError> {
        let works = Self::Namespace.command(Path::new("/bin/true")).status().is_ok_and(|it| it.success());
        if works { Ok(Self::Namespace) } else { Err(StartError::Closed { path: path.into(), uid }) }
    }

    /// A command that runs `program` under this account, with an environment of its own. It leads its own
    /// process group: Ctrl-C in the terminal must reach us first, not the server.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = match self {
            Self::Me => Command::new(program),
            // the standard library drops root's supplementary groups with the user id
            Self::Other { uid, gid } => {
                let mut command = Command::new(program);
                command.uid(uid).gid(gid);
                command
            }
            Self::Namespace => {
                let mut command = Command::new(UNSHARE);
                command.args(["--user", "--map-user=1000", "--map-group=1000", "--"]).arg(program);
                command
            }
        };
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", super::initdb::LOCALE)
            .current_dir("/")
            .process_group(0);
        command
    }

    /// Makes a folder this account's.
    pub(super) fn give(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid)),
            Self::Me | Self::Namespace => Ok(()),
        }
    }

    /// The user id that a file made under this account has.
    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Other { uid, .. } => uid,
            Self::Me | Self::Namespace => geteuid().as_raw(),
        }
    }
}

/// The first folder on the way to `path` that others may not enter.
fn closed(path: &Path) -> Option<&Path> {
    let enterable = |path: &Path| fs::metadata(path).is_ok_and(|it| it.mode() & 0o001 != 0);
    path.ancestors().filter(|path| !enterable(path)).last()
}

/// User `postgres` where there is one, else `nobody`.
fn unprivileged() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"].iter().find_map(|name| user(&users, name)).unwrap_or((65_534, 65_534))
}

fn user(users: &str, name: &str) -> Option<(u32, u32)> {
    let mut fields = users.lines().map(|line| line.split(':')).find_map(|mut fields| {
        let found = fields.next() == Some(name);
        found.then_some(fields)
    })?;
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    (uid != 0).then_some((uid, gid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_list_of_users() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgres:x:107:113:PostgreSQL,,,:/var/lib/postgresql:\n\
                     fake:x:0:0::/:\nhalf:x";
        assert_eq!(user(users, "postgres"), Some((107, 113)));
        assert_eq!(user(users, "postgre"), None);
        assert_eq!(user(users, "fake"), None, "an alias of root is no way down");
        assert_eq!(user(users, "half"), None);
        assert_eq!(user("", "nobody"), None);
    }
}
