//! The head of a file: which channel or thread it is.

use serde_json::Value;

use crate::export::field;
use crate::{ConversationKind, ConversationRef};

/// Where the messages of a file were said.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Channel {
    /// The channel; of a thread, the channel it was started in.
    pub(super) conversation: ConversationRef,
    /// The thread's id.
    pub(super) thread: Option<String>,
}

/// Reads the head; `None` without an id. A type we do not know counts as a closed group.
pub(super) fn read(channel: &Value) -> Option<Channel> {
    let id = field::id(&channel["id"])?;
    let name = field::word(&channel["name"]).map(str::to_owned);
    let kind = match &channel["type"] {
        Value::String(kind) => kind.clone(),
        kind => kind.to_string(),
    };
    let kind = match kind.as_str() {
        "DirectTextChat" | "1" => ConversationKind::Direct,
        "GuildTextChat" | "0" | "GuildVoiceChat" | "2" | "GuildNews" | "5" | "GuildStageVoice" | "13"
        | "GuildForum" | "15" | "GuildMedia" | "16" => ConversationKind::Channel,
        "GuildNewsThread" | "10" | "GuildPublicThread" | "11" => {
            // The exporter calls the parent channel a category.
            let parent = field::id(&channel["categoryId"]);
            let name =
                if parent.is_some() { field::word(&channel["category"]).map(str::to_owned) } else { name };
            let thread = parent.is_some().then(|| id.clone());
            let external_id = parent.unwrap_or(id);
            let conversation = ConversationRef { external_id, name, kind: ConversationKind::Channel };
            return Some(Channel { conversation, thread });
        }
        _ => ConversationKind::Group,
    };
    Some(Channel { conversation: ConversationRef { external_id: id, name, kind }, thread: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn channels_threads_and_direct_messages() {
        let read = |kind: Value| {
            let channel = super::read(&json!({
                "id": "20", "type": kind, "categoryId": "10", "category": "help", "name": "How to?",
            }));
            let Channel { conversation, thread } = channel.unwrap();
            (conversation.external_id, conversation.name.unwrap(), conversation.kind, thread)
        };
        let own = |kind| ("20".to_owned(), "How to?".to_owned(), kind, None);
        assert_eq!(read(json!("GuildTextChat")), own(ConversationKind::Channel));
        assert_eq!(read(json!("DirectTextChat")), own(ConversationKind::Direct));
        assert_eq!(read(json!("DirectGroupTextChat")), own(ConversationKind::Group));
        assert_eq!(read(json!("GuildPrivateThread")), own(ConversationKind::Group));
        assert_eq!(read(json!("not yet invented")), own(ConversationKind::Group));
        assert_eq!(read(json!(null)), own(ConversationKind::Group));
        let inside = ("10".to_owned(), "help".to_owned(), ConversationKind::Channel, Some("20".to_owned()));
        assert_eq!(read(json!("GuildPublicThread")), inside);
        assert_eq!(read(json!(11)), inside);
        let alone = super::read(&json!({"id": 20, "type": "GuildPublicThread", "name": "x"})).unwrap();
        assert_eq!((alone.conversation.external_id.as_str(), alone.thread), ("20", None));
        assert_eq!(super::read(&json!({"type": "GuildTextChat"})), None);
    }
}
