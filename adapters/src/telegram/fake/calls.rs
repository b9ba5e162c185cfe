//! What each method does.

use serde_json::{Value, json};

use super::{
    Request, edit, html,
    people::found,
    server::{Answer, Refused, bad},
    state::State,
    updates,
};

const TEXT: usize = 4_096;
const CAPTION: usize = 1_024;

pub(super) fn call(state: &mut State, request: &Request) -> Answer {
    match request.method.to_lowercase().as_str() {
        "getme" => {
            let mut me = State::bot();
            let more = json!({"can_join_groups": true, "can_read_all_group_messages": !state.privacy,
                "supports_inline_queries": false, "can_connect_to_business": false, "has_main_web_app": false});
            if let (Some(me), Value::Object(more)) = (me.as_object_mut(), more) {
                me.extend(more);
            }
            Ok(me)
        }
        "sendmessage" => message(state, request),
        "sendphoto" => photo(state, request),
        "editmessagetext" => edit::text(state, request),
        "deletemessage" => edit::delete(state, request),
        "sendchataction" => writable(state, request).map(|_| true.into()),
        "answercallbackquery" => match request.word("callback_query_id") {
            "" => Err(bad("query is too old and response timeout expired or query ID is invalid")),
            _ => Ok(true.into()),
        },
        "getchat" => {
            let chat = state.chats.get(&request.number("chat_id").unwrap_or_default());
            chat.map(|chat| chat.shown.clone()).ok_or_else(|| bad("chat not found"))
        }
        "getfile" => file(state, request),
        "setmycommands" => commands(state, request),
        "getmycommands" => {
            Ok(state.commands.get(request.word("language_code")).cloned().unwrap_or(json!([])))
        }
        "deletemycommands" => {
            state.commands.remove(request.word("language_code"));
            Ok(true.into())
        }
        "setwebhook" => updates::set_webhook(state, request),
        "deletewebhook" => {
            state.webhook = None;
            Ok(true.into())
        }
        "getwebhookinfo" => Ok(updates::info(state)),
        _ => Err(Refused { code: 404, why: "Not Found: method not found".into(), parameters: Value::Null }),
    }
}

/// The chat, if the bot may write there.
pub(super) fn writable(state: &State, request: &Request) -> Result<i64, Refused> {
    let id = request.number("chat_id").ok_or_else(|| bad("chat_id is empty"))?;
    let chat = state.chats.get(&id).ok_or_else(|| bad("chat not found"))?;
    if let Some(to) = chat.moved_to {
        let mut refused = bad("group chat was upgraded to a supergroup chat");
        refused.parameters = json!({"migrate_to_chat_id": to});
        return Err(refused);
    }
    match chat.closed {
        Some(why) => Err(Refused { code: 403, why: why.to_owned(), parameters: Value::Null }),
        None => Ok(id),
    }
}

/// A text and its marks, as they are shown.
pub(super) fn words(request: &Request, key: &str, most: usize) -> Result<(String, Vec<Value>), Refused> {
    let text = request.word(key);
    let (text, marks) = match request.word("parse_mode").to_lowercase().as_str() {
        "html" => html::read(text).map_err(|why| bad(format!("can't parse entities: {why}")))?,
        "" => (text.to_owned(), Vec::new()),
        other => return Err(bad(format!("unsupported parse_mode: {other}"))),
    };
    if text.encode_utf16().count() > most {
        return Err(bad(if key == "text" { "message is too long" } else { "message caption is too long" }));
    }
    Ok((text, marks))
}

fn message(state: &mut State, request: &Request) -> Answer {
    let chat = writable(state, request)?;
    let (text, marks) = words(request, "text", TEXT)?;
    if text.trim().is_empty() {
        return Err(bad("message text is empty"));
    }
    let mut more = json!({"text": text});
    if !marks.is_empty() {
        more["entities"] = marks.into();
    }
    place(state, request, chat, &mut more)?;
    Ok(state.put(chat, State::bot(), more).unwrap_or_default())
}

