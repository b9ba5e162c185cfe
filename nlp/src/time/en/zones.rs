//! Clock times of elsewhere in English: "3pm UTC tomorrow", "from 9:00 to 10:00 CET".

use super::Read;
use crate::time::{Here, span::Span, zone::zone};

/// Where a zone stands behind a clock time: what is said without it, as its people understand it.
pub(super) fn zoned<'w, 't>(
    words: &'w [&'t str],
    here: &Here,
    plain: impl Fn(&[&'t str], &Here) -> Option<(Span, usize)>,
) -> Read<'w, 't, Span> {
    // "3 pt 2" is no time of the Pacific, "3pm PT" is
    let of_clock = |word: &str, zone: &str| {
        matches!(word, "am" | "pm" | "noon" | "midnight")
            || zone.len() > 2
                && (matches!(word, "o'clock" | "h" | "hours") || word.ends_with(|c: char| c.is_ascii_digit()))
    };
    let at = (1..words.len()).find(|at| zone(words[*at]).is_some() && of_clock(words[at - 1], words[*at]))?;
    let there = here.within(zone(words[at])?);
    let (before, after) = (&words[..at], &words[at + 1..]);
    let (span, left) = plain(&[before, after].concat(), &there)?;
    // what is said ends before it, or says no clock time
    (left <= after.len() && span.grain <= crate::time::Grain::Hour).then_some(())?;
    Some((span.exact(&there)?, &words[words.len() - left..]))
}
