//! Who and where, as the Bot API names them. Ids are numbers there and strings here.

use serde_json::Value;

use crate::{ConversationKind, ConversationRef, Sender, export::field};

/// A chat. One of two people has no title: it is called like the other.
pub(super) fn place(chat: &Value) -> Option<ConversationRef> {
    let kind = match chat["type"].as_str() {
        Some("private") => ConversationKind::Direct,
        Some("channel") => ConversationKind::Channel,
        _ => ConversationKind::Group,
    };
    Some(ConversationRef { external_id: field::id(&chat["id"])?, name: name(chat), kind })
}

/// A user, or a chat that speaks as if it were one.
pub(super) fn sender(who: &Value) -> Option<Sender> {
    Some(Sender {
        external_id: field::id(&who["id"])?,
        handle: field::word(&who["username"]).map(str::to_owned),
        name: name(who),
        email: None,
        is_bot: who["is_bot"].as_bool().unwrap_or_default(),
    })
}

/// Who wrote a message. An administrator who stays anonymous writes as the group, and a channel as itself; what
/// stands under `from` is a stopgap then.
pub(super) fn author(message: &Value) -> Option<Sender> {
    [&message["sender_chat"], &message["from"]].into_iter().find_map(sender).or_else(|| {
        let chat = &message["chat"];
        (chat["type"] == "channel").then(|| sender(chat)).flatten()
    })
}

/// What somebody, or a group, is called.
pub(super) fn name(who: &Value) -> Option<String> {
    if let Some(title) = field::word(&who["title"]) {
        return Some(title.to_owned());
    }
    let parts = ["first_name", "last_name"].map(|key| who[key].as_str().unwrap_or_default().trim());
    Some(parts.join(" ").trim().to_owned()).filter(|name| !name.is_empty())
}
