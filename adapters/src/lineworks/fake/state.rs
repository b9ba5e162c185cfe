//! What a tenant with one bot holds.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Instant;

use serde_json::{Value, json};

use super::{BOT_ID, Fault, PEOPLE, ROOM};

/// A message that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// A user's id or a room's.
    pub to: String,
    /// To a room.
    pub room: bool,
    /// Its `content`.
    pub content: Value,
}

/// A request.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// `POST users/messages`: the method and the kind of path, without ids.
    pub call: String,
    /// The body, where it was JSON.
    pub body: Value,
    /// The status that was answered, 0 where the line was cut.
    pub status: u16,
}

pub(super) struct State {
    pub(super) base: String,
    pub(super) bot: Value,
    pub(super) scopes: String,
    pub(super) token_life: u64,
    /// Token → until when, and what for.
    pub(super) tokens: HashMap<String, (Instant, String)>,
    pub(super) minted: u32,
    pub(super) assertions: Vec<String>,
    pub(super) people: BTreeMap<String, Value>,
    pub(super) rooms: BTreeMap<String, Value>,
    pub(super) messages: Vec<Message>,
    pub(super) files: BTreeMap<String, File>,
    pub(super) menu: Option<Value>,
    pub(super) rich_menu: bool,
    /// With the call each is for; any without.
    pub(super) faults: VecDeque<(Option<String>, Fault)>,
    pub(super) token_faults: VecDeque<Fault>,
    pub(super) journal: Vec<Request>,
    pub(super) quota: u32,
    /// Kind of call → when its minute began, and how many there were.
    pub(super) calls: HashMap<String, (Instant, u32)>,
    /// Callbacks made so far: each has a time of its own.
    pub(super) said: i64,
}

/// A file of the bot.
#[derive(Default)]
pub(super) struct File {
    pub(super) bytes: Option<Vec<u8>>,
    /// A file goes into one message.
    pub(super) used: bool,
}

impl State {
    pub(super) fn new(base: &str) -> Self {
        let person = |id: &str, last: &str, first: &str| {
            let email = format!("{}@example.com", &id[..4]);
            (
                id.to_owned(),
                json!({"domainId": 40_029_600, "userId": id, "email": email,
                "userName": {"lastName": last, "firstName": first}, "i18nNames": []}),
            )
        };
        let room = json!({"domainId": 40_029_600, "channelId": ROOM, "title": "営業部", "channelType": {"type": "MULTI_USERS"}});
        Self {
            base: base.to_owned(),
            bot: json!({
                "botId": 2_000_001, "botName": "縁ボット", "photoUrl": "https://example.com/bot.png",
                "description": "CRM", "administrators": [PEOPLE[0]], "allowDomains": [40_029_600],
                "enableCallback": true, "callbackUrl": "https://crm.example.com/hooks/lineworks/1",
                "callbackEvents": ["text", "location", "sticker", "image", "file", "audio", "video"],
                "channelEvents": ["message", "join", "leave", "joined", "left", "postback", "begin", "end"],
                "enableGroupJoin": true,
                "i18nBotNames": [{"language": "en_US", "botName": "Enishi Bot"}],
            }),
            scopes: "bot user.profile.read".into(),
            token_life: 86_400,
            tokens: HashMap::new(),
            minted: 0,
            assertions: Vec::new(),
            people: [person(PEOPLE[0], "田中", "太郎"), person(PEOPLE[1], "Sato", "Hanako")].into(),
            rooms: [(ROOM.to_owned(), room)].into(),
            messages: Vec::new(),
            files: BTreeMap::new(),
            menu: None,
            rich_menu: false,
            faults: VecDeque::new(),
            token_faults: VecDeque::new(),
            journal: Vec::new(),
            quota: 240,
            calls: HashMap::new(),
            said: 0,
        }
    }

    /// Is it this bot?
    pub(super) fn is_bot(&self, id: &str) -> bool {
        id == BOT_ID
    }
}
