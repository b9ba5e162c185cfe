//! Where in the names somebody is looked up by (`search_key`) words have to stand: a name that is written with blanks is
//! known from the beginning of a word on, so that nobody called Watanabe is Tanabe.

use sqlx::{Postgres, QueryBuilder};

use super::like;

/// In a regular expression: what stands before a word in Latin letters, kanji and kana with it (青空Tech). What a letter
/// is is written out: the database's own classes go by its locale.
const BEFORE_LATIN: &str = "(^|[^a-z0-9à-ɏ])";
/// And around the parts of any name.
const AROUND: &str = "(^|$|[\\n .,・()/@_-])";

/// The regular expression of folded `words` from the beginning of a word on; `None` where they are not in Latin letters.
fn from_a_word_on(words: &str) -> Option<String> {
    is_latin(words).then(|| format!("{BEFORE_LATIN}{}", literal(words)))
}

/// The regular expression of folded `words` that are a whole word.
pub(super) fn whole_words(words: &str) -> String {
    format!("{AROUND}{}{AROUND}", literal(words))
}

/// The regular expression of folded `words` that a name begins with, or a part of it; of Japanese also what it ends with:
/// 太郎 of 山田太郎, but not 山田 of 小山田太郎.
pub(super) fn part_of_a_name(words: &str) -> String {
    from_a_word_on(words).unwrap_or_else(|| {
        let words = literal(words);
        format!("{AROUND}{words}|{words}{AROUND}")
    })
}

/// Appends that folded `words` stand in a column of search keys, in Latin letters from the beginning of a word on.
pub(crate) fn push_within(query: &mut QueryBuilder<Postgres>, column: &'static str, words: &str) {
    query.push("coalesce(").push(column).push(" like ").push_bind(format!("%{}%", like(words)));
    if let Some(expression) = from_a_word_on(words) {
        query.push(" and ").push(column).push(" ~ ").push_bind(expression);
    }
    query.push(", false)");
}

fn is_latin(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphanumeric() && c < '\u{250}')
}

/// Words as a regular expression of nothing but themselves.
fn literal(words: &str) -> String {
    words.chars().fold(String::with_capacity(words.len()), |mut out, c| {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        assert_eq!(literal("a.b (c)"), "a\\.b \\(c\\)");
        assert_eq!(from_a_word_on("田中"), None);
    }
}
