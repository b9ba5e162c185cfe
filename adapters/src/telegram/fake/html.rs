//! Telegram's HTML, as strictly as the real one reads it: known tags only, closed in order, four named entities.

use serde_json::{Value, json};

/// A tag that is not closed yet: its name, where it began, and where it leads.
type Open = (String, usize, Option<String>);

/// A text without its marks, and the marks by UTF-16 units. An error says what the real one says.
pub(super) fn read(html: &str) -> Result<(String, Vec<Value>), String> {
    let (mut text, mut units) = (String::new(), 0);
    let (mut open, mut marks): (Vec<Open>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let end = rest.find('>').ok_or("Unclosed start tag")?;
                let (tag, after) = (&rest[1..end], &rest[end + 1..]);
                rest = after;
                if let Some(name) = tag.strip_prefix('/') {
                    let (opened, from, address) = open.pop().ok_or("Unexpected end tag")?;
                    if opened != name.trim() {
                        return Err(format!(
                            "Unmatched end tag, expected \"</{opened}>\", found \"</{name}>\""
                        ));
                    }
                    if units > from {
                        marks.push(mark(&opened, from, units - from, address));
                    }
                } else {
                    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                    let known =
                        ["a", "b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "tg-spoiler"];
                    if !known.contains(&name) {
                        return Err(format!("Unsupported start tag \"{name}\""));
                    }
                    open.push((name.to_owned(), units, href(attributes)?));
                }
            }
            '&' => {
                let (c, after) = entity(rest);
                text.push(c);
                units += c.len_utf16();
                rest = after;
            }
            c => {
                text.push(c);
                units += c.len_utf16();
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some((name, ..)) => Err(format!("Can't find end tag corresponding to start tag \"{name}\"")),
        None => Ok((text, marks)),
    }
}

fn href(attributes: &str) -> Result<Option<String>, String> {
    let Some(value) = attributes.trim().strip_prefix("href=\"") else { return Ok(None) };
    let value = value.strip_suffix('"').filter(|value| !value.contains(['"', '<']));
    let value = value.ok_or("Unclosed attribute value")?;
    read(value).map(|(address, _)| Some(address))
}

fn mark(tag: &str, offset: usize, length: usize, address: Option<String>) -> Value {
    let kind = match tag {
        "a" => "text_link",
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" => "underline",
        "s" => "strikethrough",
        "tg-spoiler" => "spoiler",
        other => other,
    };
    match address {
        Some(address) => json!({"type": kind, "offset": offset, "length": length, "url": address}),
        None => json!({"type": kind, "offset": offset, "length": length}),
    }
}

/// An entity that is none stands for itself.
fn entity(text: &str) -> (char, &str) {
    for (name, c) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if let Some(after) = text.strip_prefix(name) {
            return (c, after);
        }
    }
    let numbered = text.strip_prefix("&#").and_then(|text| {
        let (number, after) = text.split_once(';')?;
        Some((char::from_u32(number.parse().ok()?)?, after))
    });
    numbered.unwrap_or(('&', &text[1..]))
}
