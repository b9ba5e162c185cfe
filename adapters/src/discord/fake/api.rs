//! What is asked, and what is answered: the part of Discord's API that a bot like ours uses.

use serde_json::{Value, json};

use super::limits::{self, Wrong};
use super::state::State;
use super::{BOT, GUILD};

/// An answer is being waited for.
const LOADING: u64 = 1 << 7;
/// Only the asker sees it.
const EPHEMERAL: u64 = 1 << 6;

/// Does what is asked for; `null` is an empty answer.
pub(super) fn route(
    state: &mut State,
    method: &str,
    parts: &[&str],
    query: &str,
    body: Value,
    files: &[String],
) -> Result<Value, Wrong> {
    match (method, parts) {
        ("GET", ["gateway"]) => Ok(json!({"url": state.gateway_url()})),
        ("GET", ["gateway", "bot"]) => {
            Ok(json!({"url": state.gateway_url(), "shards": 1, "session_start_limit":
            {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}}))
        }
        ("GET", ["users", "@me"]) => state.user(BOT).ok_or_else(|| unknown("User")),
        ("GET", ["users", "@me", "guilds"]) => {
            Ok(json!([{"id": GUILD, "name": "Acme 開発者", "owner": false, "permissions": "274878024704"}]))
        }
        ("POST", ["users", "@me", "channels"]) => direct(state, &body),
        ("GET", ["users", id]) => state.user(id).ok_or_else(|| unknown("User")),
        ("GET", ["applications" | "oauth2", "@me"] | ["oauth2", "applications", "@me"]) => {
            Ok(state.application())
        }
        ("GET", ["applications", BOT, "commands"]) => Ok(state.commands.clone()),
        ("PUT", ["applications", BOT, "commands"]) => {
            limits::commands(&body)?;
            state.commands = registered(body);
            Ok(state.commands.clone())
        }
        ("GET", ["guilds", GUILD]) => Ok(json!({"id": GUILD, "name": "Acme 開発者"})),
        ("GET", ["channels", id]) => state.channel(id).cloned().ok_or_else(|| unknown("Channel")),
        ("POST", ["channels", id, "typing"]) => {
            state.channel(id).map(|_| Value::Null).ok_or_else(|| unknown("Channel"))
        }
        ("GET", ["channels", id, "messages"]) => history(state, id, query),
        ("POST", ["channels", id, "messages"]) => post(state, id, body, files),
        ("GET", ["channels", id, "messages", message]) => state
            .messages
            .iter()
            .find(|one| one["channel_id"] == *id && one["id"] == *message)
            .cloned()
            .ok_or_else(|| unknown("Message")),
        ("POST", ["interactions", id, token, "callback"]) => {
            callback(state, token, &body)?;
            let told = query.split('&').any(|pair| pair == "with_response=1" || pair == "with_response=true");
            Ok(if told { json!({"interaction": {"id": id, "type": 2}}) } else { Value::Null })
        }
        ("GET", ["webhooks", BOT, token, "messages", "@original"]) => {
            let original = state.interactions.get(*token).ok_or_else(|| unknown("Webhook"))?.answers.first();
            original.cloned().ok_or_else(|| unknown("Message"))
        }
        ("PATCH", ["webhooks", BOT, token, "messages", "@original"]) => {
            limits::message(&body, files)?;
            let one = state.interactions.get_mut(*token).ok_or_else(|| unknown("Webhook"))?;
            let original = one.answers.first_mut().ok_or_else(|| unknown("Message"))?;
            let flags = original["flags"].as_u64().unwrap_or_default() & !LOADING;
            fill(original, &body, flags);
            Ok(original.clone())
        }
        ("POST", ["webhooks", BOT, token]) => {
            limits::message(&body, files)?;
            follow(state, token, &body)
        }
        _ => Err((404, json!({"code": 0, "message": "404: Not Found"}))),
    }
}

/// A message after the first answer. While that one is still "thinking", it takes its place, as it used to be.
fn follow(state: &mut State, token: &str, body: &Value) -> Result<Value, Wrong> {
    let one = state.interactions.get(token).filter(|one| one.first.is_some());
    let channel = one.ok_or_else(|| unknown("Webhook"))?.channel.clone();
    let message = state.shaped(&channel, BOT, body);
    let one = state.interactions.get_mut(token).ok_or_else(|| unknown("Webhook"))?;
    match one.answers.first_mut() {
        Some(first) if first["flags"].as_u64().unwrap_or_default() & LOADING > 0 => {
            fill(first, body, first["flags"].as_u64().unwrap_or_default() & !LOADING);
            Ok(first.clone())
        }
        _ => {
            one.answers.push(message.clone());
            Ok(message)
        }
    }
}

fn fill(message: &mut Value, body: &Value, flags: u64) {
    // What is not named stays.
    for name in ["content", "embeds", "components"].into_iter().filter(|name| !body[*name].is_null()) {
        message[name] = body[name].clone();
    }
    message["flags"] = flags.into();
}

