//! A file of such records, read from its beginning to its end.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use super::columns::Columns;
use super::records::{Record, Records};
use super::row;
use crate::export::{Entry, Export, Origin, Problem, Progress, SkipReason, file_name};

/// What the platform writes at the end of a file when the download broke off, with the reason behind it.
const BROKEN: &[u8] = b"downloadLogs error";

/// An opened file.
pub(crate) struct MonitoringExport {
    records: Records<BufReader<File>>,
    columns: Columns,
    file: String,
    total: u64,
    ended: bool,
    origin: Arc<Origin>,
}

impl MonitoringExport {
    /// Opens the file and reads the heads of its columns.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let file = file_name(path);
        let unreadable = |e: std::io::Error| Problem::unreadable(&file, &e);
        let opened = File::open(path).map_err(unreadable)?;
        let total = opened.metadata().map_err(unreadable)?.len();
        let mut records = Records::new(BufReader::with_capacity(64 * 1024, opened));
        let columns = match records.next().map_err(unreadable)? {
            Some(Record::Fields(heads)) => Columns::of(&heads),
            _ => None,
        };
        let columns = columns.ok_or_else(|| {
            Problem::unknown(
                &file,
                ("a table without the columns of LINE WORKS", "LINE WORKSの列がない表です"),
            )
        })?;
        let origin = Arc::new(Origin { platform: "lineworks".to_owned(), workspace: None });
        Ok(Self { records, columns, file, total, ended: false, origin })
    }
}

impl Export for MonitoringExport {
    fn total_bytes(&self) -> u64 {
        self.total
    }

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        if self.ended {
            return None;
        }
        let read = match self.records.next() {
            Ok(Some(Record::Fields(fields))) => match broken(&fields) {
                Some(why) => {
                    self.ended = true;
                    return Some(Err(broke_off(&self.file, self.records.line(), &why)));
                }
                None => row::read(&self.columns, &fields),
            },
            Ok(Some(Record::TooLong)) => Err(SkipReason::TooLarge),
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Err(e) => {
                self.ended = true;
                return Some(Err(Problem::unreadable(&self.file, &e)));
            }
        };
        let progress = Progress { bytes_done: self.records.offset() };
        Some(Ok(match read {
            Ok(event) => Entry::Event { event, origin: Arc::clone(&self.origin), progress },
            Err(reason) => Entry::Skipped { reason, place: format!("{}:{}", self.file, self.records.line()) },
        }))
    }
}

/// The platform's own words, where a record is not one but says that the download broke off.
fn broken(fields: &[Vec<u8>]) -> Option<String> {
    let begun = fields.first()?.trim_ascii().strip_prefix(BROKEN)?;
    let words = std::iter::once(begun).chain(fields.iter().skip(1).map(Vec::as_slice));
    let words: Vec<_> = words.map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
    let why = words.join(" ");
    Some(why.trim_matches(|c: char| c == ':' || c.is_whitespace()).chars().take(200).collect())
}

fn broke_off(file: &str, line: u64, why: &str) -> Problem {
    let (en, ja) = match why {
        "" => (String::new(), String::new()),
        why => (format!(" ({why})"), format!("（{why}）")),
    };
    Problem {
        en: format!(
            "{file} ends with an error of LINE WORKS in line {line}{en}: what stands before it was read; download the \
             time after its last message again."
        ),
        ja: format!(
            "{file} は{line}行目でLINE WORKSのエラーにより途切れています{ja}。その前までは読み込みました。最後のメッセージ\
             より後の期間をもう一度ダウンロードしてください。"
        ),
    }
}
