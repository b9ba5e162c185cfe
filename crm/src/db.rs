//! The database as a whole: who logs in, what is migrated, the pool and its hook.

use std::{str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    Actor, CodeKind, Keys, Result, TenantId, TenantTx, codes::Blocks, inbox::Door, lint, merges::Rooms, scram,
};

/// Every migration, in order.
pub(crate) static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The runtime's database: connections as `enishi_app`, which owns nothing and bypasses nothing.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    /// Short transactions that are made while another is open; never the other way round.
    counters: PgPool,
    blocks: Blocks,
    door: Door,
    keys: Keys,
    rooms: Rooms,
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
    #[error(
        "DATABASE_URL is not a Postgres address ({0}); it looks like postgres://user:password@host:5432/enishi"
    )]
    Address(String),
    /// Nobody answers, or refuses.
    #[error(
        "cannot connect to the database: {0}; check that DATABASE_URL is right and that Postgres runs there"
    )]
    Connect(sqlx::Error),
    /// Too old.
    #[error(
        "this is PostgreSQL {0}; Enishi needs 15 or newer: upgrade it, or unset DATABASE_URL to use a private one"
    )]
    TooOld(String),
    /// The login cannot make what is needed.
    #[error(
        "preparing the database failed: {0}; the login in DATABASE_URL must be allowed to create roles and schemas"
    )]
    Prepare(sqlx::Error),
    /// A migration failed.
    #[error("migrating the database failed: {0}")]
    Migrate(sqlx::migrate::MigrateError),
    /// The wall between tenants has a hole.
    #[error("the database is not safe to use:\n{0}")]
    Unsafe(String),
}

impl OpenError {
    /// The server is starting, or was gone in the middle of it: another try may work.
    pub fn is_passing(&self) -> bool {
        use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
        match self {
            Self::Connect(_) => true,
            Self::Prepare(error) | Self::Migrate(Execute(error) | ExecuteMigration(error, _)) => {
                error.as_database_error().is_none()
            }
            _ => false,
        }
    }

    /// The same sentence in Japanese.
    pub fn ja(&self) -> String {
        match self {
            Self::Address(reason) => format!(
                "DATABASE_URLがPostgresのアドレスではありません（{reason}）。postgres://ユーザー:パスワード@ホスト:5432/enishi の形で指定してください"
            ),
            Self::Connect(error) => format!(
                "データベースに接続できません：{error}。DATABASE_URLが正しいか、Postgresが動いているかご確認ください"
            ),
            Self::TooOld(version) => format!(
                "PostgreSQL {version}です。15以降が必要です。更新するか、DATABASE_URLを外して専用のデータベースをお使いください"
            ),
            Self::Prepare(error) => format!(
                "データベースの準備に失敗しました：{error}。DATABASE_URLのユーザーにはロールとスキーマの作成権限が必要です"
            ),
            Self::Migrate(error) => format!("データベースの移行に失敗しました：{error}"),
            Self::Unsafe(findings) => format!("データベースが安全に使える状態ではありません：\n{findings}"),
        }
    }
}

/// How many connections a process keeps.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize(pub u32);

impl Db {
    /// Creates the database if it is not there, the roles, the schemas and every table. Harmless when
    /// all of it exists. `admin_url` is a login that may create roles.
    pub async fn prepare(admin_url: &str, login: AppLogin, keys: &Keys) -> Result<(), OpenError> {
        let options = address(admin_url)?;
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
        // replicas that start together prepare one after the other; the lock goes with the connection
        admin
            .execute("select pg_advisory_lock(hashtext('enishi prepare'))")
            .await
            .map_err(OpenError::Prepare)?;
        admin.execute(include_str!("roles.sql")).await.map_err(OpenError::Prepare)?;
        if login == AppLogin::Password {
            // base64, `$` and `:` only
            let verifier = scram::verifier(keys.app_password(), keys.app_salt());
            let set = format!("alter role enishi_app password '{verifier}'");
            admin.execute(AssertSqlSafe(set)).await.map_err(OpenError::Prepare)?;
        }
        admin
            .execute("set role enishi_owner; set search_path = directory")
            .await
            .map_err(OpenError::Prepare)?;
        MIGRATIONS.run(&mut admin).await.map_err(OpenError::Migrate)?;
        admin.close().await.map_err(OpenError::Connect)
    }

