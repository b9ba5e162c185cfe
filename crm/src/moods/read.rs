//! Moods over time, and the messages behind them.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    CampaignId, Code, CodeKind, ConversationId, OrganizationId, PersonId, Result, TenantTx, conversations,
};

/// Whose mood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Of everything that may be read.
    All,
    /// Of a conversation.
    Room(ConversationId),
    /// Of what was logged to a campaign, and of what those who took part in it wrote from its first day to the end of
    /// its window.
    Campaign(CampaignId),
    /// Of what people who work for an organization said.
    Organization(OrganizationId),
    /// Of what one person said.
    Person(PersonId),
    /// Of messages that hold these words, in one conversation or anywhere.
    Topic(String, Option<ConversationId>),
}

/// The mood of one message.
#[derive(Debug, Clone, Copy, PartialEq, FromRow)]
pub struct Felt {
    /// The number of its short code.
    pub number: i64,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// -1 negative, 0 neutral, 1 positive; as taught, where it was.
    pub label: i16,
    /// -1 to 1; where the label was taught, the label itself.
    pub score: f32,
}

/// A message as it is quoted.
#[derive(Debug, Clone, FromRow)]
pub struct Quoted {
    /// The number of its short code.
    pub number: i64,
    /// By whom.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where.
    pub conversation: String,
    /// What.
    pub text: String,
}

impl Quoted {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }
}

/// What is read of: messages by people, none of talk with this bot or of what the actor may not read. `$2` is the
/// kind of [`Of`], `$3` its id, `$4` its words, `$5` the hidden conversations.
macro_rules! messages {
    () => {
        " from crm.activities x
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         join crm.moods m on m.tenant_id = x.tenant_id and m.id = x.id
         left join crm.taught_moods t on t.tenant_id = m.tenant_id and t.text_key = m.text_key
         left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         where x.tenant_id = $1 and x.action = 'message' and x.text is not null and x.deleted_at is null
           and c.kind <> 'assistant' and not coalesce(a.is_bot, false) and x.conversation_id <> all($5)
           and case $2
               when 'room' then x.conversation_id = $3
               when 'campaign' then exists (select from crm.activity_campaigns ac
                   where ac.tenant_id = $1 and ac.campaign_id = $3 and ac.activity_id = x.id)
                   or a.person_id in (select coalesce(y.person_id, b.person_id) from crm.activity_campaigns ac
                       join crm.activities y on y.tenant_id = $1 and y.id = ac.activity_id and y.deleted_at is null
                       left join crm.accounts b on b.tenant_id = $1 and b.id = y.account_id
                       where ac.tenant_id = $1 and ac.campaign_id = $3)
                   and x.occurred_at >= (select w.starts_on::timestamp at time zone t.timezone
                       from crm.campaigns w join crm.settings t on t.tenant_id = $1 where w.tenant_id = $1 and w.id = $3)
                   and x.occurred_at < (select (w.ends_on + w.window_days + 1)::timestamp at time zone t.timezone
                       from crm.campaigns w join crm.settings t on t.tenant_id = $1 where w.tenant_id = $1 and w.id = $3)
               when 'organization' then exists (select from crm.employments e
                   where e.tenant_id = $1 and e.organization_id = $3 and e.person_id = a.person_id
                     and e.ended_on is null)
               when 'person' then a.person_id = $3
               when 'topic' then strpos(lower(x.text), lower($4)) > 0
                   and ($3::uuid is null or x.conversation_id = $3)
               else true end"
    };
}

impl Of {
    fn bound(&self) -> (&'static str, Option<Uuid>, &str) {
        match self {
            Self::All => ("all", None, ""),
            Self::Room(id) => ("room", Some(id.0), ""),
            Self::Campaign(id) => ("campaign", Some(id.0), ""),
            Self::Organization(id) => ("organization", Some(id.0), ""),
            Self::Person(id) => ("person", Some(id.0), ""),
            Self::Topic(words, room) => ("topic", room.map(|room| room.0), words),
        }
    }
}

/// The moods of messages in a period, in time order; at most the latest `limit`.
pub async fn timeline(
    tx: &mut TenantTx,
    of: &Of,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Felt>> {
    let hidden = conversations::hidden(tx).await?;
    let (kind, id, words) = of.bound();
    let mut felt: Vec<Felt> = sqlx::query_as(concat!(
        "select x.number, x.occurred_at as at, coalesce(t.label, m.label) as label,
                coalesce(t.label::real, m.score) as score",
        messages!(),
        " and x.occurred_at >= coalesce($6, '-infinity') and x.occurred_at < coalesce($7, 'infinity')
          order by x.occurred_at desc, x.number desc limit $8"
    ))
    .bind(tx.tenant())
    .bind(kind)
    .bind(id)
    .bind(words)
    .bind(hidden)
    .bind(from)
    .bind(until)
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    felt.reverse();
    Ok(felt)
}

/// When something of it was last said; `None`: never, or nothing of it was read yet.
pub async fn since(tx: &mut TenantTx, of: &Of) -> Result<Option<DateTime<Utc>>> {
    let hidden = conversations::hidden(tx).await?;
    let (kind, id, words) = of.bound();
    sqlx::query_scalar(concat!("select max(x.occurred_at)", messages!()))
        .bind(tx.tenant())
        .bind(kind)
        .bind(id)
        .bind(words)
        .bind(hidden)
        .fetch_one(tx.conn())
        .await
}

/// Messages by their numbers, none of what the actor may not read, in time order.
pub async fn quoted(tx: &mut TenantTx, numbers: &[i64]) -> Result<Vec<Quoted>> {
    let hidden = conversations::hidden(tx).await?;
    sqlx::query_as(
        "select x.number, coalesce(p.name, a.name, a.handle, a.external_id, '') as author, x.occurred_at as at,
                coalesce(c.name, c.external_id) as conversation, x.text
         from crm.activities x
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         where x.tenant_id = $1 and x.number = any($2) and x.text is not null and x.deleted_at is null
           and c.kind <> 'assistant' and x.conversation_id <> all($3)
         order by x.occurred_at, x.number",
    )
    .bind(tx.tenant())
    .bind(numbers)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}

/// The moods of some messages by their numbers, as taught or as read; of those that were read so far.
pub async fn labels(tx: &mut TenantTx, numbers: &[i64]) -> Result<Vec<(i64, i16)>> {
    sqlx::query_as(
        "select x.number, coalesce(t.label, m.label) from crm.activities x
         join crm.moods m on m.tenant_id = x.tenant_id and m.id = x.id
         left join crm.taught_moods t on t.tenant_id = m.tenant_id and t.text_key = m.text_key
         where x.tenant_id = $1 and x.number = any($2)",
    )
    .bind(tx.tenant())
    .bind(numbers)
    .fetch_all(tx.conn())
    .await
}
