//! What of a text the head looks at: words, pairs of words, and letter sequences, with names taken out.
//!
//! Codes, rooms, handles, addresses, links, quotations and numbers say which command is meant only by being
//! there, so each becomes a mark.

use super::{concepts::concepts, likeness::names_in, room};
use crate::{
    text::{fold, script},
    understand::text::offset_in,
};

/// A feature is a concept rather than letters: it says more.
pub(super) fn is_concept(feature: u64) -> bool {
    feature & CONCEPT_BIT == CONCEPT_BIT
}

/// Features of a text as hashes, sorted; each once.
pub(super) fn features(text: &str) -> Vec<u64> {
    let marked = marked(&fold(&nameless(text)));
    let mut found = Vec::with_capacity(marked.len() * 4);
    let mut before = 0;
    for word in marked.split(|c: char| !(c.is_alphanumeric() || is_mark(c) || matches!(c, '\'' | 'ー'))) {
        if word.is_empty() {
            continue;
        }
        for run in runs(word) {
            let whole = hash(WORD, run);
            found.push(whole);
            found.push(hash_pair(before, whole));
            before = whole;
            letters(run, &mut found);
        }
    }
    found.push(hash_pair(before, 1));
    for feature in &mut found {
        *feature &= !CONCEPT_BIT;
    }
    let mut touched: Vec<usize> = concepts(&marked).into_iter().collect();
    // what kind of code stands there says as much as a word
    let marks: std::collections::BTreeSet<usize> =
        marked.chars().filter(|c| is_mark(*c)).map(|c| c as usize).collect();
    touched.extend(marks);
    let first = marked.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if !first.is_empty() {
        found.push(hash(FIRST, first) | CONCEPT_BIT);
    }
    for (i, one) in touched.iter().enumerate() {
        found.push(step(step(BASIS, 6), *one as u64) | CONCEPT_BIT);
        for other in &touched[i + 1..] {
            found.push(step(step(step(BASIS, 7), *one as u64), *other as u64) | CONCEPT_BIT);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// How a text is said: how it begins and ends, how long it is, whether it asks or tells.
pub(super) fn mood(line: &str) -> Vec<u64> {
    let folded = marked(&fold(line));
    let bare = folded.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    let end = &folded[bare.len()..];
    let mut found = Vec::new();
    let mut says =
        |what: &str, words: &str| found.push(step(hash(MOOD, what), hash(MOOD, words)) | CONCEPT_BIT);
    for sign in ["?", "!", "…", "...", ":"] {
        if end.contains(sign) {
            says("sign", sign);
        }
    }
    if folded.chars().any(script::is_picture)
        || ["w", "ww", "www", "笑", "草", "lol"].iter().any(|it| bare.ends_with(it))
    {
        says("sign", "laughs");
    }
    // nobody but us is spoken to in codes
    if folded.chars().any(|c| ('\u{e010}'..='\u{e02a}').contains(&c)) {
        says("holds", "code");
    }
    let length = u32::try_from(folded.chars().count()).unwrap_or(u32::MAX).max(1).ilog2();
    says("length", &length.to_string());
    let words: Vec<&str> =
        bare.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\'').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if let [first, second, ..] = words.as_slice() {
        says("begins", first);
        says("begins", &format!("{first} {second}"));
    }
    if let [.., before, last] = words.as_slice()
        && last.is_ascii()
    {
        says("ends", last);
        says("ends", &format!("{before} {last}"));
    }
    // "I merged", "we've decided": told, not asked for
    let who = ["i", "we", "he", "she", "they", "i've", "we've", "it"];
    let past = |word: &str| word.len() > 3 && word.ends_with("ed") || PAST.contains(&word);
    let tells = words.windows(3).any(|three| who.contains(&three[0]) && (past(three[1]) || past(three[2])))
        || matches!(words.as_slice(), [one, other] if who.contains(one) && past(other));
    if tells {
        says("tells", "past");
    }
    for lead in ["i'm", "i'll", "i'd", "let's", "lets", "we'll", "we're", "it's", "that's", "there's"] {
        if words.contains(&lead) {
            says("tells", lead);
        }
    }
    if !bare.is_ascii() {
        let chars: Vec<(usize, char)> = bare.char_indices().collect();
        for n in 2..=6 {
            if let Some((from, _)) = chars.len().checked_sub(n).and_then(|i| chars.get(i)) {
                says("ends", &bare[*from..]);
            }
            if let Some((to, _)) = chars.get(n)
                && n <= 4
            {
                says("begins", &bare[..*to]);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

const PAST: &[&str] = &[
    "was", "were", "had", "did", "got", "went", "made", "said", "saw", "found", "broke", "wrote", "sent",
    "lost", "left", "took", "gave", "met", "told", "thought", "forgot", "ran", "been", "done", "built",
    "bought", "put",
];

/// The text with a mark in the place of each name that its writing gives away: whose it is does not matter.
fn nameless(text: &str) -> String {
    let mut rest = text.to_owned();
    let mut places: Vec<std::ops::Range<usize>> = names_in(text)
        .into_iter()
        .map(|name| {
            let from = offset_in(text, name);
            from..from + name.len()
        })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.start));
    let mut before = text.len();
    for place in places {
        if place.end <= before {
            before = place.start;
            rest.replace_range(place, NAME);
        }
    }
    rest
}

/// Latin words apart from Japanese ones; marks go with the Japanese beside them.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '\'';
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| latin(c) != latin(first)).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        rest = tail;
        Some(run)
    })
}

