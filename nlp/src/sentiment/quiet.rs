//! Words of a text that don't say what they say elsewhere: "no problem", 問題ありません, "I wish it were better".
//!
//! What finds them ([`super::denied`], [`super::acclaim`], [`super::wished`], [`super::before`], [`super::told`], [`super::excused`]) marks them here; the lexicons and the
//! letters leave them out, and the classifier learns from the marks' own features what such a text is like.

use std::ops::Range;

/// How a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quiet {
    /// As it stands.
    No,
    /// It is no complaint.
    Bad,
    /// It is no praise.
    Good,
    /// It is neither, taken by itself.
    All,
}

impl Quiet {
    /// Does it silence what is worth this much?
    pub(super) fn silences(self, value: f32) -> bool {
        match self {
            Self::No => false,
            Self::Bad => value < 0.0,
            Self::Good => value > 0.0,
            Self::All => true,
        }
    }
}

/// The English words of a folded text.
#[derive(Debug)]
pub(super) struct Words<'a> {
    /// Letters, digits and apostrophes, lower case.
    pub(super) said: Vec<&'a str>,
    /// For each: how it counts.
    pub(super) quiet: Vec<Quiet>,
    /// For each: does a clause begin with it?
    opens: Vec<bool>,
}

impl<'a> Words<'a> {
    pub(super) fn of(folded: &'a str) -> Self {
        let (mut said, mut opens) = (Vec::new(), Vec::new());
        let (mut open, mut start, mut last) = (true, None, ' ');
        for (at, c) in folded.char_indices().chain([(folded.len(), ' ')]) {
            if c.is_ascii_alphanumeric() || c == '\'' || c == '+' {
                start.get_or_insert(at);
            } else {
                let word = start.take().map_or("", |start| folded[start..at].trim_matches('\''));
                if !word.is_empty() {
                    said.push(word);
                    opens.push(open);
                    open = false;
                }
                open |= ",.!?;:()\n、。".contains(c) || c == '-' && last == ' ';
            }
            last = c;
        }
        Self { quiet: vec![Quiet::No; said.len()], said, opens }
    }

    /// Does a clause begin with this word?
    pub(super) fn opens(&self, at: usize) -> bool {
        self.opens.get(at).is_some_and(|opens| *opens)
    }

    /// The clause in which a word stands.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        let start = (0..=at).rev().find(|at| self.opens[*at]).unwrap_or(0);
        let end = (at + 1..self.said.len()).find(|at| self.opens[*at]).unwrap_or(self.said.len());
        start..end
    }

    pub(super) fn hush(&mut self, words: Range<usize>, quiet: Quiet) {
        self.quiet[words].fill(quiet);
    }

    /// Do these words stand there?
    pub(super) fn stand(&self, at: usize, words: &str) -> bool {
        let mut rest = self.said[at..].iter();
        let likely =
            self.said.get(at).is_some_and(|word| word.as_bytes().first() == words.as_bytes().first());
        likely && words.split(' ').all(|word| rest.next() == Some(&word))
    }
}

/// Stretches of a folded Japanese text, in bytes.
#[derive(Debug, Default)]
pub(super) struct Stretches(Vec<(Range<usize>, Quiet)>);

impl Stretches {
    pub(super) fn hush(&mut self, stretch: Range<usize>, quiet: Quiet) {
        self.0.push((stretch, quiet));
    }

    /// How what stands there counts.
    pub(super) fn at(&self, place: usize) -> Quiet {
        self.0.iter().find(|(stretch, _)| stretch.contains(&place)).map_or(Quiet::No, |(_, quiet)| *quiet)
    }
}

/// Where the clause before this place begins.
pub(super) fn clause_start(text: &str, at: usize) -> usize {
    text[..at].rfind(ENDS).map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8))
}

/// Where the clause at this place ends.
pub(super) fn clause_end(text: &str, at: usize) -> usize {
    text[at..].find(ENDS).map_or(text.len(), |end| at + end)
}

const ENDS: [char; 6] = ['。', '、', '!', '?', '\n', ','];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_end_at_signs() {
        let words = Words::of("it's slow, isn't it? no");
        assert_eq!(words.said, ["it's", "slow", "isn't", "it", "no"]);
        assert_eq!((words.clause(1), words.clause(3), words.clause(4)), (0..2, 2..4, 4..5));
        let text = "遅い。直った、たぶん";
        assert_eq!(&text[clause_start(text, 12)..clause_end(text, 12)], "直った");
    }
}
