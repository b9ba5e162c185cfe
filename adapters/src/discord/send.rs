//! A message on its way: into a channel, to a person, or as the answer to an interaction.

use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Body, Call, Trouble};
use super::called::EPHEMERAL;
use super::connection::Discourse;
use super::nonce;
use crate::{Address, Payload, SendError, Sent, chart};

/// Only an answer that is being waited for has it.
const LOADING: u64 = 1 << 7;

/// Sends one message.
pub(super) async fn send(discord: &Discourse, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
    let (mut body, picture) = drawn(payload).await;
    // Whatever the text says: nobody is called by it.
    body["allowed_mentions"] = json!({"parse": []});
    if let Some(via) = &to.via {
        return answer(discord, via, body, picture).await;
    }
    let (channel, opened) = match to.conversation.strip_prefix('@') {
        Some(user) => {
            let channel = open(discord, user).await?;
            (channel.clone(), Some(channel))
        }
        None => (to.thread.as_ref().unwrap_or(&to.conversation).clone(), None),
    };
    body["nonce"] = nonce::of(&to.nonce).into();
    body["enforce_nonce"] = true.into();
    let call = Call {
        method: Method::POST,
        path: format!("/channels/{}/messages", id(&channel)?),
        lane: ("POST /channels/messages", &channel),
        body: with(body, picture),
        bare: false,
        // The nonce makes it so.
        again: true,
    };
    let message = discord.api.call(call).await.map_err(|trouble| readable(trouble, &channel))?;
    Ok(Sent { message_id: message["id"].as_str().map(str::to_owned), conversation: opened })
}

/// The direct conversation with somebody; Discord gives the one that is there, or makes it.
async fn open(discord: &Discourse, user: &str) -> Result<String, SendError> {
    let call = Call {
        method: Method::POST,
        path: "/users/@me/channels".to_owned(),
        lane: ("POST /users/@me/channels", ""),
        body: Body::Json(json!({"recipient_id": id(user)?})),
        bare: false,
        again: true,
    };
    let channel = discord.api.call(call).await?;
    let channel = channel["id"].as_str().filter(|channel| id(channel).is_ok());
    channel
        .map(str::to_owned)
        .ok_or_else(|| SendError::Refused("Discord named no channel to write to".into()))
}

/// The answer to a command takes the place of "thinking…"; what comes after it, and the answer to a pressed
/// button, follows as a message, seen by as many as the first.
async fn answer(
    discord: &Discourse,
    via: &str,
    mut body: Value,
    picture: Option<Vec<u8>>,
) -> Result<Sent, SendError> {
    let secret = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let (application, token) = via
        .strip_prefix("interaction:")
        .and_then(|rest| rest.split_once(':'))
        .filter(|(application, token)| {
            id(application).is_ok() && !token.is_empty() && token.chars().all(secret)
        })
        .ok_or_else(|| SendError::Refused("not the address of an interaction".into()))?;
    let webhook = format!("/webhooks/{application}/{token}");
    let first = format!("{webhook}/messages/@original");
    let call = |method: Method, path: &str, kind, body, again| Call {
        method,
        path: path.to_owned(),
        lane: (kind, token),
        body,
        bare: true,
        again,
    };
    let look = call(Method::GET, &first, "GET /webhooks/@original", Body::Nothing, true);
    let flags = discord.api.call(look).await.map_err(expired)?["flags"].as_u64().unwrap_or_default();
    let call = if flags & LOADING > 0 {
        // Who sees it was decided by the first answer.
        call(Method::PATCH, &first, "PATCH /webhooks/@original", with(body, picture), true)
    } else {
        let own = body["flags"].as_u64().unwrap_or_default();
        body["flags"] = (own | flags & EPHEMERAL).into();
        call(Method::POST, &webhook, "POST /webhooks", with(body, picture), false)
    };
    let message = discord.api.call(call).await.map_err(expired)?;
    Ok(Sent { message_id: message["id"].as_str().map(str::to_owned), conversation: None })
}

/// Never said elsewhere instead: the answer was meant for one reader.
fn expired(trouble: Trouble) -> SendError {
    match trouble.status {
        401 | 404 => SendError::Refused(
            "the private way to whoever asked is closed: Discord keeps it open for 15 minutes".into(),
        ),
        _ => trouble.error,
    }
}

/// The body and the picture that belongs to it. A chart that cannot be drawn is left out; its title stays.
async fn drawn(payload: &Payload) -> (Value, Option<Vec<u8>>) {
    let mut body = if payload.body.is_object() { payload.body.clone() } else { json!({}) };
    let Some(chart) = payload.picture.clone() else { return (body, None) };
    let png = tokio::task::spawn_blocking(move || chart::png(&chart)).await.ok().flatten();
    if png.is_none() {
        body["attachments"] = json!([]);
        let embeds = body["embeds"].as_array_mut().into_iter().flatten();
        embeds.filter_map(Value::as_object_mut).for_each(|embed| drop(embed.remove("image")));
    }
    (body, png)
}

fn with(body: Value, picture: Option<Vec<u8>>) -> Body {
    match picture {
        Some(png) => Body::Picture(body, png),
        None => Body::Json(body),
    }
}

/// Ids stand in paths: digits, or nothing is sent.
pub(super) fn id(text: &str) -> Result<&str, SendError> {
    let fits = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(text) } else { Err(SendError::Refused(format!("{text:?} is no id of Discord's"))) }
}

/// What a person can do about it.
fn readable(trouble: Trouble, channel: &str) -> SendError {
    match (trouble.status, trouble.error) {
        // Missing access, missing permissions.
        (403, SendError::Refused(why)) if why.starts_with("50001") || why.starts_with("50013") => {
            SendError::Refused(format!(
                "{why} (channel {channel}: the bot needs View Channel, Send Messages, Embed Links and Attach Files there)"
            ))
        }
        (_, error) => error,
    }
}
