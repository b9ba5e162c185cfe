//! Rows that go from one person to another, and back.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::Conflict;
use crate::{Code, CodeKind, MergeId, PersonId, Result, TenantTx};

/// What belongs to a person and moves with a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// An identity on a provider.
    Account,
    /// An address, a phone number …
    Identifier,
    /// Time at an organization.
    Employment,
    /// Something done by no account.
    Activity,
    /// A deal with them.
    Deal,
    /// Something to be done about them.
    Task,
}

impl RowKind {
    /// The word stored in `merge_moves.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Identifier => "identifier",
            Self::Employment => "employment",
            Self::Activity => "activity",
            Self::Deal => "deal",
            Self::Task => "task",
        }
    }
}

/// How much goes from one person to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Counts {
    /// Accounts.
    pub accounts: i64,
    /// Identifiers.
    pub identifiers: i64,
    /// Employments.
    pub employments: i64,
    /// Activities, deleted ones left out: by those accounts, or by no account.
    pub activities: i64,
    /// Deals, those in the trash with them.
    pub deals: i64,
    /// Tasks, likewise.
    pub tasks: i64,
}

/// What belongs to a person now.
pub(super) async fn count(tx: &mut TenantTx, person: PersonId) -> Result<Counts> {
    sqlx::query_as(
        "select (select count(*) from crm.accounts where tenant_id = $1 and person_id = $2) as accounts,
                (select count(*) from crm.identifiers where tenant_id = $1 and person_id = $2) as identifiers,
                (select count(*) from crm.employments where tenant_id = $1 and person_id = $2) as employments,
                (select count(*) from crm.accounts a
                 join crm.activities x on x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null
                 where a.tenant_id = $1 and a.person_id = $2)
                + (select count(*) from crm.activities
                   where tenant_id = $1 and person_id = $2 and deleted_at is null) as activities,
                (select count(*) from crm.deals where tenant_id = $1 and person_id = $2) as deals,
                (select count(*) from crm.tasks where tenant_id = $1 and person_id = $2) as tasks",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_one(tx.conn())
    .await
}

/// The statement that gives all rows of a table over and notes each, with what it says where that may be changed.
macro_rules! over {
    ($table:literal, $kind:literal) => {
        over!($table, $kind, "null::jsonb")
    };
    ($table:literal, $kind:literal, $was:literal) => {
        concat!(
            "with moved as (
                 update crm.",
            $table,
            " set person_id = $4 where tenant_id = $1 and person_id = $3 returning *)
             insert into crm.merge_moves (tenant_id, merge_id, kind, row_id, was)
             select $1, $2, '",
            $kind,
            "', id, ",
            $was,
            " from moved"
        )
    };
}

/// Gives everything that is `from`'s to `into`.
pub(super) async fn over(tx: &mut TenantTx, merge: MergeId, from: PersonId, into: PersonId) -> Result<()> {
    for statement in [
        over!("accounts", "account"),
        over!("identifiers", "identifier", "jsonb_build_object('kind', kind, 'value', value)"),
        over!("employments", "employment", "jsonb_build_object('from', started_on, 'until', ended_on)"),
        over!("activities", "activity"),
        over!("deals", "deal"),
        over!("tasks", "task"),
    ] {
        sqlx::query(statement).bind(tx.tenant()).bind(merge).bind(from).bind(into).execute(tx.conn()).await?;
    }
    Ok(())
}

/// The statement that gives back what a merge moved and nobody gave away since, and counts it. Here and
/// in [`strike`], `offset 0` keeps the look-up by primary key from being planned as a join: freshly moved
/// rows are not in the statistics, and joins planned for a handful took a minute for 20,000.
macro_rules! back {
    ($table:literal, $kind:literal, $count:literal) => {
        concat!(
            "with back as (
                 update crm.",
            $table,
            " r set person_id = $3
                 where r.tenant_id = $1 and r.person_id = $4 and exists (
                     select from crm.merge_moves v
                     where v.tenant_id = $1 and v.merge_id = $2 and v.kind = '",
            $kind,
            "' and v.row_id = r.id and v.given_away_at is null
                     offset 0)
                 returning r.*)
             select count(*), ",
            $count,
            " from back"
        )
    };
}

