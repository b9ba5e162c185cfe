//! From a [`Reply`] to messages that a chat platform takes: running text in its own marks, in chunks it accepts.
//!
//! A platform says how it writes a piece of text ([`Dialect`]); what is said in which order and where it may be
//! cut is decided here, once. Not for the console and the page, which have no limit to keep.

mod chunk;
mod parts;

use crate::{Button, Capabilities, Chart, Reply};

pub(crate) use chunk::split;
pub(crate) use parts::of as parts;

/// How a platform writes.
pub(crate) trait Dialect {
    /// A piece of one line, in the platform's marks. Nothing in `text` may act: not as a mark, not as a mention.
    fn write(&self, style: &Style, text: &str) -> String;

    /// Lines that keep their columns: a code block.
    fn fixed(&self, lines: &str) -> String;

    /// How much of the limit something written takes up.
    fn size(&self, written: &str) -> usize {
        written.chars().count()
    }
}

/// How a piece of text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Style {
    /// As it is.
    Plain,
    /// Strong: a heading, a name.
    Bold,
    /// What can be typed.
    Code,
    /// Small: who and when.
    Quiet,
    /// Leads to an https address, or to any address of our own site.
    Link(String),
}

/// What becomes one message.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Chunk {
    /// In the platform's marks, within the limit; may be empty beside a picture.
    pub(crate) text: String,
    /// Shown below or above the text, as the platform does.
    pub(crate) picture: Option<Chart>,
    /// Below all else.
    pub(crate) buttons: Vec<Button>,
    /// What the reader may say next.
    pub(crate) suggestions: Vec<String>,
}

/// A reply as messages of at most `limit` (as [`Dialect::size`] counts). A picture begins a message of its own, with
/// its title as text; `caption` is the limit of that one's text. `site` as in [`crate::Adapter::render`].
pub(crate) fn chunks(
    reply: &Reply,
    can: Capabilities,
    site: &str,
    dialect: &dyn Dialect,
    (limit, caption): (usize, usize),
) -> Vec<Chunk> {
    let mut writer = chunk::Writer::new(dialect, limit, caption);
    for part in parts::of(reply, can, site) {
        writer.add(part);
    }
    writer.finish()
}

/// One part of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// A line of text; an empty one parts paragraphs.
    Line(Vec<(Style, String)>),
    /// Lines that keep their columns.
    Fixed(Vec<String>),
    /// A chart as a picture.
    Picture(Chart),
    /// Things to press.
    Buttons(Vec<Button>),
    /// What the reader may say next.
    Suggestions(Vec<String>),
}

#[cfg(test)]
mod tests;
