//! Events that could not be put into the database, on disk until it is back: whoever sent them has been told
//! that they are stored.
//!
//! One file a process: records of length, CRC-32 and content, each on disk (fdatasync) before it is
//! acknowledged. A record that a crash cut short was never acknowledged and is left out. What a dead process left
//! behind, the next one takes over, and so it is with a file that the disk has failed once: nobody knows what is on
//! it, so nothing is added to it any more.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crm::{ConnectionId, TenantId};
use uuid::Uuid;

/// Bytes all spools of a folder may grow to.
pub const CAP: u64 = 256 << 20;
/// Length and checksum before each record.
const HEAD: usize = 8;

/// What waits in a folder of spools: how many events, and the bytes they take. Looking changes nothing.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn standing(folder: &Path) -> io::Result<(usize, u64)> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((0, 0)),
        Err(error) => return Err(error),
    };
    let (mut events, mut bytes) = (0, 0);
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "spool") {
            match fs::read(&path) {
                Ok(content) => {
                    events += records(&content).len();
                    bytes += content.len() as u64;
                }
                // emptied and removed while we looked
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok((events, bytes))
}

/// The spool of this process.
#[derive(Debug, Clone)]
pub struct Spool(Arc<Mutex<Open>>);

#[derive(Debug)]
struct Open {
    folder: PathBuf,
    file: File,
    length: u64,
    cap: u64,
    /// The disk has failed it: the next event goes into another.
    retired: bool,
}

impl Open {
    /// Leaves a file that the disk has failed to be read as one of a dead process.
    fn renew(&mut self) -> io::Result<()> {
        if self.retired {
            self.file = create(&self.folder)?;
            self.length = 0;
            self.retired = false;
        }
        Ok(())
    }
}

/// A file of our own, held as long as it is open: others leave it alone.
fn create(folder: &Path) -> io::Result<File> {
    let path = folder.join(format!("{}.spool", Uuid::now_v7().simple()));
    let file = OpenOptions::new().read(true).append(true).create_new(true).open(path)?;
    file.try_lock().map_err(unlocked)?;
    Ok(file)
}

/// Bytes that the spools of a folder take, ours and those of others.
fn taken(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "spool") {
            // one that was emptied and removed while we looked takes nothing
            bytes += entry.metadata().map_or(0, |it| it.len());
        }
    }
    Ok(bytes)
}

/// An event that waits on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooled {
    /// The tenant.
    pub tenant: TenantId,
    /// Which connection it came by.
    pub connection: ConnectionId,
    /// What makes the delivery itself.
    pub key: Vec<u8>,
    /// The verified body.
    pub body: Vec<u8>,
}

