//! The migrated database that every test's database is a copy of. Its name carries a hash of what made
//! it, so a changed migration makes a new one.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::{
    memory,
    scratch::drop_database,
    server::Server,
    watch::{TEMPLATE, lock, unlock},
};
use crate::{AppLogin, Db, Keys, db::MIGRATIONS};

/// What names of such databases begin with.
const PREFIX: &str = "migrated_";

/// How often a copy is tried while the template is being replaced or is in use.
const TRIES: u32 = 20;

/// Makes database `name`, a copy of the template.
pub(super) async fn copy(server: &mut Server, name: &str, keys: &Keys) -> anyhow::Result<()> {
    let template = current();
    let tablespace = memory::tablespace(&mut server.admin).await?;
    let create =
        format!("create database {name} template {template} tablespace {tablespace} strategy file_copy");
    for tried in 1.. {
        let error = match server.admin.execute(AssertSqlSafe(create.clone())).await {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        match error.as_database_error().and_then(|error| error.code()).as_deref() {
            Some("3D000") if tried < TRIES => make(server, &template, keys).await?, // not there
            Some("55006") if tried < TRIES => tokio::time::sleep(Duration::from_millis(50)).await, // in use
            _ => return Err(error.into()),
        }
    }
    Ok(())
}

fn current() -> String {
    let mut hasher = DefaultHasher::new();
    include_str!("../roles.sql").hash(&mut hasher);
    for migration in MIGRATIONS.iter() {
        (migration.version, &migration.checksum).hash(&mut hasher);
    }
    format!("{PREFIX}{:016x}", hasher.finish())
}

async fn make(server: &mut Server, template: &str, keys: &Keys) -> anyhow::Result<()> {
    lock(&mut server.admin, TEMPLATE).await?;
    let made = make_locked(server, template, keys).await;
    unlock(&mut server.admin, TEMPLATE).await?;
    made
}

async fn make_locked(server: &mut Server, template: &str, keys: &Keys) -> anyhow::Result<()> {
    let former = all(&mut server.admin).await?;
    if former.iter().any(|name| name == template) {
        return Ok(()); // another process was faster
    }
    for name in former {
        drop_database(&mut server.admin, &name).await?;
    }
    // made under another name, so that one half made is never copied
    let unfinished = format!("{PREFIX}unfinished");
    Db::prepare(&server.url("enishi", &unfinished), AppLogin::Socket, keys).await?;
    let finish = format!("alter database {unfinished} rename to {template}");
    server.admin.execute(AssertSqlSafe(finish)).await?;
    Ok(())
}

async fn all(admin: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("select datname::text from pg_database where starts_with(datname, $1)")
        .bind(PREFIX)
        .fetch_all(admin)
        .await
}
