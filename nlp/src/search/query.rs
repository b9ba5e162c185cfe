//! What a person asks the search for.
//!
//! The whole syntax: words, "phrases" or 「phrases」, and `-` before either to exclude it ([`mod@super::filters`]
//! are taken out of the text before). Nothing else means anything, so no text can name a field, reach another tenant or be a
//! syntax error.

use uuid::Uuid;

use super::clause::Clause;
use super::question::{self, Question};
use super::spelling::Correction;
use crate::Lang;

/// Words to find and conditions to keep to. The default finds everything, newest first.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) wanted: Vec<Clause>,
    pub(super) unwanted: Vec<Clause>,
    /// Words that were typed beside each other, as phrases: a text that has them so is a better hit.
    pub(super) beside: Vec<Clause>,
    /// Asked as a sentence: what ranks, while nothing must be there.
    pub(super) question: Option<Question>,
    /// The same words as a question, for when no text has all of them.
    pub(super) rest: Question,
    /// Said as a whole sentence, of which no text needs to have every word.
    pub(super) sentence: bool,
    /// Something was typed, and nothing of it can be searched for.
    pub(super) hopeless: bool,
    /// Only these conversations, if given; an empty list finds nothing.
    pub conversations: Option<Vec<Uuid>>,
    /// Only what these accounts wrote, if given; an empty list finds nothing.
    pub accounts: Option<Vec<Uuid>>,
    /// Nothing that was written in these conversations, whatever else is asked for.
    pub hidden: Vec<Uuid>,
    /// Only in these languages, if given; an empty list finds nothing.
    pub languages: Option<Vec<Lang>>,
    /// Only at or after this second since 1970 UTC.
    pub after: Option<i64>,
    /// Only before this second since 1970 UTC.
    pub before: Option<i64>,
}

/// Characters of a query that are read; the rest is left out.
const LONGEST: usize = 400;
/// Words and phrases that are read.
const MOST: usize = 32;

/// What opens a phrase, and what closes it.
const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('＂', '＂')];

impl Query {
    /// Reads a query as typed. Any text is a query: a quotation mark without its partner is
    /// ignored, punctuation parts words. At most 400 characters and 32 words count. A text with
    /// nothing to search for in it (`)(`) finds nothing; an empty text finds everything.
    pub fn parse(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let mut query = Self { sentence: question::asks(&text), ..Self::default() };
        let mut plainly = String::new();
        let mut last: Option<&str> = None;
        for piece in pieces(&text).take(MOST) {
            let plain = (!piece.quoted && !piece.excluded).then_some(piece.text);
            if let (Some(before), Some(this)) = (last, plain) {
                query.beside.extend(Clause::of(&format!("{before} {this}"), true));
            }
            last = plain;
            if !piece.excluded {
                plainly.push_str(piece.text);
                plainly.push(' ');
            }
            match Clause::of(piece.text, piece.quoted || piece.excluded) {
                Some(clause) if piece.excluded => query.unwanted.push(clause),
                Some(clause) => query.wanted.push(clause),
                None => {}
            }
        }
        query.hopeless = !text.trim().is_empty() && query.wanted.is_empty() && query.unwanted.is_empty();
        // "the rate limit" is about two words; "the the" is about the one it has.
        if query.wanted.iter().any(|clause| !clause.is_grammar()) {
            query.wanted.retain(|clause| !clause.is_grammar());
        }
        query.rest = Question::of(&plainly);
        query
    }