/// Sequences of letters within the word: 3-4 of Latin ones, 1-4 of others. Its ends count as letters.
fn letters(run: &str, found: &mut Vec<u64>) {
    let shortest = if run.is_ascii() { 3 } else { 1 };
    let mut starts: Vec<usize> = run.char_indices().map(|(i, _)| i).collect();
    starts.push(run.len());
    let chars = starts.len() - 1;
    for n in shortest..=4 {
        for from in 0..=chars.saturating_sub(n) {
            if from + n > chars {
                break;
            }
            let gram = &run[starts[from]..starts[from + n]];
            if n == 1 && gram.chars().all(script::is_hiragana) {
                continue;
            }
            found.push(hash(LETTERS, gram));
            if n > 1 && from == 0 {
                found.push(hash(BEGINNING, gram));
            }
            if n > 1 && from + n == chars {
                found.push(hash(END, gram));
            }
        }
    }
}

/// Set in the features that are concepts.
const CONCEPT_BIT: u64 = 1 << 63;

const WORD: u64 = 1;
const LETTERS: u64 = 2;
const BEGINNING: u64 = 3;
const END: u64 = 4;
const FIRST: u64 = 8;
const MOOD: u64 = 9;

/// FNV-1a, 64 bits, of a kind and a text.
fn hash(kind: u64, text: &str) -> u64 {
    text.bytes().fold(step(BASIS, kind), |hash, byte| step(hash, u64::from(byte)))
}

fn hash_pair(one: u64, other: u64) -> u64 {
    step(step(step(BASIS, 5), one), other)
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Private-use characters stand for what was taken out.
fn is_mark(c: char) -> bool {
    ('\u{e000}'..='\u{e0ff}').contains(&c)
}

const NAME: &str = "\u{e007}";
const QUOTED: char = '\u{e000}';
const ROOM: char = '\u{e001}';
const HANDLE: char = '\u{e002}';
const ADDRESS: char = '\u{e003}';
const LINK: char = '\u{e004}';
const ACCOUNT: char = '\u{e005}';
const NUMBER: char = '\u{e006}';

/// A code becomes the mark of its letter.
fn code_mark(letter: u8) -> char {
    char::from_u32(0xe010 + u32::from(letter - b'a')).unwrap_or(NUMBER)
}

/// The folded text with marks in place of names.
fn marked(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let (mark, taken) = match c {
            '"' => quoted(rest, '"'),
            '「' => quoted(rest, '」'),
            '『' => quoted(rest, '』'),
            '#' => (Some(ROOM), c.len_utf8() + room::len(&rest[1..])),
            '@' => (Some(HANDLE), c.len_utf8() + word(&rest[1..])),
            c if c.is_ascii_alphanumeric() => latin(rest),
            _ => (None, c.len_utf8()),
        };
        match mark {
            Some(mark) => out.push(mark),
            None => out.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    out
}

fn quoted(rest: &str, close: char) -> (Option<char>, usize) {
    let open = rest.chars().next().map_or(1, char::len_utf8);
    match rest[open..].find(close) {
        Some(inside) => (Some(QUOTED), open + inside + close.len_utf8()),
        None => (None, open),
    }
}

/// How many bytes of a name begin here.
fn word(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(rest.len())
}

/// A Latin word, or what looks like one and is a code, number, link, address or account.
fn latin(rest: &str) -> (Option<char>, usize) {
    if rest.starts_with("http://") || rest.starts_with("https://") {
        let end = rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len());
        return (Some(LINK), end);
    }
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '\'')).unwrap_or(rest.len());
    let bytes = rest.as_bytes();
    // P-12, p12
    let dash = usize::from(bytes.get(1) == Some(&b'-'));
    let digits = bytes[1 + dash..].iter().take_while(|b| b.is_ascii_digit()).count();
    let after = 1 + dash + digits;
    if bytes[0].is_ascii_alphabetic() && digits > 0 && after >= end && b"pocmaubrndt".contains(&bytes[0]) {
        return (Some(code_mark(bytes[0])), after);
    }
    match rest[end..].chars().next() {
        Some('@') => return (Some(ADDRESS), end + 1 + word(&rest[end + 1..])),
        Some(':') => {
            let name = word(&rest[end + 1..]);
            if name > 0 && !rest[end + 1..].starts_with("//") {
                return (Some(ACCOUNT), end + 1 + name);
            }
        }
        _ => {}
    }
    if bytes[..end].iter().all(u8::is_ascii_digit) {
        let mut end = end;
        // 1,200.50, 2026-05-01, 10:30
        while let Some(more) = rest[end..].strip_prefix([',', '.', '-', '/', ':'])
            && more.starts_with(|c: char| c.is_ascii_digit())
        {
            end += 1 + more.find(|c: char| !c.is_ascii_digit()).unwrap_or(more.len());
        }
        return (Some(NUMBER), end);
    }
    (None, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out() {
        assert_eq!(features("show P-12"), features("show p99"));
        assert_eq!(features("summarise #general"), features("summarise #dev-ops"));
        assert_eq!(features("search \"rate limit\""), features("search \"other words\""));
        assert_eq!(features("P-12とP-40を統合"), features("Ｐ－３とp9を統合"));
        assert_ne!(features("show P-12"), features("show C-12"));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,80}", mixed in "[a-z0-9@#:\"「」./ -]{0,40}") {
            let _ = (features(&text), features(&mixed));
        }
    }
}
