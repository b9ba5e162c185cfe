//! Names and values in two columns.

use serde_json::{Value, json};

use super::{Shown, payload::escape};
use crate::{Field, plain};

/// Pairs in a section: Slack takes ten fields.
const PAIRS: usize = 5;
/// Longest field, in characters, with room for escapes.
const LONGEST: usize = 1_900;

/// Sections; `None` where a value is too long for one.
pub(super) fn sections(fields: &[Field]) -> Option<Vec<Shown>> {
    let pairs: Vec<(String, String)> = fields
        .iter()
        .map(|field| (plain::line(&field.label), plain::clean(&field.value).trim().to_owned()))
        .filter(|(label, value)| !label.is_empty() || !value.is_empty())
        .collect();
    let fits = |text: &String| text.chars().count() <= LONGEST;
    if !pairs.iter().all(|(label, value)| label.chars().count() <= 300 && fits(value)) {
        return None;
    }
    let section = |pairs: &[(String, String)]| {
        let fields: Vec<Value> =
            pairs.iter().flat_map(|(label, value)| [name(label), plain_text(value)]).collect();
        let said =
            pairs.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n");
        Shown { block: json!({"type": "section", "fields": fields}), said }
    };
    Some(pairs.chunks(PAIRS).map(section).collect())
}

/// In bold letters, unless it has something in it that would be read as a mark.
fn name(label: &str) -> Value {
    if label.is_empty() || label.contains(['*', '_', '~', '`', ':']) {
        return plain_text(label);
    }
    json!({"type": "mrkdwn", "text": format!("*{}*", escape(label)), "verbatim": true})
}

/// Slack refuses empty ones.
fn plain_text(text: &str) -> Value {
    json!({"type": "plain_text", "text": if text.is_empty() { "–" } else { text }, "emoji": false})
}
