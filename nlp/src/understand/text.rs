//! A text made ready for matching: one line of it, NFKC, no politeness around it.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use crate::text::script;

/// Longest request, in characters, its free text apart.
pub const LONGEST_REQUEST: usize = 2_400;

/// Longest free text of a request, in characters: a note, what came of a call.
pub const LONGEST_TEXT: usize = 8_000;

/// Longest line that is read: a free text and the words around it. Longer ones are talk.
const LONGEST: usize = LONGEST_TEXT + 400;

/// A line made ready, and where each of its characters was written.
#[derive(Debug)]
pub(super) struct Ready<'a> {
    pub(super) text: String,
    /// Where in `written` each character of `text` comes from, in bytes; one more for the end.
    origins: Vec<usize>,
    /// The line as it was written, with all that follows it.
    written: &'a str,
    /// Does the line ask? Its mark is not in `text`.
    pub(super) asks: bool,
    /// It asks whether something is so, and not for something to be done.
    pub(super) whether: bool,
}

impl Ready<'_> {
    /// The line as it was written.
    pub(super) fn line(&self) -> &str {
        self.written.lines().next().unwrap_or_default()
    }

    /// Where in `text` a part of the line stands, in bytes of either; `None` where nothing is left of it.
    pub(super) fn place_of(&self, written: &Range<usize>) -> Option<Range<usize>> {
        let inside = |origin: &usize| written.contains(origin);
        let count = self.text.chars().count();
        let first = self.origins[..count].iter().position(inside)?;
        let last = self.origins[..count].iter().rposition(inside)?;
        let bytes = |n: usize| self.text.char_indices().nth(n).map_or(self.text.len(), |(at, _)| at);
        Some(bytes(first)..bytes(last + 1))
    }

    /// The words at `from..to` (characters of `text`) as they were written. Those of an argument that `goes_on`
    /// and ends the line reach to the end of the message, unless they stand in quotes.
    pub(super) fn written(&self, from: usize, to: usize, goes_on: bool) -> &str {
        let start = self.origins.get(from).copied().unwrap_or(self.written.len());
        let end = self.origins.get(to).copied().unwrap_or(self.written.len());
        let words = self.written.get(start..end).unwrap_or_default().trim();
        let ends_the_line = to + 1 >= self.origins.len();
        if !goes_on || !ends_the_line || unquoted(words).len() < words.len() {
            return words;
        }
        self.written.get(start..).unwrap_or_default().trim()
    }
}

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
/// punctuation. `None` when nothing is left of it or it is too long. `written` is the line and all that
/// follows it.
pub(super) fn ready<'a>(line: &str, written: &'a str) -> Option<Ready<'a>> {
    let (folded, origins) = fold_with_origins(line)?;
    let rest = trimmed(&folded);
    if rest.is_empty() {
        return None;
    }
    let from = folded[..offset_in(&folded, rest)].chars().count();
    let to = from + rest.chars().count();
    let asks = ASKING.iter().any(|end| folded.trim_end().ends_with(end));
    let whether = asks_whether(folded.trim_end());
    Some(Ready { text: rest.to_owned(), origins: origins[from..=to].to_vec(), written, asks, whether })
}

/// What a question ends in.
const ASKING: [&str; 6] = ["?", "ですか", "ますか", "なの", "かな", "でしょうか"];

/// Is it asked whether something is so, and not for something to be done: 「…ですか」, but not 「…てもらえますか」?
fn asks_whether(text: &str) -> bool {
    let text = text.trim_end_matches(['?', '。']);
    let asks = ["ですか", "でしょうか", "ですかね", "だっけ", "でしたっけ", "なのか"];
    asks.iter().any(|end| text.ends_with(end))
        && ![
            "お願い",
            "もらえ",
            "いただけ",
            "頂け",
            "くれ",
            "くださ",
            "よいですか",
            "いいですか",
            "良いですか",
        ]
        .iter()
        .any(|wish| text.contains(wish))
}

/// Where a part of a text begins in it, in bytes.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// The folded line and where each character of it comes from; `None` when it is too long.
fn fold_with_origins(line: &str) -> Option<(String, Vec<usize>)> {
    let mut folded = String::with_capacity(line.len());
    let mut origins = Vec::new();
    let mut rest = line.char_indices().peekable();
    while let Some((from, _)) = rest.next() {
        // a character with the marks that join it: folded together or not at all
        while rest
            .next_if(|(_, c)| canonical_combining_class(*c) != 0 || matches!(c, '\u{ff9e}' | '\u{ff9f}'))
            .is_some()
        {}
        let to = rest.peek().map_or(line.len(), |(to, _)| *to);
        for c in line[from..to].nfkc().filter(|c| is_visible(*c)) {
            folded.push(match c {
                '“' | '”' | '„' | '«' | '»' => '"',
                '‘' | '’' => '\'',
                '、' => ',',
                c if c.is_whitespace() => ' ',
                c => c,
            });
            origins.push(from);
        }
        if origins.len() > LONGEST {
            return None;
        }
    }
    origins.push(line.len());
    Some((folded, origins))
}

fn is_visible(c: char) -> bool {
    !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Without prefix, filler, politeness and final punctuation.
fn trimmed(folded: &str) -> &str {
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
        rest = rest.trim_end_matches(|c| " ?!.。…♪〜~".contains(c) || script::is_picture(c));
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
    rest
}

/// Said before the request. The blank at the end of the English ones keeps "so" out of "social".
const FILLERS: &[&str] = &[
    "please ",
    "please, ",
    "pls ",
    "plz ",
    "kindly ",
    "just ",
    "could you ",
    "can you ",
    "would you ",
    "will you ",
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
    "hey bot ",
    "hey bot, ",
    "bot, ",
    "sorry, ",
    "excuse me, ",
    "well, ",
    "um, ",
    "um ",
    "quick one: ",
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
    "すみませんが,",
    "すいませんが,",
    "恐れ入りますが,",
    "お手数ですが,",
    "申し訳ないのですが,",
    "お疲れ様です,",
    "お疲れ様です。",
    "えっと,",
    "えーと,",
    "ねえねえ,",
    "ごめん,",
    "悪いけど,",
    "あのさ,",
];

/// Said after it.
const POLITE: &[&str] = &[
    " please",
    ",please",
    " pls",
    " plz",
    " thanks",
    " thank you",
    " thx",
    " asap",
    " for me",
    " for us",
    " so far",
    " real quick",
    " if you can",
    " if possible",
    "をお願いいたします",
    "お願いいたします",
    "お願い致します",
    "お願いできますか",
    "お願いできる",
    "お願いしたいです",
    "願います",
    "よろしくお願いします",
    "よろしくです",
    "よろしく",
    "頼みます",
    "頼むわ",
    "頼む",
    "いただけますでしょうか",
    "いただけると助かります",
    "もらえると助かります",
    "もらえると助かる",
    "くれると助かる",
    "もらっていい",
    "くれへん",
    "くれない",
    "でしたっけ",
    "だっけ",
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
