//! What may be said next, as quick replies below the last message: they are gone once something else is said.

use serde_json::{Value, json};

use super::dialect::{cut, inert};
use super::press::MOST_QUICK;
use super::{LABEL, LONGEST_SAID, Shown, said, text};
use crate::{Payload, Reply, markdown, plain};

/// Adds sentences. Those that find no room as buttons are written out.
pub(super) fn add(shown: &mut Shown<'_>, sentences: &[&str]) {
    let sentences: Vec<String> = sentences.iter().map(|text| plain::line(text).trim().to_owned()).collect();
    let sentences: Vec<String> = sentences.into_iter().filter(|text| !text.is_empty()).collect();
    if sentences.is_empty() {
        return;
    }
    let there = |shown: &Shown<'_>| {
        let items = shown.messages.last().map(|message| &message.body["quickReply"]["items"]);
        items.and_then(Value::as_array).map_or(0, Vec::len)
    };
    let (mut quick, mut written): (Vec<_>, Vec<_>) =
        sentences.into_iter().partition(|text| inert(text).chars().count() <= LONGEST_SAID);
    written.extend(quick.split_off(quick.len().min(MOST_QUICK - there(shown).min(MOST_QUICK))));
    if shown.messages.is_empty() || !written.is_empty() {
        let mut lines = vec![shown.word("You could say:", "たとえば：").to_owned()];
        lines.extend(written.iter().map(|text| format!("› {}", markdown::escape(text))));
        let kept = shown.messages.last_mut().map(|message| message.body["quickReply"].take());
        let more = text::of(&Reply::new("").text(lines.join("\n")), shown.site);
        shown.messages.extend(more.iter().map(|text| Payload::new(said(text))));
        // What hung below the message that was the last hangs below the one that is now.
        if let (Some(Value::Object(kept)), Some(message)) = (kept, shown.messages.last_mut()) {
            message.body["quickReply"] = Value::Object(kept);
        }
    }
    for message in &mut shown.messages {
        if let Value::Object(body) = &mut message.body {
            body.retain(|key, value| key != "quickReply" || !value.is_null());
        }
    }
    let Some(message) = shown.messages.last_mut().filter(|_| !quick.is_empty()) else { return };
    let items = quick
        .iter()
        .map(|text| json!({"action": {"type": "message", "label": cut(text, LABEL), "text": inert(text)}}));
    match &mut message.body["quickReply"]["items"] {
        Value::Array(there) => there.extend(items),
        none => *none = items.collect(),
    }
}
