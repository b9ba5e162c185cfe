//! Takes from a message what is not language: code, addresses, mentions, quotations.
//!
//! The rest keeps its words and its punctuation, which still tells a question.

use std::borrow::Cow;

/// What remains of a message to be read as language, and what was taken away.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Clean {
    /// The language in it.
    pub(super) text: String,
    /// It held a web address.
    pub(super) has_link: bool,
}

/// Cleans one message.
pub(super) fn clean(text: &str) -> Clean {
    let mut clean = Clean::default();
    let text = unescaped(text);
    let mut fenced = false;
    for part in text.split("```") {
        if !fenced {
            clean_prose(part, &mut clean);
        }
        fenced = !fenced;
    }
    clean.text.truncate(clean.text.trim_end().len());
    clean
}

/// Exports keep these three signs escaped.
fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        Cow::Owned(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    } else {
        Cow::Borrowed(text)
    }
}

fn clean_prose(text: &str, clean: &mut Clean) {
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['>', '＞'])) {
        for word in line.split_whitespace() {
            clean_word(word, clean);
        }
        // A line is a sentence, unless it has its own end.
        if !clean.text.trim_end().is_empty() && !clean.text.ends_with('\n') {
            clean.text.truncate(clean.text.trim_end().len());
            clean.text.push('\n');
        }
    }
}

fn clean_word(word: &str, clean: &mut Clean) {
    let kept = if let Some((before, _)) = split_at_address(word) {
        clean.has_link = true;
        before.trim_end_matches(['<', '(', '[', '（', '「'])
    } else if is_mention(word) || is_short_code(word) {
        ""
    } else {
        word
    };
    if !kept.is_empty() {
        clean.text.push_str(kept);
        clean.text.push(' ');
    }
}

fn split_at_address(word: &str) -> Option<(&str, &str)> {
    ["http://", "https://", "www."]
        .iter()
        .filter_map(|start| word.find(start))
        .min()
        .map(|at| word.split_at(at))
}

/// `@anna`, `<@U123>`.
fn is_mention(word: &str) -> bool {
    (word.starts_with('@') && word.len() > 1) || word.starts_with("<@") || word.starts_with("<!")
}

/// `:tada:`
fn is_short_code(word: &str) -> bool {
    word.len() > 2
        && word.starts_with(':')
        && word.ends_with(':')
        && word.trim_matches(':').chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_stays() {
        let cases = [
            ("see https://example.com/?q=1 please", "see please", true),
            ("<@U1> ship it :tada:\n> quoted\nnow", "ship it\nnow", false),
            ("before ```let x = 1;``` after", "before\nafter", false),
            ("資料はこちらhttps://example.com です", "資料はこちら です", true),
            ("R&amp;D &lt;3", "R&D <3", false),
            ("http://x", "", true),
            (":) 10:30:", ":) 10:30:", false),
            ("", "", false),
        ];
        for (text, expected, has_link) in cases {
            assert_eq!(clean(text), Clean { text: expected.to_owned(), has_link }, "{text}");
        }
    }
}
