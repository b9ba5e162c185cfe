//! What customers ask about: their messages, and what people said of what kind some of them are.
//!
//! Which kind the others are is learned from these elsewhere; here they are kept and read back.

mod kinds;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

pub use kinds::{Kind, add, kinds, remove, taught_counts};

use crate::{ActivityId, Code, CodeKind, Result, TenantTx, conversations};

/// A message of a customer.
#[derive(Debug, Clone, FromRow)]
pub struct Inquiry {
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
    /// What kind somebody said it is.
    pub taught: Option<String>,
}

impl Inquiry {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Activity, self.number)
    }
}

/// An example: a text and its kind.
#[derive(Debug, Clone, FromRow)]
pub struct Example {
    /// What was said.
    pub text: String,
    /// Its kind.
    pub category: String,
}

/// Messages of persons who are customers, in a period, in time order; none of what the actor may not read. At most
/// the latest `limit`.
pub async fn messages(
    tx: &mut TenantTx,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Inquiry>> {
    let hidden = conversations::hidden(tx).await?;
    let mut inquiries: Vec<Inquiry> = sqlx::query_as(
        "select x.number, coalesce(p.name, a.name, a.handle, a.external_id, '') as author, x.occurred_at as at,
                coalesce(c.name, c.external_id) as conversation, x.text, e.category as taught
         from crm.activities x
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         left join crm.persons p on p.tenant_id = a.tenant_id and p.id = a.person_id
         left join crm.inquiry_examples e on e.tenant_id = x.tenant_id and e.id = x.id
         where x.tenant_id = $1 and x.action = 'message' and x.text is not null and x.deleted_at is null
           and c.kind <> 'assistant' and not a.is_bot and x.conversation_id <> all($5)
           and (p.relationship = 'customer' and p.deleted_at is null or e.category is not null)
           and x.occurred_at >= coalesce($2, '-infinity') and x.occurred_at < coalesce($3, 'infinity')
         order by x.occurred_at desc, x.number desc limit $4",
    )
    .bind(tx.tenant())
    .bind(from)
    .bind(until)
    .bind(limit)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await?;
    inquiries.reverse();
    Ok(inquiries)
}

/// What people taught, as far as its words are still there, the latest first; at most `limit`. Words of private
/// conversations teach nobody else: what the actor may not read is left out.
pub async fn examples(tx: &mut TenantTx, limit: i64) -> Result<Vec<Example>> {
    let hidden = conversations::hidden(tx).await?;
    sqlx::query_as(
        "select x.text, e.category from crm.inquiry_examples e
         join crm.activities x on x.tenant_id = e.tenant_id and x.id = e.id
         where e.tenant_id = $1 and x.text is not null and x.deleted_at is null
           and (x.conversation_id is null or x.conversation_id <> all($3))
         order by e.taught_at desc, e.id limit $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .bind(hidden)
    .fetch_all(tx.conn())
    .await
}

/// What kind somebody said a message is.
pub async fn taught(tx: &mut TenantTx, activity: ActivityId) -> Result<Option<String>> {
    sqlx::query_scalar("select category from crm.inquiry_examples where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(activity)
        .fetch_optional(tx.conn())
        .await
}

/// Says what kind a message is, by the user who acts; `None` takes back what was said.
pub async fn teach(tx: &mut TenantTx, activity: ActivityId, category: Option<&str>) -> Result<()> {
    let by = tx.actor().user_id();
    match category {
        Some(category) => sqlx::query(
            "insert into crm.inquiry_examples (tenant_id, id, category, taught_by) values ($1, $2, $3, $4)
                 on conflict (tenant_id, id) do update
                 set category = excluded.category, taught_by = excluded.taught_by, taught_at = now()",
        )
        .bind(tx.tenant())
        .bind(activity)
        .bind(category)
        .bind(by)
        .execute(tx.conn())
        .await?,
        None => {
            sqlx::query("delete from crm.inquiry_examples where tenant_id = $1 and id = $2")
                .bind(tx.tenant())
                .bind(activity)
                .execute(tx.conn())
                .await?
        }
    };
    Ok(())
}
