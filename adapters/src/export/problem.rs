//! What stops the reading, in one sentence.

use std::fmt;

/// What was wrong, where, and what to do, in one sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

impl Problem {
    /// The sentence in Japanese or in English.
    pub fn message(&self, ja: bool) -> &str {
        if ja { &self.ja } else { &self.en }
    }

    /// The file system or the disk refused.
    pub(crate) fn unreadable(file: &str, cause: &std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::NotFound {
            return Self {
                en: format!("There is no file or folder {file}: check how it is spelled."),
                ja: format!("{file} というファイルやフォルダーはありません。つづりを確かめてください。"),
            };
        }
        Self {
            en: format!("{file} cannot be read ({cause}): check the disk and who may read it."),
            ja: format!("{file} を読めません（{cause}）。ディスクと読み取り権限を確かめてください。"),
        }
    }

    /// Nothing in it.
    pub(crate) fn empty(file: &str) -> Self {
        Self {
            en: format!("{file} is empty: export again and give the new file."),
            ja: format!("{file} は空です。もう一度書き出して、新しいファイルを指定してください。"),
        }
    }

    /// None of the formats we know. `seen` says what it looks like instead, in both languages.
    pub(crate) fn unknown(file: &str, seen: (&str, &str)) -> Self {
        Self {
            en: format!(
                "{file} is no export we can read ({}): give a Slack workspace export (zip or folder), the \
                 result.json of Telegram Desktop, the JSON of DiscordChatExporter (file, folder or zip), the CSV of \
                 LINE WORKS monitoring, or a file with a JSON object a line.",
                seen.0
            ),
            ja: format!(
                "{file} は読み込める書き出しではありません（{}）。Slackワークスペースの書き出し（zipかフォルダー）、\
                 Telegram Desktopのresult.json、DiscordChatExporterのJSON（ファイル、フォルダー、zip）、\
                 LINE WORKSのモニタリングのCSV、1行に1つのJSONを書いたファイルのいずれかを指定してください。",
                seen.1
            ),
        }
    }

    /// Text, but not in UTF-8. `offset` counts from 0, `line` from 1.
    pub(crate) fn encoding(file: &str, offset: u64, line: u64) -> Self {
        Self {
            en: format!(
                "{file} is not UTF-8 text (byte {offset}, line {line}): give the file as the platform \
                 wrote it, or save it again as UTF-8."
            ),
            ja: format!(
                "{file} はUTF-8ではありません（{offset}バイト目、{line}行目）。書き出したままのファイルを指定するか、\
                 UTF-8で保存し直してください。"
            ),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Problem {}
