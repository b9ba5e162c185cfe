//! How a word is read: kana and romaji of any system in one spelling.
//!
//! The spelling is that of Kunrei (si, tu, zi), with ん always `n` and づ as `zu`. Romaji often leave out the
//! length of vowels (`Sato` for さとう), kana never do, so a reading has two spellings: with lengths
//! (`satoo`) and without (`sato`).

/// A reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sound {
    /// With the length of vowels as far as it is written; `ou` counts as long.
    pub(crate) long: String,
    /// Every vowel short.
    pub(crate) short: String,
    /// From romaji, where a short vowel may be a long one.
    pub(crate) loose: bool,
}

impl Sound {
    fn new(spelled: &str, loose: bool) -> Self {
        let long = spelled.replace("ou", "oo");
        let mut short = String::with_capacity(long.len());
        for c in long.chars() {
            if !(vowel(c) && short.ends_with(c)) {
                short.push(c);
            }
        }
        Self { long, short, loose }
    }

    /// One after the other.
    pub(crate) fn join(&self, next: &Self) -> Self {
        Self::new(&format!("{}{}", self.long, next.long), self.loose || next.loose)
    }

    /// May the two be one reading?
    pub(crate) fn same(&self, other: &Self) -> bool {
        let unmarked = |sound: &Self| sound.loose && sound.long.len() == sound.short.len();
        self.long == other.long || self.short == other.short && (unmarked(self) || unmarked(other))
    }

    /// The first letter as romaji have it: of ち `c` or `t`.
    pub(crate) fn begins_with(&self, letter: char) -> bool {
        let first = |c: char| self.long.starts_with(c);
        match letter {
            'c' => self.long.starts_with("ti") || self.long.starts_with("ty"),
            'j' => self.long.starts_with("zi") || self.long.starts_with("zy"),
            'f' => self.long.starts_with("hu"),
            letter => first(letter),
        }
    }
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'i' | 'u' | 'e' | 'o')
}

/// The reading of hiragana; `None` where something else stands among them.
pub(crate) fn of_kana(text: &str) -> Option<Sound> {
    let mut out = String::new();
    let mut double = false;
    for c in text.chars() {
        let mora = match c {
            'ー' => {
                out.push(out.chars().last().filter(|c| vowel(*c))?);
                continue;
            }
            'っ' => {
                double = true;
                continue;
            }
            'ゃ' | 'ゅ' | 'ょ' => {
                // きゃ: the i of ki gives way
                let y = if out.pop()? == 'i' { "y" } else { "" };
                out.push_str(y);
                out.push(match c {
                    'ゃ' => 'a',
                    'ゅ' => 'u',
                    _ => 'o',
                });
                continue;
            }
            'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' => {
                let vowel = match c {
                    'ぁ' => 'a',
                    'ぃ' => 'i',
                    'ぅ' => 'u',
                    'ぇ' => 'e',
                    _ => 'o',
                };
                // シェ, チェ, ジェ keep their y; ファ, ティ lose a vowel
                if out.pop()? == 'i' && vowel == 'e' {
                    out.push('y');
                }
                out.push(vowel);
                continue;
            }
            c => mora(c)?,
        };
        if std::mem::take(&mut double)
            && let Some(first) = mora.chars().next().filter(|c| !vowel(*c))
        {
            out.push(first);
        }
        out.push_str(mora);
    }
    (!out.is_empty()).then(|| Sound::new(&out, false))
}

#[rustfmt::skip]
fn mora(c: char) -> Option<&'static str> {
    const ROWS: &[(&str, &[&str])] = &[
        ("あいうえお", &["a", "i", "u", "e", "o"]), ("かきくけこ", &["ka", "ki", "ku", "ke", "ko"]),
        ("さしすせそ", &["sa", "si", "su", "se", "so"]), ("たちつてと", &["ta", "ti", "tu", "te", "to"]),
        ("なにぬねの", &["na", "ni", "nu", "ne", "no"]), ("はひふへほ", &["ha", "hi", "hu", "he", "ho"]),
        ("まみむめも", &["ma", "mi", "mu", "me", "mo"]), ("やゆよ", &["ya", "yu", "yo"]),
        ("らりるれろ", &["ra", "ri", "ru", "re", "ro"]), ("わゐゑをん", &["wa", "i", "e", "o", "n"]),
        ("がぎぐげご", &["ga", "gi", "gu", "ge", "go"]), ("ざじずぜぞ", &["za", "zi", "zu", "ze", "zo"]),
        ("だぢづでど", &["da", "zi", "zu", "de", "do"]), ("ばびぶべぼ", &["ba", "bi", "bu", "be", "bo"]),
        ("ぱぴぷぺぽ", &["pa", "pi", "pu", "pe", "po"]), ("ゔ", &["bu"]),
    ];
    ROWS.iter().find_map(|(row, morae)| morae.get(row.chars().position(|kana| kana == c)?).copied())
}

