//! Block Kit as plain text. Apps that write in blocks often leave the message's own text empty.

use serde_json::Value;

use super::directory::Directory;
use super::markup;

/// What the blocks say, a block a line. Buttons and menus are no words.
pub(super) fn plain(message: &Value, directory: &Directory) -> String {
    let blocks = message["blocks"].as_array().into_iter().flatten().map(|block| {
        let mut said = String::new();
        block_text(block, directory, &mut said);
        said
    });
    blocks.filter(|said| !said.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The texts in a block, in the order of the page. `serde_json` bounds how deep they can nest.
fn block_text(block: &Value, directory: &Directory, said: &mut String) {
    let kind = block["type"].as_str().unwrap_or_default();
    match (&block["text"], kind) {
        (_, "button" | "actions" | "input") => return,
        (_, "image") => said.push_str(block["alt_text"].as_str().unwrap_or_default()),
        (_, "emoji") => said.push_str(&format!(":{}:", block["name"].as_str().unwrap_or_default())),
        (_, "user") => {
            let id = block["user_id"].as_str().unwrap_or_default();
            said.push_str(&markup::plain(&format!("<@{id}>"), directory));
        }
        (Value::String(text), "mrkdwn") => said.push_str(&markup::plain(text, directory)),
        (Value::String(text), _) => said.push_str(text),
        (Value::Object(_), _) => block_text(&block["text"], directory, said),
        (_, "link") => said.push_str(block["url"].as_str().unwrap_or_default()),
        _ => {}
    }
    for key in ["fields", "elements"] {
        for inner in block[key].as_array().into_iter().flatten() {
            // Words of one sentence carry their own spaces; fields and lines do not.
            let apart = key == "fields" || inner["type"] == "rich_text_section" || kind == "context";
            if apart && !said.is_empty() {
                said.push(' ');
            }
            block_text(inner, directory, said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_of_block() {
        let said = plain(
            &json!({"blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": "Deploy"}},
                {"type": "section", "text": {"type": "mrkdwn", "text": "of &lt;main&gt;"},
                    "fields": [{"type": "mrkdwn", "text": "a"}, {"type": "plain_text", "text": "b"}]},
                {"type": "divider"},
                {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]},
                {"type": "context", "elements": [{"type": "image", "alt_text": "cat"}, {"type": "mrkdwn", "text": "late"}]},
                {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                    {"type": "text", "text": "hi "}, {"type": "user", "user_id": "U9"},
                    {"type": "text", "text": " see "}, {"type": "link", "url": "https://example.com"},
                    {"type": "emoji", "name": "tada"}
                ]}]},
                7
            ]}),
            &Directory::default(),
        );
        assert_eq!(said, "Deploy\nof <main> a b\ncat late\nhi @U9 see https://example.com:tada:");
        assert_eq!(plain(&json!({"blocks": "none"}), &Directory::default()), "");
    }
}
