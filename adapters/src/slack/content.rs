//! What a message of an export says.

use serde_json::Value;

use super::directory::Directory;
use super::{blocks, markup, service};
use crate::export::SkipReason;
use crate::export::field::word;
use crate::{What, file};

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

/// What it says, by its subtype. An edited message has its last text; a mark of the edit says nothing new.
pub(super) fn read(message: &Value, directory: &Directory) -> Result<What, SkipReason> {
    let subtype = message["subtype"].as_str().unwrap_or_default();
    if !WORDS.contains(&subtype) {
        return service::read(subtype, message, directory);
    }
    words(message, directory).ok_or(if lost(message) { SkipReason::Deleted } else { SkipReason::Empty })
}

/// The words, and the names of the files that came with them. Spaces are words where there is nothing
/// else: somebody sent them.
fn words(message: &Value, directory: &Directory) -> Option<What> {
    let mut text = markup::plain(message["text"].as_str().unwrap_or_default(), directory);
    if text.trim().is_empty() {
        let said = [attachments(message, directory), blocks::plain(message, directory)];
        text = said.into_iter().find(|said| !said.is_empty()).unwrap_or(text);
    }
    let files = files(message);
    if files.is_empty() {
        return (!text.is_empty()).then_some(What::Message { text, to_bot: false });
    }
    Some(if text.trim().is_empty() {
        What::Other { action: "file".to_owned(), text: Some(files) }
    } else {
        What::Message { text: file::named_beside(&text, &files), to_bot: false }
    })
}

/// Integrations often leave `text` empty and say everything in attachments; so does who shares a message.
fn attachments(message: &Value, directory: &Directory) -> String {
    let said = message["attachments"].as_array().into_iter().flatten().filter_map(|attachment| {
        ["fallback", "text", "pretext", "title"].iter().find_map(|key| word(&attachment[*key]))
    });
    said.map(|text| markup::plain(text, directory)).collect::<Vec<_>>().join("\n")
}

/// Names of the files, between commas. Files that Slack no longer has carry no name.
fn files(message: &Value) -> String {
    let listed = message["files"].as_array().into_iter().flatten();
    let named = listed
        .chain([&message["file"]])
        .filter_map(|file| ["name", "title"].iter().find_map(|key| word(&file[*key])));
    named.collect::<Vec<_>>().join(", ")
}

/// Whether a file stood there that somebody removed.
fn lost(message: &Value) -> bool {
    message["files"].as_array().into_iter().flatten().any(|file| file["mode"] == "tombstone")
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
    fn removed_files_and_shared_messages() {
        assert_eq!(said(json!({"text": "", "files": [{"mode": "tombstone"}]})), Err(SkipReason::Deleted));
        assert_eq!(said(json!({"text": "", "files": [{"mode": "hidden_by_limit"}]})), Err(SkipReason::Empty));
        assert_eq!(
            said(json!({"text": "", "attachments": [{"is_share": true, "fallback": "[May 1] bo: yes"}]})),
            message("[May 1] bo: yes")
        );
    }

    #[test]
    fn blocks_speak_where_the_text_is_silent() {
        let blocks =
            json!([{"type": "section", "text": {"type": "mrkdwn", "text": "Build <https://e.com|#7>"}}]);
        assert_eq!(said(json!({"text": "", "blocks": blocks})), message("Build #7 (https://e.com)"));
        assert_eq!(said(json!({"text": "both", "blocks": blocks})), message("both"));
    }
}
