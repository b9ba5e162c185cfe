//! A file of JSON objects, one a line, whose fields go by several names.

use std::path::Path;

use anyhow::Context as _;
use chrono::DateTime;
use serde_json::{Map, Value};

use super::texts;
use crate::{doors::cli::speech, say};

/// One line.
pub(super) struct Record(Map<String, Value>);

/// The lines of a file.
///
/// # Errors
///
/// The file cannot be read, or a line is no JSON object, or one without a text; the error names it.
pub(super) fn records(path: &Path) -> anyhow::Result<Vec<Record>> {
    let lines = texts::lines(path)?;
    let read = |(number, line): (usize, String)| {
        let path = path.display();
        let record = serde_json::from_str(&line).map(Record).with_context(|| {
            say!(
                speech::lang(),
                "line {number} of {path} is no JSON object",
                "{path} の{number}行目がJSONのオブジェクトではありません"
            )
        })?;
        anyhow::ensure!(
            TEXT.iter().any(|name| record.0.contains_key(*name)),
            say!(
                speech::lang(),
                "line {number} of {path} has no “text”",
                "{path} の{number}行目に「text」がありません"
            )
        );
        Ok(record)
    };
    lines.into_iter().map(read).collect()
}

/// What is written goes by these names.
const TEXT: [&str; 4] = ["text", "body", "message", "content"];

impl Record {
    /// A field as text, under the first of these names that there is; numbers as they are written.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        match names.iter().find_map(|name| self.0.get(*name)).filter(|value| !value.is_null())? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// A moment, in seconds since 1970 UTC: a number, a number in quotation marks, or as in RFC 3339.
    pub(super) fn at(&self) -> Option<i64> {
        let text = self.text(&["ts", "at", "time", "timestamp", "date"])?;
        if let Ok(seconds) = text.parse::<f64>() {
            #[expect(clippy::cast_possible_truncation, reason = "seconds")]
            return Some(seconds as i64);
        }
        DateTime::parse_from_rfc3339(&text).ok().map(|at| at.timestamp())
    }

    /// What was written.
    pub(super) fn words(&self) -> String {
        self.text(&TEXT).unwrap_or_default()
    }

    /// Its id, or else its number among the lines.
    pub(super) fn id(&self, number: usize) -> String {
        self.text(&["id", "_id"]).unwrap_or_else(|| number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_by_several_names() {
        let read = |line: &str| Record(serde_json::from_str(line).unwrap());
        let record = read(r#"{"id": 7, "body": "a", "ts": "1767261600.5", "user": null}"#);
        assert_eq!(
            (record.id(1), record.words(), record.at()),
            ("7".into(), "a".into(), Some(1_767_261_600))
        );
        assert_eq!(record.text(&["user"]), None);
        assert_eq!(read(r#"{"at": "2026-01-01T10:00:00Z"}"#).at(), Some(1_767_261_600));
        assert_eq!((read("{}").at(), read("{}").id(4)), (None, "4".to_owned()));
    }
}