fn photo(state: &mut State, request: &Request) -> Answer {
    let chat = writable(state, request)?;
    // The file may stand in the field itself, or be pointed at.
    let part = request.word("photo").strip_prefix("attach://").unwrap_or("photo");
    let (_, bytes) = request.files.get(part).ok_or_else(|| bad("there is no photo in the request"))?;
    if bytes.len() > 10 << 20 {
        return Err(bad("file is too big"));
    }
    if !bytes.starts_with(b"\x89PNG\r\n") && !bytes.starts_with(b"\xff\xd8") {
        return Err(bad("IMAGE_PROCESS_FAILED"));
    }
    let (caption, marks) = words(request, "caption", CAPTION)?;
    let path = format!("photos/file_{}.png", state.files.len());
    let file = json!({"file_id": path, "file_unique_id": format!("u{}", state.files.len()), "width": 900, "height": 500,
        "file_size": bytes.len()});
    let mut more = json!({"photo": [file]});
    if !caption.is_empty() {
        more["caption"] = caption.into();
        more["caption_entities"] = marks.into();
    }
    place(state, request, chat, &mut more)?;
    state.files.insert(path, bytes.clone());
    Ok(state.put(chat, State::bot(), more).unwrap_or_default())
}

/// Where in the chat, and the buttons.
fn place(state: &State, request: &Request, chat: i64, more: &mut Value) -> Result<(), Refused> {
    if let Some(topic) = request.number("message_thread_id") {
        let forum = state.chats.get(&chat).is_some_and(|chat| chat.shown["is_forum"] == true);
        if !forum {
            return Err(bad("message thread not found"));
        }
        more["message_thread_id"] = topic.into();
        more["is_topic_message"] = true.into();
    }
    let reply = request.value("reply_parameters");
    if let Some(answered) = reply["message_id"].as_i64() {
        match found(state, chat, answered) {
            Some(answered) => more["reply_to_message"] = answered,
            None if reply["allow_sending_without_reply"] == true => {}
            None => return Err(bad("message to be replied not found")),
        }
    }
    let markup = request.value("reply_markup");
    if !markup.is_null() {
        keyboard(&markup)?;
        more["reply_markup"] = markup;
    }
    Ok(())
}

pub(super) fn keyboard(markup: &Value) -> Result<(), Refused> {
    let rows = markup["inline_keyboard"].as_array().ok_or_else(|| bad("can't parse inline keyboard"))?;
    let buttons = rows.iter().flat_map(|row| row.as_array().into_iter().flatten());
    for button in buttons.clone() {
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return Err(bad("can't parse inline keyboard button: Text must be non-empty"));
        }
        if button["callback_data"].as_str().is_some_and(|data| !(1..=64).contains(&data.len())) {
            return Err(bad("BUTTON_DATA_INVALID"));
        }
    }
    if buttons.count() > 100 { Err(bad("REPLY_MARKUP_TOO_LONG")) } else { Ok(()) }
}

fn commands(state: &mut State, request: &Request) -> Answer {
    let commands = request.value("commands");
    let list = commands.as_array().ok_or_else(|| bad("can't parse commands JSON object"))?;
    if list.len() > 100 {
        return Err(bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for one in list {
        let name = one["command"].as_str().unwrap_or_default();
        let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !(1..=32).contains(&name.len()) || !name.bytes().all(named) {
            return Err(bad("BOT_COMMAND_INVALID"));
        }
        let about = one["description"].as_str().unwrap_or_default().chars().count();
        if !(1..=256).contains(&about) {
            return Err(bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    state.commands.insert(request.word("language_code").to_owned(), commands);
    Ok(true.into())
}

fn file(state: &State, request: &Request) -> Answer {
    let path = request.word("file_id");
    let bytes =
        state.files.get(path).ok_or_else(|| bad("wrong file_id or the file is temporarily unavailable"))?;
    Ok(json!({"file_id": path, "file_unique_id": "u", "file_size": bytes.len(), "file_path": path}))
}
