//! Which language the command line speaks: that of the environment, as for any program.
//!
//! Not the language of answers: the bot answers in the language it is asked in.

use nlp::Lang;

/// Japanese where the environment asks for it, else English.
pub(super) fn lang() -> Lang {
    of(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok()))
}

/// The first variable that is set decides (POSIX, Environment Variables, 8.2).
fn of(locales: [Option<String>; 3]) -> Lang {
    let locale = locales.into_iter().flatten().find(|locale| !locale.is_empty());
    locale.and_then(|locale| Lang::from_tag(&locale)).unwrap_or(Lang::En)
}

/// The word, and spaces up to so many columns; a Japanese character takes two.
pub(super) fn padded(word: &str, columns: usize) -> String {
    let taken: usize = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{word}{}", " ".repeat(columns.saturating_sub(taken)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (locales, expected) in [
            ([None, None, None], Lang::En),
            ([None, None, Some("ja_JP.UTF-8")], Lang::Ja),
            ([None, None, Some("ja")], Lang::Ja),
            ([Some(""), Some(""), Some("ja_JP.eucJP")], Lang::Ja),
            ([Some("C.UTF-8"), None, Some("ja_JP.UTF-8")], Lang::En),
            ([None, Some("ja_JP"), Some("en_GB.UTF-8")], Lang::Ja),
            ([None, None, Some("jam_JM")], Lang::En),
            ([None, None, Some("de_DE.UTF-8")], Lang::En),
        ] {
            assert_eq!(of(locales.map(|locale| locale.map(str::to_owned))), expected, "{locales:?}");
        }
    }

    #[test]
    fn columns_line_up() {
        assert_eq!(padded("People", 8), "People  ");
        assert_eq!(padded("人", 8), "人      ");
        assert_eq!(padded("too long", 2), "too long");
    }
}
