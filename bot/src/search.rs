//! The search index of this replica: fed from the database in commit order, thrown away at will.
//!
//! It is a cache and is never asked who may see what: results are ids, and every one is read again from
//! the database in the asker's transaction.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::Context as _;
use crm::{
    Actor, Db, TenantId,
    feed::{self, Position},
    tenants,
};
use nlp::{
    Lang,
    search::{Change, Document, Hits, Index, Query, State, Writer},
};

use serde::{Deserialize, Serialize};

use crate::{say, vectors::Vectors, words::count};

/// Changes applied in one commit of the index.
const BATCH: i64 = 5_000;

/// How far the index has come, and in whose counting.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Positions {
    /// The database server that counted the transactions.
    server: String,
    tenants: BTreeMap<TenantId, Position>,
}

/// The index and what feeds it.
pub struct Search {
    index: Option<Index>,
    feed: Option<Mutex<Feed>>,
    /// Not everything that is recorded has been indexed since this process started.
    behind: AtomicBool,
    vectors: Vectors,
}

struct Feed {
    writer: Writer,
    positions: Positions,
    /// Locked while this process writes: others see at once that they may only read.
    _owner: fs::File,
}

impl Search {
    /// Opens or makes the index. One process writes it; a second one (the command line beside a server)
    /// only reads.
    pub async fn open(db: &Db, dir: &Path) -> anyhow::Result<Self> {
        private_folder(dir)?;
        match owner(dir)? {
            Some(owner) => Self::writing(db, dir, owner).await,
            None => {
                let index = Index::open_read_only(dir).ok();
                Ok(Self { index, feed: None, behind: AtomicBool::new(false), vectors: Vectors::none() })
            }
        }
    }

    /// Throws the index away and begins an empty one, which [`Search::catch_up`] fills. `None`: another
    /// process writes it, and nothing is touched.
    pub async fn anew(db: &Db, dir: &Path) -> anyhow::Result<Option<Self>> {
        private_folder(dir)?;
        let Some(owner) = owner(dir)? else { return Ok(None) };
        fs::remove_dir_all(dir).with_context(|| format!("removing {}", dir.display()))?;
        private_folder(dir)?;
        Self::writing(db, dir, owner).await.map(Some)
    }

    async fn writing(db: &Db, dir: &Path, owner: fs::File) -> anyhow::Result<Self> {
        let mut opened = Index::open(dir).context("opening the search index")?;
        let server = prepare(db).await?;
        let mut positions = positions(&opened.state);
        if !positions.server.is_empty() && positions.server != server {
            tracing::warn!("the search index belongs to another database; it is built anew");
            opened.writer.close();
            drop(opened.index);
            fs::remove_dir_all(dir).with_context(|| format!("removing {}", dir.display()))?;
            private_folder(dir)?;
            opened = Index::open(dir).context("opening the search index")?;
            positions = Positions::default();
        }
        positions.server = server;
        if let State::Fresh { because } = &opened.state {
            tracing::debug!(because, "building the search index");
        }
        Ok(Self {
            index: Some(opened.index),
            feed: Some(Mutex::new(Feed { writer: opened.writer, positions, _owner: owner })),
            behind: AtomicBool::new(true),
            vectors: Vectors::none(),
        })
    }

    /// With vectors, which follow what is indexed.
    #[must_use]
    pub fn with_vectors(self, vectors: Vectors) -> Self {
        Self { vectors, ..self }
    }

    /// The vectors of messages.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// Takes in the next changes of every tenant, in commit order. False: there are none left, or
    /// another process writes the index.
    pub async fn catch_up(&self, db: &Db) -> anyhow::Result<bool> {
        let Some(feed) = &self.feed else { return Ok(false) };
        let mut positions = feed.lock().unwrap_or_else(PoisonError::into_inner).positions.clone();
        let mut changes = Vec::new();
        let mut more = false;
        for (tenant, _) in tenants::list(db).await? {
            let mut tx = db.begin(tenant, Actor::system("indexer")).await?;
            let after = positions.tenants.get(&tenant).copied().unwrap_or(Position::START);
            let horizon = feed::horizon(&mut tx).await?;
            let next = feed::changes(&mut tx, after, horizon, BATCH).await?;
            tx.commit().await?;
            let come_to = match next.last() {
                Some(last) if next.len() as i64 == BATCH => {
                    more = true;
                    Position { transaction: last.changed_in, activity: last.id }
                }
                // all that there is: what has no text need not be looked at again either
                _ => Position::at(horizon),
            };
            positions.tenants.insert(tenant, come_to.max(after));
            changes.extend(next.into_iter().map(|change| into_index(tenant, change)));
        }
        if changes.is_empty() {
            feed.lock().unwrap_or_else(PoisonError::into_inner).positions = positions;
            self.behind.store(false, Ordering::Relaxed);
            return Ok(false);
        }
        let payload = serde_json::to_string(&positions)?;
        // CPU and disk: not on the threads that answer requests
        tokio::task::block_in_place(|| {
            let mut feed = feed.lock().unwrap_or_else(PoisonError::into_inner);
            feed.writer.apply(&changes, &payload)?;
            feed.positions = positions;
            anyhow::Ok(())
        })?;
        self.vectors.follow(&changes);
        self.behind.store(more, Ordering::Relaxed);
        Ok(more)
    }

