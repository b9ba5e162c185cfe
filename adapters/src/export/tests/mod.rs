//! Whole exports, built here or standing beside the project, read through [`super::open()`].

mod discord;
mod errors;
mod jsonl;
mod lineworks;
mod odd;
mod real;
mod slack;
mod telegram;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Entry, Export, Origin, Problem, SkipReason, VERBS};
use crate::{Event, What};

/// A folder of its own for a test, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("export-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file; folders in its name are made.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A zip.
    fn zip(&self, name: &str, files: &[(&str, &str)]) -> PathBuf {
        self.file(name, zip(files))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(path: &Path) -> Box<dyn Export> {
    super::open(path).unwrap_or_else(|problem| panic!("{problem}"))
}

fn refusal(path: &Path) -> Problem {
    super::open(path).err().expect("it should not open")
}

/// Everything an export gives, sorted out.
#[derive(Debug, Default, PartialEq)]
struct Read {
    events: Vec<Event>,
    /// Of each event.
    origins: Vec<Origin>,
    skipped: Vec<(SkipReason, String)>,
    problems: Vec<Problem>,
}

impl Read {
    /// Who said what, a line each.
    fn said(&self) -> Vec<String> {
        let said = self.events.iter().map(|event| {
            let name = event.sender.name.as_deref().unwrap_or("?");
            match &event.what {
                What::Message { text, .. } => format!("{name}: {text}"),
                What::Other { action, text } => {
                    format!("{name} ({action}) {}", text.as_deref().unwrap_or("-"))
                }
                what => panic!("{what:?}"),
            }
        });
        said.collect()
    }
}

impl Read {
    /// Where it all comes from; panics when it comes from several places.
    fn origin(&self) -> (&str, Option<&str>) {
        assert!(self.origins.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", self.origins);
        let Origin { platform, workspace } = &self.origins[0];
        (platform, workspace.as_deref())
    }
}

/// Reads to the end; progress must grow and stay below the total.
fn all(mut export: Box<dyn Export>) -> Read {
    let mut read = Read::default();
    let mut done = 0;
    while let Some(next) = export.next() {
        match next {
            Ok(Entry::Event { event, origin, progress }) => {
                assert!(progress.bytes_done >= done && progress.bytes_done <= export.total_bytes());
                if let What::Other { action, .. } = &event.what {
                    assert!(VERBS.contains(&action.as_str()), "{action}");
                }
                done = progress.bytes_done;
                read.events.push(event);
                read.origins.push((*origin).clone());
            }
            Ok(Entry::Skipped { reason, place }) => read.skipped.push((reason, place)),
            Err(problem) => read.problems.push(problem),
        }
    }
    assert!(export.next().is_none());
    read
}
