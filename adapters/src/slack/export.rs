//! A Slack workspace export: lists of people and conversations, and a file for each conversation and
//! day. Read conversation by conversation, in time order, one message in memory.

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::directory::Directory;
use super::layout::{Day, Layout};
use super::message;
use crate::ConversationRef;
use crate::export::archive::{Archive, Listed};
use crate::export::json::{Broken, Json};
use crate::export::{Entry, Export, Origin, Problem, Progress, SkipReason, file_name, reactions};

/// The largest file we unpack, in bytes. A day of a workspace is a few megabytes at most.
const LARGEST: u64 = 256 * 1024 * 1024;

/// An opened workspace export.
pub(crate) struct SlackExport {
    archive: Archive,
    directory: Directory,
    days: std::vec::IntoIter<Day>,
    reading: Option<Reading>,
    /// Bytes of the days behind us.
    done: u64,
    total: u64,
    origin: Arc<Origin>,
}

/// The day being read.
struct Reading {
    json: Json<Box<dyn Read + Send>>,
    file: Listed,
    conversation: ConversationRef,
    /// How many messages have begun.
    messages: u64,
    /// What came with the last message.
    waiting: VecDeque<Entry>,
}

impl SlackExport {
    /// Opens the zip or folder at `path`; `None` when there is no Slack export in it.
    pub(crate) fn open(path: &Path, archive: &Archive, files: &[Listed]) -> Result<Option<Self>, Problem> {
        let Some(layout) = Layout::of(files) else { return Ok(None) };
        let archive = archive.clone();
        let mut directory = Directory::default();
        if let Some(users) = &layout.users {
            directory.read_users(archive.open(users, LARGEST)?, &users.path)?;
        }
        for list in &layout.conversations {
            let name = list.path.rsplit('/').next().unwrap_or_default();
            directory.read_conversations(archive.open(list, LARGEST)?, name, &list.path)?;
        }
        let file = file_name(path);
        // Slack calls its zips "Acme Slack export Jan 1 2020 - Jan 31 2020.zip".
        let workspace = file.split_once(" Slack export ").map(|(name, _)| name.to_owned());
        Ok(Some(Self {
            archive,
            directory,
            total: layout.days.iter().fold(0, |total, day| total.saturating_add(day.file.size)),
            days: layout.days.into_iter(),
            reading: None,
            done: 0,
            origin: Arc::new(Origin { platform: "slack".to_owned(), workspace }),
        }))
    }

    /// Opens the next day; false when there is none.
    fn next_day(&mut self) -> Result<bool, Problem> {
        let Some(Day { folder, file }) = self.days.next() else { return Ok(false) };
        self.done = self.done.saturating_add(file.size);
        let begun = Json::new(self.archive.open(&file, LARGEST)?).and_then(|mut json| {
            json.enter(b'[')?;
            Ok(json)
        });
        let json = begun.map_err(|broken| broken.problem(&file.path))?;
        let conversation = self.directory.in_folder(&folder);
        self.reading = Some(Reading { json, file, conversation, messages: 0, waiting: VecDeque::new() });
        Ok(true)
    }
}

impl Reading {
    fn next(
        &mut self,
        directory: &Directory,
        origin: &Arc<Origin>,
        done: u64,
    ) -> Result<Option<Entry>, Broken> {
        if let Some(entry) = self.waiting.pop_front() {
            return Ok(Some(entry));
        }
        if !self.json.next_item()? {
            // To the last byte: only there the zip knows whether it unpacked well.
            self.json.end()?;
            return Ok(None);
        }
        self.messages += 1;
        let value: Result<Value, SkipReason> = self.json.value()?.parse()?;
        let read = value.and_then(|value| {
            let event = message::read(&value, &self.conversation, directory)?;
            self.waiting.extend(reactions::untold(&value, &self.place()));
            Ok(event)
        });
        let before = done.saturating_sub(self.file.size);
        Ok(Some(match read {
            Ok(event) => {
                let bytes_done = before.saturating_add(self.json.offset()).min(done);
                Entry::Event { event, origin: Arc::clone(origin), progress: Progress { bytes_done } }
            }
            Err(reason) => Entry::Skipped { reason, place: self.place() },
        }))
    }

    /// Where the last message stands.
    fn place(&self) -> String {
        format!("{}[{}]", self.file.path, self.messages - 1)
    }
}

impl Export for SlackExport {
    fn total_bytes(&self) -> u64 {
        self.total
    }

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        loop {
            let Some(reading) = &mut self.reading else {
                match self.next_day() {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(problem) => return Some(Err(problem)),
                }
            };
            match reading.next(&self.directory, &self.origin, self.done) {
                Ok(Some(entry)) => return Some(Ok(entry)),
                Ok(None) => self.reading = None,
                Err(broken) => {
                    let problem = broken.problem(&reading.file.path);
                    self.reading = None;
                    return Some(Err(problem));
                }
            }
        }
    }
}
