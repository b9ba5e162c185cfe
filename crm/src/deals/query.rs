//! Deals by words and conditions.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sqlx::{Arguments as _, FromRow, Postgres, QueryBuilder, postgres::PgArguments};

use super::{Deal, Filter, deals, list::fits};
use crate::{
    Result, TenantId, TenantTx, UserId,
    fields::{self, Compare, Definition, Test},
    fold,
    persons::{self, like, push_within, push_words},
};

/// Something that deals are or are not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Is called so: a part of its name.
    Name(String),
    /// It was made on this day or later, as days are in a time zone (by its IANA name).
    MadeSince(NaiveDate, String),
    /// It was made on this day or before.
    MadeUntil(NaiveDate, String),
    /// It was won or lost on this day or later, likewise.
    ClosedSince(NaiveDate, String),
    /// It was won or lost on this day or before.
    ClosedUntil(NaiveDate, String),
    /// It stands in one of the stages with these keys.
    Stages(Vec<String>),
    /// Its amount is on that side of this one (`None`: this one), in this currency if one is given.
    Amount(Option<Compare>, Decimal, Option<String>),
    /// This member of staff looks after it; `None`: nobody does.
    Owner(Option<UserId>),
    /// It is with an organization in whose names or domain this is found.
    Organization(String),
    /// The same, by the number of its short code.
    OrganizationNumber(i64),
    /// What stands in a field that the tenant defined.
    Field(Definition, Test),
}

/// What is asked for beside how deals stand and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Words that must all be found in its name or in the names of whom it is with; `|` parts sides of which one is
    /// enough.
    pub words: String,
    /// Conditions that must all hold.
    pub filters: Vec<persons::Filter<Condition>>,
}

/// A page of the deals for which all of it is true, what is to be decided next first, and how many they are in all.
pub async fn query(
    tx: &mut TenantTx,
    filter: &Filter,
    wanted: &Query,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Deal>, i64)> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        deal: Deal,
        total: i64,
    }
    let tenant = tx.tenant();
    let mut query = QueryBuilder::<Postgres>::with_arguments(
        concat!(deals!(", count(*) over () as total"), fits!()),
        arguments(tenant, filter)?,
    );
    asked(&mut query, tenant, wanted);
    query.push(
        " order by (s.outcome <> 'open'), d.closed_at desc, d.closes_on nulls last, d.number desc limit ",
    );
    query.push_bind(limit).push(" offset ").push_bind(offset);
    let rows: Vec<Row> = query.build_query_as().fetch_all(tx.conn()).await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.deal).collect(), total))
}

/// Those that the columns and [`fits`] ask for.
fn arguments(tenant: TenantId, filter: &Filter) -> Result<PgArguments> {
    let mut arguments = PgArguments::default();
    arguments.add(tenant).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.outcome()).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.owner).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.stage.clone()).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.organization).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.person).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.closes_from).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.closes_until).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.decided_from).map_err(sqlx::Error::Encode)?;
    arguments.add(filter.decided_until).map_err(sqlx::Error::Encode)?;
    Ok(arguments)
}

/// Appends all that is asked for, of the row `d` with its organization `o` and its person `p`.
pub(crate) fn asked(query: &mut QueryBuilder<Postgres>, tenant: TenantId, wanted: &Query) {
    push_words(query, &wanted.words, |query, word| {
        let pattern = format!("%{}%", like(word));
        query.push("crm.fold(d.name) like ").push_bind(pattern);
        query.push(" or ");
        push_within(query, "o.search_key", word);
        query.push(" or ");
        push_within(query, "p.search_key", word);
    });
    for filter in &wanted.filters {
        filter.push(query, |query, is| condition(query, tenant, is));
    }
}

fn condition(query: &mut QueryBuilder<Postgres>, tenant: TenantId, condition: &Condition) {
    match condition {
        Condition::Name(name) => {
            query.push("crm.fold(d.name) like ").push_bind(format!("%{}%", like(&fold(name))));
        }
        Condition::MadeSince(day, zone) => {
            query.push("d.created_at >= ").push_bind(*day);
            query.push("::timestamp at time zone ").push_bind(zone.clone());
        }
        Condition::MadeUntil(day, zone) => {
            query.push("d.created_at < (").push_bind(*day);
            query.push("::date + 1)::timestamp at time zone ").push_bind(zone.clone());
        }
        Condition::ClosedSince(day, zone) => {
            query.push("coalesce(d.closed_at >= ").push_bind(*day);
            query.push("::timestamp at time zone ").push_bind(zone.clone()).push(", false)");
        }
        Condition::ClosedUntil(day, zone) => {
            query.push("coalesce(d.closed_at < (").push_bind(*day);
            query.push("::date + 1)::timestamp at time zone ").push_bind(zone.clone()).push(", false)");
        }
        Condition::Stages(keys) => {
            query.push("d.stage = any(").push_bind(keys.clone()).push(")");
        }
        Condition::Amount(how, amount, currency) => {
            query.push("d.amount").push(how.map_or(" = ", Compare::sql)).push_bind(*amount);
            if let Some(currency) = currency {
                query.push(" and d.currency = ").push_bind(currency.clone());
            }
        }
        Condition::Owner(Some(user)) => {
            query.push("coalesce(d.owner_id = ").push_bind(*user).push(", false)");
        }
        Condition::Owner(None) => {
            query.push("d.owner_id is null");
        }
        Condition::Organization(words) => {
            query.push("(");
            push_within(query, "o.search_key", &fold(words));
            let domain = format!("%{}%", like(&words.to_lowercase()));
            query.push(" or coalesce(lower(o.domain) like ").push_bind(domain).push(", false))");
        }
        Condition::OrganizationNumber(number) => {
            query.push("coalesce(o.number = ").push_bind(*number).push(", false)");
        }
        Condition::Field(field, test) => fields::condition(query, tenant, "d", field, test),
    }
}
