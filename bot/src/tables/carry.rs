//! From a file into the tenant: begun, carried through in batches, and gone on with where it stopped.
//!
//! Each batch is one transaction. One that the database refuses is rolled back whole and its rows are tried
//! one by one: those that fail are noted as rejected, the others stand. An import that was stopped in the
//! middle goes on where it was, in whatever process.

use std::time::Duration;

use chrono::NaiveDate;
use crm::{
    Actor, Db, FieldId, ImportId, TenantId, TenantTx,
    audit::{self, Change},
    imports::{self, Import, Known, NewImport, Reject, Row, State, Tally},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    OwnFields,
    row::Rejected,
    scene::Scene,
    table::{Column, Table, Wish},
    value::Reason,
};
use crate::commands::Call;

pub use crm::imports::Choice;

/// Rows in one transaction.
const BATCH: usize = 1_000;

/// How an import ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// Every row is dealt with.
    Done,
    /// Somebody else goes on with it, or has taken it back.
    Elsewhere,
}

/// Notes that an import begins, with what becomes of who is known, and of who may be. `again`: the same file may have been read before. The import of the same file
/// that was done already comes back as the error; one that was stopped is gone on with.
pub async fn begin(
    tx: &mut TenantTx,
    (table, file_name): (&Table, &str),
    (duplicates, doubtful): (Choice, Choice),
    again: bool,
    upload: Option<&[u8]>,
) -> anyhow::Result<Result<ImportId, Import>> {
    match imports::of_file(tx, &table.hash).await? {
        Some(there) if there.state == State::Running && upload.is_none() => return Ok(Ok(there.id)),
        Some(there) if !again => return Ok(Err(there)),
        _ => {}
    }
    let (headers, wish) = (table.headers(), kept_wish(table)?);
    let new = NewImport {
        kind: table.kind,
        duplicates,
        doubtful,
        file_name,
        hash: &table.hash,
        wish,
        headers: &headers,
        content: upload,
        total: i64::try_from(table.total)?,
        waits: upload.is_some(),
    };
    Ok(Ok(imports::begin(tx, &new).await?))
}

/// Notes that an upload that waits is to be read as this table. False: it does not wait any more.
pub async fn reread(tx: &mut TenantTx, import: &Import, table: &Table) -> anyhow::Result<bool> {
    let (headers, wish) = (table.headers(), kept_wish(table)?);
    let new = NewImport {
        kind: table.kind,
        duplicates: import.duplicates,
        doubtful: import.doubtful,
        file_name: &import.file_name,
        hash: &table.hash,
        wish,
        headers: &headers,
        content: None,
        total: i64::try_from(table.total)?,
        waits: true,
    };
    Ok(imports::reread(tx, import.id, &new).await?)
}

/// What was said about a table, with what its rows are.
fn kept_wish(table: &Table) -> serde_json::Result<Value> {
    serde_json::to_value(Wish { kind: Some(table.kind), ..table.wish.clone() })
}

/// Carries an import through, from where it is to its end, and notes it in the audit log; `said` hears how
/// many rows are dealt with.
pub async fn carry(
    db: &Db,
    (tenant, actor): (TenantId, &Actor),
    import: ImportId,
    table: &Table,
    today: NaiveDate,
    mut said: impl FnMut(u64),
) -> anyhow::Result<Carried> {
    let mut tx = db.begin(tenant, actor.clone()).await?;
    let Some(import) = imports::id_of(&mut tx, import).await? else { return Ok(Carried::Elsewhere) };
    let scene = Scene::of_table(&mut tx, table).await?;
    let mut known = Known::load(&mut tx).await?;
    tx.commit().await?;
    let mut position = import.position;
    let mut rows = table.rows(&scene, u64::try_from(position)?);
    loop {
        let (mut good, mut bad) = (Vec::with_capacity(BATCH), Vec::new());
        for row in rows.by_ref().take(BATCH) {
            match row {
                Ok((row, cells)) => good.push((row, cells)),
                Err(rejected) => bad.push(as_stored(rejected)),
            }
        }
        let taken = i64::try_from(good.len() + bad.len())?;
        if taken == 0 {
            break;
        }
        let batch = Batch { db, tenant, actor, import: &import, table, today };
        if batch.write(position, &mut known, good, bad).await?.is_none() {
            return Ok(Carried::Elsewhere);
        }
        position += taken;
        said(u64::try_from(position)?);
    }
    ended(db, tenant, actor, import.id).await
}

