//! The server of the run: started or joined, and kept from stopping while we use it.

use std::{
    env,
    path::{Path, PathBuf},
    str::FromStr,
    time::{Duration, Instant},
};

use anyhow::Context;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::watch;
use crate::postgres::{self, Cluster, Mode};

/// How long a server that is just stopping may keep us waiting for a new one.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server, and one user of it.
#[derive(Debug)]
pub(super) struct Server {
    cluster: Cluster,
    /// The superuser's session on the database `postgres`. Holds the lock that keeps the server alive.
    pub(super) admin: PgConnection,
}

impl Server {
    /// Starts or joins the server. `name` shows in `pg_stat_activity` for as long as this value lives.
    pub(super) async fn join(name: &str) -> anyhow::Result<Self> {
        let begun = Instant::now();
        loop {
            let mut cluster =
                tokio::task::spawn_blocking(|| postgres::start(&folder(), Mode::Throwaway)).await??;
            cluster.leave_running();
            match session(&cluster, name).await {
                Ok(mut admin) => {
                    watch::ensure(&cluster, &mut admin).await?;
                    return Ok(Self { cluster, admin });
                }
                // It was stopping, or was killed. The next one will do.
                Err(_) if begun.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) => return Err(error).context("connecting to the server of the tests"),
            }
        }
    }

    /// The address of a database on it.
    pub(super) fn url(&self, user: &str, database: &str) -> String {
        self.cluster.url(user, database)
    }
}

async fn session(cluster: &Cluster, name: &str) -> Result<PgConnection, sqlx::Error> {
    let options = PgConnectOptions::from_str(&cluster.url("enishi", "postgres"))?.application_name(name);
    let mut admin = PgConnection::connect_with(&options).await?;
    watch::keep_alive(&mut admin).await?;
    Ok(admin)
}

/// A folder in cargo's target folder, which is the one with a `CACHEDIR.TAG`.
fn folder() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.map(Path::to_path_buf).unwrap_or_else(env::temp_dir).join("test-postgres")
}
