//! No word of a reply is lost on the way to the reader.
//!
//! Both sides are reduced to letters and digits, so that wrapping, marks and escapes do not matter.
//! What may be cut, a table cell or a label in a chart, must say so by … after its beginning.

use crate::markdown::Span;
use crate::{Block, Capabilities, Chart, ChartKind, Reply, markdown, plain};

pub(super) fn check(reply_name: &str, reply: &Reply, texts: &[&str], can: Capabilities) {
    let shown = Shown::new(texts);
    let says = |text: &str| {
        for word in words(text) {
            assert!(shown.has(&word), "{reply_name}: the word {word:?} is lost");
        }
    };
    let begins = |text: &str| {
        let whole = words(text).iter().all(|word| shown.has(word));
        assert!(whole || shown.has_beginning(text), "{reply_name}: {text:?} is neither shown nor cut with …");
    };
    reply.understood.iter().for_each(|command| says(command));
    for block in &reply.blocks {
        match block {
            Block::Heading { text } => says(text),
            // Mark-up may stand between two spans, even inside what reads as one word.
            Block::Text { text } => markdown::spans(text).into_iter().for_each(|span| says(&words_of(span))),
            Block::Fields { fields } => {
                for field in fields {
                    says(&field.label);
                    says(&field.value);
                }
            }
            Block::Table { columns, rows } => {
                columns.iter().for_each(|column| begins(&column.title));
                rows.iter().flatten().for_each(|cell| begins(cell));
            }
            Block::List { items, .. } => {
                for item in items {
                    says(&item.text);
                    item.detail.iter().for_each(|detail| says(detail));
                    item.link.iter().for_each(|link| says(&link.label));
                }
            }
            Block::Chart { chart } => chart_words(chart, can, &says, &begins),
            Block::Buttons { buttons } => buttons.iter().for_each(|button| says(&button.label)),
            Block::Suggestions { sentences } => sentences.iter().for_each(|text| begins(text)),
            Block::File { name, .. } => says(name),
        }
    }
}

/// The title always; what a picture shows is not ours to read.
fn chart_words(chart: &Chart, can: Capabilities, says: &dyn Fn(&str), begins: &dyn Fn(&str)) {
    says(&chart.title);
    let drawn = chart.series.iter().flat_map(|s| &s.values).any(|v| v.is_finite());
    if can.pictures || !drawn {
        return;
    }
    if chart.series.len() > 1 {
        chart.series.iter().for_each(|series| begins(&series.name));
    }
    match chart.kind {
        ChartKind::Bars => chart.labels.iter().for_each(|label| begins(label)),
        ChartKind::Line => {
            [chart.labels.first(), chart.labels.last()].into_iter().flatten().for_each(|l| begins(l))
        }
    }
}

fn words_of(span: Span<'_>) -> String {
    match span {
        Span::Plain(words) | Span::Bold(words) | Span::Code(words) => markdown::unescape(words),
        Span::Link { label, .. } => markdown::unescape(label),
    }
}

/// Runs of letters and digits.
fn words(text: &str) -> Vec<String> {
    let text = plain::clean(text);
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What arrived, reduced.
struct Shown {
    letters: String,
    with_cuts: String,
    /// The letters of each text.
    each: Vec<String>,
}

impl Shown {
    fn new(texts: &[&str]) -> Self {
        let all = texts.concat();
        let letters = all.chars().filter(|c| c.is_alphanumeric()).collect();
        let with_cuts = all.chars().filter(|c| c.is_alphanumeric() || *c == '…').collect();
        let each = texts.iter().map(|text| text.chars().filter(|c| c.is_alphanumeric()).collect());
        Self { letters, with_cuts, each: each.collect() }
    }

    /// Whole, or from the end of one text on through the beginning of a later one: between the two stands what
    /// the platform wants to know of a message, which nobody reads.
    fn has(&self, word: &str) -> bool {
        let begins = |(i, text): (usize, &String)| {
            let mut cuts =
                word.char_indices().map(|(at, _)| at).skip(1).filter(|at| text.ends_with(&word[..*at]));
            cuts.any(|at| self.goes_on(i + 1, &word[at..]))
        };
        self.letters.contains(word) || self.each.iter().enumerate().any(begins)
    }

    /// A later text begins with the rest, or is all of it there is before the next.
    fn goes_on(&self, from: usize, rest: &str) -> bool {
        self.each.iter().enumerate().skip(from).any(|(i, text)| {
            let middle = || rest.strip_prefix(text.as_str()).filter(|_| !text.is_empty());
            text.starts_with(rest) || middle().is_some_and(|rest| self.goes_on(i + 1, rest))
        })
    }

    /// At least the first letter, then ….
    fn has_beginning(&self, text: &str) -> bool {
        let mut start = String::new();
        for c in plain::clean(text).chars().filter(|c| c.is_alphanumeric()) {
            start.push(c);
            if !self.with_cuts.contains(&start) {
                return false;
            }
            if self.with_cuts.contains(&format!("{start}…")) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    const CAN: Capabilities = Capabilities {
        buttons: true,
        pictures: false,
        tables: true,
        edits: false,
        threads: false,
        ephemeral: false,
        idempotent_sends: false,
        finds_sent: false,
        names_by_asking: false,
        pace: crate::Pace::FREE,
        files: false,
        max_message_chars: None,
    };

    fn passes(reply: &Reply, texts: &[&str]) -> bool {
        catch_unwind(|| check("test", reply, texts, CAN)).is_ok()
    }

    #[test]
    fn notices_a_lost_word() {
        let reply = Reply::new("en").text("**one** two");
        assert!(passes(&reply, &["<b>one</b> two"]));
        assert!(passes(&reply, &["on\ne", "two"]));
        assert!(passes(&reply, &["one t", "plain", "wo"]));
        assert!(!passes(&reply, &["one t", "plain"]));
        assert!(!passes(&reply, &["one"]));
        assert!(!passes(&Reply::new("ja").heading("山田商事"), &["山田商"]));
    }

    #[test]
    fn a_cut_cell_must_say_so() {
        let reply = Reply::new("en").table(vec![], vec![vec!["a long cell".into()]]);
        assert!(passes(&reply, &["a long cell"]));
        assert!(passes(&reply, &["a lo…"]));
        assert!(!passes(&reply, &["a lo"]));
        assert!(!passes(&reply, &["…"]));
    }
}
