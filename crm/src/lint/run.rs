//! Asks all rules in one query.

use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{
    code,
    finding::{Finding, Rule},
    grants, keys, runtime, tables,
};

const RULES: [&[Rule]; 5] = [tables::RULES, keys::RULES, code::RULES, grants::RULES, runtime::RULES];

/// The name of every rule, by subject.
pub fn rules() -> impl Iterator<Item = &'static str> {
    RULES.into_iter().flatten().map(|rule| rule.name)
}

/// The rules as one query: their position and the object found.
static SQL: LazyLock<String> = LazyLock::new(|| {
    let asked = |(n, rule): (usize, &Rule)| {
        format!("select {n}, found.object from (\n{}\n) as found (object)", rule.sql)
    };
    let all: Vec<String> = RULES.into_iter().flatten().enumerate().map(asked).collect();
    all.join("\nunion all\n") + "\norder by 1, 2"
});

/// Every hole found, by rule and object; none where the database is as it should be.
///
/// # Errors
/// When the database could not be asked.
pub async fn lint(conn: &mut PgConnection) -> Result<Vec<Finding>, sqlx::Error> {
    let mut tx = conn.begin().await?;
    // What is stored as a tree is printed with names as short as the search path allows.
    sqlx::query("set local search_path = pg_catalog").execute(&mut *tx).await?;
    let found: Vec<(i32, String)> =
        sqlx::query_as(AssertSqlSafe(SQL.as_str())).persistent(false).fetch_all(&mut *tx).await?;
    tx.rollback().await?;
    let rules: Vec<&Rule> = RULES.into_iter().flatten().collect();
    let named = |(n, object): (i32, String)| {
        let rule = rules.get(usize::try_from(n).ok()?)?;
        Some(Finding { rule: rule.name, object, fix: rule.fix })
    };
    Ok(found.into_iter().filter_map(named).collect())
}
