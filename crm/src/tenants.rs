//! Tenants and their settings.

use sqlx::FromRow;

use crate::{Actor, Db, Result, TenantId, TenantTx};

/// What a tenant is called and how it counts time and money.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Settings {
    /// Display name.
    pub name: String,
    /// Language where nobody said otherwise: `en` or `ja`.
    pub lang: String,
    /// IANA time zone.
    pub timezone: String,
    /// ISO 4217 code of the money figures are given in.
    pub currency: String,
    /// First month of the fiscal year, 1-12.
    pub fiscal_start_month: i32,
    /// Made by `enishi demo`.
    pub demo: bool,
}

/// Makes a tenant; `None` when the slug is taken.
pub async fn create(db: &Db, slug: &str, settings: &Settings) -> Result<Option<TenantId>> {
    let Some((id, tx)) = begin(db, slug, settings).await? else { return Ok(None) };
    tx.commit().await?;
    Ok(Some(id))
}

/// Begins a tenant: what else is written in the transaction is there with it, or neither is. `None` when
/// the slug is taken.
pub async fn begin(db: &Db, slug: &str, settings: &Settings) -> Result<Option<(TenantId, TenantTx)>> {
    let id = TenantId::new();
    let mut tx = db.begin_bulk(id, Actor::system("tenants")).await?;
    let made =
        sqlx::query("insert into directory.tenants (id, slug) values ($1, $2) on conflict (slug) do nothing")
            .bind(id)
            .bind(slug)
            .execute(tx.conn())
            .await?;
    if made.rows_affected() == 0 {
        return Ok(None);
    }
    sqlx::query(
        "insert into crm.settings (tenant_id, name, lang, timezone, currency, fiscal_start_month, demo)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(&settings.name)
    .bind(&settings.lang)
    .bind(&settings.timezone)
    .bind(&settings.currency)
    .bind(settings.fiscal_start_month)
    .bind(settings.demo)
    .execute(tx.conn())
    .await?;
    Ok(Some((id, tx)))
}

/// The tenant with this slug.
pub async fn by_slug(db: &Db, slug: &str) -> Result<Option<TenantId>> {
    sqlx::query_scalar("select id from directory.tenants where slug = $1")
        .bind(slug)
        .fetch_optional(db.pool())
        .await
}

/// Every tenant, oldest first: id and slug.
pub async fn list(db: &Db) -> Result<Vec<(TenantId, String)>> {
    sqlx::query_as("select id, slug from directory.tenants order by created_at, slug")
        .fetch_all(db.pool())
        .await
}

/// This tenant's settings.
pub async fn settings(tx: &mut TenantTx) -> Result<Settings> {
    sqlx::query_as("select name, lang, timezone, currency, fiscal_start_month, demo from crm.settings")
        .fetch_one(tx.conn())
        .await
}

/// This tenant's slug.
pub async fn slug(tx: &mut TenantTx) -> Result<String> {
    sqlx::query_scalar("select slug from directory.tenants where id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}
