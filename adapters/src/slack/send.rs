//! One message on its way: into a channel, a thread, a direct conversation, or to one reader alone.

use serde_json::{Value, json};

use super::{
    api::{self, Api},
    connection::Slacked,
    render::{chart, payload::Message},
    upload,
    via::Via,
};
use crate::{Address, Chart, Payload, SendError, Sent, http};

/// The type of the metadata by which a message is found again.
pub(super) const EVENT_TYPE: &str = "enishi";
/// As many as Slack shows.
const MOST_PROMPTS: usize = 4;

/// What Slack says of blocks that this workspace does not take.
const BLOCKS_REFUSED: [&str; 3] = ["invalid_blocks", "invalid_blocks_format", "invalid_arguments"];

/// Sends it.
pub(super) async fn send(to: &Slacked, address: &Address, payload: &Payload) -> Result<Sent, SendError> {
    let message = Message::read(&payload.body);
    if let Some(via) = address.via.as_deref().and_then(Via::read) {
        return alone(to, address, &via, message, payload.picture.as_ref()).await;
    }
    let (channel, opened) = place(&to.api, &address.conversation).await?;
    let sent = match &payload.picture {
        Some(picture) => pictured(to, &channel, address, &message, picture).await?,
        None => {
            let blocks = with_suggestions(&to.api, &channel, address.thread.as_deref(), &message).await;
            posted(&to.api, &channel, address, &message.text, blocks).await?
        }
    };
    Ok(Sent { conversation: opened, ..sent })
}

/// The channel, and what the conversation is called from now on if it had to be opened for `@U1`.
pub(super) async fn place(api: &Api, conversation: &str) -> Result<(String, Option<String>), SendError> {
    let Some(user) = conversation.strip_prefix('@') else { return Ok((conversation.to_owned(), None)) };
    // opening twice opens once
    let answer = api.post("conversations.open", &json!({"users": user})).await.map_err(api::repeatable)?;
    let channel = answer["channel"]["id"].as_str();
    let channel = channel.ok_or(SendError::Refused("no direct conversation with them".to_owned()))?;
    Ok((channel.to_owned(), Some(channel.to_owned())))
}

async fn posted(
    api: &Api,
    channel: &str,
    address: &Address,
    text: &str,
    blocks: Vec<Value>,
) -> Result<Sent, SendError> {
    let mut body = json!({
        "channel": channel,
        "text": text,
        "unfurl_links": false,
        "unfurl_media": false,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"nonce": address.nonce}},
    });
    if !blocks.is_empty() {
        body["blocks"] = Value::Array(blocks);
    }
    if let Some(thread) = &address.thread {
        body["thread_ts"] = thread.as_str().into();
    }
    let answer = api.post("chat.postMessage", &body).await?;
    Ok(Sent { message_id: answer["ts"].as_str().map(str::to_owned), conversation: None })
}

/// A chart in Slack's own drawing where the workspace takes it and it fits; else a picture in a message of its own.
async fn pictured(
    to: &Slacked,
    channel: &str,
    address: &Address,
    message: &Message,
    picture: &Chart,
) -> Result<Sent, SendError> {
    if let Some(drawn) = chart::native(picture).filter(|_| to.draws()) {
        let blocks = message.blocks.iter().cloned().chain([drawn]).collect();
        match posted(&to.api, channel, address, &message.text, blocks).await {
            Err(SendError::Refused(code)) if BLOCKS_REFUSED.contains(&code.as_str()) => to.draws_not(),
            answer => return answer,
        }
    }
    upload::picture(&to.api, channel, address, &message.text, picture).await
}

/// Only `via.user` sees it. By the response URL while that takes answers, else by the channel.
async fn alone(
    to: &Slacked,
    address: &Address,
    via: &Via<'_>,
    message: Message,
    picture: Option<&Chart>,
) -> Result<Sent, SendError> {
    let mut blocks = message.blocks.clone();
    // no file can be shown to one reader alone
    let drawn = picture.map(|picture| match chart::native(picture).filter(|_| to.draws()) {
        Some(native) => native,
        None => chart::letters(picture),
    });
    blocks.extend(drawn);
    blocks.extend(message.suggestion_block());
    match told(to, address, via, &message.text, &blocks).await {
        Err(SendError::Refused(code)) if picture.is_some() && BLOCKS_REFUSED.contains(&code.as_str()) => {
            to.draws_not();
            let letters = picture.map(chart::letters);
            let blocks: Vec<Value> = message.blocks.iter().cloned().chain(letters).collect();
            told(to, address, via, &message.text, &blocks).await
        }
        answer => answer,
    }
}

async fn told(
    to: &Slacked,
    address: &Address,
    via: &Via<'_>,
    text: &str,
    blocks: &[Value],
) -> Result<Sent, SendError> {
    let mut body = json!({"text": text, "unfurl_links": false, "unfurl_media": false});
    if !blocks.is_empty() {
        body["blocks"] = Value::Array(blocks.to_vec());
    }
    if let Some(url) = via.safe_url(&to.api.url) {
        let mut body = body.clone();
        body["response_type"] = "ephemeral".into();
        body["replace_original"] = false.into();
        if let Some(thread) = &address.thread {
            body["thread_ts"] = thread.as_str().into();
        }
        match responded(url, &body).await {
            // used up, or too old
            Err(SendError::Refused(code)) if !BLOCKS_REFUSED.contains(&code.as_str()) => {}
            answer => return answer.map(|()| Sent::default()),
        }
    }
    body["channel"] = address.conversation.as_str().into();
    body["user"] = via.user.into();
    if let Some(thread) = &address.thread {
        body["thread_ts"] = thread.as_str().into();
    }
    to.api.post("chat.postEphemeral", &body).await.map(|_| Sent::default())
}

/// Slack answers `ok` in plain text, or says as JSON what it did not like.
async fn responded(url: &str, body: &Value) -> Result<(), SendError> {
    let answer = http::http().post(url).json(body).send().await.map_err(http::unanswered)?;
    let status = answer.status();
    let text = answer.text().await.map_err(http::unanswered)?;
    let said: Value = serde_json::from_str(&text).unwrap_or_default();
    let code = said["error"].as_str();
    match (status.as_u16(), code) {
        (200, None) => Ok(()),
        (200..=299 | 400..=499, Some(code)) => Err(api::refused(code, &said)),
        (404 | 410, None) => Err(SendError::Refused(text.chars().take(60).collect())),
        (code, _) => Err(api::status(code)),
    }
}

/// Beside an assistant's thread Slack shows what may be said next; everywhere else it stands below the message.
async fn with_suggestions(api: &Api, channel: &str, thread: Option<&str>, message: &Message) -> Vec<Value> {
    let mut blocks = message.blocks.clone();
    if message.suggestions.is_empty() {
        return blocks;
    }
    let prompts: Vec<Value> = message
        .suggestions
        .iter()
        .take(MOST_PROMPTS)
        .map(|sentence| json!({"title": sentence, "message": sentence}))
        .collect();
    let shown = match thread.filter(|_| channel.starts_with('D')) {
        Some(thread) => {
            let body = json!({"channel_id": channel, "thread_ts": thread, "prompts": prompts});
            api.post("assistant.threads.setSuggestedPrompts", &body).await.is_ok()
        }
        None => false,
    };
    if !shown || message.blocks.is_empty() {
        blocks.extend(message.suggestion_block());
    }
    blocks
}
