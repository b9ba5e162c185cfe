//! A text made ready for matching: NFKC, no politeness around it.

use unicode_normalization::UnicodeNormalization;

/// Longest text that is read as a command, in characters. Longer ones are talk.
pub(super) const LONGEST: usize = 400;

/// The first line of a text, NFKC-folded with quotes made straight, without prefix, filler and final
/// punctuation. `None` when it is empty or too long.
pub(super) fn ready(text: &str) -> Option<String> {
    let folded: String = text
        .nfkc()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'))
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            '、' => ',',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .take(LONGEST + 1)
        .collect();
    if folded.chars().count() > LONGEST {
        return None;
    }
    let mut rest = folded.trim();
    for prefix in ["!crm", "/crm", "@enishi", "@crm", "enishi,", "enishi:", "縁、"] {
        if let Some(head) = rest.get(..prefix.len())
            && head.eq_ignore_ascii_case(prefix)
        {
            rest = rest[prefix.len()..].trim_start();
        }
    }
    loop {
        let before = rest;
        for filler in FILLERS {
            if let Some(head) = rest.get(..filler.len())
                && head.eq_ignore_ascii_case(filler)
            {
                rest = rest[filler.len()..].trim_start_matches([' ', ',']);
            }
        }
        rest = rest.trim_end_matches([' ', '?', '!', '.', '。', '…', '♪', '〜', '~']);
        for polite in POLITE {
            let from = rest.len().saturating_sub(polite.len());
            if rest.is_char_boundary(from) && rest[from..].eq_ignore_ascii_case(polite) {
                rest = rest[..from].trim_end();
            }
        }
        if rest.len() == before.len() {
            break;
        }
    }
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Said before the request.
const FILLERS: &[&str] = &[
    "please ",
    "could you ",
    "can you ",
    "would you ",
    "can i ",
    "i want to ",
    "i'd like to ",
    "i would like to ",
    "hey ",
    "hi ",
    "ok ",
    "okay ",
    "so ",
    "ねえ",
    "すみません",
    "すいません",
    "ちょっと",
    "お願い,",
    "あの,",
    "では",
];

/// Said after it.
const POLITE: &[&str] = &[
    " please",
    ",please",
    " thanks",
    " thank you",
    "お願いします",
    "おねがいします",
    "お願い",
    "ください",
    "下さい",
    "もらえますか",
    "もらえる",
    "くれますか",
    "くれる",
    "いただけますか",
    "ほしい",
    "欲しい",
    "ほしいです",
    "ですか",
    "ますか",
    "です",
];

/// Is there no word of Latin letters or digits cut in two between `before` and `after`?
pub(super) fn boundary(before: Option<char>, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !(word(before) && word(after))
}

/// A value without the quotes around it.
pub(super) fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for (open, close) in [('"', '"'), ('「', '」'), ('『', '』'), ('\'', '\''), ('(', ')')] {
        if let Some(inner) = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && !inner.contains([open, close])
        {
            return inner.trim();
        }
    }
    value
}
