//! The texts to try a part on: one from the command line, or a file with one a line.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use crate::{doors::cli::speech, say};

/// The lines of a file that hold something.
///
/// # Errors
///
/// The file cannot be read.
pub(super) fn lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| {
        let path = path.display();
        say!(speech::lang(), "cannot read {path}", "{path} を読み込めません")
    })?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

/// The text in a line: a JSON object's "text", or the line itself.
pub(super) fn text_of(line: &str) -> String {
    let object: Option<Value> = serde_json::from_str(line).ok();
    match object.as_ref().and_then(|object| object.get("text")).and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_json() {
        assert_eq!(text_of("{\"text\": \"help\"}"), "help");
        assert_eq!(text_of("help"), "help");
        assert_eq!(text_of("{broken"), "{broken");
    }
}
