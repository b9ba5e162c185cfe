//! One word of a name.

use unicode_normalization::UnicodeNormalization as _;

use super::{
    sound::{Sound, of_kana, of_romaji},
    tables, variants,
};
use crate::fold;

/// What a word is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Kana,
    /// Kanji, also with kana among them.
    Han,
    Other,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    /// Folded ([`fold_name`]).
    pub(crate) text: String,
    pub(crate) script: Script,
    /// How it may be read; empty where nobody knows.
    pub(crate) sounds: Vec<Sound>,
    /// Stands for a word that begins with it.
    pub(crate) initial: bool,
    /// Share of people with this word in their names; filled in by `frequency`.
    pub(crate) share: f32,
}

impl Token {
    /// Of a folded word; `first`: the first of a Japanese name is the surname.
    pub(crate) fn new(text: &str, first: bool) -> Self {
        let script = script(text);
        let sounds = match script {
            Script::Kana => of_kana(text).into_iter().collect(),
            Script::Latin => of_romaji(text).into_iter().collect(),
            Script::Han => {
                let (likely, other) = (tables::surname(text), tables::given(text));
                let (likely, other) = if first { (likely, other) } else { (other, likely) };
                match (likely, other) {
                    ([], []) => tables::composed(text),
                    ([], other) => other.to_vec(),
                    (likely, _) => likely.to_vec(),
                }
            }
            Script::Other => Vec::new(),
        };
        let initial = script == Script::Latin && text.len() == 1;
        Self { text: text.to_owned(), script, sounds, initial, share: 0.0 }
    }

    /// Is it a given name in Latin letters that the lists know?
    pub(super) fn is_given(&self) -> bool {
        self.script == Script::Latin
            && (tables::is_latin_given(&self.text)
                || self.sounds.first().is_some_and(|sound| tables::is_given_sound(&sound.short)))
    }
}

/// How far two words are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    Different,
    /// Other kanji with a common reading: 裕子, 祐子.
    Homophone,
    /// A slip of the fingers apart.
    Slip,
    /// One is the other's first letter.
    Initial,
    /// One is a short form of the other.
    Form,
    /// Read the same, written in another script.
    Reading,
    Equal,
}

/// Compares two words.
pub(super) fn compare(a: &Token, b: &Token) -> Match {
    if a.initial || b.initial {
        return if a.initial && b.initial && a.text != b.text || !(begins(a, b) || begins(b, a)) {
            Match::Different
        } else {
            Match::Initial
        };
    }
    if a.text == b.text {
        return Match::Equal;
    }
    let read_alike = || a.sounds.iter().any(|x| b.sounds.iter().any(|y| x.same(y)));
    match (a.script, b.script) {
        (Script::Han, Script::Han) if read_alike() => Match::Homophone,
        (Script::Han, Script::Han) => Match::Different,
        _ if read_alike() => Match::Reading,
        (Script::Latin, Script::Latin) => latin(a, b),
        (Script::Kana, Script::Latin) => heard(&a.sounds, &b.text),
        (Script::Latin, Script::Kana) => heard(&b.sounds, &a.text),
        (Script::Other, Script::Other) if long_slip(&a.text, &b.text) => Match::Slip,
        _ => Match::Different,
    }
}

fn begins(initial: &Token, word: &Token) -> bool {
    let Some(letter) = initial.text.chars().next().filter(|_| initial.initial) else { return false };
    word.text.starts_with(letter)
        || word.script != Script::Latin && word.sounds.iter().any(|sound| sound.begins_with(letter))
}

fn latin(a: &Token, b: &Token) -> Match {
    if tables::are_forms_of_one(&a.text, &b.text) {
        return Match::Form;
    }
    let known = |token: &Token| {
        tables::is_latin_given(&token.text)
            || token.sounds.first().is_some_and(|sound| tables::is_known_sound(&sound.short))
    };
    // Naoko and Naomi, Daniel and Daniela: two names rather than a slip
    if known(a) && known(b) {
        return Match::Different;
    }
    if long_slip(&a.text, &b.text) { Match::Slip } else { Match::Different }
}

