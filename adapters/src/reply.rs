//! What the bot answers, before any platform has touched it.

use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{Chart, plain};

/// A platform-neutral answer. Every string but [`Block::Text`] is plain text and is shown as it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// Language of the words, as a BCP 47 tag (`en`, `ja`).
    pub lang: String,
    /// The command that was understood, shown as `→ roi show C-7`; `None` for plain talk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub understood: Option<String>,
    /// What to show, in order.
    pub blocks: Vec<Block>,
}

/// One part of a [`Reply`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A line in large letters.
    Heading {
        /// Plain text.
        text: String,
    },
    /// Running text in the small Markdown of [`crate::markdown`]. Whatever did not come from our
    /// own sources goes through [`crate::markdown::escape`] first.
    Text {
        /// Small Markdown.
        text: String,
    },
    /// Names and values.
    Fields {
        /// In order of importance.
        fields: Vec<Field>,
    },
    /// Rows under columns.
    Table {
        /// Column heads.
        columns: Vec<Column>,
        /// As many cells in each as there are columns.
        rows: Vec<Vec<String>>,
    },
    /// Items one below the other.
    List {
        /// Numbered from 1, so that "2" can answer.
        numbered: bool,
        /// In order.
        items: Vec<Item>,
    },
    /// A picture of numbers.
    Chart {
        /// What to draw.
        chart: Chart,
    },
    /// Things the reader may press.
    Buttons {
        /// Left to right.
        buttons: Vec<Button>,
    },
    /// Sentences that the reader may say next.
    Suggestions {
        /// Each complete in itself.
        sentences: Vec<String>,
    },
    /// Something to download.
    File {
        /// File name, for the reader.
        name: String,
        /// IANA media type.
        media_type: String,
        /// Where it can be fetched, relative to the site.
        path: String,
    },
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The name.
    pub label: String,
    /// The value.
    pub value: String,
}

/// The head of a table column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// What stands in it.
    pub title: String,
    /// Numbers stand to the right.
    pub align: Align,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// One line of a list, with what stands below it in small letters.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Item {
    /// The line itself.
    pub text: String,
    /// What of it is to be seen first: the words that were looked for. Bytes of `text`, in order, apart from each
    /// other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Range<usize>>,
    /// Second line: who and when, or why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

/// A short code and the page that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What to show: a short code such as `A-881`.
    pub label: String,
    /// Path on our own site, from `/`.
    pub path: String,
}

/// Something to press. The token means nothing outside the database and is bound there to asker,
/// action, arguments and expiry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Opaque; comes back as [`crate::What::Pressed`].
    pub token: String,
    /// How it looks.
    pub style: ButtonStyle,
    /// What can be typed instead where there are no buttons ("yes", "2").
    pub typed: String,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonStyle {
    /// One of several.
    Plain,
    /// What most people will press.
    Primary,
    /// Changes something that is not easily changed back.
    Danger,
}

impl Reply {
    /// An empty reply in a language.
    pub fn new(lang: impl Into<String>) -> Self {
        Self { lang: lang.into(), ..Self::default() }
    }

    /// Adds a heading.
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading { text: text.into() });
        self
    }

    /// Adds running text in small Markdown.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Text { text: text.into() });
        self
    }

    /// Adds names and values; pairs whose value is empty are left out.
    pub fn fields<L: Into<String>>(mut self, pairs: impl IntoIterator<Item = (L, String)>) -> Self {
        let fields: Vec<_> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| Field { label: label.into(), value })
            .collect();
        match self.blocks.last_mut() {
            _ if fields.is_empty() => {}
            // in one grid with those right before
            Some(Block::Fields { fields: before }) => before.extend(fields),
            _ => self.blocks.push(Block::Fields { fields }),
        }
        self
    }

    /// Adds a table.
    pub fn table(mut self, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Self {
        self.blocks.push(Block::Table { columns, rows });
        self
    }

    /// Adds a list without numbers.
    pub fn list(mut self, items: Vec<Item>) -> Self {
        self.blocks.push(Block::List { numbered: false, items });
        self
    }

    /// Adds a list numbered from 1.
    pub fn numbered(mut self, items: Vec<Item>) -> Self {
        self.blocks.push(Block::List { numbered: true, items });
        self
    }

    /// Adds a chart.
    pub fn chart(mut self, chart: Chart) -> Self {
        self.blocks.push(Block::Chart { chart });
        self
    }

    /// Adds sentences that the reader may say next.
    pub fn suggestions<S: Into<String>>(mut self, sentences: impl IntoIterator<Item = S>) -> Self {
        self.blocks.push(Block::Suggestions { sentences: sentences.into_iter().map(Into::into).collect() });
        self
    }

    /// Adds buttons.
    pub fn buttons(mut self, buttons: Vec<Button>) -> Self {
        self.blocks.push(Block::Buttons { buttons });
        self
    }
}

impl Column {
    /// A column of words.
    pub fn left(title: impl Into<String>) -> Self {
        Self { title: title.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn right(title: impl Into<String>) -> Self {
        Self { title: title.into(), align: Align::Right }
    }
}

impl Item {
    /// A line of its own.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// With parts of it marked.
    pub fn marked(mut self, marks: Vec<Range<usize>>) -> Self {
        self.marks = marks;
        self
    }

    /// The text as one line, part by part, each with whether it is marked. Marks that are no part of it are none, nor
    /// are those of a text that is no clean line: they would stand elsewhere in it.
    pub(crate) fn parts(&self) -> Vec<(Cow<'_, str>, bool)> {
        let line = plain::line(&self.text);
        if line != self.text {
            return vec![(line.to_string().into(), false)];
        }
        let (mut parts, mut done) = (Vec::new(), 0);
        for mark in &self.marks {
            if let (Some(before), Some(marked)) =
                (self.text.get(done..mark.start), self.text.get(mark.clone()))
            {
                parts.extend([(Cow::from(before), false), (marked.into(), true)]);
                done = mark.end;
            }
        }
        parts.push((self.text[done..].into(), false));
        parts.retain(|(part, _)| !part.is_empty());
        parts
    }

    /// With a second line.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With a place to read more.
    pub fn link(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.link = Some(Link { label: label.into(), path: path.into() });
        self
    }
}
