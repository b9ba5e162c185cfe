//! How things stand: what is connected, how much is recorded, what waits.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{Result, TenantTx};

/// Counts over a tenant.
#[derive(Debug, Clone, FromRow)]
pub struct Totals {
    /// Persons, merged ones not counted.
    pub persons: i64,
    /// Accounts.
    pub accounts: i64,
    /// Organizations.
    pub organizations: i64,
    /// Conversations.
    pub conversations: i64,
    /// Activities of every kind.
    pub activities: i64,
    /// Campaigns.
    pub campaigns: i64,
    /// Events stored and not yet dealt with.
    pub inbox_waiting: i64,
    /// Events nobody could read.
    pub inbox_quarantined: i64,
    /// Replies not yet sent.
    pub outbox_open: i64,
    /// Replies that failed or may not have arrived, and nobody has decided about.
    pub outbox_trouble: i64,
}

/// Counts everything.
pub async fn totals(tx: &mut TenantTx) -> Result<Totals> {
    sqlx::query_as(
        "select (select count(*) from crm.persons where tenant_id = $1 and merged_into is null
                    and deleted_at is null) as persons,
                (select count(*) from crm.accounts where tenant_id = $1) as accounts,
                (select count(*) from crm.organizations where tenant_id = $1 and deleted_at is null) as organizations,
                (select count(*) from crm.conversations where tenant_id = $1 and kind <> 'assistant')
                    as conversations,
                (select count(*) from crm.activities where tenant_id = $1) as activities,
                (select count(*) from crm.campaigns where tenant_id = $1 and deleted_at is null) as campaigns,
                (select count(*) from crm.inbox where tenant_id = $1 and state = 'waiting') as inbox_waiting,
                (select count(*) from crm.inbox where tenant_id = $1 and state = 'quarantined')
                    as inbox_quarantined,
                (select count(*) from crm.outbox where tenant_id = $1 and state in ('pending', 'sending'))
                    as outbox_open,
                (select count(*) from crm.outbox where tenant_id = $1 and state in ('unknown', 'failed')
                    and settled_at is null)
                    as outbox_trouble",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await
}

/// A connection and its last sign of life.
#[derive(Debug, Clone, FromRow)]
pub struct Connected {
    /// The platform.
    pub platform: String,
    /// What the tenant calls it.
    pub name: String,
    /// Conversations seen through it.
    pub conversations: i64,
    /// When something last happened on it.
    pub last_at: Option<DateTime<Utc>>,
}

/// Every connection.
pub async fn connected(tx: &mut TenantTx) -> Result<Vec<Connected>> {
    sqlx::query_as(
        "select k.platform, k.name, count(c.id) as conversations, max(last.at) as last_at
         from crm.connections k
         left join crm.conversations c on c.tenant_id = k.tenant_id and c.connection_id = k.id
         left join lateral (select max(x.occurred_at) as at from crm.activities x
                            where x.tenant_id = c.tenant_id and x.conversation_id = c.id) last on true
         where k.tenant_id = $1 group by k.id, k.platform, k.name order by k.platform, k.name",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}
