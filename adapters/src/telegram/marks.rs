//! The marks in a live message ("entities"): mentions of the bot, a command, links behind words. They point into the
//! text by UTF-16 units.

use serde_json::{Value, json};

use super::own::Own;

/// A text, read with its marks.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// In pieces, as the export writes it, so that [`super::text`] reads both. Mentions of the bot are taken out.
    pub(super) text: Value,
    /// The bot is mentioned.
    pub(super) mentioned: bool,
    /// The command with which the text begins, as `(name, whose)`: `/roi_show@our_bot` is `("roi_show", "our_bot")`.
    pub(super) command: Option<(String, Option<String>)>,
}

/// Reads the text of a message, or the caption of what was sent. Marks that do not fit the text are no marks.
pub(super) fn read(message: &Value, own: Own<'_>) -> Marked {
    let (text, marks) = match message["text"].as_str() {
        Some(text) => (text, &message["entities"]),
        None => (message["caption"].as_str().unwrap_or_default(), &message["caption_entities"]),
    };
    let places = places(text);
    let mut marked = Marked::default();
    let (mut pieces, mut read) = (Pieces::default(), 0);
    let mut marks: Vec<&Value> = marks.as_array().into_iter().flatten().collect();
    marks.sort_by_key(|mark| mark["offset"].as_u64());
    for mark in marks {
        let Some((from, to)) = range(mark, &places).filter(|(from, to)| *from >= read && from < to) else {
            continue;
        };
        let said = &text[from..to];
        let to_us = match mark["type"].as_str() {
            Some("mention") => said.strip_prefix('@').is_some_and(|name| own.is_called(name)),
            Some("text_mention") => own.is(&mark["user"]),
            _ => false,
        };
        if to_us {
            marked.mentioned = true;
            pieces.say(&text[read..from]);
            pieces.leave_out();
            read = to;
        } else if mark["type"] == "bot_command" && text[..from].trim().is_empty() {
            let command = said.trim_start_matches('/');
            let (name, whose) = command.split_once('@').map_or((command, None), |(n, w)| (n, Some(w)));
            marked.command = Some((name.to_lowercase(), whose.map(str::to_owned)));
        } else if let Some(address) = mark["url"].as_str().filter(|_| mark["type"] == "text_link") {
            pieces.say(&text[read..from]);
            pieces.link(said, address);
            read = to;
        }
    }
    pieces.say(&text[read..]);
    marked.text = Value::Array(pieces.all);
    marked
}

#[derive(Default)]
struct Pieces {
    all: Vec<Value>,
    /// Something was left out here: spaces would double, and a comma would stand alone.
    gap: Option<Gap>,
}

#[derive(Clone, Copy, PartialEq)]
enum Gap {
    /// Before everything else.
    First,
    /// After a space.
    AfterSpace,
    /// After a letter.
    AfterWord,
}

impl Pieces {
    fn say(&mut self, text: &str) {
        let text = match self.gap {
            Some(Gap::First) => {
                text.trim_start_matches(|c: char| c.is_whitespace() || ",:、，：".contains(c))
            }
            Some(Gap::AfterSpace) => text.trim_start_matches([' ', '\u{3000}']),
            Some(Gap::AfterWord) | None => text,
        };
        if !text.is_empty() {
            self.all.push(text.into());
            self.gap = None;
        }
    }

    fn link(&mut self, text: &str, address: &str) {
        self.all.push(json!({"type": "text_link", "text": text, "href": address}));
        self.gap = None;
    }

    fn leave_out(&mut self) {
        let before = self.all.last().map(|piece| piece.as_str().unwrap_or("x"));
        self.gap = Some(match before {
            None => Gap::First,
            Some(text) if text.trim().is_empty() => Gap::First,
            Some(text) if text.ends_with(char::is_whitespace) => Gap::AfterSpace,
            Some(_) => Gap::AfterWord,
        });
    }
}

