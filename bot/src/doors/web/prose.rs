//! What people wrote, cut into words, code and links. It is data: a page shows every piece as text, and only
//! the address of a link leads anywhere.

/// A piece of what somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words, line ends included.
    Words(&'a str),
    /// Code within a line.
    Code(&'a str),
    /// Lines of code.
    Block(&'a str),
    /// An address on the web.
    Link(&'a str),
}

const FENCE: &str = "```";

/// Cuts a text into pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once(FENCE) {
        let Some((code, after)) = opened.split_once(FENCE) else { break };
        if code.trim().is_empty() {
            break;
        }
        let code = without_language(code);
        let block = code.contains('\n') || before.is_empty() && after.trim().is_empty();
        // a block ends its line by itself
        lines(if block { before.strip_suffix('\n').unwrap_or(before) } else { before }, &mut pieces);
        pieces.push(if block { Piece::Block(code.trim_matches('\n')) } else { Piece::Code(code.trim()) });
        rest = if block { after.strip_prefix('\n').unwrap_or(after) } else { after };
    }
    lines(rest, &mut pieces);
    pieces
}

/// The first line of a fenced block may name its language.
fn without_language(code: &str) -> &str {
    match code.split_once('\n') {
        Some((tag, rest))
            if tag.len() <= 20 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#._".contains(&b)) =>
        {
            rest
        }
        _ => code,
    }
}

/// Code within lines, between backquotes.
fn lines<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let (mut rest, mut from) = (text, 0);
    while let Some(open) = rest[from..].find('`').map(|at| from + at) {
        let inside = &rest[open + 1..];
        match inside.find(['`', '\n']) {
            Some(end) if end > 0 && inside[end..].starts_with('`') => {
                words(&rest[..open], pieces);
                pieces.push(Piece::Code(&inside[..end]));
                (rest, from) = (&inside[end + 1..], 0);
            }
            _ => from = open + 1,
        }
    }
    words(rest, pieces);
}

/// Addresses among words.
fn words<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find("http").map(|at| from + at) {
        match address(&rest[at..]) {
            Some(address) => {
                push_words(&rest[..at], pieces);
                pieces.push(Piece::Link(address));
                rest = &rest[at + address.len()..];
                from = 0;
            }
            None => from = at + 4,
        }
    }
    push_words(rest, pieces);
}

fn push_words<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !text.is_empty() {
        pieces.push(Piece::Words(text));
    }
}

/// The address at the start of a text. It ends where ASCII does, since Japanese goes on without a space, and
/// before the punctuation of the sentence around it.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text
        .bytes()
        .position(|b| !b.is_ascii_graphic() || matches!(b, b'<' | b'>' | b'"' | b'`' | b'\\' | b'|'))
        .unwrap_or(text.len());
    let mut address = &text[..end];
    loop {
        let closes = |open: char, close: char| {
            address.ends_with(close) && address.matches(close).count() > address.matches(open).count()
        };
        if address.ends_with(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~'])
            || closes('(', ')')
            || closes('[', ']')
            || closes('{', '}')
        {
            address = &address[..address.len() - 1];
        } else {
            break;
        }
    }
    let host = address.strip_prefix(scheme)?;
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[').then_some(address)
}

#[cfg(test)]
mod tests {
    use super::{Piece::*, *};

    #[test]
    fn cuts_where_writers_mean_it() {
        assert_eq!(pieces("hello"), [Words("hello")]);
        assert_eq!(pieces("a `b` c"), [Words("a "), Code("b"), Words(" c")]);
        assert_eq!(pieces("see ```x = 1``` there"), [Words("see "), Code("x = 1"), Words(" there")]);
        assert_eq!(
            pieces("前\n```rust\nlet a = 1;\n  b\n```\n後"),
            [Words("前"), Block("let a = 1;\n  b"), Words("後")]
        );
        assert_eq!(pieces("```one line```"), [Block("one line")]);
        assert_eq!(pieces("not ``` closed"), [Words("not ``` closed")]);
        assert_eq!(pieces("`a\nb` c `d"), [Words("`a\nb"), Code(" c "), Words("d")]);
    }

    #[test]
    fn finds_addresses() {
        assert_eq!(
            pieces("詳しくはhttps://example.com/a_(b)?c=d&e#fをご覧ください"),
            [Words("詳しくは"), Link("https://example.com/a_(b)?c=d&e#f"), Words("をご覧ください")]
        );
        assert_eq!(
            pieces("(see http://example.com/x)."),
            [Words("(see "), Link("http://example.com/x"), Words(").")]
        );
        for text in
            ["https://", "http://\"onclick", "javascript:alert(1)", "https:// a", "httphttp", "data:x"]
        {
            assert!(pieces(text).iter().all(|piece| !matches!(piece, Link(_))), "{text}");
        }
        assert_eq!(
            pieces("https://a.example\" onmouseover=\"x"),
            [Link("https://a.example"), Words("\" onmouseover=\"x")]
        );
    }

    mod laws {
        use super::super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn nothing_is_invented(text in "(```|`|\n|https://a.b|[a-z ]|.){0,40}") {
                let mut rest = text.as_str();
                for piece in pieces(&text) {
                    let (Piece::Words(said) | Piece::Code(said) | Piece::Block(said) | Piece::Link(said)) = piece;
                    let at = rest.find(said);
                    prop_assert!(at.is_some(), "{said:?} in {rest:?}");
                    rest = &rest[at.unwrap_or_default() + said.len()..];
                }
            }
        }
    }
}