/// How often, and how many times, to look whether a yes is committed.
const LOOK: (Duration, u32) = (Duration::from_millis(100), 100);

/// Carries an upload in as soon as the yes to it is committed, which whoever calls is about to do. Where that takes
/// too long, or this process ends, it is gone on with by [`resume`].
pub async fn once_begun(
    db: &Db,
    (tenant, actor): (TenantId, &Actor),
    import: ImportId,
    today: NaiveDate,
) -> anyhow::Result<Carried> {
    let (every, times) = LOOK;
    for _ in 0..times {
        let mut tx = db.begin(tenant, actor.clone()).await?;
        let there = imports::id_of(&mut tx, import).await?;
        drop(tx);
        match there.map(|it| it.state) {
            Some(State::Running) => return resume(db, (tenant, actor), import, today).await,
            Some(State::Waiting) => tokio::time::sleep(every).await,
            _ => break,
        }
    }
    Ok(Carried::Elsewhere)
}

/// Goes on with an upload that somebody said yes to.
pub async fn resume(
    db: &Db,
    (tenant, actor): (TenantId, &Actor),
    import: ImportId,
    today: NaiveDate,
) -> anyhow::Result<Carried> {
    let mut tx = db.begin(tenant, actor.clone()).await?;
    let there = imports::id_of(&mut tx, import).await?;
    let content = imports::content(&mut tx, import).await?;
    let own = OwnFields::of(&mut tx).await?;
    tx.commit().await?;
    let (Some(there), Some(content)) = (there, content) else { return Ok(Carried::Elsewhere) };
    let wish: Wish = serde_json::from_value(there.wish)?;
    let table = tokio::task::spawn_blocking(move || Table::open(&content, &wish, &own)).await?;
    let table = table.map_err(|problem| anyhow::anyhow!(problem.words(nlp::Lang::En)))?;
    carry(db, (tenant, actor), import, &table, today, |_| ()).await
}

/// How often a batch may give way to somebody who wants what it has and has what it wants.
const OFTEN: u32 = 5;

/// One batch of an import.
struct Batch<'a> {
    db: &'a Db,
    tenant: TenantId,
    actor: &'a Actor,
    import: &'a Import,
    table: &'a Table,
    today: NaiveDate,
}

/// What an attempt to write came to.
enum Attempt {
    Done(Tally),
    /// Somebody else goes on.
    Elsewhere,
    /// Nothing was written, since values of these lines are somebody else's.
    Taken(Vec<(i64, FieldId)>),
}

