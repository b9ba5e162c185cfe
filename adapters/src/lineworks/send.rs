//! Sends a message: to a room, or to a person by their own id.

use reqwest::Method;
use serde_json::json;

use super::connection::Bot;
use super::upload;
use crate::{Address, Payload, SendError, Sent};

/// Sends it once. LINE WORKS answers `201` with nothing in it: what was sent has no id.
pub(super) async fn send(bot: &Bot, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
    let mut content = payload.body.clone();
    if let Some(chart) = &payload.picture {
        content["fileId"] = upload::picture(bot, chart).await?.into();
    }
    let (kind, id) = match to.conversation.strip_prefix('@') {
        Some(user) => ("users", user),
        None => ("channels", to.conversation.as_str()),
    };
    if id.is_empty() {
        return Err(SendError::Refused("a message to nobody".into()));
    }
    let body = json!({ "content": content });
    bot.api.call(Method::POST, &["bots", &bot.id, kind, id, "messages"], Some(&body)).await?;
    Ok(Sent::default())
}
