//! Which amount a text is about.

use std::ops::Range;

use super::arguments::is_free;
use crate::understand::slot::{SlotKind, Sureness};

/// The first amount that stands there whole, and is not what something is not: 90k of "90k, not 60k".
pub(super) fn amount_in(text: &str, taken: &[(usize, Range<usize>)]) -> Option<Range<usize>> {
    const LONGEST: usize = 24;
    let begins = |c: char| c.is_ascii_digit() || "$¥€£₩-−▲一二三四五六七八九".contains(c);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut past = 0;
    let starts = text.char_indices().filter(|(at, c)| {
        let code = ["jpy", "usd", "eur", "gbp"].iter().any(|code| {
            text[*at..].get(..3).is_some_and(|head| head.eq_ignore_ascii_case(code))
                && text[*at + 3..].trim_start().starts_with(|c: char| c.is_ascii_digit())
        });
        begins(*c) || code
    });
    for (from, _) in starts {
        if from < past {
            continue;
        }
        let ends = text[from..].char_indices().map(|(i, c)| from + i + c.len_utf8()).take(LONGEST);
        let whole = ends
            .map(|to| from..to)
            .filter(|range| !text[range.clone()].ends_with(' '))
            .filter(|range| SlotKind::Amount.accepts(&text[range.clone()], Sureness::Sure))
            .filter(|range| is_whole_amount(text, range) && is_free(range, taken))
            .last();
        if let Some(range) = whole {
            past = range.end;
            found.push(range);
        }
    }
    let is_wrong = |range: &&Range<usize>| {
        let (before, after) = (text[..range.start].trim_end().to_lowercase(), text[range.end..].trim_start());
        ["not", "instead of", "rather than", "from"].iter().any(|word| before.ends_with(word))
            || ["じゃな", "ではな", "から", "でな"].iter().any(|word| after.starts_with(word))
    };
    // what has a currency or a unit is money, whatever other numbers stand there
    let is_money = |range: &&Range<usize>| !text[(*range).clone()].bytes().all(|b| b.is_ascii_digit());
    let right = || found.iter().filter(|range| !is_wrong(range));
    right().find(is_money).or_else(|| right().next()).or_else(|| found.first()).cloned()
}

/// 30 of 30万円, 5 of 5,000, 5 of −5 and of 5時 are no amounts.
fn is_whole_amount(text: &str, range: &Range<usize>) -> bool {
    let mut after = text[range.end..].chars();
    let next = after.next();
    let goes_on = match next {
        Some(',' | '.') => after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_alphanumeric() || "十百千万億兆件月日時分年人名行番個回%".contains(c),
        None => false,
    };
    let mut before = text[..range.start].chars().rev();
    let goes_before = match before.next() {
        Some(',' | '.') => before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_alphanumeric() || "-−‐–".contains(c),
        None => false,
    };
    !(goes_on || goes_before)
}
