//! What somebody sent: words, files, stickers, a poll, what a bot says in embeds.

use serde_json::Value;

use super::markup;
use crate::export::SkipReason;
use crate::export::field::word;
use crate::{What, file};

/// What a message says. An edited one has its last text. What was forwarded stays with who forwarded it.
pub(super) fn read(message: &Value) -> Result<What, SkipReason> {
    let forwarded = &message["forwardedMessage"];
    said(message).or_else(|| said(forwarded)).ok_or(SkipReason::Empty)
}

/// Spaces are words where there is nothing else: somebody sent them.
fn said(message: &Value) -> Option<What> {
    let mut text = markup::plain(message["content"].as_str().unwrap_or_default(), &message["mentions"]);
    let poll = poll(&message["poll"]);
    let stickers = names(message, "stickers", "name");
    if text.trim().is_empty() {
        if !poll.is_empty() {
            return Some(other("poll", poll));
        }
        text = Some(embeds(message)).filter(|said| !said.is_empty()).unwrap_or(text);
    }
    let files = names(message, "attachments", "fileName");
    Some(match (text.trim().is_empty(), files.is_empty()) {
        (false, true) => What::Message { text, to_bot: false },
        (false, false) => What::Message { text: file::named_beside(&text, &files), to_bot: false },
        (true, false) => other("file", files),
        (true, true) if !stickers.is_empty() => other("sticker", stickers),
        (true, true) if !text.is_empty() => What::Message { text, to_bot: false },
        (true, true) => return None,
    })
}

fn other(action: &str, text: String) -> What {
    What::Other { action: action.to_owned(), text: Some(text) }
}

/// Names out of one of the message's lists, between commas.
fn names(message: &Value, list: &str, key: &str) -> String {
    let listed = message[list].as_array().into_iter().flatten();
    listed.filter_map(|one| word(&one[key])).collect::<Vec<_>>().join(", ")
}

/// The question, then an answer a line.
fn poll(poll: &Value) -> String {
    let part = |of: &Value| word(of).or_else(|| word(&of["text"])).map(str::to_owned);
    let answers = poll["answers"].as_array().into_iter().flatten();
    let answers = answers.filter_map(|one| part(&one["text"]).or_else(|| part(&one["poll_media"])));
    let lines = part(&poll["question"]).into_iter().chain(answers.map(|answer| format!("- {answer}")));
    lines.collect::<Vec<_>>().join("\n")
}

/// What bots say: title, description and fields of each embed. Only where the message has no words of its
/// own: else these are previews of links in it.
pub(super) fn embeds(message: &Value) -> String {
    let mut lines = Vec::new();
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines.extend(["title", "description"].iter().filter_map(|key| word(&embed[*key])).map(str::to_owned));
        for field in embed["fields"].as_array().into_iter().flatten() {
            let parts = [&field["name"], &field["value"]].into_iter().filter_map(word);
            lines.push(parts.collect::<Vec<_>>().join(": "));
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() {
        let links =
            message["embeds"].as_array().into_iter().flatten().filter_map(|embed| word(&embed["url"]));
        lines.extend(links.map(str::to_owned));
    }
    let lines: Vec<_> = lines.iter().map(|line| markup::plain(line, &message["mentions"])).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(text: &str) -> Result<What, SkipReason> {
        Ok(What::Message { text: text.into(), to_bot: false })
    }

    #[test]
    fn words_and_files() {
        let file = json!([{"id": "1", "fileName": "設計.pdf", "fileSizeBytes": 5}, {"id": "2"}]);
        assert_eq!(
            read(&json!({"content": "hi", "timestampEdited": "2024-05-01T12:00:00+00:00"})),
            message("hi")
        );
        assert_eq!(read(&json!({"content": "see", "attachments": file})), message("see\n📎 設計.pdf"));
        assert_eq!(read(&json!({"content": "", "attachments": file})), Ok(other("file", "設計.pdf".into())));
        assert_eq!(read(&json!({"content": "  "})), message("  "));
        for empty in [json!({"content": ""}), json!({}), json!({"content": 5, "attachments": "no"})] {
            assert_eq!(read(&empty), Err(SkipReason::Empty), "{empty}");
        }
    }

    #[test]
    fn stickers_polls_embeds_and_what_is_forwarded() {
        assert_eq!(
            read(&json!({"content": "", "stickers": [{"id": "1", "name": "Wave", "format": "Png"}]})),
            Ok(other("sticker", "Wave".into()))
        );
        let poll =
            json!({"question": "行く？", "answers": [{"id": 1, "text": "はい"}, {"id": 2, "text": "No"}, 3]});
        assert_eq!(
            read(&json!({"content": "", "poll": poll})),
            Ok(other("poll", "行く？\n- はい\n- No".into()))
        );
        let embeds = json!([{"title": "Build 7", "description": "ok <@5>",
            "fields": [{"name": "took", "value": "5 min"}]}, {"url": "https://example.com/a"}]);
        assert_eq!(
            read(&json!({"content": "", "embeds": embeds, "mentions": [{"id": "5", "name": "bo"}]})),
            message("Build 7\nok @bo\ntook: 5 min")
        );
        assert_eq!(read(&json!({"content": "look", "embeds": embeds})), message("look"));
        assert_eq!(
            read(&json!({"content": "", "embeds": [{"title": "", "url": "https://example.com/a"}]})),
            message("https://example.com/a")
        );
        assert_eq!(
            read(&json!({"content": "", "reference": {"type": "Forward"},
                "forwardedMessage": {"content": "from elsewhere", "attachments": []}})),
            message("from elsewhere")
        );
    }
}
