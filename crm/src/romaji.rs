//! Japanese names in Latin letters: "tanaka" is たなか, "Sato", "Satou" and さとう sound alike.

/// Latin letters as hiragana, in the Hepburn or the Kunrei way: "tanaka" → たなか, "shinji" → しんじ. `text` is folded;
/// `None` where it is no Japanese in Latin letters.
pub(crate) fn to_kana(text: &str) -> Option<String> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_lowercase() || b" '-".contains(&b)) {
        return None;
    }
    let mut kana = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix([' ', '-']) {
            kana.push(' ');
            rest = tail;
            continue;
        }
        if let Some(tail) = rest.strip_prefix("n'") {
            kana.push('ん');
            rest = tail;
            continue;
        }
        let longest = (1..=3)
            .rev()
            .filter_map(|n| rest.get(..n))
            .find_map(|head| SYLLABLES.iter().find(|(romaji, _)| *romaji == head));
        if let Some((romaji, syllable)) = longest {
            kana.push_str(syllable);
            rest = &rest[romaji.len()..];
            continue;
        }
        let mut letters = rest.chars();
        let (first, next) = (letters.next()?, letters.next());
        match (first, next) {
            ('n' | 'm', Some(c)) if !"aiueoy".contains(c) && (first == 'n' || "bmp".contains(c)) => {
                kana.push('ん')
            }
            ('n', None) => kana.push('ん'),
            // tt, kk; tch
            (c, Some(same)) if c == same || (c, same) == ('t', 'c') => kana.push('っ'),
            _ => return None,
        }
        rest = &rest[1..];
    }
    Some(kana)
}

/// How a folded name sounds, long vowels and doubled consonants apart: さとう, "satou" and "sato" are one. `None` where
/// that cannot be told, as of kanji.
pub(crate) fn sound(folded: &str) -> Option<String> {
    let kana = if folded.is_ascii() { to_kana(folded)? } else { folded.to_owned() };
    let mut sound = String::new();
    let mut rest = kana.as_str();
    while let Some(c) = rest.chars().next() {
        let longest = [2, 1]
            .into_iter()
            .filter_map(|n| {
                rest.char_indices().nth(n).map(|(i, _)| i).or(Some(rest.len())).map(|end| &rest[..end])
            })
            .find_map(|head| SYLLABLES.iter().find(|(_, syllable)| *syllable == head));
        match (c, longest) {
            (_, Some((romaji, syllable))) => {
                sound.push_str(romaji);
                rest = &rest[syllable.len()..];
            }
            ('ん', _) => {
                sound.push('n');
                rest = &rest['ん'.len_utf8()..];
            }
            (' ', _) => {
                sound.push(' ');
                rest = &rest[1..];
            }
            ('っ' | 'ー', _) => rest = &rest[c.len_utf8()..],
            _ => return None,
        }
    }
    for (long, short) in
        [("ou", "o"), ("oo", "o"), ("oh", "o"), ("uu", "u"), ("ei", "e"), ("aa", "a"), ("ii", "i")]
    {
        sound = sound.replace(long, short);
    }
    Some(sound)
}

