//! Short codes in a rendered reply lead to their pages.

use crm::{Code, CodeKind};

/// The page of what a code names, if there is one.
pub(super) fn path(code: Code) -> Option<String> {
    match code.kind {
        CodeKind::Person => Some(format!("/p/{code}")),
        CodeKind::Organization => Some(format!("/o/{code}")),
        CodeKind::Campaign => Some(format!("/c/{code}")),
        CodeKind::Activity => Some(format!("/a/{code}#{code}")),
        CodeKind::Deal => Some(format!("/d/{code}")),
        CodeKind::Task => Some(format!("/t/{code}")),
        _ => None,
    }
}

/// Elements whose words stay as they are: a link within a link is none, and code is to be typed.
const CLOSED: [&str; 5] = ["a", "button", "code", "pre", "svg"];

/// Makes a link of every code among the words of `html`, as our own renderer writes it: every `<` begins a
/// tag, and what people wrote is escaped.
pub(super) fn linked(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut closed_by: Option<(&str, usize)> = None;
    let mut rest = html;
    while let Some((words, tagged)) = rest.split_once('<') {
        push(words, closed_by.is_none(), &mut out);
        let (tag, after) = tagged.split_once('>').unwrap_or((tagged, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        closed_by = match closed_by {
            None => {
                CLOSED.into_iter().find(|closed| !tag.starts_with('/') && *closed == name).map(|n| (n, 1))
            }
            Some((closed, depth)) if closed == name && !tag.ends_with('/') => {
                let depth = if tag.starts_with('/') { depth - 1 } else { depth + 1 };
                (depth > 0).then_some((closed, depth))
            }
            inside => inside,
        };
        out.push('<');
        out.push_str(tag);
        out.push('>');
        rest = after;
    }
    push(rest, closed_by.is_none(), &mut out);
    out
}

fn push(words: &str, open: bool, out: &mut String) {
    let mut from = 0;
    if open {
        for (dash, _) in words.match_indices('-') {
            let Some((start, end)) = around(words, dash).filter(|(start, _)| *start >= from) else {
                continue;
            };
            let shown = &words[start..end];
            let Some(path) = Code::parse(shown).and_then(path) else { continue };
            out.push_str(&words[from..start]);
            out.push_str(&format!("<a class=\"ref\" href=\"{path}\">{shown}</a>"));
            from = end;
        }
    }
    out.push_str(&words[from..]);
}

/// Where the code around a dash begins and ends: one capital letter, digits, and no letter beside them.
fn around(words: &str, dash: usize) -> Option<(usize, usize)> {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '#' | '&' | '.' | '@');
    let start = dash.checked_sub(1)?;
    let letter = words.as_bytes()[start];
    let digits = words[dash + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let end = dash + 1 + digits;
    let lone = letter.is_ascii_uppercase()
        && digits > 0
        && !words[..start].ends_with(joins)
        && !words[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    lone.then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_links() {
        assert_eq!(linked("<p>P-12 は</p>"), "<p><a class=\"ref\" href=\"/p/P-12\">P-12</a> は</p>");
        assert_eq!(
            linked("<td>（C-3、A-4）</td>"),
            "<td>（<a class=\"ref\" href=\"/c/C-3\">C-3</a>、<a class=\"ref\" href=\"/a/A-4#A-4\">A-4</a>）</td>"
        );
    }

    #[test]
    fn other_words_stay() {
        for html in [
            "<a href=\"/a/A-1\"><bdi>A-1</bdi></a>",
            "<code>person show P-1</code>",
            "<svg><text>P-1</text><g><text>P-1</text></g></svg>",
            "<p title=\"P-1\">M-3 XP-1 P-1a P-0 P- - P-1-2 x/P-1 p-1 UTF-8 P-99999999999999999999</p>",
            "<button>P-1</button>",
            "",
            "-",
        ] {
            assert_eq!(linked(html), html);
        }
        assert_eq!(linked("<code>P-1</code>P-1"), "<code>P-1</code><a class=\"ref\" href=\"/p/P-1\">P-1</a>");
    }
}
