//! Keys for looking people and things up by name.

use unicode_normalization::UnicodeNormalization;

/// Folds a name for comparison: NFKC, lower case, katakana as hiragana, common variant kanji as one,
/// runs of white space as one blank, invisible characters dropped. Not for display, and no proof of identity.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() => blank = !out.is_empty(),
            c if c.is_control() || invisible(c) => {}
            c => {
                if std::mem::take(&mut blank) {
                    out.push(' ');
                }
                out.push(same(c));
            }
        }
    }
    out
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// One form for characters that differ only in how a name is written.
fn same(c: char) -> char {
    match c {
        // katakana ァ..ヶ sit 0x60 above hiragana
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        '髙' => '高',
        '﨑' => '崎',
        '齋' | '齊' | '斎' => '斉',
        '邊' | '邉' => '辺',
        '澤' => '沢',
        '濱' | '濵' => '浜',
        '廣' => '広',
        '櫻' => '桜',
        '嶋' | '嶌' => '島',
        '國' => '国',
        '惠' => '恵',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet() {
        assert_eq!(fold("サトウ　ハナコ"), fold("さとう ハナコ"));
        assert_eq!(fold("髙橋"), fold("高橋"));
        assert_eq!(fold("ＳＡＴＯ  Hanako\u{200b} "), "sato hanako");
        assert_eq!(fold("ｻﾄｳ"), "さとう");
    }
}
