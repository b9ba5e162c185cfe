//! Texts to learn from, with their arguments marked: `give {person|Mika Sato} the {tags|speaker} tag`.

use std::ops::Range;

/// Texts to learn from, beyond the phrasings and examples of the commands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taught {
    /// Blocks of lines, each block headed by `# command name`; blank lines do not count. `{argument|words}` marks
    /// which words are an argument.
    pub said: &'static str,
    /// Ordinary talk, a line each.
    pub talk: &'static str,
}

/// What somebody says for a command, and where its arguments stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As it is said, without the marks.
    pub text: String,
    /// Name of each argument and where it stands, in bytes.
    pub arguments: Vec<(&'static str, Range<usize>)>,
}

impl Line {
    /// Takes the marks off a line.
    pub fn read(marked: &'static str) -> Self {
        let mut line = Self { text: String::with_capacity(marked.len()), arguments: Vec::new() };
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('{') {
            line.text.push_str(before);
            let mark = after.split_once('}').and_then(|(mark, rest)| Some((mark.split_once('|')?, rest)));
            let Some(((name, words), after)) = mark else {
                rest = &rest[before.len()..];
                break;
            };
            let from = line.text.len();
            line.text.push_str(words);
            line.arguments.push((name, from..line.text.len()));
            rest = after;
        }
        line.text.push_str(rest);
        line
    }
}

impl Taught {
    /// Command and text of every line.
    pub fn lines(self) -> impl Iterator<Item = (&'static str, Line)> {
        self.marked().map(|(command, line)| (command, Line::read(line)))
    }

    /// The lines of one command.
    pub(super) fn lines_of(self, command: &str) -> impl Iterator<Item = Line> {
        self.marked().filter(move |(other, _)| *other == command).map(|(_, line)| Line::read(line))
    }

    /// Command and line, with its marks.
    fn marked(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut command = "";
        self.said.lines().map(str::trim).filter(|line| !line.is_empty()).filter_map(move |line| {
            if let Some(name) = line.strip_prefix("# ") {
                command = name.trim();
                return None;
            }
            Some((command, line))
        })
    }

    /// The lines of ordinary talk.
    pub fn talk(self) -> impl Iterator<Item = &'static str> {
        self.talk.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_and_kept() {
        let line = Line::read("{person|鷹取}さんに{tags|登壇}タグ");
        assert_eq!(line.text, "鷹取さんに登壇タグ");
        let words: Vec<_> = line.arguments.iter().map(|(name, at)| (*name, &line.text[at.clone()])).collect();
        assert_eq!(words, [("person", "鷹取"), ("tags", "登壇")]);
    }

    #[test]
    fn what_is_no_mark_stays() {
        for plain in ["no marks", "a { brace", "{never closed|x", "{no bar} after"] {
            assert_eq!(Line::read(plain), Line { text: plain.to_owned(), arguments: Vec::new() });
        }
    }
}