impl Batch<'_> {
    /// All of it in one transaction, but for rows whose values are somebody else's; where the database refuses that,
    /// row by row. `None`: somebody else goes on.
    async fn write(
        &self,
        position: i64,
        known: &mut Known,
        good: Vec<(Row, Vec<String>)>,
        mut bad: Vec<Reject>,
    ) -> anyhow::Result<Option<Tally>> {
        let (mut rows, mut cells): (Vec<Row>, Vec<Vec<String>>) = good.into_iter().unzip();
        loop {
            match self.attempt(position, known, &rows, &bad).await {
                Ok(Attempt::Done(tally)) => return Ok(Some(tally)),
                Ok(Attempt::Elsewhere) => return Ok(None),
                Ok(Attempt::Taken(taken)) => {
                    let before = rows.len();
                    let (kept, refused): (Vec<_>, Vec<_>) = rows
                        .into_iter()
                        .zip(cells)
                        .partition(|(row, _)| !taken.iter().any(|(line, _)| *line == row.line));
                    bad.extend(refused.into_iter().map(|(row, cells)| self.taken(&row, cells, &taken)));
                    (rows, cells) = kept.into_iter().unzip();
                    anyhow::ensure!(rows.len() < before, "values of lines that are not there are taken");
                }
                Err(error) if !is_refusal(&error) => return Err(error.into()),
                Err(error) => {
                    tracing::warn!(%error, "a batch was refused; its rows are tried one by one");
                    break;
                }
            }
        }
        self.one_by_one(position, known, rows.into_iter().zip(cells).collect(), bad).await
    }

    /// Each row in a transaction of its own, in the order of the file: whoever goes on later goes on behind the last.
    async fn one_by_one(
        &self,
        position: i64,
        known: &mut Known,
        good: Vec<(Row, Vec<String>)>,
        bad: Vec<Reject>,
    ) -> anyhow::Result<Option<Tally>> {
        let mut all: Vec<Result<(Row, Vec<String>), Reject>> =
            good.into_iter().map(Ok).chain(bad.into_iter().map(Err)).collect();
        all.sort_by_key(|it| it.as_ref().map_or_else(|reject| reject.line, |(row, _)| row.line));
        let mut tally = Tally::default();
        for (at, one) in (position..).zip(all) {
            let reject = match one {
                Err(reject) => reject,
                Ok((row, cells)) => match self.attempt(at, known, std::slice::from_ref(&row), &[]).await {
                    Ok(Attempt::Done(one)) => {
                        tally += one;
                        continue;
                    }
                    Ok(Attempt::Elsewhere) => return Ok(None),
                    Ok(Attempt::Taken(taken)) => self.taken(&row, cells, &taken),
                    Err(error) if is_refusal(&error) => {
                        let reason = Reason::Refused.code().to_owned();
                        Reject { line: row.line, header: String::new(), reason, cells }
                    }
                    Err(error) => return Err(error.into()),
                },
            };
            let Attempt::Done(one) = self.attempt(at, known, &[], &[reject]).await? else { return Ok(None) };
            tally += one;
        }
        Ok(Some(tally))
    }

    /// A row of which a value is somebody else's.
    fn taken(&self, row: &Row, cells: Vec<String>, taken: &[(i64, FieldId)]) -> Reject {
        let field = taken.iter().find(|(line, _)| *line == row.line).map(|(_, field)| *field);
        let is_its = |column: &&Column| column.own.as_ref().map(|own| own.id) == field;
        let header = self.table.columns.iter().find(is_its).filter(|_| field.is_some());
        Reject {
            line: row.line,
            header: header.map_or_else(String::new, |column| column.header.clone()),
            reason: Reason::Taken.code().to_owned(),
            cells,
        }
    }

    /// One transaction, tried again where it gave way to somebody.
    async fn attempt(
        &self,
        position: i64,
        known: &mut Known,
        rows: &[Row],
        bad: &[Reject],
    ) -> crm::Result<Attempt> {
        let mut gave_way = 0;
        loop {
            match self.once(position, known, rows, bad).await {
                Err(error) if crm::gave_way(&error) && gave_way < OFTEN => gave_way += 1,
                done => return done,
            }
        }
    }

    async fn once(
        &self,
        position: i64,
        known: &mut Known,
        rows: &[Row],
        bad: &[Reject],
    ) -> crm::Result<Attempt> {
        let mut tx = self.db.begin_bulk(self.tenant, self.actor.clone()).await?;
        let Some(written) =
            imports::write(&mut tx, (self.import, position), known, rows, bad, self.today).await?
        else {
            return Ok(Attempt::Elsewhere);
        };
        if !written.taken.is_empty() {
            return Ok(Attempt::Taken(written.taken));
        }
        tx.commit().await?;
        let tally = written.tally;
        written.learn(known);
        Ok(Attempt::Done(tally))
    }
}

/// The database said no to what was written; it is not that it could not be asked.
fn is_refusal(error: &crm::DbError) -> bool {
    error.as_database_error().and_then(|it| it.code().map(|code| code.into_owned())).is_some_and(|code| {
        // data exceptions and broken constraints (PostgreSQL, appendix A)
        code.starts_with("22") || code.starts_with("23")
    })
}

fn as_stored(rejected: Rejected) -> Reject {
    Reject {
        line: i64::try_from(rejected.line).unwrap_or(i64::MAX),
        header: rejected.column,
        reason: rejected.reason.to_owned(),
        cells: rejected.cells,
    }
}

/// One entry in the audit log, whoever comes to the end first.
async fn ended(db: &Db, tenant: TenantId, actor: &Actor, import: ImportId) -> anyhow::Result<Carried> {
    let mut tx = db.begin(tenant, actor.clone()).await?;
    if !imports::finish(&mut tx, import).await? {
        return Ok(Carried::Elsewhere);
    }
    let Some(done) = imports::id_of(&mut tx, import).await? else { return Ok(Carried::Elsewhere) };
    let code = done.code().to_string();
    let change = Change {
        command: "import".to_owned(),
        arguments: json!({ "file": done.file_name, "as": done.kind }),
        object: Some(code.clone()),
        before: None,
        after: Some(json!({
            "created": done.created, "updated": done.updated, "skipped": done.skipped, "rejected": done.rejected,
        })),
        reversal: Some(json!(Call::new("import undo", [("import", code)]))),
        reverses: None,
    };
    audit::write(&mut tx, &change, Uuid::now_v7()).await?;
    tx.commit().await?;
    Ok(Carried::Done)
}
