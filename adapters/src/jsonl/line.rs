//! Is a line one of ours?

use serde_json::Value;

/// What we could make of a line as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// An object with keys of ours.
    Ours,
    /// Another object, whole on its line.
    Object,
    /// Nothing of the kind.
    Other,
}

/// Looks at the lines of `head`, the beginning of a file. Only whole lines count; the last one is whole
/// where `head` is the whole file.
pub(crate) fn is_line(head: &[u8], whole: bool) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if matches!(head.trim_ascii_start().first(), Some(b'[' | b'<')) {
        return false;
    }
    let end = head.iter().rposition(|b| *b == b'\n');
    let lines = if whole { head } else { end.and_then(|end| head.get(..end)).unwrap_or_default() };
    let mut looks = lines.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).map(look);
    // One object on one line may be a document of another kind; a second one after it cannot follow there.
    let begun = [looks.next(), looks.next()];
    begun == [Some(Look::Object); 2]
        || begun.into_iter().flatten().chain(looks).any(|look| look == Look::Ours)
}

fn look(line: &[u8]) -> Look {
    if !line.trim_ascii().starts_with(b"{") {
        return Look::Other;
    }
    match serde_json::from_slice(line) {
        Ok(Value::Object(keys)) => {
            let ours =
                ["platform", "conversation", "ts"].iter().filter(|key| keys.contains_key(**key)).count();
            if ours > 1 { Look::Ours } else { Look::Object }
        }
        _ => Look::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_from_documents() {
        let ours = r#"{"platform": "teams", "conversation": "general", "text": "hi"}"#;
        assert!(is_line(ours.as_bytes(), true));
        assert!(is_line(format!("\u{feff}{ours}\r\n").as_bytes(), false));
        assert!(is_line(format!("oops\n\n{ours}\n{{\"a").as_bytes(), false));
        assert!(is_line(b"{\"a\": 1}\n{\"a\": 2}\n", true), "lines, though of something else");
        for document in [
            r#"{"guild": {"id": "1"}, "messages": []}"#,
            "{\"list\": [{\"messages\": [\n{\"id\": 1}\n]}, {\"messages\": [\n{\"id\": 2}\n]}]}",
            "{\n\"name\": \"x\",\n\"messages\": [\n{\"id\": 1},\n{\"id\": 2}\n]}",
            "[\n{\"platform\": \"x\", \"ts\": 5},\n{\"platform\": \"x\", \"ts\": 5}\n]",
            "hello\nthere",
            "",
        ] {
            assert!(!is_line(document.as_bytes(), true), "{document}");
        }
        assert!(!is_line(ours.as_bytes(), false), "it may go on");
    }
}
