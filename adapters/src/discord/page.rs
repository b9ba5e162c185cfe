//! Messages made of embeds, filled one after the other within Discord's limits.

use serde_json::{Value, json};

use super::marks::size;
use super::render::alternative;
use crate::{Button, ButtonStyle, Chart, Payload, plain};

/// Characters of a button's label.
pub(super) const LABEL: usize = 80;
/// Characters of what a button sends back.
const TOKEN: usize = 100;
/// Buttons of a message, in rows of five.
const MOST_BUTTONS: usize = 25;
/// Embeds of a message.
const MOST_EMBEDS: usize = 10;
/// Fields of an embed.
const MOST_FIELDS: usize = 25;
/// Characters of an embed's description.
const DESCRIPTION: usize = 4_096;
/// Characters of all embeds of a message.
const ALL: usize = 6_000;

/// The stripe beside an embed.
const CALM: u32 = 0x2f_7d_6b;
const DANGER: u32 = 0xc0_39_2b;

/// What stands in one frame, in the order in which Discord shows it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Embed {
    author: String,
    title: String,
    description: String,
    fields: Vec<(String, String)>,
    image: bool,
}

impl Embed {
    /// Nothing but what was understood.
    fn is_begun(&self) -> bool {
        self.title.is_empty() && self.description.is_empty() && self.fields.is_empty() && !self.image
    }

    fn size(&self) -> usize {
        let fields: usize = self.fields.iter().map(|(name, value)| size(name) + size(value)).sum();
        size(&self.author) + size(&self.title) + size(&self.description) + fields
    }
}

/// Messages, the last one still open.
#[derive(Debug, Default)]
pub(super) struct Pages {
    done: Vec<Page>,
    open: Page,
}

#[derive(Debug, Default)]
struct Page {
    embeds: Vec<Embed>,
    picture: Option<Chart>,
    buttons: Vec<Value>,
}

impl Pages {
    /// What was understood, in small letters above all.
    pub(super) fn author(&mut self, text: &str) {
        self.embed(Embed { author: text.to_owned(), ..Embed::default() });
    }

    /// A new frame.
    fn embed(&mut self, embed: Embed) {
        let used: usize = self.open.embeds.iter().map(Embed::size).sum();
        // What is said after buttons is said in a message after them.
        let full = self.open.embeds.len() >= MOST_EMBEDS || used + embed.size() > ALL;
        if full || !self.open.buttons.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
        self.open.embeds.push(embed);
    }

    /// The frame that is being filled, if `more` may be added to it.
    fn last(&mut self, more: usize, fits: impl Fn(&Embed) -> bool) -> Option<&mut Embed> {
        let used: usize = self.open.embeds.iter().map(Embed::size).sum();
        let room = used + more <= ALL && self.open.buttons.is_empty();
        self.open.embeds.last_mut().filter(|embed| room && fits(embed))
    }

    pub(super) fn title(&mut self, title: &str) {
        match self.last(size(title), Embed::is_begun) {
            Some(embed) => embed.title = title.to_owned(),
            None => self.embed(Embed { title: title.to_owned(), ..Embed::default() }),
        }
    }

    /// A part of at most [`DESCRIPTION`], a paragraph of its own.
    pub(super) fn text(&mut self, text: &str) {
        let fits = |embed: &Embed| {
            let before = size(&embed.description);
            embed.fields.is_empty() && !embed.image && before + 2 + size(text) <= DESCRIPTION
        };
        match self.last(2 + size(text), fits) {
            Some(embed) if embed.description.is_empty() => embed.description = text.to_owned(),
            Some(embed) => embed.description += &format!("\n\n{text}"),
            None => self.embed(Embed { description: text.to_owned(), ..Embed::default() }),
        }
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        let field = (name.to_owned(), value.to_owned());
        let fits = |embed: &Embed| embed.fields.len() < MOST_FIELDS && !embed.image;
        match self.last(size(name) + size(value), fits) {
            Some(embed) => embed.fields.push(field),
            None => self.embed(Embed { fields: vec![field], ..Embed::default() }),
        }
    }

    /// One picture a message: it is uploaded with it.
    pub(super) fn picture(&mut self, title: &str, chart: &Chart) {
        if self.open.picture.is_some() {
            self.done.push(std::mem::take(&mut self.open));
        }
        match self.last(size(title), Embed::is_begun) {
            Some(embed) => (embed.title, embed.image) = (title.to_owned(), true),
            None => self.embed(Embed { title: title.to_owned(), image: true, ..Embed::default() }),
        }
        self.open.picture = Some(chart.clone());
    }

    pub(super) fn button(&mut self, button: &Button) {
        let token = plain::line(&button.token);
        let usable = (1..=TOKEN).contains(&token.trim().chars().count()) && token.chars().count() <= TOKEN;
        let twice = self.open.buttons.iter().any(|there| there["custom_id"] == token.as_str());
        if !usable || twice {
            return;
        }
        if self.open.buttons.len() >= MOST_BUTTONS || self.open.embeds.is_empty() {
            self.embed(Embed { description: "⋯".to_owned(), ..Embed::default() });
        }
        let label = plain::line(&button.label);
        let label = match label.char_indices().nth(LABEL - 1) {
            _ if label.trim().is_empty() => "⋯".to_owned(),
            Some((end, c)) if end + c.len_utf8() < label.len() => format!("{}…", &label[..end]),
            _ => label,
        };
        let style = match button.style {
            ButtonStyle::Primary => 1,
            ButtonStyle::Plain => 2,
            ButtonStyle::Danger => 4,
        };
        self.open.buttons.push(json!({"type": 2, "style": style, "label": label, "custom_id": token}));
    }

    pub(super) fn finish(mut self, danger: bool) -> Vec<Payload> {
        if !self.open.embeds.is_empty() {
            self.done.push(self.open);
        }
        self.done.into_iter().map(|page| page.payload(if danger { DANGER } else { CALM })).collect()
    }
}

impl Page {
    fn payload(self, colour: u32) -> Payload {
        let embeds: Vec<_> = self.embeds.iter().map(|embed| shown(embed, colour)).collect();
        let mut body = json!({"embeds": embeds});
        if !self.buttons.is_empty() {
            let rows: Vec<_> =
                self.buttons.chunks(5).map(|row| json!({"type": 1, "components": row})).collect();
            body["components"] = rows.into();
        }
        if let Some(chart) = &self.picture {
            body["attachments"] =
                json!([{"id": 0, "filename": "chart.png", "description": alternative(&chart.title)}]);
        }
        Payload { picture: self.picture, ..Payload::new(body) }
    }
}

fn shown(embed: &Embed, colour: u32) -> Value {
    let mut value = json!({"color": colour});
    if !embed.author.is_empty() {
        value["author"] = json!({"name": embed.author});
    }
    for (name, text) in [("title", &embed.title), ("description", &embed.description)] {
        if !text.is_empty() {
            value[name] = text.as_str().into();
        }
    }
    if !embed.fields.is_empty() {
        // Short ones stand side by side.
        let inline = |value: &str| size(value) <= 24 && !value.contains('\n');
        let fields = embed.fields.iter();
        value["fields"] = fields
            .map(|(name, value)| json!({"name": name, "value": value, "inline": inline(value)}))
            .collect();
    }
    if embed.image {
        value["image"] = json!({"url": "attachment://chart.png"});
    }
    value
}