    /// Reads a whole question, of which texts need not have all words: the more of them and the rarer, the better.
    /// Nothing in it is syntax. At most 2,000 characters count.
    pub fn question(text: &str) -> Self {
        let question = Question::of(text);
        let plain: String = text
            .chars()
            .map(|c| {
                if c == '-' || c == '－' || QUOTES.iter().any(|(open, close)| c == *open || c == *close) {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        let words = Self::parse(&plain);
        Self {
            hopeless: !text.trim().is_empty() && question.is_empty(),
            question: Some(question),
            unwanted: Vec::new(),
            ..words
        }
    }

    /// The same query with other words in the place of some, as a search found them to be meant
    /// ([`super::Hits::corrected`]). Phrases and exclusions stay as they were typed.
    #[must_use]
    pub fn corrected(&self, corrections: &[Correction]) -> Self {
        let mut query = self.clone();
        for Correction { typed, meant } in corrections {
            query.wanted = query.wanted.into_iter().map(|clause| clause.with(typed, meant)).collect();
        }
        query
    }

    /// Is anything looked for by its words?
    pub fn has_words(&self) -> bool {
        !self.wanted.is_empty() || self.question.as_ref().is_some_and(|question| !question.is_empty())
    }

    /// The words that may be slips of the pen, as they were typed.
    pub(super) fn spelt(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().flat_map(|clause| &clause.pieces).filter_map(|piece| piece.spelt.as_deref())
    }

    /// Can a document have some of the words and not all?
    pub(super) fn has_parts(&self) -> bool {
        self.wanted.iter().map(|clause| clause.pieces.len().max(1)).sum::<usize>() > 1
    }
}

struct Piece<'a> {
    text: &'a str,
    quoted: bool,
    excluded: bool,
}

/// Splits a query at white space and quotation marks.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let excluded = matches!(first, '-' | '－') && rest.chars().nth(1).is_some_and(|c| !c.is_whitespace());
        if excluded {
            rest = &rest[first.len_utf8()..];
        }
        if let Some((phrase, after)) = phrase(rest) {
            rest = after;
            return Some(Piece { text: phrase, quoted: true, excluded });
        }
        // The first character is taken as it is, so that a lone quotation mark moves us on.
        let mut ends =
            rest.char_indices().skip(1).filter(|(at, c)| c.is_whitespace() || phrase(&rest[*at..]).is_some());
        let end = ends.next().map_or(rest.len(), |(at, _)| at);
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(Piece { text: word, quoted: false, excluded })
    })
}

/// The phrase that a text begins with, and what follows it.
pub(super) fn phrase(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    let (open, close) = QUOTES.into_iter().find(|(open, _)| *open == first)?;
    text[open.len_utf8()..].split_once(close)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(text: &str) -> Vec<(String, bool, bool)> {
        pieces(text).map(|p| (p.text.to_owned(), p.quoted, p.excluded)).collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        let (word, phrase, not, not_phrase) = ((false, false), (true, false), (false, true), (true, true));
        type Shape<'a> = &'a [(&'a str, (bool, bool))];
        let cases: [(&str, Shape<'_>); 8] = [
            ("rate limit", &[("rate", word), ("limit", word)]),
            ("\"rate limit\" api", &[("rate limit", phrase), ("api", word)]),
            ("「見積書　依頼」　-東京", &[("見積書　依頼", phrase), ("東京", not)]),
            ("-「東京 都」x", &[("東京 都", not_phrase), ("x", word)]),
            ("a\"b c\"d", &[("a", word), ("b c", phrase), ("d", word)]),
            ("\"open", &[("\"open", word)]),
            (
                "- alone --two rate-limit",
                &[("-", word), ("alone", word), ("-two", not), ("rate-limit", word)],
            ),
            ("『a』\"\"", &[("a", phrase), ("", phrase)]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(t, (q, x))| ((*t).to_owned(), *q, *x)).collect();
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn grammar_words_count_only_alone() {
        assert_eq!(Query::parse("the rate of limits").wanted.len(), 2);
        assert_eq!(Query::parse("the").wanted.len(), 1);
        assert_eq!(Query::parse("\"the\" rate").wanted.len(), 2);
    }

    #[test]
    fn nothing_to_find_is_not_everything() {
        assert!(Query::parse(")( \"\" *").hopeless);
        assert!(!Query::parse("  ").hopeless);
        assert!(!Query::parse("-x").hopeless);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(text in "(\\PC|[\"「」“”\\- \u{3000}-]){0,60}") {
            let query = Query::parse(&text);
            prop_assert!(query.wanted.len() + query.unwanted.len() <= MOST);
        }
    }
}
