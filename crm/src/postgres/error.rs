//! Why a private cluster could not be had. Each sentence says what to do.

use std::{io, path::PathBuf};

/// Why a private cluster could not be had.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No PostgreSQL on this machine.
    #[error(
        "no PostgreSQL found on this machine: install it (Debian, Ubuntu: apt install postgresql; macOS: brew \
         install postgresql@17), or set DATABASE_URL to one that runs elsewhere, or use docker compose up"
    )]
    NoBinaries,
    /// `PG_BIN_DIR` names a folder without PostgreSQL.
    #[error(
        "PG_BIN_DIR is {0}, where there is no PostgreSQL: point it to the folder that holds initdb, or unset it"
    )]
    NotABinDir(PathBuf),
    /// Only releases before the oldest one supported.
    #[error(
        "the PostgreSQL in {dir} is {found}, too old: install version {oldest} or newer, or set DATABASE_URL to one",
        oldest = super::binaries::OLDEST
    )]
    TooOld {
        /// Its major version.
        found: u32,
        /// Where it is.
        dir: PathBuf,
    },
    /// The folder was made by a version that is no longer installed.
    #[error(
        "{data} was made by PostgreSQL {major}, which is not installed here{}: install version {major}, or \
         export the data there and import it here",
        found.map(|found| format!(" (but {found} is)")).unwrap_or_default()
    )]
    OtherMajor {
        /// The cluster's folder.
        data: PathBuf,
        /// The version it needs.
        major: u32,
        /// The newest one found.
        found: Option<u32>,
    },
    /// The data folder cannot be written.
    #[error("cannot write to {path}: {error}; choose a data folder that you may write to")]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The cluster was made by another account.
    #[error(
        "{path} belongs to user {owner}, not to you (user {me}): run as that user, or choose another data folder"
    )]
    NotYours {
        /// The cluster's folder.
        path: PathBuf,
        /// The user id it belongs to.
        owner: u32,
        /// Ours.
        me: u32,
    },
    /// We are root, PostgreSQL refuses to be, and nobody else may enter the folder.
    #[error(
        "PostgreSQL does not run as root, and {path} is closed to everybody else: choose a data folder that \
         user {uid} can reach, or run as an ordinary user"
    )]
    Closed {
        /// The first folder on the way that is closed.
        path: PathBuf,
        /// Whom it would run as.
        uid: u32,
    },
    /// No room left.
    #[error("no space left on the disk that holds {0}: free some and start again")]
    DiskFull(PathBuf),
    /// A new cluster could not be made.
    #[error("making a database in {data} failed, and nothing was kept: {lines}")]
    Initdb {
        /// The cluster's folder.
        data: PathBuf,
        /// The last lines it wrote.
        lines: String,
    },
    /// The server gave up while starting.
    #[error("PostgreSQL ended while it started: {lines} (the whole log is {log})")]
    Ended {
        /// Its log.
        log: PathBuf,
        /// The last lines of it.
        lines: String,
    },
    /// The server still works on it.
    #[error(
        "PostgreSQL is not ready after {seconds} s; it goes on by itself (after a crash it repairs the data): \
         start again in a minute, or read {log}"
    )]
    Slow {
        /// How long it was waited for.
        seconds: u64,
        /// Its log.
        log: PathBuf,
    },
    /// A program could not be run.
    #[error("cannot run {program}: {error}; check that it may be executed by user {uid}")]
    NotRun {
        /// Its path.
        program: PathBuf,
        /// Whom it runs as.
        uid: u32,
        /// What the system said.
        error: io::Error,
    },
}

impl StartError {
    /// The same sentence in Japanese.
    pub fn ja(&self) -> String {
        match self {
            Self::NoBinaries => "このマシンにPostgreSQLが見つかりません。インストールするか（Debian、Ubuntu：apt install postgresql、\
                macOS：brew install postgresql@17）、DATABASE_URLに別のサーバーを指定するか、docker compose upをお使いください"
                .to_owned(),
            Self::NotABinDir(dir) => {
                format!("PG_BIN_DIRの{}にPostgreSQLがありません。initdbのあるフォルダーを指定するか、設定を外してください", dir.display())
            }
            Self::TooOld { found, dir } => format!(
                "{}のPostgreSQLは{found}で、古すぎます。{}以降をインストールするか、DATABASE_URLで指定してください",
                dir.display(),
                super::binaries::OLDEST
            ),
            Self::OtherMajor { data, major, .. } => format!(
                "{}はPostgreSQL {major}で作られましたが、ここにはインストールされていません。{major}をインストールするか、\
                 元の環境で書き出したデータを読み込んでください",
                data.display()
            ),
            Self::NotWritable { path, error } => {
                format!("{}に書き込めません（{error}）。書き込めるデータフォルダーを指定してください", path.display())
            }
            Self::NotYours { path, owner, me } => format!(
                "{}はユーザー{owner}のもので、現在のユーザー{me}のものではありません。そのユーザーで実行するか、別のデータフォルダーを指定してください",
                path.display()
            ),
            Self::Closed { path, uid } => format!(
                "PostgreSQLはrootでは動かず、{}には他のユーザーが入れません。ユーザー{uid}が入れるデータフォルダーを指定するか、一般ユーザーで実行してください",
                path.display()
            ),
            Self::DiskFull(path) => {
                format!("{}のあるディスクに空きがありません。空きを作ってからもう一度起動してください", path.display())
            }
            Self::Initdb { data, lines } => {
                format!("{}にデータベースを作成できませんでした（何も残していません）：{lines}", data.display())
            }
            Self::Ended { log, lines } => {
                format!("PostgreSQLが起動中に終了しました：{lines}（ログ全体：{}）", log.display())
            }
            Self::Slow { seconds, log } => format!(
                "PostgreSQLが{seconds}秒たっても準備できていません。処理は続いています（異常終了後の修復など）。\
                 1分ほど待ってもう一度起動するか、{}をご覧ください",
                log.display()
            ),
            Self::NotRun { program, uid, error } => format!(
                "{}を実行できません（{error}）。ユーザー{uid}が実行できるかご確認ください",
                program.display()
            ),
        }
    }

    /// From a failed step on a file or folder.
    pub(super) fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            _ => Self::NotWritable { path, error },
        }
    }
}
