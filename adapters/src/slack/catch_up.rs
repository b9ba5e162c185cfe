//! What was said while nobody listened: Slack does not send it again, its history has it.
//!
//! Messages only. Reactions, edits and removals of that time are not in the history.

use std::time::Duration;

use serde_json::{Value, json};

use super::{connection::Slacked, listen::ended, message::when, settings::TEAM};
use crate::export::field::word;
use crate::{Ended, Intake, SendError, Since, Verified};

/// Messages a page, and pages of one conversation at most.
const PAGE: &str = "200";
const PAGES: usize = 50;
/// Messages before the gap that are looked at for new answers below them.
const PARENTS: &str = "100";
/// How often Slack may ask to wait, for one page.
const PATIENCE: usize = 5;

/// Hands on, conversation by conversation and in order of time, what is newer than the last message recorded there, or
/// than the time before which everything is stored, if that is earlier: a gap whose reading was cut off lies before
/// messages that came meanwhile. Where nothing is recorded yet, that time alone counts.
pub(super) async fn catch_up(
    connection: &Slacked,
    since: &Since,
    app: Option<&str>,
    intake: &dyn Intake,
) -> Result<(), Ended> {
    let stored = since.position.as_deref().filter(|stored| when(stored).is_some());
    if since.last.is_empty() && stored.is_none() {
        return Ok(());
    }
    let us = match connection.settings.get(TEAM) {
        Some(team) => team.to_owned(),
        None => asked(connection, intake, "auth.test", &[]).await?["team_id"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    };
    // a reaction is known by its message, the emoji and the person
    let lasts =
        since.last.iter().map(|(channel, last)| (channel, last.split(' ').next().unwrap_or_default()));
    let mut from: Vec<(String, &str)> = lasts
        .filter(|(_, last)| when(last).is_some())
        .map(|(channel, last)| (channel.clone(), stored.map_or(last, |stored| stored.min(last))))
        .collect();
    if let Some(stored) = stored {
        let joined = joined(connection, intake).await?;
        let new = joined.into_iter().filter(|one| since.last.iter().all(|(known, _)| known != one));
        from.extend(new.map(|channel| (channel, stored)));
    }
    for (channel, last) in &from {
        for message in missed(connection, intake, channel, last).await? {
            let body = delivery(&us, app, channel, message);
            let verified = Verified::checked(body.to_string().into_bytes());
            intake
                .take(verified, None)
                .await
                .map_err(|_| Ended::Broken("an event could not be stored".to_owned()))?;
        }
    }
    Ok(())
}

/// A message of the history as Slack would have delivered it, but for the event id, which only deliveries have.
fn delivery(team: &str, app: Option<&str>, channel: &str, mut message: Value) -> Value {
    if message.is_object() {
        message["channel"] = channel.into();
        message["type"] = "message".into();
    }
    let mut body = json!({"type": "event_callback", "team_id": team, "event": message});
    if let Some(app) = app {
        body["api_app_id"] = app.into();
    }
    body
}

async fn missed(
    connection: &Slacked,
    intake: &dyn Intake,
    channel: &str,
    last: &str,
) -> Result<Vec<Value>, Ended> {
    let here = [("channel", channel)];
    let mut messages = all(connection, intake, "conversations.history", &here, last).await?;
    // answers to what was said before the gap
    let before = [("channel", channel), ("latest", last), ("inclusive", "true"), ("limit", PARENTS)];
    let before = asked(connection, intake, "conversations.history", &before).await?;
    let parents: Vec<String> = messages
        .iter()
        .chain(before["messages"].as_array().into_iter().flatten())
        .filter(|message| word(&message["latest_reply"]).is_some_and(|reply| reply > last))
        .filter_map(|message| word(&message["ts"]).map(str::to_owned))
        .collect();
    for parent in parents {
        let thread = [("channel", channel), ("ts", parent.as_str())];
        let replies = all(connection, intake, "conversations.replies", &thread, last).await?;
        // an answer that was sent to the channel as well is in both
        for reply in replies.into_iter().filter(|reply| reply["ts"] != parent.as_str()) {
            if messages.iter().all(|known| known["ts"] != reply["ts"]) {
                messages.push(reply);
            }
        }
    }
    messages.retain(|message| word(&message["ts"]).is_some_and(|ts| ts > last));
    messages.sort_by(|a, b| a["ts"].as_str().cmp(&b["ts"].as_str()));
    Ok(messages)
}

/// The conversations that we are in. None, where their kinds may not all be listed.
async fn joined(connection: &Slacked, intake: &dyn Intake) -> Result<Vec<String>, Ended> {
    let kinds = [("types", "public_channel,private_channel,mpim,im")];
    let channels = pages(connection, intake, "users.conversations", &kinds, "channels").await?;
    Ok(channels.iter().filter_map(|channel| word(&channel["id"]).map(str::to_owned)).collect())
}

/// Every page of what is newer than `oldest`.
async fn all(
    connection: &Slacked,
    intake: &dyn Intake,
    method: &str,
    of: &[(&str, &str)],
    oldest: &str,
) -> Result<Vec<Value>, Ended> {
    let of = [of, &[("oldest", oldest)]].concat();
    pages(connection, intake, method, &of, "messages").await
}

/// What stands under `list` on every page of an answer.
async fn pages(
    connection: &Slacked,
    intake: &dyn Intake,
    method: &str,
    of: &[(&str, &str)],
    list: &str,
) -> Result<Vec<Value>, Ended> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    for _ in 0..PAGES {
        let mut arguments = of.to_vec();
        arguments.push(("limit", PAGE));
        arguments.extend((!cursor.is_empty()).then_some(("cursor", cursor.as_str())));
        let mut page = asked(connection, intake, method, &arguments).await?;
        if let Value::Array(some) = page[list].take() {
            found.extend(some);
        }
        match page["response_metadata"]["next_cursor"].as_str() {
            Some(next) if !next.is_empty() => cursor = next.to_owned(),
            _ => break,
        }
    }
    Ok(found)
}

/// One answer, however often Slack asks to wait. A conversation that we were taken out of has nothing to say; one
/// whose history we may not read is passed over.
async fn asked(
    connection: &Slacked,
    intake: &dyn Intake,
    method: &str,
    arguments: &[(&str, &str)],
) -> Result<Value, Ended> {
    for _ in 0..PATIENCE {
        match connection.api.get(method, arguments).await {
            Ok(answer) => {
                intake.alive();
                return Ok(if answer.is_object() { answer } else { json!({}) });
            }
            Err(SendError::Later { after_ms }) => tokio::time::sleep(Duration::from_millis(after_ms)).await,
            Err(SendError::Refused(code)) => {
                tracing::warn!(%code, method, "a conversation whose history cannot be read");
                return Ok(json!({}));
            }
            Err(error) => return Err(ended(error)),
        }
    }
    Err(Ended::Broken("Slack asked to wait too often".to_owned()))
}
