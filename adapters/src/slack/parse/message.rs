//! What somebody wrote.

use serde_json::Value;

use super::{Us, need, place};
use crate::export::SkipReason;
use crate::slack::{directory::Directory, message};
use crate::{ConversationKind, Event, Unreadable, What};

/// Told by `member_joined_channel`, `member_left_channel` and `channel_rename`.
const TOLD_ELSEWHERE: [&str; 6] =
    ["channel_join", "group_join", "channel_leave", "group_leave", "channel_name", "group_name"];

/// A message of any subtype but those that change another one.
pub(super) fn read(us: &Us<'_>, event: &Value) -> Result<Vec<Event>, Unreadable> {
    let told = event["subtype"].as_str().is_some_and(|subtype| TOLD_ELSEWHERE.contains(&subtype));
    if told || us.wrote(event) {
        return Ok(Vec::new());
    }
    let channel = need(event, "channel")?;
    // `message::read` takes the messages of exports, which say nothing but `message`
    let mut said = event.clone();
    said["type"] = "message".into();
    let mentioned = without_mention(us, &mut said);
    let channel_type = event["channel_type"].as_str();
    let mut event = match message::read(&said, &place(channel, channel_type), &Directory::default()) {
        Ok(event) => event,
        Err(SkipReason::NoTime) => return Err(Unreadable("a message without its `ts`".to_owned())),
        Err(_) => return Ok(Vec::new()),
    };
    if let What::Message { to_bot, .. } = &mut event.what {
        *to_bot = mentioned || event.conversation.kind == ConversationKind::Direct;
    }
    Ok(vec![event])
}

/// Takes the mention of us out of the text, and says whether there was one. Whoever says nothing else asks what
/// there is to say.
pub(super) fn without_mention(us: &Us<'_>, message: &mut Value) -> bool {
    let (Some(user), Some(text)) = (us.user, message["text"].as_str()) else { return false };
    let (bare, labelled) = (format!("<@{user}>"), format!("<@{user}|"));
    let (mut out, mut rest, mut mentioned) = (String::new(), text, false);
    loop {
        let found = [rest.find(&bare), rest.find(&labelled)].into_iter().flatten().min();
        let Some((before, at)) = found.map(|at| (&rest[..at], &rest[at..])) else { break };
        let Some((_, after)) = at.split_once('>') else { break };
        mentioned = true;
        out.push_str(before);
        // what parted the mention from the words: `<@U1>: hi`, `hi <@U1> there`
        let parted = if out.is_empty() || out.ends_with(char::is_whitespace) {
            after.trim_start_matches([' ', ':', ',', '、', '，', '：', '\u{3000}'])
        } else {
            after
        };
        rest = parted;
    }
    if mentioned {
        out.push_str(rest);
        let words = out.trim();
        let alone = words.is_empty() && message["files"].as_array().is_none_or(Vec::is_empty);
        // they repeat the mention
        message["blocks"] = Value::Null;
        message["text"] = if alone { "help".into() } else { words.into() };
    }
    mentioned
}
