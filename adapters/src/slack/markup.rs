//! Slack's mark-up as plain text: `<@U1>`, `<#C1|name>`, `<https://…|label>`, `<!here>`, `&amp;`.
//!
//! Asterisks, underscores and `:emoji:` stay: people write them for themselves too.

use super::directory::Directory;

/// The text as a reader sees it.
pub(super) fn plain(text: &str, directory: &Directory) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once('<') {
        out.push_str(&unescape(before));
        match marked.split_once('>') {
            Some((inside, after)) if !inside.contains('<') => {
                out.push_str(&mark(inside, directory));
                rest = after;
            }
            _ => {
                out.push('<');
                rest = marked;
            }
        }
    }
    out.push_str(&unescape(rest));
    out
}

/// What stands between `<` and `>`.
fn mark(inside: &str, directory: &Directory) -> String {
    let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
    let label = unescape(label);
    let labelled = |prefix: char, fallback: &str| {
        let name = if label.is_empty() { unescape(fallback) } else { label.clone() };
        if name.starts_with(prefix) { name } else { format!("{prefix}{name}") }
    };
    if let Some(id) = target.strip_prefix('@') {
        let person = directory.person(id);
        let name = person.and_then(|person| person.name.as_deref().or(person.handle.as_deref()));
        labelled('@', name.unwrap_or(id))
    } else if let Some(id) = target.strip_prefix('#') {
        labelled('#', directory.conversation(id).and_then(|c| c.name.as_deref()).unwrap_or(id))
    } else if let Some(command) = target.strip_prefix('!') {
        if command.starts_with("date^") && !label.is_empty() {
            return label;
        }
        labelled('@', command.rsplit('^').next().unwrap_or(command))
    } else {
        link(&unescape(target), &label)
    }
}

/// A link: its label with the address behind it, once where they say the same.
fn link(target: &str, label: &str) -> String {
    let address = ["mailto:", "tel:"].iter().find_map(|scheme| target.strip_prefix(scheme)).unwrap_or(target);
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    if label.is_empty() || label == address || label.trim_end_matches('/') == bare.trim_end_matches('/') {
        address.to_owned()
    } else {
        format!("{label} ({address})")
    }
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // `&amp;` last: what it leaves is text.
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn directory() -> Directory {
        let mut directory = Directory::default();
        let users = r#"[{"id": "U1", "name": "hana", "profile": {"display_name": "花子"}}, {"id": "U2", "name": "bo"}]"#;
        directory.read_users(users.as_bytes(), "").unwrap();
        directory
            .read_conversations(&br#"[{"id": "C1", "name": "general"}]"#[..], "channels.json", "")
            .unwrap();
        directory
    }

    #[test]
    fn each_mark() {
        for (text, shown) in [
            ("hi <@U1> and <@U2>, <@U9>", "hi @花子 and @bo, @U9"),
            ("<@U1|old.name>", "@old.name"),
            ("<#C1> <#C1|> <#C2|random> <#C3>", "#general #general #random #C3"),
            ("<!here> <!channel> <!here|@here> <!everyone>", "@here @channel @here @everyone"),
            ("<!subteam^S1|@devs> <!subteam^S1>", "@devs @S1"),
            ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
            ("<https://example.com/a?b=1&amp;c=2|the page>", "the page (https://example.com/a?b=1&c=2)"),
            ("<https://example.com>", "https://example.com"),
            ("<http://example.com|example.com>", "http://example.com"),
            ("<mailto:a@example.com|a@example.com>", "a@example.com"),
            ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
            ("1 < 2 <", "1 < 2 <"),
            ("x < <@U2>", "x < @bo"),
            ("<>", ""),
            ("*bold* _i_ :tada:", "*bold* _i_ :tada:"),
        ] {
            assert_eq!(plain(text, &directory()), shown);
        }
    }

    proptest! {
        #[test]
        fn text_without_marks_stays(text in "[^<]*") {
            let sent = text.replace('&', "&amp;").replace('>', "&gt;");
            prop_assert_eq!(plain(&sent, &Directory::default()), text);
        }

        #[test]
        fn anything_can_be_read(text in "[<>|@#!&;a-z^:/あ]{0,40}") {
            plain(&text, &Directory::default());
        }
    }
}
