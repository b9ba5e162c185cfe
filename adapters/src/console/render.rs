//! A reply as lines of text.

use super::paint::{Ink, Paint};
use super::prose::Prose;
use super::table;
use crate::plain::{self, width};
use crate::{Block, Button, ButtonStyle, Item, Payload, Reply, chart};

/// Below this nothing can be laid out.
const NARROWEST: usize = 40;
/// A chart does not gain by more.
const WIDEST_CHART: usize = 84;

/// One message; none where there is nothing to show.
pub(super) fn payloads(reply: &Reply, width: usize, colour: bool) -> Vec<Payload> {
    let text = text(reply, width.max(NARROWEST), Paint { colour });
    if text.is_empty() { Vec::new() } else { vec![Payload::new(text)] }
}

fn text(reply: &Reply, room: usize, paint: Paint) -> String {
    let understood = reply.understood.as_deref().map(|command| {
        let lines = Prose::new(Ink::Dim, &plain::line(command)).hanging("→ ", room, paint);
        lines
            .iter()
            .map(|line| line.strip_prefix("→ ").map_or(line.clone(), |l| paint.on(Ink::Dim, "→ ") + l))
            .collect()
    });
    let blocks = reply.blocks.iter().map(|block| block_lines(block, room, paint));
    let parts: Vec<String> = understood
        .into_iter()
        .chain(blocks)
        .map(|lines: Vec<String>| lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n"))
        .map(|part| part.trim_matches('\n').to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

fn block_lines(block: &Block, room: usize, paint: Paint) -> Vec<String> {
    match block {
        Block::Heading { text } => heading(text, room, paint),
        Block::Text { text } => Prose::markdown(text, paint).lines(room, paint),
        Block::Fields { fields } => {
            let pairs = fields.iter().map(|field| (field.label.as_str(), field.value.as_str()));
            table::pairs_lines(pairs, room, paint)
        }
        Block::Table { columns, rows } => table::lines(columns, rows, room, paint),
        Block::List { numbered, items } => list(*numbered, items, room, paint),
        Block::Chart { chart } => drawing(chart, room, paint),
        Block::Buttons { buttons } => typed(buttons, room, paint),
        Block::Suggestions { sentences } => {
            let quoted = |text: &String| Prose::new(Ink::Code, &plain::line(text)).hanging("› ", room, paint);
            sentences.iter().flat_map(quoted).collect()
        }
        Block::File { name, media_type, path } => {
            let file = Prose::new(Ink::Strong, &plain::line(name))
                .with(Ink::Dim, &format!("  {}", plain::line(media_type)));
            let mut lines = file.hanging("↓ ", room, paint);
            // an address is opened or copied whole, however narrow the terminal
            lines.extend(Prose::new(Ink::Code, &plain::line(path)).hanging("  ", usize::MAX, paint));
            lines
        }
    }
}

/// Bold where the terminal can; else a rule below.
fn heading(text: &str, room: usize, paint: Paint) -> Vec<String> {
    let text = plain::line(text);
    let mut lines = Prose::new(Ink::Strong, &text).lines(room, paint);
    if !paint.colour && !text.is_empty() {
        lines.push("─".repeat(width(&text).min(room)));
    }
    lines
}

fn list(numbered: bool, items: &[Item], room: usize, paint: Paint) -> Vec<String> {
    let digits = items.len().to_string().len();
    let mut lines = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let marker =
            if numbered { plain::pad_left(&(i + 1).to_string(), digits) + ". " } else { "• ".to_owned() };
        let mut line = item.parts().into_iter().fold(Prose::default(), |line, (part, marked)| {
            line.with(if marked { Ink::Strong } else { Ink::Plain }, &part)
        });
        if let Some(link) = &item.link {
            line = line.with(Ink::Code, &format!("  {}", plain::line(&link.label)));
        }
        lines.extend(line.hanging(&marker, room, paint));
        if let Some(detail) = &item.detail {
            let below = " ".repeat(width(&marker));
            lines.extend(Prose::new(Ink::Dim, detail).hanging(&below, room, paint));
        }
    }
    lines
}

fn drawing(chart: &chart::Chart, room: usize, paint: Paint) -> Vec<String> {
    let drawn = chart::blocks(chart, room.min(WIDEST_CHART));
    let titled = !plain::line(&chart.title).is_empty();
    let line = |(i, line)| if i == 0 && titled { paint.on(Ink::Strong, line) } else { paint.drawing(line) };
    drawn.lines().enumerate().map(line).collect()
}

/// `[yes] Merge   [no] Cancel`: what to type, and what it does.
fn typed(buttons: &[Button], room: usize, paint: Paint) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for button in buttons {
        let ink = match button.style {
            ButtonStyle::Plain => Ink::Strong,
            ButtonStyle::Primary => Ink::Primary,
            ButtonStyle::Danger => Ink::Danger,
        };
        let (key, label) = (plain::line(&button.typed), plain::line(&button.label));
        let key = if key.is_empty() { String::new() } else { format!("[{key}]") };
        let space = if key.is_empty() || label.is_empty() { "" } else { " " };
        let wide = width(&key) + width(space) + width(&label);
        if wide > room {
            lines.extend(
                Prose::new(ink, &key).with(Ink::Plain, space).with(Ink::Plain, &label).lines(room, paint),
            );
            used = room;
            continue;
        }
        let painted = format!("{}{space}{label}", paint.on(ink, &key));
        match lines.last_mut() {
            Some(line) if used + 3 + wide <= room => {
                *line += &format!("   {painted}");
                used += 3 + wide;
            }
            _ => {
                lines.push(painted);
                used = wide;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::{self, arbitrary};
    use proptest::prelude::*;

    fn gallery(lang: &str, colour: bool) -> String {
        let shown = conformance::gallery(lang).into_iter().map(|(name, reply)| {
            let text = text(&reply, 100, Paint { colour });
            format!("# {name}\n{text}\n")
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn shows_the_gallery_in_english() {
        insta::assert_snapshot!("console_en", gallery("en", false));
    }

    #[test]
    fn shows_the_gallery_in_japanese() {
        insta::assert_snapshot!("console_ja", gallery("ja", false));
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        for (name, reply) in conformance::gallery("ja") {
            let words = |text: &str| text.replace(['`', '─', '\n', ' '], "");
            let (plain, painted) =
                (text(&reply, 100, Paint { colour: false }), text(&reply, 100, Paint { colour: true }));
            assert_eq!(words(&plain::clean(&painted)), words(&plain), "{name}");
        }
    }

    proptest! {
        #[test]
        fn nothing_acts_and_no_line_is_too_wide(reply in arbitrary::reply(), room in 40usize..120) {
            let text = text(&reply, room, Paint { colour: false });
            prop_assert!(text.chars().all(|c| c == '\n' || !plain::acts(c)), "{text:?}");
            let addresses = reply.blocks.iter().filter_map(|block| match block {
                Block::File { path, .. } => Some(format!("  {}", plain::line(path))),
                _ => None,
            });
            let addresses: Vec<String> = addresses.collect();
            for line in text.lines().filter(|line| !addresses.iter().any(|it| it.trim_end() == *line)) {
                prop_assert!(width(line) <= room, "{} > {room}: {line:?}", width(line));
            }
        }
    }
}
