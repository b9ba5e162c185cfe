//! The smallest parts of a flexible template: a text, a line that leads somewhere, a row.

use serde_json::{Value, json};

use super::dialect::{cut, inert};
use super::{LABEL, LONGEST_URI};
use crate::{markdown, plain};

/// Words that lead somewhere.
pub(super) const LINKED: &str = "#1D6FD1";
/// Words that stand back.
pub(super) const QUIET: &str = "#6B7280";

/// How a text looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) size: Option<&'static str>,
    pub(super) colour: Option<&'static str>,
    /// Numbers stand at the end.
    pub(super) end: bool,
    /// Its share of a row.
    pub(super) share: Option<u64>,
}

/// A text of one line or more; a dash where there is nothing, because the platform takes no empty one.
pub(super) fn text(words: &str, look: Look) -> Value {
    let words = inert(words.trim());
    let mut text = json!({"type": "text", "text": if words.is_empty() { "–" } else { &words }, "wrap": true,
        "size": look.size.unwrap_or("sm")});
    if look.bold {
        text["weight"] = "bold".into();
    }
    if let Some(colour) = look.colour {
        text["color"] = colour.into();
    }
    if look.end {
        text["align"] = "end".into();
    }
    if let Some(share) = look.share {
        text["flex"] = share.into();
    }
    text
}

/// Cells beside each other.
pub(super) fn row(cells: Vec<Value>) -> Value {
    json!({"type": "box", "layout": "horizontal", "spacing": "sm", "contents": cells})
}

/// Parts below each other, close together.
pub(super) fn stack(parts: Vec<Value>) -> Value {
    json!({"type": "box", "layout": "vertical", "spacing": "xs", "contents": parts})
}

/// The action of something that leads to an address.
pub(super) fn open(label: &str, address: &str) -> Option<Value> {
    let label = cut(label, LABEL);
    let label = if label.is_empty() { "…".to_owned() } else { label };
    (address.chars().count() <= LONGEST_URI).then(|| json!({"type": "uri", "label": label, "uri": address}))
}

/// The whole address; `None` where nobody could open it.
pub(super) fn address(target: &str, site: &str) -> Option<String> {
    let target = target.trim();
    if !markdown::is_safe_target(target) || plain::line(target) != target {
        None
    } else if target.starts_with('/') {
        (!site.is_empty()).then(|| format!("{site}{target}"))
    } else {
        Some(target.to_owned())
    }
}

/// A part that leads somewhere when it is tapped.
pub(super) fn tappable(mut part: Value, opens: Option<Value>) -> Value {
    if let Some(opens) = opens {
        part["action"] = opens;
    }
    part
}
