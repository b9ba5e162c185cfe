//! A conversation as it is read: page by page, what was said in threads apart from the rest.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{Code, CodeKind, ConversationId, Result, TenantTx, persons::Person};

/// Something said or done in a conversation.
#[derive(Debug, Clone, FromRow)]
pub struct Said {
    /// The number of its short code.
    pub number: i64,
    /// Who.
    pub author: String,
    /// The number of the author's code, if the author is a person.
    pub person: Option<i64>,
    /// A bot did it.
    pub is_bot: bool,
    /// The one who reads did it, by a linked account.
    pub own: bool,
    /// What was done.
    pub action: String,
    /// What was said; `None` when nothing was, or when it was deleted.
    pub text: Option<String>,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// That is when it was received: the platform said what cannot be.
    pub time_suspect: bool,
    /// It says something else than at first.
    pub edited: bool,
    /// It is gone.
    pub deleted: bool,
    /// What was said in the thread that begins here; `None`: there is no thread.
    #[sqlx(skip)]
    pub replies: Option<Replies>,
    external_id: Option<String>,
}

/// What was said in a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replies {
    /// How many answers.
    pub count: i64,
    /// When the last one came.
    pub last_at: DateTime<Utc>,
}

impl Said {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }

    /// The code of who did it, if that is a person.
    pub fn person_code(&self) -> Option<Code> {
        Some(Code::new(CodeKind::Person, self.person?))
    }
}

/// Which part of a conversation or thread. The numbers are those of activities in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The end of it.
    Latest,
    /// What came before this.
    Before(i64),
    /// What came after this.
    After(i64),
    /// This, and as much before as after it.
    Around(i64),
}

/// A part of a conversation, in time order.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// What was said.
    pub said: Vec<Said>,
    /// There is more before it.
    pub older: bool,
    /// There is more after it.
    pub newer: bool,
}

/// What to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The conversation itself. An answer in a thread is part of it only where the thread's first message
    /// is not there.
    Flow,
    /// The answers of the thread that begins with this activity.
    Thread(i64),
}

/// Reads a part of a conversation, at most `limit` of it. Whether the reader may, [`super::open()`] says. A
/// number that is not in it reads as nothing.
pub async fn read(
    tx: &mut TenantTx,
    conversation: ConversationId,
    scope: Scope,
    part: Part,
    limit: i64,
) -> Result<Pages> {
    let mut pages = match part {
        Part::Latest => {
            let (said, older) = step(tx, conversation, scope, None, Way::Back, limit).await?;
            Pages { said, older, newer: false }
        }
        Part::Before(number) => {
            let (said, older) = step(tx, conversation, scope, Some(number), Way::Back, limit).await?;
            Pages { newer: !said.is_empty(), said, older }
        }
        Part::After(number) => {
            let (said, newer) = step(tx, conversation, scope, Some(number), Way::On, limit).await?;
            Pages { older: !said.is_empty(), said, newer }
        }
        Part::Around(number) => {
            let half = (limit / 2).max(1);
            let (mut said, older) = step(tx, conversation, scope, Some(number), Way::Back, half).await?;
            let (after, newer) = step(tx, conversation, scope, Some(number), Way::From, half).await?;
            said.extend(after);
            Pages { said, older, newer }
        }
    };
    if scope == Scope::Flow {
        count_replies(tx, conversation, &mut pages.said).await?;
    }
    Ok(pages)
}

/// The first message of a thread.
pub async fn root(tx: &mut TenantTx, conversation: ConversationId, number: i64) -> Result<Option<Said>> {
    let (mut said, _) = step(tx, conversation, Scope::Flow, Some(number), Way::From, 1).await?;
    count_replies(tx, conversation, &mut said).await?;
    Ok(said.into_iter().find(|said| said.number == number))
}

/// Who wrote and did most in a conversation, at most `limit`.
pub async fn people(tx: &mut TenantTx, conversation: ConversationId, limit: i64) -> Result<Vec<Person>> {
    sqlx::query_as(concat!(
        "select ",
        crate::persons::person_columns!(),
        " from (select coalesce(x.person_id, a.person_id) as id, count(*) as done
                from crm.activities x
                left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
                where x.tenant_id = $1 and x.conversation_id = $2 and x.deleted_at is null
                group by 1) who
         join crm.persons p on p.tenant_id = $1 and p.id = who.id and p.deleted_at is null
         order by who.done desc, p.number limit $3"
    ))
    .bind(tx.tenant())
    .bind(conversation)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    /// Later than the mark.
    On,
    /// The mark itself and later.
    From,
}