    /// Messages of a tenant that fit a query, best first; `None` while there is no index at all.
    pub fn find(
        &self,
        tenant: TenantId,
        query: &Query,
        now: i64,
        limit: usize,
        offset: usize,
    ) -> anyhow::Result<Option<Hits>> {
        let Some(index) = &self.index else { return Ok(None) };
        if self.feed.is_none() {
            index.reload().context("reading the search index")?;
        }
        Ok(Some(index.search(tenant.0, query, now, limit, offset).context("searching")?))
    }

    /// How many messages can be found, of all tenants together.
    pub fn messages(&self) -> u64 {
        self.index.as_ref().map_or(0, Index::documents)
    }

    /// Is something recorded that may not be found yet?
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Relaxed) || self.index.is_none()
    }

    /// How things stand for a tenant, in words.
    pub fn describe(&self, tenant: TenantId, lang: Lang) -> String {
        let everything = self.find(tenant, &Query::parse(""), 0, 1, 0).ok().flatten();
        let n = count(everything.map_or(0, |hits| i64::try_from(hits.total).unwrap_or(i64::MAX)));
        if self.is_behind() {
            say!(lang, "being built, {n} messages so far", "作成中（{n}件まで）")
        } else {
            say!(lang, "ready, {n} messages", "準備完了（{n}件）")
        }
    }
}

/// An index as it lies in its folder. Looking changes nothing and needs no database.
#[derive(Debug)]
pub struct Standing {
    /// Messages that can be found, of all tenants together; the sentence says why there is no index.
    pub messages: Result<u64, String>,
    /// What it takes on the disk.
    pub bytes: u64,
    /// Does a running process keep it up to date?
    pub written: bool,
}

impl Standing {
    /// Looks at the index in a folder.
    pub fn of(dir: &Path) -> Self {
        let sizes = fs::read_dir(dir).into_iter().flatten().flatten().filter_map(|file| file.metadata().ok());
        let lock = fs::File::open(dir.with_extension("lock"));
        Self {
            messages: Index::open_read_only(dir).map(|index| index.documents()).map_err(|e| e.to_string()),
            bytes: sizes.map(|file| file.len()).sum(),
            written: lock.is_ok_and(|lock| lock.try_lock_shared().is_err()),
        }
    }
}

/// Becomes the one process that writes the index; `None` when another is.
fn owner(dir: &Path) -> anyhow::Result<Option<fs::File>> {
    let lock = fs::File::create(dir.with_extension("lock")).context("opening the search index's lock")?;
    Ok(lock.try_lock().is_ok().then_some(lock))
}

fn positions(state: &State) -> Positions {
    match state {
        State::Ready { position } => serde_json::from_str(position).unwrap_or_default(),
        State::Fresh { .. } => Positions::default(),
    }
}

/// What people wrote can be made out from an index: the folder is its owner's alone.
fn private_folder(dir: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.with_context(|| format!("making the folder {}", dir.display()))
}

/// Which server this is, after taking over rows that another one counted: a dump restored into a new
/// server brings transaction numbers along that mean nothing there.
async fn prepare(db: &Db) -> anyhow::Result<String> {
    let mut server = String::new();
    for (tenant, slug) in tenants::list(db).await? {
        let mut tx = db.begin(tenant, Actor::system("indexer")).await?;
        if feed::adopt(&mut tx).await? {
            tracing::info!(tenant = slug, "rows from another database server taken over");
        }
        server = feed::server(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(server)
}

fn into_index(tenant: TenantId, change: feed::Change) -> Change {
    let id = change.id.0;
    match change.text {
        Some(text) => Change::Put(Document {
            tenant: tenant.0,
            id,
            // what was logged by hand was said nowhere
            conversation: change.conversation_id.map_or(uuid::Uuid::nil(), |id| id.0),
            account: change.account_id.map(|account| account.0),
            at: change.occurred_at.timestamp(),
            text,
            title: None,
            thread: change.thread,
        }),
        None => Change::Delete { tenant: tenant.0, id },
    }
}
