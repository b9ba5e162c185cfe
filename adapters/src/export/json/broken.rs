//! Where a document stops being JSON.

use crate::export::Problem;

/// The place where a document stops being JSON, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Bytes before it.
    pub(crate) offset: u64,
    /// Its line, from 1.
    pub(crate) line: u64,
    /// What is wrong there.
    pub(crate) how: How,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// The document ends before it is complete.
    CutOff,
    /// A byte that JSON does not allow there.
    Unexpected(u8),
    /// A value that looks like JSON from outside, but is not.
    Garbled,
    /// UTF-16, or another encoding with zero bytes.
    Encoding,
    /// The disk or the archive refused.
    Io(String),
}

impl Broken {
    /// The sentence about the file with this name.
    pub(crate) fn problem(&self, file: &str) -> Problem {
        let Self { offset, line, how } = self;
        match how {
            How::CutOff => Problem {
                en: format!(
                    "{file} ends in the middle (byte {offset}, line {line}): the export or the copy was \
                     cut off, make it again."
                ),
                ja: format!(
                    "{file} は途中で終わっています（{offset}バイト目、{line}行目）。書き出しかコピーが中断されています。\
                     やり直してください。"
                ),
            },
            How::Unexpected(byte) => {
                let found = if byte.is_ascii_graphic() {
                    format!("\"{}\"", char::from(*byte))
                } else {
                    format!("0x{byte:02X}")
                };
                Problem {
                    en: format!(
                        "{file} is damaged at byte {offset} (line {line}): JSON cannot have {found} \
                         there; export again or mend that place."
                    ),
                    ja: format!(
                        "{file} は{offset}バイト目（{line}行目）で壊れています。JSONではそこに {found} は置けません。\
                         もう一度書き出すか、その場所を直してください。"
                    ),
                }
            }
            How::Garbled => Problem {
                en: format!(
                    "{file} is damaged: the record that begins at byte {offset} (line {line}) is not \
                     JSON; export again or mend that place."
                ),
                ja: format!(
                    "{file} は壊れています。{offset}バイト目（{line}行目）から始まる記録がJSONではありません。\
                     もう一度書き出すか、その場所を直してください。"
                ),
            },
            How::Encoding => Problem::encoding(file, *offset, *line),
            How::Io(cause) => Problem {
                en: format!(
                    "{file} could not be read past byte {offset} (line {line}; {cause}): check the disk, \
                     or copy the export again."
                ),
                ja: format!(
                    "{file} は{offset}バイト目（{line}行目）から先を読めません（{cause}）。ディスクを確かめるか、\
                     書き出しをコピーし直してください。"
                ),
            },
        }
    }
}
