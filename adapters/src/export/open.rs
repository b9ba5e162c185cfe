//! Which export is it? Decided by what is inside, not by the name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::archive::{Archive, Listed};
use super::{Export, Problem};
use crate::discord::{self, DiscordExport};
use crate::jsonl::{self, JsonlExport};
use crate::lineworks::monitoring::{self, MonitoringExport};
use crate::slack::SlackExport;
use crate::telegram::TelegramExport;

/// How much of a file is looked at before it is read, in bytes.
const HEAD: u64 = 64 * 1024;

/// Opens a Slack workspace export (zip, or the folder it unpacks to), the `result.json` of Telegram
/// Desktop (one chat or a whole account; also the folder that holds it), the JSON of DiscordChatExporter
/// (a file, a folder or a zip of them), the CSV of LINE WORKS monitoring, or plain lines of JSON.
///
/// # Errors
///
/// A [`Problem`] that says what the file is instead, or where it is broken.
pub fn open(path: &Path) -> Result<Box<dyn Export>, Problem> {
    let shown = path.display().to_string();
    let about = std::fs::metadata(path).map_err(|e| Problem::unreadable(&shown, &e))?;
    let result = path.join("result.json");
    if about.is_dir() && result.is_file() {
        return open_file(&result);
    }
    if about.is_dir() {
        let (archive, files) = Archive::folder(path)?;
        return open_files(path, &archive, &files);
    }
    if !about.is_file() {
        return Err(Problem::unknown(
            &shown,
            ("neither file nor folder", "ファイルでもフォルダーでもありません"),
        ));
    }
    open_file(path)
}

fn open_file(path: &Path) -> Result<Box<dyn Export>, Problem> {
    let name = file_name(path);
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(HEAD).read_to_end(&mut head))
        .map_err(|e| Problem::unreadable(&name, &e))?;
    match kind(&head) {
        Kind::Zip => {
            let (archive, files) = Archive::zip(path)?;
            open_files(path, &archive, &files)
        }
        Kind::Lines => Ok(Box::new(JsonlExport::open(path)?)),
        Kind::Other if monitoring::is_head(&head) => Ok(Box::new(MonitoringExport::open(path)?)),
        Kind::Object => {
            if File::open(path).is_ok_and(discord::is_document) {
                let (archive, files) = Archive::single(path)?;
                if let Some(export) = DiscordExport::open(&archive, &files)? {
                    return Ok(Box::new(export));
                }
            }
            Ok(Box::new(TelegramExport::open(path)?))
        }
        Kind::Empty => Err(Problem::empty(&name)),
        Kind::Array => Err(Problem::unknown(
            &name,
            (
                "a list, perhaps one file out of a Slack export",
                "一覧です。Slackの書き出しの一部かもしれません",
            ),
        )),
        Kind::Markup => Err(Problem::unknown(
            &name,
            (
                "a web page: choose JSON when exporting, not HTML",
                "ウェブページです。書き出すときにHTMLではなくJSONを選んでください",
            ),
        )),
        Kind::NotUtf8 { offset, line } => Err(Problem::encoding(&name, offset, line)),
        Kind::Other => Err(Problem::unknown(&name, ("neither zip nor JSON", "zipでもJSONでもありません"))),
    }
}

/// A folder or zip: Slack's has its lists, Discord's is known by any of its files.
fn open_files(path: &Path, archive: &Archive, files: &[Listed]) -> Result<Box<dyn Export>, Problem> {
    if let Some(export) = SlackExport::open(path, archive, files)? {
        return Ok(Box::new(export));
    }
    if let Some(export) = DiscordExport::open(archive, files)? {
        return Ok(Box::new(export));
    }
    let telegram = files.iter().any(|file| file.path.rsplit('/').next() == Some("result.json"));
    let seen = match telegram {
        true => (
            "a Telegram export? Unpack it and give its result.json",
            "Telegramの書き出しなら展開してください",
        ),
        false => (
            "neither Slack's channels.json nor a Discord channel is in it",
            "Slackのchannels.jsonもDiscordのチャンネルも入っていません",
        ),
    };
    Err(Problem::unknown(&file_name(path), seen))
}

/// The last part of a path, for sentences and places.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What the first bytes look like.
#[derive(Debug, PartialEq)]
enum Kind {
    Empty,
    Zip,
    Lines,
    Object,
    Array,
    Markup,
    NotUtf8 { offset: u64, line: u64 },
    Other,
}

fn kind(head: &[u8]) -> Kind {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let first = text.iter().position(|b| !b.is_ascii_whitespace());
    let Some(&first) = first.and_then(|at| text.get(at)) else { return Kind::Empty };
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'{' | b'[', ..] | [b'{' | b'[', 0, ..] = text {
        return Kind::NotUtf8 { offset: 0, line: 1 };
    }
    // A line that is no UTF-8 costs that line, not the file.
    if jsonl::is_line(head, (head.len() as u64) < HEAD) {
        return Kind::Lines;
    }
    match first {
        b'{' | b'[' => match std::str::from_utf8(head) {
            // A character cut by the end of the head is no error.
            Err(e) if e.error_len().is_some() => {
                let before = head.get(..e.valid_up_to()).unwrap_or_default();
                let breaks = before.iter().filter(|b| **b == b'\n').count();
                Kind::NotUtf8 { offset: before.len() as u64, line: breaks as u64 + 1 }
            }
            _ if first == b'{' => Kind::Object,
            _ if is_list(text) => Kind::Array,
            _ => Kind::Other,
        },
        b'<' => Kind::Markup,
        _ => Kind::Other,
    }
}

/// Whether `[` begins a JSON list, not a section of some other format.
fn is_list(text: &[u8]) -> bool {
    let mut marks = text.iter().filter(|b| !b.is_ascii_whitespace());
    marks.next() == Some(&b'[') && matches!(marks.next(), Some(b'{' | b'[' | b'"' | b']' | b'0'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(kind(b""), Kind::Empty);
        assert_eq!(kind(b"\xEF\xBB\xBF \n"), Kind::Empty);
        assert_eq!(kind(b"PK\x03\x04..."), Kind::Zip);
        assert_eq!(kind(b" {"), Kind::Object);
        assert_eq!(kind(b"\xEF\xBB\xBF{\"\xE3\x81"), Kind::Object);
        assert_eq!(kind(b"[1"), Kind::Array);
        assert_eq!(kind(b"{\"ts\": 5, \"platform\": \"x\"}\n"), Kind::Lines);
        assert_eq!(kind(b"[section]"), Kind::Other);
        assert_eq!(kind(b"<!DOCTYPE html>"), Kind::Markup);
        assert_eq!(kind(b"\x1F\x8B"), Kind::Other);
        assert_eq!(kind(b"\xFF\xFE{\0"), Kind::NotUtf8 { offset: 0, line: 1 });
        assert_eq!(kind(b"{\0\"\0"), Kind::NotUtf8 { offset: 0, line: 1 });
        assert_eq!(kind(b"{\n\"caf\xE9\"}"), Kind::NotUtf8 { offset: 6, line: 2 });
    }
}
