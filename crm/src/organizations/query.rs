//! Organizations by words and conditions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{Listed, organization_columns};
use crate::{
    ConversationId, Result, TenantId, TenantTx, conversations,
    fields::{self, Compare, Definition, Test},
    fold,
    persons::{Filter, like, push_within, push_words},
};

/// Something that organizations are or are not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Is called so: a part of a name, or a domain.
    Name(String),
    /// One of its domains is this one, or ends in it.
    Domain(String),
    /// `company` or `community`.
    Kind(String),
    /// So many people are known there now.
    People(Compare, i64),
    /// Somebody who works there did something at or after this moment.
    SeenSince(DateTime<Utc>),
    /// Nobody who works there did anything at or after this moment.
    NotSeenSince(DateTime<Utc>),
    /// It has a domain.
    HasDomain,
    /// Somebody is known there now.
    HasPeople,
    /// There is a note on it.
    HasNote,
    /// What stands in a field that the tenant defined.
    Field(Definition, Test),
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Words that must all be found in its names or domains; `|` parts sides of which one is enough.
    pub words: String,
    /// Conditions that must all hold.
    pub filters: Vec<Filter<Condition>>,
}

/// How many people are known there now.
const PEOPLE: &str = "(select count(distinct e.person_id) from crm.employments e
      join crm.persons p on p.tenant_id = e.tenant_id and p.id = e.person_id
      where e.tenant_id = o.tenant_id and e.organization_id = o.id and e.ended_on is null
        and p.merged_into is null and p.deleted_at is null)";

/// A page of the organizations for which all of it is true, those where most people are known first, and how
/// many they are in all.
pub async fn query(tx: &mut TenantTx, wanted: &Query, limit: i64, offset: i64) -> Result<(Vec<Listed>, i64)> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        listed: Listed,
        total: i64,
    }
    let tenant = tx.tenant();
    let uncounted = conversations::uncounted(tx).await?;
    let mut query = QueryBuilder::<Postgres>::new(concat!("select ", organization_columns!(), ", "));
    query
        .push(PEOPLE)
        .push(" as people, count(*) over () as total from crm.organizations o where o.tenant_id = ");
    query.push_bind(tenant).push(" and o.deleted_at is null");
    fits(&mut query, tenant, wanted, &uncounted);
    query.push(" order by people desc, o.number limit ").push_bind(limit).push(" offset ").push_bind(offset);
    let rows: Vec<Row> = query.build_query_as().fetch_all(tx.conn()).await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.listed).collect(), total))
}

/// Appends all that is asked for, of the row `o`.
pub(crate) fn fits(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    wanted: &Query,
    uncounted: &[ConversationId],
) {
    push_words(query, &wanted.words, |query, word| {
        let pattern = format!("%{}%", like(word));
        push_within(query, "o.search_key", word);
        query.push(" or lower(coalesce(o.domain, '')) like ").push_bind(pattern.clone());
        query.push(" or exists (select from unnest(o.more_domains) d where d like ").push_bind(pattern);
        query.push(")");
    });
    for filter in &wanted.filters {
        filter.push(query, |query, is| condition(query, tenant, is, uncounted));
    }
}

fn condition(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    condition: &Condition,
    uncounted: &[ConversationId],
) {
    match condition {
        Condition::Name(name) => {
            let pattern = format!("%{}%", like(&fold(name)));
            push_within(query, "o.search_key", &fold(name));
            query.push(" or coalesce(o.domain like ").push_bind(pattern).push(", false)");
        }
        Condition::Domain(domain) => {
            let whole = domain.to_lowercase();
            let within = format!("%.{}", like(&whole));
            query.push(
                "exists (select from unnest(array_append(o.more_domains, o.domain)) d where lower(d) = ",
            );
            query.push_bind(whole).push(" or lower(d) like ").push_bind(within).push(")");
        }
        Condition::Kind(word) => {
            query.push("o.kind = ").push_bind(word.clone());
        }
        Condition::People(how, n) => {
            query.push(PEOPLE).push(how.sql()).push_bind(*n);
        }
        Condition::SeenSince(at) | Condition::NotSeenSince(at) => {
            if matches!(condition, Condition::NotSeenSince(_)) {
                query.push("not ");
            }
            // by an account of somebody who works there, or by somebody without one
            query.push(
                "exists (select from crm.employments e
                         cross join lateral (
                             select x.occurred_at, x.conversation_id from crm.accounts a
                             join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
                                  and x.deleted_at is null and x.action <> 'sent'
                             where a.tenant_id = e.tenant_id and a.person_id = e.person_id
                             union all
                             select x.occurred_at, x.conversation_id from crm.activities x
                             where x.tenant_id = e.tenant_id and x.person_id = e.person_id
                               and x.deleted_at is null and x.action <> 'sent') x
                         where e.tenant_id = o.tenant_id and e.organization_id = o.id and e.ended_on is null
                           and x.occurred_at >= ",
            );
            query.push_bind(*at).push(" and (x.conversation_id is null or x.conversation_id <> all(");
            query.push_bind(uncounted.to_vec()).push(")))");
        }
        Condition::HasDomain => {
            query.push("o.domain is not null");
        }
        Condition::HasPeople => {
            query.push(PEOPLE).push(" > 0");
        }
        Condition::HasNote => {
            query.push(
                "exists (select from crm.notes n where n.tenant_id = o.tenant_id and n.object_id = o.id
                         and n.object = 'organization' and n.deleted_at is null)",
            );
        }
        Condition::Field(field, test) => fields::condition(query, tenant, "o", field, test),
    }
}