/// Gives what a merge moved, and `survivor` still has, back to `from`.
pub(super) async fn back(
    tx: &mut TenantTx,
    merge: MergeId,
    from: PersonId,
    survivor: PersonId,
) -> Result<Counts> {
    let mut counted = [(0_i64, 0_i64); 6];
    let statements = [
        back!(
            "accounts",
            "account",
            "coalesce(sum((select count(*) from crm.activities x
                           where x.tenant_id = $1 and x.account_id = back.id and x.deleted_at is null)), 0)::bigint"
        ),
        back!("identifiers", "identifier", "0::bigint"),
        back!("employments", "employment", "0::bigint"),
        back!("activities", "activity", "count(*) filter (where deleted_at is null)"),
        back!("deals", "deal", "count(*)"),
        back!("tasks", "task", "count(*)"),
    ];
    for (statement, counted) in statements.into_iter().zip(&mut counted) {
        *counted = sqlx::query_as(statement)
            .bind(tx.tenant())
            .bind(merge)
            .bind(from)
            .bind(survivor)
            .fetch_one(tx.conn())
            .await?;
    }
    let anew = regained(tx, merge, from, survivor).await?;
    let [(accounts, by_them), (identifiers, _), (employments, _), (_, by_none), (deals, _), (tasks, _)] =
        counted;
    Ok(Counts {
        accounts,
        identifiers: identifiers + anew,
        employments,
        activities: by_them + by_none,
        deals,
        tasks,
    })
}

