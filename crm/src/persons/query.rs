//! Persons by words and conditions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use sqlx::{FromRow, Postgres, QueryBuilder};

use super::{Person, like, person_columns, push_within};
use crate::{
    ConversationId, Result, TenantId, TenantTx, UserId, conversations,
    fields::{self, Compare, Definition, Test},
    fold,
    scores::{Measure, threshold},
};

/// Something that persons are or are not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Is called so: a part of a name.
    Name(String),
    /// Works now at an organization in whose name or domain this is found, or which has this number.
    Organization(String),
    /// The same, by the number of its short code.
    OrganizationNumber(i64),
    /// Has this tag.
    Tag(String),
    /// `developer`, `customer`, `lead` or `partner`.
    Relationship(String),
    /// This member of staff looks after them; `None`: nobody does.
    Owner(Option<UserId>),
    /// A score, as it is shown (a whole number), on that side of this one.
    Score(Measure, Compare, f64),
    /// Did something at or after this moment.
    SeenSince(DateTime<Utc>),
    /// Did something, and nothing at or after this moment.
    NotSeenSince(DateTime<Utc>),
    /// Never did anything.
    NeverSeen,
    /// Is whom a deal in one of these stages is with; by their keys.
    Stages(Vec<String>),
    /// Something is known of them.
    Has(Has),
    /// What stands in a field that the tenant defined.
    Field(Definition, Test),
}

/// Something that is known of a person or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Has {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A title.
    Title,
    /// A tag.
    Tag,
    /// An organization where they work now.
    Organization,
    /// Somebody who looks after them.
    Owner,
    /// A note.
    Note,
    /// An account on this provider.
    Account(String),
}

/// Conditions of which one is to hold, or none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filter<C> {
    /// What; at least one. It was one alone once, under the name `is`.
    #[serde(alias = "is", deserialize_with = "one_or_more", bound(deserialize = "C: Deserialize<'de>"))]
    pub any: Vec<C>,
    /// None of them is to hold.
    pub not: bool,
}

fn one_or_more<'de, C: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Vec<C>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore<C> {
        More(Vec<C>),
        One(C),
    }
    match OneOrMore::deserialize(from)? {
        OneOrMore::More(all) if all.is_empty() => {
            Err(serde::de::Error::custom("a filter without a condition"))
        }
        OneOrMore::More(all) => Ok(all),
        OneOrMore::One(is) => Ok(vec![is]),
    }
}

impl<C> Filter<C> {
    /// One condition, or its contrary.
    pub fn one(is: C, not: bool) -> Self {
        Self { any: vec![is], not }
    }

    /// Appends it; `condition` appends one of its conditions.
    pub(crate) fn push(
        &self,
        query: &mut QueryBuilder<Postgres>,
        mut condition: impl FnMut(&mut QueryBuilder<Postgres>, &C),
    ) {
        query.push(if self.not { " and not (" } else { " and (" });
        for (at, is) in self.any.iter().enumerate() {
            query.push(if at == 0 { "(" } else { " or (" });
            condition(query, is);
            query.push(")");
        }
        query.push(")");
    }
}

