//! The texts to try a part on: one from the command line, or a file with one a line.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use crate::{doors::cli::speech, say};

/// The lines of a file that hold something, each with its number.
///
/// # Errors
///
/// The file cannot be read.
pub(super) fn lines(path: &Path) -> anyhow::Result<Vec<(usize, String)>> {
    let all = (1..).zip(read(path)?.lines().map(str::to_owned).collect::<Vec<_>>());
    Ok(all.filter(|(_, line)| !line.trim().is_empty()).collect())
}

/// The lines of a file, each with its text: a JSON object's "text", or the line itself. A blank line is a text of nothing, so
/// that what is printed stands in the same line.
///
/// # Errors
///
/// The file cannot be read, or a JSON object in it has no "text"; the error names its line.
pub(super) fn texts(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let read = |(number, line): (usize, &str)| {
        text_of(line).map(|text| (line.to_owned(), text)).with_context(|| {
            let path = path.display();
            say!(
                speech::lang(),
                "line {number} of {path} is JSON without a \"text\"",
                "{path} の{number}行目のJSONに \"text\" がありません"
            )
        })
    };
    (1..).zip(self::read(path)?.trim_end().lines()).map(read).collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| {
        let path = path.display();
        say!(speech::lang(), "cannot read {path}", "{path} を読み込めません")
    })
}

/// The text in a line; `None`: it is a JSON object without one.
fn text_of(line: &str) -> Option<String> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => object.get("text").and_then(Value::as_str).map(str::to_owned),
        _ => Some(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_json() {
        assert_eq!(text_of("{\"text\": \"help\"}").as_deref(), Some("help"));
        assert_eq!(text_of("{\"body\": \"help\"}"), None);
        for line in ["help", "{broken", "3", ""] {
            assert_eq!(text_of(line).as_deref(), Some(line));
        }
    }
}
