//! What DiscordChatExporter writes as JSON: a file for each channel and thread, or for a part of one.
//! Read file by file, one message in memory. Media beside the files are not read.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use serde_json::Value;

use super::channel::{self, Channel};
use super::message;
use crate::export::archive::{Archive, Listed, hidden};
use crate::export::json::{Broken, Json};
use crate::export::{Entry, Export, Origin, Problem, Progress, SkipReason, field, reactions};

/// The largest file we unpack, in bytes: a channel of a hundred million messages.
const LARGEST: u64 = 128 * 1024 * 1024 * 1024;

/// Opened files.
pub(crate) struct DiscordExport {
    archive: Archive,
    files: std::vec::IntoIter<Listed>,
    reading: Option<Reading>,
    /// Bytes of the files behind us.
    done: u64,
    total: u64,
}

/// The file being read.
struct Reading {
    json: Json<Box<dyn Read + Send>>,
    file: Listed,
    origin: Arc<Origin>,
    channel: Option<Channel>,
    at: At,
    /// How many messages have begun.
    messages: u64,
    /// What came with the last message.
    waiting: VecDeque<Entry>,
}

/// Which part of the file comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// A key of the outermost object.
    Root,
    /// An item of `messages`.
    Messages,
}

impl DiscordExport {
    /// Opens the files in which messages stand; `None` when none of them is of this kind.
    pub(crate) fn open(archive: &Archive, files: &[Listed]) -> Result<Option<Self>, Problem> {
        let mut files: Vec<_> = files.iter().filter(|file| !beside(&file.path)).cloned().collect();
        let ours = files.iter().any(|file| archive.open(file, LARGEST).is_ok_and(is_document));
        if !ours {
            return Ok(None);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Some(Self {
            archive: archive.clone(),
            total: files.iter().fold(0, |total, file| total.saturating_add(file.size)),
            files: files.into_iter(),
            reading: None,
            done: 0,
        }))
    }

    /// Opens the next file; false when there is none.
    fn next_file(&mut self) -> Result<bool, Problem> {
        let Some(file) = self.files.next() else { return Ok(false) };
        self.done = self.done.saturating_add(file.size);
        if file.size == 0 {
            return Err(Problem::empty(&file.path));
        }
        let begun = Json::new(self.archive.open(&file, LARGEST)?).and_then(|mut json| {
            json.enter(b'{')?;
            Ok(json)
        });
        self.reading = Some(Reading {
            json: begun.map_err(|broken| broken.problem(&file.path))?,
            file,
            origin: origin(None),
            channel: None,
            at: At::Root,
            messages: 0,
            waiting: VecDeque::new(),
        });
        Ok(true)
    }
}

impl Reading {
    fn next(&mut self, done: u64) -> Result<Option<Entry>, Broken> {
        loop {
            if let Some(entry) = self.waiting.pop_front() {
                return Ok(Some(entry));
            }
            if self.at == At::Messages {
                if self.json.next_item()? {
                    return self.message(done).map(Some);
                }
                self.at = At::Root;
            }
            let Some(key) = self.json.next_key()? else {
                // To the last byte: only there a zip knows whether it unpacked well.
                self.json.end()?;
                return Ok(None);
            };
            match key.as_str() {
                "guild" => {
                    let guild: Result<Value, SkipReason> = self.json.value()?.parse()?;
                    self.origin = origin(guild.ok().and_then(|guild| field::id(&guild["name"])));
                }
                "channel" => {
                    let channel: Result<Value, SkipReason> = self.json.value()?.parse()?;
                    self.channel = channel.ok().as_ref().and_then(channel::read);
                }
                "messages" if self.json.peek()? == b'[' => {
                    self.json.enter(b'[')?;
                    self.at = At::Messages;
                }
                _ => self.json.skip()?,
            }
        }
    }

    fn message(&mut self, done: u64) -> Result<Entry, Broken> {
        self.messages += 1;
        let value: Result<Value, SkipReason> = self.json.value()?.parse()?;
        let read = value.and_then(|value| {
            let channel = self.channel.as_ref().ok_or(SkipReason::NoConversation)?;
            let event = message::read(&value, channel)?;
            self.waiting.extend(reactions::untold(&value, &self.place()));
            Ok(event)
        });
        let before = done.saturating_sub(self.file.size);
        Ok(match read {
            Ok(event) => {
                let bytes_done = before.saturating_add(self.json.offset()).min(done);
                let origin = Arc::clone(&self.origin);
                Entry::Event { event, origin, progress: Progress { bytes_done } }
            }
            Err(reason) => Entry::Skipped { reason, place: self.place() },
        })
    }

    /// Where the last message stands.
    fn place(&self) -> String {
        format!("{}: messages[{}]", self.file.path, self.messages - 1)
    }
}

impl Export for DiscordExport {
    fn total_bytes(&self) -> u64 {
        self.total
    }

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        loop {
            let Some(reading) = &mut self.reading else {
                match self.next_file() {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(problem) => return Some(Err(problem)),
                }
            };
            match reading.next(self.done) {
                Ok(Some(entry)) => return Some(Ok(entry)),
                Ok(None) if reading.channel.is_none() => {
                    let problem = stranger(&reading.file.path);
                    self.reading = None;
                    return Some(Err(problem));
                }
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

/// Whether a document names a server or a channel before anything that other exports begin with.
pub(crate) fn is_document(from: impl Read) -> bool {
    let walk = || -> Result<bool, Broken> {
        let mut json = Json::new(from)?;
        json.enter(b'{')?;
        while let Some(key) = json.next_key()? {
            match key.as_str() {
                "guild" | "channel" if json.peek()? == b'{' => return Ok(true),
                "messages" | "chats" | "left_chats" | "personal_information" => return Ok(false),
                _ => json.skip()?,
            }
        }
        Ok(false)
    };
    walk().unwrap_or(false)
}

/// What stands beside the messages: media that were saved with them, and what macOS adds.
fn beside(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    hidden(path) || folders.split('/').any(|folder| folder.ends_with("_Files"))
}

fn origin(workspace: Option<String>) -> Arc<Origin> {
    Arc::new(Origin { platform: "discord".to_owned(), workspace })
}

/// A file among the others that has no channel.
fn stranger(file: &str) -> Problem {
    Problem {
        en: format!(
            "{file} names no Discord channel: take it out of the folder or zip, or export that channel again."
        ),
        ja: format!(
            "{file} にはDiscordのチャンネルが書かれていません。フォルダーやzipから除くか、\
             そのチャンネルをもう一度書き出してください。"
        ),
    }
}
