//! A text made ready for matching: one line of it, NFKC, no politeness around it.

use unicode_normalization::UnicodeNormalization;

/// Longest line that is read as a command, in characters. Longer ones are talk.
pub(super) const LONGEST: usize = 400;

/// The line of a text that may be a request: the first that is neither empty, nor quoted (`> …`), nor code
/// between ```` ``` ````. What follows it is talk.
pub(super) fn first_line(text: &str) -> Option<&str> {
    let mut code = false;
    text.lines().map(str::trim).find(|line| {
        let fences = line.matches("```").count();
        let fenced = code || fences > 0;
        code ^= fences % 2 == 1;
        !(fenced || line.is_empty() || line.starts_with(['>', '＞']))
    })
}

/// A line NFKC-folded, quotes made straight, without invisible characters, prefix, filler and final
/// punctuation. `None` when nothing is left of it or it is too long.
pub(super) fn ready(line: &str) -> Option<String> {
    let folded: String = line
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
    if folded.chars().nth(LONGEST).is_some() {
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
                break;
            }
        }
        if POLITE_QUESTIONS.iter().any(|end| rest.ends_with(end)) {
            rest = rest.strip_suffix('か').unwrap_or(rest);
        }
        if rest.len() == before.len() {
            break;
        }
    }
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Said before the request. The blank at the end of the English ones keeps "so" out of "social".
const FILLERS: &[&str] = &[
    "please ",
    "please, ",
    "could you ",
    "can you ",
    "would you ",
    "can i ",
    "i want to ",
    "i'd like to ",
    "i would like to ",
    "hey ",
    "hey, ",
    "hi ",
    "hi, ",
    "hello ",
    "hello, ",
    "thanks, ",
    "ok ",
    "ok, ",
    "okay ",
    "okay, ",
    "so ",
    "so, ",
    "now ",
    "こんにちは,",
    "ありがとう,",
    "ありがとう。",
    "ありがとうございます,",
    "ありがとうございます。",
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
    "をお願いします",
    "をおねがいします",
    "をお願い",
    "をください",
    "を下さい",
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
    "です",
];

/// Makes a question of a polite verb; the verb itself says what is asked.
const POLITE_QUESTIONS: &[&str] = &["ますか", "ましたか", "でしたか"];

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
