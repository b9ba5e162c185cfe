//! The database as a whole: who logs in, what is migrated, the pool and its hook.

use std::{str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{Actor, CodeKind, Keys, Result, TenantId, TenantTx, codes::Blocks, lint};

/// Every migration, in order.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The runtime's database: connections as `enishi_app`, which owns nothing and bypasses nothing.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    /// Short transactions that are made while another is open; never the other way round.
    counters: PgPool,
    blocks: Blocks,
    keys: Keys,
}

/// How `enishi_app` logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppLogin {
    /// By the private cluster's socket, which only we can reach.
    Socket,
    /// With a password derived from the secret key.
    Password,
}

/// Why the database cannot be used. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address itself is not one.
    #[error("DATABASE_URL is not a Postgres address ({0}); it looks like postgres://user:password@host:5432/enishi")]
    Address(String),
    /// Nobody answers, or refuses.
    #[error("cannot connect to the database: {0}; check that DATABASE_URL is right and that Postgres runs there")]
    Connect(#[source] sqlx::Error),
    /// Too old.
    #[error("this is PostgreSQL {0}; Enishi needs 15 or newer: upgrade it, or unset DATABASE_URL to use a private one")]
    TooOld(String),
    /// The login cannot make what is needed.
    #[error("preparing the database failed: {0}; the login in DATABASE_URL must be allowed to create roles and schemas")]
    Prepare(#[source] sqlx::Error),
    /// A migration failed.
    #[error("migrating the database failed: {0}")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The wall between tenants has a hole.
    #[error("the database is not safe to use:\n{0}")]
    Unsafe(String),
}

/// How many connections a process keeps.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize(pub u32);

impl Db {
    /// Creates the database if it is not there, the roles, the schemas and every table. Harmless when
    /// all of it exists. `admin_url` is a login that may create roles.
    pub async fn prepare(admin_url: &str, login: AppLogin, keys: &Keys) -> Result<(), OpenError> {
        let options =
            PgConnectOptions::from_str(admin_url).map_err(|error| OpenError::Address(error.to_string()))?;
        let mut admin = connect_or_create(&options).await?;
        let (number, text): (i32, String) = sqlx::query_as(
            "select current_setting('server_version_num')::int, current_setting('server_version')",
        )
        .fetch_one(&mut admin)
        .await
        .map_err(OpenError::Connect)?;
        if number < 150_000 {
            return Err(OpenError::TooOld(text));
        }
        admin.execute(include_str!("roles.sql")).await.map_err(OpenError::Prepare)?;
        if login == AppLogin::Password {
            // hex digits only
            let set = format!("alter role enishi_app password '{}'", keys.app_password());
            admin.execute(AssertSqlSafe(set)).await.map_err(OpenError::Prepare)?;
        }
        admin
            .execute("set role enishi_owner; set search_path = directory")
            .await
            .map_err(OpenError::Prepare)?;
        MIGRATIONS.run(&mut admin).await.map_err(OpenError::Migrate)?;
        admin.close().await.map_err(OpenError::Connect)
    }

    /// Connects as the runtime role and refuses a database whose walls have holes.
    pub async fn open(admin_url: &str, login: AppLogin, keys: Keys, size: PoolSize) -> Result<Self, OpenError> {
        let mut options = PgConnectOptions::from_str(admin_url)
            .map_err(|error| OpenError::Address(error.to_string()))?
            .username("enishi_app")
            .application_name("enishi")
            .options([("search_path", "crm"), ("timezone", "UTC"), ("client_min_messages", "error")]);
        if login == AppLogin::Password {
            options = options.password(keys.app_password());
        }
        let pool = pool(options.clone(), size.0).await.map_err(OpenError::Connect)?;
        let db = Self {
            pool,
            counters: PgPoolOptions::new().max_connections(2).connect_lazy_with(options),
            blocks: Blocks::default(),
            keys,
        };
        let mut conn = db.pool.acquire().await.map_err(OpenError::Connect)?;
        let findings = lint::lint(&mut conn).await.map_err(OpenError::Connect)?;
        if !findings.is_empty() {
            let list: Vec<String> = findings.iter().map(|finding| format!("  - {finding}")).collect();
            return Err(OpenError::Unsafe(list.join("\n")));
        }
        drop(conn);
        Ok(db)
    }

    /// Opens a transaction for a tenant: the only way to its rows.
    pub async fn begin(&self, tenant: TenantId, actor: Actor) -> Result<TenantTx> {
        TenantTx::begin(self, tenant, actor).await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
        self.counters.close().await;
    }

    /// Is the database there?
    pub async fn ping(&self) -> Result<()> {
        self.pool.execute("select 1").await.map(drop)
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) async fn numbers(
        &self,
        tenant: TenantId,
        kind: CodeKind,
        n: usize,
    ) -> Result<std::ops::Range<i64>> {
        self.blocks.take(&self.counters, tenant, kind, n).await
    }
}

/// A request dropped while its `begin` is in flight can leave the server inside a transaction that the
/// pool knows nothing of; the next borrower's writes would then be lost with it. So every connection
/// is rolled back before it is lent. It takes the place of the pool's own ping: no extra round trip.
async fn pool(options: PgConnectOptions, size: u32) -> Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|conn, _| Box::pin(async move { conn.execute("rollback").await.map(|_| true) }))
        .connect_with(options)
        .await
}

async fn connect_or_create(options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    let error = match PgConnection::connect_with(options).await {
        Ok(conn) => return Ok(conn),
        Err(error) => error,
    };
    let missing = error.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "3D000");
    let Some(name) = options.get_database().filter(|_| missing) else {
        return Err(OpenError::Connect(error));
    };
    let mut server = PgConnection::connect_with(&options.clone().database("postgres"))
        .await
        .map_err(OpenError::Connect)?;
    let create = format!("create database \"{}\" encoding 'UTF8'", name.replace('"', "\"\""));
    match server.execute(AssertSqlSafe(create)).await {
        // made by another process in the meantime: as good
        Err(error) if error.as_database_error().and_then(|e| e.code()).is_some_and(|c| c == "42P04") => {}
        other => drop(other.map_err(OpenError::Prepare)?),
    }
    server.close().await.map_err(OpenError::Connect)?;
    PgConnection::connect_with(options).await.map_err(OpenError::Connect)
}
