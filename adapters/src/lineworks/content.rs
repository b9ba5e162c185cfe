//! What a message holds: words, a place, a sticker, a file.

use serde_json::Value;

use super::{meant, parse::lacks, postback};
use crate::export::field::{id, word};
use crate::{Settings, Unreadable, What};

/// What was said or sent; `None` for a kind of content that we have no word for. `source` tells rooms from direct
/// conversations, where everything is for the bot.
pub(super) fn read(settings: &Settings, source: &Value, content: &Value) -> Result<Option<What>, Unreadable> {
    let kind = content["type"].as_str().ok_or_else(|| lacks("content.type"))?;
    // A button of ours posts its words as the user: it is a press, not something that was said.
    let pressed = content["postback"].as_str().filter(|postback| !postback.is_empty());
    if let Some(what) = pressed.and_then(postback::read) {
        return Ok(Some(what));
    }
    let sent = |action: &str, text: Option<String>| Some(What::Other { action: action.to_owned(), text });
    Ok(match kind {
        "text" => {
            let text = content["text"].as_str().ok_or_else(|| lacks("content.text"))?;
            if text.is_empty() {
                return Ok(None);
            }
            let alone = id(&source["channelId"]).is_none();
            let (text, called) = meant::read(settings, text, &content["mentionees"]);
            Some(What::Message { text, to_bot: called || alone || pressed.is_some() })
        }
        "location" => sent("location", place(content)),
        "sticker" => sent("sticker", None),
        "file" => sent("file", word(&content["fileName"]).map(str::to_owned)),
        "image" | "audio" | "video" => {
            sent("file", Some(word(&content["fileName"]).unwrap_or(kind).to_owned()))
        }
        _ => None,
    })
}

/// Name, address and coordinates, as far as they are given.
fn place(content: &Value) -> Option<String> {
    let point = match (content["latitude"].as_f64(), content["longitude"].as_f64()) {
        (Some(latitude), Some(longitude)) => Some(format!("{latitude}, {longitude}")),
        _ => None,
    };
    let named = ["title", "address"].into_iter().filter_map(|key| word(&content[key])).map(str::to_owned);
    let parts: Vec<_> = named.chain(point).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::VERBS;
    use serde_json::json;

    fn read(content: Value) -> Option<What> {
        super::read(&Settings::default(), &json!({"channelId": "c"}), &content).unwrap()
    }

    fn other(action: &str, text: Option<&str>) -> Option<What> {
        assert!(VERBS.contains(&action));
        Some(What::Other { action: action.into(), text: text.map(str::to_owned) })
    }

    #[test]
    fn what_is_not_words() {
        let place = json!({"type": "location", "title": "本社", "address": "東京都", "latitude": 35.5, "longitude": 139.25});
        assert_eq!(read(place), other("location", Some("本社, 東京都, 35.5, 139.25")));
        assert_eq!(read(json!({"type": "location"})), other("location", None));
        assert_eq!(
            read(json!({"type": "sticker", "packageId": "1", "stickerId": "2"})),
            other("sticker", None)
        );
        assert_eq!(read(json!({"type": "file", "fileId": "x"})), other("file", None));
        assert_eq!(read(json!({"type": "image", "fileId": "x"})), other("file", Some("image")));
        assert_eq!(read(json!({"type": "video", "fileName": "デモ.mp4"})), other("file", Some("デモ.mp4")));
        assert_eq!(read(json!({"type": "not_yet_invented", "text": "x"})), None);
    }

    #[test]
    fn words_of_a_button_are_for_the_bot() {
        let said = |text: &str, to_bot| Some(What::Message { text: text.into(), to_bot });
        assert_eq!(read(json!({"type": "text", "text": "hi"})), said("hi", false));
        assert_eq!(read(json!({"type": "text", "text": "hi", "postback": ""})), said("hi", false));
        assert_eq!(read(json!({"type": "text", "text": "売上", "postback": "menu=2"})), said("売上", true));
        assert_eq!(read(json!({"type": "text", "text": ""})), None);
        let ours = json!({"type": "text", "text": "統合する", "postback": "enishi:press:tok-1"});
        assert_eq!(read(ours), Some(What::Pressed { token: "tok-1".into() }));
    }

    #[test]
    fn broken_content_says_so() {
        for broken in [
            json!(null),
            json!({}),
            json!({"type": 1}),
            json!({"type": "text"}),
            json!({"type": "text", "text": 5}),
        ] {
            assert!(super::read(&Settings::default(), &json!({}), &broken).is_err(), "{broken}");
        }
    }
}
