//! Which script a character belongs to, as far as splitting and folding need it.
//!
//! Not the Unicode script property: whole blocks stand for their script.

/// Hiragana, katakana (half width too), their iteration marks and the long vowel mark.
pub(crate) fn is_kana(c: char) -> bool {
    is_hiragana(c) || is_katakana(c)
}

/// Hiragana and its iteration marks.
pub(crate) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}')
}

/// Katakana (half width too), its iteration marks and the long vowel mark.
pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// Han characters with 々, 〆 and 〇.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Hangul syllables and letters.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' | '\u{FFA0}'..='\u{FFDC}')
}

/// Scripts written in runs without reliable spaces between words.
pub(crate) fn is_cjk(c: char) -> bool {
    !c.is_ascii() && (is_kana(c) || is_han(c) || is_hangul(c))
}

/// Pictures people write with, which are worth finding: emoji and dingbats.
pub(crate) fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B50}'..='\u{2B55}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Characters nobody sees: zero-width and bidirectional controls, soft hyphen,
/// variation selectors, tags.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E01EF}')
}
