//! Everything about a person on one card.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

use super::{Person, person_columns};
use crate::{PersonId, Result, TenantTx, accounts::Account, conversations};

/// A person, whole.
#[derive(Debug, Clone)]
pub struct Card {
    /// Who.
    pub person: Person,
    /// Reading of the name.
    pub kana: Option<String>,
    /// The name in Latin letters.
    pub romaji: Option<String>,
    /// Address to show.
    pub email: Option<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// `developer`, `customer`, `lead` or `partner`.
    pub relationship: String,
    /// Free words.
    pub tags: Vec<String>,
    /// Where they work and worked, latest first.
    pub employments: Vec<Employment>,
    /// On which providers they are.
    pub accounts: Vec<Account>,
    /// How often they did what, most often first. Here and below, talk with this bot does not count, nor what
    /// was done where the actor may not read.
    pub actions: Vec<(String, i64)>,
    /// First and last sign of them.
    pub seen: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The member of staff who looks after them.
    pub owner: Option<String>,
    /// Codes of persons that were merged into this one.
    pub absorbed: Vec<i64>,
}

/// Work at an organization.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Employment {
    /// Its name.
    pub organization: String,
    /// The number of its short code.
    pub number: i64,
    /// What they did there.
    pub title: Option<String>,
    /// From.
    pub started_on: Option<NaiveDate>,
    /// Until; `None`: still.
    pub ended_on: Option<NaiveDate>,
}

/// Without those that say nothing beside another: a merge may bring the same employment twice, once with the day on
/// which it began.
fn folded(all: Vec<Employment>) -> Vec<Employment> {
    let says_more = |one: &Employment, than: &Employment| {
        one.number == than.number
            && one.ended_on == than.ended_on
            && (than.title.is_none() || than.title == one.title)
            && (than.started_on.is_none() || than.started_on == one.started_on)
    };
    let mut kept: Vec<Employment> = Vec::new();
    for employment in all {
        if !kept.iter().any(|known| says_more(known, &employment)) {
            kept.retain(|known| !says_more(&employment, known));
            kept.push(employment);
        }
    }
    kept
}

/// The card of a person.
pub async fn card(tx: &mut TenantTx, id: PersonId) -> Result<Card> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        person: Person,
        kana: Option<String>,
        romaji: Option<String>,
        email: Option<String>,
        relationship: String,
        tags: Vec<String>,
        owner: Option<String>,
        absorbed: Vec<i64>,
        phones: Vec<String>,
    }
    let row: Row = sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        ", p.kana, p.romaji, p.email, p.relationship, p.tags,
         (select u.name from crm.users u where u.tenant_id = p.tenant_id and u.id = p.owner_id) as owner,
         array(select f.number from crm.merges m
               join crm.persons f on f.tenant_id = m.tenant_id and f.id = m.from_person_id
               where m.tenant_id = p.tenant_id and m.into_person_id = p.id and m.undone_at is null
               order by f.number) as absorbed,
         array(select i.value from crm.identifiers i
               where i.tenant_id = p.tenant_id and i.person_id = p.id and i.kind = 'phone'
               order by i.value) as phones
         from crm.persons p where p.tenant_id = $1 and p.id = $2"
    ))
    .bind(tx.tenant())
    .bind(id)
    .fetch_one(tx.conn())
    .await?;
    let employments = sqlx::query_as(
        "select distinct o.name as organization, o.number, e.title, e.started_on, e.ended_on
         from crm.employments e
         join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id and o.deleted_at is null
         where e.tenant_id = $1 and e.person_id = $2
         order by e.ended_on desc nulls first, e.started_on desc nulls last, e.title nulls last",
    )
    .bind(tx.tenant())
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let employments = folded(employments);
    let uncounted = conversations::uncounted(tx).await?;
    let counted: Vec<(String, i64, DateTime<Utc>, DateTime<Utc>)> = sqlx::query_as(
        "select action, count(*), min(occurred_at), max(occurred_at) from (
             select x.action, x.occurred_at from crm.accounts a
             join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id and x.deleted_at is null
                  and (x.conversation_id is null or x.conversation_id <> all($3))
             where a.tenant_id = $1 and a.person_id = $2
             union all
             select x.action, x.occurred_at from crm.activities x
             where x.tenant_id = $1 and x.person_id = $2 and x.deleted_at is null
               and (x.conversation_id is null or x.conversation_id <> all($3))) seen
         group by action order by count(*) desc, action",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(uncounted)
    .fetch_all(tx.conn())
    .await?;
    let first = counted.iter().map(|row| row.2).min();
    let last = counted.iter().map(|row| row.3).max();
    Ok(Card {
        accounts: crate::accounts::of_person(tx, id).await?,
        employments,
        actions: counted.into_iter().map(|(action, count, ..)| (action, count)).collect(),
        seen: first.zip(last),
        person: row.person,
        kana: row.kana,
        romaji: row.romaji,
        email: row.email,
        phones: row.phones,
        relationship: row.relationship,
        tags: row.tags,
        owner: row.owner,
        absorbed: row.absorbed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_employment_stands_once() {
        let day = NaiveDate::from_ymd_opt(2019, 10, 1);
        let work = |number, title: Option<&str>, started_on, ended_on| Employment {
            organization: "Midori".to_owned(),
            number,
            title: title.map(str::to_owned),
            started_on,
            ended_on,
        };
        let dated = work(1, Some("CTO"), day, None);
        let before = work(1, Some("CTO"), None, day);
        let other = work(1, Some("CEO"), None, None);
        let elsewhere = work(2, Some("CTO"), None, None);
        let all = [dated.clone(), work(1, None, None, None), other.clone(), work(1, Some("CTO"), None, None)];
        assert_eq!(folded(all.to_vec()), [dated.clone(), other.clone()]);
        let turned: Vec<Employment> = all.into_iter().rev().collect();
        assert_eq!(folded(turned).len(), 2);
        let apart = [dated, other, elsewhere, before];
        assert_eq!(folded(apart.to_vec()), apart);
    }
}
