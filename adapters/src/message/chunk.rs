//! Parts into messages that are not too long: between blocks if possible, then between lines, then between words.

use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter, options::LineBreakOptions};

use super::{Chunk, Dialect, Part, Style};
use crate::plain;

/// Puts messages together.
pub(super) struct Writer<'a> {
    dialect: &'a dyn Dialect,
    limit: usize,
    caption: usize,
    done: Vec<Chunk>,
    open: Chunk,
}

impl<'a> Writer<'a> {
    pub(super) fn new(dialect: &'a dyn Dialect, limit: usize, caption: usize) -> Self {
        Self { dialect, limit, caption, done: Vec::new(), open: Chunk::default() }
    }

    pub(super) fn add(&mut self, part: Part) {
        match part {
            Part::Line(pieces) => self.line(&pieces),
            Part::Fixed(lines) => self.fixed(&lines),
            Part::Picture(chart) => {
                self.close();
                let title = plain::line(&chart.title);
                let title = self.cut(&Style::Bold, &title, self.caption.min(self.limit)).into_iter();
                self.open.picture = Some(chart);
                // a title is one line: only its end can fall into a second message
                for (i, title) in title.enumerate() {
                    if i > 0 {
                        self.close();
                    }
                    self.open.text = self.dialect.write(&Style::Bold, &title);
                }
                self.close();
            }
            Part::Buttons(buttons) => self.open.buttons.extend(buttons),
            Part::Suggestions(sentences) => self.open.suggestions.extend(sentences),
        }
    }

    pub(super) fn finish(mut self) -> Vec<Chunk> {
        self.close();
        self.done
    }

    /// Ends the message that is being written, if anything is in it.
    fn close(&mut self) {
        let mut chunk = std::mem::take(&mut self.open);
        chunk.text = chunk.text.trim_matches('\n').trim_end().to_owned();
        if chunk != Chunk::default() {
            self.done.push(chunk);
        }
    }

    /// Room that is left in this message for another line.
    fn room(&self) -> usize {
        let line_end = if self.open.text.is_empty() { 0 } else { 1 };
        self.limit.saturating_sub(self.dialect.size(&self.open.text) + line_end)
    }

    /// Adds something written that is known to fit in an empty message.
    fn put(&mut self, written: &str) {
        // what stands below buttons is another message: they belong to what was said before them
        let sealed = !self.open.buttons.is_empty() || !self.open.suggestions.is_empty();
        if sealed || self.dialect.size(written) > self.room() {
            self.close();
        }
        if !self.open.text.is_empty() || written.is_empty() {
            self.open.text.push('\n');
        }
        self.open.text.push_str(written);
    }

    fn line(&mut self, pieces: &[(Style, String)]) {
        let written: String = pieces.iter().map(|(style, text)| self.dialect.write(style, text)).collect();
        if self.dialect.size(&written) <= self.limit {
            return self.put(&written);
        }
        for (style, text) in pieces {
            for part in self.cut(style, text, self.limit) {
                let written = self.dialect.write(style, &part);
                self.put(&written);
            }
        }
    }

    fn fixed(&mut self, lines: &[String]) {
        let written = self.dialect.fixed(&lines.join("\n"));
        if self.dialect.size(&written) <= self.limit {
            return self.put(&written);
        }
        let mut block: Vec<&str> = Vec::new();
        let cut: Vec<String> = lines.iter().flat_map(|line| self.cut_fixed(line)).collect();
        for line in &cut {
            block.push(line);
            if self.dialect.size(&self.dialect.fixed(&block.join("\n"))) > self.limit {
                block.pop();
                let written = self.dialect.fixed(&block.join("\n"));
                self.put(&written);
                block = vec![line];
            }
        }
        let written = self.dialect.fixed(&block.join("\n"));
        self.put(&written);
    }

    fn cut(&self, style: &Style, text: &str, limit: usize) -> Vec<String> {
        split(text, limit, &|part| self.dialect.size(&self.dialect.write(style, part)))
    }

    fn cut_fixed(&self, line: &str) -> Vec<String> {
        split(line, self.limit, &|part| self.dialect.size(&self.dialect.fixed(part)))
    }
}

/// Cuts where a line may break, else between what a reader takes for characters; only a tower of marks that is
/// larger than a message is cut itself.
pub(crate) fn split(text: &str, limit: usize, size: &dyn Fn(&str) -> usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while size(rest) > limit && !rest.is_empty() {
        let end = fitting(rest, limit, size);
        parts.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() {
        parts.push(rest.to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where to cut: never 0.
fn fitting(text: &str, limit: usize, size: &dyn Fn(&str) -> usize) -> usize {
    // more bytes than this cannot fit, whatever they are: every character counts for one at least
    let reach = text.char_indices().nth(limit).map_or(text.len(), |(i, _)| i);
    let most = |ends: Vec<usize>| {
        let fits = ends.partition_point(|end| size(&text[..*end]) <= limit);
        fits.checked_sub(1).map(|last| ends[last]).filter(|end| *end > 0)
    };
    let window = &text[..reach];
    let breaks: Vec<usize> = LineSegmenter::new_dictionary(LineBreakOptions::default())
        .segment_str(window)
        .filter(|end| *end < reach)
        .collect();
    // a break in the first part only would leave the message half empty
    if let Some(end) = most(breaks).filter(|end| *end * 2 > reach) {
        return end;
    }
    most(GraphemeClusterSegmenter::new().segment_str(window).collect())
        .or_else(|| most(window.char_indices().map(|(i, c)| i + c.len_utf8()).collect()))
        .unwrap_or_else(|| text.chars().next().map_or(text.len(), char::len_utf8))
}
