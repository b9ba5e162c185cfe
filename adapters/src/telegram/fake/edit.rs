//! Changing and removing what the bot has said.

use super::{
    Request,
    calls::{keyboard, words, writable},
    people::found,
    server::{Answer, bad},
    state::State,
};

pub(super) fn text(state: &mut State, request: &Request) -> Answer {
    let (chat, mut message) = own(state, request, "edited")?;
    let (text, marks) = words(request, "text", 4_096)?;
    let markup = request.value("reply_markup");
    if !markup.is_null() {
        keyboard(&markup)?;
    }
    if message["text"] == text.as_str() && message["reply_markup"] == markup {
        return Err(bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    message["text"] = text.into();
    message["entities"] = marks.into();
    message["reply_markup"] = markup;
    message["edit_date"] = state.tick().into();
    let id = message["message_id"].clone();
    if let Some(chat) = state.chats.get_mut(&chat) {
        chat.messages.iter_mut().filter(|one| one["message_id"] == id).for_each(|one| *one = message.clone());
    }
    Ok(message)
}

pub(super) fn delete(state: &mut State, request: &Request) -> Answer {
    let (chat, message) = own(state, request, "deleted")?;
    if let Some(chat) = state.chats.get_mut(&chat) {
        chat.messages.retain(|one| one["message_id"] != message["message_id"]);
    }
    Ok(true.into())
}

/// A message of the bot.
fn own(
    state: &State,
    request: &Request,
    done: &str,
) -> Result<(i64, serde_json::Value), super::server::Refused> {
    let chat = writable(state, request)?;
    let message = found(state, chat, request.number("message_id").unwrap_or_default());
    let message = message.filter(|message| message["from"]["is_bot"] == true);
    Ok((chat, message.ok_or_else(|| bad(format!("message can't be {done}")))?))
}
