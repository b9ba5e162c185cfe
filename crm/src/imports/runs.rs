//! Imports themselves: begun, found again, listed, ended.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;

use super::{Choice, Kind};
use crate::{Actor, Code, CodeKind, ImportId, Result, TenantTx, UserId, users::SignedIn};

/// Where an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Uploaded, and nobody has said yes yet.
    Waiting,
    /// Under way, or stopped in the middle.
    Running,
    /// Done.
    Done,
    /// Taken back.
    Undone,
}

impl State {
    fn stored(word: &str) -> Self {
        match word {
            "waiting" => Self::Waiting,
            "running" => Self::Running,
            "undone" => Self::Undone,
            _ => Self::Done,
        }
    }
}

/// An import to be.
#[derive(Debug, Clone)]
pub struct NewImport<'a> {
    /// What its rows are.
    pub kind: Kind,
    /// What becomes of what is known already.
    pub duplicates: Choice,
    /// What becomes of who may be known.
    pub doubtful: Choice,
    /// As the file is called.
    pub file_name: &'a str,
    /// SHA-256 of the file.
    pub hash: &'a [u8],
    /// What was said beside the file, for who reads it.
    pub wish: Value,
    /// Its headers.
    pub headers: &'a [String],
    /// Its bytes, where the file itself will not be there: an upload.
    pub content: Option<&'a [u8]>,
    /// Rows in it.
    pub total: i64,
    /// To be looked at first.
    pub waits: bool,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The number of its short code.
    pub number: i64,
    /// What its rows are.
    pub kind: Kind,
    /// What becomes of what is known already.
    pub duplicates: Choice,
    /// What becomes of who may be known.
    pub doubtful: Choice,
    /// As the file is called.
    pub file_name: String,
    /// SHA-256 of the file.
    pub hash: Vec<u8>,
    /// What was said beside the file.
    pub wish: Value,
    /// Its headers.
    pub headers: Vec<String>,
    /// Where it is.
    pub state: State,
    /// Rows of the file.
    pub total: i64,
    /// Rows of it that are dealt with.
    pub position: i64,
    /// Things that are new.
    pub created: i64,
    /// Things that were changed.
    pub updated: i64,
    /// Rows left out: known already.
    pub skipped: i64,
    /// Rows that could not be taken.
    pub rejected: i64,
    /// By whom; `None`: the command line.
    pub by: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
}

impl Import {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Import, self.number)
    }
}

#[derive(FromRow)]
struct Stored {
    id: ImportId,
    number: i64,
    kind: String,
    duplicates: String,
    doubtful: String,
    file_name: String,
    file_hash: Vec<u8>,
    wish: Value,
    headers: Value,
    state: String,
    total: i64,
    position: i64,
    created: i64,
    updated: i64,
    skipped: i64,
    rejected: i64,
    by: Option<String>,
    started_at: DateTime<Utc>,
}

impl From<Stored> for Import {
    fn from(row: Stored) -> Self {
        let headers = row.headers.as_array().into_iter().flatten();
        Self {
            id: row.id,
            number: row.number,
            kind: Kind::stored(&row.kind),
            duplicates: Choice::stored(&row.duplicates),
            doubtful: Choice::stored(&row.doubtful),
            file_name: row.file_name,
            hash: row.file_hash,
            wish: row.wish,
            headers: headers.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
            state: State::stored(&row.state),
            total: row.total,
            position: row.position,
            created: row.created,
            updated: row.updated,
            skipped: row.skipped,
            rejected: row.rejected,
            by: row.by,
            started_at: row.started_at,
        }
    }
}

macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "select i.id, i.number, i.kind, i.duplicates, i.doubtful, i.file_name, i.file_hash, i.wish, i.headers, i.state, i.total,
                    i.position, i.created, i.updated, i.skipped, i.rejected, u.name as by, i.started_at
             from crm.imports i left join crm.users u on u.tenant_id = i.tenant_id and u.id = i.user_id
             where i.tenant_id = $1 ",
            $rest
        )
    };
}

