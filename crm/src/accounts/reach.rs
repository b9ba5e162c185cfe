//! By which accounts a person can be written to.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{AccountId, ConnectionId, ConversationId, PersonId, Result, TenantTx, connections::Connection};

/// An account on a connection of ours.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Reach {
    /// The account.
    pub account: AccountId,
    /// `@name`, without the `@`; else its name, else the platform's id.
    pub called: String,
    /// The platform's id of it.
    pub external_id: String,
    /// On which connection.
    #[sqlx(flatten)]
    pub connection: Connection,
    /// The direct conversation it has with us.
    pub conversation: Option<ConversationId>,
    /// When it was last seen.
    pub last_seen: Option<DateTime<Utc>>,
}

/// The accounts of a person on connections of ours that are not paused: those with a direct conversation first, of
/// these the one seen last.
pub async fn reach(tx: &mut TenantTx, person: PersonId) -> Result<Vec<Reach>> {
    sqlx::query_as(
        "select a.id as account, coalesce(a.handle, a.name, a.external_id) as called, a.external_id,
                k.id, k.platform, k.name, k.version, k.paused, direct.conversation,
                (select max(x.occurred_at) from crm.activities x
                 where x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null) as last_seen
         from crm.accounts a
         join crm.connections k on k.tenant_id = $1 and k.id::text = a.workspace and k.platform = a.provider
                               and not k.paused
         left join lateral (
             select c.id as conversation from crm.conversations c
             where c.tenant_id = $1 and c.connection_id = k.id and c.kind = 'direct'
               and exists (select from crm.activities x
                           where x.tenant_id = $1 and x.conversation_id = c.id and x.account_id = a.id)
             limit 1) direct on true
         where a.tenant_id = $1 and a.person_id = $2 and not a.is_bot
         order by direct.conversation is null, last_seen desc nulls last, a.id",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// The direct conversation of a connection that its platform calls this, made when there is none.
pub async fn direct(
    tx: &mut TenantTx,
    connection: ConnectionId,
    external_id: &str,
) -> Result<ConversationId> {
    sqlx::query_scalar(
        "insert into crm.conversations (tenant_id, id, connection_id, external_id, kind)
         values ($1, $2, $3, $4, 'direct')
         on conflict (tenant_id, connection_id, external_id) do update set external_id = excluded.external_id
         returning id",
    )
    .bind(tx.tenant())
    .bind(ConversationId::new())
    .bind(connection)
    .bind(external_id)
    .fetch_one(tx.conn())
    .await
}
