//! What people read about a platform itself, in both languages. Replies come with their words in one already.

/// The same in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<T = &'static str> {
    /// English.
    pub en: T,
    /// Japanese.
    pub ja: T,
}

impl<T: AsRef<str>> Words<T> {
    /// In the language of a BCP 47 tag; English where it is neither.
    pub fn of(&self, lang: &str) -> &str {
        if lang.starts_with("ja") { self.ja.as_ref() } else { self.en.as_ref() }
    }
}

/// Both languages, side by side.
pub const fn words(en: &'static str, ja: &'static str) -> Words {
    Words { en, ja }
}
