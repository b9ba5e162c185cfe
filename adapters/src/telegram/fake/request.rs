//! A call as it came: JSON, a form, or parts with files.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// One call of a method.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Request {
    /// As the caller wrote it.
    pub method: String,
    /// Its arguments. Those of a form are read as JSON where they are JSON of an object, an array or a number.
    pub fields: Map<String, Value>,
    /// Its files by field: name and bytes.
    pub files: BTreeMap<String, (String, Vec<u8>)>,
}

impl Request {
    pub(super) fn read(method: &str, query: &str, content_type: &str, body: &[u8]) -> Option<Self> {
        let mut request = Self { method: method.to_owned(), ..Self::default() };
        request.form(query.as_bytes());
        if content_type.starts_with("application/json") {
            request.fields.extend(serde_json::from_slice::<Map<String, Value>>(body).ok()?);
        } else if let Some((_, boundary)) = content_type.split_once("boundary=") {
            request.parts(body, boundary.trim_matches('"'))?;
        } else {
            request.form(body);
        }
        Some(request)
    }

    pub(super) fn word(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn number(&self, key: &str) -> Option<i64> {
        let value = self.fields.get(key)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    pub(super) fn value(&self, key: &str) -> Value {
        self.fields.get(key).cloned().unwrap_or_default()
    }

    fn form(&mut self, body: &[u8]) {
        let pairs: Vec<(String, String)> =
            reqwest::Url::parse(&format!("x:?{}", String::from_utf8_lossy(body)))
                .map(|url| url.query_pairs().into_owned().collect())
                .unwrap_or_default();
        for (key, value) in pairs {
            self.fields.insert(key, typed(value));
        }
    }

    fn parts(&mut self, body: &[u8], boundary: &str) -> Option<()> {
        let fence = format!("--{boundary}");
        let mut rest = &body[find(body, fence.as_bytes())? + fence.len()..];
        while let Some(part) = rest.strip_prefix(b"\r\n") {
            let head_end = find(part, b"\r\n\r\n")?;
            let head = String::from_utf8_lossy(&part[..head_end]).into_owned();
            let content = &part[head_end + 4..];
            let end = find(content, format!("\r\n{fence}").as_bytes())?;
            let named = |key: &str| {
                let (_, after) = head.split_once(&format!("{key}=\""))?;
                Some(after.split_once('"')?.0.to_owned())
            };
            let name = named("; name").or_else(|| named("name"))?;
            match named("filename") {
                Some(file) => drop(self.files.insert(name, (file, content[..end].to_vec()))),
                None => {
                    let text = String::from_utf8(content[..end].to_vec()).ok()?;
                    self.fields.insert(name, typed(text));
                }
            }
            rest = &content[end + 2 + fence.len()..];
        }
        rest.starts_with(b"--").then_some(())
    }
}

fn typed(text: String) -> Value {
    match serde_json::from_str::<Value>(&text) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Bool(_))) => value,
        _ => Value::String(text),
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
