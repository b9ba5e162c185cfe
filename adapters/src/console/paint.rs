//! The few looks a terminal has, by ANSI escape sequences (ECMA-48 SGR), or none at all.

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Strong,
    Dim,
    /// What can be typed: codes and commands.
    Code,
    Primary,
    Danger,
    /// The blocks of a chart.
    Drawing,
}

/// Paints, or leaves everything as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    /// Measure before painting: escape sequences have no width but do have characters.
    pub(super) fn on(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Plain => return text.to_owned(),
            Ink::Strong => "1",
            Ink::Dim => "2",
            Ink::Code => "36",
            Ink::Primary => "1;32",
            Ink::Danger => "1;31",
            Ink::Drawing => "34",
        };
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A line of a chart: its blocks in colour, its words as they are.
    pub(super) fn drawing(self, line: &str) -> String {
        let is_block = |c: char| ('\u{2580}'..='\u{259f}').contains(&c);
        let mut out = String::new();
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let block = is_block(first);
            let end = rest.find(|c| is_block(c) != block).unwrap_or(rest.len());
            out += &self.on(if block { Ink::Drawing } else { Ink::Plain }, &rest[..end]);
            rest = &rest[end..];
        }
        out
    }
}
