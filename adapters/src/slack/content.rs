//! What a message of an export says.

use serde_json::Value;

use super::directory::Directory;
use super::markup;
use crate::What;
use crate::export::SkipReason;

/// Subtypes that are people's or bots' own words.
const WORDS: [&str; 11] = [
    "",
    "me_message",
    "bot_message",
    "thread_broadcast",
    "reply_broadcast",
    "file_share",
    "file_comment",
    "file_mention",
    "slackbot_response",
    "assistant_app_thread",
    "document_mention",
];

/// What it says, by its subtype. Subtypes that have no word of ours keep Slack's.
pub(super) fn read(message: &Value, directory: &Directory) -> Result<What, SkipReason> {
    let subtype = message["subtype"].as_str().unwrap_or_default();
    if WORDS.contains(&subtype) {
        return words(message, directory).ok_or(SkipReason::Empty);
    }
    let (action, field) = match subtype {
        "tombstone" => return Err(SkipReason::Deleted),
        _ if message["hidden"] == true => return Err(SkipReason::Unsupported),
        "channel_join" | "group_join" | "bot_add" => ("join", ""),
        "channel_leave" | "group_leave" | "bot_remove" => ("leave", ""),
        "channel_topic" | "group_topic" => ("topic", "topic"),
        "channel_purpose" | "group_purpose" => ("purpose", "purpose"),
        "channel_name" | "group_name" => ("rename", "name"),
        "channel_archive" | "group_archive" => ("archive", ""),
        "channel_unarchive" | "group_unarchive" => ("unarchive", ""),
        "pinned_item" => ("pin", ""),
        "huddle_thread" | "sh_room_created" => ("call", ""),
        other => (other, ""),
    };
    let text = message[field].as_str().or_else(|| message["text"].as_str()).unwrap_or_default();
    let text = Some(markup::plain(text, directory)).filter(|text| !text.trim().is_empty());
    Ok(What::Other { action: action.to_owned(), text })
}

/// The words, and the names of the files that came with them. Spaces are words where there is nothing
/// else: somebody sent them.
fn words(message: &Value, directory: &Directory) -> Option<What> {
    let mut text = markup::plain(message["text"].as_str().unwrap_or_default(), directory);
    if text.trim().is_empty() {
        text = Some(attachments(message, directory)).filter(|said| !said.is_empty()).unwrap_or(text);
    }
    let files = files(message);
    if files.is_empty() {
        return (!text.is_empty()).then_some(What::Message { text, to_bot: false });
    }
    Some(if text.trim().is_empty() {
        What::Other { action: "file".to_owned(), text: Some(files) }
    } else {
        What::Message { text: format!("{text}\n📎 {files}"), to_bot: false }
    })
}

/// Integrations often leave `text` empty and say everything in attachments.
fn attachments(message: &Value, directory: &Directory) -> String {
    let said = message["attachments"].as_array().into_iter().flatten().filter_map(|attachment| {
        ["fallback", "text", "pretext", "title"]
            .iter()
            .find_map(|key| attachment[*key].as_str().filter(|text| !text.trim().is_empty()))
    });
    said.map(|text| markup::plain(text, directory)).collect::<Vec<_>>().join("\n")
}

/// Names of the files, between commas. Files that Slack no longer has carry no name.
fn files(message: &Value) -> String {
    let listed = message["files"].as_array().into_iter().flatten();
    let named = listed.chain([&message["file"]]).filter_map(|file| {
        ["name", "title"].iter().find_map(|key| file[*key].as_str().filter(|name| !name.trim().is_empty()))
    });
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(message: Value) -> Result<What, SkipReason> {
        read(&message, &Directory::default())
    }

    fn message(text: &str) -> Result<What, SkipReason> {
        Ok(What::Message { text: text.into(), to_bot: false })
    }

    fn other(action: &str, text: Option<&str>) -> Result<What, SkipReason> {
        Ok(What::Other { action: action.into(), text: text.map(str::to_owned) })
    }

    #[test]
    fn own_words() {
        assert_eq!(
            said(json!({"text": "a &amp; b", "edited": {"user": "U1", "ts": "1.0"}})),
            message("a & b")
        );
        for subtype in ["me_message", "thread_broadcast", "bot_message", "file_comment"] {
            assert_eq!(said(json!({"subtype": subtype, "text": "x"})), message("x"));
        }
        assert_eq!(said(json!({"subtype": null, "text": "x"})), message("x"));
        assert_eq!(
            said(
                json!({"text": "", "attachments": [{"fallback": "Build <https://e.com|#7> ok"}, {"id": 2}]})
            ),
            message("Build #7 (https://e.com) ok")
        );
        assert_eq!(said(json!({"text": "  "})), message("  "));
        assert_eq!(said(json!({"text": ""})), Err(SkipReason::Empty));
        assert_eq!(said(json!({"text": 4, "files": "none"})), Err(SkipReason::Empty));
    }

    #[test]
    fn files_are_named() {
        let files = json!([{"name": "設計.pdf"}, {"mode": "tombstone"}, {"title": "b"}]);
        assert_eq!(said(json!({"text": "see", "files": files})), message("see\n📎 設計.pdf, b"));
        assert_eq!(said(json!({"text": "", "files": files})), other("file", Some("設計.pdf, b")));
        assert_eq!(
            said(json!({"subtype": "file_share", "text": "", "file": {"name": "c"}})),
            other("file", Some("c"))
        );
    }

    #[test]
    fn what_happened_to_the_channel() {
        assert_eq!(
            said(json!({"subtype": "channel_join", "text": "<@U1> has joined the channel"})),
            other("join", Some("@U1 has joined the channel"))
        );
        assert_eq!(said(json!({"subtype": "group_leave"})), other("leave", None));
        assert_eq!(
            said(json!({"subtype": "channel_topic", "topic": "New", "text": "…"})),
            other("topic", Some("New"))
        );
        assert_eq!(said(json!({"subtype": "channel_name", "name": "new"})), other("rename", Some("new")));
        assert_eq!(said(json!({"subtype": "reminder_add", "text": "r"})), other("reminder_add", Some("r")));
        assert_eq!(said(json!({"subtype": "tombstone", "text": "gone"})), Err(SkipReason::Deleted));
        assert_eq!(said(json!({"subtype": "message_changed", "hidden": true})), Err(SkipReason::Unsupported));
    }
}
