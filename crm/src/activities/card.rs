//! Everything about one activity on one card.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{ActivityId, Code, CodeKind, Result, TenantTx, conversations};

/// An activity, whole.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its id.
    pub id: ActivityId,
    /// The number of its short code.
    pub number: i64,
    /// What was done.
    pub action: String,
    /// What was said; `None` when nothing was, or when it is deleted.
    pub text: Option<String>,
    /// Who.
    pub author: String,
    /// The author's code, if the author is a person.
    pub person: Option<Code>,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// That is when it was received: the platform said what cannot be.
    pub time_suspect: bool,
    /// Where: name or external id.
    pub conversation: Option<String>,
    /// On which platform, or by an account of which provider.
    pub platform: Option<String>,
    /// When it was last edited.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Deleted here, and still to be brought back.
    pub in_trash: bool,
    /// The member of staff who noted it by hand.
    pub logged_by: Option<String>,
    /// The campaigns it counts for: code, name, Japanese name.
    pub campaigns: Vec<(Code, String, Option<String>)>,
}

impl Card {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }
}

#[derive(FromRow)]
struct Row {
    id: ActivityId,
    action: String,
    text: Option<String>,
    author: String,
    person: Option<i64>,
    occurred_at: DateTime<Utc>,
    time_suspect: bool,
    conversation: Option<String>,
    platform: Option<String>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    in_trash: bool,
    logged_by: Option<String>,
}

/// The activity with this number, deleted or not; `None` when there is none that the actor may read. Talk
/// with this bot is nobody's to read.
pub async fn card(tx: &mut TenantTx, number: i64) -> Result<Option<Card>> {
    let hidden = conversations::hidden(tx).await?;
    let row: Option<Row> = sqlx::query_as(
        "select x.id, x.action, x.text, coalesce(p.name, a.name, a.handle, a.external_id, '') as author,
                case when p.deleted_at is null then p.number end as person, x.occurred_at,
                x.metadata ? 'time_suspect' as time_suspect,
                coalesce(c.name, c.external_id) as conversation, coalesce(k.platform, a.provider) as platform,
                x.edited_at, x.deleted_at, u.name as logged_by,
                exists (select from crm.trash t where t.tenant_id = $1 and t.activity_id = x.id) as in_trash
         from crm.activities x
         left join crm.conversations c on c.tenant_id = $1 and c.id = x.conversation_id
         left join crm.connections k on k.tenant_id = $1 and k.id = c.connection_id
         left join crm.accounts a on a.tenant_id = $1 and a.id = x.account_id
         left join crm.persons p on p.tenant_id = $1 and p.id = coalesce(x.person_id, a.person_id)
         left join crm.users u on u.tenant_id = $1 and u.id = (x.metadata ->> 'logged_by')::uuid
         where x.tenant_id = $1 and x.number = $2 and c.kind is distinct from 'assistant'
           and (c.id is null or c.id <> all($3))",
    )
    .bind(tx.tenant())
    .bind(number)
    .bind(hidden)
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let campaigns: Vec<(i64, String, Option<String>)> = sqlx::query_as(
        "select c.number, c.name, c.name_ja from crm.activity_campaigns ac
         join crm.campaigns c on c.tenant_id = ac.tenant_id and c.id = ac.campaign_id and c.deleted_at is null
         where ac.tenant_id = $1 and ac.activity_id = $2 order by c.number",
    )
    .bind(tx.tenant())
    .bind(row.id)
    .fetch_all(tx.conn())
    .await?;
    let campaigns =
        campaigns.into_iter().map(|(n, name, ja)| (Code::new(CodeKind::Campaign, n), name, ja)).collect();
    Ok(Some(Card {
        id: row.id,
        number,
        action: row.action,
        text: row.text,
        author: row.author,
        person: row.person.map(|number| Code::new(CodeKind::Person, number)),
        occurred_at: row.occurred_at,
        time_suspect: row.time_suspect,
        conversation: row.conversation,
        platform: row.platform,
        edited_at: row.edited_at,
        deleted_at: row.deleted_at,
        in_trash: row.in_trash,
        logged_by: row.logged_by,
        campaigns,
    }))
}