/// Appends words: every one, or with `|` between them every one of one side. `word` appends what is to hold of one.
pub(crate) fn push_words(
    query: &mut QueryBuilder<Postgres>,
    words: &str,
    mut word: impl FnMut(&mut QueryBuilder<Postgres>, &str),
) {
    let folded = fold(words);
    let sides: Vec<Vec<&str>> = folded
        .split('|')
        .map(|side| side.split_whitespace().collect::<Vec<_>>())
        .filter(|side| !side.is_empty())
        .collect();
    for (at, side) in sides.iter().enumerate() {
        query.push(if at == 0 { " and (" } else { " or " });
        for (at, it) in side.iter().enumerate() {
            query.push(if at == 0 { "(" } else { " and (" });
            word(query, it);
            query.push(")");
        }
    }
    if !sides.is_empty() {
        query.push(")");
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Words that must all be found in name, title, tags, handles, addresses or organization; `|` parts sides of
    /// which one is enough.
    pub words: String,
    /// Conditions that must all hold.
    pub filters: Vec<Filter<Condition>>,
    /// The day on which scores are held to.
    pub today: NaiveDate,
}

/// A page of the persons for whom all of it is true, and how many they are in all. The highest scores come first
/// where a score is asked for, else the most recently seen. Scores are those last computed.
pub async fn query(tx: &mut TenantTx, wanted: &Query, limit: i64, offset: i64) -> Result<(Vec<Person>, i64)> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        person: Person,
        total: i64,
    }
    let tenant = tx.tenant();
    let uncounted = conversations::uncounted(tx).await?;
    let mut query = QueryBuilder::<Postgres>::new(
        "with found as (select p.*, count(*) over () as total from crm.persons p where p.tenant_id = ",
    );
    query.push_bind(tenant).push(" and p.merged_into is null and p.deleted_at is null");
    fits(&mut query, tenant, wanted, &uncounted);
    query.push(concat!(") select ", person_columns!(), ", p.total from found p order by "));
    let by = wanted.filters.iter().flat_map(|filter| &filter.any).find_map(|is| match is {
        Condition::Score(measure, ..) => Some(*measure),
        _ => None,
    });
    match by {
        Some(measure) => {
            query.push("(select s.").push(measure.as_str());
            query.push(" from crm.person_scores s where s.tenant_id = p.tenant_id and s.person_id = p.id)");
        }
        None => {
            query.push(
                "greatest((select max(last.at) from crm.accounts a
                  cross join lateral (select max(x.occurred_at) as at from crm.activities x
                                      where x.tenant_id = a.tenant_id and x.account_id = a.id) last
                  where a.tenant_id = p.tenant_id and a.person_id = p.id),
                 (select max(x.occurred_at) from crm.activities x
                  where x.tenant_id = p.tenant_id and x.person_id = p.id))",
            );
        }
    }
    query.push(" desc nulls last, p.number limit ").push_bind(limit).push(" offset ").push_bind(offset);
    let rows: Vec<Row> = query.build_query_as().fetch_all(tx.conn()).await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.person).collect(), total))
}

/// Appends all that is asked for, of the row `p`.
pub(crate) fn fits(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    wanted: &Query,
    uncounted: &[ConversationId],
) {
    push_words(query, &wanted.words, word);
    for filter in &wanted.filters {
        filter.push(query, |query, is| condition(query, tenant, is, wanted.today, uncounted));
    }
}

