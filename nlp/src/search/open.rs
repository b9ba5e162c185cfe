//! Opening an index, whatever state its folder is in.
//!
//! A folder that holds no sound index of this version is put aside and an empty index is
//! begun; the caller then feeds it from the database. Repairing is not tried: everything in
//! the index can be had again.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{IndexSettings, ReloadPolicy};

use super::aside;
use super::damage;
use super::error::{Error, engine, folder};
use super::find::Index;
use super::schema::{FIELDS, tokenizers};
use super::seal::unsealed;
use super::write::Writer;

/// An index opened for searching and writing.
pub struct Opened {
    /// Searches; clone it freely.
    pub index: Index,
    /// Writes; there is one.
    pub writer: Writer,
    /// Where feeding goes on.
    pub state: State,
}

/// What was found in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// A sound index that holds everything up to this position.
    Ready {
        /// What was given to the last [`Writer::apply`].
        position: String,
    },
    /// An empty index: feed it from the beginning.
    Fresh {
        /// Why it is empty; for the log.
        because: String,
    },
}

impl Index {
    /// Opens the index in `dir` for searching and writing, or begins an empty one there.
    ///
    /// A damaged or outdated index is renamed to `<dir>.corrupt-<n>` beside it (the last one
    /// is kept until the next sound start, since it may hold words of messages deleted since).
    /// Checking reads every file once.
    ///
    /// # Errors
    /// [`Error::Busy`] if another process writes there; [`Error::Folder`] or [`Error::Engine`]
    /// if the folder cannot be made, moved or written to.
    pub fn open(dir: &Path) -> Result<Opened, Error> {
        let (engine, state) = match inspect(dir)? {
            Found::Sound { engine, position } => {
                aside::forget(dir);
                let because = "nothing has been written yet".to_owned();
                (engine, position.map_or(State::Fresh { because }, |position| State::Ready { position }))
            }
            Found::Nothing => (create(dir)?, State::Fresh { because: "there was no index yet".to_owned() }),
            Found::Damaged(because) => {
                aside::put(dir)?;
                (create(dir)?, State::Fresh { because })
            }
        };
        let index = searchable(dir, engine)?;
        let writer = Writer::new(index.clone())?;
        Ok(Opened { index, writer, state })
    }

    /// Opens the index in `dir` for searching only, also while another process writes it.
    /// It shows the last commit; [`Index::reload`] shows later ones.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is no index of this version that can be read.
    pub fn open_read_only(dir: &Path) -> Result<Self, Error> {
        let missing = |because: String| Error::Missing { dir: dir.to_owned(), because };
        let mut engine = tantivy::Index::open_in_dir(dir).map_err(|fault| missing(fault.to_string()))?;
        damage::check_schema(&engine).map_err(missing)?;
        engine.set_tokenizers(tokenizers());
        searchable(dir, engine).map_err(|fault| missing(fault.to_string()))
    }

    /// The position of the last commit; `None` before the first. Another process may have
    /// written it, and [`Index::reload`] may still be needed to search what it stands for.
    pub fn position(&self) -> Option<String> {
        self.engine.load_metas().ok()?.payload.as_deref().and_then(unsealed).map(str::to_owned)
    }
}

const LOCK_ATTEMPTS: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

enum Found {
    Nothing,
    Sound { engine: tantivy::Index, position: Option<String> },
    Damaged(String),
}

fn inspect(dir: &Path) -> Result<Found, Error> {
    if !dir.try_exists().map_err(folder("look for", dir))? {
        return Ok(Found::Nothing);
    }
    let Ok(files) = MmapDirectory::open(dir) else {
        return Ok(Found::Damaged("it is not a folder".to_owned()));
    };
    // Held while looking: nobody may be writing what we are about to judge.
    let _lock = match lock(&files) {
        Ok(lock) => lock,
        Err(LockError::LockBusy) => return Err(Error::Busy(dir.to_owned())),
        Err(LockError::IoError(fault)) => {
            return Ok(Found::Damaged(format!("its lock file is unusable: {fault}")));
        }
    };
    sweep(dir).map_err(folder("clear", dir))?;
    let empty = fs::read_dir(dir)
        .map_err(folder("read", dir))?
        .flatten()
        .all(|entry| entry.file_name().as_encoded_bytes().starts_with(b".tantivy-"));
    if empty {
        return Ok(Found::Nothing);
    }
    Ok(match damage::examine(dir) {
        Ok((engine, position)) => Found::Sound { engine, position },
        Err(because) => Found::Damaged(because),
    })
}

/// Takes the writer's lock. A process that was killed a moment ago may still hold it, so waits a little.
fn lock(files: &MmapDirectory) -> Result<DirectoryLock, LockError> {
    for _ in 0..LOCK_ATTEMPTS {
        match files.acquire_lock(&INDEX_WRITER_LOCK) {
            Err(LockError::LockBusy) => std::thread::sleep(LOCK_PAUSE),
            answer => return answer,
        }
    }
    files.acquire_lock(&INDEX_WRITER_LOCK)
}

/// Removes the half-written tables of contents that a killed process leaves.
fn sweep(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)?.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(b".tmp") {
            aside::remove(&entry.path())?;
        }
    }
    Ok(())
}

fn create(dir: &Path) -> Result<tantivy::Index, Error> {
    fs::create_dir_all(dir).map_err(folder("make", dir))?;
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let builder = tantivy::Index::builder().schema(FIELDS.schema.clone()).settings(settings);
    builder.tokenizers(tokenizers()).create_in_dir(dir).map_err(engine("begin"))
}

fn searchable(dir: &Path, engine: tantivy::Index) -> Result<Index, Error> {
    let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
    Ok(Index { dir: dir.to_owned(), reader: reader.map_err(super::error::engine("open"))?, engine })
}
