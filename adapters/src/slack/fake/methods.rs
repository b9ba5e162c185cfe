//! The methods of the Web API, as far as we call them.

use serde_json::{Map, Value, json};

use super::arguments::{number, word, yes};
use super::{APP, APP_TOKEN, BOT, BOT_TOKEN, BOT_USER, TEAM, blocks, files, state::State};

/// An answer, or the code of a refusal.
pub(super) type Answer = Result<Value, String>;

/// Answers a call.
pub(super) fn answer(state: &mut State, method: &str, token: &str, arguments: &Map<String, Value>) -> Answer {
    let wanted = if method == "apps.connections.open" { APP_TOKEN } else { BOT_TOKEN };
    if token.is_empty() {
        return Err("not_authed".into());
    }
    if token != wanted || !state.valid {
        return Err(if [APP_TOKEN, BOT_TOKEN].contains(&token) && state.valid {
            "not_allowed_token_type"
        } else {
            "invalid_auth"
        }
        .into());
    }
    let needed = match method {
        "chat.postMessage" | "chat.postEphemeral" => "chat:write",
        "files.getUploadURLExternal" | "files.completeUploadExternal" => "files:write",
        "users.info" | "bots.info" => "users:read",
        "conversations.open" => "im:write",
        _ => "",
    };
    if !needed.is_empty() && !state.scopes.contains(needed) {
        return Err(format!("missing_scope {needed}"));
    }
    match method {
        "auth.test" => {
            Ok(json!({"url": "https://fake.slack.com/", "team": "Fake", "user": "enishi", "team_id": TEAM,
            "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": false}))
        }
        "apps.connections.open" => {
            let ticket = state.count().to_string();
            state.tickets.insert(ticket.clone());
            Ok(json!({"url": format!("{}/link/?ticket={ticket}&app_id={APP}", state.socket)}))
        }
        "chat.postMessage" => post(state, arguments),
        "chat.postEphemeral" => whisper(state, arguments),
        "conversations.history" => history(state, arguments, None),
        "conversations.replies" => history(state, arguments, Some(word(arguments, "ts"))),
        "conversations.open" => {
            let user = word(arguments, "users").to_owned();
            let known = state.members.contains_key(&user);
            if known {
                Ok(json!({"channel": {"id": state.direct(&user)}}))
            } else {
                Err("user_not_found".into())
            }
        }
        "conversations.info" => {
            let id = word(arguments, "channel");
            let channel = state.channels.get(id).ok_or("channel_not_found")?;
            let mut info = json!({"id": id, "is_im": channel.kind == "im", "created": 1});
            if channel.kind != "im" {
                info["name"] = channel.name.as_str().into();
            }
            Ok(json!({"channel": info}))
        }
        "users.conversations" => {
            let inside = state
                .channels
                .iter()
                .filter(|(_, channel)| {
                    channel.kind != "im" || word(arguments, "types").split(',').any(|kind| kind == "im")
                })
                .filter(|(_, channel)| channel.members.contains(BOT_USER));
            let channels: Vec<Value> =
                inside.map(|(id, channel)| json!({"id": id, "name": channel.name})).collect();
            Ok(json!({"channels": channels, "response_metadata": {"next_cursor": ""}}))
        }
        "users.info" => {
            let id = word(arguments, "user");
            let member = state.members.get(id).ok_or("user_not_found")?;
            let profile =
                json!({"display_name": member.name, "real_name": member.name, "email": member.email});
            Ok(
                json!({"user": {"id": id, "team_id": TEAM, "name": member.handle, "is_bot": member.is_bot, "profile": profile}}),
            )
        }
        "bots.info" if word(arguments, "bot") == BOT => {
            Ok(json!({"bot": {"id": BOT, "name": "Enishi", "app_id": APP}}))
        }
        "bots.info" => Err("bot_not_found".into()),
        "files.getUploadURLExternal" => files::announce(state, arguments),
        "files.completeUploadExternal" => files::complete(state, arguments),
        "assistant.threads.setStatus" | "assistant.threads.setSuggestedPrompts" => {
            assistant(state, method, arguments)
        }
        _ => Err("unknown_method".into()),
    }
}

/// A conversation that the bot can write in.
pub(super) fn open<'a>(
    state: &State,
    arguments: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a str, String> {
    let id = word(arguments, name);
    let channel = state.channels.get(id).ok_or("channel_not_found")?;
    if channel.members.contains(BOT_USER) { Ok(id) } else { Err("not_in_channel".into()) }
}

