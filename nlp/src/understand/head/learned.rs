//! The arguments by what was learned of texts in which they are marked, as far as they can stand there.

use std::ops::Range;

use super::{
    arguments::{Taken, marks},
    tagger::Tagger,
};
use crate::understand::{
    grammar::Form,
    slot::{SlotKind, Sureness},
    typed,
};
use crate::{period, text::script};

/// What stands where by all that was learned.
pub(super) fn learned(form: &Form, tagger: &Tagger, text: &str) -> Taken {
    let own = text.len() - typed::rest(text, first_word(form.name)).unwrap_or(text).len();
    let found = tagger.find(form, text).into_iter().filter_map(|(slot, at)| {
        // "roi kyoto meetup": the command's own word is no part of a name
        let at = at.start.max(own)..at.end;
        let fits = at.start < at.end && form.slots[slot].kind.accepts(&text[at.clone()], Sureness::Likely);
        fits.then_some((slot, at))
    });
    let found = whole_times(form, text, whole_names(form, text, found.collect()));
    let coded = |(slot, at): &(usize, Range<usize>)| {
        let kind = form.slots[*slot].kind;
        !kind.is_name()
            || kind.accepts(&text[at.clone()], Sureness::Code)
            || !marks(text).any(|mark| kind.accepts(mark, Sureness::Code) && !is_taken(text, mark, &found))
    };
    // where a code stands, it is what is meant
    found.iter().filter(|it| coded(it)).cloned().collect()
}

/// 久遠寺 where 遠寺 was found: one kanji that stands alone before a name is its first, unless it says which.
fn whole_names(form: &Form, text: &str, mut found: Taken) -> Taken {
    for (slot, at) in &mut found {
        if !form.slots[*slot].kind.is_name() || !text[at.start..].starts_with(script::is_han) {
            continue;
        }
        let mut before = text[..at.start].chars().rev();
        let (Some(first), ahead) = (before.next(), before.next()) else { continue };
        let alone = script::is_han(first) && !ahead.is_some_and(|c| script::is_han(c) || c.is_ascii_digit());
        if alone && !WHICH.contains(first) {
            at.start -= first.len_utf8();
        }
    }
    found
}

/// All, new, this, last, next, the same, former ….
const WHICH: &str = "全各新今先前昨同本当毎次再旧元現他両約第";

/// 明日の朝9時 where 明日の朝 was found: a time goes on as far as it can be read as one, and what was taken of it for
/// something else begins behind it.
fn whole_times(form: &Form, text: &str, mut found: Taken) -> Taken {
    for index in 0..found.len() {
        let (slot, at) = found[index].clone();
        let reads = match form.slots[slot].kind {
            SlotKind::Period => period::reads,
            SlotKind::Date => period::reads_as_day,
            SlotKind::Moment => period::reads_as_moment,
            _ => continue,
        };
        let further =
            text[at.end..].char_indices().take(LONGER).map(|(from, c)| at.end + from + c.len_utf8());
        let fits = |end: &usize| {
            let said = &text[at.start..*end];
            !said.ends_with(BEHIND) && reads(said)
        };
        let Some(end) = further.filter(fits).last() else { continue };
        found[index].1.end = end;
        for (other, range) in &mut found {
            if *other != slot && range.start > at.start && range.start < end {
                let rest = text.get(end..range.end).unwrap_or_default();
                let bare = rest.trim_start_matches(['に', 'は', '、', ',', ' ']);
                range.start = range.end - bare.len();
            }
        }
    }
    found.retain(|(_, at)| at.start < at.end);
    found
}

/// What stands behind a time and belongs to the sentence.
const BEHIND: [char; 8] = ['の', 'に', 'は', 'を', 'で', '、', ',', ' '];

/// Letters that a time may go on for.
const LONGER: usize = 12;

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// Is a part of the text within what was found?
fn is_taken(text: &str, part: &str, found: &Taken) -> bool {
    let from = crate::understand::text::offset_in(text, part);
    found.iter().any(|(_, at)| at.start <= from && from + part.len() <= at.end)
}
