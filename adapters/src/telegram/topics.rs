//! The topics of a forum: which message was said in which.
//!
//! The export names a topic only where it begins. What is said in it replies to that beginning, or to
//! another message of the topic, so the whole chat has to be followed from its first message on.

use std::collections::HashMap;

use serde_json::Value;

/// Messages remembered in one chat; beyond, only direct answers to a topic's beginning count. Bounds the
/// memory to some tens of megabytes.
const MOST: usize = 1_000_000;

/// The topics of one chat. Empty, and free, where the chat is no forum.
#[derive(Debug, Default)]
pub(super) struct Topics {
    topic_of: HashMap<i64, i64>,
}

impl Topics {
    /// The topic this message was said in, as the id of the message it began with. Wants every message of
    /// the chat, in order.
    pub(super) fn of(&mut self, message: &Value) -> Option<String> {
        let id = message["id"].as_i64()?;
        if message["type"] == "service" && message["action"] == "topic_created" {
            self.topic_of.insert(id, id);
            return None;
        }
        if self.topic_of.is_empty() || !message["reply_to_peer_id"].is_null() {
            return None;
        }
        let topic = *self.topic_of.get(&message["reply_to_message_id"].as_i64()?)?;
        if self.topic_of.len() < MOST {
            self.topic_of.insert(id, topic);
        }
        Some(topic.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_in_a_topic() {
        let mut topics = Topics::default();
        for (message, topic) in [
            (json!({"id": 1, "type": "message", "reply_to_message_id": 0}), None),
            (json!({"id": 2, "type": "service", "action": "topic_created", "title": "A"}), None),
            (json!({"id": 3, "type": "message", "reply_to_message_id": 2}), Some("2")),
            (json!({"id": 4, "type": "service", "action": "topic_created", "title": "B"}), None),
            (json!({"id": 5, "type": "message", "reply_to_message_id": 3}), Some("2")),
            (json!({"id": 6, "type": "message", "reply_to_message_id": 5}), Some("2")),
            (json!({"id": 7, "type": "message", "reply_to_message_id": 4}), Some("4")),
            (json!({"id": 8, "type": "message"}), None),
            (json!({"id": 9, "type": "message", "reply_to_message_id": 8}), None),
            (
                json!({"id": 10, "type": "message", "reply_to_message_id": 3, "reply_to_peer_id": "channel1"}),
                None,
            ),
            (json!("no message"), None),
        ] {
            assert_eq!(topics.of(&message).as_deref(), topic, "{message}");
        }
    }
}
