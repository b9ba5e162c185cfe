//! What campaigns published: added, removed, brought back.

use sqlx::FromRow;
use uuid::Uuid;

use super::NewResource;
use crate::{CampaignId, Code, CodeKind, Result, TenantTx};

/// Something a campaign published.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Resource {
    /// The number of its short code.
    pub number: i64,
    /// The campaign's.
    pub campaign_id: CampaignId,
    /// `url`, `event`, `post`, `repository` or `video`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
}

impl Resource {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Resource, self.number)
    }
}

/// What a campaign published.
pub async fn resources(tx: &mut TenantTx, campaign: CampaignId) -> Result<Vec<Resource>> {
    sqlx::query_as(
        "select number, campaign_id, kind, title, url from crm.resources
         where tenant_id = $1 and campaign_id = $2 and deleted_at is null order by kind, title, number",
    )
    .bind(tx.tenant())
    .bind(campaign)
    .fetch_all(tx.conn())
    .await
}

/// The published thing with this number, and whether it is in the trash. Not one of a campaign that is
/// there itself.
pub async fn resource(tx: &mut TenantTx, number: i64) -> Result<Option<(Resource, bool)>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        resource: Resource,
        removed: bool,
    }
    let row: Option<Row> = sqlx::query_as(
        "select r.number, r.campaign_id, r.kind, r.title, r.url, r.deleted_at is not null as removed
         from crm.resources r
         join crm.campaigns c on c.tenant_id = $1 and c.id = r.campaign_id and c.deleted_at is null
         where r.tenant_id = $1 and r.number = $2",
    )
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.resource, row.removed)))
}

/// Adds something a campaign published.
pub async fn add_resource(tx: &mut TenantTx, campaign: CampaignId, new: &NewResource) -> Result<Code> {
    let number = tx.numbers(CodeKind::Resource, 1).await?.start;
    write(tx, campaign, number, new).await?;
    Ok(Code::new(CodeKind::Resource, number))
}

/// Writes a published thing with a number that was taken for it.
pub(super) async fn write(
    tx: &mut TenantTx,
    campaign: CampaignId,
    number: i64,
    new: &NewResource,
) -> Result<()> {
    sqlx::query(
        "insert into crm.resources (tenant_id, id, number, campaign_id, kind, title, url)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(number)
    .bind(campaign)
    .bind(&new.kind)
    .bind(&new.title)
    .bind(&new.url)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Puts a published thing in the trash, or brings it back.
pub async fn set_resource_removed(tx: &mut TenantTx, number: i64, removed: bool) -> Result<()> {
    sqlx::query(
        "update crm.resources set deleted_at = case when $3 then now() end
         where tenant_id = $1 and number = $2",
    )
    .bind(tx.tenant())
    .bind(number)
    .bind(removed)
    .execute(tx.conn())
    .await?;
    Ok(())
}
