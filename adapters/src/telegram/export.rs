//! The `result.json` of Telegram Desktop: one chat, or a whole account.
//!
//! It is one JSON document, often of gigabytes, so it is walked through and its messages are cut out
//! one at a time. Media beside the file are not read.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::chat::Chat;
use super::topics::Topics;
use super::{message, people, reactions};
use crate::export::json::{Broken, Json};
use crate::export::{Entry, Export, Origin, Problem, Progress, SkipReason};
use crate::{ConversationRef, Event};

/// An opened `result.json`.
pub(crate) struct TelegramExport {
    json: Json<File>,
    path: PathBuf,
    file: String,
    total: u64,
    at: At,
    /// Whose account, or which chat.
    origin: Arc<Origin>,
    /// `chats` or `left_chats` while inside one of them.
    section: Option<String>,
    /// How many chats of the section have begun.
    chats: u64,
    chat: Chat,
    conversation: Option<ConversationRef>,
    topics: Topics,
    /// How many messages of the chat have begun.
    messages: u64,
    /// What came with the last message.
    waiting: VecDeque<Entry>,
}

/// Which part of the document comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// A key of the outermost object, which is an account or a chat.
    Root,
    /// A key of `chats` or `left_chats`.
    Section,
    /// An item of its `list`.
    List,
    /// A key of a chat in the list.
    Chat,
    /// An item of a chat's `messages`.
    Messages,
    /// Nothing.
    End,
}

impl TelegramExport {
    /// Opens the file and reads up to its first chat.
    pub(crate) fn open(path: &Path) -> Result<Self, Problem> {
        let file = crate::export::file_name(path);
        let opened = File::open(path).and_then(|opened| Ok((opened.metadata()?.len(), opened)));
        let (total, opened) = opened.map_err(|e| Problem::unreadable(&file, &e))?;
        let mut json = Json::new(opened).map_err(|broken| broken.problem(&file))?;
        json.enter(b'{').map_err(|broken| broken.problem(&file))?;
        let mut export = Self {
            json,
            path: path.to_owned(),
            file,
            total,
            at: At::Root,
            origin: origin(None),
            section: None,
            chats: 0,
            chat: Chat::default(),
            conversation: None,
            topics: Topics::default(),
            messages: 0,
            waiting: VecDeque::new(),
        };
        while matches!(export.at, At::Root | At::Section) {
            export.step().map_err(|broken| broken.problem(&export.file))?;
        }
        match export.at {
            At::List => return Ok(export),
            At::Messages if export.chat.complete() => {
                export.origin = origin(export.chat.name());
                return Ok(export);
            }
            _ => {}
        }
        Err(Problem::unknown(
            &export.file,
            (
                "JSON without chats or messages of a kind we know",
                "JSONですが、知っている形式のチャットやメッセージがありません",
            ),
        ))
    }

    /// Goes one part further; gives an entry where the part was a message.
    fn step(&mut self) -> Result<Option<Entry>, Broken> {
        match self.at {
            At::Root => self.root(),
            At::Section => self.section().map(|()| None),
            At::List => self.list().map(|()| None),
            At::Chat => self.chat(),
            At::Messages => self.message(),
            At::End => Ok(None),
        }
    }

    fn root(&mut self) -> Result<Option<Entry>, Broken> {
        let Some(key) = self.json.next_key()? else {
            self.json.end()?;
            self.at = At::End;
            return Ok(None);
        };
        match key.as_str() {
            "personal_information" => {
                self.origin = origin(self.json.value()?.parse()?.ok().as_ref().and_then(people::name));
            }
            "chats" | "left_chats" if self.json.peek()? == b'{' => {
                self.json.enter(b'{')?;
                self.section = Some(key);
                self.chats = 0;
                self.at = At::Section;
            }
            _ => return self.chat_key(&key),
        }
        Ok(None)
    }

    fn section(&mut self) -> Result<(), Broken> {
        match self.json.next_key()? {
            None => {
                self.section = None;
                self.at = At::Root;
            }
            Some(key) if key == "list" && self.json.peek()? == b'[' => {
                self.json.enter(b'[')?;
                self.at = At::List;
            }
            Some(_) => self.json.skip()?,
        }
        Ok(())
    }

    fn list(&mut self) -> Result<(), Broken> {
        if !self.json.next_item()? {
            self.at = At::Section;
            return Ok(());
        }
        self.chats += 1;
        self.chat = Chat::default();
        if self.json.peek()? != b'{' {
            return self.json.skip();
        }
        self.json.enter(b'{')?;
        self.at = At::Chat;
        Ok(())
    }

