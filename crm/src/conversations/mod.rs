//! Channels, rooms, groups and direct chats.

mod hidden;
mod list;
mod moved;
mod open;
mod read;
mod settings;
mod talk;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{
    ConnectionId, ConversationId, Result, TenantTx, fold,
    persons::{Found, without_honorific},
};

pub use hidden::hidden;
pub(crate) use hidden::uncounted;
pub use list::{Listed, list};
pub use moved::{introduce, is_new, moved, nameless, staff_only};
pub use open::{Spot, open, spot};
pub use read::{Pages, Part, Replies, Said, Scope, people, read, root};
pub use settings::{Settings, set_private, set_recorded, settings};
pub use talk::talk;

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Its name, without `#`; platforms leave direct chats nameless.
    pub name: Option<String>,
    /// On which platform.
    pub platform: String,
    /// The platform's id.
    pub external_id: String,
    /// `channel`, `group`, `direct` or `assistant`.
    pub kind: String,
}

impl Conversation {
    /// `#name` for channels, the name for the rest, the platform's id for the nameless.
    pub fn label(&self) -> String {
        match (&self.name, self.kind.as_str()) {
            (Some(name), "channel") => format!("#{name}"),
            (Some(name), _) => name.clone(),
            (None, _) => self.external_id.clone(),
        }
    }
}

macro_rules! conversation_columns {
    () => {
        "c.id, c.name, k.platform, c.external_id, c.kind"
    };
}

/// The conversation that a connection's platform calls this.
pub async fn by_key(
    tx: &mut TenantTx,
    connection: ConnectionId,
    external_id: &str,
) -> Result<Option<ConversationId>> {
    sqlx::query_scalar(
        "select id from crm.conversations where tenant_id = $1 and connection_id = $2 and external_id = $3",
    )
    .bind(tx.tenant())
    .bind(connection)
    .bind(external_id)
    .fetch_optional(tx.conn())
    .await
}

/// The conversation with this id.
pub async fn by_id(tx: &mut TenantTx, id: ConversationId) -> Result<Option<Conversation>> {
    sqlx::query_as(concat!(
        "select ",
        conversation_columns!(),
        " from crm.conversations c
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         where c.tenant_id = $1 and c.id = $2"
    ))
    .bind(tx.tenant())
    .bind(id)
    .fetch_optional(tx.conn())
    .await
}

/// Which conversation somebody means: `#name`, `platform:name`, `platform:id`, or a name or part of one.
/// Talk with this bot is never meant. The most recently used come first.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Conversation>> {
    let all = recent(tx).await?;
    let folded = fold(text);
    let (platform, wanted) =
        folded.split_once(':').map_or((None, folded.as_str()), |(platform, name)| (Some(platform), name));
    let wanted = wanted.trim().trim_start_matches('#');
    if wanted.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    let on = |c: &&Conversation| platform.is_none_or(|platform| c.platform == platform);
    let name = |c: &Conversation| fold(c.name.as_deref().unwrap_or(&c.external_id));
    if let Some(exactly) = all.iter().filter(on).find(|c| fold(&c.external_id) == wanted) {
        return Ok(Found::One(exactly.clone()));
    }
    for exact in [true, false] {
        let found: Vec<Conversation> = all
            .iter()
            .filter(on)
            .filter(|c| if exact { name(c) == wanted } else { name(c).contains(wanted) })
            .cloned()
            .collect();
        match found.len() {
            0 => {}
            1 => return Ok(Found::One(found[0].clone())),
            _ => return Ok(Found::Many(found.into_iter().take(9).collect())),
        }
    }
    let mut near: Vec<(f64, Conversation)> = all
        .into_iter()
        .map(|c| (strsim::sorensen_dice(&name(&c), wanted), c))
        .filter(|(score, _)| *score >= 0.3)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(Found::None(near.into_iter().take(3).map(|(_, c)| c).collect()))
}

/// Every conversation but talk with this bot and what the actor may not read, the most recently used first.
async fn recent(tx: &mut TenantTx) -> Result<Vec<Conversation>> {
    let hidden = hidden(tx).await?;
    sqlx::query_as(concat!(
        "select ",
        conversation_columns!(),
        " from crm.conversations c
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         cross join lateral (select max(x.occurred_at) as at from crm.activities x
                             where x.tenant_id = c.tenant_id and x.conversation_id = c.id) last
         where c.tenant_id = $1 and c.kind <> 'assistant' and c.id <> all($2)
         order by last.at desc nulls last, c.id"
    ))
    .bind(tx.tenant())
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}

