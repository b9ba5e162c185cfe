//! One record: who said what, where and when.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use serde_json::Value;

use super::columns::Columns;
use crate::export::{SkipReason, field, time};
use crate::{ConversationKind, ConversationRef, Event, Sender, What};

/// Japan and Korea, in seconds east of Greenwich.
const ZONE: i32 = 9 * 3_600;

/// How a date is written, with or without seconds.
const DATES: [&str; 6] = [
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y.%m.%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M",
];

/// What a file that was sent begins with, before its name.
const FILES: [&str; 10] =
    ["写真", "画像", "動画", "音声", "ファイル", "photo", "image", "video", "audio", "file"];

/// Reads a record. It has no id and is known again by its room, time, sender and words.
pub(super) fn read(columns: &Columns, fields: &[Vec<u8>]) -> Result<Event, SkipReason> {
    let text = |at: usize| {
        let field = fields.get(at).ok_or(SkipReason::NotAMessage)?;
        std::str::from_utf8(field).map_err(|_| SkipReason::NotUtf8)
    };
    let (date, sender, message) = (text(columns.date)?, text(columns.sender)?, text(columns.message)?);
    let room = id(text(columns.room)?).ok_or(SkipReason::NoConversation)?;
    let receivers = columns.receiver.map_or(Ok(""), text)?;
    let two = receivers.matches('@').count() == 1;
    Ok(Event {
        conversation: ConversationRef {
            external_id: room,
            name: None,
            kind: if two { ConversationKind::Direct } else { ConversationKind::Group },
        },
        thread: None,
        message_id: None,
        sender: self::sender(sender).ok_or(SkipReason::NoSender)?,
        at: when(date).ok_or(SkipReason::NoTime)?,
        what: what(message).ok_or(SkipReason::Empty)?,
        via: None,
    })
}

fn id(text: &str) -> Option<String> {
    field::id(&Value::from(text))
}

/// `太郎(taro@example.com)`: a name and an address, by which the person is known. Without an address by all of it.
fn sender(text: &str) -> Option<Sender> {
    let text = text.trim();
    let named = text.strip_suffix([')', '）']).and_then(|text| {
        let at = text.rfind(['(', '（'])?;
        let address = text[at..].trim_start_matches(['(', '（']).trim();
        address.contains('@').then(|| (text[..at].trim(), address))
    });
    let (name, address) = match named {
        Some((name, address)) => (name, Some(address)),
        None if text.contains('@') && !text.contains(char::is_whitespace) => ("", Some(text)),
        None => (text, None),
    };
    Some(Sender {
        external_id: id(&address.unwrap_or(name).to_lowercase())?,
        name: id(name),
        email: address.and_then(id),
        ..Sender::default()
    })
}

/// In the zone that is written, else in Japan's.
fn when(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(at) = time::rfc3339(&Value::from(text)) {
        return Some(at);
    }
    let zone = FixedOffset::east_opt(ZONE)?;
    let at = DATES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    let at = at.and_local_timezone(zone).single()?.to_utc();
    time::plausible(at.timestamp(), at.timestamp_subsec_micros())
}

/// Words, or a file: `(写真) image_20230106_16.25.16.png`.
fn what(message: &str) -> Option<What> {
    let file = message.trim().strip_prefix(['(', '（']).and_then(|rest| {
        let (kind, name) = rest.split_once([')', '）'])?;
        FILES.contains(&kind.trim().to_lowercase().as_str()).then(|| name.trim())
    });
    if let Some(name) = file {
        let text = Some(name.to_owned()).filter(|name| !name.is_empty());
        return Some(What::Other { action: "file".to_owned(), text });
    }
    (!message.trim().is_empty()).then(|| What::Message { text: message.to_owned(), to_bot: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns = Columns { date: 0, sender: 1, receiver: Some(2), room: 3, message: 4 };

    fn row(fields: [&str; 5]) -> Result<Event, SkipReason> {
        read(&COLUMNS, &fields.map(|field| field.as_bytes().to_vec()))
    }

    const GOOD: [&str; 5] = [
        "2023-01-06 16:28:45",
        "太郎(Taro@example.com)",
        "次郎(jiro@example.com)",
        "21228435",
        "こんにちは。",
    ];

    fn with(at: usize, field: &'static str) -> Result<Event, SkipReason> {
        let mut fields = GOOD;
        fields[at] = field;
        row(fields)
    }

    #[test]
    fn a_record() {
        let event = row(GOOD).unwrap();
        assert_eq!(event.at.to_rfc3339(), "2023-01-06T07:28:45+00:00");
        assert_eq!(event.conversation.external_id, "21228435");
        assert_eq!(event.conversation.kind, ConversationKind::Direct);
        assert_eq!((event.thread, event.message_id), (None, None));
        let Sender { external_id, name, email, is_bot, .. } = event.sender;
        assert_eq!((external_id.as_str(), name.as_deref()), ("taro@example.com", Some("太郎")));
        assert_eq!((email.as_deref(), is_bot), (Some("Taro@example.com"), false));
        assert_eq!(event.what, What::Message { text: "こんにちは。".into(), to_bot: false });
        let group = with(2, "次郎(jiro@example.com), 花子(hana@example.com)").unwrap();
        assert_eq!(group.conversation.kind, ConversationKind::Group);
    }

    #[test]
    fn dates_senders_and_files() {
        for date in [
            "2023/01/06 16:28:45",
            "2023-01-06T16:28:45+09:00",
            "2023-01-06T07:28:45Z",
            " 2023.01.06 16:28:45.000 ",
        ] {
            assert_eq!(with(0, date).map(|event| event.at.timestamp()), Ok(1_672_990_125), "{date}");
        }
        assert!(with(0, "2023/01/06 16:28").is_ok());
        let by = |sender| with(1, sender).map(|event| (event.sender.external_id, event.sender.name));
        assert_eq!(
            by("山田 (営業)（y@example.com）"),
            Ok(("y@example.com".into(), Some("山田 (営業)".into())))
        );
        assert_eq!(by("y@example.com"), Ok(("y@example.com".into(), None)));
        assert_eq!(by("縁ボット"), Ok(("縁ボット".into(), Some("縁ボット".into()))));
        let sent = |message| with(4, message).unwrap().what;
        let file = What::Other { action: "file".into(), text: Some("image_20230106_16.25.16.png".into()) };
        assert_eq!(sent("(写真) image_20230106_16.25.16.png"), file);
        assert_eq!(sent("(Photo) image_20230106_16.25.16.png"), file);
        assert!(matches!(sent("(笑) そうですね"), What::Message { .. }));
    }

    #[test]
    fn what_is_left_out() {
        for (at, field, reason) in [
            (0, "yesterday", SkipReason::NoTime),
            (0, "2023-13-06 16:28:45", SkipReason::NoTime),
            (1, " ", SkipReason::NoSender),
            (3, "", SkipReason::NoConversation),
            (4, " \n", SkipReason::Empty),
        ] {
            assert_eq!(with(at, field), Err(reason), "{field}");
        }
        assert_eq!(read(&COLUMNS, &[b"2023-01-06 16:28:45".to_vec()]), Err(SkipReason::NotAMessage));
        let mut sjis = GOOD.map(|field| field.as_bytes().to_vec());
        sjis[4] = b"\x93\xFA".to_vec();
        assert_eq!(read(&COLUMNS, &sjis), Err(SkipReason::NotUtf8));
    }
}