    fn chat(&mut self) -> Result<Option<Entry>, Broken> {
        match self.json.next_key()? {
            Some(key) => self.chat_key(&key),
            None => {
                self.at = At::List;
                Ok(None)
            }
        }
    }

    fn chat_key(&mut self, key: &str) -> Result<Option<Entry>, Broken> {
        match key {
            "id" | "type" | "name" => {
                if let Ok(value) = self.json.value()?.parse()? {
                    self.chat.set(key, &value);
                }
            }
            "messages" if self.json.peek()? == b'[' => return self.enter_messages(),
            _ => self.json.skip()?,
        }
        Ok(None)
    }

    fn enter_messages(&mut self) -> Result<Option<Entry>, Broken> {
        if !self.chat.complete() {
            self.look_ahead()?;
        }
        self.conversation = self.chat.conversation();
        self.topics = Topics::default();
        self.messages = 0;
        if self.conversation.is_none() && self.section.is_some() {
            self.json.skip()?;
            return Ok(Some(Entry::Skipped { reason: SkipReason::NoConversation, place: self.place() }));
        }
        self.json.enter(b'[')?;
        self.at = At::Messages;
        Ok(None)
    }

    /// Files that another program has sorted by key have the chat's name and type after its messages.
    fn look_ahead(&mut self) -> Result<(), Broken> {
        let (offset, line) = (self.json.offset(), self.json.line());
        let again = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(offset))?;
            Ok(file)
        });
        let Ok(again) = again else { return Ok(()) };
        let mut json = Json::within_object(again, offset, line);
        json.skip()?;
        while let Some(key) = json.next_key()? {
            match key.as_str() {
                "id" | "type" | "name" => {
                    if let Ok(value) = json.value()?.parse()? {
                        self.chat.set(&key, &value);
                    }
                }
                _ => json.skip()?,
            }
        }
        Ok(())
    }

    fn message(&mut self) -> Result<Option<Entry>, Broken> {
        if let Some(entry) = self.waiting.pop_front() {
            return Ok(Some(entry));
        }
        if !self.json.next_item()? {
            self.at = if self.section.is_some() { At::Chat } else { At::Root };
            return Ok(None);
        }
        self.messages += 1;
        let value: Result<Value, SkipReason> = self.json.value()?.parse()?;
        let read = value.and_then(|value| {
            let conversation = self.conversation.as_ref().ok_or(SkipReason::NoConversation)?;
            let thread = self.topics.of(&value);
            let event = message::read(&value, &self.chat, conversation)?;
            Ok((value, Event { thread, ..event }))
        });
        let progress = Progress { bytes_done: self.json.offset() };
        Ok(Some(match read {
            Ok((value, event)) => {
                for reaction in reactions::read(&value, &event) {
                    let entry = match reaction {
                        Ok(event) => Entry::Event { event, origin: Arc::clone(&self.origin), progress },
                        Err((reason, at)) => {
                            Entry::Skipped { reason, place: format!("{}.reactions[{at}]", self.place()) }
                        }
                    };
                    self.waiting.push_back(entry);
                }
                Entry::Event { event, origin: Arc::clone(&self.origin), progress }
            }
            Err(reason) => Entry::Skipped { reason, place: self.place() },
        }))
    }

    /// Where the last message stands; before the first, where the messages of this chat stand.
    fn place(&self) -> String {
        let messages = match &self.section {
            Some(section) => format!("{section}.list[{}].messages", self.chats.saturating_sub(1)),
            None => "messages".to_owned(),
        };
        match self.messages.checked_sub(1) {
            Some(at) => format!("{messages}[{at}]"),
            None => messages,
        }
    }
}

impl Export for TelegramExport {
    fn total_bytes(&self) -> u64 {
        self.total
    }

    fn next(&mut self) -> Option<Result<Entry, Problem>> {
        while self.at != At::End {
            match self.step() {
                Ok(Some(entry)) => return Some(Ok(entry)),
                Ok(None) => {}
                Err(broken) => {
                    self.at = At::End;
                    return Some(Err(broken.problem(&self.file)));
                }
            }
        }
        None
    }
}

fn origin(workspace: Option<String>) -> Arc<Origin> {
    Arc::new(Origin { platform: "telegram".to_owned(), workspace })
}