/// Latin letters and the syllable they stand for; of several the first is how the syllable is written.
#[rustfmt::skip]
const SYLLABLES: &[(&str, &str)] = &[
    ("a", "あ"), ("i", "い"), ("u", "う"), ("e", "え"), ("o", "お"),
    ("ka", "か"), ("ki", "き"), ("ku", "く"), ("ke", "け"), ("ko", "こ"),
    ("sa", "さ"), ("shi", "し"), ("si", "し"), ("su", "す"), ("se", "せ"), ("so", "そ"),
    ("ta", "た"), ("chi", "ち"), ("ti", "ち"), ("tsu", "つ"), ("tu", "つ"), ("te", "て"), ("to", "と"),
    ("na", "な"), ("ni", "に"), ("nu", "ぬ"), ("ne", "ね"), ("no", "の"),
    ("ha", "は"), ("hi", "ひ"), ("fu", "ふ"), ("hu", "ふ"), ("he", "へ"), ("ho", "ほ"),
    ("ma", "ま"), ("mi", "み"), ("mu", "む"), ("me", "め"), ("mo", "も"),
    ("ya", "や"), ("yu", "ゆ"), ("yo", "よ"),
    ("ra", "ら"), ("ri", "り"), ("ru", "る"), ("re", "れ"), ("ro", "ろ"),
    ("wa", "わ"), ("o", "を"), ("wo", "を"),
    ("ga", "が"), ("gi", "ぎ"), ("gu", "ぐ"), ("ge", "げ"), ("go", "ご"),
    ("za", "ざ"), ("ji", "じ"), ("zi", "じ"), ("zu", "ず"), ("ze", "ぜ"), ("zo", "ぞ"),
    ("da", "だ"), ("ji", "ぢ"), ("zu", "づ"), ("de", "で"), ("do", "ど"),
    ("ba", "ば"), ("bi", "び"), ("bu", "ぶ"), ("be", "べ"), ("bo", "ぼ"),
    ("pa", "ぱ"), ("pi", "ぴ"), ("pu", "ぷ"), ("pe", "ぺ"), ("po", "ぽ"),
    ("kya", "きゃ"), ("kyu", "きゅ"), ("kyo", "きょ"),
    ("sha", "しゃ"), ("sya", "しゃ"), ("shu", "しゅ"), ("syu", "しゅ"), ("sho", "しょ"), ("syo", "しょ"), ("she", "しぇ"),
    ("cha", "ちゃ"), ("tya", "ちゃ"), ("chu", "ちゅ"), ("tyu", "ちゅ"), ("cho", "ちょ"), ("tyo", "ちょ"),
    ("nya", "にゃ"), ("nyu", "にゅ"), ("nyo", "にょ"),
    ("hya", "ひゃ"), ("hyu", "ひゅ"), ("hyo", "ひょ"),
    ("mya", "みゃ"), ("myu", "みゅ"), ("myo", "みょ"),
    ("rya", "りゃ"), ("ryu", "りゅ"), ("ryo", "りょ"),
    ("gya", "ぎゃ"), ("gyu", "ぎゅ"), ("gyo", "ぎょ"),
    ("ja", "じゃ"), ("zya", "じゃ"), ("ju", "じゅ"), ("zyu", "じゅ"), ("jo", "じょ"), ("zyo", "じょ"),
    ("bya", "びゃ"), ("byu", "びゅ"), ("byo", "びょ"),
    ("pya", "ぴゃ"), ("pyu", "ぴゅ"), ("pyo", "ぴょ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_become_kana() {
        for (romaji, kana) in [
            ("tanaka", Some("たなか")),
            ("shinichi", Some("しにち")),
            ("shin'ichi", Some("しんいち")),
            ("kanda", Some("かんだ")),
            ("hattori", Some("はっとり")),
            ("kyoko", Some("きょこ")),
            ("homma", Some("ほんま")),
            ("jun", Some("じゅん")),
            ("tanaka taro", Some("たなか たろ")),
            ("smith", None),
            ("oskar", None),
            ("", None),
            ("たなか", None),
        ] {
            assert_eq!(to_kana(romaji).as_deref(), kana, "{romaji}");
        }
    }

    #[test]
    fn names_that_sound_alike() {
        for (one, other) in [
            ("さとう", "sato"),
            ("さとう", "satou"),
            ("おおの", "ono"),
            ("たろう", "taro"),
            ("しんいち", "shin'ichi"),
            ("はっとり", "hatori"),
            ("つじ", "tuzi"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("さとう"), sound("sata"));
        assert_eq!(sound("田中"), None);
        assert_eq!(sound("lindqvist"), None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,30}", latin in "[a-z' -]{0,20}", kana in "[ぁ-んー ]{0,12}") {
            for text in [text, latin, kana] {
                let _ = (to_kana(&text), sound(&text));
            }
        }
    }
}