fn content(state: &State, arguments: &Map<String, Value>) -> Result<Value, String> {
    let (text, blocks) = (word(arguments, "text"), arguments.get("blocks").unwrap_or(&Value::Null));
    if text.is_empty() && blocks.as_array().is_none_or(Vec::is_empty) {
        return Err("no_text".into());
    }
    let charts = blocks.as_array().into_iter().flatten().any(|block| block["type"] == "data_visualization");
    match blocks::problem(blocks) {
        Some(problem) if problem == "msg_blocks_too_long" => return Err(problem),
        Some(_) => return Err("invalid_blocks".into()),
        None if charts && !state.draws => return Err("invalid_blocks".into()),
        None => {}
    }
    let text: String = text.chars().take(40_000).collect();
    let mut message = json!({"type": "message", "user": BOT_USER, "bot_id": BOT, "app_id": APP, "team": TEAM, "text": text});
    for field in ["blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media"] {
        if let Some(value) = arguments.get(field) {
            message[field] = value.clone();
        }
    }
    Ok(message)
}

fn post(state: &mut State, arguments: &Map<String, Value>) -> Answer {
    let channel = open(state, arguments, "channel")?;
    let message = content(state, arguments)?;
    let stored = state.store(channel, message);
    Ok(json!({"channel": channel, "ts": stored["ts"], "message": stored}))
}

fn whisper(state: &mut State, arguments: &Map<String, Value>) -> Answer {
    let channel = open(state, arguments, "channel")?;
    let user = word(arguments, "user");
    let inside = state.channels.get(channel).is_some_and(|channel| channel.members.contains(user));
    if !inside {
        return Err("user_not_in_channel".into());
    }
    let message = content(state, arguments)?;
    state.ephemeral.push((channel.to_owned(), user.to_owned(), message));
    Ok(json!({"message_ts": "1795999999.000001"}))
}

/// Newest first in a channel, without what was said in threads; oldest first in a thread.
fn history(state: &State, arguments: &Map<String, Value>, thread: Option<&str>) -> Answer {
    let channel = &state.channels[open(state, arguments, "channel")?];
    let (oldest, latest) = (word(arguments, "oldest"), word(arguments, "latest"));
    let (inclusive, metadata) = (yes(arguments, "inclusive"), yes(arguments, "include_all_metadata"));
    let limit = number(arguments, "limit").unwrap_or(100).clamp(1, 999);
    let skip = number(arguments, "cursor").unwrap_or(0);
    let mut messages: Vec<Value> = channel
        .messages
        .iter()
        .filter(|message| match thread {
            Some(thread) => message["ts"] == thread || message["thread_ts"] == thread,
            None => message["thread_ts"].is_null() || message["thread_ts"] == message["ts"],
        })
        .filter(|message| {
            let ts = message["ts"].as_str().unwrap_or_default();
            let root = thread == Some(ts);
            let at_edge = inclusive && (ts == oldest || ts == latest);
            root || at_edge || (ts > oldest && (latest.is_empty() || ts < latest))
        })
        .cloned()
        .collect();
    if thread.is_none() {
        messages.reverse();
    } else if messages.is_empty() {
        return Err("thread_not_found".into());
    }
    let more = messages.len() > skip + limit;
    let mut page: Vec<Value> = messages.into_iter().skip(skip).take(limit).collect();
    if !metadata {
        page.iter_mut().filter_map(Value::as_object_mut).for_each(|message| drop(message.remove("metadata")));
    }
    let cursor = if more { (skip + limit).to_string() } else { String::new() };
    Ok(json!({"messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}))
}

fn assistant(state: &mut State, method: &str, arguments: &Map<String, Value>) -> Answer {
    let (channel, thread) = (word(arguments, "channel_id"), word(arguments, "thread_ts"));
    if !state.assistant || !channel.starts_with('D') || thread.is_empty() {
        return Err("channel_type_not_supported".into());
    }
    if method == "assistant.threads.setStatus" {
        state.statuses.push(Value::Object(arguments.clone()));
        return Ok(json!({}));
    }
    let prompts = arguments.get("prompts").and_then(Value::as_array).ok_or("invalid_arguments")?;
    let whole = |prompt: &Value| prompt["title"].is_string() && prompt["message"].is_string();
    if !(1..=4).contains(&prompts.len()) || !prompts.iter().all(whole) {
        return Err("invalid_arguments".into());
    }
    let prompts = Value::Array(prompts.clone());
    state.prompts.insert(thread.to_owned(), prompts);
    Ok(json!({}))
}
