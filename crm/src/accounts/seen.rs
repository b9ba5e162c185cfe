//! An account by the platform's own id: is it known, and whose is it?

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{Code, CodeKind, ConnectionId, Result, TenantTx};

/// What is known of an account.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Seen {
    /// `@name` without the `@`, or the display name.
    pub name: Option<String>,
    /// The person behind it.
    pub person: Option<String>,
    /// The number of the person's short code.
    pub person_number: Option<i64>,
    /// The member of staff behind it.
    pub staff: Option<String>,
    /// A bot or an integration.
    pub is_bot: bool,
    /// Messages and other things recorded of it.
    pub activities: i64,
    /// When the latest of them was.
    pub last_at: Option<DateTime<Utc>>,
}

impl Seen {
    /// The person's short code.
    pub fn person_code(&self) -> Option<Code> {
        self.person_number.map(|number| Code::new(CodeKind::Person, number))
    }
}

/// The account that a connection's platform calls by this id; `None`: never heard of.
pub async fn seen(tx: &mut TenantTx, connection: ConnectionId, external_id: &str) -> Result<Option<Seen>> {
    sqlx::query_as(
        "select coalesce(a.handle, a.name) as name, p.name as person, p.number as person_number, u.name as staff,
                a.is_bot, count(x.id) as activities, max(x.occurred_at) as last_at
         from crm.accounts a
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         left join crm.users u on u.tenant_id = a.tenant_id and u.id = a.user_id
         left join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id and x.deleted_at is null
         where a.tenant_id = $1 and a.workspace = $2 and a.external_id = $3
         group by a.id, a.handle, a.name, p.name, p.number, u.name, a.is_bot
         limit 1",
    )
    .bind(tx.tenant())
    .bind(connection.to_string())
    .bind(external_id)
    .fetch_optional(tx.conn())
    .await
}
