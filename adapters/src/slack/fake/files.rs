//! Files, in three steps.

use serde_json::{Map, Value, json};

use super::arguments::{number, word};
use super::methods::{Answer, open};
use super::state::{File, State};
use super::{APP, BOT, BOT_USER, TEAM};

/// Asks where to put a file.
pub(super) fn announce(state: &mut State, arguments: &Map<String, Value>) -> Answer {
    let (name, length) = (word(arguments, "filename").to_owned(), number(arguments, "length").unwrap_or(0));
    if name.is_empty() || length == 0 {
        return Err("invalid_arguments".into());
    }
    let id = format!("F{}", state.count());
    let alt = word(arguments, "alt_txt").to_owned();
    state.files.insert(id.clone(), File { name, length, bytes: None, alt });
    Ok(json!({"upload_url": format!("{}/upload/{id}", state.root), "file_id": id}))
}

/// Takes the bytes; false where nobody has announced them, or announced others.
pub(super) fn take(state: &mut State, id: &str, bytes: &[u8]) -> bool {
    let file = state.files.get_mut(id).filter(|file| file.length == bytes.len());
    file.map(|file| file.bytes = Some(bytes.to_vec())).is_some()
}

/// Shows it.
pub(super) fn complete(state: &mut State, arguments: &Map<String, Value>) -> Answer {
    let channel = open(state, arguments, "channel_id")?;
    let asked = arguments.get("files").and_then(Value::as_array).ok_or("invalid_arguments")?;
    let mut files = Vec::new();
    for one in asked {
        let id = one["id"].as_str().unwrap_or_default();
        let file = state.files.get(id).filter(|file| file.bytes.is_some()).ok_or("file_not_found")?;
        files.push(json!({"id": id, "name": file.name, "title": one["title"], "mimetype": "image/png"}));
    }
    let text = word(arguments, "initial_comment");
    let mut message = json!({"type": "message", "subtype": "file_share", "user": BOT_USER, "bot_id": BOT,
        "app_id": APP, "team": TEAM, "text": text, "files": files});
    if let Some(thread) = arguments.get("thread_ts") {
        message["thread_ts"] = thread.clone();
    }
    state.store(channel, message);
    Ok(json!({"files": files}))
}
