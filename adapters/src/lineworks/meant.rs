//! Is a sentence in a room meant for the bot? LINE WORKS has no slash commands and says little about mentions, so
//! the sentence itself must show it: by a mention, or by how it begins.

use serde_json::Value;

use super::settings::BOT_NAMES;
use crate::Settings;

/// What everybody may begin with, whatever the bot is called.
const OPENINGS: [&str; 3] = ["/enishi", "／enishi", "エニシ"];

/// A text without what called the bot, and whether something did.
pub(super) fn read(settings: &Settings, text: &str, mentionees: &Value) -> (String, bool) {
    let bot = settings.text("bot_id");
    let (text, tagged) = without_tags(text, bot);
    let listed = mentions(mentionees, bot);
    match after_opening(&text, settings) {
        Some(rest) => (rest.to_owned(), true),
        None if tagged || listed => (text.trim().to_owned(), true),
        None => (text, false),
    }
}

/// `<m userId="…">` names a person; the bot is called by its id and taken out, others become `@id`.
fn without_tags(text: &str, bot: &str) -> (String, bool) {
    let (mut out, mut rest, mut called) = (String::with_capacity(text.len()), text, false);
    while let Some((before, tag)) = rest.split_once("<m userId=\"") {
        let Some((id, after)) = tag.split_once('"') else { break };
        let Some(after) = after.trim_start().strip_prefix("/>").or(after.trim_start().strip_prefix('>'))
        else {
            break;
        };
        out.push_str(before);
        if id == bot && !bot.is_empty() {
            called = true;
        } else {
            out.push('@');
            out.push_str(id);
        }
        rest = after;
    }
    out.push_str(rest);
    (out, called)
}

/// The list of who is mentioned, where the platform gives one: of ids, or of objects with an id in them.
fn mentions(mentionees: &Value, bot: &str) -> bool {
    let is_bot = |id: &Value| id.as_str() == Some(bot) || id.as_u64().is_some_and(|id| id.to_string() == bot);
    let named = |who: &Value| is_bot(who) || is_bot(&who["userId"]) || is_bot(&who["botId"]);
    !bot.is_empty() && mentionees.as_array().is_some_and(|all| all.iter().any(named))
}

/// What follows an opening. A longer word that only begins like one (エニシダ) is another word.
fn after_opening<'a>(text: &'a str, settings: &Settings) -> Option<&'a str> {
    let text = text.trim_start();
    let named = settings.text(BOT_NAMES).lines().filter(|name| !name.is_empty()).filter_map(|name| {
        let after_at = text.strip_prefix(['@', '＠'])?;
        without_case(after_at, name)
    });
    let opened = OPENINGS.into_iter().filter_map(|opening| without_case(text, opening));
    named.chain(opened).find(|rest| !rest.starts_with(char::is_alphanumeric) && !rest.starts_with('ー')).map(
        |rest| {
            rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ':' | '：'))
                .trim()
        },
    )
}

fn without_case<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (begun, rest) = text.split_at_checked(start.len())?;
    begun.eq_ignore_ascii_case(start).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> (String, bool) {
        let settings = Settings::default().with("bot_id", "2000001").with(BOT_NAMES, "縁ボット\nEnishi Bot");
        super::read(&settings, text, &Value::Null)
    }

    #[test]
    fn called_by_how_it_begins() {
        for (said, rest) in [
            ("/enishi show ROI", "show ROI"),
            ("/Enishi: show ROI", "show ROI"),
            ("／enishi　ROIを見せて", "ROIを見せて"),
            ("エニシ、ROIを見せて", "ROIを見せて"),
            (" エニシ ROIを見せて", "ROIを見せて"),
            ("@縁ボット ROIを見せて", "ROIを見せて"),
            ("＠縁ボット\nROIを見せて", "ROIを見せて"),
            ("@enishi bot show roi", "show roi"),
            ("@縁ボット", ""),
        ] {
            assert_eq!(read(said), (rest.to_owned(), true), "{said}");
        }
        for said in
            ["エニシダの花", "enishi is nice", "/enishiki", "@縁ボットA hi", "@縁", "ROIを見せて", "", "@"]
        {
            assert_eq!(read(said), (said.to_owned(), false), "{said}");
        }
    }

    #[test]
    fn called_by_a_mention() {
        assert_eq!(read("<m userId=\"2000001\"> ROI"), ("ROI".into(), true));
        assert_eq!(read("<m userId=\"u-7\"/> hi"), ("@u-7 hi".into(), false));
        assert_eq!(read("<m userId=\"all\">さん"), ("@allさん".into(), false));
        assert_eq!(read("<m userId=\"u-7"), ("<m userId=\"u-7".into(), false));
        let settings = Settings::default().with("bot_id", "2000001");
        for listed in [json!(["2000001"]), json!([{"userId": "2000001"}]), json!([{"botId": 2_000_001}])] {
            assert!(super::read(&settings, "@x hi", &listed).1, "{listed}");
        }
        for other in [json!([]), json!(["u-7"]), json!("2000001"), json!([[]]), json!([{"userId": ""}])] {
            assert!(!super::read(&settings, "hi", &other).1, "{other}");
            assert!(!super::read(&Settings::default(), "hi", &other).1, "{other}");
        }
    }
}
