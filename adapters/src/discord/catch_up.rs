//! What was said while nobody listened, out of a channel's history, as if it came just now.
//!
//! Edits, removals and reactions of that time are not told again by anybody.

use serde_json::{Value, json};

use super::connection::Discourse;
use super::frame::Frame;
use super::{places, send};
use crate::export::field;
use crate::{Intake, SendError};

/// The most that one request gives.
const PAGE: usize = 100;

/// Reads every message after `last`, oldest first. A channel that is gone or closed to us has none.
pub(super) async fn read(
    discord: &Discourse,
    channel: &str,
    last: &str,
    me: Option<&str>,
    intake: &dyn Intake,
) -> Result<(), String> {
    // A reaction is known by the message, the sign and who gave it.
    let last = last.split(' ').next().unwrap_or_default();
    // Names of ours have no history.
    if send::id(channel).is_err() || send::id(last).is_err() {
        return Ok(());
    }
    let place = match discord.api.read("GET /channels", channel, &format!("/channels/{channel}")).await {
        Ok(place) => place,
        Err(trouble) if matches!(trouble.status, 403 | 404) => {
            tracing::info!(channel, "no history: {}", trouble.error);
            return Ok(());
        }
        Err(trouble) => return Err(why(&trouble.error)),
    };
    if let Ok(mut places) = discord.places.lock() {
        places.seen(&place);
    }
    let mut after = last.to_owned();
    loop {
        let path = format!("/channels/{channel}/messages?limit={PAGE}&after={after}");
        let page = match discord.api.read("GET /channels/messages", channel, &path).await {
            Ok(Value::Array(page)) => page,
            Ok(_) => return Err("the history cannot be read".to_owned()),
            Err(trouble) if matches!(trouble.status, 403 | 404) => return Ok(()),
            Err(trouble) => return Err(why(&trouble.error)),
        };
        let full = page.len() >= PAGE;
        // Newest first, as Discord gives them.
        let mut page: Vec<_> = page
            .into_iter()
            .filter_map(|message| Some((field::id(&message["id"])?.parse::<u64>().ok()?, message)))
            .collect();
        page.sort_by_key(|(id, _)| *id);
        let Some((newest, _)) = page.last() else { return Ok(()) };
        let newest = newest.to_string();
        for (_, message) in page {
            if me.is_some_and(|me| message["author"]["id"] == me) {
                continue;
            }
            intake.alive();
            intake
                .take(as_told(discord, &place, message).await, None)
                .await
                .map_err(|error| error.to_string())?;
        }
        if !full || newest == after {
            return Ok(());
        }
        after = newest;
    }
}

/// The gateway names the server, the history does not.
async fn as_told(discord: &Discourse, place: &Value, mut message: Value) -> crate::Verified {
    if place["guild_id"].is_string() {
        message["guild_id"] = place["guild_id"].clone();
    }
    if message["channel_id"].is_null() {
        message["channel_id"] = json!(place["id"]);
    }
    let t = "MESSAGE_CREATE";
    let channel = places::about(discord, t, &message).await;
    Frame { t: t.to_owned(), d: message, at: None, of: String::new(), channel }.verified()
}

fn why(error: &SendError) -> String {
    format!("the history cannot be read: {error}")
}