/// The reading of lower-case romaji of any system; `None` for what cannot be Japanese.
pub(crate) fn of_romaji(text: &str) -> Option<Sound> {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        if vowel(c) {
            out.push(c);
            at += 1;
            continue;
        }
        match (c, next) {
            // n that ends a syllable, and m for it before a lip
            ('n', next) if !next.is_some_and(|c| vowel(c) || c == 'y') => out.push('n'),
            ('m', Some('b' | 'p' | 'm')) => out.push('n'),
            // Ohno, Satoh
            ('h', next) if !next.is_some_and(|c| vowel(c) || c == 'y') => {
                out.push(out.chars().last().filter(|c| matches!(c, 'o' | 'u'))?);
            }
            ('t' | 'c', Some('c')) => out.push('t'),
            (c, Some(next)) if c == next => out.push(c),
            _ => {
                let run = letters[at..].iter().position(|c| vowel(*c)).filter(|run| *run <= 2)?;
                let cluster: String = letters[at..at + run].iter().collect();
                out.push_str(&syllable(&cluster, letters[at + run])?);
                at += run + 1;
                continue;
            }
        }
        at += 1;
    }
    (!out.is_empty()).then(|| Sound::new(&out, true))
}

fn syllable(cluster: &str, vowel: char) -> Option<String> {
    let base = match cluster {
        "k" | "s" | "t" | "n" | "h" | "m" | "r" | "g" | "z" | "b" | "p" => cluster,
        "ky" | "sy" | "ty" | "ny" | "hy" | "my" | "ry" | "gy" | "zy" | "by" | "py" => cluster,
        "sh" => "sy",
        "ch" => "ty",
        "j" | "jy" | "dy" => "zy",
        "ts" if vowel == 'u' => "t",
        "f" if vowel == 'u' => "h",
        "dz" => "z",
        "d" if matches!(vowel, 'i' | 'u') => "z",
        "d" => "d",
        "y" if matches!(vowel, 'a' | 'u' | 'o') => "y",
        "w" if vowel == 'a' => "w",
        "w" if vowel == 'o' => "",
        _ => return None,
    };
    let base = if vowel == 'i' { base.strip_suffix('y').unwrap_or(base) } else { base };
    Some(format!("{base}{vowel}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(kana: &str, romaji: &str) -> bool {
        of_romaji(romaji).is_some_and(|sound| sound.same(&of_kana(kana).unwrap()))
    }

    #[test]
    fn all_systems_meet_the_kana() {
        for (kana, romaji) in [
            ("さとう", "sato satoh satou satoo"),
            ("おおの", "ono ohno oono"),
            ("しょういち", "shoichi syoiti shouichi"),
            ("じゅんいち", "junichi zyuniti jyunichi"),
            ("ほんま", "honma homma"),
            ("つかさ", "tsukasa tukasa"),
            ("はっとり", "hattori"),
            ("いのうえ", "inoue"),
            ("ゆうこ", "yuko yuuko yuhko"),
            ("ちづる", "chizuru chiduru tizuru"),
            ("はっちょう", "hatcho hacchou"),
        ] {
            for romaji in romaji.split(' ') {
                assert!(same(kana, romaji), "{kana} {romaji}");
            }
        }
        for (kana, romaji) in
            [("ゆき", "yuuki"), ("はとり", "hattori"), ("おの", "ohno"), ("さいとう", "sato")]
        {
            assert!(!same(kana, romaji), "{kana} {romaji}");
        }
        for other in ["smith", "lee", "xavier", "byrne", "marcel", "h", "bc"] {
            assert_eq!(of_romaji(other), None, "{other}");
        }
    }

    #[test]
    fn kana_keep_lengths() {
        let same = |a: &str, b: &str| of_kana(a).unwrap().same(&of_kana(b).unwrap());
        assert!(!same("ゆうき", "ゆき") && !same("おおの", "おの"));
        assert!(same("ちづる", "ちずる") && same("さとう", "さとー") && same("おおの", "おうの"));
        assert_eq!(of_kana("佐藤"), None);
    }
}
