//! Who has the highest scores.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::{Measure, level::score_of};
use crate::{
    Result, TenantTx,
    persons::{Person, person_columns},
};

/// A person with both scores, 0 to 100.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Who.
    pub person: Person,
    /// How much they take part.
    pub engagement: f64,
    /// How much they give.
    pub contribution: f64,
}

/// Those with the highest scores of one measure, as they were last computed and stand today.
pub async fn top(tx: &mut TenantTx, by: Measure, limit: i64, today: NaiveDate) -> Result<Vec<Scored>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        person: Person,
        engagement: Option<f64>,
        contribution: Option<f64>,
    }
    let sql = match by {
        Measure::Engagement => concat!(
            "select ",
            person_columns!(),
            ", s.engagement, s.contribution
             from crm.person_scores s join crm.persons p on p.tenant_id = $1 and p.id = s.person_id
             where s.tenant_id = $1 and s.engagement is not null and p.merged_into is null and p.deleted_at is null
             order by s.engagement desc, p.number limit $2"
        ),
        Measure::Contribution => concat!(
            "select ",
            person_columns!(),
            ", s.engagement, s.contribution
             from crm.person_scores s join crm.persons p on p.tenant_id = $1 and p.id = s.person_id
             where s.tenant_id = $1 and s.contribution is not null and p.merged_into is null and p.deleted_at is null
             order by s.contribution desc, p.number limit $2"
        ),
    };
    let rows: Vec<Row> = sqlx::query_as(sql).bind(tx.tenant()).bind(limit).fetch_all(tx.conn()).await?;
    let score = |measure, level: Option<f64>| level.map_or(0.0, |level| score_of(measure, level, today));
    Ok(rows
        .into_iter()
        .map(|row| Scored {
            engagement: score(Measure::Engagement, row.engagement),
            contribution: score(Measure::Contribution, row.contribution),
            person: row.person,
        })
        .collect())
}
