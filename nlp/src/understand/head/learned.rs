//! The arguments by what was learned of texts in which they are marked, as far as they can stand there.

use std::{collections::HashSet, ops::Range};

use super::{
    arguments::{Taken, marks},
    tagger::Tagger,
    widened::widened,
};
use crate::understand::{grammar::Form, slot::Sureness, typed};

/// What stands where by all that was learned.
pub(super) fn learned(form: &Form, own_words: &HashSet<String>, tagger: &Tagger, text: &str) -> Taken {
    let own = text.len() - typed::rest(text, first_word(form.name)).unwrap_or(text).len();
    let found = tagger.find(form, text).into_iter().filter_map(|(slot, at)| {
        // "roi kyoto meetup": the command's own word is no part of a name
        let at = at.start.max(own)..at.end;
        let fits = at.start < at.end && form.slots[slot].kind.accepts(&text[at.clone()], Sureness::Likely);
        fits.then_some((slot, at))
    });
    let found = widened(form, own_words, text, found.collect());
    let coded = |(slot, at): &(usize, Range<usize>)| {
        let kind = form.slots[*slot].kind;
        !kind.is_name()
            || kind.accepts(&text[at.clone()], Sureness::Code)
            || !marks(text).any(|mark| kind.accepts(mark, Sureness::Code) && !is_taken(text, mark, &found))
    };
    // where a code stands, it is what is meant
    found.iter().filter(|it| coded(it)).cloned().collect()
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// Is a part of the text within what was found?
fn is_taken(text: &str, part: &str, found: &Taken) -> bool {
    let from = crate::understand::text::offset_in(text, part);
    found.iter().any(|(_, at)| at.start <= from && from + part.len() <= at.end)
}
