//! What there is in the workspace.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::{BOT_USER, Fault};

/// The first `ts`.
const BEGIN_S: u64 = 1_795_000_000;

/// One call of the Web API.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `chat.postMessage`.
    pub method: String,
    /// With which token.
    pub token: String,
    /// With what.
    pub arguments: Value,
}

/// A member of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// `@name`.
    pub handle: String,
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// No person.
    pub is_bot: bool,
}

/// A conversation.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name; empty for a direct one.
    pub name: String,
    /// `channel`, `group`, `im` or `mpim`.
    pub kind: &'static str,
    /// Who is in it.
    pub members: BTreeSet<String>,
    /// Oldest first.
    pub messages: Vec<Value>,
}

/// A file that was announced, and then uploaded.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Its name.
    pub name: String,
    /// How many bytes were announced.
    pub length: usize,
    /// What was uploaded.
    pub bytes: Option<Vec<u8>>,
    /// What a reader hears who cannot see it.
    pub alt: String,
}

/// A frame that was sent and not acknowledged.
pub(super) type Unacked = BTreeMap<String, Value>;

/// Everything.
pub struct State {
    /// Where uploads and answers go.
    pub(super) root: String,
    /// Where sockets are.
    pub(super) socket: String,
    /// By id.
    pub members: BTreeMap<String, Member>,
    /// By id.
    pub channels: BTreeMap<String, Channel>,
    /// By id.
    pub files: BTreeMap<String, File>,
    /// What only one reader saw: channel, reader, message.
    pub ephemeral: Vec<(String, String, Value)>,
    /// What was answered by response URLs.
    pub responses: Vec<Value>,
    /// Suggested prompts by thread.
    pub prompts: HashMap<String, Value>,
    /// Statuses of assistants' threads, as they were set.
    pub statuses: Vec<Value>,
    /// Response URLs, and how many answers each still takes.
    pub hooks: HashMap<String, usize>,
    /// What the bot may do.
    pub scopes: BTreeSet<String>,
    /// Does the workspace draw charts?
    pub draws: bool,
    /// Is the app an assistant?
    pub assistant: bool,
    /// Are the tokens good?
    pub valid: bool,
    /// What was called.
    pub calls: Vec<Call>,
    pub(super) faults: VecDeque<(Option<&'static str>, Fault)>,
    /// Open sockets.
    pub(super) sockets: Vec<UnboundedSender<Option<String>>>,
    pub(super) tickets: BTreeSet<String>,
    /// Frames without an answer.
    pub unacked: Unacked,
    /// Envelopes in the order in which they were acknowledged.
    pub acked: Vec<String>,
    counted: u64,
}

impl State {
    pub(super) fn new(root: String, socket: String) -> Self {
        let member = |handle: &str, name: &str, is_bot: bool| Member {
            handle: handle.to_owned(),
            name: name.to_owned(),
            email: (!is_bot).then(|| format!("{handle}@example.com")),
            is_bot,
        };
        let channel = |name: &str, members: &[&str]| Channel {
            name: name.to_owned(),
            kind: "channel",
            members: members.iter().map(|id| (*id).to_owned()).collect(),
            messages: Vec::new(),
        };
        let members = [
            ("U1", member("taro", "Taro Tanaka", false)),
            ("U2", member("hanako", "佐藤 花子", false)),
            (BOT_USER, member("enishi", "Enishi", true)),
        ];
        let channels =
            [("C1", channel("general", &["U1", "U2", BOT_USER])), ("C2", channel("random", &["U1"]))];
        let scopes = "assistant:write,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,\
                      groups:read,im:history,im:read,im:write,mpim:history,mpim:read,reactions:read,users:read,\
                      users:read.email,app_mentions:read";
        Self {
            root,
            socket,
            members: members.map(|(id, member)| (id.to_owned(), member)).into(),
            channels: channels.map(|(id, channel)| (id.to_owned(), channel)).into(),
            files: BTreeMap::new(),
            ephemeral: Vec::new(),
            responses: Vec::new(),
            prompts: HashMap::new(),
            statuses: Vec::new(),
            hooks: HashMap::new(),
            scopes: scopes.split(',').map(str::to_owned).collect(),
            draws: true,
            assistant: true,
            valid: true,
            calls: Vec::new(),
            faults: VecDeque::new(),
            sockets: Vec::new(),
            tickets: BTreeSet::new(),
            unacked: Unacked::new(),
            acked: Vec::new(),
            counted: 0,
        }
    }

    /// 1, 2, 3 …
    pub(super) fn count(&mut self) -> u64 {
        self.counted += 1;
        self.counted
    }

    /// Puts a message into a conversation under the next `ts`.
    pub(super) fn store(&mut self, channel: &str, mut message: Value) -> Value {
        let count = self.count();
        let ts = format!("{}.{:06}", BEGIN_S + count, count);
        message["ts"] = ts.as_str().into();
        if let Some(channel) = self.channels.get_mut(channel) {
            let thread = message["thread_ts"].clone();
            for parent in
                channel.messages.iter_mut().filter(|parent| !thread.is_null() && parent["ts"] == thread)
            {
                parent["thread_ts"] = thread.clone();
                parent["latest_reply"] = ts.as_str().into();
                parent["reply_count"] = (parent["reply_count"].as_u64().unwrap_or(0) + 1).into();
            }
            channel.messages.push(message.clone());
        }
        message
    }

    /// The direct conversation of the bot with somebody.
    pub fn direct(&mut self, user: &str) -> String {
        let id = format!("D{user}");
        self.channels.entry(id.clone()).or_insert_with(|| Channel {
            name: String::new(),
            kind: "im",
            members: [user.to_owned(), BOT_USER.to_owned()].into(),
            messages: Vec::new(),
        });
        id
    }

    /// What goes wrong with this call.
    pub(super) fn fault(&mut self, method: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|(of, _)| of.is_none_or(|of| of == method))?;
        self.faults.remove(at).map(|(_, fault)| fault)
    }
}