impl Spool {
    /// Opens a spool of its own in a folder, of at most `cap` bytes with what others have left there.
    pub fn open(folder: &Path, cap: u64) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let open = Open { file: create(folder)?, folder: folder.to_owned(), length: 0, cap, retired: false };
        Ok(Self(Arc::new(Mutex::new(open))))
    }

    /// Puts an event on disk. Blocks until it is there.
    ///
    /// # Errors
    /// When the spool is full or the disk is.
    pub fn put(&self, event: &Spooled) -> io::Result<()> {
        let mut open = self.lock();
        open.renew()?;
        let record = event.record();
        if taken(&open.folder)? + record.len() as u64 > open.cap {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "the spool is full"));
        }
        let written = open.file.write_all(&record).and_then(|()| open.file.sync_data());
        match written {
            Ok(()) => open.length += record.len() as u64,
            // what was written in part must not stand before what comes next, and what a failed flush has lost no
            // later one brings back
            Err(_) => open.retired = true,
        }
        written
    }

    /// What waits: of this process, and of those that are gone.
    pub fn waiting(&self) -> io::Result<Vec<Waiting>> {
        let mut open = self.lock();
        if let Err(error) = open.renew() {
            tracing::warn!(%error, "no new spool can be opened");
        }
        let mut waiting = Vec::new();
        if open.length > 0 {
            open.file.seek(SeekFrom::Start(0))?;
            let mut bytes = Vec::new();
            open.file.read_to_end(&mut bytes)?;
            waiting.push(Waiting { events: records(&bytes), from: Source::Own(bytes.len() as u64) });
        }
        for entry in fs::read_dir(&open.folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "spool") {
                continue;
            }
            let Ok(file) = OpenOptions::new().read(true).open(&path) else { continue };
            if file.try_lock().is_ok() {
                let mut bytes = Vec::new();
                (&file).read_to_end(&mut bytes)?;
                waiting.push(Waiting { events: records(&bytes), from: Source::Left(path, file) });
            }
        }
        Ok(waiting)
    }

    /// Forgets what is in the database by now.
    pub fn forget(&self, waiting: Waiting) -> io::Result<()> {
        match waiting.from {
            Source::Left(path, _locked) => fs::remove_file(path),
            Source::Own(read) => {
                let mut open = self.lock();
                // it is read once more, as one of a dead process
                if open.retired {
                    return Ok(());
                }
                // what was added meanwhile stays
                open.file.seek(SeekFrom::Start(read))?;
                let mut rest = Vec::new();
                open.file.read_to_end(&mut rest)?;
                if !rest.is_empty() {
                    return Ok(());
                }
                open.file.set_len(0)?;
                open.length = 0;
                open.file.sync_data()
            }
        }
    }

    /// Puts an event that the database refuses, now and always, where a person finds it.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn refuse(&self, event: &Spooled) -> io::Result<PathBuf> {
        let path = self.lock().folder.join(format!("{}.refused", Uuid::now_v7().simple()));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        file.write_all(&event.record())?;
        file.sync_all()?;
        Ok(path)
    }

    /// Bytes that wait in the spool of this process.
    pub fn len(&self) -> u64 {
        self.lock().length
    }

    /// Does nothing wait in it?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unlocked(error: TryLockError) -> io::Error {
    match error {
        TryLockError::Error(error) => error,
        TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
    }
}

/// Events of one file.
#[derive(Debug)]
pub struct Waiting {
    /// In the order in which they came.
    pub events: Vec<Spooled>,
    from: Source,
}

#[derive(Debug)]
enum Source {
    /// This process's own, read up to here.
    Own(u64),
    /// A dead process's, locked while we work on it.
    Left(PathBuf, File),
}

impl Spooled {
    /// Length, CRC-32, then tenant, connection, length of the key, key and body.
    fn record(&self) -> Vec<u8> {
        let mut content = Vec::with_capacity(36 + self.key.len() + self.body.len());
        content.extend_from_slice(self.tenant.0.as_bytes());
        content.extend_from_slice(self.connection.0.as_bytes());
        content.extend_from_slice(&(self.key.len() as u32).to_le_bytes());
        content.extend_from_slice(&self.key);
        content.extend_from_slice(&self.body);
        let mut record = Vec::with_capacity(HEAD + content.len());
        record.extend_from_slice(&(content.len() as u32).to_le_bytes());
        record.extend_from_slice(&crc32fast::hash(&content).to_le_bytes());
        record.extend_from_slice(&content);
        record
    }

    fn read(content: &[u8]) -> Option<Self> {
        let (tenant, rest) = content.split_first_chunk::<16>()?;
        let (connection, rest) = rest.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (key, body) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some(Self {
            tenant: TenantId(Uuid::from_bytes(*tenant)),
            connection: ConnectionId(Uuid::from_bytes(*connection)),
            key: key.to_vec(),
            body: body.to_vec(),
        })
    }
}

/// Every whole record, up to the first that is not.
fn records(mut bytes: &[u8]) -> Vec<Spooled> {
    let mut events = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>()
        && let Some((sum, rest)) = rest.split_first_chunk::<4>()
        && let Some((content, rest)) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)
        && crc32fast::hash(content) == u32::from_le_bytes(*sum)
        && let Some(event) = Spooled::read(content)
    {
        events.push(event);
        bytes = rest;
    }
    events
}

#[cfg(test)]
mod tests;
