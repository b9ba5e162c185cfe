//! Interactions: slash commands and pressed buttons.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::frame::{self, Frame};
use super::{place, spoken};
use crate::export::field;
use crate::{Ack, Event, Partial, Unreadable, Verified, What};

/// The command that takes a sentence.
pub(super) const GENERIC: &str = "enishi";
/// Its argument.
pub(super) const GENERIC_TEXT: &str = "text";
/// Only the asker sees the answer.
pub(super) const EPHEMERAL: u64 = 64;

/// What an interaction wants (`type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Is anybody there?
    Ping,
    /// A command was called.
    Command,
    /// Something of a message was pressed.
    Press,
    /// Somebody types an argument.
    Typing,
}

/// Which of these it is, if any of them.
pub(super) fn kind(d: &Value) -> Option<Kind> {
    match d["type"].as_u64()? {
        1 => Some(Kind::Ping),
        2 => Some(Kind::Command),
        3 => Some(Kind::Press),
        4 => Some(Kind::Typing),
        _ => None,
    }
}

/// What Discord is told within three seconds: "wait", or nothing more than "seen".
pub(super) fn answer(d: &Value) -> Option<Value> {
    Some(match kind(d)? {
        Kind::Ping => json!({"type": 1}),
        Kind::Command => json!({"type": 5, "data": {"flags": EPHEMERAL}}),
        Kind::Press => json!({"type": 6}),
        Kind::Typing => json!({"type": 8, "data": {"choices": []}}),
    })
}

/// The answer to an interaction that was posted to us. Suggestions need a look into the store: by this road there
/// are none.
pub(super) fn ack(verified: &Verified) -> Ack {
    let Ok(frame) = Frame::read(verified) else { return Ack::default() };
    let only_answer = matches!(kind(&frame.d), Some(Kind::Ping | Kind::Typing));
    Ack { only_answer, json: answer(&frame.d) }
}

/// What was called or pressed.
pub(super) fn read(frame: &Frame) -> Result<Vec<Event>, Unreadable> {
    let d = &frame.d;
    let broken = |what: &str| Unreadable(format!("an interaction without {what}"));
    let what = match kind(d) {
        // 1: a slash command. The others are entries in the menus of a message and of a user.
        Some(Kind::Command) if d["data"]["type"].as_u64().unwrap_or(1) == 1 => command(&d["data"])?,
        Some(Kind::Press) => {
            let token = d["data"]["custom_id"].as_str().ok_or_else(|| broken("a `custom_id`"))?;
            What::Pressed { token: token.to_owned() }
        }
        _ => return Ok(Vec::new()),
    };
    let id = field::id(&d["id"]).ok_or_else(|| broken("an id"))?;
    let at = frame::born(&id).ok_or_else(|| broken("a readable id"))?;
    let channel = place::of(frame).ok_or_else(|| broken("a channel"))?;
    let sender = sender(d).ok_or_else(|| broken("a user"))?;
    Ok(vec![Event {
        conversation: channel.conversation,
        thread: channel.thread,
        message_id: Some(id),
        sender,
        at,
        what,
        via: via(d),
    }])
}

/// In a server the user stands in the member.
fn sender(d: &Value) -> Option<crate::Sender> {
    spoken::sender(&d["member"]["user"], &d["member"]).or_else(|| spoken::sender(&d["user"], &Value::Null))
}

/// The private way to whoever asked.
fn via(d: &Value) -> Option<String> {
    let application = field::id(&d["application_id"])?;
    Some(format!("interaction:{application}:{}", field::id(&d["token"])?))
}

fn command(data: &Value) -> Result<What, Unreadable> {
    let (name, options) = path(data).ok_or_else(|| Unreadable("a command without a name".into()))?;
    let arguments: BTreeMap<_, _> = options
        .iter()
        .filter_map(|option| Some((spaced(field::id(&option["name"])?), words(&option["value"])?)))
        .collect();
    if name == GENERIC {
        return Ok(match arguments.get(GENERIC_TEXT).filter(|text| !text.trim().is_empty()) {
            Some(text) => What::Message { text: text.clone(), to_bot: true },
            None => What::Opened,
        });
    }
    Ok(What::Called { command: name, arguments })
}

