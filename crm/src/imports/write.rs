//! A batch of rows, written in one transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    ActivityRow, CostRow, Import, Known, OrganizationRow, PersonRow, Reject, Row, What, activities, costs,
    known::Learned,
    organizations,
    persons::{self, Batch},
    rejects,
};
use crate::{FieldId, Result, TenantTx};

/// What became of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Things that are new.
    pub created: i64,
    /// Things that were changed.
    pub updated: i64,
    /// Rows left out: known already.
    pub skipped: i64,
    /// Rows that could not be taken.
    pub rejected: i64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.skipped += other.skipped;
        self.rejected += other.rejected;
    }
}

/// What became of a batch.
#[derive(Debug)]
pub struct Written {
    /// Counted.
    pub tally: Tally,
    /// Lines with values that are to be nobody else's and are: nothing of the batch is to be committed.
    pub taken: Vec<(i64, FieldId)>,
    learned: Learned,
}

impl Written {
    /// Once it is committed: what it added is known from now on.
    pub fn learn(self, known: &mut Known) {
        known.learn(self.learned);
    }
}

/// Writes the rows of an import from row `position` on, `rows` and `rejected` together, and notes how far it
/// is. `None`: somebody else has gone on with it meanwhile, and nothing was written. An error, or a line whose
/// values are taken, means that nothing of the batch is to be committed.
pub async fn write(
    tx: &mut TenantTx,
    (import, position): (&Import, i64),
    known: &Known,
    rows: &[Row],
    rejected: &[Reject],
    today: NaiveDate,
) -> Result<Option<Written>> {
    let held: Option<i64> = sqlx::query_scalar(
        "select position from crm.imports where tenant_id = $1 and id = $2 and state = 'running' for update",
    )
    .bind(tx.tenant())
    .bind(import.id)
    .fetch_optional(tx.conn())
    .await?;
    if held != Some(position) {
        return Ok(None);
    }
    let mut batch = Batch::new(import, today);
    let mut people: Vec<(i64, &PersonRow)> = Vec::new();
    let mut did: Vec<(usize, i64, Option<&ActivityRow>)> = Vec::new();
    let mut companies: Vec<(i64, &OrganizationRow)> = Vec::new();
    let mut lines: Vec<(i64, &CostRow)> = Vec::new();
    for row in rows {
        match &row.what {
            What::Person(person) => people.push((row.line, person)),
            What::Activity { person, did: what } => {
                did.push((people.len(), row.line, what.as_ref()));
                people.push((row.line, person));
            }
            What::Organization(organization) => companies.push((row.line, organization)),
            What::Cost(cost) => lines.push((row.line, cost)),
        }
    }
    batch.is_about_deeds = !did.is_empty();
    let who = persons::write(tx, &mut batch, known, &people).await?;
    let done: Vec<_> = did.into_iter().filter_map(|(at, line, what)| Some((line, who[at]?, what?))).collect();
    let told = i64::try_from(done.len()).unwrap_or(i64::MAX);
    let created = activities::write(tx, import.id, &done).await?;
    batch.tally.created += created;
    batch.tally.skipped += told - created;
    organizations::write(tx, &mut batch, known, &companies).await?;
    costs::write(tx, &mut batch, &lines).await?;
    rejects::reject(tx, import.id, rejected).await?;
    batch.tally.rejected = i64::try_from(rejected.len()).unwrap_or(i64::MAX);
    let tally = batch.tally;
    sqlx::query(
        "update crm.imports
         set position = position + $3, created = created + $4, updated = updated + $5, skipped = skipped + $6,
             rejected = rejected + $7, moved_at = now()
         where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(import.id)
    .bind(i64::try_from(rows.len() + rejected.len()).unwrap_or(i64::MAX))
    .bind(tally.created)
    .bind(tally.updated)
    .bind(tally.skipped)
    .bind(tally.rejected)
    .execute(tx.conn())
    .await?;
    Ok(Some(Written { tally, taken: batch.taken, learned: batch.learned }))
}

/// Changes by the thing they are of.
pub(super) type Changes = BTreeMap<uuid::Uuid, super::changes::Change>;