/// Alike but for a slip: words of five letters with one, longer ones with a little more.
fn long_slip(a: &str, b: &str) -> bool {
    let (x, y) = (a.chars().count(), b.chars().count());
    let short = x.min(y);
    if short < 4 || x.abs_diff(y) > 2 {
        return false;
    }
    let distance = strsim::osa_distance(a, b);
    match short {
        4 => distance == 1 && x == y && sorted(a) == sorted(b),
        5..=7 => distance == 1 && (short > 5 || a.chars().next() == b.chars().next()),
        _ => distance <= 2,
    }
}

fn sorted(text: &str) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().collect();
    chars.sort_unstable();
    chars
}

/// A word in Latin letters as katakana have it: equal consonants (Michael, マイケル).
fn heard(kana: &[Sound], latin: &str) -> Match {
    let alike = kana.iter().any(|sound| {
        let (kana, latin) = (consonants(&sound.long), consonants(latin));
        latin.len() > 1 && kana == latin
    });
    if alike { Match::Slip } else { Match::Different }
}

/// Consonants in the classes that kana tell apart, r before another dropped.
fn consonants(word: &str) -> String {
    let plain = word.replace("ph", "h").replace("th", "s").replace("ch", "k").replace("ck", "k");
    let plain = plain.replace("sh", "s").replace("tt", "t").replace("ts", "t").replace("gh", "g");
    let letters: Vec<char> = plain.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let before_vowel = letters.get(at + 1).is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
        let class = match c {
            'c' | 'q' | 'k' => 'k',
            'l' => 'r',
            'r' if before_vowel => 'r',
            'v' | 'b' => 'b',
            'f' | 'h' if before_vowel => 'h',
            'm' | 'n' => 'n',
            's' | 'z' => 's',
            'j' => 's',
            'g' | 'd' | 'p' | 't' => *c,
            _ => continue,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}

fn script(text: &str) -> Script {
    let kana = |c: char| matches!(c, 'ぁ'..='ゖ' | 'ー' | 'ァ'..='ヺ');
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '々' | '〆' | 'ヶ' | 'ヵ');
    if text.is_ascii() {
        Script::Latin
    } else if text.chars().any(han) {
        Script::Han
    } else if text.chars().all(kana) {
        Script::Kana
    } else {
        Script::Other
    }
}

/// Folds a name: as [`fold()`], with variant kanji as one and letters without their accents.
pub(crate) fn fold_name(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            '’' | '‘' | '´' | '`' => out.push('\''),
            // combining marks left over from letters
            '\u{300}'..='\u{36f}' => {}
            c => match std::iter::once(c).nfd().next().filter(char::is_ascii) {
                Some(base) => out.push(base),
                None => out.push(variants::canonical(c)),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(a: &str, b: &str) -> Match {
        let token = |text: &str| Token::new(&fold_name(text), false);
        let found = compare(&token(a), &token(b));
        assert_eq!(found, compare(&token(b), &token(a)), "{a} {b}");
        found
    }

    #[test]
    fn words_of_names() {
        for (a, b, expected) in [
            ("花子", "Hanako", Match::Reading),
            ("裕子", "ひろこ", Match::Reading),
            ("裕子", "祐子", Match::Homophone),
            ("H", "花子", Match::Initial),
            ("C", "千秋", Match::Initial),
            ("Bob", "Robert", Match::Form),
            ("Müller", "Mueller", Match::Slip),
            ("Hanako", "Hanaco", Match::Slip),
            ("Naoko", "Naomi", Match::Different),
            ("Yuki", "Yuka", Match::Different),
            ("Byrne", "バーン", Match::Slip),
            ("Michael", "マイケル", Match::Slip),
            ("はなこ", "はなか", Match::Different),
            ("José", "Jose", Match::Equal),
            ("T", "Taro", Match::Initial),
            ("T", "Hanako", Match::Different),
        ] {
            assert_eq!(like(a, b), expected, "{a} {b}");
        }
    }
}
