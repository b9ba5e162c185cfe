//! Small whole numbers as people write them: "2", "two", 二, 十二, "second". Not amounts of money.

/// A whole number up to ten digits, or in words up to twenty (English) or ninety-nine (kanji).
pub(crate) fn small(word: &str) -> Option<u32> {
    if !word.is_empty() && word.len() <= 9 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    if let Some(n) = WORDS.iter().position(|known| *known == word) {
        return u32::try_from(n).ok();
    }
    kanji(word)
}

/// "second", "2nd": the place in a row, from 1.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    if let Some(n) = ORDINALS.iter().position(|known| *known == word) {
        return u32::try_from(n + 1).ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
    (digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The number at the beginning, in digits or kanji, and what follows it.
pub(crate) fn leading(text: &str) -> Option<(u32, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((small(&text[..digits])?, &text[digits..]));
    }
    let numerals = text.len() - text.trim_start_matches(|c: char| KANJI.contains(c) || c == '十').len();
    Some((kanji(&text[..numerals])?, &text[numerals..]))
}

/// 三, 十, 十二, 二十三.
fn kanji(word: &str) -> Option<u32> {
    let digit = |text: &str| {
        let mut chars = text.chars();
        let n = KANJI.chars().position(|known| Some(known) == chars.clone().next())?;
        chars.next();
        chars.next().is_none().then(|| u32::try_from(n + 1).ok())?
    };
    match word.split_once('十') {
        None => digit(word),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(10 * tens + ones)
        }
    }
}

const KANJI: &str = "一二三四五六七八九";

const WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (word, want) in [
            ("2", Some(2)),
            ("two", Some(2)),
            ("二", Some(2)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十三", Some(23)),
            ("", None),
            ("9999999999", None),
            ("二二", None),
            ("many", None),
        ] {
            assert_eq!(small(word), want, "{word}");
        }
        assert_eq!(ordinal("third"), Some(3));
        assert_eq!(ordinal("21st"), Some(21));
        assert_eq!(ordinal("st"), None);
        assert_eq!(leading("三週間"), Some((3, "週間")));
        assert_eq!(leading("12日"), Some((12, "日")));
        assert_eq!(leading("日"), None);
    }
}
