//! A field's value as a condition of a search.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::{Postgres, QueryBuilder};

use super::{
    Definition, FieldKind, FieldValue,
    value::{day_key, number_key},
};
use crate::{TenantId, fold};

/// How a value is held to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Compare {
    /// As SQL has it.
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::Less => " < ",
            Self::AtMost => " <= ",
            Self::More => " > ",
            Self::AtLeast => " >= ",
        }
    }
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Exactly this; of several choices this one among them.
    Is(FieldValue),
    /// A text or an address that begins so, however it is written.
    Begins(String),
    /// A number on that side of this one.
    Number(Compare, Decimal),
    /// A day on that side of this one.
    Day(Compare, NaiveDate),
    /// On or after the first day and on or before the last.
    Within(NaiveDate, NaiveDate),
    /// Anything at all.
    Filled,
}

/// Appends the condition on the row `row` of the field's object (an alias of its table).
pub(crate) fn condition(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    row: &'static str,
    field: &Definition,
    test: &Test,
) {
    let id = field.id.to_string();
    match test {
        // whoever is part of the same person by now
        Test::Is(FieldValue::Person(person)) => {
            query.push(row);
            query.push(".fields @> any(array(with recursive up as (select id, merged_into from crm.persons where tenant_id = ");
            query.push_bind(tenant).push(" and id = ").push_bind(person.0);
            query.push(" union all select p.id, p.merged_into from crm.persons p join up on p.id = up.merged_into where p.tenant_id = ");
            query.push_bind(tenant);
            query.push("), one as (select id from up where merged_into is null union all select p.id from crm.persons p join one on p.merged_into = one.id where p.tenant_id = ");
            query
                .push_bind(tenant)
                .push(") select jsonb_build_object(")
                .push_bind(id)
                .push("::text, id) from one))");
        }
        Test::Is(value) => {
            let held: Map<String, Value> = [(id, value.to_json())].into_iter().collect();
            query.push(row).push(".fields @> ").push_bind(Value::Object(held));
        }
        Test::Filled => {
            query.push("jsonb_exists(").push(row).push(".fields, ").push_bind(id).push(")");
        }
        Test::Begins(text) => {
            let beginning = fold(text);
            if field.is_keyed() {
                let from = beginning.clone();
                keyed(query, tenant, row, field, |query| {
                    query.push(" and k.key >= ").push_bind(from);
                    // the next text that does not begin so
                    query.push(" and k.key < ").push_bind(format!("{beginning}\u{10ffff}"));
                });
            } else {
                query.push("coalesce(starts_with(crm.fold(").push(row).push(".fields ->> ").push_bind(id);
                query.push("), ").push_bind(beginning).push("), false)");
            }
        }
        Test::Number(how, number) => {
            if field.is_keyed() {
                keyed(query, tenant, row, field, |query| {
                    query.push(" and k.key").push(how.sql()).push_bind(number_key(*number));
                });
            } else {
                walked(query, row, &id, FieldKind::Number).push(how.sql()).push_bind(*number);
                query.push(", false)");
            }
        }
        Test::Day(how, day) => {
            if field.is_keyed() {
                keyed(query, tenant, row, field, |query| {
                    query.push(" and k.key").push(how.sql()).push_bind(day_key(*day));
                });
            } else {
                walked(query, row, &id, FieldKind::Date).push(how.sql()).push_bind(*day);
                query.push(", false)");
            }
        }
        // one range: two half-open ones are each most of the rows
        Test::Within(first, last) if field.is_keyed() => {
            keyed(query, tenant, row, field, |query| {
                query.push(" and k.key >= ").push_bind(day_key(*first));
                query.push(" and k.key <= ").push_bind(day_key(*last));
            });
        }
        Test::Within(first, last) => {
            query.push("(");
            condition(query, tenant, row, field, &Test::Day(Compare::AtLeast, *first));
            query.push(" and ");
            condition(query, tenant, row, field, &Test::Day(Compare::AtMost, *last));
            query.push(")");
        }
    }
}

/// By the rows in `field_keys`.
fn keyed(
    query: &mut QueryBuilder<Postgres>,
    tenant: TenantId,
    row: &'static str,
    field: &Definition,
    narrow: impl FnOnce(&mut QueryBuilder<Postgres>),
) {
    // as an array: a join would be planned by statistics that mix the values of all fields
    query.push(row).push(".id = any(array(select k.object_id from crm.field_keys k where k.tenant_id = ");
    query.push_bind(tenant).push(" and k.field_id = ").push_bind(field.id);
    narrow(query);
    query.push("))");
}

/// By the document itself: `coalesce((… ->> id)::type`, to be closed by the caller.
fn walked<'q>(
    query: &'q mut QueryBuilder<Postgres>,
    row: &'static str,
    id: &str,
    kind: FieldKind,
) -> &'q mut QueryBuilder<Postgres> {
    query.push("coalesce((").push(row).push(".fields ->> ").push_bind(id.to_owned());
    query.push(if kind == FieldKind::Number { ")::numeric" } else { ")::date" })
}
