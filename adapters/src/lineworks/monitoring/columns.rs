//! Which column holds what, by its head in Japanese or English.

use super::records::{Record, Records};

/// Heads by what stands below them; spaces and case do not matter.
const DATE: [&str; 5] = ["日時", "日付", "date", "dateandtime", "datetime"];
const SENDER: [&str; 3] = ["送信者", "sender", "from"];
const RECEIVER: [&str; 5] = ["受信者", "receiver", "receivers", "recipient", "to"];
const ROOM: [&str; 7] =
    ["トークルームid", "チャンネルid", "channelid", "channel", "messageroomid", "roomid", "チャネルid"];
const MESSAGE: [&str; 8] =
    ["トーク", "メッセージ", "メッセージ内容", "トーク内容", "内容", "message", "messagecontent", "content"];

/// Where in a record things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) date: usize,
    pub(super) sender: usize,
    pub(super) receiver: Option<usize>,
    pub(super) room: usize,
    pub(super) message: usize,
}

impl Columns {
    /// From the first record; `None` where that is the head of something else.
    pub(super) fn of(heads: &[Vec<u8>]) -> Option<Self> {
        let heads: Vec<String> = heads.iter().map(|head| plain(head)).collect();
        let find = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        Some(Self {
            date: find(&DATE)?,
            sender: find(&SENDER)?,
            receiver: find(&RECEIVER),
            room: find(&ROOM)?,
            message: find(&MESSAGE)?,
        })
    }
}

/// Does a file with this beginning hold such records?
pub(crate) fn is_head(head: &[u8]) -> bool {
    let first = Records::new(head).next().ok().flatten();
    matches!(first, Some(Record::Fields(fields)) if Columns::of(&fields).is_some())
}

fn plain(head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head);
    head.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_in_both_languages() {
        for head in [
            "日時,送信者,受信者,トークルームID,トーク\n",
            "\u{feff}\"Date\",\"Sender\",\"Receiver\",\"Channel ID\",\"Message\"\r\n\"2023",
            "Message,Channel ID,Receiver,Sender,Date",
            "日時,送信者,チャンネルID,内容",
        ] {
            assert!(is_head(head.as_bytes()), "{head}");
        }
        for other in [
            "",
            "name,email\n",
            "日時,送信者\n",
            "{\"a\": 1}",
            "Date,Sender,Receiver,Channel ID\nMessage",
            "\"Date",
        ] {
            assert!(!is_head(other.as_bytes()), "{other}");
        }
    }
}
