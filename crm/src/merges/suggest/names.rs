//! Names that are nearly equal.

use std::collections::BTreeSet;

/// Latin words shorter than this differ by a letter from too many other names (Yuki, Yuka).
const LONG_WORD: usize = 5;
/// Names in other scripts shorter than this are too near each other.
const LONG_NAME: usize = 4;

/// Is a form of one name a form of the other but for an initial (`t. sato`, `taro sato`), one slip in a
/// long Latin word (after its first letter), or one character of a long kanji name? The other word is
/// equal in each case. Forms are folded; a slip in kana is another name.
pub(super) fn near(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.iter().any(|x| b.iter().any(|y| x != y && forms_are_near(x, y)))
}

fn forms_are_near(a: &str, b: &str) -> bool {
    match (two_words(a), two_words(b)) {
        // names of two words stand in the forms both ways round: comparing the first words is enough
        (Some((a, rest)), Some((b, same))) => rest == same && letters(rest) > 1 && words_are_near(a, b),
        (None, None) => one_character_apart(a, b),
        _ => false,
    }
}

fn two_words(form: &str) -> Option<(&str, &str)> {
    form.split_once(' ').filter(|(_, rest)| !rest.contains(' '))
}

fn words_are_near(a: &str, b: &str) -> bool {
    if !a.is_ascii() || !b.is_ascii() {
        return false;
    }
    let initial = |short: &str, long: &str| {
        let short = short.trim_end_matches('.');
        letters(short) == 1 && letters(long) > 1 && long.starts_with(short) && !long.ends_with('.')
    };
    let long = |word: &str| letters(word) >= LONG_WORD;
    let slip = || long(a) && long(b) && a.get(..1) == b.get(..1) && strsim::osa_distance(a, b) == 1;
    initial(a, b) || initial(b, a) || slip()
}

fn one_character_apart(a: &str, b: &str) -> bool {
    let kanji = |form: &str| form.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let length = letters(a);
    length >= LONG_NAME
        && length == letters(b)
        && kanji(a)
        && kanji(b)
        && a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() == 1
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use crate::persons::search_key;

    fn near(a: &str, b: &str) -> bool {
        let forms = |name: &str| search_key(name, None, None).lines().map(str::to_owned).collect();
        super::near(&forms(a), &forms(b))
    }

    #[test]
    fn initials_and_slips() {
        for (a, b) in [
            ("T. Sato", "Taro Sato"),
            ("Sato T", "Taro SATO"),
            ("Hanako Sato", "Hanaco Sato"),
            ("Michael Byrne", "Byrne Micheal"),
            ("佐藤 裕子", "佐藤祐子"),
            ("山田太郎", "山田 太朗"),
        ] {
            assert!(near(a, b) && near(b, a), "{a} {b}");
        }
    }

    #[test]
    fn other_names() {
        for (a, b) in [
            ("T. Sato", "Hanako Sato"),
            ("Taro Sato", "Taro Sato"), // equal, not near
            ("Yuki Sato", "Yuka Sato"),
            ("T. S", "Taro S"),
            ("Taro Sato", "Taro Ito"),
            ("Hanako Sato", "Hamaco Sato"),
            ("Keiko Sato", "Reiko Sato"),
            ("佐藤花子", "佐藤桜"),
            ("佐藤花子", "加藤桜子"),
            ("サトウハナコ", "サトウハナカ"),
            ("Sato", "Saito"),
        ] {
            assert!(!near(a, b) && !near(b, a), "{a} {b}");
        }
    }
}
