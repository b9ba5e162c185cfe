//! What was sent instead of text: a file, a sticker, a place, a contact, a poll.

use serde_json::{Map, Value};

use super::text;
use crate::export::SkipReason;
use crate::{What, file};

/// What a message says. Spaces are words where there is nothing else: somebody sent them. A document
/// keeps its name beside its words; names of photos and recordings are numbers.
pub(super) fn read(message: &Map<String, Value>) -> Result<What, SkipReason> {
    let text = text::plain(message);
    if text.trim().is_empty()
        && let Some((action, text)) = attached(message)
    {
        let text = Some(text).filter(|text| !text.is_empty());
        return Ok(What::Other { action: action.to_owned(), text });
    }
    if text.is_empty() {
        return Err(SkipReason::Empty);
    }
    let text = match document(message) {
        Some(name) if !text.trim().is_empty() => file::named_beside(&text, name),
        _ => text,
    };
    Ok(What::Message { text, to_bot: false })
}

/// The name of a document that was sent, not of a recording or a picture.
fn document(message: &Map<String, Value>) -> Option<&str> {
    if message.contains_key("media_type") {
        return None;
    }
    let word = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
    [word("file_name"), exported(word("file"))].into_iter().find(|name| !name.is_empty())
}

fn attached(message: &Map<String, Value>) -> Option<(&'static str, String)> {
    let word = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
    let has = |key: &str| message.get(key).is_some_and(|value| !value.is_null());
    Some(if word("media_type") == "sticker" {
        ("sticker", word("sticker_emoji").to_owned())
    } else if has("poll") {
        ("poll", list(&message["poll"]["question"], &message["poll"]["answers"]))
    } else if has("contact_information") {
        ("contact", contact(&message["contact_information"]))
    } else if has("location_information") || has("place_name") {
        let point = message.get("location_information").map(point).unwrap_or_default();
        ("location", join([word("place_name"), word("address"), &point], ", "))
    } else if has("file") {
        let named = [word("file_name"), exported(word("file")), word("media_type"), word("mime_type")];
        ("file", named.into_iter().find(|name| !name.is_empty()).unwrap_or_default().replace('_', " "))
    } else if has("photo") {
        ("file", exported(word("photo")).to_owned())
    } else if has("game_title") {
        ("game", join([word("game_title"), word("game_description")], ": "))
    } else if has("invoice_information") {
        ("invoice", message["invoice_information"]["title"].as_str().unwrap_or_default().to_owned())
    } else if has("giveaway_information") || has("giveaway_results") {
        ("gift", String::new())
    } else if has("todo_list") {
        ("notice", list(&message["todo_list"]["title"], &message["todo_list"]["answers"]))
    } else {
        return None;
    })
}

/// The name of a file that was exported. Where it was not, the export has a remark in round brackets
/// instead of the path.
fn exported(path: &str) -> &str {
    if path.starts_with('(') { "" } else { path.rsplit('/').next().unwrap_or_default() }
}

/// The question or title, then an answer a line.
fn list(title: &Value, items: &Value) -> String {
    let mut text = text::of(title);
    for item in items.as_array().into_iter().flatten() {
        let item = text::of(&item["text"]);
        if !item.is_empty() {
            text.push_str("\n- ");
            text.push_str(&item);
        }
    }
    text
}

fn contact(contact: &Value) -> String {
    let word = |key: &str| contact[key].as_str().unwrap_or_default();
    join([word("first_name"), word("last_name"), word("phone_number")], " ")
}

fn point(point: &Value) -> String {
    match (point["latitude"].as_f64(), point["longitude"].as_f64()) {
        (Some(latitude), Some(longitude)) => format!("{latitude}, {longitude}"),
        _ => String::new(),
    }
}

fn join<const N: usize>(parts: [&str; N], between: &str) -> String {
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn other(message: Value) -> (String, Option<String>) {
        match read(message.as_object().unwrap()) {
            Ok(What::Other { action, text }) => (action, text),
            what => panic!("{what:?}"),
        }
    }

    fn named(action: &str, text: &str) -> (String, Option<String>) {
        (action.into(), Some(text.into()))
    }

    #[test]
    fn each_kind_of_media() {
        assert_eq!(
            other(json!({"text": "", "media_type": "sticker", "sticker_emoji": "👍", "file": "s.webp"})),
            named("sticker", "👍")
        );
        assert_eq!(
            other(json!({"poll": {"question": "行く？", "answers": [{"text": "はい"}, {"text": "No"}, 3]}})),
            named("poll", "行く？\n- はい\n- No")
        );
        assert_eq!(
            other(json!({"contact_information": {"first_name": "A", "last_name": "", "phone_number": "+1"}})),
            named("contact", "A +1")
        );
        assert_eq!(
            other(json!({"place_name": "Café", "address": "1st St",
                "location_information": {"latitude": 35.5, "longitude": -139.25}})),
            named("location", "Café, 1st St, 35.5, -139.25")
        );
        assert_eq!(
            other(json!({"file": "files/設計書.pdf", "mime_type": "application/pdf"})),
            named("file", "設計書.pdf")
        );
        assert_eq!(
            other(json!({"file": "(File not included. …)", "media_type": "voice_message"})),
            named("file", "voice message")
        );
        assert_eq!(other(json!({"photo": "photos/photo_1.jpg"})), named("file", "photo_1.jpg"));
        assert_eq!(other(json!({"photo": "(File not included.)"})), ("file".into(), None));
        assert_eq!(other(json!({"game_title": "G", "game_description": ""})), named("game", "G"));
        assert_eq!(other(json!({"invoice_information": {"title": "I"}})), named("invoice", "I"));
        assert_eq!(other(json!({"text": "", "giveaway_information": {}})), ("gift".into(), None));
        assert_eq!(
            other(json!({"todo_list": {"title": "買い物", "answers": [{"text": "牛乳"}, {"id": 2}]}})),
            named("notice", "買い物\n- 牛乳")
        );
    }

    #[test]
    fn words_come_before_media_and_nothing_is_nothing() {
        let captioned = json!({"text": "look", "photo": "photos/1.jpg"});
        assert_eq!(
            read(captioned.as_object().unwrap()),
            Ok(What::Message { text: "look".into(), to_bot: false })
        );
        let named = json!({"text": "look", "file": "files/設計書.pdf", "mime_type": "application/pdf"});
        assert_eq!(
            read(named.as_object().unwrap()),
            Ok(What::Message { text: "look\n📎 設計書.pdf".into(), to_bot: false })
        );
        assert!(read(json!({"text": " "}).as_object().unwrap()).is_ok());
        for empty in [json!({"text": ""}), json!({"text": "", "poll": null, "file": null})] {
            assert_eq!(read(empty.as_object().unwrap()), Err(SkipReason::Empty));
        }
    }
}
