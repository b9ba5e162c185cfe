//! How Discord writes: its Markdown, in which nothing of what people wrote may act.

use crate::message::{Dialect, Style};

/// Discord's Markdown.
pub(super) struct Marks;

impl Dialect for Marks {
    fn write(&self, style: &Style, text: &str) -> String {
        let inner = text.trim();
        if inner.is_empty() {
            return text.to_owned();
        }
        // Marks with a space inside are shown, not obeyed.
        let (before, after) = text.split_at(text.len() - text.trim_start().len());
        let after = &after[inner.len()..];
        let written = match style {
            Style::Plain | Style::Quiet => escape(inner),
            Style::Bold => format!("**{}**", escape(inner)),
            Style::Code => format!("`{}`", tame(inner)),
            // In angle brackets an address is not shown again as a preview.
            Style::Link(address) => format!("[{}](<{}>)", escape(inner), encoded(address)),
        };
        format!("{before}{written}{after}")
    }

    fn fixed(&self, lines: &str) -> String {
        format!("```\n{}\n```", tame(lines))
    }

    fn size(&self, written: &str) -> usize {
        size(written)
    }
}

/// Characters as Discord's clients count them.
pub(super) fn size(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Shown as it is. Mentions, links and headings are marks, too.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let start = text.len() - text.trim_start().len();
    for (i, c) in text.char_indices() {
        let mark = matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '@' | '#' | '[' | ']');
        if mark || (i == start && matches!(c, '-' | '+')) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Inside code a backtick would end it: one that looks alike stands there instead.
fn tame(text: &str) -> String {
    text.replace('`', "ˋ")
}

/// What would end the address.
fn encoded(address: &str) -> String {
    address.replace('<', "%3C").replace('>', "%3E").replace('(', "%28").replace(')', "%29")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        for (style, text, written) in [
            (Style::Plain, "@everyone <@5> *a* [x](y)", "\\@everyone \\<\\@5\\> \\*a\\* \\[x\\](y)"),
            (Style::Plain, "- # 1", "\\- \\# 1"),
            (Style::Bold, " a ", " **a** "),
            (Style::Bold, " ", " "),
            (Style::Code, "a`b", "`aˋb`"),
            (Style::Link("https://a/(b)".into()), "P-1", "[P-1](<https://a/%28b%29>)"),
        ] {
            assert_eq!(Marks.write(&style, text), written);
        }
        assert_eq!(Marks.fixed("```\nx"), "```\nˋˋˋ\nx\n```");
        assert_eq!(size("a👍"), 3);
    }
}
