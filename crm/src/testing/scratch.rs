//! A database that goes with the value that stands for it.

use std::{thread, time::Duration};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use super::{memory, server::Server};

/// What names of such databases begin with.
const PREFIX: &str = "t_";

/// A database of its own, dropped with this value. A killed test's is dropped when the next run begins.
#[derive(Debug)]
pub struct Scratch {
    pub(super) name: String,
    pub(super) server: Server,
}

/// A database with nothing in it, not even our roles' schemas.
///
/// # Panics
/// When there is no PostgreSQL to be had.
pub async fn empty() -> Scratch {
    let made = async {
        let mut scratch = Scratch::reserve().await?;
        let tablespace = memory::tablespace(&mut scratch.server.admin).await?;
        let create = format!(
            "create database {} template template0 tablespace {tablespace} strategy file_copy",
            scratch.name
        );
        scratch.server.admin.execute(AssertSqlSafe(create)).await?;
        anyhow::Ok(scratch)
    };
    made.await.unwrap_or_else(|error| panic!("no database for the test: {error:#}"))
}

impl Scratch {
    /// A name that nobody else has; the database is yet to be made.
    pub(super) async fn reserve() -> anyhow::Result<Self> {
        let name = format!("{PREFIX}{}", Uuid::now_v7().simple());
        // The session is called like its database: a database without such a session is nobody's.
        let server = Server::join(&name).await?;
        Ok(Self { name, server })
    }

    /// Its address for a role (`enishi` is the superuser).
    pub fn url(&self, user: &str) -> String {
        self.server.url(user, &self.name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let (url, name) = (self.server.url("enishi", "postgres"), self.name.clone());
        // A thread with a runtime of its own: the test's is blocked right here. Best effort.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut admin = PgConnection::connect(&url).await.ok()?;
                drop_database(&mut admin, &name).await.ok()
            })
        });
        drop(dropped.join());
    }
}

/// Drops what killed tests left behind.
pub(super) async fn sweep(admin: &mut PgConnection) -> Result<(), sqlx::Error> {
    let nobodys: Vec<String> = sqlx::query_scalar(
        "select datname::text from pg_database where starts_with(datname, $1)
         and datname not in (select application_name from pg_stat_activity where application_name <> '')",
    )
    .bind(PREFIX)
    .fetch_all(&mut *admin)
    .await?;
    for name in nobodys {
        drop_database(admin, &name).await?;
    }
    Ok(())
}

/// Drops a database and ends the sessions in it.
pub(super) async fn drop_database(admin: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    // `with (force)` alone would do, but it looks only every 100 ms whether they are gone.
    let end = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = $1";
    for _ in 0..200 {
        if sqlx::query_scalar::<_, i64>(end).bind(name).fetch_one(&mut *admin).await? == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let drop_it = format!("drop database if exists {name} with (force)");
    admin.execute(AssertSqlSafe(drop_it)).await.map(drop)
}
