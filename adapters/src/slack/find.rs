//! Did a message arrive whose sending broke off? It carries our nonce: in its metadata, or in the name of its picture.

use serde_json::Value;

use super::{
    api::Api,
    send::{self, EVENT_TYPE},
    upload::file_name,
};
use crate::{Address, SendError, Sent};

/// Messages a page, and pages at most: further back than that nothing was just sent.
const PAGE: &str = "200";
const PAGES: usize = 10;

/// Looks for it. What one reader alone was shown leaves no trace.
pub(super) async fn find(api: &Api, address: &Address) -> Result<Option<Sent>, SendError> {
    if address.via.is_some() {
        return Err(SendError::Unknown("Slack keeps no answers that only one reader sees".to_owned()));
    }
    let (channel, opened) = send::place(api, &address.conversation).await?;
    let method = if address.thread.is_some() { "conversations.replies" } else { "conversations.history" };
    let mut cursor = String::new();
    for _ in 0..PAGES {
        let mut asked =
            vec![("channel", channel.as_str()), ("limit", PAGE), ("include_all_metadata", "true")];
        asked.extend(address.thread.as_deref().map(|thread| ("ts", thread)));
        asked.extend((!cursor.is_empty()).then_some(("cursor", cursor.as_str())));
        let page = api.get(method, &asked).await?;
        let messages = page["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(found) = messages.iter().find(|message| carries(message, &address.nonce)) {
            let message_id = found["ts"].as_str().map(str::to_owned);
            return Ok(Some(Sent { message_id, conversation: opened }));
        }
        match page["response_metadata"]["next_cursor"].as_str() {
            Some(next) if !next.is_empty() => cursor = next.to_owned(),
            _ => return Ok(None),
        }
    }
    // newest first in a channel, oldest first in a thread
    if address.thread.is_none() {
        Ok(None)
    } else {
        Err(SendError::Unknown("a thread too long to look through".to_owned()))
    }
}

fn carries(message: &Value, nonce: &str) -> bool {
    let metadata = &message["metadata"];
    let told = metadata["event_type"] == EVENT_TYPE && metadata["event_payload"]["nonce"] == nonce;
    let name = file_name(nonce);
    told || message["files"].as_array().into_iter().flatten().any(|file| file["name"] == name.as_str())
}