/// `roi show` and its arguments. Where a noun is a command itself and has others below it, Discord cannot call the
/// noun alone: it stands below itself.
fn path(data: &Value) -> Option<(String, &[Value])> {
    let mut words = vec![field::id(&data["name"])?];
    let mut at = data;
    // 1 is a subcommand, 2 a group of them.
    while let Some(below) = at["options"].as_array().and_then(|all| all.first()) {
        if !matches!(below["type"].as_u64(), Some(1 | 2)) || words.len() > 2 {
            break;
        }
        words.push(field::id(&below["name"])?);
        at = below;
    }
    if words.len() == 2 && words[0] == words[1] {
        words.pop();
    }
    let options = at["options"].as_array().map_or(&[][..], Vec::as_slice);
    Some((spaced(words.join(" ")), options))
}

/// Discord takes no spaces in names: where ours have one, a `-` stands, see `commands.rs`.
fn spaced(name: String) -> String {
    name.replace('-', " ")
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// What somebody types just now.
pub(super) fn partial(d: &Value) -> Option<Partial> {
    let (command, options) = path(&d["data"])?;
    let typed = options.iter().find(|option| option["focused"] == true)?;
    Some(Partial {
        user: sender(d)?.external_id,
        command,
        argument: spaced(field::id(&typed["name"])?),
        text: words(&typed["value"]).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_their_arguments() {
        let called = |data: Value| command(&data).unwrap();
        let named = |command: &str, arguments: &[(&str, &str)]| What::Called {
            command: command.into(),
            arguments: arguments.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        };
        assert_eq!(
            called(json!({"name": "roi", "options": [{"type": 1, "name": "show", "options": [
                {"type": 3, "name": "campaign", "value": "C-7"}, {"type": 4, "name": "last", "value": 3},
                {"type": 5, "name": "all", "value": true}]}]})),
            named("roi show", &[("campaign", "C-7"), ("last", "3"), ("all", "true")])
        );
        assert_eq!(called(json!({"name": "help"})), named("help", &[]));
        assert_eq!(
            called(json!({"name": "merge", "options": [{"type": 1, "name": "merge"}]})),
            named("merge", &[])
        );
        assert_eq!(
            called(
                json!({"name": "a", "options": [{"type": 2, "name": "b", "options": [{"type": 1, "name": "c"}]}]})
            ),
            named("a b c", &[])
        );
        assert_eq!(
            called(json!({"name": "enishi", "options": [{"type": 3, "name": "text", "value": "show roi"}]})),
            What::Message { text: "show roi".into(), to_bot: true }
        );
        assert_eq!(called(json!({"name": "enishi"})), What::Opened);
    }

    #[test]
    fn what_is_being_typed() {
        let d = json!({"type": 4, "user": {"id": "5"}, "data": {"name": "roi", "options": [{"type": 1,
            "name": "show", "options": [{"type": 3, "name": "period", "value": "x"},
                {"type": 3, "name": "campaign", "value": "Spr", "focused": true}]}]}});
        let expected = Partial {
            user: "5".into(),
            command: "roi show".into(),
            argument: "campaign".into(),
            text: "Spr".into(),
        };
        assert_eq!(partial(&d), Some(expected));
        assert_eq!(partial(&json!({"data": {"name": "roi"}})), None);
    }

    #[test]
    fn the_first_answer() {
        let ack = |d: Value| ack(&Verified::from_inbox(d.to_string().into_bytes()));
        let ping = ack(json!({"id": "1", "type": 1}));
        assert_eq!(ping, Ack { only_answer: true, json: Some(json!({"type": 1})) });
        let command = ack(json!({"id": "1", "type": 2}));
        assert_eq!(command.json.unwrap()["data"]["flags"], 64);
        assert!(!command.only_answer);
        assert!(ack(json!({"id": "1", "type": 4})).only_answer);
        assert_eq!(ack(json!({"id": "1", "type": 99})), Ack::default());
        assert_eq!(super::ack(&Verified::from_inbox(b"{".to_vec())), Ack::default());
    }
}
