//! Discord's marks as plain text: `<@5>`, `<:wave:9>`, `<#3>`, `<t:1700000000:R>`.
//!
//! The exporter resolves them itself, unless it was told not to. Asterisks and other Markdown stay: people
//! write them for themselves too.

use chrono::DateTime;
use serde_json::Value;

use crate::export::field::{id, word};

/// The text as a reader sees it. People are named as the message's own list of mentions names them.
pub(super) fn plain(text: &str, mentions: &Value) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, marked)) = rest.split_once('<') {
        out.push_str(before);
        let told = marked.split_once('>').and_then(|(inside, after)| Some((mark(inside, mentions)?, after)));
        match told {
            Some((shown, after)) => {
                out.push_str(&shown);
                rest = after;
            }
            None => {
                out.push('<');
                rest = marked;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands between `<` and `>`; `None` when it is no mark but somebody's text.
fn mark(inside: &str, mentions: &Value) -> Option<String> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(person) = inside.strip_prefix('@').map(|id| id.trim_start_matches('!')) {
        return (number(person) || person.strip_prefix('&').is_some_and(number))
            .then(|| format!("@{}", name(person, mentions).unwrap_or(person)));
    }
    if let Some(channel) = inside.strip_prefix('#') {
        return number(channel).then(|| format!("#{channel}"));
    }
    let parts: Vec<_> = inside.split(':').collect();
    match parts.as_slice() {
        ["" | "a", name, id] if number(id) && !name.is_empty() => Some(format!(":{name}:")),
        ["t", time] | ["t", time, _] => {
            let at = DateTime::from_timestamp(time.parse().ok()?, 0)?;
            Some(at.format("%Y-%m-%d %H:%M UTC").to_string())
        }
        _ => None,
    }
}

fn name<'a>(person: &str, mentions: &'a Value) -> Option<&'a str> {
    let all = mentions.as_array()?;
    let one = all.iter().find(|one| id(&one["id"]).as_deref() == Some(person))?;
    word(&one["nickname"]).or_else(|| word(&one["name"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn each_mark() {
        let mentions = json!([{"id": "5", "name": "hana", "nickname": "花子"}, {"id": 6, "name": "bo"}, 7]);
        for (text, shown) in [
            ("hi <@5> and <@!6>, <@9> <@&8>", "hi @花子 and @bo, @9 @&8"),
            ("<#3> <:wave:12> <a:dance:13>", "#3 :wave: :dance:"),
            ("at <t:1700000000:R>", "at 2023-11-14 22:13 UTC"),
            ("1 < 2 > 0, <3, <b>, <@hana>, <", "1 < 2 > 0, <3, <b>, <@hana>, <"),
            ("x < <@6>", "x < @bo"),
            ("**bold** @花子", "**bold** @花子"),
            (
                "<t:99999999999999:R><::1><https://example.com>",
                "<t:99999999999999:R><::1><https://example.com>",
            ),
        ] {
            assert_eq!(plain(text, &mentions), shown);
        }
    }

    proptest! {
        #[test]
        fn anything_can_be_read(text in "[<>@#&!:ta0-9あ]{0,40}") {
            plain(&text, &Value::Null);
        }

        #[test]
        fn text_without_marks_stays(text in "[^<]*") {
            prop_assert_eq!(plain(&text, &Value::Null), text);
        }
    }
}
