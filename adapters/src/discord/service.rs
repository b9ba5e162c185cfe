//! Messages that nobody wrote: somebody joined, left, called, pinned, renamed, boosted.

use serde_json::Value;

use super::content;
use crate::What;
use crate::export::field::word;
use crate::export::{SkipReason, time};

/// What kind of message it is, by its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody's own words.
    Said,
    /// One of our verbs.
    Did(&'static str),
    /// Another message, shown again where a thread begins.
    Repeat,
    /// Discord speaking to those who run the server.
    Nothing,
    /// Newer than this list.
    Unknown,
}

/// The kind, by the exporter's name for the type or, where it has none, by Discord's number
/// (<https://docs.discord.com/developers/resources/message#message-object-message-types>).
pub(super) fn kind(message: &Value) -> Kind {
    let number;
    let kind = match &message["type"] {
        Value::Null => "Default",
        Value::String(kind) => kind,
        other => {
            number = other.to_string();
            &number
        }
    };
    match kind {
        // 20 and 23 are answers of a bot to a command
        "Default" | "0" | "Reply" | "19" | "20" | "23" => Kind::Said,
        "RecipientAdd" | "1" | "GuildMemberJoin" | "7" => Kind::Did("join"),
        "RecipientRemove" | "2" => Kind::Did("leave"),
        // the second line: a stage begins, ends, and who speaks on it
        "Call" | "3" => Kind::Did("call"),
        "27" | "28" | "29" | "30" => Kind::Did("call"),
        "ChannelNameChange" | "4" => Kind::Did("rename"),
        "ChannelIconChange" | "5" => Kind::Did("picture"),
        "ChannelPinnedMessage" | "6" => Kind::Did("pin"),
        "8" | "9" | "10" | "11" => Kind::Did("boost"),
        "ThreadCreated" | "18" => Kind::Did("thread"),
        "31" => Kind::Did("topic"),
        "25" | "32" | "44" => Kind::Did("payment"),
        "46" => Kind::Did("poll"),
        // a channel is followed; a rule was broken; a raid, a false alarm
        "12" | "24" | "36" | "37" | "38" | "39" => Kind::Did("notice"),
        "21" => Kind::Repeat,
        "14" | "15" | "16" | "17" | "22" | "26" => Kind::Nothing,
        _ => Kind::Unknown,
    }
}

/// What happened. The exporter puts an English sentence of its own beside it, which says no more than the
/// verb does; what was typed, a new name for one, is kept.
pub(super) fn read(action: &'static str, message: &Value) -> Result<What, SkipReason> {
    let content = word(&message["content"]).map(str::to_owned);
    let text = match action {
        "join" | "leave" => mentioned(message),
        "call" => length(message),
        "pin" | "picture" | "boost" | "payment" => None,
        "rename" | "thread" => word(&message["contentRaw"]).map(str::to_owned).or_else(|| typed(content?)),
        "topic" => content,
        // A poll's end and a rule's alarm stand in embeds.
        _ => Some(content::embeds(message)).filter(|said| !said.is_empty()).or(content),
    };
    if action == "notice" && text.is_none() {
        return Err(SkipReason::Unsupported);
    }
    Ok(What::Other { action: action.to_owned(), text })
}

/// Who was brought in or taken out.
fn mentioned(message: &Value) -> Option<String> {
    let all = message["mentions"].as_array()?.iter();
    let names: Vec<_> = all.filter_map(|one| word(&one["nickname"]).or_else(|| word(&one["name"]))).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// How long a call was.
fn length(message: &Value) -> Option<String> {
    let (begun, ended) =
        (time::rfc3339(&message["timestamp"])?, time::rfc3339(&message["callEndedTimestamp"])?);
    let seconds = (ended - begun).num_seconds();
    (seconds >= 0).then(|| format!("{seconds} s"))
}

/// The name out of "Changed the channel name: new" and the like; nothing out of the bare sentence.
fn typed(sentence: String) -> Option<String> {
    let name = sentence.split_once(": ").map(|(_, name)| name.trim().to_owned());
    name.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::VERBS;
    use serde_json::json;

    #[test]
    fn in_our_words() {
        let people = json!([{"id": "5", "name": "hana", "nickname": "花子"}, {"id": "6", "name": "bo"}]);
        for (message, action, text) in [
            (json!({"type": "GuildMemberJoin", "content": "Joined the server."}), "join", None),
            (json!({"type": "RecipientAdd", "mentions": people}), "join", Some("花子, bo")),
            (json!({"type": "RecipientRemove", "content": "Left the group."}), "leave", None),
            (
                json!({"type": "Call", "content": "Started a call that lasted 1 minutes.",
                    "timestamp": "2024-05-01T12:00:00+00:00", "callEndedTimestamp": "2024-05-01T21:01:30+09:00"}),
                "call",
                Some("90 s"),
            ),
            (json!({"type": "Call", "callEndedTimestamp": null}), "call", None),
            (
                json!({"type": "ChannelNameChange", "content": "Changed the channel name: 新しい"}),
                "rename",
                Some("新しい"),
            ),
            (json!({"type": "ChannelNameChange", "content": "Changed the channel name."}), "rename", None),
            (json!({"type": "ChannelIconChange", "content": "Changed the channel icon."}), "picture", None),
            (json!({"type": "ChannelPinnedMessage", "content": "Pinned a message."}), "pin", None),
            (json!({"type": "ThreadCreated", "content": "Started a thread."}), "thread", None),
            (json!({"type": 18, "contentRaw": "How to?"}), "thread", Some("How to?")),
            (json!({"type": "8", "content": ""}), "boost", None),
            (json!({"type": "31", "content": "Today"}), "topic", Some("Today")),
            (
                json!({"type": "46", "embeds": [{"fields": [{"name": "victor", "value": "はい"}]}]}),
                "poll",
                Some("victor: はい"),
            ),
            (json!({"type": "12", "content": "news"}), "notice", Some("news")),
        ] {
            assert_eq!(kind(&message), Kind::Did(action), "{message}");
            assert!(VERBS.contains(&action), "{action}");
            let expected = What::Other { action: action.into(), text: text.map(str::to_owned) };
            assert_eq!(read(action, &message), Ok(expected), "{message}");
        }
        assert_eq!(read("notice", &json!({"content": " "})), Err(SkipReason::Unsupported));
    }

    #[test]
    fn kinds() {
        for said in [json!("Default"), json!("Reply"), json!("20"), json!("23"), json!(0), json!(null)] {
            assert_eq!(kind(&json!({"type": said})), Kind::Said, "{said}");
        }
        assert_eq!(kind(&json!({"type": "21"})), Kind::Repeat);
        assert_eq!(kind(&json!({"type": "22"})), Kind::Nothing);
        for odd in [json!("not yet invented"), json!(9_999), json!([])] {
            assert_eq!(kind(&json!({"type": odd})), Kind::Unknown, "{odd}");
        }
    }
}
