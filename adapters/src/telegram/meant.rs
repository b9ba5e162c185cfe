//! Is a message for the bot, and is it a command?

use std::collections::BTreeMap;

use serde_json::Value;

use super::{marks::Marked, own::Own};
use crate::What;

/// Letters of a code that joins a chat account to a user, as it stands behind `t.me/our_bot?start=`.
const LINK_CODE_CHARS: usize = 8;

/// What a text means. `direct`: in a conversation of two. `text` is what was read out of the message.
pub(super) fn what(message: &Value, marked: &Marked, own: Own<'_>, direct: bool, text: String) -> What {
    // What somebody else wrote elsewhere orders nothing here, also where everything else said is for the bot: it
    // would be done with the rights of whoever passed it on.
    let forwarded = ["forward_origin", "forward_date", "is_automatic_forward"];
    let forwarded = forwarded.iter().any(|key| !message[*key].is_null());
    if let Some((name, whose)) = &marked.command
        && !forwarded
        && whose.as_deref().is_none_or(|whose| direct || own.is_called(whose))
    {
        let words = text.trim_start().split_once(char::is_whitespace).map_or("", |(_, words)| words.trim());
        return command(&name.replace('_', " "), words);
    }
    let to_bot = !forwarded && (direct || marked.mentioned || answers_us(message, own));
    match text.trim() {
        "" if marked.mentioned => What::Opened,
        trimmed if marked.mentioned => What::Message { text: trimmed.to_owned(), to_bot },
        _ => What::Message { text, to_bot },
    }
}

/// A command from the menu has a name and no words; one with words is read like anything that is typed.
fn command(name: &str, words: &str) -> What {
    match name {
        "start" if is_link_code(words) => What::Message { text: format!("link {words}"), to_bot: true },
        "start" => What::Opened,
        "enishi" if words.is_empty() => What::Opened,
        "enishi" => What::Message { text: words.to_owned(), to_bot: true },
        name if words.is_empty() => What::Called { command: name.to_owned(), arguments: BTreeMap::new() },
        name => What::Message { text: format!("{name} {words}"), to_bot: true },
    }
}

fn is_link_code(words: &str) -> bool {
    words.len() == LINK_CODE_CHARS
        && words.bytes().all(|b| b.is_ascii_alphanumeric())
        && words.bytes().any(|b| b.is_ascii_digit())
}

/// An answer to what the bot has said. In a topic every message answers the one that began it.
fn answers_us(message: &Value, own: Own<'_>) -> bool {
    let answered = &message["reply_to_message"];
    own.is(&answered["from"]) && answered["forum_topic_created"].is_null()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Settings,
        telegram::{marks, text},
    };
    use serde_json::json;

    fn meant(direct: bool, message: Value) -> What {
        let settings = Settings::default().with("bot_id", "7").with("bot_username", "enishi_bot");
        let own = Own::new(&settings);
        let marked = marks::read(&message, own);
        let said = text::of(&marked.text);
        what(&message, &marked, own, direct, said)
    }

    fn typed(text: &str) -> Value {
        let command = text.split_whitespace().next().unwrap_or_default();
        json!({"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": command.encode_utf16().count()}]})
    }

    fn said(text: &str, to_bot: bool) -> What {
        What::Message { text: text.into(), to_bot }
    }

    fn called(command: &str) -> What {
        What::Called { command: command.into(), arguments: BTreeMap::new() }
    }

    #[test]
    fn commands() {
        for direct in [true, false] {
            assert_eq!(
                meant(direct, typed("/roi_show C-7 last month")),
                said("roi show C-7 last month", true)
            );
            assert_eq!(meant(direct, typed("/roi_show@Enishi_bot C-7")), said("roi show C-7", true));
            assert_eq!(meant(direct, typed("/help")), called("help"));
            assert_eq!(meant(direct, typed("/Person_Show@enishi_bot")), called("person show"));
            assert_eq!(meant(direct, typed("/enishi ROIを見せて")), said("ROIを見せて", true));
            assert_eq!(meant(direct, typed("/enishi")), What::Opened);
        }
        let others = typed("/help@other_bot me");
        assert_eq!(meant(false, others), said("/help@other_bot me", false));
    }

    #[test]
    fn start() {
        assert_eq!(meant(true, typed("/start")), What::Opened);
        assert_eq!(meant(true, typed("/start K3ABCDEF")), said("link K3ABCDEF", true));
        for no_code in ["campaign", "from_the_website", "ABCDEFGH", "K3ABCDE", "K3ABCDEF-"] {
            assert_eq!(meant(true, typed(&format!("/start {no_code}"))), What::Opened, "{no_code}");
        }
    }

    #[test]
    fn who_is_spoken_to() {
        let text = |more: Value| {
            let mut message = json!({"text": "hi"});
            message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            message
        };
        assert_eq!(meant(true, text(json!({}))), said("hi", true));
        assert_eq!(meant(false, text(json!({}))), said("hi", false));
        let answer = |more: Value| {
            let mut answered = json!({"from": {"id": 7}});
            answered.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            text(json!({"reply_to_message": answered}))
        };
        assert_eq!(meant(false, answer(json!({}))), said("hi", true));
        assert_eq!(meant(false, answer(json!({"forum_topic_created": {"name": "T"}}))), said("hi", false));
        assert_eq!(meant(false, answer(json!({"from": {"id": 8}}))), said("hi", false));
    }

    #[test]
    fn what_was_forwarded_orders_nothing() {
        let mut message = typed("/person_remove P-1");
        message["forward_origin"] = json!({"type": "hidden_user", "sender_user_name": "X", "date": 1});
        assert_eq!(meant(false, message.clone()), said("/person_remove P-1", false));
        assert_eq!(meant(true, message), said("/person_remove P-1", false));
        let mention =
            json!({"text": "@enishi_bot hi", "entities": [{"type": "mention", "offset": 0, "length": 11}]});
        assert_eq!(meant(false, mention.clone()), said("hi", true));
        let mut forwarded = mention;
        forwarded["forward_origin"] = json!({"type": "user"});
        assert_eq!(meant(false, forwarded), said("hi", false));
    }

    #[test]
    fn only_called_by_name() {
        let alone =
            json!({"text": "@enishi_bot", "entities": [{"type": "mention", "offset": 0, "length": 11}]});
        assert_eq!(meant(false, alone), What::Opened);
    }
}
