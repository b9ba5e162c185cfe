//! The head of a chat in `result.json`: name, type and id.

use serde_json::Value;

use crate::{ConversationKind, ConversationRef};

/// What stands before (or, in files that were sorted by key, around) the messages of a chat.
#[derive(Debug, Clone, Default)]
pub(super) struct Chat {
    id: Option<String>,
    kind: Option<String>,
    name: Option<String>,
}

impl Chat {
    /// Takes one of the keys we want; others are ignored.
    pub(super) fn set(&mut self, key: &str, value: &Value) {
        let text = match value {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        match key {
            "id" => self.id = text,
            "type" => self.kind = text,
            "name" => self.name = text,
            _ => {}
        }
    }

    /// Whether the head has come. The name is no condition: saved messages have none.
    pub(super) fn complete(&self) -> bool {
        self.id.is_some() && self.kind.is_some()
    }

    /// Its name.
    pub(super) fn name(&self) -> Option<String> {
        self.name.clone()
    }

    /// The conversation; `None` without an id. A type we do not know counts as a closed group.
    pub(super) fn conversation(&self) -> Option<ConversationRef> {
        let kind = match self.kind.as_deref().unwrap_or_default() {
            "personal_chat" | "bot_chat" | "saved_messages" | "replies" | "verify_codes" => {
                ConversationKind::Direct
            }
            kind if kind.starts_with("public_") || kind.ends_with("_channel") => ConversationKind::Channel,
            _ => ConversationKind::Group,
        };
        Some(ConversationRef { external_id: self.id.clone()?, name: self.name.clone(), kind })
    }

    /// Whether this sender is the bot of a chat with a bot.
    pub(super) fn is_its_bot(&self, sender: &str) -> bool {
        self.kind.as_deref() == Some("bot_chat") && sender.strip_prefix("user") == self.id.as_deref()
    }
}
