//! Messages as the gateway and the history tell them: written, edited, removed.
//!
//! They are brought into the shape in which the exporter writes them, and read by what reads exports: a message
//! is the same message, whichever way it came.

use serde_json::{Value, json};

use super::content;
use super::frame::Frame;
use super::{message, place};
use crate::export::{SkipReason, field, time};
use crate::{ConversationKind, Event, Sender, Unreadable, What};

/// A new message. `me` is the bot's own id, whose messages are none.
pub(super) fn written(frame: &Frame, me: &str) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    if ours(d, me) {
        return Ok(Vec::new());
    }
    let channel = place::of(frame).ok_or_else(|| Unreadable("a message without a channel".into()))?;
    let direct = channel.conversation.kind == ConversationKind::Direct;
    let (text, mentioned) = without_mention(&named(frame), me);
    let mentioned = mentioned || listed(d, me);
    let mut shown = as_exported(d);
    // A mention alone is something: spaces are kept where they are all there is.
    shown["content"] = if mentioned && text.is_empty() { " ".into() } else { text.into() };
    let event = match message::read(&shown, &channel) {
        Ok(event) => event,
        Err(
            reason @ (SkipReason::NoId
            | SkipReason::NoTime
            | SkipReason::NoSender
            | SkipReason::NoConversation
            | SkipReason::NotAMessage),
        ) => return Err(Unreadable(format!("a message is left out: {}", reason.message(false)))),
        Err(_) => return Ok(Vec::new()),
    };
    let what = match event.what {
        What::Message { text, .. } if mentioned && text.trim().is_empty() => What::Opened,
        What::Message { text, .. } => What::Message { text, to_bot: direct || mentioned },
        other => other,
    };
    Ok(vec![Event { what, ..event }])
}

/// A changed message. Without a time of editing nobody edited it: Discord has added previews of its links.
pub(super) fn edited(frame: &Frame, me: &str) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    if d["edited_timestamp"].is_null() || d["author"].is_null() || ours(d, me) {
        return Ok(Vec::new());
    }
    let at = time::rfc3339(&d["edited_timestamp"])
        .ok_or_else(|| Unreadable("an edit without a readable time".into()))?;
    let (text, _) = without_mention(&named(frame), me);
    let mut shown = as_exported(d);
    shown["content"] = text.into();
    let Ok(what) = content::read(&shown) else { return Ok(Vec::new()) };
    let (What::Message { text, .. } | What::Other { text: Some(text), .. }) = what else {
        return Ok(Vec::new());
    };
    let channel = place::of(frame).ok_or_else(|| Unreadable("an edit without a channel".into()))?;
    let id = field::id(&d["id"]).ok_or_else(|| Unreadable("an edit without a message".into()))?;
    let sender = sender(&d["author"], &d["member"])
        .ok_or_else(|| Unreadable("an edit without its author's id".into()))?;
    Ok(vec![Event {
        conversation: channel.conversation,
        thread: channel.thread,
        message_id: Some(id),
        sender,
        at,
        what: What::Edited { text },
        via: None,
    }])
}

/// A message that was removed. By whom, Discord does not say: the sender has no id.
pub(super) fn removed(frame: &Frame) -> Result<Vec<Event>, Unreadable> {
    let channel = place::of(frame).ok_or_else(|| Unreadable("a removal without a channel".into()))?;
    let id = field::id(&frame.d["id"]).ok_or_else(|| Unreadable("a removal without a message".into()))?;
    let at = frame.at.ok_or_else(|| Unreadable("a removal without a time".into()))?;
    Ok(vec![Event {
        conversation: channel.conversation,
        thread: channel.thread,
        message_id: Some(id),
        sender: Sender::default(),
        at,
        what: What::Deleted,
        via: None,
    }])
}

/// Did we say it ourselves? Also in answer to a command, where Discord calls it a webhook's.
fn ours(d: &Value, me: &str) -> bool {
    !me.is_empty() && d["author"]["id"] == me
}

