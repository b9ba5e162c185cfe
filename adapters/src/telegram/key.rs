//! What makes an update itself.
//!
//! Telegram numbers updates, and a repeated one keeps its number, by the webhook as by polling. But after a quiet
//! week the numbers begin anew at random, so that an old number may come again with another message. What has an id
//! of its own is therefore known by that; the rest by its number and what else it says about its time.

use serde_json::Value;

use crate::{Verified, export::field};

/// Length-prefixed parts, so that no two lists of parts run into the same bytes. A body that cannot be read is known
/// by its bytes.
pub(super) fn key(verified: &Verified) -> Vec<u8> {
    let update = serde_json::from_slice::<Value>(verified.body()).unwrap_or_default();
    match parts(&update) {
        Some(parts) => parts.iter().flat_map(|part| format!("{}:{part}", part.len()).into_bytes()).collect(),
        None => verified.body().to_vec(),
    }
}

fn parts(update: &Value) -> Option<Vec<String>> {
    for kind in ["message", "channel_post"] {
        let message = &update[kind];
        if let (Some(chat), Some(id)) = (field::id(&message["chat"]["id"]), message["message_id"].as_u64())
            && id > 0
        {
            return Some(vec!["message".to_owned(), chat, id.to_string()]);
        }
    }
    if let Some(id) = field::id(&update["callback_query"]["id"]) {
        return Some(vec!["callback_query".to_owned(), id]);
    }
    let number = field::id(&update["update_id"])?;
    let (kind, what) = update.as_object()?.iter().find(|(kind, _)| *kind != "update_id")?;
    let at = ["edit_date", "date"].into_iter().find_map(|key| field::id(&what[key])).unwrap_or_default();
    Some(vec!["update".to_owned(), number, kind.clone(), at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(update: Value) -> String {
        String::from_utf8(key(&Verified::from_inbox(update.to_string().into_bytes()))).unwrap()
    }

    #[test]
    fn by_what_an_update_is_known() {
        let said = |number: u64, chat: i64, id: u64| {
            of(json!({"update_id": number, "message": {"message_id": id, "date": 5, "chat": {"id": chat}}}))
        };
        assert_eq!(said(1, -100, 7), "7:message4:-1001:7");
        assert_eq!(said(1, -100, 7), said(2, -100, 7), "the same message under another number");
        assert_ne!(said(1, -100, 7), said(1, -1007, 7));
        assert_ne!(said(1, -100, 7), said(1, -100, 77));
        assert_ne!(said(1, -100, 0), said(2, -100, 0), "0 is no id");
        assert_eq!(of(json!({"update_id": 1, "callback_query": {"id": "99"}})), "14:callback_query2:99");
        let edited = |number: u64, at: u64| {
            of(json!({"update_id": number,
                "edited_message": {"message_id": 7, "date": 5, "edit_date": at, "chat": {"id": 1}}}))
        };
        assert_eq!(edited(3, 9), "6:update1:314:edited_message1:9");
        assert_ne!(edited(3, 9), edited(3, 10));
        assert_ne!(edited(3, 9), edited(4, 9));
        assert_eq!(of(json!(["?"])), r#"["?"]"#);
        assert_eq!(of(json!({"update_id": 1})), r#"{"update_id":1}"#);
    }
}