    /// Tells the planner what has just been filled in: after an import it would guess for a minute.
    pub async fn refresh_statistics(admin_url: &str) -> Result<(), OpenError> {
        let mut admin = PgConnection::connect_with(&address(admin_url)?).await.map_err(OpenError::Connect)?;
        admin
            .execute(
                "set role enishi_owner;
                 analyze crm.activities, crm.activity_campaigns, crm.accounts, crm.persons, crm.conversations,
                     crm.identifiers, crm.employments",
            )
            .await
            .map_err(OpenError::Prepare)?;
        admin.close().await.map_err(OpenError::Connect)
    }

    /// Connects as the runtime role and refuses a database whose walls have holes.
    pub async fn open(
        admin_url: &str,
        login: AppLogin,
        keys: Keys,
        size: PoolSize,
    ) -> Result<Self, OpenError> {
        let mut options = address(admin_url)?
            .username("enishi_app")
            .application_name("enishi")
            .options([
                ("search_path", "crm"),
                ("timezone", "UTC"),
                ("client_min_messages", "error"),
                ("idle_in_transaction_session_timeout", "60s"),
            ])
            // for whoever looks for them; else whole pages of SQL stand in the log
            .log_slow_statements(log::LevelFilter::Debug, SLOW);
        if login == AppLogin::Password {
            options = options.password(keys.app_password());
        }
        let pool = healing(size.0).connect_with(options.clone()).await.map_err(OpenError::Connect)?;
        let counters = healing(2).connect_lazy_with(options);
        let db = Self {
            pool,
            counters,
            blocks: Blocks::default(),
            door: Door::default(),
            keys,
            rooms: Rooms::default(),
        };
        let mut conn = db.pool.acquire().await.map_err(OpenError::Connect)?;
        let mut findings = lint::lint(&mut conn).await.map_err(OpenError::Connect)?;
        findings.extend(lint::runtime_role(&mut conn).await.map_err(OpenError::Connect)?);
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

    /// The same for writing many rows at a time: an import, a batch of events.
    pub async fn begin_bulk(&self, tenant: TenantId, actor: Actor) -> Result<TenantTx> {
        TenantTx::begin_bulk(self, tenant, actor).await
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

    pub(crate) fn rooms(&self) -> &Rooms {
        &self.rooms
    }

    pub(crate) fn door(&self) -> &Door {
        &self.door
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

/// A statement that takes so long is slow.
const SLOW: Duration = Duration::from_secs(1);

/// A request dropped while its `begin` is in flight can leave the server inside a transaction that the
/// pool knows nothing of; the next borrower's writes would then be lost with it. So every connection
/// is rolled back before it is lent (`begin` first, because a bare `rollback` makes the server log a
/// warning each time). It takes the place of the pool's own ping: no extra round trip.
fn healing(size: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move { conn.execute("begin; rollback").await.map(|_| true) })
        })
}

fn address(url: &str) -> Result<PgConnectOptions, OpenError> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(OpenError::Address("it begins differently".to_owned()));
    }
    PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))
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
        Err(error)
            if error
                .as_database_error()
                .and_then(|e| e.code())
                .is_some_and(|c| c == "42P04" || c == "23505") => {}
        Err(error) => return Err(OpenError::Prepare(error)),
        Ok(_) => {}
    }
    server.close().await.map_err(OpenError::Connect)?;
    PgConnection::connect_with(options).await.map_err(OpenError::Connect)
}
