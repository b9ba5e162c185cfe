//! The conversations that somebody may read, as a list to choose from. Talk with this bot is not in it.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::hidden;
use crate::{ConversationId, Result, TenantTx, fold, persons::like};

/// Names shown of the people in a conversation.
const NAMES: i64 = 3;

/// A conversation in a line.
#[derive(Debug, Clone, FromRow)]
pub struct Listed {
    /// Its id.
    pub id: ConversationId,
    /// Its name, without `#`; platforms leave direct chats nameless.
    pub name: Option<String>,
    /// On which platform.
    pub platform: String,
    /// The platform's id.
    pub external_id: String,
    /// `channel`, `group` or `direct`.
    pub kind: String,
    /// What is said there is recorded.
    pub recorded: bool,
    /// Only staff who took part in it, and administrators, may read it.
    pub private: bool,
    /// How many messages there are; deleted ones are not counted.
    pub messages: i64,
    /// How many people wrote or did something there; bots are not people.
    pub people: i64,
    /// The names of those who did most, at most three.
    pub names: Vec<String>,
    /// When something was last done there.
    pub last_at: Option<DateTime<Utc>>,
    /// What.
    pub last_action: Option<String>,
    /// What was said.
    pub last_text: Option<String>,
    /// By whom.
    pub last_author: Option<String>,
}

/// A page of the conversations whose name, platform or platform's id has `words` in it (all of them when it
/// is empty), the latest first, and how many there are in all.
pub async fn list(tx: &mut TenantTx, words: &str, limit: i64, offset: i64) -> Result<(Vec<Listed>, i64)> {
    let hidden = hidden(tx).await?;
    let wanted = format!("%{}%", like(fold(words).trim().trim_start_matches('#')));
    let total = sqlx::query_scalar(
        "select count(*) from crm.conversations c
         join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
         where c.tenant_id = $1 and c.kind <> 'assistant' and c.id <> all($2)
           and crm.fold(concat_ws(' ', c.name, k.platform, c.external_id)) like $3",
    )
    .bind(tx.tenant())
    .bind(&hidden)
    .bind(&wanted)
    .fetch_one(tx.conn())
    .await?;
    let listed = sqlx::query_as(
        // first which ones, by one look into the index each; only those on the page are counted
        "with page as (
             select c.id, c.name, k.platform, c.external_id, c.kind, c.recorded,
                    c.visibility = 'private' as private, last.*
             from crm.conversations c
             join crm.connections k on k.tenant_id = c.tenant_id and k.id = c.connection_id
             left join lateral (
                 select x.occurred_at as last_at, x.action as last_action, x.text as last_text,
                        coalesce(p.name, a.name, a.handle, a.external_id) as last_author
                 from crm.activities x
                 left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
                 left join crm.persons p on p.tenant_id = x.tenant_id and p.id = coalesce(x.person_id, a.person_id)
                 where x.tenant_id = c.tenant_id and x.conversation_id = c.id and x.deleted_at is null
                 order by x.occurred_at desc limit 1) last on true
             where c.tenant_id = $1 and c.kind <> 'assistant' and c.id <> all($2)
               and crm.fold(concat_ws(' ', c.name, k.platform, c.external_id)) like $3
             order by last.last_at desc nulls last, c.id limit $4 offset $5
         )
         select page.*, coalesce(said.messages, 0)::bigint as messages, coalesce(said.people, 0) as people,
                coalesce(said.names, '{}') as names
         from page
         left join lateral (
             select sum(who.messages) as messages, count(*) filter (where not who.is_bot) as people,
                    (array_agg(who.name order by who.done desc, who.name) filter (where not who.is_bot))[:$6]
                        as names
             from (
                 select coalesce(a.person_id, a.id, x.person_id) as who, coalesce(bool_and(a.is_bot), false) as is_bot,
                        coalesce(min(p.name), min(a.name), min(a.handle), min(a.external_id), '') as name,
                        sum(x.messages) as messages, sum(x.done) as done
                 from (select account_id, person_id, count(*) as done,
                              count(*) filter (where action = 'message') as messages
                       from crm.activities
                       where tenant_id = $1 and conversation_id = page.id and deleted_at is null
                       group by account_id, person_id) x
                 left join crm.accounts a on a.tenant_id = $1 and a.id = x.account_id
                 left join crm.persons p on p.tenant_id = $1 and p.id = coalesce(x.person_id, a.person_id)
                 group by 1) who
         ) said on true
         order by page.last_at desc nulls last, page.id",
    )
    .bind(tx.tenant())
    .bind(&hidden)
    .bind(&wanted)
    .bind(limit)
    .bind(offset)
    .bind(NAMES)
    .fetch_all(tx.conn())
    .await?;
    Ok((listed, total))
}
