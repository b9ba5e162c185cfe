//! Where the tests' databases lie: in memory, where there is room. A database is hundreds of files, and a
//! file system that has just deleted thousands makes new ones slowly (ext4: up to twenty times).

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use sqlx::{AssertSqlSafe, Executor, PgConnection};

/// A folder in memory, on Linux. Containers often give it 64 MB only.
const MEMORY: &str = "/dev/shm";

/// The room wanted, in bytes; a database takes about 9 MB.
const ROOM: u64 = 1 << 30;

/// Makes the table space `memory` anew on a server that nobody uses yet.
pub(super) async fn prepare(admin: &mut PgConnection, root: &Path) -> Result<(), sqlx::Error> {
    admin.execute("drop tablespace if exists memory").await?;
    let room = rustix::fs::statvfs(MEMORY).map_or(0, |it| it.f_bavail.saturating_mul(it.f_frsize));
    if room < ROOM {
        return Ok(());
    }
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    let folder = format!("{MEMORY}/enishi-test-{:016x}", hasher.finish());
    // by the server, so that it is the server's
    let make = format!("copy (select 1 where false) to program 'rm -rf {folder} && mkdir -m 700 {folder}'");
    if admin.execute(AssertSqlSafe(make)).await.is_err() {
        return Ok(()); // somebody else's folder, perhaps: the disk will do
    }
    admin.execute(AssertSqlSafe(format!("create tablespace memory location '{folder}'"))).await.map(drop)
}

/// The table space for a test's database.
pub(super) async fn tablespace(admin: &mut PgConnection) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(
        "select coalesce(max(spcname::text), 'pg_default') from pg_tablespace where spcname = 'memory'",
    )
    .fetch_one(admin)
    .await
}