/// A message as a summary needs it.
#[derive(Debug, Clone, FromRow)]
pub struct Message {
    /// The number of its short code.
    pub number: i64,
    /// Who wrote it.
    pub author: String,
    /// The number of the author's code, if the author is a person.
    pub person: Option<i64>,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// What.
    pub text: String,
    /// External id of the thread's first message.
    pub thread: Option<String>,
    /// The platform's id of this message.
    pub external_id: Option<String>,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Its name, or the platform's id of it.
    pub conversation: String,
}

/// What [`Message`] is read from: messages by people, none of talk with this bot.
macro_rules! messages {
    () => {
        "select x.number, coalesce(p.name, a.name, a.handle, a.external_id, '') as author,
                case when p.deleted_at is null then p.number end as person, x.occurred_at, x.text, x.thread,
                x.external_id, x.conversation_id, coalesce(c.name, c.external_id) as conversation
         from crm.activities x
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         where x.tenant_id = $1
           and x.action = 'message' and x.text is not null and x.deleted_at is null
           and c.kind <> 'assistant' and not coalesce(a.is_bot, false)"
    };
}

/// The messages of the thread that begins with the one with this number, in time order; at most the first `limit`.
pub async fn thread(
    tx: &mut TenantTx,
    conversation: ConversationId,
    first: i64,
    limit: i64,
) -> Result<Vec<Message>> {
    let hidden = hidden(tx).await?;
    sqlx::query_as(concat!(
        messages!(),
        " and x.conversation_id = $2 and x.conversation_id <> all($5)
          and (x.number = $3
               or x.thread = (select coalesce(f.thread, f.external_id) from crm.activities f
                              where f.tenant_id = $1 and f.number = $3))
          order by x.occurred_at, x.number limit $4"
    ))
    .bind(tx.tenant())
    .bind(conversation)
    .bind(first)
    .bind(limit)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}

/// Messages by people in a period, in time order: of one conversation, or of all but talk with this
/// bot; none of what the actor may not read. At most the latest `limit`.
pub async fn messages(
    tx: &mut TenantTx,
    conversation: Option<ConversationId>,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Message>> {
    let hidden = hidden(tx).await?;
    let mut messages: Vec<Message> = sqlx::query_as(concat!(
        messages!(),
        " and ($2::uuid is null or x.conversation_id = $2)
           and x.occurred_at >= coalesce($3, '-infinity') and x.occurred_at < coalesce($4, 'infinity')
           and x.conversation_id <> all($6)
         order by x.occurred_at desc, x.number desc limit $5"
    ))
    .bind(tx.tenant())
    .bind(conversation)
    .bind(from)
    .bind(until)
    .bind(limit)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await?;
    messages.reverse();
    Ok(messages)
}

/// What people are called who wrote something that the actor may read and bear this name, or have it as a part of
/// theirs.
pub async fn authors(tx: &mut TenantTx, name: &str) -> Result<Vec<String>> {
    let hidden = hidden(tx).await?;
    let names: Vec<String> = sqlx::query_scalar(
        "select distinct coalesce(p.name, a.name, a.handle) from crm.accounts a
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         where a.tenant_id = $1 and not coalesce(a.is_bot, false)
           and coalesce(p.name, a.name, a.handle) is not null
           and exists (select from crm.activities x
                       where x.tenant_id = a.tenant_id and x.account_id = a.id and x.action = 'message'
                         and x.deleted_at is null and x.conversation_id <> all($2))",
    )
    .bind(tx.tenant())
    .bind(hidden)
    .fetch_all(tx.conn())
    .await?;
    let wanted = fold(name);
    let wanted = without_honorific(&wanted);
    let bears = |author: &String| {
        let author = fold(author);
        author == wanted || author.split(' ').any(|part| part == wanted)
    };
    Ok(names.into_iter().filter(bears).collect())
}

/// When something was last said in a conversation, or anywhere but in talk with this bot.
pub async fn last_message_at(
    tx: &mut TenantTx,
    conversation: Option<ConversationId>,
) -> Result<Option<DateTime<Utc>>> {
    let hidden = hidden(tx).await?;
    sqlx::query_scalar(
        "select max(last.at) from crm.conversations c
         cross join lateral (select max(x.occurred_at) as at from crm.activities x
                             where x.tenant_id = c.tenant_id and x.conversation_id = c.id
                               and x.action = 'message' and x.deleted_at is null) last
         where c.tenant_id = $1 and ($2::uuid is null or c.id = $2) and c.kind <> 'assistant'
           and c.id <> all($3)",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(hidden)
    .fetch_one(tx.conn())
    .await
}
