//! A multipart form (RFC 7578), as far as clients of Discord write one.

use serde_json::Value;

/// Its JSON, and the names of the files in it that are not empty. `None` for what is no such form.
pub(super) fn read(kind: &str, body: &[u8]) -> Option<(Value, Vec<String>)> {
    let boundary = kind.split("boundary=").nth(1)?.split(';').next()?.trim_matches('"');
    let mark = format!("--{boundary}");
    let (mut json, mut files) = (None, Vec::new());
    let mut rest = after(body, mark.as_bytes())?;
    while !rest.starts_with(b"--") {
        let end = find(rest, mark.as_bytes())?;
        let part = rest[..end].strip_prefix(b"\r\n")?.strip_suffix(b"\r\n")?;
        let split = find(part, b"\r\n\r\n")?;
        let (head, content) = (String::from_utf8_lossy(&part[..split]), &part[split + 4..]);
        let named =
            |name: &str| head.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(str::to_owned);
        if named("name").as_deref() == Some("payload_json") {
            json = Some(serde_json::from_slice(content).ok()?);
        } else if let Some(file) = named("filename").filter(|_| !content.is_empty()) {
            files.push(file);
        }
        rest = &rest[end + mark.len()..];
    }
    Some((json?, files))
}

fn after<'a>(text: &'a [u8], what: &[u8]) -> Option<&'a [u8]> {
    find(text, what).map(|at| &text[at + what.len()..])
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