/// Gives back identifiers that somebody removed and that were then written anew, as by taking that back: the row is
/// another, what it says is not. Counts them.
async fn regained(tx: &mut TenantTx, merge: MergeId, from: PersonId, survivor: PersonId) -> Result<i64> {
    let done = sqlx::query(
        "update crm.identifiers r set person_id = $3
         where r.tenant_id = $1 and r.person_id = $4
           and r.id > $2 -- both hold their time: written after the merge
           and not exists (select from crm.merge_moves v where v.tenant_id = $1 and v.kind = 'identifier' and v.row_id = r.id)
           and exists (
               select from crm.merge_moves v
               where v.tenant_id = $1 and v.merge_id = $2 and v.kind = 'identifier'
                 and v.given_away_at is null and v.was = jsonb_build_object('kind', r.kind, 'value', r.value)
                 and not exists (select from crm.identifiers x where x.tenant_id = $1 and x.id = v.row_id))",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(from)
    .bind(survivor)
    .execute(tx.conn())
    .await?;
    Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
}

/// Strikes what `merge` moved from the lists of the merges above it: they have nothing to give back of it.
pub(super) async fn strike(tx: &mut TenantTx, merge: MergeId, above: &[MergeId]) -> Result<()> {
    sqlx::query(
        "delete from crm.merge_moves u
         where u.tenant_id = $1 and u.merge_id = any($3) and u.given_away_at is null and exists (
             select from crm.merge_moves v
             where v.tenant_id = $1 and v.merge_id = $2 and v.kind = u.kind and v.row_id = u.row_id
               and v.given_away_at is null
             offset 0)",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(above)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a merge moved and `from` has not got back.
pub(super) async fn left(tx: &mut TenantTx, merge: MergeId, from: PersonId) -> Result<Vec<Conflict>> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "with listed as (select kind, row_id from crm.merge_moves where tenant_id = $1 and merge_id = $2),
         rows as (
             select l.kind, l.row_id, r.person_id, r.provider || ':' || coalesce(r.handle, r.external_id) as name
             from listed l join crm.accounts r on r.tenant_id = $1 and r.id = l.row_id
             where l.kind = 'account'
             union all
             select l.kind, l.row_id, r.person_id, r.value
             from listed l join crm.identifiers r on r.tenant_id = $1 and r.id = l.row_id
             where l.kind = 'identifier'
             union all
             select l.kind, l.row_id, r.person_id, o.name
             from listed l
             join crm.employments r on r.tenant_id = $1 and r.id = l.row_id
             join crm.organizations o on o.tenant_id = $1 and o.id = r.organization_id
             where l.kind = 'employment'
             union all
             select l.kind, l.row_id, r.person_id, r.number::text
             from listed l join crm.activities r on r.tenant_id = $1 and r.id = l.row_id
             where l.kind = 'activity'
             union all
             select l.kind, l.row_id, r.person_id, r.number::text
             from listed l join crm.deals r on r.tenant_id = $1 and r.id = l.row_id
             where l.kind = 'deal'
             union all
             select l.kind, l.row_id, r.person_id, r.number::text
             from listed l join crm.tasks r on r.tenant_id = $1 and r.id = l.row_id
             where l.kind = 'task'
         )
         select r.kind, r.name, p.number from rows r
         join crm.persons p on p.tenant_id = $1 and p.id = r.person_id
         where r.person_id <> $3
         order by r.kind, r.row_id",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(from)
    .fetch_all(tx.conn())
    .await?;
    let conflict = |(kind, name, owner): (String, String, i64)| {
        let (kind, name) = match kind.as_str() {
            "account" => (RowKind::Account, name),
            "identifier" => (RowKind::Identifier, name),
            "employment" => (RowKind::Employment, name),
            "deal" => (RowKind::Deal, format!("{}-{name}", CodeKind::Deal.letter())),
            "task" => (RowKind::Task, format!("{}-{name}", CodeKind::Task.letter())),
            _ => (RowKind::Activity, format!("{}-{name}", CodeKind::Activity.letter())),
        };
        Conflict::Moved { kind, name, owner: Code::new(CodeKind::Person, owner) }
    };
    let mut conflicts: Vec<Conflict> = rows.into_iter().map(conflict).collect();
    conflicts.extend(redated(tx, merge, from).await?);
    conflicts.extend(removed(tx, merge, from).await?);
    Ok(conflicts)
}

/// Employments that came back with other days than they had.
async fn redated(tx: &mut TenantTx, merge: MergeId, from: PersonId) -> Result<Vec<Conflict>> {
    let rows: Vec<(String, Option<NaiveDate>, Option<NaiveDate>)> = sqlx::query_as(
        "select o.name, e.started_on, e.ended_on
         from crm.merge_moves v
         join crm.employments e on e.tenant_id = $1 and e.id = v.row_id and e.person_id = $3
         join crm.organizations o on o.tenant_id = $1 and o.id = e.organization_id
         where v.tenant_id = $1 and v.merge_id = $2 and v.kind = 'employment'
           and v.was <> jsonb_build_object('from', e.started_on, 'until', e.ended_on)
         order by o.name, e.id",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(from)
    .fetch_all(tx.conn())
    .await?;
    let conflict = |(organization, from, until)| Conflict::Redated { organization, from, until };
    Ok(rows.into_iter().map(conflict).collect())
}

/// Addresses and numbers that are nowhere any more.
async fn removed(tx: &mut TenantTx, merge: MergeId, from: PersonId) -> Result<Vec<Conflict>> {
    let rows: Vec<String> = sqlx::query_scalar(
        "select v.was->>'value' from crm.merge_moves v
         where v.tenant_id = $1 and v.merge_id = $2 and v.kind = 'identifier' and v.was is not null
           and not exists (select from crm.identifiers x where x.tenant_id = $1 and x.id = v.row_id)
           and not exists (
               select from crm.identifiers x
               where x.tenant_id = $1 and x.person_id = $3
                 and v.was = jsonb_build_object('kind', x.kind, 'value', x.value))
         order by 1",
    )
    .bind(tx.tenant())
    .bind(merge)
    .bind(from)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|value| Conflict::Removed { value }).collect())
}
