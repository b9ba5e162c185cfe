//! From settings to an open database: a private cluster or the one given, migrated, checked.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use crm::{
    AppLogin, Db, Keys, OpenError, PoolSize, Secret,
    postgres::{self, Cluster, Mode},
};

use crate::{
    config::Storage,
    words::{Words, words},
};

/// How often to look whether the private server is still there.
const LOOK: Duration = Duration::from_millis(500);
/// How long a private server that is killed while we prepare it may take to come back.
const RETURN: Duration = Duration::from_secs(60);

/// An open database and what keeps it running.
#[derive(Debug)]
pub struct Store {
    /// The database, as the runtime role.
    pub db: Db,
    admin_url: String,
    cluster: Option<Watched>,
}

/// The private cluster, until it is left. A thread sees to it that the server runs as long as we need it.
#[derive(Debug, Clone)]
struct Watched(Arc<Mutex<Option<Cluster>>>);

impl Watched {
    fn new(cluster: Cluster) -> Self {
        let watched = Self(Arc::new(Mutex::new(Some(cluster))));
        let held = watched.clone();
        thread::spawn(move || {
            loop {
                thread::sleep(LOOK);
                let revived = held.lock().as_mut().map(|cluster| cluster.revive(Mode::Durable));
                match revived {
                    None => return,
                    Some(Ok(false)) => {}
                    Some(Ok(true)) => tracing::warn!("the private database was gone; it runs again"),
                    Some(Err(error)) => tracing::error!(%error, "the private database does not start"),
                }
            }
        });
        watched
    }

    fn lock(&self) -> MutexGuard<'_, Option<Cluster>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves it; true when nobody else uses it and it was stopped.
    fn stop(&self) -> io::Result<bool> {
        let cluster = self.lock().take();
        cluster.map_or(Ok(false), Cluster::stop)
    }
}

impl Store {
    /// After much was written at once: tells the database to look at it, so that the first questions are
    /// answered as fast as the later ones.
    pub async fn settle(&self) {
        if let Err(error) = Db::refresh_statistics(&self.admin_url).await {
            tracing::warn!(%error, "the database's statistics were not refreshed");
        }
    }

    /// Leaves the private cluster; the last process out stops it.
    pub async fn close(self) {
        self.db.close().await;
        if let Some(cluster) = self.cluster {
            match tokio::task::spawn_blocking(move || cluster.stop()).await {
                Ok(Ok(stopped)) => tracing::debug!(stopped, "left the private database"),
                Ok(Err(error)) => tracing::error!(%error, "stopping the private database"),
                Err(error) => tracing::error!(%error, "stopping the private database"),
            }
        }
    }
}

/// Opens the database; `say` is told each step that may take a while.
pub async fn open(storage: &Storage, size: PoolSize, say: impl Fn(Words)) -> anyhow::Result<Store> {
    writable(&storage.data_dir)?;
    let keys = Keys::new(&secret_key(storage)?)?;
    let (admin_url, login, cluster) = match storage.database_url.as_ref().filter(|url| !url.is_empty()) {
        Some(url) => {
            say(words("connecting to the database", "データベースに接続中"));
            (url.clone(), AppLogin::Password, None)
        }
        None => {
            say(words("starting a private database", "専用データベースを起動中"));
            let dir = storage.data_dir.clone();
            let cluster = tokio::task::spawn_blocking(move || postgres::start(&dir, Mode::Durable)).await??;
            (cluster.url("enishi", "enishi"), AppLogin::Socket, Some(cluster))
        }
    };
    say(words("preparing the database", "データベースを準備中"));
    // watched from here on: it may be killed while we prepare it, too
    let watched = cluster.map(Watched::new);
    let patience = if watched.is_some() { RETURN } else { Duration::ZERO };
    match opened(&admin_url, login, &keys, size, patience).await {
        Ok(db) => Ok(Store { db, admin_url, cluster: watched }),
        Err(error) => {
            if let Some(watched) = watched {
                tokio::task::spawn_blocking(move || watched.stop()).await??;
            }
            Err(error.into())
        }
    }
}

/// Prepares and opens it; again, where the server went away meanwhile and may be back within this time.
async fn opened(
    admin_url: &str,
    login: AppLogin,
    keys: &Keys,
    size: PoolSize,
    patience: Duration,
) -> Result<Db, OpenError> {
    let begun = Instant::now();
    loop {
        let opened = async {
            Db::prepare(admin_url, login, keys).await?;
            Db::open(admin_url, login, keys.clone(), size).await
        };
        match opened.await {
            Err(error) if error.is_passing() && begun.elapsed() < patience => {
                tracing::warn!(%error, "the private database was gone while it was prepared; once more");
                tokio::time::sleep(LOOK).await;
            }
            opened => return opened,
        }
    }
}

/// The file in which a serving process leaves its page's address, for `enishi link`.
pub fn address_file(storage: &Storage) -> PathBuf {
    storage.data_dir.join("address")
}

/// Makes the data folder and tries to write in it.
fn writable(dir: &Path) -> anyhow::Result<()> {
    let tried = fs::create_dir_all(dir).and_then(|()| {
        // each process its own: another may try at the same time
        let probe = dir.join(format!(".write-test-{}", std::process::id()));
        fs::write(&probe, b"")?;
        fs::remove_file(probe)
    });
    if let Err(error) = tried {
        bail!(
            "cannot write in the data folder {}: {error}; choose another with --data-dir, or make this one writable",
            dir.display()
        );
    }
    Ok(())
}

/// The key from the environment, or the one kept in the data folder, made on the first start.
fn secret_key(storage: &Storage) -> anyhow::Result<Secret> {
    if let Some(hex) = &storage.secret_key {
        return from_hex(hex.trim())
            .context("ENISHI_SECRET_KEY must be 64 hex digits (openssl rand -hex 32)");
    }
    let path = storage.data_dir.join("secret.key");
    match fs::read_to_string(&path) {
        Ok(hex) => from_hex(hex.trim()).with_context(|| {
            format!("{} is damaged; put back your copy, or set ENISHI_SECRET_KEY", path.display())
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let secret = Secret::random()?;
            let hex: String = secret.expose().iter().map(|b| format!("{b:02x}")).collect();
            match private_file(&path, &hex) {
                Ok(()) => Ok(secret),
                // another process was quicker: its key stands
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => secret_key(storage),
                Err(error) => Err(error).with_context(|| format!("writing {}", path.display())),
            }
        }
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// Appears whole or not at all, for its owner's eyes only.
fn private_file(path: &Path, content: &str) -> io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}

fn from_hex(hex: &str) -> anyhow::Result<Secret> {
    if hex.len() != 64 || !hex.is_ascii() {
        bail!("not 64 hex digits");
    }
    let bytes: Result<Vec<u8>, _> =
        (0..64).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16)).collect();
    Ok(Secret::new(bytes?))
}
