//! A Slack workspace export: lists of people and conversations, and a file for each conversation and
//! day. Read conversation by conversation, in time order, one message in memory.

use std::io::Read;
use std::path::Path;

use super::archive::{Archive, Listed};
use super::directory::Directory;
use super::layout::{Day, Layout};
use super::message;
use crate::ConversationRef;
use crate::export::json::{Broken, Json};
use crate::export::{Entry, Export, Problem, Progress, SkipReason, file_name};

/// An opened workspace export.
pub(crate) struct SlackExport {
    archive: Archive,
    directory: Directory,
    days: std::vec::IntoIter<Day>,
    reading: Option<Reading>,
    /// Bytes of the days behind us.
    done: u64,
    total: u64,
    name: Option<String>,
}

/// The day being read.
struct Reading {
    json: Json<Box<dyn Read + Send>>,
    file: Listed,
    conversation: ConversationRef,
    /// How many messages have begun.
    messages: u64,
}

impl SlackExport {
    /// Opens a zip.
    pub(crate) fn zip(path: &Path) -> Result<Self, Problem> {
        let (archive, files) = Archive::zip(path)?;
        Self::open(path, archive, files)
    }

    /// Opens the folder that a zip was unpacked to.
    pub(crate) fn folder(path: &Path) -> Result<Self, Problem> {
        let (archive, files) = Archive::folder(path)?;
        Self::open(path, archive, files)
    }

    fn open(path: &Path, archive: Archive, files: Vec<Listed>) -> Result<Self, Problem> {
        let file = file_name(path);
        let telegram = files.iter().any(|file| file.path.rsplit('/').next() == Some("result.json"));
        let layout = Layout::of(files).ok_or_else(|| {
            let seen = match telegram {
                true => (
                    "a Telegram export? Unpack it and give its result.json",
                    "Telegramの書き出しなら展開してください",
                ),
                false => ("there is no channels.json in it", "channels.jsonが入っていません"),
            };
            Problem::unknown(&file, seen)
        })?;
        let mut directory = Directory::default();
        if let Some(users) = &layout.users {
            directory.read_users(archive.open(users)?, &users.path)?;
        }
        for list in &layout.conversations {
            let name = list.path.rsplit('/').next().unwrap_or_default();
            directory.read_conversations(archive.open(list)?, name, &list.path)?;
        }
        Ok(Self {
            archive,
            directory,
            total: layout.days.iter().fold(0, |total, day| total.saturating_add(day.file.size)),
            days: layout.days.into_iter(),
            reading: None,
            done: 0,
            // Slack calls its zips "Acme Slack export Jan 1 2020 - Jan 31 2020.zip".
            name: file.split_once(" Slack export ").map(|(name, _)| name.to_owned()),
        })
    }

    /// Opens the next day; false when there is none.
    fn next_day(&mut self) -> Result<bool, Problem> {
        let Some(Day { folder, file }) = self.days.next() else { return Ok(false) };
        self.done = self.done.saturating_add(file.size);
        let begun = Json::new(self.archive.open(&file)?).and_then(|mut json| {
            json.enter(b'[')?;
            Ok(json)
        });
        let json = begun.map_err(|broken| broken.problem(&file.path))?;
        let conversation = self.directory.in_folder(&folder);
        self.reading = Some(Reading { json, file, conversation, messages: 0 });
        Ok(true)
    }
}

impl Reading {
    fn next(&mut self, directory: &Directory, done: u64) -> Result<Option<Entry>, Broken> {
        if !self.json.next_item()? {
            // To the last byte: only there the zip knows whether it unpacked well.
            self.json.end()?;
            return Ok(None);
        }
        self.messages += 1;
        let value = self.json.value()?.parse()?;
        let read = value.and_then(|value| message::read(&value, &self.conversation, directory));
        let before = done.saturating_sub(self.file.size);
        Ok(Some(match read {
            Ok(event) => {
                let bytes_done = before.saturating_add(self.json.offset()).min(done);
                Entry::Event(event, Progress { bytes_done })
            }
            Err(reason) => self.skipped(reason),
        }))
    }

    fn skipped(&self, reason: SkipReason) -> Entry {
        Entry::Skipped { reason, place: format!("{}[{}]", self.file.path, self.messages - 1) }
    }
}

impl Export for SlackExport {
    fn platform(&self) -> &'static str {
        "slack"
    }

    fn workspace_name(&self) -> Option<String> {
        self.name.clone()
    }

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
            match reading.next(&self.directory, self.done) {
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