/// One step from a mark, in time order, and whether there is more that way.
async fn step(
    tx: &mut TenantTx,
    conversation: ConversationId,
    scope: Scope,
    mark: Option<i64>,
    way: Way,
    limit: i64,
) -> Result<(Vec<Said>, bool)> {
    // the two scopes are two statements, so that a thread is found by its index under a generic plan too
    macro_rules! text {
        ($here:literal, $order:literal, $part:literal) => {
            concat!(
                "with mark as (
                     select occurred_at, number from crm.activities
                     where tenant_id = $1 and conversation_id = $2 and number = $3
                 )
                 select x.number, coalesce(case when x.action = 'sent' then u.name end, p.name, a.name, a.handle,
                                 a.external_id, '') as author,
                        case when p.deleted_at is null and x.action <> 'sent' then p.number end as person,
                        coalesce(a.is_bot, false) as is_bot,
                        coalesce(a.user_id = $6, false) or x.action = 'sent' as own, x.action, x.text, x.occurred_at,
                        x.metadata ? 'time_suspect' as time_suspect,
                        x.edited_at is not null as edited, x.deleted_at is not null as deleted, x.external_id
                 from crm.activities x
                 left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
                 left join crm.persons p on p.tenant_id = x.tenant_id and p.id = coalesce(x.person_id, a.person_id)
                 left join crm.users u on u.tenant_id = x.tenant_id and x.action = 'sent'
                                       and u.id::text = x.metadata ->> 'sent_by'
                 where x.tenant_id = $1 and x.conversation_id = $2
                   and ($3::bigint is null or ",
                $here,
                ") and ",
                $part,
                " order by x.occurred_at ",
                $order,
                ", x.number ",
                $order,
                " limit $5"
            )
        };
    }
    macro_rules! read {
        ($here:literal, $order:literal) => {
            match scope {
                Scope::Flow => text!(
                    $here,
                    $order,
                    "(x.thread is null or x.thread = x.external_id or not exists (
                          select from crm.activities r
                          where r.tenant_id = $1 and r.conversation_id = $2 and r.external_id = x.thread
                            and (r.thread is null or r.thread = r.external_id)))"
                ),
                Scope::Thread(_) => text!(
                    $here,
                    $order,
                    "x.number <> $4 and x.thread = (
                         select external_id from crm.activities
                         where tenant_id = $1 and conversation_id = $2 and number = $4)"
                ),
            }
        };
    }
    let sql = match way {
        Way::Back => {
            read!("(x.occurred_at, x.number) < (select occurred_at, number from mark)", "desc")
        }
        Way::On => read!("(x.occurred_at, x.number) > (select occurred_at, number from mark)", "asc"),
        Way::From => read!("(x.occurred_at, x.number) >= (select occurred_at, number from mark)", "asc"),
    };
    let thread = match scope {
        Scope::Flow => None,
        Scope::Thread(number) => Some(number),
    };
    let reader = tx.actor().user_id();
    let mut said: Vec<Said> = sqlx::query_as(sql)
        .bind(tx.tenant())
        .bind(conversation)
        .bind(mark)
        .bind(thread)
        .bind(limit.saturating_add(1))
        .bind(reader)
        .fetch_all(tx.conn())
        .await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = said.len() > wanted;
    said.truncate(wanted);
    if way == Way::Back {
        said.reverse();
    }
    Ok((said, more))
}

/// Fills in how much was answered to each of these.
async fn count_replies(tx: &mut TenantTx, conversation: ConversationId, said: &mut [Said]) -> Result<()> {
    let Some(since) = said.iter().map(|said| said.occurred_at).min() else { return Ok(()) };
    let roots: Vec<&str> = said.iter().filter_map(|said| said.external_id.as_deref()).collect();
    let counted: Vec<(String, i64, DateTime<Utc>)> = sqlx::query_as(
        "select thread, count(*), max(occurred_at) from crm.activities
         where tenant_id = $1 and conversation_id = $2 and occurred_at >= $4 and thread = any($3)
           and thread is distinct from external_id and deleted_at is null
         group by thread",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(&roots)
    .bind(since)
    .fetch_all(tx.conn())
    .await?;
    let mut counted: HashMap<String, Replies> =
        counted.into_iter().map(|(thread, count, last_at)| (thread, Replies { count, last_at })).collect();
    for said in said {
        said.replies = said.external_id.as_deref().and_then(|id| counted.remove(id));
    }
    Ok(())
}
