//! A file of such lines, read from its beginning to its end, a line in memory. A line that cannot be read
//! costs that line; a file in which no line can be read is refused when it is opened.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;

use super::lines::{Line, Lines};
use super::message;
use crate::export::{Entry, Export, Origin, Problem, Progress, SkipReason, file_name};

/// An opened file.
pub(crate) struct JsonlExport {
    lines: Lines<BufReader<File>>,
    file: String,
    total: u64,
    ended: bool,
    /// Of the last line: lines of one workspace mostly stand together.
    origin: Option<Arc<Origin>>,
}

impl JsonlExport {
    /// Opens the file and looks for a line that can be read.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let file = file_name(path);
        let opened = || -> io::Result<Self> {
            let opened = File::open(path)?;
            let total = opened.metadata()?.len();
            let lines = Lines::new(BufReader::with_capacity(64 * 1024, opened));
            Ok(Self { lines, file: file.clone(), total, ended: false, origin: None })
        };
        let mut looking = opened().map_err(|e| Problem::unreadable(&file, &e))?;
        let mut first = None;
        while let Some(entry) = looking.next() {
            match entry? {
                Entry::Event { .. } => return opened().map_err(|e| Problem::unreadable(&file, &e)),
                Entry::Skipped { reason, place } => _ = first.get_or_insert((reason, place)),
            }
        }
        Err(match first {
            Some((reason, place)) => no_line(&file, reason, &place),
            None => Problem::empty(&file),
        })
    }

    fn entry(&mut self) -> io::Result<Option<Entry>> {
        loop {
            let read = match self.lines.next()? {
                None => return Ok(None),
                Some(Line::Whole([])) => continue,
                Some(Line::Whole(line)) => message::read(line),
                Some(Line::TooLong) => Err(SkipReason::TooLarge),
            };
            return Ok(Some(match read {
                Ok((origin, event)) => {
                    let origin = match &self.origin {
                        Some(last) if **last == origin => Arc::clone(last),
                        _ => Arc::new(origin),
                    };
                    self.origin = Some(Arc::clone(&origin));
                    Entry::Event { event, origin, progress: Progress { bytes_done: self.lines.offset() } }
                }
                Err(reason) => {
                    Entry::Skipped { reason, place: format!("{}:{}", self.file, self.lines.number()) }
                }
            }));
        }
    }
}

impl Export for JsonlExport {
    fn total_bytes(&self) -> u64 {
        self.total
    }

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        if self.ended {
            return None;
        }
        let entry = self.entry();
        self.ended = !matches!(entry, Ok(Some(_)));
        entry.map_err(|e| Problem::unreadable(&self.file, &e)).transpose()
    }
}

fn no_line(file: &str, reason: SkipReason, place: &str) -> Problem {
    const LINE: &str = r#"{"platform": "teams", "workspace": "Acme", "conversation": "general", "user": "hana", "ts": "2024-05-01T12:00:00Z", "text": "hello"}"#;
    let (en, ja) = (reason.message(false), reason.message(true));
    Problem {
        en: format!("No line of {file} is a message ({place}: {en}): each needs to look like {LINE}."),
        ja: format!(
            "{file} にはメッセージとして読める行がありません（{place}：{ja}）。1行を次の形にしてください。\
             {LINE} 名前（name）、メール（email）、ID（id）、スレッド（thread）も書けます。"
        ),
    }
}