/// A word is found somewhere.
fn word(query: &mut QueryBuilder<Postgres>, word: &str) {
    let word = word.trim_start_matches('@');
    let pattern = format!("%{}%", like(word));
    push_within(query, "p.search_key", word);
    query.push(" or coalesce(crm.fold(p.title) like ").push_bind(pattern.clone());
    query.push(", false) or ");
    push_within(query, "lower(p.email)", word);
    query.push(" or exists (select from unnest(p.tags) tag where crm.fold(tag) like ");
    query.push_bind(pattern);
    query.push(
        ") or exists (select from crm.accounts a where a.tenant_id = p.tenant_id and a.person_id = p.id
                          and (",
    );
    push_within(query, "lower(a.handle)", word);
    query.push(" or ");
    push_within(query, "lower(a.email)", word);
    query.push(")) or ");
    works_at(query, |query| push_within(query, "o.search_key", word));
}

/// Works now at an organization of which something is true.
fn works_at(query: &mut QueryBuilder<Postgres>, which: impl FnOnce(&mut QueryBuilder<Postgres>)) {
    query.push(
        "exists (select from crm.employments e
                 join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id
                 where e.tenant_id = p.tenant_id and e.person_id = p.id and e.ended_on is null
                   and o.deleted_at is null and ",
    );
    which(query);
    query.push(")");
}

fn condition(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    condition: &Condition,
    today: NaiveDate,
    uncounted: &[ConversationId],
) {
    match condition {
        Condition::Name(name) => {
            push_within(query, "p.search_key", &fold(name));
        }
        Condition::Organization(name) => works_at(query, |query| {
            let folded = fold(name);
            query.push("(");
            push_within(query, "o.search_key", &folded);
            query.push(" or lower(o.domain) = ").push_bind(folded.clone());
            query.push(" or ").push_bind(folded).push(" = any(o.more_domains))");
        }),
        Condition::OrganizationNumber(number) => works_at(query, |query| {
            query.push("o.number = ").push_bind(*number);
        }),
        Condition::Tag(tag) => {
            query.push("exists (select from unnest(p.tags) tag where crm.fold(tag) = crm.fold(");
            query.push_bind(tag.clone()).push("))");
        }
        Condition::Relationship(word) => {
            query.push("p.relationship = ").push_bind(word.clone());
        }
        Condition::Owner(Some(user)) => {
            query.push("p.owner_id is not distinct from ").push_bind(*user);
        }
        Condition::Owner(None) => {
            query.push("p.owner_id is null");
        }
        Condition::Stages(keys) => {
            query.push(
                "exists (select from crm.deals d where d.tenant_id = p.tenant_id and d.person_id = p.id
                         and d.deleted_at is null and d.stage = any(",
            );
            query.push_bind(keys.clone()).push("))");
        }
        Condition::Score(measure, how, score) => scored(query, tenant, *measure, (*how, *score), today),
        Condition::SeenSince(at) => seen(query, tenant, uncounted, Some(*at)),
        Condition::NotSeenSince(at) => {
            query.push("(");
            seen(query, tenant, uncounted, None);
            query.push(") and not (");
            seen(query, tenant, uncounted, Some(*at));
            query.push(")");
        }
        Condition::NeverSeen => {
            query.push("not (");
            seen(query, tenant, uncounted, None);
            query.push(")");
        }
        Condition::Has(what) => has(query, what),
        Condition::Field(field, test) => fields::condition(query, tenant, "p", field, test),
    }
}

/// Held to what is shown, a whole number: over 70 begins where 71 is shown.
fn scored(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    measure: Measure,
    (how, score): (Compare, f64),
    today: NaiveDate,
) {
    let bound = match how {
        Compare::More | Compare::AtMost => score.floor() + 0.5,
        Compare::Less | Compare::AtLeast => score.ceil() - 0.5,
    };
    let at_least = matches!(how, Compare::More | Compare::AtLeast);
    // nobody has a level for a score of nothing
    if bound <= 0.0 {
        query.push(if at_least { "true" } else { "false" });
        return;
    }
    if !at_least {
        query.push("not ");
    }
    query.push("exists (select from crm.person_scores s where s.person_id = p.id and s.tenant_id = ");
    query.push_bind(tenant).push(" and s.").push(measure.as_str()).push(" >= ");
    query.push_bind(threshold(measure, bound, today)).push(")");
}

/// Did something, be it by an account or by none: of all time, or at or after a moment.
fn seen(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    uncounted: &[ConversationId],
    since: Option<DateTime<Utc>>,
) {
    let which = |query: &mut QueryBuilder<Postgres>| {
        query.push(" and x.deleted_at is null and x.action <> 'sent'");
        if let Some(since) = since {
            query.push(" and x.occurred_at >= ").push_bind(since);
        }
        query.push(" and (x.conversation_id is null or x.conversation_id <> all(");
        query.push_bind(uncounted.to_vec()).push("))");
    };
    query.push(
        "exists (select from crm.accounts a
                 join crm.activities x on x.tenant_id = a.tenant_id and x.account_id = a.id
                 where a.person_id = p.id and a.tenant_id = ",
    );
    query.push_bind(tenant);
    which(query);
    query.push(") or exists (select from crm.activities x where x.person_id = p.id and x.tenant_id = ");
    query.push_bind(tenant);
    which(query);
    query.push(")");
}

fn has(query: &mut QueryBuilder<Postgres>, what: &Has) {
    match what {
        Has::Email => query.push(
            "p.email is not null
             or exists (select from crm.accounts a where a.tenant_id = p.tenant_id and a.person_id = p.id
                        and a.email is not null)
             or exists (select from crm.identifiers i where i.tenant_id = p.tenant_id and i.person_id = p.id
                        and i.kind = 'email')",
        ),
        Has::Phone => query.push(
            "exists (select from crm.identifiers i where i.tenant_id = p.tenant_id and i.person_id = p.id
                     and i.kind = 'phone')",
        ),
        Has::Title => query.push("coalesce(p.title, '') <> ''"),
        Has::Tag => query.push("p.tags <> '{}'"),
        Has::Organization => {
            works_at(query, |query| {
                query.push("true");
            });
            query
        }
        Has::Owner => query.push("p.owner_id is not null"),
        Has::Note => query.push(
            "exists (select from crm.notes n where n.tenant_id = p.tenant_id and n.object_id = p.id
                     and n.object = 'person' and n.deleted_at is null)",
        ),
        Has::Account(provider) => query
            .push(
                "exists (select from crm.accounts a where a.tenant_id = p.tenant_id and a.person_id = p.id
                         and a.provider = ",
            )
            .push_bind(provider.clone())
            .push(")"),
    };
}

#[cfg(test)]
mod tests {
    use super::{Condition, Filter};

    #[test]
    fn filters_that_were_kept_are_read() {
        let kept = r#"{"is":{"tag":"speaker"},"not":true}"#;
        let read: Filter<Condition> = serde_json::from_str(kept).unwrap();
        assert_eq!(read, Filter::one(Condition::Tag("speaker".to_owned()), true));
        let now = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Filter<Condition>>(&now).unwrap(), read);
        assert!(serde_json::from_str::<Filter<Condition>>(r#"{"any":[],"not":false}"#).is_err());
    }
}
