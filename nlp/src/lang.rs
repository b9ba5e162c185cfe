//! The two languages and which of them a text is in.
//!
//! Not a general language detector: a text in a third language is `None`, and the caller
//! falls back on the tenant's or the user's own setting.

use crate::text::script;

/// A language that is spoken and understood everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Japanese.
    Ja,
}

/// One Japanese character says as much as this many Latin letters, so that
/// "Slack API rate limit の件" counts as Japanese and an English sentence that
/// names 田中さん stays English.
const LETTERS_PER_CHARACTER: usize = 12;

impl Lang {
    /// The short tag: `en` or `ja`.
    pub fn tag(self) -> &'static str {
        self.pick("en", "ja")
    }

    /// Reads a tag such as `ja`, `JA`, `ja-JP` or `ja_JP.UTF-8`. `None` for any other language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.']).next().unwrap_or_default();
        [Self::En, Self::Ja].into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// The language of a text, judged by its characters; `None` where they do not tell
    /// (numbers, emoji, a third language).
    pub fn of(text: &str) -> Option<Self> {
        let (mut kana, mut han, mut hangul, mut letters, mut wide) = (0_usize, 0_usize, 0_usize, 0_usize, 0);
        for c in text.chars() {
            match c {
                _ if script::is_kana(c) => kana += 1,
                _ if script::is_han(c) => han += 1,
                _ if script::is_hangul(c) => hangul += 1,
                'a'..='z' | 'A'..='Z' => letters += 1,
                // Typed through a Japanese keyboard only: ＯＫ！ 、。「」
                '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' => wide += 1,
                _ => {}
            }
        }
        let japanese = kana + han;
        // One katakana among Latin letters is a face: ¯\_(ツ)_/¯
        let face = japanese == 1 && kana == 1 && letters > 0;
        if hangul > japanese + letters {
            None
        } else if japanese > 0 && !face && japanese * LETTERS_PER_CHARACTER >= letters {
            Some(Self::Ja)
        } else if letters > 0 {
            Some(Self::En)
        } else {
            (wide > 0).then_some(Self::Ja)
        }
    }

    /// Chooses between two values by language.
    pub fn pick<T>(self, en: T, ja: T) -> T {
        match self {
            Self::En => en,
            Self::Ja => ja,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_round_trip() {
        for lang in [Lang::En, Lang::Ja] {
            assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        }
        assert_eq!(Lang::from_tag("ja_JP.UTF-8"), Some(Lang::Ja));
        assert_eq!(Lang::from_tag("EN-gb"), Some(Lang::En));
        assert_eq!(Lang::from_tag("fr"), None);
        assert_eq!(Lang::from_tag(""), None);
    }

    #[test]
    fn the_language_of_a_text() {
        let cases = [
            ("please show the ROI", Some(Lang::En)),
            ("ROIを見せて", Some(Lang::Ja)),
            ("東京都", Some(Lang::Ja)),
            ("ﾃｽﾄ", Some(Lang::Ja)),
            ("Slack API rate limit の件", Some(Lang::Ja)),
            ("Please ask 田中さん about the release notes before tomorrow noon, thanks", Some(Lang::En)),
            ("no idea ¯\\_(ツ)_/¯", Some(Lang::En)),
            ("ＯＫ", Some(Lang::Ja)),
            ("안녕하세요", None),
            ("12:30 🎉", None),
            ("", None),
        ];
        for (text, lang) in cases {
            assert_eq!(Lang::of(text), lang, "{text}");
        }
    }
}
