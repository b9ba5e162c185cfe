//! Text inside HTML and SVG: the one place that decides what is safe between tags and quotes.
//!
//! Not a template engine: tags are written where they are used, values pass through here.

use crate::plain::acts;

/// Any text as the content of an element or of a double-quoted attribute, in HTML and in XML.
/// Control characters other than line ends, direction overrides and what XML cannot hold are dropped.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => {}
            c if acts(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stays_that_means_something() {
        assert_eq!(
            escape("<b a=\"1\" c='2'>&\u{0}\u{202e}\n山"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\n山"
        );
    }
}
