//! A test's database: migrated, and reached as the runtime reaches it.

use std::collections::BTreeMap;

use super::{scratch::Scratch, template};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::{
    AppLogin, Db, Keys, PoolSize, Secret, TenantId,
    tenants::{self, Settings},
};

/// A migrated database of its own. It goes with this value.
#[derive(Debug)]
pub struct TestDb {
    /// Connected as `enishi_app`, like the product.
    pub db: Db,
    keys: Keys,
    scratch: Scratch,
}

/// Makes one.
///
/// # Panics
/// When there is no PostgreSQL to be had, or the migrations fail.
pub async fn database() -> TestDb {
    let made = async {
        let keys = Keys::new(&Secret::random()?)?;
        let mut scratch = Scratch::reserve().await?;
        template::copy(&mut scratch.server, &scratch.name, &keys).await?;
        let db = Db::open(&scratch.url("enishi"), AppLogin::Socket, keys.clone(), PoolSize(8)).await?;
        anyhow::Ok(TestDb { db, keys, scratch })
    };
    made.await.unwrap_or_else(|error| panic!("no database for the test: {error:#}"))
}

impl TestDb {
    /// Makes a tenant with the usual settings: English, UTC, yen, years that begin in April.
    ///
    /// # Panics
    /// When there is one of this name, or it cannot be written.
    pub async fn tenant(&self, slug: &str) -> TenantId {
        let settings = Settings {
            name: "Acme".to_owned(),
            lang: "en".to_owned(),
            timezone: "UTC".to_owned(),
            currency: "JPY".to_owned(),
            fiscal_start_month: 4,
            demo: false,
        };
        match tenants::create(&self.db, slug, &settings).await {
            Ok(Some(tenant)) => tenant,
            Ok(None) => panic!("there is a tenant {slug} already"),
            Err(error) => panic!("making the tenant {slug}: {error:#}"),
        }
    }

    /// The same database as another process would open it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn reopen(&self) -> Db {
        let opened = Db::open(&self.url("enishi"), AppLogin::Socket, self.keys.clone(), PoolSize(8)).await;
        opened.unwrap_or_else(|error| panic!("opening the database again: {error:#}"))
    }

    /// Waits until every transaction of this moment has ended, also those of other tests on the same server:
    /// until then the feed holds back what lies behind them.
    ///
    /// # Panics
    /// When the server cannot be asked.
    pub async fn quiet(&self) {
        let asked = async {
            let mut conn = PgConnection::connect(&self.admin_url()).await?;
            let line: String = sqlx::query_scalar("select pg_snapshot_xmax(pg_current_snapshot())::text")
                .fetch_one(&mut conn)
                .await?;
            while !sqlx::query_scalar("select pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8")
                .bind(&line)
                .fetch_one(&mut conn)
                .await?
            {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            conn.close().await
        };
        asked.await.unwrap_or_else(|error: sqlx::Error| panic!("waiting for a quiet server: {error:#}"));
    }

    /// As if every worker had gone long ago: no lease on an event holds any longer.
    ///
    /// # Panics
    /// When the server cannot be asked.
    pub async fn let_go(&self) {
        let asked = async {
            let mut conn = PgConnection::connect(&self.admin_url()).await?;
            sqlx::query(
                "update crm.inbox set lease_until = now() - interval '1 minute' where lease is not null",
            )
            .execute(&mut conn)
            .await?;
            conn.close().await
        };
        asked.await.unwrap_or_else(|error: sqlx::Error| panic!("letting go of events: {error:#}"));
    }

    /// Runs statements as the superuser: to make the database refuse what it would take.
    ///
    /// # Panics
    /// When they cannot be run.
    pub async fn alter(&self, sql: &'static str) {
        let asked = async {
            let mut conn = PgConnection::connect(&self.admin_url()).await?;
            sqlx::raw_sql(sql).execute(&mut conn).await?;
            conn.close().await
        };
        asked.await.unwrap_or_else(|error: sqlx::Error| panic!("altering: {error:#}"));
    }

    /// Every table of the tenants with a digest of all its rows, but for these: what is the same has not changed.
    ///
    /// # Panics
    /// When they cannot be read.
    pub async fn contents(&self, but: &[&str]) -> BTreeMap<String, Option<String>> {
        let asked = async {
            let mut conn = PgConnection::connect(&self.admin_url()).await?;
            let tables: Vec<String> = sqlx::query_scalar(
                "select tablename::text from pg_tables where schemaname = 'crm' and tablename <> all($1)",
            )
            .bind(but)
            .fetch_all(&mut conn)
            .await?;
            let mut contents = BTreeMap::new();
            for table in tables {
                // the catalogue's own name of a table
                let sql = format!(
                    "select md5(string_agg(t::text, chr(10) order by t::text)) from crm.\"{table}\" t"
                );
                let digest = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut conn).await?;
                contents.insert(table, digest);
            }
            conn.close().await?;
            Ok(contents)
        };
        asked.await.unwrap_or_else(|error: sqlx::Error| panic!("reading every table: {error:#}"))
    }

    /// The superuser's address of it, to look behind the wall and to plant faults.
    pub fn admin_url(&self) -> String {
        self.url("enishi")
    }

    /// Its address for a role.
    pub fn url(&self, user: &str) -> String {
        self.scratch.url(user)
    }
}
