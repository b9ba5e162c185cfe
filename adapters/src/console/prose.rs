//! Running text in several looks, wrapped to a width.

use std::ops::Range;

use super::paint::{Ink, Paint};
use crate::markdown::{self, Span};
use crate::plain;

/// Clean text and which parts of it look how.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    looks: Vec<(Range<usize>, Ink)>,
}

impl Prose {
    /// Plain text in one look.
    pub(super) fn new(ink: Ink, text: &str) -> Self {
        Self::default().with(ink, text)
    }

    /// And then this. Cleaned here, so that nothing else has to be.
    pub(super) fn with(mut self, ink: Ink, text: &str) -> Self {
        let from = self.text.len();
        self.text += &plain::clean(text);
        self.looks.push((from..self.text.len(), ink));
        self
    }

    /// Small Markdown. Without colours, code keeps its marks, so that a reader sees what to type.
    pub(super) fn markdown(text: &str, paint: Paint) -> Self {
        let mut prose = Self::default();
        for span in markdown::spans(text) {
            prose = match span {
                Span::Plain(words) => prose.with(Ink::Plain, &markdown::unescape(words)),
                Span::Bold(words) => prose.with(Ink::Strong, &markdown::unescape(words)),
                Span::Code(words) if paint.colour => prose.with(Ink::Code, &markdown::unescape(words)),
                Span::Code(words) => prose.with(Ink::Code, &format!("`{}`", markdown::unescape(words))),
                Span::Link { label, target } => {
                    let label = markdown::unescape(label);
                    let prose = prose.with(Ink::Code, &label);
                    if label == target { prose } else { prose.with(Ink::Dim, &format!(" ({target})")) }
                }
            };
        }
        prose
    }

    /// Painted lines of at most `columns`.
    pub(super) fn lines(&self, columns: usize, paint: Paint) -> Vec<String> {
        plain::wrap(&self.text, columns).into_iter().map(|line| self.paint(line, paint)).collect()
    }

    /// [`Self::lines`] behind `first`; the lines after it stand below the text, not below `first`.
    pub(super) fn hanging(&self, first: &str, columns: usize, paint: Paint) -> Vec<String> {
        let indent = plain::width(first);
        let lines = self.lines(columns.saturating_sub(indent), paint);
        let blank = " ".repeat(indent);
        lines
            .into_iter()
            .enumerate()
            .map(|(i, line)| if i == 0 { format!("{first}{line}") } else { format!("{blank}{line}") })
            .collect()
    }

    fn paint(&self, line: Range<usize>, paint: Paint) -> String {
        let within = |look: &Range<usize>| look.start.max(line.start)..look.end.min(line.end);
        self.looks
            .iter()
            .map(|(look, ink)| (within(look), *ink))
            .filter(|(part, _)| part.start < part.end)
            .map(|(part, ink)| paint.on(ink, &self.text[part]))
            .collect()
    }
}