/// Who it is, from Discord's `user` and `member`.
pub(super) fn sender(user: &Value, member: &Value) -> Option<Sender> {
    super::sender::read(&person(user, member))
}

/// As the exporter writes a person.
fn person(user: &Value, member: &Value) -> Value {
    let nickname = [&member["nick"], &user["global_name"]].into_iter().find_map(field::word);
    json!({"id": user["id"], "name": user["username"], "nickname": nickname, "isBot": user["bot"] == true})
}

/// The exporter's names for the fields of a message.
fn as_exported(d: &Value) -> Value {
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let mut author = person(&d["author"], &d["member"]);
    if !d["webhook_id"].is_null() {
        author["isBot"] = true.into();
    }
    let mentions: Vec<_> = list(&d["mentions"]).iter().map(|one| person(one, &one["member"])).collect();
    let files: Vec<_> =
        list(&d["attachments"]).iter().map(|file| json!({"fileName": file["filename"]})).collect();
    let mut shown = json!({
        "id": d["id"],
        "type": d["type"],
        "timestamp": d["timestamp"],
        "callEndedTimestamp": d["call"]["ended_timestamp"],
        "content": d["content"],
        "author": author,
        "mentions": mentions,
        "attachments": files,
        "embeds": d["embeds"],
        "stickers": d["sticker_items"],
        "poll": d["poll"],
    });
    // What was typed: the new name of a channel, the name of a thread.
    if matches!(d["type"].as_u64(), Some(4 | 18)) {
        shown["contentRaw"] = d["content"].clone();
    }
    if let Some(mut forwarded) = d["message_snapshots"][0]["message"].as_object().cloned() {
        // A forwarded message holds none itself; whatever does is not followed.
        forwarded.remove("message_snapshots");
        shown["forwardedMessage"] = as_exported(&Value::Object(forwarded));
    }
    shown
}

/// Is this user among those whom the message mentions? Answers to a message of ours mention us, too.
fn listed(d: &Value, me: &str) -> bool {
    !me.is_empty() && d["mentions"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == me))
}

/// The text, with channels by their names, and the bots themselves where their roles are called.
fn named(frame: &Frame) -> String {
    let text = frame.d["content"].as_str().unwrap_or_default().to_owned();
    let marks = frame.channel["mentioned"].as_object().into_iter().flatten();
    let marks = marks.filter_map(|(mark, shown)| Some((mark, field::word(shown)?)));
    marks
        .filter(|(mark, _)| mark.starts_with('<'))
        .fold(text, |text, (mark, shown)| text.replace(mark, shown))
}

/// The text without mentions of `me`, and whether there was one.
fn without_mention(text: &str, me: &str) -> (String, bool) {
    if me.is_empty() {
        return (text.to_owned(), false);
    }
    let mut left = text.to_owned();
    for mark in [format!("<@{me}>"), format!("<@!{me}>")] {
        while let Some(at) = left.find(&mark) {
            let (before, after) =
                (left[..at].trim_end_matches(' '), left[at + mark.len()..].trim_start_matches(' '));
            let space = if before.is_empty() || after.is_empty() { "" } else { " " };
            left = format!("{before}{space}{after}");
        }
    }
    let mentioned = left.len() != text.len();
    (if mentioned { left.trim().to_owned() } else { left }, mentioned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mention_of_the_bot_goes_and_others_stay() {
        for (text, left, mentioned) in [
            ("<@1> show roi", "show roi", true),
            ("show roi <@!1>", "show roi", true),
            ("a <@1> b <@1>\nc", "a b \nc", true),
            ("<@1>", "", true),
            ("<@12> show", "<@12> show", false),
            (" spaces stay ", " spaces stay ", false),
        ] {
            assert_eq!(without_mention(text, "1"), (left.to_owned(), mentioned), "{text}");
        }
        assert_eq!(without_mention("<@1>", ""), ("<@1>".to_owned(), false));
    }
}
