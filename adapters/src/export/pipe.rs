//! One file of a zip as a reader that lives on its own.
//!
//! The zip crate's readers borrow the archive; an iterator that hands out messages between two reads
//! cannot hold such a borrow. So a thread unpacks and sends pieces, never more than a few ahead.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use zip::ZipReadOptions;
use zip::read::ZipArchiveMetadata;

/// Bytes in a piece.
const PIECE: usize = 64 * 1024;

/// Pieces unpacked before anybody asks.
const AHEAD: usize = 2;

/// The unpacked bytes of one file.
pub(crate) struct Pipe {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
}

impl Pipe {
    /// Starts unpacking file number `at`.
    pub(crate) fn open(path: PathBuf, index: Arc<ZipArchiveMetadata>, at: usize) -> io::Result<Self> {
        let (sender, pieces) = sync_channel(AHEAD);
        std::thread::Builder::new().name("unzip".into()).spawn(move || {
            if let Err(e) = unpack(&path, &index, at, &sender) {
                // Nobody listens any more: nobody needs to know.
                let _ = sender.send(Err(e));
            }
        })?;
        Ok(Self { pieces, piece: Vec::new(), at: 0 })
    }
}

impl Read for Pipe {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            // A sender that is gone has sent everything.
            let Ok(piece) = self.pieces.recv() else { return Ok(0) };
            self.piece = piece?;
            self.at = 0;
        }
        let read = self.piece.get(self.at..).unwrap_or_default().read(into)?;
        self.at += read;
        Ok(read)
    }
}

fn unpack(
    path: &Path,
    index: &ZipArchiveMetadata,
    at: usize,
    sender: &SyncSender<io::Result<Vec<u8>>>,
) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut unpacked = index.entry(at)?.with_reader(&mut file, ZipReadOptions::new())?;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let read = (&mut unpacked).take(PIECE as u64).read_to_end(&mut piece);
        // What came before an error is still good to read.
        if (!piece.is_empty() && sender.send(Ok(piece)).is_err()) || read? == 0 {
            return Ok(());
        }
    }
}