/// Begins an import by who acts, and answers with its id.
pub async fn begin(tx: &mut TenantTx, new: &NewImport<'_>) -> Result<ImportId> {
    let (id, user) = (ImportId::new(), tx.actor().user_id());
    let number = tx.numbers(CodeKind::Import, 1).await?.start;
    sqlx::query(
        "insert into crm.imports (tenant_id, id, number, kind, duplicates, file_name, file_hash, wish, headers,
             content, state, total, user_id, doubtful)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(number)
    .bind(new.kind.as_str())
    .bind(new.duplicates.as_str())
    .bind(new.file_name.replace('\0', ""))
    .bind(new.hash)
    .bind(&new.wish)
    .bind(Value::from(new.headers))
    .bind(new.content)
    .bind(if new.waits { "waiting" } else { "running" })
    .bind(new.total)
    .bind(user)
    .bind(new.doubtful.as_str())
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// Somebody said yes, with these choices of who is known and who may be. False: nothing of that id waits.
pub async fn start(
    tx: &mut TenantTx,
    import: ImportId,
    (duplicates, doubtful): (Choice, Choice),
) -> Result<bool> {
    let started = sqlx::query(
        "update crm.imports set state = 'running', duplicates = $3, doubtful = $4, started_at = now(), moved_at = now()
         where tenant_id = $1 and id = $2 and state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(duplicates.as_str())
    .bind(doubtful.as_str())
    .execute(tx.conn())
    .await?;
    Ok(started.rows_affected() > 0)
}

/// Somebody said no: it is as if it had never been. False: nothing of that id waits.
pub async fn cancel(tx: &mut TenantTx, import: ImportId) -> Result<bool> {
    let gone = sqlx::query("delete from crm.imports where tenant_id = $1 and id = $2 and state = 'waiting'")
        .bind(tx.tenant())
        .bind(import)
        .execute(tx.conn())
        .await?;
    Ok(gone.rows_affected() > 0)
}

/// Ends an import whose rows are all dealt with. False: somebody has ended it already.
pub async fn finish(tx: &mut TenantTx, import: ImportId) -> Result<bool> {
    let done = sqlx::query(
        "update crm.imports set state = 'done', finished_at = now(), content = null
         where tenant_id = $1 and id = $2 and state = 'running' and position >= total",
    )
    .bind(tx.tenant())
    .bind(import)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The import with this id.
pub async fn id_of(tx: &mut TenantTx, import: ImportId) -> Result<Option<Import>> {
    let row: Option<Stored> = sqlx::query_as(imports!("and i.id = $2"))
        .bind(tx.tenant())
        .bind(import)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(Import::from))
}

/// The import with this number.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Import>> {
    let row: Option<Stored> = sqlx::query_as(imports!("and i.number = $2"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(Import::from))
}

/// The latest import that is done.
pub async fn latest(tx: &mut TenantTx) -> Result<Option<Import>> {
    let row: Option<Stored> = sqlx::query_as(imports!("and i.state = 'done' order by i.number desc limit 1"))
        .bind(tx.tenant())
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(Import::from))
}

/// The latest imports, newest first; those that wait to be looked at left out.
pub async fn list(tx: &mut TenantTx, limit: i64) -> Result<Vec<Import>> {
    let rows: Vec<Stored> =
        sqlx::query_as(imports!("and i.state <> 'waiting' order by i.number desc limit $2"))
            .bind(tx.tenant())
            .bind(limit)
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(Import::from).collect())
}

/// The import of the file with this hash that was begun or done, the latest first: whoever asks has the
/// turn to begin one, until the transaction ends.
pub async fn of_file(tx: &mut TenantTx, hash: &[u8]) -> Result<Option<Import>> {
    sqlx::query(
        "select pg_advisory_xact_lock(hashtextextended('import of ' || $1::text || encode($2, 'hex'), 0))",
    )
    .bind(tx.tenant())
    .bind(hash)
    .execute(tx.conn())
    .await?;
    let row: Option<Stored> = sqlx::query_as(imports!(
        "and i.file_hash = $2 and i.state in ('running', 'done')
         order by i.state = 'running' desc, i.number desc limit 1"
    ))
    .bind(tx.tenant())
    .bind(hash)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(Import::from))
}

/// The bytes of an upload that is not done.
pub async fn content(tx: &mut TenantTx, import: ImportId) -> Result<Option<Vec<u8>>> {
    let row: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("select content from crm.imports where tenant_id = $1 and id = $2")
            .bind(tx.tenant())
            .bind(import)
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.flatten())
}

/// Says anew how a file that waits is to be read.
pub async fn reread(tx: &mut TenantTx, import: ImportId, new: &NewImport<'_>) -> Result<bool> {
    let read = sqlx::query(
        "update crm.imports set kind = $3, wish = $4, headers = $5, total = $6
         where tenant_id = $1 and id = $2 and state = 'waiting'",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(new.kind.as_str())
    .bind(&new.wish)
    .bind(Value::from(new.headers))
    .bind(new.total)
    .execute(tx.conn())
    .await?;
    Ok(read.rows_affected() > 0)
}

/// An upload that somebody said yes to and that nobody has gone on with for a minute: left behind by a
/// process that ended. With who said yes.
pub async fn left_behind(tx: &mut TenantTx) -> Result<Option<(ImportId, Actor)>> {
    let row: Option<(ImportId, Option<UserId>)> = sqlx::query_as(
        "update crm.imports set moved_at = now()
         where tenant_id = $1 and id = (
             select id from crm.imports
             where tenant_id = $1 and state = 'running' and content is not null
               and moved_at < now() - interval '1 minute'
             order by started_at limit 1 for update skip locked)
         returning id, user_id",
    )
    .bind(tx.tenant())
    .fetch_optional(tx.conn())
    .await?;
    let Some((import, user)) = row else { return Ok(None) };
    let user = match user {
        Some(user) => SignedIn::of(tx, user).await?,
        None => None,
    };
    Ok(Some((import, user.map_or_else(|| Actor::system("importer"), |user| user.actor()))))
}

/// Forgets uploads that nobody said yes to within a day, and rejected rows and links that have served.
pub(crate) async fn tidy(tx: &mut TenantTx, days: i32) -> Result<u64> {
    let mut removed = 0;
    for sql in [
        "delete from crm.imports where tenant_id = $1 and state = 'waiting'
           and started_at < now() - make_interval(days => least($2, 1))",
        "delete from crm.import_rejects r using crm.imports i
         where r.tenant_id = $1 and i.tenant_id = $1 and i.id = r.import_id
           and i.started_at < now() - make_interval(days => $2)",
        "delete from crm.export_links
         where tenant_id = $1 and expires_at < now() - make_interval(days => least($2, 1))",
    ] {
        removed += sqlx::query(sql).bind(tx.tenant()).bind(days).execute(tx.conn()).await?.rows_affected();
    }
    Ok(removed)
}
