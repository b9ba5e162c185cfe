//! The small Markdown of [`crate::Block::Text`]: `**bold**`, `` `code` ``, `[label](target)`, line breaks.
//!
//! Not CommonMark: nothing nests, and a target is a path on our own site or https. What people wrote
//! is never Markdown: it goes through [`escape`].

/// A piece of small Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span<'a> {
    /// As it is; escapes not yet removed (see [`unescape`]).
    Plain(&'a str),
    /// Strong.
    Bold(&'a str),
    /// Fixed width.
    Code(&'a str),
    /// A link.
    Link {
        /// What to show.
        label: &'a str,
        /// Path from `/`, or an `https://` address.
        target: &'a str,
    },
}

/// Makes any text safe inside small Markdown: it will be shown as it is.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Removes what [`escape`] added.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    out
}

/// What a reader sees where mark-up cannot be shown: the words, without marks and targets.
pub fn plain(text: &str) -> String {
    spans(text)
        .into_iter()
        .map(|span| match span {
            Span::Plain(words) | Span::Bold(words) | Span::Code(words) => unescape(words),
            Span::Link { label, .. } => unescape(label),
        })
        .collect()
}

/// May a link lead there? A path on our own site, or https. Browsers read `\` as `/` and leave out
/// tabs and line ends, so that `/\evil` would lead away: neither may occur.
pub fn is_safe_target(target: &str) -> bool {
    let ours = target.starts_with('/') && !target.starts_with("//");
    (ours || target.starts_with("https://"))
        && !target.contains(|c: char| c == '\\' || c.is_whitespace() || crate::plain::acts(c))
}

/// Cuts small Markdown into its pieces. Anything that is not mark-up of ours is plain.
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            at += 1 + escaped.chars().next().map_or(0, char::len_utf8);
        } else if let Some((span, len)) = marked(rest) {
            if plain_from < at {
                spans.push(Span::Plain(&text[plain_from..at]));
            }
            spans.push(span);
            at += len;
            plain_from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    if plain_from < text.len() {
        spans.push(Span::Plain(&text[plain_from..]));
    }
    spans
}

/// The mark-up at the start of `rest` and how many bytes it takes.
fn marked(rest: &str) -> Option<(Span<'_>, usize)> {
    if let Some(body) = rest.strip_prefix("**") {
        let end = find(body, "**")?;
        return (end > 0).then(|| (Span::Bold(&body[..end]), end + 4));
    }
    if let Some(body) = rest.strip_prefix('`') {
        let end = find(body, "`")?;
        return (end > 0).then(|| (Span::Code(&body[..end]), end + 2));
    }
    let body = rest.strip_prefix('[')?;
    let label = find(body, "](")?;
    let target = &body[label + 2..];
    let end = target.find(')')?;
    let target = &target[..end];
    (label > 0 && is_safe_target(target))
        .then(|| (Span::Link { label: &body[..label], target }, label + end + 4))
}

/// Where `mark` stands unescaped.
fn find(text: &str, mark: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        if let Some(escaped) = text[at..].strip_prefix('\\') {
            at += 1 + escaped.chars().next().map_or(0, char::len_utf8);
        } else if text[at..].starts_with(mark) {
            return Some(at);
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_its_marks() {
        assert_eq!(
            spans("a **b** `c` [d](/e)"),
            [
                Span::Plain("a "),
                Span::Bold("b"),
                Span::Plain(" "),
                Span::Code("c"),
                Span::Plain(" "),
                Span::Link { label: "d", target: "/e" }
            ]
        );
        assert_eq!(spans("[x](javascript:1)"), [Span::Plain("[x](javascript:1)")]);
        assert_eq!(spans("[x](//evil)"), [Span::Plain("[x](//evil)")]);
        assert_eq!(spans("[x](/\\evil)"), [Span::Plain("[x](/\\evil)")]);
        assert_eq!(spans("[x](/\t/evil)"), [Span::Plain("[x](/\t/evil)")]);
        assert_eq!(spans("** alone"), [Span::Plain("** alone")]);
    }

    #[test]
    fn shows_the_words_alone() {
        assert_eq!(plain("**a\\*** `b` [c](https://d) \\[e\\]"), "a* b c [e]");
    }

    proptest! {
        #[test]
        fn escaped_text_is_shown_as_it_is(text in ".*") {
            let escaped = escape(&text);
            let shown: String = spans(&escaped).into_iter().map(|span| match span {
                Span::Plain(plain) => unescape(plain),
                other => panic!("{other:?}"),
            }).collect();
            prop_assert_eq!(shown, text);
        }
    }
}