/// Where each UTF-16 unit of a text begins, in bytes; `None` inside a surrogate pair.
fn places(text: &str) -> Vec<Option<usize>> {
    let units = text.char_indices().flat_map(|(at, c)| [Some(at), None].into_iter().take(c.len_utf16()));
    units.chain([Some(text.len())]).collect()
}

fn range(mark: &Value, places: &[Option<usize>]) -> Option<(usize, usize)> {
    let number = |key: &str| usize::try_from(mark[key].as_u64()?).ok();
    let (offset, length) = (number("offset")?, number("length")?);
    let place = |unit: usize| places.get(unit).copied().flatten();
    Some((place(offset)?, place(offset.checked_add(length)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, telegram::text};

    fn read_as(said: &str, marks: Value) -> (String, bool, Option<(String, Option<String>)>) {
        let settings = Settings::default().with("bot_id", "7").with("bot_username", "Enishi_Bot");
        let marked = read(&json!({"text": said, "entities": marks}), Own::new(&settings));
        (text::of(&marked.text), marked.mentioned, marked.command)
    }

    fn mention(offset: usize) -> Value {
        json!({"type": "mention", "offset": offset, "length": 11})
    }

    #[test]
    fn mentions_are_taken_out() {
        for (said, offset, left) in [
            ("@enishi_bot show roi", 0, "show roi"),
            ("@enishi_bot: show roi", 0, "show roi"),
            ("@enishi_bot、ROIを見せて", 0, "ROIを見せて"),
            ("please @enishi_bot show roi", 7, "please show roi"),
            ("👩‍💻縁 @enishi_bot 見せて", 7, "👩‍💻縁 見せて"),
            ("show roi @enishi_bot", 9, "show roi "),
        ] {
            assert_eq!(read_as(said, json!([mention(offset)])), (left.into(), true, None), "{said}");
        }
        let (left, mentioned, _) = read_as(
            "Bot, hi",
            json!([
                {"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 7, "is_bot": true}}
            ]),
        );
        assert_eq!((left.as_str(), mentioned), ("hi", true));
    }

    #[test]
    fn others_are_left_in() {
        for marks in [
            json!([{"type": "mention", "offset": 0, "length": 6}]),
            json!([{"type": "text_mention", "offset": 0, "length": 6, "user": {"id": 8}}]),
            json!([{"type": "not_yet_invented", "offset": 0, "length": 3}]),
            json!([{"type": "mention", "offset": 900, "length": 6}, {"type": "mention"}, 3, null]),
            json!([{"type": "mention", "offset": u64::MAX, "length": u64::MAX}]),
            json!({"type": "mention"}),
        ] {
            assert_eq!(read_as("@other hi", marks), ("@other hi".into(), false, None));
        }
        // In the middle of a pair: no place of the text.
        let cut = json!([{"type": "text_link", "offset": 1, "length": 1, "url": "https://example.com"}]);
        assert_eq!(read_as("😀", cut), ("😀".into(), false, None));
    }

    #[test]
    fn commands_and_links() {
        let command = |length: usize| json!([{"type": "bot_command", "offset": 0, "length": length}]);
        assert_eq!(
            read_as("/ROI_show@enishi_bot C-7", command(20)),
            ("/ROI_show@enishi_bot C-7".into(), false, Some(("roi_show".into(), Some("enishi_bot".into()))))
        );
        assert_eq!(read_as("/help", command(5)).2, Some(("help".into(), None)));
        let later = json!([{"type": "bot_command", "offset": 4, "length": 5}]);
        assert_eq!(read_as("see /help", later).2, None);
        let link = json!([
            {"type": "bold", "offset": 4, "length": 4},
            {"type": "text_link", "offset": 4, "length": 4, "url": "https://example.com/a"}
        ]);
        assert_eq!(read_as("see this", link).0, "see this (https://example.com/a)");
    }
}
