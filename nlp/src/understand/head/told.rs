//! What came of something, as it is told: after a comma or colon, or before "log that".

use std::ops::Range;

use super::{arguments::Taken, wording};
use crate::understand::{grammar::Form, slot::SlotKind};

/// What is told of somebody after a comma or colon, or before "log that", where a command tells of what happened.
pub(super) fn came_of_it(form: &Form, index: usize, text: &str, taken: &Taken) -> Option<Range<usize>> {
    let happened = form.slots.iter().any(|slot| slot.kind == SlotKind::Date);
    if form.slots[index].kind != SlotKind::Text || !form.slots[index].required || !happened {
        return None;
    }
    let (_, who) = taken.iter().find(|(slot, _)| form.slots[*slot].kind == SlotKind::Person)?;
    let rest = &text[who.end..];
    if let Some(comma) = rest.rfind(", ").filter(|comma| wording::is_order(&rest[comma + 2..])) {
        let said = rest[..comma].trim();
        return (said.chars().count() > 3)
            .then(|| who.end + (rest[..comma].len() - rest[..comma].trim_start().len()))
            .map(|from| from..from + said.len());
    }
    let mark = rest.char_indices().find(|(at, c)| {
        matches!(c, ',' | ':')
            && !rest[at + 1..].starts_with(|next: char| next.is_ascii_digit() || next == '/')
    })?;
    let from = who.end + mark.0 + 1;
    let from = from + (text[from..].len() - text[from..].trim_start().len());
    let range = wording::told(text, from..text.len());
    (text[range.clone()].chars().count() > 3).then_some(range)
}