fn direct(state: &mut State, body: &Value) -> Result<Value, Wrong> {
    let user = body["recipient_id"].as_str().and_then(|id| state.user(id)).ok_or_else(|| unknown("User"))?;
    if user["bot"] == true {
        return Err((403, json!({"code": 50_007, "message": "Cannot send messages to this user"})));
    }
    let there =
        state.channels.iter().find(|one| one["type"] == 1 && one["recipients"][0]["id"] == user["id"]);
    if let Some(channel) = there {
        return Ok(channel.clone());
    }
    let (id, _) = state.id();
    let channel = json!({"id": id, "type": 1, "last_message_id": null, "recipients": [user]});
    state.channels.push(channel.clone());
    Ok(channel)
}

/// At most a hundred, the newest first.
fn history(state: &State, channel: &str, query: &str) -> Result<Value, Wrong> {
    state.channel(channel).ok_or_else(|| unknown("Channel"))?;
    let asked = |name: &str| {
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<u64>().ok())
    };
    let limit = asked("limit").unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err((400, json!({"code": 50_035, "message": "Invalid Form Body"})));
    }
    let limit = usize::try_from(limit).unwrap_or(100);
    let id = |one: &Value| one["id"].as_str().and_then(|id| id.parse::<u64>().ok()).unwrap_or_default();
    let mut all: Vec<_> = state.messages.iter().filter(|one| one["channel_id"] == channel).cloned().collect();
    if let Some(after) = asked("after") {
        all.retain(|one| id(one) > after);
        all.truncate(limit);
    }
    if let Some(before) = asked("before") {
        all.retain(|one| id(one) < before);
    }
    all.reverse();
    all.truncate(limit);
    Ok(all.into())
}

fn post(state: &mut State, channel: &str, body: Value, files: &[String]) -> Result<Value, Wrong> {
    state.channel(channel).ok_or_else(|| unknown("Channel"))?;
    limits::message(&body, files)?;
    let nonce = body["nonce"].as_str().unwrap_or_default().to_owned();
    if body["enforce_nonce"] == true
        && let Some(there) = state.nonces.get(&nonce)
    {
        let there = state.messages.iter().find(|one| one["id"] == there.as_str());
        return there.cloned().ok_or_else(|| unknown("Message"));
    }
    let mut shown = body.clone();
    shown["attachments"] = files
        .iter()
        .enumerate()
        .map(|(i, name)| {
            json!({"id": i.to_string(), "filename": name, "size": 1, "url": "https://cdn.discordapp.com/x",
            "proxy_url": "https://media.discordapp.net/x"})
        })
        .collect();
    let mut message = state.message(channel, BOT, &shown);
    if !nonce.is_empty() {
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        state.nonces.insert(nonce.clone(), id);
    }
    let told = state.told(&message);
    state.dispatch("MESSAGE_CREATE", &told);
    message["nonce"] = nonce.into();
    Ok(message)
}

/// The first answer to an interaction. There is only one.
fn callback(state: &mut State, token: &str, body: &Value) -> Result<(), Wrong> {
    let channel = state.interactions.get(token).map(|one| one.channel.clone()).unwrap_or_default();
    let original = state.shaped(&channel, BOT, &json!({}));
    let one = state.interactions.get_mut(token).ok_or_else(|| unknown("Interaction"))?;
    if one.first.is_some() {
        return Err((400, json!({"code": 40_060, "message": "Interaction has already been acknowledged."})));
    }
    let kind = body["type"].as_u64().unwrap_or_default();
    let fits = match one.kind {
        2 => matches!(kind, 4 | 5 | 9),
        3 => matches!(kind, 4..=7 | 9),
        4 => kind == 8,
        _ => false,
    };
    if !fits {
        return Err((400, json!({"code": 50_035, "message": "Invalid Form Body"})));
    }
    one.first = Some(kind);
    match kind {
        5 => {
            let flags = body["data"]["flags"].as_u64().unwrap_or_default() & EPHEMERAL | LOADING;
            one.answers.push(original);
            if let Some(first) = one.answers.first_mut() {
                first["flags"] = flags.into();
            }
        }
        8 => {
            let choices = body["data"]["choices"].as_array().map_or(0, Vec::len);
            if choices > 25 {
                return Err((400, json!({"code": 50_035, "message": "Invalid Form Body"})));
            }
            one.offered = Some(body["data"]["choices"].clone());
        }
        _ => {}
    }
    Ok(())
}

/// Commands as they are listed: with ids, and with defaults left out.
fn registered(body: Value) -> Value {
    let mut all = body;
    for (i, command) in all.as_array_mut().into_iter().flatten().enumerate() {
        command["id"] = (2_000 + i).to_string().into();
        command["application_id"] = BOT.into();
        command["version"] = "1".into();
        command["type"] = command["type"].as_u64().unwrap_or(1).into();
        command["default_member_permissions"] = Value::Null;
        tidy(&mut command["options"]);
    }
    all
}

fn tidy(options: &mut Value) {
    for option in options.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        option.retain(|_, value| *value != false && *value != json!([]));
        if let Some(below) = option.get_mut("options") {
            tidy(below);
        }
    }
}

fn unknown(what: &str) -> Wrong {
    let code = match what {
        "Channel" => 10_003,
        "Message" => 10_008,
        "User" => 10_013,
        "Webhook" => 10_015,
        _ => 10_062,
    };
    (404, json!({"code": code, "message": format!("Unknown {what}")}))
}
