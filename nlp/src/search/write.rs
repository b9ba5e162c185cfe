//! Writing: changes from the database, in commit order.

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};
use uuid::Uuid;

use super::error::{Error, engine};
use super::find::Index;
use super::schema::{FIELDS, key, number};
use super::seal::sealed;
use crate::Lang;

/// A text that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Whose it is; no other tenant finds it.
    pub tenant: Uuid,
    /// What it is called; a later document of the same tenant and id replaces it.
    pub id: Uuid,
    /// Where it was written.
    pub conversation: Uuid,
    /// Who wrote it, if known.
    pub account: Option<Uuid>,
    /// When it was written, in seconds since 1970 UTC.
    pub at: i64,
    /// What is searched. It is not kept.
    pub text: String,
    /// Its title, if it has one: the words of it count as if they were said twice more.
    pub title: Option<String>,
    /// The thread it belongs to, if any: the same text for all messages of a thread of this conversation, the first
    /// one too. They speak for each other.
    pub thread: Option<String>,
}

/// One step of the database that the index follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The document is new or has changed.
    Put(Document),
    /// The document is gone. Unknown ids are no fault.
    Delete {
        /// Whose it was.
        tenant: Uuid,
        /// What it was called.
        id: Uuid,
    },
}

/// The one writer of an index.
pub struct Writer {
    index: Index,
    engine: IndexWriter,
}

/// Bytes of documents that are gathered before they go to disk.
const MEMORY: usize = 30_000_000;
/// Segments with more deleted documents than this share are rewritten in passing.
const DELETED_SHARE: f32 = 0.2;
/// How often the words of a title count.
const TITLE: usize = 2;
/// How often rewriting is tried while merges go on in the background.
const ATTEMPTS: u32 = 20;

impl Writer {
    pub(super) fn new(index: Index) -> Result<Self, Error> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(MEMORY)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = index.engine.writer_with_options(options).map_err(|fault| match fault {
            TantivyError::LockFailure(..) => Error::Busy(index.dir.clone()),
            source => Error::Engine { doing: "open for writing", source },
        })?;
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(DELETED_SHARE);
        writer.set_merge_policy(Box::new(merging));
        Ok(Self { index, engine: writer })
    }

    /// Applies changes in their order and commits them with `position`, all or nothing.
    /// When it returns, they can be found. Applying the same changes again changes nothing.
    ///
    /// A commit waits for the disk (some 10 ms), so hand over changes in batches, from a
    /// thread that may block.
    ///
    /// # Errors
    /// [`Error::Engine`]; then nothing of these changes is in the index and the former
    /// position stands. If that happens again, open the index anew.
    pub fn apply(&mut self, changes: &[Change], position: &str) -> Result<(), Error> {
        let done = self.commit(changes, position).map_err(engine("take in changes"));
        if done.is_err()
            && let Err(fault) = self.engine.rollback()
        {
            tracing::error!(error = %fault, "the search index could not be rolled back");
        }
        done?;
        self.index.reload()
    }

    /// Removes the words of deleted documents from the disk, where they otherwise stay until
    /// their part of the index is next merged. Rewrites every part that has any: call it after
    /// deletions that must leave no trace, not after each.
    ///
    /// # Errors
    /// [`Error::Engine`]; what is searchable does not change.
    pub fn forget_deleted(&mut self) -> Result<(), Error> {
        let doing = "rewrite what holds deleted documents";
        // A merge in the background may take a part away from under us; then look again.
        for attempt in 1.. {
            let parts = self.index.engine.searchable_segment_metas().map_err(engine(doing))?;
            let mut merged = Ok(());
            for part in parts.iter().filter(|part| part.has_deletes()) {
                merged = merged.and(self.engine.merge(&[part.id()]).wait().map(|_| ()));
            }
            if merged.is_ok() {
                break;
            } else if attempt == ATTEMPTS {
                merged.map_err(engine(doing))?;
            }
        }
        self.index.reload()?;
        self.engine.garbage_collect_files().wait().map_err(engine(doing))?;
        Ok(())
    }

    /// Waits until parts that are being merged in the background are done, and lets go of the
    /// folder. Dropping a writer is as safe, but for a moment the folder still changes; so close
    /// before opening it again.
    pub fn close(self) {
        if let Err(fault) = self.engine.wait_merging_threads() {
            tracing::warn!(error = %fault, "a part of the search index could not be merged");
        }
    }

    fn commit(&mut self, changes: &[Change], position: &str) -> Result<(), TantivyError> {
        for change in changes {
            let (tenant, id) = match change {
                Change::Put(document) => (document.tenant, document.id),
                Change::Delete { tenant, id } => (*tenant, *id),
            };
            let key = key(tenant, id);
            self.engine.delete_term(Term::from_field_bytes(FIELDS.key, &key));
            if let Change::Put(document) = change {
                self.engine.add_document(entry(&key, document))?;
            }
        }
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&sealed(position));
        commit.commit()?;
        Ok(())
    }
}

fn entry(key: &[u8], document: &Document) -> TantivyDocument {
    let mut entry = TantivyDocument::new();
    entry.add_bytes(FIELDS.key, key);
    entry.add_bytes(FIELDS.tenant, document.tenant.as_bytes());
    entry.add_bytes(FIELDS.conversation, document.conversation.as_bytes());
    if let Some(account) = document.account {
        entry.add_bytes(FIELDS.account, account.as_bytes());
    }
    entry.add_i64(FIELDS.at, document.at);
    if let Some(lang) = Lang::of(&document.text) {
        entry.add_bytes(FIELDS.lang, lang.tag().as_bytes());
    }
    entry.add_u64(FIELDS.room, number(document.conversation.as_bytes()));
    let thread = document.thread.as_ref().map_or(0, |thread| {
        number(&[document.tenant.as_bytes(), document.conversation.as_bytes(), thread.as_bytes()].concat())
    });
    entry.add_u64(FIELDS.thread, thread);
    let title = document.title.iter().flat_map(|title| [title; TITLE]);
    for text in title.chain([&document.text]) {
        entry.add_text(FIELDS.words, text);
        entry.add_text(FIELDS.grams, text);
        entry.add_text(FIELDS.spelt, text);
    }
    entry
}
