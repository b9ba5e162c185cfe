//! Where PostgreSQL's programs are. Nothing is downloaded.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::StartError;

/// The oldest major version that has what the schema needs (`security_invoker` views).
pub(super) const OLDEST: u32 = 15;

/// One installed PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    /// The folder of `postgres` and `initdb`.
    pub(super) dir: PathBuf,
    /// Its major version.
    pub(super) major: u32,
}

/// The installation to use: the one of version `cluster` where a cluster exists already, else the newest.
/// `PG_BIN_DIR` names one and ends the search.
pub(super) fn find(cluster: Option<(&Path, u32)>) -> Result<Binaries, StartError> {
    let dirs = match env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from) {
        Some(dir) if !is_bin_dir(&dir) => return Err(StartError::NotABinDir(dir)),
        Some(dir) => vec![dir],
        None => usual_places(),
    };
    choose(dirs.into_iter().filter_map(inspect), cluster)
}

fn choose(
    found: impl Iterator<Item = Binaries>,
    cluster: Option<(&Path, u32)>,
) -> Result<Binaries, StartError> {
    let mut newest: Option<Binaries> = None;
    for binaries in found {
        // the first that fits ends the search: asking each for its version takes time
        if cluster.is_some_and(|(_, major)| binaries.major == major) {
            return Ok(binaries);
        }
        if newest.as_ref().is_none_or(|newest| binaries.major > newest.major) {
            newest = Some(binaries);
        }
    }
    match (cluster, newest) {
        (Some((data, major)), newest) => {
            let found = newest.map(|newest| newest.major);
            Err(StartError::OtherMajor { data: data.into(), major, found })
        }
        (None, None) => Err(StartError::NoBinaries),
        (None, Some(old)) if old.major < OLDEST => Err(StartError::TooOld { found: old.major, dir: old.dir }),
        (None, Some(newest)) => Ok(newest),
    }
}

/// `PATH`, then where packages put them.
fn usual_places() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut dirs: Vec<PathBuf> = env::split_paths(&path).filter(|dir| dir.is_absolute()).collect();
    for root in [
        "/usr/lib/postgresql", // Debian, Ubuntu: one folder for each version
        "/opt/homebrew/opt",   // macOS
        "/usr/local/opt",      // macOS, older machines
        "/Applications/Postgres.app/Contents/Versions", // macOS
        "/Library/PostgreSQL", // macOS, EDB
        "/usr",                // Red Hat: /usr/pgsql-17
        "/opt/postgresql",
    ] {
        let folders = fs::read_dir(root).into_iter().flatten().flatten();
        dirs.extend(folders.map(|folder| folder.path().join("bin")));
    }
    dirs.push("/usr/local/pgsql/bin".into());
    dirs
}

fn is_bin_dir(dir: &Path) -> bool {
    dir.join("postgres").is_file() && dir.join("initdb").is_file()
}

fn inspect(dir: PathBuf) -> Option<Binaries> {
    if !is_bin_dir(&dir) {
        return None;
    }
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    let major = major(&String::from_utf8_lossy(&output.stdout))?;
    Some(Binaries { dir, major })
}

/// From `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number.get(..digits)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(majors: &[u32]) -> impl Iterator<Item = Binaries> {
        majors.iter().map(|&major| Binaries { dir: format!("/pg/{major}").into(), major })
    }

    #[test]
    fn reads_what_postgres_says_of_itself() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta2\n"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 17\n"), Some(17));
        assert_eq!(major("bash: postgres: 命令が見つかりません"), None);
        assert_eq!(major(""), None);
    }

    #[test]
    fn takes_the_newest_for_a_new_cluster_and_the_same_for_an_old_one() {
        let data = Path::new("/data/postgres");
        let choice = |majors: &[u32], cluster| choose(installed(majors), cluster).map(|it| it.major);
        assert_eq!(choice(&[15, 18, 17], None).unwrap(), 18);
        assert_eq!(choice(&[15, 18, 17], Some((data, 17))).unwrap(), 17);
        assert!(matches!(choice(&[], None), Err(StartError::NoBinaries)));
        assert!(matches!(choice(&[13, 14], None), Err(StartError::TooOld { found: 14, .. })));
        let error = choice(&[18], Some((data, 15))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "/data/postgres was made by PostgreSQL 15, which is not installed here (but 18 is): install \
             version 15, or export the data there and import it here"
        );
    }
}
